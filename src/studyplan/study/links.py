"""Links: what became of them, and what is done about it.

What a check finds is kept beside the log, for nobody did it; what a person makes of it is an event.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from queue import SimpleQueue
from threading import Thread

from studyplan.domain.action import Judged, Repaired
from studyplan.domain.links import Fault, LinkState, Observation, OwnLink, archived, host, judge
from studyplan.library.urls import is_url
from studyplan.store import links as stored
from studyplan.store.links import Found
from studyplan.study import reading
from studyplan.study.network import Reports, Stop, Stopped, follower
from studyplan.study.reading import Listed
from studyplan.study.session import Refused, Study
from studyplan.web.answers import Asks
from studyplan.web.following import Follower

HOLDS = 14
"""Days after which a link is checked again."""
OFFLINE = "No host can be looked up; is there a network?"
_OFFLINE = (Fault.NO_NETWORK, Fault.NO_HOST)
"""What is found at every link where there is no network."""
_ENOUGH = 5
"""Links of which none is found, before a network is taken to be missing."""
AT_ONCE = 8
"""Hosts that are asked at the same time."""


@dataclass(frozen=True, slots=True)
class Link:
    """The link of a work, and what is known of it."""

    id: str
    title: str
    url: str | None
    state: LinkState
    why: str
    """The evidence, in words; empty where all is well or nothing is known."""
    moved_to: str | None
    """The address that is proposed in place of it."""
    checked_at: datetime | None
    own: OwnLink
    """What the person said of it."""

    @property
    def archived(self) -> str | None:
        """The address of an archived copy, if there is one."""
        return None if self.url is None else archived(self.url)


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check did."""

    links: tuple[Link, ...]
    """Those that were asked for, as they are known now."""
    checked: int
    skipped: int
    """How many had been checked not long ago."""
    stopped: bool
    """Whether it was called off before its end."""


def of_work(study: Study, resource: str) -> Link:
    """What is known of the link of a work; of a chapter, that of its book.

    Raises:
        Refused: there is no such work.
    """
    one = reading.detail(study, _work_of(study, resource)).listed
    found = {} if one.url is None else stored.found(study.store, one.url)
    return _link(one, stored.read(study.store, one.id), found)


def states(study: Study, query: str = "") -> list[Link]:
    """What is known of the links of works, in reading order."""
    own, found = stored.everything(study.store), stored.found(study.store)
    works = reading.works(study, query)
    return [_link(one, own.get(one.id, OwnLink()), found) for one in works if one.url]


def archived_copy(study: Study, resource: str) -> str:
    """The address of an archived copy of a work's page. It is opened, never fetched.

    Raises:
        Refused: the work has no link, or one that no archive has.
    """
    link = of_work(study, resource)
    if link.url is None or not is_url(link.url):
        raise Refused("There is no link to a page of the web, so there is no copy of one.")
    return archived(link.url)


def check(
    study: Study,
    asks: Asks,
    works: Sequence[Link],
    *,
    days: int = HOLDS,
    report: Reports = lambda *_: None,
    stop: Stop | None = None,
) -> Checked:
    """Ask the network for the links of works, and keep what it answers, one by one.

    Args:
        asks: who asks the network.
        works: those whose links are to be checked.
        days: a link that was checked within so many days is not asked again; 0 asks for all.
        report: told how many of them are done.
        stop: calls it off; what is checked by then is kept.

    Raises:
        Refused: there seems to be no network.
    """
    stop = stop or Stop()
    now = study.clock.now()
    can = [one for one in works if one.url is not None and is_url(one.url)]
    due = [one for one in can if days == 0 or not _is_fresh(one, now, days)]
    titles = {one.url: one.title for one in reversed(due) if one.url}
    done, lost = 0, list[Observation]()

    def keep(seen: Observation) -> None:
        verdict = judge(seen, titles[seen.address])
        stored.keep(study.store, seen.address, verdict, study.clock.now())

    try:
        for seen in _observed(follower(study, asks, stop), list(titles)[::-1], stop):
            done += 1
            if seen.fault in _OFFLINE:
                lost.append(seen)  # whether it is the host or the network, others will show
                if len(lost) >= _ENOUGH and done == len(lost):
                    raise Refused(f"{OFFLINE} Nothing was kept.")
            else:
                keep(seen)
            report(done, len(titles), seen.address)
        if lost and (done > len(lost) or all(one.fault is Fault.NO_HOST for one in lost)):
            for seen in lost:
                if seen.fault is Fault.NO_HOST:
                    keep(seen)
        elif lost:
            raise Refused(f"{OFFLINE} Nothing was kept.")
    except Stopped:
        pass
    except BaseException:  # ctrl-c: those who still ask must not go on
        stop.set()
        raise
    found = stored.found(study.store)
    after = tuple(_again(one, found) for one in works)
    return Checked(after, done, len(can) - len(due), stop.is_set)


def proposals(study: Study) -> list[Link]:
    """The links that have moved for ever, each with the address that is proposed."""
    return [one for one in states(study) if one.state is LinkState.MOVED and one.moved_to]


def repair(study: Study, links: Iterable[Link]) -> list[Link]:
    """Give works the addresses to which their links have moved; one action, their ids stay.

    Returns:
        The links that were given another address, as they were before.

    Raises:
        Refused: nothing is proposed for one of them.
    """
    chosen = list(links)
    for one in chosen:
        if one.moved_to is None or not is_url(one.moved_to):
            raise Refused(
                f"No other address is known for “{one.title}”: its link is {one.state}. "
                "`studyplan links check` asks the network."
            )
    if chosen:
        study.do(Repaired({one.id: one.moved_to for one in chosen}))
    return chosen


def set_address(study: Study, resource: str, address: str | None) -> None:
    """Give the link of a work an address of one's own; None goes back to that of the list.

    Raises:
        Refused: there is no such work, or the address is none of the web.
    """
    work = _work_of(study, resource)
    if address is not None and not is_url(address):
        raise Refused(f"`{address}` is no address of a page: http:// or https:// and a host.")
    if address != stored.read(study.store, work).address:
        study.do(Repaired({work: address}))


def set_state(study: Study, resource: str, state: LinkState | None) -> Link:
    """Say what the link of a work is, whatever a check finds; None lets checks say it again.

    Raises:
        Refused: there is no such work, or it has no link.
    """
    work = _work_of(study, resource)
    if of_work(study, work).url is None:
        raise Refused("The list gives no link for this work.")
    if stored.read(study.store, work).state is not state:
        study.do(Judged(work, state))
    return of_work(study, work)


def _observed(follower: Follower, addresses: Sequence[str], stop: Stop) -> Iterator[Observation]:
    """What became of addresses, as it is known. Hosts are asked side by side, each in its turns.

    The threads are let go when the process ends: one that waits for a server holds nobody.

    Raises:
        Stopped: it was called off.
    """
    of_hosts: dict[str, list[str]] = {}
    for address in addresses:
        of_hosts.setdefault(host(address), []).append(address)
    waiting: SimpleQueue[list[str]] = SimpleQueue()
    for group in sorted(of_hosts.values(), key=len, reverse=True):
        waiting.put(group)
    answered: SimpleQueue[Observation | BaseException] = SimpleQueue()

    def ask() -> None:
        try:
            while not waiting.empty():
                for address in _next(waiting):
                    if stop.is_set:
                        return
                    answered.put(follower.observe(address))
        except Stopped:
            pass
        except BaseException as error:  # for the one who asked for it
            answered.put(error)
        finally:
            answered.put(Stopped())

    threads = [Thread(target=ask, daemon=True) for _ in range(min(AT_ONCE, len(of_hosts)))]
    for thread in threads:
        thread.start()
    left = len(threads)
    while left:
        match answered.get():
            case Stopped():
                left -= 1
            case Observation() as seen:
                yield seen
            case BaseException() as error:
                stop.set()
                raise error
        if stop.is_set:
            raise Stopped


def _next(waiting: "SimpleQueue[list[str]]") -> list[str]:
    from queue import Empty

    try:
        return waiting.get_nowait()
    except Empty:
        return []


def _work_of(study: Study, resource: str) -> str:
    parent = study.store.value("SELECT coalesce(parent, id) FROM resource WHERE id = ?", resource)
    return resource if parent is None else str(parent)


def _is_fresh(one: Link, now: datetime, days: int) -> bool:
    """Whether a check still holds; one that found nothing out holds for a day."""
    if one.checked_at is None:
        return False
    holds = min(days, 1) if one.state is LinkState.UNCHECKED else days
    return now - one.checked_at < timedelta(days=holds)


def _link(one: Listed, own: OwnLink, found: dict[str, Found]) -> Link:
    return _of(one.id, one.title, one.url, own, found)


def _again(one: Link, found: dict[str, Found]) -> Link:
    return _of(one.id, one.title, one.url, one.own, found)


def _of(id: str, title: str, url: str | None, own: OwnLink, found: dict[str, Found]) -> Link:
    seen = None if url is None else found.get(url)
    state = LinkState.UNCHECKED if seen is None else seen.verdict.state
    why = "" if seen is None else seen.verdict.why
    if own.state is not None:
        why = "you said so" + (f"; a check found it {state}" if seen is not None else "")
        state = own.state
    moved_to = None if seen is None else seen.verdict.address
    at = None if seen is None else seen.at
    return Link(id, title, url, state, why, moved_to, at, own)
