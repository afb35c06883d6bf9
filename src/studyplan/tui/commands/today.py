"""Commands of the Today screen."""

from textual_enhanced.commands import Command


class Start(Command):
    """Do the chosen thing: review what is due, or open the reading"""

    BINDING_KEY = ("enter", "⏎")
    FOOTER_TEXT = "start"
    SHOW_IN_FOOTER = True
    ACTION = "screen.start"


class FirstQuestions(Command):
    """Set the interview date and the minutes a day"""

    COMMAND = "Date and minutes"
    BINDING_KEY = "d"
    FOOTER_TEXT = "date"
    SHOW_IN_FOOTER = True
