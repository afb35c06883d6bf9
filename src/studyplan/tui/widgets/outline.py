"""The curriculum as lines: competencies with their readings, books with their chapters.

Pure: it takes what `study` found and which lines are unfolded, and says what stands on the screen.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from studyplan.domain.curriculum import Coverage
from studyplan.domain.resource import Kind
from studyplan.study.reading import Listed, Standing

HUBS = ":hubs"
UNPLACED = ":unplaced"
_GAP = ":gap"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a group of works stands under."""

    title: str
    works: int
    coverage: Coverage | None = None
    """None for hubs, which are never counted."""
    standing: Standing | None = None
    """Of a competency."""
    after: str = ""
    """The first competency that is needed and not begun; empty where the group is open."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: a heading, a work, a chapter, or the gap before the hubs."""

    key: str
    """The id of a work or chapter; for a heading `:` and the id of its group."""
    above: str | None = None
    """The key of the line that it is under."""
    heading: Heading | None = None
    work: Listed | None = None
    folded: bool | None = None
    """None where nothing is under the line, or all is shown anyway."""
    is_due: bool = False
    """Whether a card of the work is due."""

    @property
    def is_gap(self) -> bool:
        """Whether it is nothing but space."""
        return self.heading is None and self.work is None


@dataclass(frozen=True, slots=True)
class Curriculum:
    """What the lines are made of."""

    works: Sequence[Listed]
    """Works, chapters and primers, in reading order."""
    standings: Sequence[Standing]
    today: date
    found: Collection[str] | None = None
    """The ids that a filter let through; None without a filter."""
    groups: dict[str, list[Listed]] = field(default_factory=dict, compare=False)
    """The works by the key of their heading, a filter or not; another filter takes them over."""

    def __post_init__(self) -> None:
        if not self.groups:
            for one in self.works:
                if one.parent is None:
                    self.groups.setdefault(group_of(one), []).append(one)

    @property
    def coverage(self) -> Coverage:
        """Of everything that is read from beginning to end."""
        return Coverage.of(
            [one.status for one in self.works if one.parent is None and is_counted(one)]
        )

    @property
    def works_found(self) -> int:
        """How many works are shown, a book of which a chapter is shown among them."""
        shown = (one for one in self.works if self._is_shown(one) and one.kind is not Kind.PRIMER)
        return len({one.parent or one.id for one in shown})

    @property
    def works_total(self) -> int:
        """How many works there are, hubs among them; primers are none."""
        return sum(one.parent is None and one.kind is not Kind.PRIMER for one in self.works)

    @property
    def first_to_read(self) -> str | None:
        """The first reading that is left in the first competency that is open and not done."""
        for standing in self.standings:
            if standing.open:
                for one in self.group(f":{standing.competency.id}"):
                    if not one.status.is_done:
                        return one.id
        return None

    def group(self, key: str) -> list[Listed]:
        """The works under the heading with this key, a filter or not."""
        return self.groups.get(key, [])

    def where(self, resource: str) -> tuple[str, ...]:
        """The keys of the lines above a work or chapter, outermost first; empty for an unknown."""
        for one in self.works:
            if one.id == resource:
                return (group_of(one), *([one.parent] if one.parent else []))
        return ()

    def lines(self, unfolded: Collection[str]) -> list[Line]:
        """The lines to be shown: all of what a filter found, else what is `unfolded`."""
        return list(self._lines(unfolded))

    def _lines(self, unfolded: Collection[str]) -> Iterator[Line]:
        groups: dict[str, list[Listed]] = {}
        chapters: dict[str, list[Listed]] = {}
        for one in self.works:
            if one.parent and self.found is None:
                chapters.setdefault(one.parent, []).append(one)
            elif self._is_shown(one):
                groups.setdefault(group_of(one), []).append(one)
        for key, heading in self._headings():
            shown = groups.get(key, [])
            if not shown and (self.found is not None or heading.standing is None):
                continue
            if key == HUBS:
                yield Line(_GAP)
            folded = key not in unfolded if shown and self.found is None else None
            yield Line(key, heading=heading, folded=folded)
            if not folded:
                for one in shown:
                    yield from self._work(one, key, chapters.get(one.id, []), unfolded)

    def _work(
        self, one: Listed, above: str, chapters: list[Listed], unfolded: Collection[str]
    ) -> Iterator[Line]:
        folded = one.id not in unfolded if chapters else None
        yield Line(one.id, above, work=one, folded=folded, is_due=self._is_due(one))
        if folded is False:
            for part in chapters:
                yield Line(part.id, one.id, work=part, is_due=self._is_due(part))

    def _headings(self) -> Iterator[tuple[str, Heading]]:
        begun = {one.competency.id for one in self.standings if one.is_begun}
        for standing in self.standings:
            needs = [needed for needed in standing.competency.needs if needed not in begun]
            yield (
                f":{standing.competency.id}",
                Heading(
                    f"{standing.competency.id} {standing.competency.title}",
                    standing.coverage.total,
                    standing.coverage,
                    standing,
                    "" if standing.open else next(iter(needs), ""),
                ),
            )
        unplaced, hubs = self.group(UNPLACED), self.group(HUBS)
        yield (
            UNPLACED,
            Heading("Not placed yet", len(unplaced), Coverage.of([one.status for one in unplaced])),
        )
        yield HUBS, Heading("Keep an eye on", len(hubs))

    def _is_shown(self, one: Listed) -> bool:
        return self.found is None or one.id in self.found

    def _is_due(self, one: Listed) -> bool:
        return one.due is not None and one.due <= self.today


def is_counted(one: Listed) -> bool:
    """Whether it is one of the readings of which so many are done."""
    return not one.kind.is_hub and one.kind is not Kind.PRIMER


def group_of(one: Listed) -> str:
    """The key of the heading that a work, or the book of a chapter, stands under."""
    if one.kind.is_hub:
        return HUBS
    return f":{one.competency}" if one.competency else UNPLACED
