"""Commands of the Plan screen."""

from textual_enhanced.commands import Command


class OpenItem(Command):
    """Read it, review, or begin the mock interview; from the month, go to the day"""

    COMMAND = "Open"
    BINDING_KEY = ("enter", "⏎")
    FOOTER_TEXT = "open"
    SHOW_IN_FOOTER = True


class PinThisWeek(Command):
    """Let the reading come before others to the end of the week; again takes the pin away"""

    BINDING_KEY = "w"
    FOOTER_TEXT = "pin"
    SHOW_IN_FOOTER = True


class ShowMonth(Command):
    """Show the months instead of the agenda, or the agenda again"""

    BINDING_KEY = "b"
    FOOTER_TEXT = "month"
    SHOW_IN_FOOTER = True


class ShowCut(Command):
    """Show what the plan gives up, and why; again shows the agenda"""

    COMMAND = "Show the cut list"
    BINDING_KEY = "x"
    FOOTER_TEXT = "cut"
    SHOW_IN_FOOTER = True


class DayLater(Command):
    """What if the interview were a day later"""

    BINDING_KEY = "right_square_bracket"
    ACTION = "screen.try_days(1)"


class DayEarlier(Command):
    """What if the interview were a day earlier"""

    BINDING_KEY = "left_square_bracket"
    ACTION = "screen.try_days(-1)"


class WeekLater(Command):
    """What if the interview were a week later"""

    BINDING_KEY = "right_curly_bracket"
    ACTION = "screen.try_days(7)"


class WeekEarlier(Command):
    """What if the interview were a week earlier"""

    BINDING_KEY = "left_curly_bracket"
    ACTION = "screen.try_days(-7)"


class MoreMinutes(Command):
    """What if there were 5 minutes more on every day of study"""

    BINDING_KEY = "plus, equals_sign"
    ACTION = "screen.try_minutes(5)"


class FewerMinutes(Command):
    """What if there were 5 minutes less on every day of study"""

    BINDING_KEY = "minus"
    ACTION = "screen.try_minutes(-5)"


class HigherRetention(Command):
    """What if reviews aimed at a retention higher by 0.01"""

    BINDING_KEY = "greater_than_sign"
    ACTION = "screen.try_retention(1)"


class LowerRetention(Command):
    """What if reviews aimed at a retention lower by 0.01"""

    BINDING_KEY = "less_than_sign"
    ACTION = "screen.try_retention(-1)"


class KeepWhatIf(Command):
    """Keep the date, the minutes and the retention as they are tried; one undo takes all back"""

    COMMAND = "Keep what is tried"
    BINDING_KEY = "y"
    FOOTER_TEXT = "keep"


class DropWhatIf(Command):
    """Drop what is tried, and go back to the agenda"""

    COMMAND = "Drop what is tried"
    BINDING_KEY = ("escape", "esc")
    FOOTER_TEXT = "back"


class KeepReviewing(Command):
    """After the interview: go on with readings and reviews, without a date"""

    BINDING_KEY = "e"
    FOOTER_TEXT = "go on"


class Archive(Command):
    """After the interview: nothing is planned and nothing asked, until there is a new date"""

    BINDING_KEY = "a"
    FOOTER_TEXT = "archive"
