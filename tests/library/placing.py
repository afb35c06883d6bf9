"""How well works are placed and guessed: `python -m tests.library.placing` prints the figures.

Each work of the shipped catalogue is placed as if a list had brought it: by a vocabulary that knows
neither the work nor its prompts. Names of systems that primers tell of are left out of its title.

A second measure is titles of others' pages, placed by their titles alone, which nothing here was
fitted to: `held_out.txt` beside this file.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from studyplan.domain.placing import Placement, Vocabulary, samples
from studyplan.domain.resource import Kind, Resource
from studyplan.library.guessing import company_of, guess_kind, names_of, year_of
from tests.content.shipped import shipped

HELD_OUT = Path(__file__).with_name("held_out.txt")
_TOLD_BY_PRIMERS = frozenset({"andromeda", "linksage", "stomp", "logarithm", "closeup", "homefeed"})
"""Names in titles by which a text that ships would tell which work is meant."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A work that was placed, and where it stands."""

    title: str
    competency: str
    secondary: tuple[str, ...]
    is_hub: bool
    placement: Placement


@dataclass(frozen=True, slots=True)
class Figures:
    """How well works were placed. All but `works` and `placed` are shares, 0 to 1."""

    works: int
    majority: float
    """Of works that belong to the competency with most works."""
    first: float
    """Whose likeliest competency is theirs, whether or not it was far enough ahead."""
    two: float
    """Whose competency is one of the likeliest two."""
    coverage: float
    """That were placed."""
    right: float
    """Of those placed: where they belong."""
    useful: float
    """Of those placed: where they belong or what else they are good for."""


def left_out() -> Iterator[Placed]:
    """Place each work of the catalogue, with all that is known of it left out."""
    content = shipped()
    asked = [one for one in content.prompts if one.resource is not None]
    general = [one for one in content.prompts if one.resource is None]
    always = list(samples(content.competencies, (), content.primers, general))
    names = names_of(content.works)
    for work in content.works:
        others = [one for one in content.works if one.id != work.id]
        theirs = [one for one in asked if (one.resource or "").partition("/")[0] != work.id]
        vocabulary = Vocabulary([*always, *samples((), others, (), theirs)], names)
        title = " ".join(
            word for word in work.title.split() if word.strip(":,").lower() not in _TOLD_BY_PRIMERS
        )
        placement = vocabulary.place(title, work.topics, work.provenance[0].section)
        assert work.competency is not None
        yield Placed(work.title, work.competency, work.secondary, work.kind.is_hub, placement)


def held_out() -> Iterator[Placed]:
    """Place titles that are in no file that ships, each marked with where it belongs."""
    content = shipped()
    everything = samples(content.competencies, content.works, content.primers, content.prompts)
    vocabulary = Vocabulary(everything, names_of(content.works))
    for line in HELD_OUT.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            where, _, title = line.partition("  ")
            first, *others = where.split(",")
            yield Placed(title, first, tuple(others), False, vocabulary.place(title))


def figures(placed: Sequence[Placed]) -> Figures:
    """The figures of some works."""
    told = [one for one in placed if one.placement.competency is not None]
    firsts = [one.competency for one in placed]
    return Figures(
        works=len(placed),
        majority=max(map(firsts.count, firsts)) / len(placed),
        first=_share(one.placement.likeliest == one.competency for one in placed),
        two=_share(
            one.competency in (one.placement.likeliest, one.placement.runner_up) for one in placed
        ),
        coverage=len(told) / len(placed),
        right=_share(one.placement.competency == one.competency for one in told),
        useful=_share(one.placement.competency in (one.competency, *one.secondary) for one in told),
    )


def at_margin(placed: Sequence[Placed], margin: float) -> list[Placed]:
    """The same works, placed where the first is ahead by another margin."""

    def again(one: Placement) -> Placement:
        is_ahead = bool(one.words) and one.margin >= margin
        return replace(one, competency=one.likeliest if is_ahead else None)

    return [replace(one, placement=again(one.placement)) for one in placed]


def guessed(works: Sequence[Resource]) -> Iterator[tuple[str, int, int, int]]:
    """For kind, company and year: the name, works that have one, those told, and those told rightly
    of all that were told (a company or year that the catalogue does not know counts as wrong)."""
    kinds = [(guess_kind(work.url, work.title), work.kind) for work in works if work.url]
    yield "kind", len(kinds), len(kinds), sum(told is known for told, known in kinds)
    usual = sum(known is Kind.ARTICLE for _, known in kinds)
    yield "kind, all called articles", len(kinds), len(kinds), usual
    companies = [(company_of(work.url), work.company) for work in works]
    yield "company", *_told(companies)
    years = [(year_of(work.url, work.title), work.year) for work in works]
    yield "year", *_told([(None if told is None else told[0], known) for told, known in years])


def _told(pairs: Sequence[tuple[object, object]]) -> tuple[int, int, int]:
    told = [(guess, known) for guess, known in pairs if guess is not None]
    return (
        sum(known is not None for _, known in pairs),
        len(told),
        sum(guess == known for guess, known in told),
    )


def _share(hits: Iterable[bool]) -> float:
    found = list(hits)
    return sum(found) / len(found) if found else 0.0


def _line(name: str, one: Figures) -> str:
    shares = (one.majority, one.first, one.two, one.coverage, one.right, one.useful)
    return f"| {name} | {one.works} | " + " | ".join(f"{share:.0%}" for share in shares) + " |"


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")


def main() -> None:
    """Print the tables of docs/placing.md, and what was placed wrongly."""
    placed, strange = list(left_out()), list(held_out())
    readings = [one for one in placed if not one.is_hub]
    say("| works | number | majority | first | first two | placed | right | right or also good |")
    say("|---|---|---|---|---|---|---|---|")
    say(_line("the catalogue, each left out", figures(placed)))
    say(_line("its readings alone", figures(readings)))
    say(_line("titles of others' pages", figures(strange)))
    say("\n| margin | placed | right | right or also good |\n|---|---|---|---|")
    for margin in (0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0):
        one = figures(at_margin(placed, margin))
        say(f"| {margin} | {one.coverage:.0%} | {one.right:.0%} | {one.useful:.0%} |")
    say("\n| guess | known | told | right |\n|---|---|---|---|")
    for name, known, told, right in guessed(shipped().works):
        say(f"| {name} | {known} | {told} | {right} |")
    say("\nPlaced elsewhere:")
    for work in (*placed, *strange):
        where = work.placement
        if where.competency not in (None, work.competency):
            words = ", ".join(where.words)
            say(f"  {work.competency} as {where.competency} by {words}: {work.title}")


if __name__ == "__main__":
    main()
