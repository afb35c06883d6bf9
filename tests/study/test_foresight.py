"""What the plan comes to, and what half an hour more buys; the same on every face."""

from datetime import date, timedelta

import pytest

from studyplan.cli import plan as printed
from studyplan.clock import FixedClock
from studyplan.domain.memory import Grade
from studyplan.domain.plan import ItemKind
from studyplan.domain.planner import plan
from studyplan.domain.resource import Status
from studyplan.study import Study, agenda, asking, foresight, reading, reviewing, settings
from studyplan.study.situation import half_an_hour_more, state
from studyplan.tui.widgets import ahead

TODAY = date(2026, 11, 24)


@pytest.fixture
def dated(study: Study, clock: FixedClock) -> Study:
    """The day after two works were read, and some of their questions answered."""
    settings.change(study, {"interview_date": "2026-12-24"})
    for work in ("focal-loss", "feature-logging"):
        reading.mark(study, work, Status.READ)
    for one in asking.due(study).questions[:6]:
        reviewing.grade(study, one.card.id, Grade.GOOD, seconds=50)
    clock.set(clock.now() + timedelta(days=1))
    return study


def test_every_face_tells_the_same_half_hour(dated: Study) -> None:
    found, planned = foresight.outlook(dated), agenda.agenda(dated)
    best = found.best
    assert best is not None
    assert foresight.next_best(planned.state.situation) == best
    said = str(ahead.lines(found)).splitlines()[1]
    printed_line = next(
        line for line in printed.text(planned, best).splitlines() if line.startswith("Next ")
    )
    assert said.startswith("Next 30 min")
    assert printed_line.startswith("Next 30 min: ")
    assert f"+{best.points:.1f} " in said
    titles = [found.titles[i.id] for i in best.items if i.kind is not ItemKind.REVIEW]
    assert titles
    for title in titles:
        assert f"“{title}”" in said
        assert title in printed_line
    record = printed.record(planned, best)["next_best"]
    assert [item["id"] for item in record["items"]] == [item.id for item in best.items]
    assert record["points"] == pytest.approx(best.points, abs=1e-4)


def test_its_points_are_what_is_recalled_with_it_over_what_is_without(dated: Study) -> None:
    best, given = foresight.outlook(dated).best, state(dated).situation
    assert best is not None
    assert 25 < best.minutes <= 30 + 1e-9
    assert best.points > 0
    shorter = plan(half_an_hour_more(given), days=1)
    assert best.items == shorter.days[0].items
    assert plan(given, days=0).score + best.points / 100 == pytest.approx(shorter.score)


def test_with_the_plan_more_is_recalled_than_without(dated: Study) -> None:
    found = foresight.outlook(dated)
    assert found.plan == agenda.agenda(dated).plan
    assert 0 < found.idle < found.plan.score <= 1
    shown = f"{100 * found.idle:.0f} → {100 * found.plan.score:.0f} % of everything recalled"
    assert shown in ahead.lines(found).plain


def test_half_an_hour_more_changes_today_alone(dated: Study) -> None:
    given = state(dated).situation
    more = half_an_hour_more(given)
    assert more.more_today == plan(more, days=1).days[0].minutes == 30
    tomorrow = given.day + timedelta(days=1)
    assert more.minutes(tomorrow) == given.minutes(tomorrow) == 60
    assert more.mocked_today
    assert (more.cards, more.unread) == (given.cards, given.unread)


def test_on_a_day_off_half_an_hour_still_buys_something(dated: Study) -> None:
    settings.change(dated, {"days_off": dated.today.isoformat()})
    assert not agenda.agenda(dated).plan.days[0].items
    assert foresight.outlook(dated).best is not None


def test_where_nothing_is_left_nothing_is_next(study: Study, clock: FixedClock) -> None:
    settings.change(study, {"interview_date": "2026-11-25"})
    clock.set(clock.now() + timedelta(days=3))
    settings.change(study, {"after_interview": "archive"})
    found = foresight.outlook(study)
    assert (found.best, found.titles) == (None, {})
    assert len(ahead.lines(found).plain.splitlines()) == 1
