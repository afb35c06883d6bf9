"""stub"""

from studyplan.tui.screens.base import StudyScreen


class CurriculumScreen(StudyScreen):
    """stub"""
