"""The Today screen, the first questions, and what belongs to the app as a whole."""

import webbrowser
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from textual.pilot import Pilot
from textual.widgets import Button, Input, Static

from studyplan.clock import FixedClock
from studyplan.config import Config
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.domain.settings import WEEKDAYS
from studyplan.study import (
    Refused,
    Study,
    foresight,
    noting,
    open_study,
    planning,
    reading,
    reviewing,
    settings,
)
from studyplan.study.foresight import Outlook
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens.curriculum import CurriculumScreen
from studyplan.tui.screens.first_questions import FirstQuestionsScreen
from studyplan.tui.screens.note import NoteScreen
from studyplan.tui.screens.review import ReviewScreen
from studyplan.tui.screens.today import Agenda, TodayScreen
from studyplan.tui.widgets import ahead


@pytest.fixture
def shipped(without_prompts: Path) -> Path:
    """One card a reading, whatever prompts ship."""
    return without_prompts


SIZES = [(80, 24), (120, 40)]


@pytest.fixture
def begun(study: Study) -> Study:
    """A study of somebody who has answered the first questions."""
    study.introduce()
    return study


def text(pilot: Pilot[None], selector: str) -> str:
    return str(pilot.app.screen.query_one(selector, Static).content)


def lines(pilot: Pilot[None]) -> list[str]:
    agenda = pilot.app.screen.query_one(Agenda)
    return [str(option.prompt) for option in agenda.options]


def ids(pilot: Pilot[None]) -> list[str | None]:
    return [option.id for option in pilot.app.screen.query_one(Agenda).options]


def shown(pilot: Pilot[None]) -> list[str]:
    """Every notification now on the screen."""
    return [toast.message for toast in pilot.app._notifications]


async def test_the_first_start_asks_and_keeps_the_answers(study: Study) -> None:
    app = StudyplanApp(study)
    async with app.run_test(size=(80, 24)) as pilot:
        assert isinstance(app.screen, FirstQuestionsScreen)
        await pilot.press(*"2026-12-24", "enter")
        app.screen.query_one("#minutes", Input).value = "90"
        await pilot.press("enter")
        assert isinstance(app.screen, TodayScreen)
        assert "Interview in 30 days · Thu 24 Dec" in text(pilot, "#header")
        assert "0 of 90 min" in text(pilot, "#minutes")
    assert str(study.settings.interview_date) == "2026-12-24"
    assert study.introduced


async def test_the_first_questions_may_be_skipped_and_come_once(study: Study) -> None:
    app = StudyplanApp(study)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape")
        assert isinstance(app.screen, TodayScreen)
        assert "No interview date yet" in text(pilot, "#header")
    again = StudyplanApp(study)
    async with again.run_test(size=(80, 24)):
        assert isinstance(again.screen, TodayScreen)


@pytest.mark.parametrize(
    ("date", "minutes", "sentence"),
    [
        ("2020-01-01", "60", "is in the past"),
        ("soon", "60", "is not a date"),
        ("2026-12-24", "9999", "is not between 0 and 720"),
    ],
)
async def test_a_wrong_answer_is_said_and_nothing_is_kept(
    study: Study, date: str, minutes: str, sentence: str
) -> None:
    app = StudyplanApp(study)
    async with app.run_test(size=(80, 24)) as pilot:
        app.screen.query_one("#date", Input).value = date
        app.screen.query_one("#minutes", Input).value = minutes
        await pilot.click("#start")
        assert isinstance(app.screen, FirstQuestionsScreen)
        assert sentence in text(pilot, "#wrong")
    assert not study.introduced


@pytest.mark.parametrize("size", SIZES)
async def test_the_day_is_shown_as_it_is_planned(begun: Study, size: tuple[int, int]) -> None:
    reading.mark(begun, "focal-loss", Status.READ)
    day = planning.today(begun)
    app = StudyplanApp(begun)
    async with app.run_test(size=size) as pilot:
        assert ids(pilot) == [":review", *(one.listed.id for one in day.readings), "focal-loss"]
        assert "1 card due" in lines(pilot)[0]
        assert "✓" in lines(pilot)[-1]
        assert "done" in lines(pilot)[-1]
        width = pilot.app.screen.query_one(Agenda).size.width
        assert all(len(row) <= width for line in lines(pilot) for row in line.splitlines())
        assert "Fundamentals" in text(pilot, "#covered")


async def test_enter_does_the_first_thing(begun: Study) -> None:
    reading.mark(begun, "focal-loss", Status.READ)
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        assert app.current_mode == "review"
        await pilot.press("t", "j", "enter")
        assert app.current_mode == "curriculum"
        planned = planning.today(begun).readings[0].listed.title
        await pilot.pause()
        detail = app.screen.query_one("#detail")
        assert any(planned in str(widget.render()) for widget in detail.query(Static))


async def test_a_line_is_started_by_a_click(begun: Study) -> None:
    reading.mark(begun, "focal-loss", Status.READ)
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("#agenda", offset=(5, 0))
        assert isinstance(app.screen, ReviewScreen)


async def test_the_cursor_moves_by_letters_and_arrows(begun: Study) -> None:
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        agenda = app.screen.query_one(Agenda)
        last = agenda.option_count - 1
        await pilot.press("G")
        assert agenda.highlighted == last
        await pilot.press("k")
        assert agenda.highlighted == last - 1
        await pilot.press("g", "down")
        assert agenda.highlighted == 1


async def test_undo_and_redo_work_here_and_say_what_they_did(begun: Study) -> None:
    reading.mark(begun, "snap-video-compression", Status.READ)
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_undo()
        assert "snap-video-compression" not in ids(pilot)
        await pilot.pause()
        assert any("Undone: marked" in message for message in shown(pilot))
        app.action_redo()
        assert "snap-video-compression" in ids(pilot)
        app.action_redo()
        await pilot.pause()
        assert "There is nothing to redo." in shown(pilot)


async def test_what_another_process_did_is_seen(begun: Study) -> None:
    other = open_study(begun.locations, begun.clock)
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        reading.mark(other, "focal-loss", Status.READ)
        app.watcher.look()
        assert ids(pilot)[0] == ":review"
    other.close()


async def test_when_all_is_done_the_screen_says_what_next(begun: Study) -> None:
    settings.change(begun, {"days_off": "2026-11-24"})
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "a day off" in text(pilot, "#minutes")
        assert "Nothing is left for today. c shows the whole list." in lines(pilot)[0]
        await pilot.press("enter")
        assert isinstance(app.screen, TodayScreen)


async def test_a_card_that_comes_later_today_is_announced(begun: Study, clock: FixedClock) -> None:
    settings.change(begun, {"learning_steps": "1m 10m"})
    reading.mark(begun, "focal-loss", Status.READ)
    reviewing.grade(begun, "focal-loss:recall", Grade.GOOD)
    clock.set(clock.now() + timedelta(minutes=1))
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "the next card comes at" in lines(pilot)[0]


async def test_a_small_terminal_gets_a_sentence_and_asks_nothing_yet(study: Study) -> None:
    app = StudyplanApp(study)
    async with app.run_test(size=(20, 5)) as pilot:
        assert text(pilot, "#too-small") == "studyplan needs 60×16; this is 20×5."
        assert not app.screen.query_one("#body").display
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert isinstance(app.screen, FirstQuestionsScreen)


async def test_a_failing_database_is_a_sentence_on_the_screen(begun: Study) -> None:
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        begun.store.run("DROP TABLE prompt")
        app.refresh_view()
        await pilot.pause()
        assert any("no such table" in message for message in shown(pilot))
        assert isinstance(app.screen, TodayScreen)


async def test_the_help_names_every_command_of_the_screen(begun: Study) -> None:
    app = StudyplanApp(begun)
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("question_mark")
        help_text = app.screen._context_help  # type: ignore[attr-defined]
        for title in ("Start", "Date and minutes", "Undo", "Curriculum", "Quit"):
            assert f"| {title} |" in help_text


async def test_the_palette_finds_a_command(begun: Study) -> None:
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+p", *"curric")
        await app.workers.wait_for_complete()
        await pilot.pause()
        await pilot.press("enter", "enter")
        await pilot.pause()
        assert isinstance(app.screen, CurriculumScreen)


async def test_a_persons_keys_and_theme_are_taken_from_the_config(begun: Study) -> None:
    config = Config(theme="studyplan-light", keys={"Curriculum": "x"})
    app = StudyplanApp(begun, config)
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.theme == "studyplan-light"
        await pilot.press("c")
        assert isinstance(app.screen, TodayScreen)
        await pilot.press("x")
        assert isinstance(app.screen, CurriculumScreen)


async def test_an_unknown_theme_is_said_and_ours_is_used(begun: Study) -> None:
    app = StudyplanApp(begun, Config(theme="gone"))
    async with app.run_test(size=(80, 24)) as pilot:
        assert app.theme == "studyplan"
        assert "config.yaml:1: there is no theme `gone`." in shown(pilot)


async def test_drafts_left_by_a_crash_are_kept_at_the_next_start(begun: Study) -> None:
    noting.keep_draft(begun, "focal-loss", "half a thought")
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert any("note" in message for message in shown(pilot))
    assert reading.detail(begun, "focal-loss").progress.note == "half a thought"


async def test_confirming_what_was_set_changes_nothing(begun: Study) -> None:
    settings.change(begun, {"minutes.sat": "180", "minutes.sun": "0"})
    settings.change(begun, {"interview_date": "2026-12-24"})
    before = settings.values(begun)
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_today()
        await pilot.press("d")
        assert app.screen.query_one("#minutes", Input).value == "60 sat 180 sun 0"
        await pilot.click("#start")
        assert settings.values(begun) == before
        await pilot.press("d")
        app.screen.query_one("#minutes", Input).value = "45 sun 0"
        await pilot.click("#start")
    after = settings.values(begun)
    assert (after["minutes.sat"], after["minutes.sun"], after["minutes.mon"]) == (45, 0, 45)
    assert after["interview_date"] == "2026-12-24"


async def test_a_reading_is_marked_noted_and_opened_from_here(
    begun: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(StudyplanApp, "open_url", lambda _, url: opened.append(url))
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        first = ids(pilot)[0]
        assert first is not None
        await pilot.press("o", "m", "r")
        await pilot.pause()
        assert reading.detail(begun, first).listed.status is Status.READ
        assert ids(pilot)[0] == ":review"
        assert opened == [reading.detail(begun, first).listed.url]


async def test_without_a_browser_the_link_is_shown_and_nothing_is_noted(
    begun: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none() -> None:
        raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", none)
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("o")
        await pilot.pause()
        assert any("No browser was found. The link: https://" in said for said in shown(pilot))
    assert begun.store.value("SELECT count(*) FROM event WHERE kind = 'open'") == 0


async def test_a_change_from_outside_finds_a_screen_that_is_not_there_yet(begun: Study) -> None:
    other = open_study(begun.locations, begun.clock)
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        for go, size in ((app.action_curriculum, 1), (app.action_review, 2)):
            noting.write_note(other, "focal-loss", "x" * size)
            go()
            app.watcher.look()
            await pilot.pause()
    other.close()


async def test_the_day_turns_while_the_screen_stands(begun: Study, clock: FixedClock) -> None:
    settings.change(begun, {"learning_steps": "1m 10m"})
    reading.mark(begun, "focal-loss", Status.READ)
    reviewing.grade(begun, "focal-loss:recall", Grade.GOOD)
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "the next card comes at 09:10" in lines(pilot)[0]
        clock.set(clock.now() + timedelta(minutes=10))
        app.watcher.look()
        assert "1 card due" in lines(pilot)[0]
        clock.set(clock.now() + timedelta(days=1))
        app.watcher.look()
        assert "Wed 25 Nov" in text(pilot, "#header")


async def test_many_readings_scroll_and_leave_the_rest_in_sight(begun: Study) -> None:
    settings.change(begun, {"minutes.tue": "600"})
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        agenda = app.screen.query_one(Agenda)
        assert agenda.option_count > agenda.size.height
        assert agenda.virtual_size.height == agenda.option_count  # a line each
        assert app.screen.query_one("#covered").region.bottom <= 23


async def test_ctrl_q_leaves_from_a_question_too(study: Study) -> None:
    app = StudyplanApp(study)
    async with app.run_test(size=(80, 24)) as pilot:
        assert isinstance(app.screen, FirstQuestionsScreen)
        await pilot.press("q")
        assert app.is_running
        await pilot.press("ctrl+q")
        await pilot.pause()
        assert not app.is_running


async def test_the_app_is_not_left_while_a_note_cannot_be_kept(
    begun: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(NoteScreen("focal-loss"))
        await pilot.press("x")
        with monkeypatch.context() as full:
            full.setattr(noting, "write_note", disk_is_full)
            await pilot.press("ctrl+q")
            assert app.is_running
            assert any("disk is full" in message for message in shown(pilot))
        await pilot.press("y", "ctrl+q")
        await pilot.pause()
    assert reading.detail(begun, "focal-loss").progress.note == "xy"


def disk_is_full(*_: object, **__: object) -> str:
    raise Refused("The disk is full.")


async def test_an_older_outlook_never_comes_after_a_newer_one(
    begun: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.change(begun, {"interview_date": "2026-12-24"})
    outlook, may_end, begun_with = foresight.outlook, Event(), []

    def slow(study: Study) -> Outlook:
        found = outlook(study)
        begun_with.append(found)
        assert len(begun_with) > 1 or may_end.wait(10)  # the first is held back
        return found

    monkeypatch.setattr(foresight, "outlook", slow)
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        while not begun_with:
            await pilot.pause()
        for minutes in ("30", "20", "10"):
            settings.change(begun, {f"minutes.{day}": minutes for day in WEEKDAYS})
            app.refresh_view()
            await pilot.pause()
        assert len(begun_with) == 1
        may_end.set()
        while len(begun_with) < 2 or app.workers:
            await app.workers.wait_for_complete()
            await pilot.pause()
        await pilot.pause()
        assert len(begun_with) == 2
        assert text(pilot, "#outlook") == str(ahead.lines(outlook(begun)))


async def test_a_step_that_ends_makes_what_is_shown_stale_though_other_cards_are_due(
    begun: Study, clock: FixedClock
) -> None:
    for work in ("focal-loss", "feature-logging"):
        reading.mark(begun, work, Status.READ)
    reviewing.grade(begun, "focal-loss:recall", Grade.AGAIN)
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        assert "1 card due" in lines(pilot)[0]
        assert isinstance(app.screen, TodayScreen)
        clock.set(clock.now() + timedelta(minutes=11))
        assert app.screen.is_stale
        app.watcher.look()
        await pilot.pause()
        assert "2 cards due" in lines(pilot)[0]


async def test_the_list_is_shown_anew_when_the_study_day_ends(
    begun: Study, clock: FixedClock
) -> None:
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        app.action_curriculum()
        await pilot.pause()
        assert isinstance(app.screen, CurriculumScreen)
        assert not app.screen.is_stale
        clock.set(clock.now() + timedelta(days=1))
        assert app.screen.is_stale


async def test_a_clock_that_stands_before_what_was_done_is_said(
    study: Study, clock: FixedClock
) -> None:
    study.introduce()
    reading.mark(study, "focal-loss", Status.READ)
    clock.set(clock.now() - timedelta(days=3))
    async with StudyplanApp(study).run_test() as pilot:
        await pilot.pause()
        (said,) = pilot.app._notifications
        assert "The clock says 2026-11-21 09:00" in said.message
        assert "Is the clock right?" in said.message


async def test_when_the_chosen_thing_is_done_the_cursor_goes_to_the_first_to_do(
    begun: Study,
) -> None:
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        agenda = app.screen.query_one(Agenda)
        first = agenda.highlighted_option
        assert first is not None
        assert first.id is not None
        reading.mark(begun, first.id, Status.READ)
        app.refresh_view()
        await pilot.pause()
        assert agenda.highlighted == 0
        assert ids(pilot)[0] == ":review"
        assert first.id in ids(pilot)  # it sank, and can still be gone to
        agenda.highlighted = ids(pilot).index(first.id)
        app.refresh_view()
        assert agenda.highlighted_option is not None
        assert agenda.highlighted_option.id == first.id


@pytest.mark.parametrize("size", SIZES)
async def test_after_the_interview_it_says_what_can_be_done(
    begun: Study, clock: FixedClock, size: tuple[int, int]
) -> None:
    settings.change(begun, {"interview_date": "2026-11-30"})
    clock.set(clock.now() + timedelta(days=30))
    app = StudyplanApp(begun)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        said = "The interview is over. What now?\nd a new date · p go on without one, or archive it"
        assert text(pilot, "#over") == said
        settings.change(begun, {"after_interview": "archive"})
        app.refresh_view()
        await pilot.pause()
        assert "It is archived" in text(pilot, "#over")
        assert "p go on without one" in text(pilot, "#over")
        assert "Nothing is left" not in lines(pilot)[0]
        assert not app.screen.query_one("#outlook").display
        settings.change(begun, {"after_interview": "keep"})
        app.refresh_view()
        await pilot.pause()
        assert not app.screen.query_one("#over").display


async def test_of_several_interviews_the_next_one_is_moved(begun: Study, clock: FixedClock) -> None:
    settings.change(begun, {"interview_date": "2026-11-25"})
    settings.change(begun, {"later_interviews": "2026-12-10, 2026-12-20"})
    clock.set(clock.now() + timedelta(days=5))
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("d")
        date = app.screen.query_one("#date", Input)
        assert date.value == "2026-12-10"
        assert "Sun 20 Dec" in text(pilot, "#others")
        date.value = "2026-12-12"
        app.screen.query_one("#minutes", Input).value = ""
        app.screen.query_one("#start", Button).press()
        await pilot.pause()
        assert text(pilot, "#wrong").startswith("Minutes a day: `` is not like `60`")
        app.screen.query_one("#minutes", Input).value = "60"
        app.screen.query_one("#start", Button).press()
        await pilot.pause()
        assert [str(day) for day in begun.settings.interviews] == [
            "2026-11-25",
            "2026-12-12",
            "2026-12-20",
        ]
        await pilot.press("d")
        app.screen.query_one("#date", Input).value = "2026-11-26"
        app.screen.query_one("#start", Button).press()
        await pilot.pause()
        assert "is in the past" in text(pilot, "#wrong")
        app.screen.query_one("#date", Input).value = ""
        app.screen.query_one("#start", Button).press()
        await pilot.pause()
        assert str(begun.settings.next_interview(begun.today)) == "2026-12-20"


async def test_the_day_of_the_interview_is_no_day_off(begun: Study) -> None:
    settings.change(begun, {"interview_date": begun.today.isoformat()})
    app = StudyplanApp(begun)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "a day off" not in text(pilot, "#minutes")
