"""stub"""

from studyplan.tui.screens.base import StudyScreen


class ReviewScreen(StudyScreen):
    """stub"""
