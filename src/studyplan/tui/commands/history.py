"""Commands of the History screen, and of the screens that put a backup back."""

from textual_enhanced.commands import Command


class TakeBack(Command):
    """Take the chosen action back; where later ones depend on it, you are asked first"""

    BINDING_KEY = "x"
    FOOTER_TEXT = "take back"
    SHOW_IN_FOOTER = True


class BackUpNow(Command):
    """Make a backup now"""

    BINDING_KEY = "b"
    FOOTER_TEXT = "back up now"
    SHOW_IN_FOOTER = True


class RestoreBackup(Command):
    """Put the chosen backup in place of what is there, which is kept as a backup of its own"""

    BINDING_KEY = "x"
    FOOTER_TEXT = "restore"
    SHOW_IN_FOOTER = True


class CloseBackups(Command):
    """Close the backups"""

    BINDING_KEY = "escape"
    FOOTER_TEXT = "close"
    SHOW_IN_FOOTER = True


class PutBack(Command):
    """Put the newest sound backup in place of the damaged file, with what can still be read"""

    BINDING_KEY = ("enter", "enter")
    FOOTER_TEXT = "put the backup back"
    SHOW_IN_FOOTER = True


class LeaveDamaged(Command):
    """Leave everything as it is"""

    BINDING_KEY = "q, escape"
    FOOTER_TEXT = "leave it as it is"
    SHOW_IN_FOOTER = True
