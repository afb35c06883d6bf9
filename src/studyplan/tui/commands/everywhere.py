"""Commands that every screen takes."""

from textual_enhanced.commands import Command


class Today(Command):
    """Go to the day: what is due, what to read"""

    BINDING_KEY = "t"
    FOOTER_TEXT = "today"
    SHOW_IN_FOOTER = True
    ACTION = "app.today"


class Curriculum(Command):
    """Go to the reading list, by competency"""

    BINDING_KEY = "c"
    FOOTER_TEXT = "curriculum"
    SHOW_IN_FOOTER = True
    ACTION = "app.curriculum"


class Review(Command):
    """Answer the cards that are due"""

    BINDING_KEY = "r"
    FOOTER_TEXT = "review"
    SHOW_IN_FOOTER = True
    ACTION = "app.review"


class Interview(Command):
    """Practise a mock interview against the clock"""

    BINDING_KEY = "i"
    FOOTER_TEXT = "interview"
    ACTION = "app.interview"


class Plan(Command):
    """See every day to the interview, what is cut and why, and what if things were others"""

    BINDING_KEY = "p"
    FOOTER_TEXT = "plan"
    ACTION = "app.plan"


class Progress(Command):
    """See how ready you are and why, what you did, how well you remember it"""

    BINDING_KEY = "h"
    FOOTER_TEXT = "progress"
    ACTION = "app.progress"


class History(Command):
    """See everything that was done, and take any of it back"""

    BINDING_KEY = "H"
    FOOTER_TEXT = "history"
    ACTION = "app.history"


class Backups(Command):
    """Look into the backups, and put one back"""

    COMMAND = "Backups"
    ACTION = "app.backups"


class Export(Command):
    """Write what is yours for other programs: JSON, CSV, Markdown, a vault, Anki, a calendar"""

    BINDING_KEY = "E"
    FOOTER_TEXT = "export"
    ACTION = "app.export"


class SyncNow(Command):
    """Exchange what you did with your other machines, through the folder that you share"""

    COMMAND = "Sync now"
    ACTION = "app.sync"


class Undo(Command):
    """Take back the newest action, of this or an earlier session"""

    BINDING_KEY = "u"
    FOOTER_TEXT = "undo"
    ACTION = "app.undo"


class Redo(Command):
    """Bring back what was undone last"""

    BINDING_KEY = "U, ctrl+y"
    ACTION = "app.redo"


class FitMemory(Command):
    """Fit FSRS to your reviews, and take the parameters where they predict better"""

    COMMAND = "Fit to my memory"
    ACTION = "app.fit"


class Theme(Command):
    """Choose how the app looks, until it is closed; config.yaml keeps a theme"""

    BINDING_KEY = "f9"
    ACTION = "app.change_theme"


class Palette(Command):
    """Find any command by name"""

    BINDING_KEY = "ctrl+p, colon"
    FOOTER_TEXT = "commands"
    ACTION = "app.command_palette"


class Help(Command):
    """Show what every key of this screen does"""

    BINDING_KEY = "question_mark, f1"
    FOOTER_TEXT = "help"
    SHOW_IN_FOOTER = True
    ACTION = "app.help"


class Quit(Command):
    """Leave; grades and notes are kept already. ctrl+q leaves from anywhere, also while you type"""

    BINDING_KEY = "q"
    FOOTER_TEXT = "quit"
    ACTION = "app.quit"


EVERYWHERE: tuple[type[Command], ...] = (
    *(Today, Curriculum, Review, Plan, Interview, Progress, History),
    *(Undo, Redo, FitMemory, Backups, SyncNow, Export, Palette, Theme, Help, Quit),
)
