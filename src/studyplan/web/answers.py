"""What the network answers, and who asks it."""

from dataclasses import dataclass
from typing import Protocol

from studyplan.domain.links import Fault


class Unanswered(Exception):
    """There was no answer, or none that can be used."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of one server; where it is a redirect, nobody has followed it."""

    address: str
    """The address that was asked."""
    status: int
    location: str | None = None
    """Where it leads, as an address; None where it leads nowhere."""
    kind: str = ""
    """The media type, in lower case, such as `text/html`."""
    charset: str | None = None
    retry_after: str | None = None
    """As it was sent: seconds, or a date."""
    body: bytes = b""
    is_cut: bool = False
    """Whether the body goes on behind what was read."""


class Asks(Protocol):
    """Who asks the network: the client in use, something else in tests."""

    def ask(self, method: str, address: str, most: int) -> Answer:
        """One answer, no redirect followed.

        Args:
            method: HEAD or GET.
            address: http or https.
            most: bytes of the body that are read at most.

        Raises:
            Unanswered: there was none.
        """
