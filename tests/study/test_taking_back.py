"""Any action taken back: alone where nothing rests on it, with what does where that is asked."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.action import Imported, Provided
from studyplan.domain.interview import Dimension
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Chapter, Kind, Resource, Status
from studyplan.domain.wording import Wording
from studyplan.study import (
    Refused,
    Study,
    history,
    noting,
    planning,
    practising,
    questions,
    reading,
    reviewing,
    settings,
    taking_back,
)
from tests.small import interview
from tests.store.test_log import dump, small_database, small_study

__all__ = ["small_database"]


@pytest.fixture
def small(small_database: Path, tmp_path: Path) -> Iterator[Study]:
    study = small_study(small_database, tmp_path / "data")
    yield study
    study.close()


def brief(found: list[taking_back.Done]) -> list[str]:
    return [one.kind for one in found]


def pass_time(study: Study) -> None:
    assert isinstance(study.clock, FixedClock)
    study.clock.set(study.clock.now() + timedelta(days=1))


def own_question(study: Study) -> None:
    card = questions.add(study, "rank", Wording("Mine?"))
    reviewing.grade(study, card, Grade.GOOD)


def practised(study: Study) -> None:
    study.do(Provided({"my.one": interview("my.one")}))
    attempt = practising.start(study, "my.one", 30)
    practising.finish(study, attempt, {Dimension.DATA: 3})


def imported(study: Study) -> None:
    chapters = (Chapter("my.book/1", "One", 5),)
    study.do(Imported("mine", (Resource("my.book", "Mine", Kind.BOOK, chapters=chapters),)))
    noting.write_note(study, "my.book/1", "x")
    planning.pin(study, "my.book", planning.pin_until(study, None))


def marked(study: Study) -> None:
    reading.mark(study, "scope", Status.READ)
    noting.write_note(study, "scope", "x")
    reviewing.grade(study, "scope:recall", Grade.GOOD)
    reviewing.suspend(study, "scope:out")
    reading.mark(study, "rank", Status.READ)
    reviewing.grade(study, "rank:recall", Grade.GOOD)


def set_twice(study: Study) -> None:
    settings.change(study, {"retention": "0.8"})
    settings.change(study, {"learning_steps": "5m"})
    settings.change(study, {"retention": "0.85"})


@pytest.mark.parametrize(
    ("act", "depends"),
    [
        (marked, ["suspend", "grade"]),
        (own_question, ["grade"]),
        (practised, ["finish", "practise"]),
        (imported, ["set", "note"]),
        (set_twice, ["set"]),
    ],
)
def test_what_rests_on_an_action_is_refused_or_taken_back_with_it(
    small: Study, act: Callable[[Study], None], depends: list[str]
) -> None:
    empty = dump(small.store)
    act(small)
    first = taking_back.page(small)[-1]
    others = len(taking_back.page(small)) - 1 - len(depends)
    assert brief(taking_back.depending(small, first.id)) == depends
    before = dump(small.store)
    with pytest.raises(Refused, match="A later action depends on it: you ") as refused:
        taking_back.take_back(small, first.id)
    assert dump(small.store) == before
    nearest = taking_back.depending(small, first.id)[-1]
    assert nearest.what in str(refused.value)

    assert len(taking_back.take_back(small, first.id, with_depending=True)) == len(depends) + 1
    assert sum(not one.undone for one in taking_back.page(small)) == others
    for _ in range(others):
        history.undo(small)
    assert dump(small.store) == empty
    for _ in range(len(depends) + 1 + others):
        history.redo(small)
    assert dump(small.store) == before


def test_alone_it_leaves_everything_else_as_it_is(small: Study) -> None:
    reading.mark(small, "rank", Status.READ)
    reviewing.grade(small, "rank:recall", Grade.GOOD)
    before = dump(small.store)
    noting.write_note(small, "scope", "x")
    pass_time(small)
    reading.mark(small, "towers-1", Status.READING)
    (_, note, *_) = taking_back.page(small)
    assert taking_back.take_back(small, note.id) == ["wrote a note on “Scoping a Problem”"]
    history.undo(small)
    assert dump(small.store) == before


def test_only_what_counts_depends(small: Study) -> None:
    noting.write_note(small, "scope", "one")
    noting.write_note(small, "scope", "two")
    history.undo(small)
    first = taking_back.page(small)[-1]
    assert taking_back.depending(small, first.id) == []
    taking_back.take_back(small, first.id)
    with pytest.raises(Refused, match="undone already"):
        taking_back.take_back(small, first.id)


def test_what_depends_on_a_dependant_is_found_however_far(small: Study) -> None:
    """The import bears the mark, the mark the grade; no two of them touch the same subject."""
    small.do(Imported("mine", (Resource("my.own", "Mine", Kind.ARTICLE),)))
    reading.mark(small, "my.own", Status.READ)
    reviewing.grade(small, "my.own:recall", Grade.GOOD)
    pass_time(small)
    reviewing.grade(small, "my.own:recall", Grade.AGAIN)
    first = taking_back.page(small)[-1]
    assert brief(taking_back.depending(small, first.id)) == ["grade", "grade", "mark"]


def test_an_opened_link_stays_opened(small: Study) -> None:
    reading.open_link(small, "blog")
    (opened,) = taking_back.page(small)
    assert opened.lasting
    with pytest.raises(Refused, match="not taken back"):
        taking_back.take_back(small, opened.id)


def test_pages_follow_one_another_and_say_what_is_undone(small: Study) -> None:
    for number in range(25):
        noting.write_note(small, "scope", str(number))
    history.undo(small)
    reading.open_link(small, "blog")
    pages, before = [], None
    while found := taking_back.page(small, before, limit=10):
        pages.append(found)
        before = found[-1].id
    assert [len(one) for one in pages] == [10, 10, 6]
    flat = [one for found in pages for one in found]
    assert [one.id for one in flat] == sorted((one.id for one in flat), reverse=True)
    assert [place for place, one in enumerate(flat) if one.undone] == [1]


def test_one_that_cannot_be_read_is_listed_and_harms_nothing(small: Study) -> None:
    noting.write_note(small, "scope", "x")
    small.store.run("UPDATE event SET payload = '[]'")
    assert taking_back.page(small)[0].what == "something that cannot be read (`note`)"


def test_actions_on_the_same_work_can_be_told_apart(study: Study) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    first, second, *_ = (one.card.id for one in reviewing.of_resource(study, "focal-loss"))
    questions.edit(study, second, Wording("Why does it\nweigh easy ones less?"))
    reviewing.grade(study, first, Grade.GOOD)
    reviewing.grade(study, second, Grade.GOOD)
    later, earlier, worded, _ = taking_back.page(study)
    assert later.what == earlier.what
    assert later.question == "Why does it weigh easy ones less?"
    assert earlier.question == reviewing.question(study, first).question
    assert worded.what.endswith(": “Why does it weigh easy ones less?”")
    assert (worded.question, worded.whole) == ("", worded.what)
    assert later.whole == f"{later.what}: {later.question}"


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"retention": "0.8"}, "set retention to 0.8"),
        ({"later_interviews": "2026-12-20, 2026-12-24"}, "later_interviews to 2026-12-20 2026-12"),
        ({"later_interviews": "none"}, "set later_interviews to none"),
        ({"bury_siblings": "yes"}, "set bury_siblings to yes"),
        ({"days_off": " ".join(f"2026-12-{d:02}" for d in range(1, 9))}, "12-04 and 4 more"),
        (settings.minutes_from_words("90"), "set minutes to 90"),
        (
            {"new_per_day": "7", "minutes.mon": "7", "focus": "ranking"},
            "new_per_day, minutes.mon to 7",
        ),
    ],
)
def test_settings_are_told_with_their_values(
    study: Study, texts: dict[str, str], said: str
) -> None:
    settings.change(study, texts)
    assert said in taking_back.page(study)[0].what
