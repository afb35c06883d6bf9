"""What can be told of a work from its row alone, each guess with its reason.

A guess never replaces what a list says. What cannot be told stays open: no company, no year, no
competency.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import urlsplit

from studyplan.domain.placing import Placement, Vocabulary
from studyplan.domain.resource import Kind, Resource
from studyplan.library.urls import canonical

UNPLACED = "unplaced"
"""What a guess of the competency begins with where none can be told."""
MINUTES = {
    Kind.ARTICLE: 15,
    Kind.PAPER: 45,
    Kind.VIDEO: 30,
    Kind.PLAYLIST: 180,
    Kind.COURSE: 900,
    Kind.BOOK: 360,
}
"""Minutes assumed for a work of which only the kind is known; hubs have none."""
USUAL_DIFFICULTY = 2
ESTIMATE = "estimate"
"""How the source of minutes begins that nobody measured."""
NO_END = "none: a hub has no end"
"""The source of the minutes of a hub."""

_PAPERS = (
    *("arxiv.org/abs/", "openreview.net/forum", "openreview.net/pdf", "aclanthology.org/"),
    *("proceedings.mlr.press/", "papers.nips.cc/paper", "proceedings.neurips.cc/paper"),
    *("dl.acm.org/doi/", "doi.org/10.", "vldb.org/pvldb/", "ieeexplore.ieee.org/document/"),
    *("semanticscholar.org/paper/", "link.springer.com/article/", "jmlr.org/papers/"),
    *("usenix.org/system/files/", "research.google/pubs/", "research.facebook.com/publications/"),
    *("research.netflix.com/publication/", "amazon.science/publications/"),
)
_VIDEOS = ("youtube.com/watch", "vimeo.com/", "ted.com/talks/", "slideslive.com/")
_COURSES = (
    *("coursera.org/learn/", "coursera.org/specializations/", "udacity.com/course/"),
    *("udemy.com/course/", "edx.org/course/", "edx.org/learn/", "educative.io/courses/"),
    *("deeplearning.ai/courses/", "learn.deeplearning.ai/", "ocw.mit.edu/courses/"),
    *("course.fast.ai/", "fullstackdeeplearning.com/course/"),
)
_BOOKS = (
    *("oreilly.com/library/view/", "learning.oreilly.com/library/view/", "manning.com/books/"),
    *("goodreads.com/book/", "leanpub.com/", "link.springer.com/book/", "packtpub.com/product/"),
)
_PAGES: tuple[tuple[Kind, tuple[str, ...], str], ...] = (
    (Kind.PAPER, _PAPERS, "the address is one of papers"),
    (Kind.VIDEO, _VIDEOS, "the address is one of videos"),
    (Kind.COURSE, _COURSES, "the address is one of courses"),
    (Kind.BOOK, _BOOKS, "the address is one of books"),
)
_GROUPS = frozenset({"category", "categories", "tag", "tags"})
"""Steps of a path behind which pages are listed."""
_IN_BRACKETS = re.compile(r"[(\[]\s*(paper|pdf|video|talk|course|book)\s*[)\]]", re.IGNORECASE)
_SAID = {
    "paper": Kind.PAPER,
    "pdf": Kind.PAPER,
    "video": Kind.VIDEO,
    "talk": Kind.VIDEO,
    "course": Kind.COURSE,
    "book": Kind.BOOK,
}

COMPANIES: Mapping[str, tuple[str, ...]] = {
    "Airbnb": ("medium.com/airbnb-engineering", "airbnb.tech", "airbnb.io"),
    "Amazon": ("amazon.science", "aws.amazon.com"),
    "Anthropic": ("anthropic.com",),
    "Apple": ("machinelearning.apple.com",),
    "Booking.com": ("booking.ai", "medium.com/booking-com-development"),
    "ByteDance": ("seed.bytedance.com",),
    "Cloudflare": ("blog.cloudflare.com",),
    "Databricks": ("databricks.com",),
    "DoorDash": ("doordash.engineering", "careersatdoordash.com", "careers.doordash.com"),
    "Dropbox": ("dropbox.tech", "blogs.dropbox.com"),
    "Duolingo": ("blog.duolingo.com",),
    "eBay": ("tech.ebayinc.com", "innovation.ebayinc.com"),
    "Etsy": ("etsy.com/codeascraft", "codeascraft.com"),
    "Expedia": ("medium.com/expedia-group-tech",),
    "GitHub": ("github.blog",),
    "Google": (
        *("research.google", "ai.googleblog.com", "blog.google", "developers.google.com"),
        *("cloud.google.com", "deepmind.google", "deepmind.com", "blog.tensorflow.org"),
    ),
    "Grab": ("engineering.grab.com",),
    "Instacart": ("tech.instacart.com", "instacart.com/company/how-its-made"),
    "LinkedIn": ("engineering.linkedin.com", "linkedin.com/blog/engineering"),
    "Lyft": ("eng.lyft.com",),
    "Mercado Libre": ("medium.com/mercadolibre-tech",),
    "Meta": (
        *("engineering.fb.com", "ai.meta.com", "ai.facebook.com", "about.fb.com", "about.meta.com"),
        *("research.facebook.com", "research.fb.com", "transparency.meta.com"),
        *("instagram-engineering.com", "about.instagram.com"),
    ),
    "Microsoft": ("microsoft.com", "blogs.bing.com", "devblogs.microsoft.com"),
    "Netflix": (
        *("netflixtechblog.com", "netflixtechblog.medium.com", "medium.com/netflix-techblog"),
        *("research.netflix.com", "techblog.netflix.com"),
    ),
    "NVIDIA": ("developer.nvidia.com", "blogs.nvidia.com"),
    "OpenAI": ("openai.com",),
    "Pinterest": ("medium.com/pinterest-engineering", "medium.com/@pinterest_engineering"),
    "Quora": ("quoraengineering.quora.com",),
    "Reddit": ("redditinc.com",),
    "Salesforce": ("engineering.salesforce.com", "salesforceairesearch.com"),
    "Shopify": ("shopify.engineering",),
    "Slack": ("slack.engineering",),
    "Snapchat": ("eng.snap.com", "research.snap.com"),
    "SoundCloud": ("developers.soundcloud.com",),
    "Spotify": ("engineering.atspotify.com", "research.atspotify.com", "labs.spotify.com"),
    "Stitch Fix": ("multithreaded.stitchfix.com",),
    "Stripe": ("stripe.com/blog",),
    "Swiggy": ("bytes.swiggy.com",),
    "Tubi": ("code.tubitv.com",),
    "Twitch": ("blog.twitch.tv",),
    "Twitter": ("blog.twitter.com", "blog.x.com"),
    "Uber": ("eng.uber.com", "uber.com/blog", "uber.com/en-US/blog"),
    "Walmart": ("medium.com/walmartglobaltech",),
    "Wayfair": ("aboutwayfair.com", "tech.wayfair.com"),
    "Yahoo": ("research.yahoo.com",),
    "Yelp": ("engineeringblog.yelp.com",),
    "Zalando": ("engineering.zalando.com",),
    "Zillow": ("zillow.com/tech",),
}
"""Whose pages those are: a host, with what its path begins with where the host is shared."""
_OF_ADDRESS = {address: company for company, places in COMPANIES.items() for address in places}
PRODUCTS = ("Facebook", "Instagram", "WhatsApp", "YouTube", "Bing", "Snap", "LinkedIn", "Medium")
"""Names that tell, as a company's does, who made a work and not what it is about."""

_IN_PATH = re.compile(r"/(?:[a-z-]+/)?((?:19|20)\d\d)(?:/|-)(?:0?[1-9]|1[0-2])(?=[/-]|$)")
_OF_ARXIV = re.compile(r"arxiv\.org/abs/(\d\d)(?:0[1-9]|1[0-2])\.\d{4,5}")
_IN_TITLE = re.compile(r"[(\[]((?:19|20)\d\d)[)\]]|[\s’']((?:19|20)\d\d)\s*$|^((?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True)
class Guessed:
    """A work with what could be told of it, and why."""

    work: Resource
    why: Mapping[str, str] = field(default_factory=dict)
    """By field of the work: the reason in words."""
    placement: Placement | None = None
    """Where it was placed by its words; None where its list placed it."""


def guess(work: Resource, vocabulary: Vocabulary) -> Guessed:
    """Return a new work of a list with what its row lets tell of the fields that are open.

    Difficulty is 3 for a paper and 2 for anything else; minutes are those usual for the kind.
    """
    why: dict[str, str] = {}
    kind = work.kind
    if kind is guess_kind(work.url):  # no list says otherwise
        kind, why["kind"] = kind_of(work.url, work.title)
    company = work.company
    if company is None and (place := _company_page(work.url)) is not None:
        company, why["company"] = _OF_ADDRESS[place], f"{place} is theirs"
    year = work.year
    if year is None and (dated := year_of(work.url, work.title)) is not None:
        year, why["year"] = dated
    difficulty, minutes, source = work.difficulty, work.minutes, work.minutes_source
    if difficulty == USUAL_DIFFICULTY:
        difficulty = 3 if kind is Kind.PAPER else USUAL_DIFFICULTY
        why["difficulty"] = f"usual for {_a(kind)}"
    if source.startswith((ESTIMATE, "none")):
        minutes, source = MINUTES.get(kind, 0), f"{ESTIMATE}: {kind}"
        if kind.is_hub:
            source = NO_END
        why["minutes"] = source
    placement, competency = None, work.competency
    if competency is None:
        section = next((row.section for row in work.provenance if row.section), None)
        placement = vocabulary.place(work.title, work.topics, section)
        competency, why["competency"] = placement.competency, reason(placement)
    guessed = replace(
        work,
        kind=kind,
        company=company,
        year=year,
        difficulty=difficulty,
        minutes=minutes,
        minutes_source=source,
        competency=competency,
    )
    return Guessed(guessed, why, placement)


def reason(placement: Placement) -> str:
    """Return why a work is where it is, or nowhere, in words."""
    if placement.likeliest is None:
        return f"{UNPLACED}: no word of it is known"
    words = ", ".join(f"“{word}”" for word in placement.words)
    if placement.competency is not None:
        return f"{words} (next: {placement.runner_up})"
    said = f", by {words}" if words else ""
    return f"{UNPLACED}: {placement.likeliest} or {placement.runner_up}{said}"


# ---------------------------------------------------------------- kind


def guess_kind(url: str | None, title: str = "") -> Kind:
    """Return the kind that an address or a word in brackets makes almost certain, else article."""
    return kind_of(url, title)[0]


def kind_of(url: str | None, title: str) -> tuple[Kind, str]:
    """Return the kind of a work as `guess_kind` does, and why."""
    if said := _IN_BRACKETS.search(title):
        return _SAID[said[1].lower()], f"the title says “{said[1]}”"
    address = _address(url)
    if address is None:
        return Kind.ARTICLE, "nothing says otherwise"
    parts = urlsplit(address)
    steps = parts.path.split("/")[1:]
    if parts.hostname == "youtube.com" and steps == ["playlist"]:
        return Kind.PLAYLIST, "the address is one of playlists"
    if parts.hostname == "github.com" and len(steps) == 2:
        return Kind.REPOSITORY, "the address is one of repositories"
    page = address.removeprefix("https://")
    for kind, places, why in _PAGES:
        if page.startswith(places):
            return kind, why
    if not steps and not parts.query:
        return Kind.BLOG, "the address is that of a whole site"
    if steps == ["blog"] or _GROUPS.intersection(steps[:-1]):
        return Kind.BLOG, "the address is that of many pages"
    if parts.hostname == "medium.com" and len(steps) == 1:
        return Kind.BLOG, "the address is that of a whole publication"
    if parts.path.lower().endswith(".pdf"):
        return Kind.PAPER, "it is a PDF"
    return Kind.ARTICLE, "nothing says otherwise"


@lru_cache(maxsize=64)
def _address(url: str | None) -> str | None:
    """The canonical form of an address, which each guess of a work asks for."""
    return None if url is None else canonical(url)


def _a(kind: Kind) -> str:
    return f"{'an' if str(kind)[0] in 'aeiou' else 'a'} {kind}"


# ---------------------------------------------------------------- company and year


def company_of(url: str | None) -> str | None:
    """Return the company whose pages an address belongs to, or None where that is not known."""
    place = _company_page(url)
    return None if place is None else _OF_ADDRESS[place]


def _company_page(url: str | None) -> str | None:
    """Return the longest known place that an address lies in: a host, or a path on one."""
    address = _address(url)
    if address is None:
        return None
    parts = urlsplit(address)
    steps = parts.path.split("/")[1:]
    labels = (parts.hostname or "").split(".")
    for start in range(len(labels) - 1):  # the host itself, then what it is below
        host = ".".join(labels[start:])
        for length in range(len(steps), -1, -1):
            place = "/".join([host, *steps[:length]])
            if place in _OF_ADDRESS:
                return place
    return None


def year_of(url: str | None, title: str) -> tuple[int, str] | None:
    """Return the year that an address or a title tells, and why; None where neither does."""
    address = _address(url) or ""
    if number := _OF_ARXIV.search(address):
        return 2000 + int(number[1]), "the number of the paper on arXiv"
    if dated := _IN_PATH.search(urlsplit(address).path):
        return int(dated[1]), "a date in the address"
    if said := _IN_TITLE.search(title):
        return int(next(filter(None, said.groups()))), "the title says so"
    return None


def names_of(works: Iterable[Resource]) -> set[str]:
    """Return the names of companies and products that say nothing of what a work is about."""
    return {*COMPANIES, *PRODUCTS, *(work.company for work in works if work.company)}
