"""Commands of the Review screen."""

from textual_enhanced.commands import Command


class ShowAnswer(Command):
    """Show the answer: the points of a good one, and your note"""

    BINDING_KEY = "space, enter"
    FOOTER_TEXT = "answer"
    SHOW_IN_FOOTER = True


class Again(Command):
    """Grade it again: forgotten, or wrong"""

    COMMAND = "Grade again"
    BINDING_KEY = "1"
    ACTION = "grade(1)"


class Hard(Command):
    """Grade it hard: recalled, with much effort"""

    COMMAND = "Grade hard"
    BINDING_KEY = "2"
    ACTION = "grade(2)"


class Good(Command):
    """Grade it good: recalled, with some thought"""

    COMMAND = "Grade good"
    BINDING_KEY = "3"
    ACTION = "grade(3)"


class GoOn(Command):
    """Grade it good and go on, as most answers are"""

    BINDING_KEY = "space, enter"
    FOOTER_TEXT = "good"
    SHOW_IN_FOOTER = True
    ACTION = "grade(3)"


class Easy(Command):
    """Grade it easy: recalled at once"""

    COMMAND = "Grade easy"
    BINDING_KEY = "4"
    ACTION = "grade(4)"


class TickPoint(Command):
    """Tick the marked point, which you said, or take the tick back; ticks suggest a grade"""

    BINDING_KEY = "x"


class NextPoint(Command):
    """Mark the next point of the answer"""

    BINDING_KEY = "tab"


class FollowUp(Command):
    """Show what an interviewer would ask next"""

    BINDING_KEY = "f"


class TypeAttempt(Command):
    """Type an answer of your own first; it is kept with the grade"""

    BINDING_KEY = "a"


class StopTyping(Command):
    """Leave the attempt as it is"""

    BINDING_KEY = "escape"
    FOOTER_TEXT = "done typing"
    SHOW_IN_FOOTER = True


class OpenSource(Command):
    """Open the work that the card is about, in the browser"""

    BINDING_KEY = "o"
    FOOTER_TEXT = "source"
    SHOW_IN_FOOTER = True


class EditNote(Command):
    """Write your note on the work that the card is about"""

    BINDING_KEY = "n"
    FOOTER_TEXT = "note"
    SHOW_IN_FOOTER = True


class SkipCard(Command):
    """Ask this card again at the end of the sitting"""

    BINDING_KEY = "s"


class SuspendCard(Command):
    """Take this card out of the queue; undo puts it back"""

    BINDING_KEY = "exclamation_mark, minus"


class AskAhead(Command):
    """Ask now what would come within the next minutes"""

    BINDING_KEY = "space, enter"
    FOOTER_TEXT = "ask now"
    SHOW_IN_FOOTER = True
