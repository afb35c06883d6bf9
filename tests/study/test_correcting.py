"""Works of a person's own, guessed when they come in and corrected by hand."""

from pathlib import Path

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.action import Edited, Imported
from studyplan.domain.resource import Kind, Resource, Status
from studyplan.locations import Locations
from studyplan.store import recorded
from studyplan.study import Refused, Study, asking, doctor, history, importing, reading
from studyplan.study.correcting import Facts, correct
from studyplan.study.situation import state

LIST = """\
- `Two-tower retrieval with hard negatives <https://netflixtechblog.com/towers>`_
- `Peeking and sequential A/B tests <https://arxiv.org/abs/2104.12345>`_
- `Zebras of the savannah <https://example.org/zebras>`_
"""


@pytest.fixture
def own(study: Study, tmp_path: Path) -> list[Resource]:
    """The works of a list, taken in."""
    path = tmp_path / "mine.rst"
    path.write_text(LIST)
    return list(importing.take_in(study, path).new_works)


def test_new_works_are_placed_and_dated(own: list[Resource]) -> None:
    towers, peeking, zebras = own
    assert (towers.competency, towers.company, towers.kind) == ("K07", "Netflix", Kind.ARTICLE)
    assert (peeking.competency, peeking.year, peeking.difficulty) == ("K14", 2021, 3)
    assert (peeking.kind, peeking.minutes) == (Kind.PAPER, 45)
    assert zebras.competency is None


def test_guesses_are_told_with_their_reasons(study: Study, tmp_path: Path) -> None:
    path = tmp_path / "mine.rst"
    path.write_text(LIST)
    told = importing.look_into(study, path).as_dict()["guesses"]
    assert [(one["competency"], one["kind"], one["minutes"]) for one in told] == [
        ("K07", "article", 15),
        ("K14", "paper", 45),
        (None, "article", 15),
    ]
    assert (
        "“negatives”" in told[0]["why"]["competency"]
        or "“two tower" in told[0]["why"]["competency"]
    )
    assert told[2]["why"]["competency"].startswith("unplaced")
    assert told[1]["why"]["year"] == "the number of the paper on arXiv"


def test_a_placed_work_takes_part_in_the_curriculum_and_the_plan(
    study: Study, own: list[Resource]
) -> None:
    towers, peeking, zebras = own
    listed = [(one.id, one.competency) for one in reading.works(study)]
    places = [place for place, (_, one) in enumerate(listed) if one == "K07"]
    readings = [place for place in places if listed[place][0] == towers.id]
    assert readings
    assert readings[0] < next(place for place, (id, _) in enumerate(listed) if id == zebras.id)
    standing = {one.competency.id: one for one in reading.standings(study)}
    before = standing["K07"].coverage
    reading.mark(study, towers.id, Status.READ)
    after = {one.competency.id: one for one in reading.standings(study)}["K07"].coverage
    assert (after.total, after.read) == (before.total, before.read + 1)
    planned = {one.id: one.competency for one in state(study).situation.unread}
    assert (planned[peeking.id], planned[zebras.id]) == ("K14", None)


def test_a_list_is_known_the_next_time_whatever_was_corrected(
    study: Study, own: list[Resource], tmp_path: Path
) -> None:
    correct(study, [own[0].id], Facts(title="Another title", kind="paper"))
    assert importing.look_into(study, tmp_path / "mine.rst").new_works == ()


def test_what_happened_to_a_work_does_not_wait_for_the_import_it_came_with(
    study: Study, own: list[Resource], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which may have brought thousands."""
    correct(study, [own[0].id], Facts(minutes="20"))
    asked: list[object] = []
    monkeypatch.setattr(recorded, "find", lambda _, event: asked.append(event))
    assert [one.kind for one in history.of_resource(study, own[0].id)] == ["edit"]
    assert asked == []


def test_corrections_are_undone_and_done_again(
    study: Study, own: list[Resource], places: Locations, clock: FixedClock
) -> None:
    def rows() -> list[tuple[object, ...]]:
        return [tuple(row) for row in study.store.rows("SELECT * FROM resource ORDER BY id")]

    before = rows()
    zebra = own[2].id
    facts = Facts("Zebras", "paper", "Savannah", "2020", "k09", "1", "30")
    assert set(correct(study, [zebra], facts)[zebra]) == {
        *("title", "kind", "company", "year", "competency", "difficulty", "minutes"),
        "minutes_source",
    }
    now = reading.detail(study, zebra)
    assert (now.listed.title, now.listed.competency, now.listed.year) == ("Zebras", "K09", 2020)
    assert now.work.minutes_source == "yours"
    assert history.of_resource(study, zebra)[-1].brief.startswith("corrected: title Zebras, ")
    after = rows()
    assert history.undo(study) == "corrected “Zebras of the savannah”"
    assert rows() == before
    history.redo(study)
    assert rows() == after
    assert all(check.ok for check in doctor.examine(places, clock))


def test_many_are_corrected_at_once(study: Study, own: list[Resource]) -> None:
    ids = [work.id for work in own]
    assert set(correct(study, ids, Facts(competency="K03"))) == set(ids)
    assert {one.competency for one in reading.works(study) if one.id in ids} == {"K03"}
    history.undo(study)
    assert reading.detail(study, ids[0]).listed.competency == "K07"
    assert correct(study, ids[:1], Facts(competency="K07")) == {}


def test_minutes_follow_the_kind_while_they_are_estimates(
    study: Study, own: list[Resource]
) -> None:
    id = own[0].id

    def minutes() -> tuple[int, str]:
        work = reading.detail(study, id).work
        return work.minutes, work.minutes_source

    correct(study, [id], Facts(kind="paper"))
    assert minutes() == (45, "estimate: paper")
    correct(study, [id], Facts(minutes="50"))
    correct(study, [id], Facts(kind="article"))
    assert minutes() == (50, "yours")
    correct(study, [id], Facts(kind="blog"))
    assert minutes() == (0, "none: a hub has no end")
    correct(study, [id], Facts(kind="video"))
    assert minutes() == (30, "estimate: video")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (Facts(title=" \u202e "), "A title has at least one character."),
        (Facts(kind="poem"), "`poem` is no kind; there are article, "),
        (Facts(kind="primer"), "`primer` is no kind"),
        (Facts(year="99"), "`99` is no year: a whole number, 1900 to 2100."),
        (Facts(competency="K99"), "There is no competency `K99`; see `studyplan competencies`."),
        (Facts(difficulty="4"), "`4` is no difficulty: a whole number, 1 to 3."),
        (Facts(minutes="0"), "`0` is no minutes"),
        (Facts(minutes="²"), "`²` is no minutes"),
        (Facts(kind="blog", minutes="5"), "Of kind blog it has no end, so it takes no minutes."),
    ],
)
def test_what_cannot_be_is_refused(
    study: Study, own: list[Resource], facts: Facts, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        correct(study, [own[0].id], facts)
    assert str(refused.value).startswith(said)
    assert history.undo(study).startswith("imported")  # nothing was done since


@pytest.mark.parametrize("id", ["focal-loss", "K07"])
def test_what_ships_is_not_edited(study: Study, own: list[Resource], id: str) -> None:
    with pytest.raises(
        Refused, match=r"ships with studyplan; only works of your own are edited\.$"
    ):
        correct(study, [own[0].id, id], Facts(title="X"))
    assert reading.detail(study, own[0].id).listed.title == own[0].title


def test_a_correction_survives_the_import_of_another_device_and_goes_with_its_own(
    study: Study, own: list[Resource]
) -> None:
    id = own[0].id
    correct(study, [id], Facts(title="Mine"))
    study.do(Imported("mine.rst", (own[0],)))  # as it comes from one that did not know
    assert reading.detail(study, id).listed.title == "Mine"
    history.undo(study)
    assert reading.detail(study, id).listed.title == "Mine"
    history.undo(study)
    history.undo(study)
    assert reading.works(study, id) == []
    study.do(Edited({id: {"title": "Of nothing"}}))
    assert reading.works(study, id) == []


def test_a_competency_that_does_not_ship_is_none(study: Study, own: list[Resource]) -> None:
    study.do(Edited({own[0].id: {"competency": "K99"}}))
    study.do(Edited({own[1].id: {"competency": "focal-loss"}}))
    assert {one.competency for one in reading.works(study) if one.id.startswith("my.")} == {None}
    assert asking.due(study).questions == ()
