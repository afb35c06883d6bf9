"""The order of study and what counts as covered."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.curriculum import (
    Competency,
    Coverage,
    CurriculumError,
    Fault,
    is_open,
    reading_order,
    topological,
)
from studyplan.domain.resource import Kind, Resource, Series, Status


def competency(id_: str, *needs: str) -> Competency:
    return Competency(id_, id_, id_, needs)


def work(
    id_: str,
    competency: str | None = None,
    difficulty: int = 2,
    *,
    kind: Kind = Kind.ARTICLE,
    series: Series | None = None,
    needs: tuple[str, ...] = (),
) -> Resource:
    return Resource(
        id_, id_, kind, competency=competency, difficulty=difficulty, series=series, needs=needs
    )


A, B, C = competency("A"), competency("B", "A"), competency("C", "A")


class TestTopological:
    def test_needed_first_then_by_id(self) -> None:
        assert topological([competency("A", "Z"), competency("M"), competency("Z")]) == (
            *("M", "Z", "A"),
        )

    def test_does_not_depend_on_the_order_given(self) -> None:
        assert topological([C, B, A]) == topological([A, B, C]) == ("A", "B", "C")

    def test_a_cycle_names_its_members_and_nothing_else(self) -> None:
        ring = [competency("A", "B"), competency("B", "C"), competency("C", "A")]
        with pytest.raises(CurriculumError, match="in a ring: A, B, C, A") as caught:
            topological([*ring, competency("D", "A"), competency("E")])
        assert caught.value.fault is Fault.CYCLE
        assert caught.value.ids == ("A", "B", "C")

    def test_what_needs_itself_is_a_cycle(self) -> None:
        with pytest.raises(CurriculumError) as caught:
            topological([competency("A", "A")])
        assert (caught.value.fault, caught.value.ids) == (Fault.CYCLE, ("A",))

    def test_an_unknown_id(self) -> None:
        with pytest.raises(CurriculumError, match="A names X, which does not exist") as caught:
            topological([competency("A", "X")])
        assert (caught.value.fault, caught.value.ids) == (Fault.UNKNOWN, ("A", "X"))

    def test_an_id_used_twice(self) -> None:
        with pytest.raises(CurriculumError, match="the id A is used twice"):
            topological([A, A])


class TestReadingOrder:
    def test_competencies_then_difficulty_then_id(self) -> None:
        works = [work("b2", "B"), work("z", "A", 1), work("b1", "B"), work("a", "A", 3)]
        assert reading_order(works, [B, A]) == ("z", "a", "b1", "b2")

    def test_works_without_competency_come_last_and_hubs_after_them(self) -> None:
        works = [
            work("hub", "A", 1, kind=Kind.BLOG),
            work("stray", None, 1),
            work("reading", "B", 3),
            work("tags", "A", 1, kind=Kind.INDEX),
            work("code", None, 1, kind=Kind.REPOSITORY),
        ]
        assert reading_order(works, [A, B]) == ("reading", "stray", "hub", "tags", "code")

    def test_what_is_needed_comes_first_whatever_its_competency(self) -> None:
        works = [work("easy", "A", 1, needs=("hard",)), work("hard", "B", 3), work("other", "A")]
        assert reading_order(works, [A, B]) == ("other", "hard", "easy")

    def test_parts_of_a_series_in_order_also_across_competencies(self) -> None:
        works = [
            work("three", "A", 1, series=Series("s", 3)),
            work("one", "B", 3, series=Series("s", 1)),
            work("two", "A", 2, series=Series("s", 2)),
        ]
        assert reading_order(works, [A, B]) == ("one", "two", "three")

    def test_parts_of_a_series_of_one_difficulty_stay_together(self) -> None:
        works = [
            work("a1", "A", series=Series("m", 1)),
            work("z2", "A", series=Series("m", 2)),
            work("n", "A"),
            work("b", "A"),
        ]
        assert reading_order(works, [A]) == ("b", "a1", "z2", "n")

    def test_a_cycle_through_series_and_needs(self) -> None:
        works = [
            work("one", "A", series=Series("s", 1), needs=("two",)),
            work("two", "A", series=Series("s", 2)),
        ]
        with pytest.raises(CurriculumError) as caught:
            reading_order(works, [A])
        assert (caught.value.fault, set(caught.value.ids)) == (Fault.CYCLE, {"one", "two"})

    @pytest.mark.parametrize(
        "broken",
        [
            work("w", "X"),
            work("w", "A", needs=("X",)),
            replace(work("w", "A"), secondary=("X",)),
        ],
    )
    def test_unknown_ids(self, broken: Resource) -> None:
        with pytest.raises(CurriculumError) as caught:
            reading_order([broken], [A])
        assert (caught.value.fault, caught.value.ids) == (Fault.UNKNOWN, ("w", "X"))

    def test_a_reading_cannot_wait_for_a_hub(self) -> None:
        works = [work("w", "A", needs=("hub",)), work("hub", "A", kind=Kind.BLOG)]
        with pytest.raises(CurriculumError) as caught:
            reading_order(works, [A])
        assert (caught.value.fault, caught.value.ids) == (Fault.NEEDS_HUB, ("w", "hub"))

    def test_an_id_used_twice(self) -> None:
        with pytest.raises(CurriculumError) as caught:
            reading_order([work("w"), work("w")], [])
        assert (caught.value.fault, caught.value.ids) == (Fault.DUPLICATE, ("w",))


@st.composite
def curricula(draw: st.DrawFn) -> tuple[list[Resource], list[Competency]]:
    """Draw a curriculum without cycles: everything needs only what was drawn before it."""
    competencies: list[Competency] = []
    for number in draw(st.permutations(range(draw(st.integers(1, 5))))):
        needs = draw(st.sets(st.sampled_from(competencies))) if competencies else set()
        competencies.append(competency(f"K{number}", *(c.id for c in needs)))
    works: list[Resource] = []
    positions = {"s": 0, "t": 0}
    for number in draw(st.permutations(range(draw(st.integers(0, 9))))):
        kind = draw(st.sampled_from([Kind.ARTICLE, Kind.ARTICLE, Kind.BOOK, Kind.BLOG]))
        needable = [w.id for w in works if kind.is_hub or not w.kind.is_hub]
        name = draw(st.sampled_from([None, None, "s", "t"]))
        series = None
        if name is not None and not kind.is_hub:
            positions[name] += 1
            series = Series(name, positions[name])
        works.append(
            work(
                f"w{number}",
                draw(st.sampled_from([None, *(c.id for c in competencies)])),
                draw(st.integers(1, 3)),
                kind=kind,
                series=series,
                needs=tuple(draw(st.sets(st.sampled_from(needable)))) if needable else (),
            )
        )
    return draw(st.permutations(works)), draw(st.permutations(competencies))


def earlier_works(works: Sequence[Resource], of: Resource) -> set[str]:
    parts = {
        other.id
        for other in works
        if of.series is not None
        and other.series is not None
        and other.series.id == of.series.id
        and other.series.position < of.series.position
    }
    return parts | set(of.needs)


@given(curricula())
def test_order_is_topological_and_complete(
    curriculum: tuple[list[Resource], list[Competency]],
) -> None:
    works, competencies = curriculum
    place = {id_: place for place, id_ in enumerate(topological(competencies))}
    assert place.keys() == {c.id for c in competencies}
    assert all(place[needed] < place[c.id] for c in competencies for needed in c.needs)

    order = reading_order(works, competencies)
    assert sorted(order) == sorted(w.id for w in works)
    position = {id_: place for place, id_ in enumerate(order)}
    for one in works:
        assert all(position[needed] < position[one.id] for needed in earlier_works(works, one))
    kinds = {w.id: w.kind for w in works}
    are_hubs = [kinds[id_].is_hub for id_ in order]
    assert are_hubs == sorted(are_hubs), "readings before hubs"


@given(curricula())
def test_order_of_the_ordered_is_the_same(
    curriculum: tuple[list[Resource], list[Competency]],
) -> None:
    works, competencies = curriculum
    order = reading_order(works, competencies)
    by_id = {w.id: w for w in works}
    assert reading_order([by_id[id_] for id_ in order], competencies) == order


@given(curricula(), st.data())
def test_unrelated_works_and_competencies_change_nothing(
    curriculum: tuple[list[Resource], list[Competency]], data: st.DataObject
) -> None:
    works, competencies = curriculum
    new_competency = competency(data.draw(st.sampled_from(["K", "K00", "K4x", "Z"])))
    home = data.draw(st.sampled_from([None, new_competency.id, *(c.id for c in competencies)]))
    added = work(data.draw(st.sampled_from(["a", "w00", "z"])), home, data.draw(st.integers(1, 3)))
    order = reading_order([added, *works], [*competencies, new_competency])
    assert tuple(id_ for id_ in order if id_ != added.id) == reading_order(works, competencies)


class TestCoverage:
    def test_counts_by_status(self) -> None:
        found = Coverage.of([Status.READ, Status.SKIPPED, Status.READING, Status.UNREAD])
        assert found == Coverage(read=1, skipped=1, total=4)
        assert found.done == 2

    @pytest.mark.parametrize(
        ("status", "expected"),
        [
            (Status.UNREAD, False),
            (Status.READING, False),
            (Status.READ, True),
            (Status.SKIPPED, True),
        ],
    )
    def test_a_competency_is_open_by_one_reading_of_each_needed(
        self, status: Status, expected: bool
    ) -> None:
        both = competency("D", "A", "B")
        found = {"A": Coverage.of([status, Status.UNREAD]), "B": Coverage.of([Status.READ])}
        assert is_open(both, found, {}) is expected

    @pytest.mark.parametrize("status", list(Status))
    def test_or_by_its_primer(self, status: Status) -> None:
        assert is_open(B, {}, {"A": status}) is status.is_done

    def test_what_needs_nothing_is_open(self) -> None:
        assert not is_open(B, {}, {})
        assert is_open(A, {}, {})
