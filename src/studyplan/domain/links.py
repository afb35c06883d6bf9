"""Links: what became of them, told from what the network answered.

`judge` is pure: who asks the network, and how often, is decided elsewhere.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

ARCHIVE = "https://web.archive.org/web/"
"""Before an address: the copy that the Internet Archive made last."""
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_EVER = frozenset({301, 308})
_NOT_FOR_PROGRAMS = frozenset({401, 402, 403, 406, 429, 451, 503})
"""What sites answer that want no program, or none now: a person may still see the page."""
_GONE = frozenset({404, 410})


class LinkState(StrEnum):
    """What is known of a link."""

    UNCHECKED = "unchecked"
    OK = "ok"
    MOVED = "moved"
    BROKEN = "broken"
    SUSPICIOUS = "suspicious"

    @property
    def glyph(self) -> str:
        """A sign for it, told apart without colour."""
        return {"ok": "✓", "moved": "→", "broken": "✗", "suspicious": "?"}.get(self.value, "·")


class Fault(StrEnum):
    """Why there was no answer, or none that can be used."""

    NO_NETWORK = "no host can be looked up now; is there a network?"
    NO_HOST = "there is no such host"
    NO_CONNECTION = "the host takes no connection"
    NO_ANSWER = "no answer came in time"
    CUT_OFF = "the connection broke off"
    NO_TRUST = "its certificate is not to be trusted"
    NONSENSE = "what came is not HTTP"
    TOO_LARGE = "the page is too large"
    LOOP = "its redirects go round in a circle"
    TOO_MANY = "its redirects come to no end"
    NOT_A_PAGE = "it leads to something else than a page of the web"
    PRIVATE = "it leads into a private network"

    @property
    def is_passing(self) -> bool:
        """Whether it may be another way in a minute."""
        return self in (Fault.NO_CONNECTION, Fault.NO_ANSWER, Fault.CUT_OFF)


@dataclass(frozen=True, slots=True)
class Hop:
    """A redirect: from the address before to `address`."""

    status: int
    address: str


@dataclass(frozen=True, slots=True)
class Observation:
    """What the network answered about one address."""

    address: str
    hops: tuple[Hop, ...] = ()
    status: int | None = None
    """Of the last answer; None where none came."""
    title: str = ""
    """Of the page that answered; empty where it has none, or was not asked for."""
    fault: Fault | None = None

    @property
    def final(self) -> str:
        """The address that answered last."""
        return self.hops[-1].address if self.hops else self.address


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an observation says of a link."""

    state: LinkState
    why: str
    """The evidence, in words; empty where all is well."""
    address: str | None = None
    """Where the link leads now; only where that is for ever."""


@dataclass(frozen=True, slots=True)
class OwnLink:
    """What a person said of the link of a work."""

    address: str | None = None
    """The address that stands in for that of the list."""
    state: LinkState | None = None
    """What the link is, whatever a check finds."""


def judge(seen: Observation, title: str) -> Verdict:
    """What became of a link.

    Args:
        seen: what the network answered.
        title: of the work that it belongs to.
    """
    if seen.fault in (Fault.PRIVATE, Fault.NOT_A_PAGE, Fault.NO_TRUST) and seen.hops:
        return Verdict(LinkState.SUSPICIOUS, f"{seen.fault}: {seen.final}")
    if seen.fault in (Fault.PRIVATE, Fault.NOT_A_PAGE, Fault.NO_NETWORK):
        return Verdict(LinkState.UNCHECKED, str(seen.fault))
    if seen.fault is not None and seen.fault is not Fault.TOO_LARGE:
        return Verdict(LinkState.BROKEN, str(seen.fault))
    status = seen.status or 200
    if status in _GONE:
        return Verdict(LinkState.BROKEN, f"the page is gone ({status})")
    if status in _NOT_FOR_PROGRAMS:
        return Verdict(LinkState.UNCHECKED, f"the site answers no program ({status}); open it")
    if not 200 <= status < 300:
        return Verdict(LinkState.BROKEN, f"the site fails ({status})")
    if (odd := _oddity(seen, title)) is not None:
        return Verdict(LinkState.SUSPICIOUS, odd)
    for_ever = _kept_redirects(seen)
    if for_ever is not None and not same_page(for_ever, seen.address):
        return Verdict(LinkState.MOVED, f"to {for_ever}", for_ever)
    return Verdict(LinkState.OK, "")


def _oddity(seen: Observation, title: str) -> str | None:
    """What shows that another page answers than the one that was meant; None where nothing does."""
    before, after = site(seen.address), site(seen.final)
    quoted = f"“{_shortened(seen.title)}”"
    if _NOTHING_HERE.search(seen.title):
        return f"the page says of itself that it is not there: {quoted}"
    fits = _fits(seen, title)
    if before != after and fits is not True:
        says = f", with the title {quoted}" if seen.title else ""
        return f"another site answers: {after} instead of {before}{says}"
    if seen.hops and _path(seen.address) and not _path(seen.final) and fits is not True:
        return f"it leads to the front page of {after}"
    if fits is False:
        return f"the title does not fit: {quoted}"
    return None


def _kept_redirects(seen: Observation) -> str | None:
    """Where the redirects lead that are for ever, up to the first that is not."""
    found = None
    for hop in seen.hops:
        if hop.status not in _FOR_EVER:
            break
        found = hop.address
    return found


def _fits(seen: Observation, title: str) -> bool | None:
    """Whether the page's title has a word of the work's or of the address; None: nobody can say.

    Lists give titles of their own, so only a title that shares nothing at all does not fit.
    """
    page, work = words(seen.title), words(title)
    if len(page) < 2 or len(work) < 2:
        return None
    named = words(seen.address.replace("-", " ").replace("/", " ").replace("_", " "))
    return any(_are_akin(one, other) for one in page for other in work | named)


def _are_akin(one: str, other: str) -> bool:
    """Whether two words begin alike: `ranking` and `ranked`."""
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter] if shorter < 6 else one[:5] == other[:5]


def words(text: str) -> frozenset[str]:
    """The words of a title that tell it from others, folded."""
    found = re.findall(r"\w{3,}", text.casefold())
    return frozenset(word for word in found if word not in _SMALL_WORDS)


def same_page(one: str, other: str) -> bool:
    """Whether two addresses differ only in scheme, `www.`, a slash at the end, and a fragment."""
    return _compared(one) == _compared(other)


def site(address: str) -> str:
    """What belongs to one owner: the last two labels of a host, three under `co.uk` and the like;
    of a host that is a number, all of it."""
    name = host(address)
    labels = name.split(".")
    if labels[-1].isdigit() or ":" in name:
        return name
    of_country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3:] if of_country else labels[-2:])


def archived(address: str) -> str:
    """The address of the copy that the Internet Archive has, if it has one."""
    return f"{ARCHIVE}{address}"


def host(address: str) -> str:
    """The host of an address, without `www.`; empty where it has none."""
    return (_parts(address).hostname or "").removeprefix("www.")


def _compared(address: str) -> tuple[str, str, str]:
    parts = _parts(address)
    return parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/"), parts.query


def _path(address: str) -> str:
    return _parts(address).path.strip("/")


def _parts(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:  # brackets that do not close, say
        return SplitResult("", "", address, "", "")


def _shortened(text: str) -> str:
    return text if len(text) <= _LONG_TITLE else f"{text[: _LONG_TITLE - 1].rstrip()}…"


_LONG_TITLE = 80
_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})
_SMALL_WORDS = frozenset(
    {
        *("and", "are", "but", "for", "from", "has", "how", "into", "its", "not", "our", "the"),
        *("their", "this", "that", "using", "via", "was", "what", "when", "where", "which", "who"),
        *("why", "will", "with", "you", "your", "http", "https", "www", "com", "org", "net"),
    }
)
_NOTHING_HERE = re.compile(
    r"\b(page|file|article|content|site) (was )?not found\b|\b404\b"
    r"|\bno longer (available|exists?)\b"
    r"|\bdomain\b.{0,20}\bfor sale\b|\bbuy this domain\b|\bparked (domain|page|free)\b"
    r"|\baccount suspended\b",
    re.IGNORECASE,
)
