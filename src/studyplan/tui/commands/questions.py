"""Commands of a person's own questions, wherever there is something to ask about."""

from textual_enhanced.commands import Command


class WriteQuestion(Command):
    """Write a question of your own; it is asked like the others, whether the work is read or not"""

    COMMAND = "Write a question of your own"
    BINDING_KEY = "w"
    FOOTER_TEXT = "question"


class EditQuestion(Command):
    """Ask a question in your own words; your grades stay, and what ships can be gone back to"""

    BINDING_KEY = "e"
    FOOTER_TEXT = "edit"


class KeepQuestion(Command):
    """Keep the question as it is now; in a field of one line enter does the same"""

    BINDING_KEY = "ctrl+s"
    FOOTER_TEXT = "keep"
    SHOW_IN_FOOTER = True
    ACTION = "screen.keep_question"


class LeaveQuestion(Command):
    """Leave the question as it was; what was typed is dropped only when asked twice"""

    BINDING_KEY = "escape"
    FOOTER_TEXT = "leave"
    SHOW_IN_FOOTER = True
    ACTION = "screen.leave_question"


class RestoreText(Command):
    """Ask the question in the words that ship again"""

    COMMAND = "Restore the shipped text"
    BINDING_KEY = "ctrl+r"
    FOOTER_TEXT = "restore the shipped text"
    SHOW_IN_FOOTER = True
    ACTION = "screen.restore_text"


class RemoveQuestion(Command):
    """Remove the question, which is your own"""

    BINDING_KEY = "ctrl+r"
    FOOTER_TEXT = "remove"
    SHOW_IN_FOOTER = True
    ACTION = "screen.remove_question"
