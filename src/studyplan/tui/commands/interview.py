"""Commands of the Interview screen, and of a practice and its outcome."""

from textual_enhanced.commands import Command

# ------------------------------------------------------------------------------- choosing one


class Begin(Command):
    """Begin the chosen interview, or go on with it where it was paused"""

    BINDING_KEY = ("enter", "enter")
    FOOTER_TEXT = "begin"
    SHOW_IN_FOOTER = True
    ACTION = "screen.begin"


class Surprise(Command):
    """Draw an interview, the likelier the weaker you are at what it practises"""

    COMMAND = "Surprise me"
    BINDING_KEY = "s"
    FOOTER_TEXT = "surprise"
    SHOW_IN_FOOTER = True


class Length(Command):
    """Practise in 30, 45 or 60 minutes; the stages share them in proportion"""

    BINDING_KEY = "l"


class LastAttempt(Command):
    """Look again at the last attempt that you finished"""

    BINDING_KEY = "o"
    FOOTER_TEXT = "last"
    SHOW_IN_FOOTER = True


# ------------------------------------------------------------------------------------ running


class NextStage(Command):
    """Go on to the next stage"""

    BINDING_KEY = "ctrl+n, f5"
    FOOTER_TEXT = "next"
    SHOW_IN_FOOTER = True


class PreviousStage(Command):
    """Go back to the stage before"""

    BINDING_KEY = "ctrl+b, f3"


class PauseClock(Command):
    """Stop the clock, or let it run again"""

    BINDING_KEY = "ctrl+t, f8"
    FOOTER_TEXT = "pause"
    SHOW_IN_FOOTER = True


class AskFact(Command):
    """Ask the interviewer a clarifying question"""

    COMMAND = "Ask a clarifying question"
    BINDING_KEY = "ctrl+o, f4"
    FOOTER_TEXT = "ask"
    SHOW_IN_FOOTER = True


class HearOn(Command):
    """Scroll what the interviewer says; after its end it begins again"""

    BINDING_KEY = "ctrl+r, f12"
    FOOTER_TEXT = "hear on"
    SHOW_IN_FOOTER = True


class EndPractice(Command):
    """End the interview: compare with the outline, and score yourself"""

    BINDING_KEY = "ctrl+g, f10"
    FOOTER_TEXT = "finish"
    SHOW_IN_FOOTER = True


class LeavePractice(Command):
    """Stop the clock and go back; the interview waits where it stands"""

    BINDING_KEY = ("escape", "esc")
    FOOTER_TEXT = "leave"
    SHOW_IN_FOOTER = True


# -------------------------------------------------------------------------------- the outcome


class Score0(Command):
    """Score the marked dimension 0: as its first anchor says"""

    COMMAND = "Score 0"
    BINDING_KEY = "0"
    ACTION = "score(0)"


class Score1(Command):
    """Score the marked dimension 1: between the first anchor and the second"""

    COMMAND = "Score 1"
    BINDING_KEY = "1"
    ACTION = "score(1)"


class Score2(Command):
    """Score the marked dimension 2: as its second anchor says"""

    COMMAND = "Score 2"
    BINDING_KEY = "2"
    ACTION = "score(2)"


class Score3(Command):
    """Score the marked dimension 3: between the second anchor and the third"""

    COMMAND = "Score 3"
    BINDING_KEY = "3"
    ACTION = "score(3)"


class Score4(Command):
    """Score the marked dimension 4: as its third anchor says"""

    COMMAND = "Score 4"
    BINDING_KEY = "4"
    ACTION = "score(4)"


class NoScore(Command):
    """Leave the marked dimension without a score"""

    BINDING_KEY = "minus, backspace"


class ToScores(Command):
    """Go to the scores, or back to what you wrote"""

    COMMAND = "Scores and notes"
    BINDING_KEY = "s"
    FOOTER_TEXT = "scores"
    SHOW_IN_FOOTER = True


class KeepScores(Command):
    """Finish the attempt with these scores; their mean says when the interview comes back"""

    BINDING_KEY = "f"
    FOOTER_TEXT = "finish"
    SHOW_IN_FOOTER = True


class CloseOutcome(Command):
    """Go back; an attempt that is not finished waits, with its clock stopped"""

    COMMAND = "Close the outcome"
    BINDING_KEY = ("escape", "esc")
    FOOTER_TEXT = "back"
    SHOW_IN_FOOTER = True
