"""A year with studyplan in a few minutes: `python -m tests.soak`."""
