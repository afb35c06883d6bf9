"""Commands of the Reader."""

from textual_enhanced.commands import Command


class NextHeading(Command):
    """Go on to the next heading"""

    BINDING_KEY = "right_square_bracket"


class PreviousHeading(Command):
    """Go back to the heading before"""

    BINDING_KEY = "left_square_bracket"


class SelectPassage(Command):
    """Select the next passage: a paragraph, a point, a row; the mouse selects any words"""

    BINDING_KEY = "v"
    FOOTER_TEXT = "select"
    SHOW_IN_FOOTER = True


class SelectPassageBefore(Command):
    """Select the passage before"""

    BINDING_KEY = "V"


class NextPrimer(Command):
    """Go on to the primer of the next competency"""

    BINDING_KEY = "greater_than_sign, N"
    FOOTER_TEXT = "next"
    SHOW_IN_FOOTER = True


class PreviousPrimer(Command):
    """Go back to the primer of the competency before"""

    BINDING_KEY = "less_than_sign, P"


class CloseReader(Command):
    """Go back to where the text was opened; how far you were is kept"""

    COMMAND = "Close the text"
    BINDING_KEY = ("escape", "esc")
    FOOTER_TEXT = "back"
    SHOW_IN_FOOTER = True
