"""kill -9 at random moments: `python -m tests.torture --seed 1 --kills 200`."""
