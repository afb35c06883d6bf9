"""Links followed by hand: HEAD, then GET, redirects a hop at a time, and what fails tried again."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from threading import Lock

from studyplan.domain.links import REDIRECTS, Fault, Hop, Observation, host
from studyplan.web.answers import Answer, Asks, Unanswered
from studyplan.web.pages import is_html, title_of

MOST_HOPS = 10
TRIES = 3
"""How often what may be another way in a minute is asked."""
FIRST_PAUSE = 1.0
"""Seconds before the second try; twice as many before each after it."""
LONGEST_PAUSE = 20.0
"""Who wants to be left alone for longer is asked another day."""
SPACING = 0.5
"""Seconds between two requests to one host."""
_PASSING = frozenset({429, 500, 502, 503, 504})
_TOO_OFTEN = 429
_HOPELESS = frozenset(
    {
        *(Fault.NO_NETWORK, Fault.NO_HOST, Fault.NO_CONNECTION),
        *(Fault.PRIVATE, Fault.NOT_A_PAGE, Fault.NO_TRUST),
    }
)
"""What asking in another way does not mend."""
_OF_THE_HEAD = 128 * 1024
"""Bytes of a page in which its title is looked for."""


@dataclass(frozen=True, slots=True)
class Followed:
    """Where an address has led."""

    answer: Answer
    hops: tuple[Hop, ...]


class Astray(Exception):
    """An address has led to nothing."""

    def __init__(self, fault: Fault, hops: tuple[Hop, ...]) -> None:
        super().__init__(str(fault))
        self.fault, self.hops = fault, hops


class Follower:
    """Follows addresses politely: each host has its turns, and what fails is tried again.

    Threads may share one.
    """

    def __init__(
        self,
        asks: Asks,
        wait: Callable[[float], object],
        seconds: Callable[[], float],
        now: Callable[[], datetime],
    ) -> None:
        """Take over who asks, and what tells the time.

        Args:
            asks: who asks the network.
            wait: lets so many seconds pass; what it raises ends what is being done.
            seconds: a clock that nobody sets.
            now: the time, for answers that name one.
        """
        self._asks, self._wait, self._seconds, self._now = asks, wait, seconds, now
        self._lock = Lock()
        self._free: dict[str, float] = {}
        """When each host may be asked again."""

    def observe(self, address: str) -> Observation:
        """What became of a link: by HEAD, and by GET where that is refused or shows a title."""
        seen, is_page = self._seen("HEAD", address, 0)
        if seen.fault in _HOPELESS or seen.status == _TOO_OFTEN:
            return seen
        if seen.status is not None and 200 <= seen.status < 300:
            if not is_page:
                return seen
            page, _ = self._seen("GET", seen.final, _OF_THE_HEAD)
            if page.fault is Fault.CUT_OFF:  # it says more than it sends, say; the page is there
                return seen
            if page.status == seen.status:
                return replace(seen, hops=seen.hops + page.hops, title=page.title)
        return self._seen("GET", address, _OF_THE_HEAD)[0]

    def _seen(self, method: str, address: str, most: int) -> tuple[Observation, bool]:
        """What came of one way to ask, and whether it was a page of HTML."""
        try:
            found = self.follow(method, address, most)
        except Astray as astray:
            return Observation(address, astray.hops, fault=astray.fault), False
        answer = found.answer
        is_page = is_html(answer.kind)
        title = title_of(answer.body, answer.charset) if is_page else ""
        return Observation(address, found.hops, answer.status, title), is_page

    def follow(self, method: str, address: str, most: int) -> Followed:
        """Go to where an address leads.

        Raises:
            Astray: it leads to nothing.
        """
        hops: list[Hop] = []
        been = {address}
        while True:
            try:
                answer = self._ask(method, address, most)
            except Unanswered as error:
                raise Astray(error.fault, tuple(hops)) from error
            if answer.status not in REDIRECTS or answer.location is None:
                return Followed(answer, tuple(hops))
            address = answer.location
            hops.append(Hop(answer.status, address))
            if address in been:
                raise Astray(Fault.LOOP, tuple(hops))
            if len(hops) > MOST_HOPS:
                raise Astray(Fault.TOO_MANY, tuple(hops))
            been.add(address)

    def _ask(self, method: str, address: str, most: int) -> Answer:
        pause = FIRST_PAUSE
        for left in reversed(range(TRIES)):
            self._take_turn(host(address))
            try:
                answer = self._asks.ask(method, address, most)
            except Unanswered as error:
                if not left or not error.fault.is_passing:
                    raise
            else:
                asked = self._asked_pause(answer.retry_after)
                if not left or answer.status not in _PASSING or (asked or 0) > LONGEST_PAUSE:
                    return answer
                pause = max(pause, asked or 0.0)
            self._wait(pause)
            pause *= 2
        raise AssertionError("the last try has returned or raised")

    def _take_turn(self, name: str) -> None:
        """Wait until a host may be asked."""
        with self._lock:
            now = self._seconds()
            turn = max(now, self._free.get(name, now))
            self._free[name] = turn + SPACING
        if turn > now:
            self._wait(turn - now)

    def _asked_pause(self, text: str | None) -> float | None:
        """The seconds that a server asks to wait; None where it asks for none, or nonsense."""
        if text is None:
            return None
        if text.isascii() and text.isdigit():
            return float(text[:9])
        try:
            at = parsedate_to_datetime(text)
        except ValueError:
            return None
        at = at if at.tzinfo else at.replace(tzinfo=UTC)
        return max(0.0, (at - self._now()).total_seconds())
