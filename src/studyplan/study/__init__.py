"""The application: one function for each thing a person can do, a module for each occasion.

reading, reading_parts, primers, noting, asking, reviewing, planning, practising, settings,
history, importing, correcting, fitting, links, fetching, and what looks after the file: backing_up,
restoring, doctor, syncing.
The screens and the command line call nothing else. Every function takes the open `Study` first;
every change is one event in the log.
"""

from studyplan.study.session import (
    PATIENCE,
    Busy,
    Damaged,
    Refused,
    Study,
    failures,
    open_study,
    why_unreadable,
)

__all__ = [
    "PATIENCE",
    "Busy",
    "Damaged",
    "Refused",
    "Study",
    "failures",
    "open_study",
    "why_unreadable",
]
