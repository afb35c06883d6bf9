"""Measurements that a person can run: `python benchmarks/planner.py`."""
