"""Commands on links, and on articles that are read here."""

from textual_enhanced.commands import Command


class OpenArchived(Command):
    """Open the copy of the page that the Internet Archive made last, in the browser"""

    COMMAND = "Open an archived copy"
    BINDING_KEY = "O"
    FOOTER_TEXT = "archived"


class FetchArticle(Command):
    """Fetch the article from the network, to be read here without it"""

    BINDING_KEY = "f"
    FOOTER_TEXT = "fetch"


class CheckLink(Command):
    """Ask the network what became of the link of the work"""

    BINDING_KEY = "x"


class CheckLinks(Command):
    """Ask the network what became of all links that were not checked lately"""

    COMMAND = "Check all links"
    BINDING_KEY = "X"


class TakeNewAddress(Command):
    """Give the work the address to which its link has moved; undo takes it back"""

    COMMAND = "Take over the new address"
    BINDING_KEY = "A"


class CallOff(Command):
    """Call it off; what is done is kept"""

    COMMAND = "Call off"
    BINDING_KEY = "escape"
    FOOTER_TEXT = "call off"
    SHOW_IN_FOOTER = True
    ACTION = "screen.call_off"


ABOUT_LINKS: tuple[type[Command], ...] = (
    *(OpenArchived, FetchArticle, CheckLink, CheckLinks, TakeNewAddress),
)
