"""Articles: fetched once, read here without the network, timed at a person's own pace."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from studyplan.domain.articles import Pace, count, not_an_article, pace_of
from studyplan.domain.links import Fault
from studyplan.domain.resource import Kind
from studyplan.library.urls import is_url
from studyplan.store import articles
from studyplan.store.articles import Kept
from studyplan.study import reading
from studyplan.study.network import MISSING, Reports, Stop, Stopped, follower
from studyplan.study.reading import Listed
from studyplan.study.session import Refused, Study
from studyplan.web.answers import Asks
from studyplan.web.following import Astray, Followed, Follower
from studyplan.web.pages import is_html

__all__ = ["Fetched", "Kept", "Outcome", "choice", "fetch", "kept", "measure", "text"]

LARGEST = 4_000_000
"""Bytes of a page that are read."""
_OTHERS = {
    Kind.VIDEO: "it is a video",
    Kind.PLAYLIST: "it is a playlist of videos",
    Kind.PRIMER: "it ships, and is read here already",
    Kind.BOOK: "it is a book, which no page holds",
    Kind.COURSE: "it is a course, which no page holds",
}
"""What is no article, and is not asked for."""


class Outcome(StrEnum):
    """What became of a wish to have an article."""

    FETCHED = "fetched"
    KEPT = "kept"
    """It lay here already."""
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one work."""

    id: str
    title: str
    outcome: Outcome
    why: str = ""
    """Where it is refused: the reason, in words."""
    words: int = 0
    minutes: int = 0
    """At the person's pace."""


def text(study: Study, resource: str) -> str:
    """The text of the article of a work, in Markdown.

    Raises:
        Refused: none was fetched, or its file is gone.
    """
    if resource in articles.kept(study.store):
        found = articles.read(study.locations.articles, resource)
        if found is not None:
            return found
        with study.store.transaction():
            articles.forget(study.store, resource)
            articles.place(study.store, [resource])
        raise Refused("Its copy is gone, or cannot be read; fetch it again.")
    raise Refused("It was not fetched; there is no copy of it here.")


def kept(study: Study) -> dict[str, Kept]:
    """The articles that can be read here, by their works."""
    return articles.kept(study.store)


def choice(study: Study, query: str = "") -> list[Listed]:
    """The works that may be articles among those that a query finds; without one, those that are
    not done and were not fetched.
    """
    found = [one for one in reading.works(study, query) if one.kind in (Kind.ARTICLE, Kind.PAPER)]
    if query.strip():
        return found
    there = kept(study)
    return [one for one in found if one.url and not one.status.is_done and one.id not in there]


def fetch(
    study: Study,
    asks: Asks,
    works: Sequence[Listed],
    *,
    again: bool = False,
    report: Reports = lambda *_: None,
    stop: Stop | None = None,
) -> list[Fetched]:
    """Fetch the articles of works, one after the other; each is kept as soon as it is there.

    Args:
        asks: who asks the network.
        again: whether those that lie here are fetched anew.
        report: told how many of them are done.
        stop: calls it off; what is fetched by then is kept.

    Returns:
        What became of each that was begun.

    Raises:
        Refused: what it takes is not installed.
    """
    try:
        from studyplan.web import extracting  # noqa: F401 - so that it is said before anything is asked
    except ImportError as error:
        raise Refused(MISSING) from error
    stop = stop or Stop()
    follows = follower(study, asks, stop)
    there = kept(study)
    done: list[Fetched] = []
    try:
        for number, one in enumerate(works, 1):
            if stop.is_set:
                break
            if one.id in there and not again:
                done.append(Fetched(one.id, one.title, Outcome.KEPT, words=there[one.id].words))
            else:
                done.append(_fetch(study, follows, one))
            report(number, len(works), one.title)
    except Stopped:
        pass
    finally:
        measure(study)
    pace = articles.pace(study.store)
    return [
        Fetched(
            *(one.id, one.title, one.outcome, one.why, one.words),
            pace.minutes(one.words) if one.words else 0,
        )
        for one in done
    ]


def measure(study: Study) -> Pace:
    """Work out the person's pace anew, and by it the minutes of all articles that lie here."""
    store = study.store
    if not articles.kept(store):
        return articles.pace(store)
    with store.transaction():
        pace = pace_of(articles.read_through(store))
        if pace != articles.pace(store):
            articles.keep_pace(store, pace)
            articles.place(store)
    return pace


def _fetch(study: Study, follows: Follower, one: Listed) -> Fetched:
    from studyplan.web.extracting import extract

    def refused(why: str) -> Fetched:
        return Fetched(one.id, one.title, Outcome.REFUSED, why)

    if one.kind in _OTHERS or one.parent is not None:
        return refused(_OTHERS.get(one.kind, "it is a chapter; the link is that of its book"))
    if one.url is None or not is_url(one.url):
        return refused("it has no link to a page of the web")
    try:
        page = follows.follow("GET", one.url, LARGEST)
    except Astray as astray:
        return refused(str(astray.fault))
    if (why := _unusable(page)) is not None:
        return refused(why)
    answer = page.answer
    found = extract(answer.body, answer.address, answer.charset)
    if (why := not_an_article(found.text)) is not None:
        return refused(why)
    new = Kept(one.id, answer.address, count(found.text), study.clock.now())
    title = found.title or one.title
    try:
        with study.store.transaction():
            articles.write(study.store, study.locations.articles, new, title, found.text)
            articles.place(study.store, [one.id])
    except OSError as error:
        raise Refused(f"The article cannot be kept: {error.strerror or error}.") from error
    return Fetched(one.id, one.title, Outcome.FETCHED, words=new.words)


def _unusable(page: Followed) -> str | None:
    """Why an answer holds no article, before anybody looks into it."""
    answer = page.answer
    if answer.status in (401, 402, 403):
        return f"the site wants a login, or no program ({answer.status}); o opens it"
    if not 200 <= answer.status < 300:
        return f"the page is not there ({answer.status})"
    if answer.kind == "application/pdf" or answer.body.startswith(b"%PDF-"):
        return "it is a PDF, which is not read here; o opens it"
    if not is_html(answer.kind):
        return f"it is no page, but {answer.kind}"
    return str(Fault.TOO_LARGE) if answer.is_cut else None
