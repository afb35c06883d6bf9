"""What screens and widgets may ask of the app they are in."""

from typing import TYPE_CHECKING, Protocol, cast, runtime_checkable

from textual.binding import Binding
from textual.dom import DOMNode
from textual_enhanced.commands import Command

from studyplan.config import Config
from studyplan.study import Study

if TYPE_CHECKING:
    from studyplan.study.apart import Beside


class Host(Protocol):
    """The app, as far as screens know it."""

    study: Study
    config: Config

    @property
    def apart(self) -> "Beside":
        """Who does what takes long, and only reads."""

    @property
    def has_browser(self) -> bool:
        """Whether a link can be opened; where it cannot, `open_url` shows it."""

    def go_to_work(self, resource: str) -> None:
        """Open what is read here; go to any other work or chapter in the reading list."""

    def go_to_interview(self, interview: str) -> None:
        """Go to a mock interview, to be begun or gone on with."""

    def action_review(self) -> None:
        """Go to the cards that are due."""


@runtime_checkable
class Holding(Protocol):
    """A screen with something that must be kept before the app may be left."""

    def let_go(self) -> bool:
        """Keep it; whether that succeeded."""


def host_of(node: DOMNode) -> Host:
    """The app that a screen or widget is in."""
    return cast("Host", node.app)


def study_of(node: DOMNode) -> Study:
    """The open study of the app that a screen or widget is in."""
    return host_of(node).study


def key_of(node: DOMNode, command: type[Command]) -> str:
    """The key of a command as it is to be called: a person's own, or the one that ships."""
    own = host_of(node).config.keys.get(command.__name__, "").partition(",")[0].strip()
    shipped = command.binding()
    key, shown = (own, None) if own else (command.key_binding(), shipped.key_display)
    return node.app.get_key_display(Binding(key, "", key_display=shown))
