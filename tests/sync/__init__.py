"""Several machines and a folder between them: any interleaving of what they do and what is carried.

`python -m tests.sync --seed N --runs 1000` tries many, and prints what came of them.
"""
