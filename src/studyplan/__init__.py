"""studyplan: a reading list and an interview date become a plan for every day."""

__version__ = "0.1.0"
