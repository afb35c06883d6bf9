"""The way into the network: opened only when a person asks for something of it."""

from collections.abc import Callable
from threading import Event

from studyplan.clock import monotonic_seconds
from studyplan.config import ALLOWED, load_config
from studyplan.study.session import Refused, Study
from studyplan.web.answers import Asks
from studyplan.web.following import Follower

Reports = Callable[[int, int, str], object]
"""Is told how much of a work in hand is done, of how much, and what was done last."""


class Stopped(Exception):
    """A person has called it off."""


class Stop:
    """What a person calls off, from any thread."""

    def __init__(self) -> None:
        self._event = Event()

    def set(self) -> None:
        """Call it off."""
        self._event.set()

    @property
    def is_set(self) -> bool:
        """Whether it was called off."""
        return self._event.is_set()

    def wait(self, seconds: float) -> None:
        """Let so many seconds pass.

        Raises:
            Stopped: it is called off.
        """
        if self._event.wait(seconds):
            raise Stopped


def open_network(study: Study) -> Asks:
    """Who asks the network for this person.

    Raises:
        Refused: what it takes is not installed.
    """
    try:
        from studyplan.web.client import Client
    except ImportError as error:
        raise Refused(MISSING) from error
    config = load_config(study.locations.config_file)
    return Client(private=config.private_addresses == ALLOWED)


def follower(study: Study, asks: Asks, stop: Stop) -> Follower:
    """Who follows links, until it is called off."""
    return Follower(asks, stop.wait, monotonic_seconds, study.clock.now)


MISSING = (
    "Checking links and fetching articles needs the extra `reader`: "
    "`pip install 'studyplan[reader]'` installs it."
)
