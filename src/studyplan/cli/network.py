"""`studyplan links` and `studyplan fetch`: what became of links, and articles to be read here."""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from studyplan import words
from studyplan.cli import out, records
from studyplan.cli.text import table
from studyplan.domain.links import LinkState
from studyplan.study import Refused, Study, fetching, links, reading
from studyplan.study.fetching import Fetched, Kept, Outcome
from studyplan.study.links import Link
from studyplan.study.network import Stop, open_network

LIST = "list"
"""What stands for the address that the list gives."""
_TITLE = 46


def links_of(study: Study, options: argparse.Namespace) -> None:
    """Carry out `links` and its acts."""
    match options.act:
        case "check":
            _check(study, options)
        case "repair":
            _repair(study, options)
        case "set":
            work = reading.find(study, options.id)
            state = None if options.state == "checked" else LinkState(options.state)
            link = links.set_state(study, work, state)
            said = f"The link of “{link.title}” is {link.state}."
            _say(options, record(link), said)
        case _:
            found = links.states(study)
            _print(options, [record(one) for one in found], listing(found, study))


def fetch(study: Study, options: argparse.Namespace) -> None:
    """Fetch articles, and say of each what became of it."""
    works = fetching.choice(study, " ".join(options.query))
    if not works:
        raise Refused("Nothing that may be an article matches, or all of it is here already.")
    progress, stop = _Progress("fetched"), Stop()
    try:
        done = fetching.fetch(
            study, open_network(study), works, again=options.again, report=progress, stop=stop
        )
    except KeyboardInterrupt:
        out.say("Stopped; what was fetched is kept, and the same command goes on from there.")
        raise
    finally:
        progress.end()
    rows = [fetched(one) for one in done]
    _print(options, rows, fetched_text(done))
    kept = Counter(one.outcome for one in done)
    said = [f"{words.count(kept[Outcome.FETCHED], 'article')} fetched"]
    said += [f"{kept[Outcome.KEPT]} here already"] * bool(kept[Outcome.KEPT])
    said += [f"{kept[Outcome.REFUSED]} not kept"] * bool(kept[Outcome.REFUSED])
    out.say(f"{', '.join(said)}.")
    if not kept[Outcome.FETCHED] and not kept[Outcome.KEPT]:
        raise Refused("None of them could be kept.")


def _check(study: Study, options: argparse.Namespace) -> None:
    works = links.states(study, " ".join(options.query))
    if not works:
        raise Refused("No work with a link matches.")
    progress, stop = _Progress("checked"), Stop()
    days = 0 if options.again else options.days
    try:
        done = links.check(study, open_network(study), works, days=days, report=progress, stop=stop)
    except KeyboardInterrupt:
        out.say("Stopped; what was checked is kept, and the same command goes on from there.")
        raise
    finally:
        progress.end()
    odd = [one for one in done.links if one.state is not LinkState.OK]
    if options.json:
        out.record(
            {
                "checked": done.checked,
                "skipped": done.skipped,
                "states": counts(done.links),
                "links": [record(one) for one in done.links],
            }
        )
    elif odd:
        out.data(listing(odd, study))
    skipped = f", {done.skipped} had been checked lately" if done.skipped else ""
    out.say(f"{words.count(done.checked, 'link')} checked{skipped}. {_in_words(done.links)}.")
    if any(one.moved_to and one.state is LinkState.MOVED for one in done.links):
        out.say("`studyplan links repair --all` takes over the new addresses; undo takes it back.")


def _repair(study: Study, options: argparse.Namespace) -> None:
    if options.to is not None:
        work = reading.find(study, options.id)
        links.set_address(study, work, None if options.to == LIST else options.to)
        mended = [links.of_work(study, work)]
        said = f"The link of “{mended[0].title}” is now {mended[0].url}."
    else:
        chosen = links.proposals(study)
        if not options.all:
            chosen = [links.of_work(study, reading.find(study, options.id))]
        if not chosen:
            raise Refused("No link is known to have moved; `studyplan links check` looks.")
        before = links.repair(study, chosen)
        mended = [links.of_work(study, one.id) for one in before]
        said = f"{words.count(len(mended), 'link')} mended; undo takes it back."
    _say(options, [record(one) for one in mended], said)


def record(one: Link) -> dict[str, Any]:
    """The link of a work, as JSON."""
    return {
        "id": one.id,
        "title": one.title,
        "url": one.url,
        "state": str(one.state),
        "why": one.why,
        "moved_to": one.moved_to,
        "archived": one.archived,
        "checked_at": records.when(one.checked_at),
        "set": None if one.own.state is None else str(one.own.state),
        "repaired": one.own.address is not None,
    }


def article(kept: Kept) -> dict[str, Any]:
    """The copy of an article that lies here, as JSON."""
    return {"url": kept.address, "words": kept.words, "fetched_at": records.when(kept.at)}


def fetched(one: Fetched) -> dict[str, Any]:
    """What became of a work that was to be fetched, as JSON."""
    return {
        "id": one.id,
        "title": one.title,
        "outcome": str(one.outcome),
        "why": one.why,
        "words": one.words,
        "minutes": one.minutes,
    }


def listing(found: Sequence[Link], study: Study) -> str:
    """Links with their states, for a person."""
    zone = study.clock.zone
    rows = [("", "state", "id", "checked", "")]
    for one in found:
        at = f"{one.checked_at.astimezone(zone):%Y-%m-%d}" if one.checked_at else ""
        rows.append((one.state.glyph, str(one.state), one.id, at, one.why))
    return table(rows)


def fetched_text(done: Iterable[Fetched]) -> str:
    """What became of works, for a person."""
    glyphs = {Outcome.FETCHED: "✓", Outcome.KEPT: "●", Outcome.REFUSED: "✗"}
    said = {Outcome.FETCHED: "fetched", Outcome.KEPT: "here already", Outcome.REFUSED: "not kept"}
    return table(
        (
            f"{glyphs[one.outcome]} {said[one.outcome]}",
            one.id,
            one.why or f"{one.words:,} words, {words.minutes(one.minutes)}",
        )
        for one in done
    )


def counts(found: Iterable[Link]) -> dict[str, int]:
    """How many links are in each state."""
    states = Counter(one.state for one in found)
    return {str(state): states[state] for state in LinkState}


def _in_words(found: Iterable[Link]) -> str:
    return ", ".join(f"{number} {state}" for state, number in counts(found).items() if number)


def _print(options: argparse.Namespace, data: Any, text: str) -> None:
    if options.json:
        out.record(data)
    elif text:
        out.data(text)


def _say(options: argparse.Namespace, data: Any, sentence: str) -> None:
    if options.json:
        out.record(data)
    out.say(sentence)


@dataclass
class _Progress:
    """How far it is, on one line of a terminal that is wiped at the end."""

    what: str
    _shown: bool = False

    def __call__(self, done: int, of: int, last: str) -> None:
        """Say how much is done, and what was done last."""
        if sys.stderr.isatty() and of > 1:
            self._shown = True
            out.progress(f"{done} of {of} {self.what}: {last[:_TITLE]}")

    def end(self) -> None:
        """Wipe the line."""
        if self._shown:
            out.progress("")
