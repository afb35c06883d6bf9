"""What a key costs in statements, whatever the number of cards: counted, not timed."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.store.engine import Store
from studyplan.study import Study, asking, history, reading, reviewing, settings
from studyplan.study.sitting import Sitting

SCAN = re.compile(r"SCAN (c|v|q|review|event|subject|card|word)\b")


@pytest.fixture
def statements(study: Study, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The statements that are run from now on, as they are asked of SQLite."""
    asked: list[str] = []
    connection = study.store._connection
    connection.set_trace_callback(asked.append)
    return asked


def begun(study: Study, works: int) -> Sitting:
    """A sitting on so many works, one card of which was graded."""
    settings.change(study, {"new_per_day": "999", "minutes.wed": "720"})
    for one in reading.works(study)[:works]:
        reading.mark(study, one.id, Status.READ)
    assert isinstance(study.clock, FixedClock)
    study.clock.set(study.clock.now() + timedelta(days=1))  # the reading has used this day up
    sitting = Sitting(study)
    grade(sitting)
    return sitting


def grade(sitting: Sitting) -> None:
    question = sitting.next()
    assert question is not None
    sitting.ask(question)
    sitting.grade(question, Grade.EASY, "")
    following = sitting.next()
    assert following is not None
    sitting.way(following)


def of(act: Callable[[], object], statements: list[str]) -> list[str]:
    statements.clear()
    act()
    return [sql for sql in statements if not sql.startswith("PRAGMA")]


def test_a_grade_takes_the_same_few_statements_however_many_cards_there_are(
    study: Study, statements: list[str]
) -> None:
    sitting = begun(study, 4)
    few = of(lambda: grade(sitting), statements)
    sitting = begun(study, 40)
    many = of(lambda: grade(sitting), statements)
    kinds = {re.sub(r"'[^']*'|x'[0-9a-f]*'|\d+(\.\d+)?", "?", sql.lower()) for sql in many}
    loads = sum("count(*) from card" in sql.lower() for sql in many)
    assert len(many) - loads <= len(few) + 2
    assert len(many) - loads < 40
    assert len(kinds) < 30


def test_a_key_of_a_sitting_reads_no_table_from_end_to_end(
    study: Study, clock: FixedClock, statements: list[str]
) -> None:
    sitting = begun(study, 10)
    graded = of(lambda: grade(sitting), statements)
    asked = sitting.next()
    assert asked is not None
    shown = of(lambda: reviewing.choices(study, asked.card), statements)
    undone = of(lambda: history.undo(study), statements)
    for sql in (*graded, *shown, *undone):
        if sql.split()[0] not in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            continue
        plan = " | ".join(row["detail"] for row in _explain(study.store, sql))
        assert newest_first(sql) or not SCAN.search(plan), f"{sql}\n{plan}"


def test_what_a_key_asks_for_is_found_by_keys(study: Study, statements: list[str]) -> None:
    """What is due, an item, a search and what is done today read no log, no reviews of other days,
    and no card that they do not want."""
    begun(study, 10)
    asked = of(lambda: asking.due(study), statements)
    asked += of(lambda: reading.detail(study, "focal-loss"), statements)
    asked += of(lambda: reviewing.of_resource(study, "focal-loss"), statements)
    asked += of(lambda: reviewing.history(study, "focal-loss:recall"), statements)
    asked += of(lambda: reading.matches(study, "ranking scale"), statements)
    assert len(asked) < 40
    for sql in asked:
        if sql.split()[0] == "SELECT":
            plan = " | ".join(row["detail"] for row in _explain(study.store, sql))
            assert newest_first(sql) or not SCAN.search(plan), f"{sql}\n{plan}"


def newest_first(sql: str) -> bool:
    """Whether it stops after the few newest rows of a table that is in that order."""
    return "ORDER BY id DESC LIMIT 1" in sql or "ORDER BY day DESC LIMIT" in sql


def test_what_was_chosen_stays_until_anything_but_a_grade_changes(
    study: Study, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    sitting = begun(study, 10)
    planned: list[int] = []
    chosen = asking.chosen

    def counting(of: Study) -> object:
        planned.append(1)
        return chosen(of)

    monkeypatch.setattr(asking, "chosen", counting)
    for _ in range(3):
        grade(sitting)
    assert planned == []
    reading.mark(study, reading.works(study)[11].id, Status.READ)
    sitting.next()
    assert len(planned) == 1
    clock.set(clock.now() + timedelta(days=1))
    sitting.next()
    assert len(planned) == 2


def test_the_day_alone_is_the_first_day_of_the_plan(study: Study, clock: FixedClock) -> None:
    from studyplan.domain.planner import plan, plan_today
    from studyplan.study.situation import state, today_alone

    sitting = begun(study, 12)
    for _ in range(6):
        grade(sitting)
    clock.set(clock.now() + timedelta(days=20))
    for date in ("none", (study.today + timedelta(days=5)).isoformat()):
        settings.change(study, {"interview_date": date})
        whole, alone = (
            plan(state(study).situation, days=1),
            plan_today(today_alone(study).situation),
        )
        assert alone.today == whole.today == asking.chosen(study).reviews
        assert alone.items == whole.days[0].items
        assert alone.postponed == whole.postponed


def _explain(store: Store, sql: str) -> list[dict[str, str]]:
    return [dict(row) for row in store.rows(f"EXPLAIN QUERY PLAN {sql}")]
