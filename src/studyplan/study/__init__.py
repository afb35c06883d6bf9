"""The application: one function for each thing a person can do, a module for each occasion.

reading, noting, reviewing, planning, practising, settings, history, importing, fitting. The screens
and the command line call nothing else. Every function takes the open `Study` first; every change is
one event in the log.
"""

from studyplan.study.session import Refused, Study, failures, open_study

__all__ = ["Refused", "Study", "failures", "open_study"]
