"""The Plan screen: days, months, cut list, what if, pins, and what comes after the interview."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from datetime import date, timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from studyplan.clock import FixedClock
from studyplan.config import Config
from studyplan.domain.resource import Status
from studyplan.study import Refused, Study, agenda, history, reading, settings
from studyplan.study.agenda import Agenda
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens.curriculum import CurriculumScreen
from studyplan.tui.screens.first_questions import FirstQuestionsScreen
from studyplan.tui.screens.interview import InterviewScreen
from studyplan.tui.screens.mark import MarkScreen
from studyplan.tui.screens.plan import PlanScreen
from studyplan.tui.screens.reader import ReaderScreen
from studyplan.tui.screens.review import ReviewScreen
from studyplan.tui.widgets.drawing import Drawing
from studyplan.tui.widgets.spots import Spots

NARROW, WIDE = (80, 24), (120, 40)
PINNED = "⚑ pinned"


@pytest.fixture
def begun(study: Study) -> Study:
    """A study with a date in three weeks."""
    study.introduce()
    settings.change(study, {"interview_date": "2026-12-15"})
    return study


async def planned(pilot: Pilot[None]) -> None:
    """Wait until the newest plan is there."""
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def press(pilot: Pilot[None], *keys: str) -> None:
    await pilot.press(*keys)
    await planned(pilot)


@asynccontextmanager
async def opened(
    study: Study, size: tuple[int, int] = NARROW, config: Config | None = None
) -> AsyncIterator[Pilot[None]]:
    app = StudyplanApp(study, config)
    async with app.run_test(size=size) as pilot:
        app.action_plan()
        await planned(pilot)
        yield pilot


def screen(pilot: Pilot[None]) -> PlanScreen:
    assert isinstance(pilot.app.screen, PlanScreen)
    return pilot.app.screen


def shown(pilot: Pilot[None]) -> type[object]:
    return type(pilot.app.screen)


def spots(pilot: Pilot[None], id: str = "agenda") -> Spots:
    return pilot.app.screen.query_one(f"#{id}", Spots)


def strips(pilot: Pilot[None], id: str) -> list[str]:
    """What is drawn, line by line, as it is on the screen."""
    drawing = pilot.app.screen.query_one(f"#{id}", Drawing)
    return [drawing.render_line(y).text.rstrip() for y in range(drawing.size.height)]


def header(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#header", Static).content)


def said(pilot: Pilot[None]) -> list[str]:
    return [toast.message for toast in pilot.app._notifications]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_every_day_is_there_to_the_interview(begun: Study, size: tuple[int, int]) -> None:
    found = agenda.agenda(begun)
    async with opened(begun, size) as pilot:
        rows = spots(pilot).texts
        days = [row for row in rows if " of 60 min" in row or "of 45 min" in row]
        assert len(days) == len(found.plan.days) == 21
        assert rows[0].startswith("This week")
        assert "Tue 24 Nov today" in rows[1]
        titles = [found.title(i.id)[:20] for i in found.plan.days[0].items if i.kind != "review"]
        assert all(any(title in row for row in rows[2:8]) for title in titles)
        assert "★ Tue 15 Dec  Interview" in rows[-1]
        width = spots(pilot).size.width
        assert all(len(row) <= width for row in rows)
        assert strips(pilot, "sliders")[3].startswith("As it is")
        assert f"{len(found.plan.cut)} cut" in strips(pilot, "sliders")[3]
        assert bool(pilot.app.screen.query_one("#beside").display) is (size == WIDE)


async def test_what_is_done_today_is_seen(begun: Study) -> None:
    reading.mark(begun, "focal-loss", Status.READ)
    async with opened(begun) as pilot:
        rows = spots(pilot).texts
        assert "10 done +" in rows[1]
        assert "█" in rows[1]
        assert any("✓ Read" in row and "Focal Loss" in row for row in rows)


async def test_the_cursor_goes_through_and_stays_with_its_line(begun: Study) -> None:
    async with opened(begun) as pilot:
        first = spots(pilot).key
        await pilot.press("j", "down")
        assert spots(pilot).key != first
        await pilot.press("k", "up", "up")
        assert spots(pilot).key == first
        await pilot.press("G")
        assert spots(pilot).key == ":interview:2026-12-15"
        assert spots(pilot).scroll_offset.y == spots(pilot).max_scroll_y
        await pilot.press("g", "pagedown")
        kept = spots(pilot).key
        assert kept is not None
        assert kept > "2026-11-25"
        await press(pilot, "plus", "escape")
        assert spots(pilot).key == kept


async def test_enter_and_click_open_what_the_line_is(begun: Study) -> None:
    async with opened(begun) as pilot:
        assert spots(pilot).go_to("2026-11-24 read")
        await pilot.press("enter")
        assert shown(pilot) is CurriculumScreen
        await press(pilot, "p")
        assert spots(pilot).go_to("2026-11-2")
        primer = next(s.key for s in spots(pilot)._drawn.spots if " primer " in s.key)
        spots(pilot).go_to(primer)
        await pilot.press("enter")
        assert shown(pilot) is ReaderScreen
        await press(pilot, "escape")
        mock = next(s.key for s in spots(pilot)._drawn.spots if " interview " in s.key)
        spots(pilot).go_to(mock)
        await pilot.press("enter")
        assert shown(pilot) is InterviewScreen
        await press(pilot, "p", "g")
        await pilot.click("#agenda", offset=(20, 3))
        assert shown(pilot) is PlanScreen
        await pilot.click("#agenda", offset=(20, 3))
        assert shown(pilot) is CurriculumScreen


async def test_reviews_are_opened_on_their_day_only(begun: Study) -> None:
    async with opened(begun) as pilot:
        spots(pilot).go_to("2026-11-26 review")
        await pilot.press("enter")
        assert shown(pilot) is PlanScreen
        assert said(pilot) == ["These come on Thu 26 Nov; today's are in Review."]
        spots(pilot).go_to("2026-11-24 review")
        await pilot.press("enter")
        assert shown(pilot) is ReviewScreen


async def test_months_are_gone_through_by_day_and_lead_to_it(begun: Study) -> None:
    async with opened(begun) as pilot:
        await pilot.press("b")
        assert "by month" in header(pilot)
        rows = spots(pilot, "months").texts
        assert [row.strip() for row in rows if "202" in row] == ["November 2026", "December 2026"]
        assert rows[3].split() == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
        first_of_november = next(row for row in rows[4:] if row.split() == ["1"])
        assert first_of_november.index("1") > rows[3].index("Sat")
        assert any("15 ★" in row for row in rows)
        assert any(re.search(r"24 [▓█] *[56][0-9]", row) for row in rows)
        assert spots(pilot, "months").key == "2026-11-24"
        await pilot.press("right", "j", "left", "up", "down")
        assert spots(pilot, "months").key == "2026-12-01"
        await pilot.press("enter")
        assert str(spots(pilot).key).startswith("2026-12-01")
        await pilot.press("G", "b")
        assert spots(pilot, "months").key == "2026-12-15"
        await pilot.press("enter")
        assert spots(pilot).key == ":interview:2026-12-15"


async def test_the_month_opens_at_the_day_of_the_agenda(begun: Study) -> None:
    async with opened(begun) as pilot:
        spots(pilot).go_to("2026-12-03")
        await pilot.press("b")
        await pilot.pause()
        assert spots(pilot, "months").key == "2026-12-03"


async def test_the_cut_list_has_every_cut_with_its_why(begun: Study) -> None:
    found = agenda.agenda(begun)
    async with opened(begun) as pilot:
        await pilot.press("x")
        rows = spots(pilot, "cut").texts
        assert rows[0].startswith(f"{len(found.plan.cut)} readings cut")
        text = " ".join(" ".join(rows).split())
        assert all(one.why in text for one in found.given_up)
        assert all(len(row) <= 79 for row in rows)
        assert spots(pilot, "cut").key == found.plan.cut[0].id
        await pilot.press("escape")
        assert screen(pilot)._view == "agenda"


async def test_a_pin_is_put_and_taken_away_by_a_key(begun: Study) -> None:
    cut = agenda.agenda(begun).plan.cut[-1].id
    async with opened(begun) as pilot:
        await pilot.press("x", "G")
        assert spots(pilot, "cut").key == cut
        await press(pilot, "w")
        assert begun.settings.pins == {cut: date(2026, 11, 29)}
        assert "comes first until Sun 29 Nov." in said(pilot)[0]
        assert re.search(r"until Sun 29 Nov\. Recall \d+ → \d+\.", said(pilot)[-1])
        await pilot.press("x")
        pinned = [row for row in spots(pilot).texts if PINNED in row]
        assert pinned
        line = next(s.key for s in spots(pilot)._drawn.spots if s.key.endswith(f" {cut}"))
        spots(pilot).go_to(line)
        await press(pilot, "w")
        assert begun.settings.pins == {}
        assert not [row for row in spots(pilot).texts if PINNED in row]
        await press(pilot, "u")
        assert cut in begun.settings.pins


async def test_a_reading_is_skipped_with_the_mark_command(begun: Study) -> None:
    async with opened(begun) as pilot:
        spots(pilot).go_to("2026-11-24 read")
        one = screen(pilot)._chosen
        assert one is not None
        await pilot.press("m")
        assert isinstance(pilot.app.screen, MarkScreen)
        await press(pilot, "s")
        assert reading.detail(begun, one.id).listed.status is Status.SKIPPED
        assert not any(spot.key.endswith(one.id) for spot in spots(pilot)._drawn.spots)


def rows_of(study: Study) -> list[tuple[object, ...]]:
    events = study.store.rows("SELECT * FROM event")
    return [tuple(row) for row in (*events, *study.store.rows("SELECT * FROM setting"))]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_what_if_shows_its_effect_and_leaves_nothing_behind(
    begun: Study, size: tuple[int, int]
) -> None:
    before = rows_of(begun)
    texts = {"interview_date": "2026-12-23", "retention": "0.89"}
    texts |= {f"minutes.{day}": "70" for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}
    expected = agenda.agenda(begun, texts)
    async with opened(begun, size) as pilot:
        plain = strips(pilot, "sliders")
        agenda_before = spots(pilot).texts
        keys = ["right_curly_bracket", "right_square_bracket", "plus", "equals_sign"]
        await press(pilot, *keys, "less_than_sign")
        assert "WHAT IF: not kept yet" in header(pilot)
        rows = strips(pilot, "sliders")
        assert "Wed 23 Dec" in rows[0]
        assert "70 a day (+70 a week)" in rows[1]
        assert "0.89" in rows[2]
        assert rows[3] == plain[3]
        assert f"recall {expected.plan.score * 100:.0f} (" in rows[4]
        assert f"{expected.fitting} of" in rows[4]
        assert f"{len(expected.plan.cut)} cut" in rows[4]
        assert "y keep" in rows[4]
        shown = strips(pilot, "recall" if size == WIDE else "numbers")
        k07 = next(row for row in shown if "K07" in row)
        assert f"→ {expected.plan.predictions['K07'].expected * 100:.0f}" in k07
        assert any("★ Wed 23 Dec" in row for row in spots(pilot).texts)
        await press(pilot, "escape")
        assert "WHAT IF" not in header(pilot)
        assert strips(pilot, "sliders") == plain
        assert spots(pilot).texts == agenda_before
    assert rows_of(begun) == before


async def test_keeping_is_one_action_and_one_undo(begun: Study) -> None:
    async with opened(begun) as pilot:
        plain = strips(pilot, "sliders")
        await press(pilot, "left_curly_bracket", "minus", "greater_than_sign")
        events = begun.store.value("SELECT count(*) FROM event")
        await press(pilot, "y")
        assert begun.store.value("SELECT count(*) FROM event") == events + 1
        held = begun.settings
        assert held.interview_date == date(2026, 12, 8)
        assert {held.minutes_on(date(2026, 11, 24) + timedelta(days=n)) for n in range(7)} == {55}
        assert held.scheduling.retention == 0.91
        assert "WHAT IF" not in header(pilot)
        assert "Tue 8 Dec" in header(pilot)
        history.undo(begun)
        screen(pilot).refresh_view()
        await planned(pilot)
        assert begun.settings.interview_date == date(2026, 12, 15)
        assert strips(pilot, "sliders") == plain


async def test_what_cannot_be_kept_is_said_and_stays_tried(
    begun: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise Refused("The disk is full.")

    async with opened(begun) as pilot:
        await press(pilot, "plus")
        monkeypatch.setattr(settings, "change", refuse)
        await press(pilot, "y")
        assert said(pilot) == ["The disk is full."]
        assert "WHAT IF" in header(pilot)


async def test_until_the_newest_is_planned_the_numbers_are_not_taken_for_it(begun: Study) -> None:
    async with opened(begun) as pilot:
        await press(pilot, "plus")
        assert "y keep" in strips(pilot, "sliders")[4]
        screen(pilot).action_try_minutes(5)
        assert strips(pilot, "sliders")[4].endswith("planning …")
        await planned(pilot)
        assert "y keep" in strips(pilot, "sliders")[4]


async def test_the_newest_of_many_keys_wins(begun: Study) -> None:
    expected = agenda.agenda(begun, {"interview_date": "2026-12-25"})
    async with opened(begun) as pilot:
        for _ in range(10):
            screen(pilot).action_try_days(1)
        await planned(pilot)
        tried = screen(pilot)._plans.tried
        assert tried is not None
        assert tried.plan == expected.plan


async def test_what_another_process_did_is_seen(begun: Study) -> None:
    async with opened(begun) as pilot:
        with closing(begun.beside()) as other:
            settings.change(other, {"interview_date": "2026-12-20"})
        assert isinstance(pilot.app, StudyplanApp)
        pilot.app.watcher.look()
        await planned(pilot)
        assert any("★ Sun 20 Dec" in row for row in spots(pilot).texts)


async def test_a_plan_that_fails_keeps_what_is_tried_and_the_wish_after_it(
    begun: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    what_if, expected = agenda.what_if, agenda.agenda(begun, {"interview_date": "2026-12-17"})

    def refuse_a_day(known: Agenda, texts: Mapping[str, str]) -> Agenda:
        if texts == {"interview_date": "2026-12-16"}:
            raise Refused("The disk reports an error.")
        return what_if(known, texts)

    monkeypatch.setattr(agenda, "what_if", refuse_a_day)
    async with opened(begun) as pilot:
        await press(pilot, "right_square_bracket")
        assert said(pilot) == ["The disk reports an error."]
        assert "Wed 16 Dec" in strips(pilot, "sliders")[0]
        assert strips(pilot, "sliders")[4].endswith("could not be planned")
        assert "WHAT IF" in header(pilot)
        screen(pilot).refresh_view()  # which fails once more, while another day is wished for
        screen(pilot).action_try_days(1)
        await planned(pilot)
        tried = screen(pilot)._plans.tried
        assert tried is not None
        assert tried.plan == expected.plan
        assert "y keep" in strips(pilot, "sliders")[4]


async def test_without_a_date_it_says_how_to_set_one(study: Study) -> None:
    study.introduce()
    async with opened(study) as pilot:
        assert spots(pilot).texts[0].startswith("No interview date yet: d sets one.")
        assert "no date" in strips(pilot, "sliders")[0]
        await pilot.press("x")
        assert "while there is no interview date" in spots(pilot, "cut").texts[0]
        await press(pilot, "x", "right_square_bracket")
        assert "Wed 23 Dec" in strips(pilot, "sliders")[0]
        assert any("★ Wed 23 Dec" in row for row in spots(pilot).texts)
        await pilot.press("escape", "d")
        assert isinstance(pilot.app.screen, FirstQuestionsScreen)


async def test_after_the_interview_it_says_what_can_be_done(
    begun: Study, clock: FixedClock
) -> None:
    clock.set(clock.now() + timedelta(days=30))
    async with opened(begun) as pilot:
        over = pilot.app.screen.query_one("#over", Static)
        assert over.display
        assert "d a new date · e go on without one · a archive it" in str(over.content)
        await press(pilot, "a")
        assert begun.settings.after_interview == "archive"
        assert "archived" in str(over.content)
        assert "Nothing is planned." in spots(pilot).texts[0]
        await press(pilot, "a")  # it is archived already
        await press(pilot, "e")
        assert begun.settings.after_interview == "keep"
        assert any("of 60 min" in row for row in spots(pilot).texts)
        await press(pilot, "u")
        assert begun.settings.after_interview == "archive"
        await press(pilot, "right_square_bracket", "y")
        assert begun.settings.next_interview(begun.today) is not None
        assert not over.display


async def test_before_the_interview_nothing_is_archived(begun: Study) -> None:
    async with opened(begun) as pilot:
        await press(pilot, "a", "e", "y")
        assert begun.settings.after_interview == "ask"
        assert not pilot.app.screen.query_one("#over").display


async def test_the_sliders_name_a_persons_own_keys(begun: Study) -> None:
    config = Config(keys={"DayLater": "f7", "KeepWhatIf": "f8"})
    async with opened(begun, WIDE, config) as pilot:
        assert "[ f7 day" in strips(pilot, "sliders")[0]
        await press(pilot, "f7")
        assert "f8 keep" in strips(pilot, "sliders")[4]


async def test_a_failing_database_is_a_sentence_and_what_was_there_stays(
    begun: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(study: Study) -> None:
        raise Refused("The disk reports an error.")

    async with opened(begun) as pilot:
        monkeypatch.setattr(agenda, "agenda", refuse)
        screen(pilot).refresh_view()
        await planned(pilot)
        assert said(pilot) == ["The disk reports an error."]
        assert spots(pilot).texts


async def test_titles_are_never_markup_and_wide_letters_fit(
    begun: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agenda.Agenda, "title", lambda *_: "[b]大規模[/b] " * 20)
    async with opened(begun) as pilot:
        agenda_ = spots(pilot)
        strip = agenda_.render_line(2)
        assert strip.cell_length == agenda_.scrollable_content_region.width
        assert "[b]大規模[/b]" in strip.text
        assert strip.text.rstrip().endswith("min")


async def test_what_cannot_be_pinned_says_so(begun: Study) -> None:
    async with opened(begun) as pilot:
        assert spots(pilot).go_to(":interview:")
        await press(pilot, "w")
        assert said(pilot)[-1] == "This is no reading: there is nothing to pin."
        assert not begun.settings.pins


async def test_on_the_day_of_the_interview_it_says_that(begun: Study, clock: FixedClock) -> None:
    day = begun.settings.next_interview(begun.today)
    assert day is not None
    clock.set(clock.now() + (day - begun.today))
    async with opened(begun) as pilot:
        assert any("The interview is today" in row for row in spots(pilot).texts)
        assert not any("no minutes" in row for row in spots(pilot).texts)


async def test_the_retention_says_what_it_is_for(begun: Study) -> None:
    async with opened(begun) as pilot:
        assert "0.90 (after the date)" in strips(pilot, "sliders")[2]


async def test_the_head_of_the_cut_list_is_whole(begun: Study) -> None:
    async with opened(begun, (120, 40)) as pilot:
        await press(pilot, "x")
        head = " ".join(" ".join(spots(pilot, "cut").texts[:2]).split())
        assert "A pin brings one in." in head
