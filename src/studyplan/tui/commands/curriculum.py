"""Commands of the Curriculum screen."""

from dataclasses import replace

from textual.binding import Binding
from textual_enhanced.commands import Command


class Mark(Command):
    """Choose how far you are with the work; a book takes its chapters along"""

    COMMAND = "Mark read, reading, skipped or unread"
    BINDING_KEY = "m"
    FOOTER_TEXT = "mark"
    SHOW_IN_FOOTER = True


class ReadPart(Command):
    """Record that you read some minutes of the work; what is left of it is planned anew"""

    COMMAND = "Record a part as read"
    BINDING_KEY = "l"
    FOOTER_TEXT = "part"


class Note(Command):
    """Write a note on the work, in Markdown; it is saved while you type"""

    COMMAND = "Write a note"
    BINDING_KEY = "n"
    FOOTER_TEXT = "note"
    SHOW_IN_FOOTER = True


class OpenLink(Command):
    """Open the link of the work in the browser; its status stays what it is"""

    BINDING_KEY = "o"
    FOOTER_TEXT = "open"
    SHOW_IN_FOOTER = True


class Filter(Command):
    """Show only the works with certain words: of a title, a company, a year, a kind, a status"""

    BINDING_KEY = "slash"
    FOOTER_TEXT = "filter"
    SHOW_IN_FOOTER = True

    @classmethod
    def binding(cls) -> Binding:
        """The binding, with priority: it acts before the next key is looked at.

        Other keys take their effect later; words typed quickly after this one would go astray.
        """
        return replace(super().binding(), priority=True)


class ResumeCards(Command):
    """Put the suspended cards of the work back into the queue"""

    BINDING_KEY = "exclamation_mark"


class ShowReadings(Command):
    """Show or hide the readings of the competency"""

    BINDING_KEY = "enter"
    FOOTER_TEXT = "fold"
    SHOW_IN_FOOTER = True


class ReadPrimer(Command):
    """Read the primer, or the article that was fetched, from where you left it"""

    COMMAND = "Read it here"

    BINDING_KEY = "enter"
    FOOTER_TEXT = "read"
    SHOW_IN_FOOTER = True


class Details(Command):
    """Go into the details of the line, to scroll them; on a narrow screen they take its place"""

    BINDING_KEY = "enter, d"
    FOOTER_TEXT = "info"
    SHOW_IN_FOOTER = True


class Fold(Command):
    """Show or hide what is under the line: readings of a competency, chapters of a book"""

    BINDING_KEY = "space"


class Inwards(Command):
    """Show what is under the line; where it is shown already, go to the first of it"""

    BINDING_KEY = "right"


class Outwards(Command):
    """Hide what is under the line; where there is nothing, go to the line that it is under"""

    BINDING_KEY = "left"


class Back(Command):
    """Leave the details for the list, or drop the filter"""

    BINDING_KEY = ("escape, left", "esc")
    FOOTER_TEXT = "back"
    SHOW_IN_FOOTER = True


class ToList(Command):
    """Go from the words of the filter to the works found"""

    COMMAND = "Go to the list"
    BINDING_KEY = ("enter, down", "⏎")
    FOOTER_TEXT = "to the list"
    SHOW_IN_FOOTER = True
    ACTION = "screen.to_list"


class MarkRead(Command):
    """It is read: its cards are made, and come for review"""

    BINDING_KEY = "r"
    ACTION = "choose('read')"


class MarkReading(Command):
    """It is begun: Today goes on with it first"""

    BINDING_KEY = "g"
    ACTION = "choose('reading')"


class MarkSkipped(Command):
    """It is left out: it counts as done, and asks nothing"""

    BINDING_KEY = "s"
    ACTION = "choose('skipped')"


class MarkUnread(Command):
    """It is still to be read"""

    BINDING_KEY = "u"
    ACTION = "choose('unread')"


class CloseNote(Command):
    """Save the note and go back"""

    BINDING_KEY = "escape, ctrl+s"
    FOOTER_TEXT = "save and close"
    SHOW_IN_FOOTER = True
    ACTION = "screen.close_note"


class ExternalEditor(Command):
    """Go on writing the note in $VISUAL or $EDITOR, or in the editor that config.yaml names"""

    BINDING_KEY = "ctrl+e"
    FOOTER_TEXT = "your editor"
    SHOW_IN_FOOTER = True
    ACTION = "screen.external_editor"
