"""The Interview screens: choosing, practising against the clock, scoring."""

from datetime import timedelta

import pytest
from textual.pilot import Pilot
from textual.widgets import Static, TextArea

from studyplan.clock import FixedClock
from studyplan.domain.interview import Dimension, StageName
from studyplan.study import Study, history, practising
from studyplan.study.practice import Practice
from studyplan.tui.app import StudyplanApp
from studyplan.tui.screens.ask_fact import AskFactScreen
from studyplan.tui.screens.interview import InterviewScreen
from studyplan.tui.screens.outcome import OutcomeScreen
from studyplan.tui.screens.practise import PractiseScreen
from studyplan.tui.widgets.attempts import Attempts
from studyplan.tui.widgets.choices import Choices
from studyplan.tui.widgets.comparison import Comparison
from studyplan.tui.widgets.scores import Scores
from studyplan.tui.widgets.stage_list import StageList

ID = "news-feed-ranking"
SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)])


@pytest.fixture
def app(study: Study) -> StudyplanApp:
    study.introduce()
    return StudyplanApp(study)


def text(app: StudyplanApp, selector: str) -> str:
    return str(app.screen.query_one(selector, Static).render())


def pass_time(app: StudyplanApp, clock: FixedClock, seconds: float) -> None:
    """Let the screen look at the clock every ten seconds; in use it does so every second."""
    assert isinstance(app.screen, PractiseScreen)
    end = clock.now() + timedelta(seconds=seconds)
    while clock.now() < end:
        clock.set(min(end, clock.now() + timedelta(seconds=10)))
        app.screen.tick()


async def settled(pilot: Pilot[None]) -> None:
    """Let a scroll come to rest."""
    for _ in range(3):
        await pilot.pause()


def picker(app: StudyplanApp) -> InterviewScreen:
    assert isinstance(app.screen, InterviewScreen)
    return app.screen


def running(app: StudyplanApp) -> PractiseScreen:
    assert isinstance(app.screen, PractiseScreen)
    return app.screen


def logged(study: Study) -> list[str]:
    return [row[0] for row in study.store.rows("SELECT kind FROM event ORDER BY id")]


@SIZES
async def test_one_is_chosen_with_its_question_and_attempts(
    app: StudyplanApp, study: Study, size: tuple[int, int]
) -> None:
    made = practising.start(study, ID)
    practising.finish(study, made, {Dimension.DATA: 2, Dimension.MODELLING: 3})
    async with app.run_test(size=size) as pilot:
        await pilot.press("i")
        choices = picker(app).query_one(Choices)
        assert choices.option_count == 30
        assert str(choices.get_option(ID).prompt).strip().startswith("✓ Rank a personalised")
        assert "2.5" in str(choices.get_option(ID).prompt)
        assert "Not practised yet" in str(picker(app).query_one(Attempts).render())
        app.go_to_interview(ID)
        await pilot.pause()
        assert "How would you rank it?" in text(app, "#question")
        table = str(picker(app).query_one(Attempts).render())
        assert "24 Nov" in table
        assert "2.5" in table
        await pilot.press("o")
        assert isinstance(app.screen, OutcomeScreen)
        assert "2.5 of 4" in text(app, "#header")
        await pilot.press("s", "4")  # what is finished is not scored again
        assert app.screen.query_one(Scores).scores[Dimension.DATA] == 2
        await pilot.press("escape")
        assert isinstance(app.screen, InterviewScreen)


async def test_a_surprise_and_a_length(app: StudyplanApp, study: Study, clock: FixedClock) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("i", "l", "s")
        seed = round(clock.now().timestamp() * 1000)
        drawn = practising.surprise_me(study, seed)
        chosen = picker(app).query_one(Choices).highlighted_option
        assert chosen is not None
        assert chosen.id == drawn.id
        assert "60 min" in text(app, "#header")
        await pilot.press("enter")
        await pilot.pause()
        assert running(app)
        (made,) = practising.history(study)
        assert (made.interview, made.minutes) == (drawn.id, 60)


@SIZES
async def test_the_clock_is_said_in_words_and_the_interviewer_asks_on(
    app: StudyplanApp, study: Study, clock: FixedClock, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        app.go_to_interview(ID)
        await pilot.pause()
        await pilot.press("enter", "W", "h", "o")
        screen = running(app)
        stages = screen.query_one(StageList)
        pass_time(app, clock, 199)
        assert "› Scope" in str(stages.render())
        assert "1:41 left" in str(stages.render())
        assert not screen.query_one("#asks").display
        pass_time(app, clock, 1)
        assert screen.query_one("#asks").display
        pass_time(app, clock, 45)
        assert "The last minute." in str(stages.render())
        pass_time(app, clock, 60)
        assert "0:05 over" in str(stages.render())
        assert "Time is over" in str(stages.render())
        assert logged(study) == ["practise"]
        await pilot.press("ctrl+n")
        assert not screen.query_one("#asks").display
        assert screen.query_one(TextArea).text == ""
        assert "✓ Scope" in str(stages.render())
        await pilot.press("ctrl+b")
        assert screen.query_one(TextArea).text == "Who"
        assert logged(study) == ["practise", "write", "write"]


async def test_a_pause_stops_the_clock_and_a_fact_is_told_when_asked_for(
    app: StudyplanApp, study: Study, clock: FixedClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.go_to_interview(ID)
        await pilot.pause()
        await pilot.press("enter", "ctrl+t")
        pass_time(app, clock, 600)
        assert "The clock stands." in str(app.screen.query_one(StageList).render())
        assert "5:00 left" in str(app.screen.query_one(StageList).render())
        await pilot.press("ctrl+t")
        pass_time(app, clock, 10)
        assert "4:50 left" in str(app.screen.query_one(StageList).render())

        interview = practising.find(study, ID).interview
        await pilot.press("ctrl+o")
        assert isinstance(app.screen, AskFactScreen)
        assert interview.facts[1].answer not in app.export_screenshot()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert interview.facts[1].answer in text(app, "#told")
        await pilot.press("ctrl+o", "escape")
        await pilot.press("escape")
        (made,) = practising.history(study, ID)
        assert made.revealed == (interview.facts[1].ask,)
        assert made.seconds == {StageName.SCOPE: 10.0}


async def test_leaving_keeps_everything_and_today_leads_back(
    app: StudyplanApp, study: Study, clock: FixedClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.go_to_interview(ID)
        await pilot.pause()
        await pilot.press("enter", "ctrl+n", "H", "i")
        pass_time(app, clock, 30)
        await pilot.press("escape", "t")
        await pilot.pause()
        clock.set(clock.now() + timedelta(hours=3))
        agenda = app.screen.query_one(Choices)
        line = agenda.get_option(f":practise:{ID}")
        assert "◐" in str(line.prompt)
        agenda.highlighted = agenda.get_option_index(f":practise:{ID}")
        await pilot.press("enter")
        await pilot.pause()
        assert "begun" in text(app, "#header")
        await pilot.press("enter")
        assert running(app).query_one(TextArea).text == "Hi"
        pass_time(app, clock, 5)
        assert "4:25 left" in str(app.screen.query_one(StageList).render())


async def test_quitting_in_the_middle_keeps_what_was_typed(app: StudyplanApp, study: Study) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.go_to_interview(ID)
        await pilot.pause()
        await pilot.press("enter", "H", "i", "ctrl+q")
    (made,) = practising.history(study, ID)
    assert made.notes == {StageName.SCOPE: "Hi"}


async def test_an_undo_elsewhere_is_seen(app: StudyplanApp, study: Study) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.go_to_interview(ID)
        await pilot.pause()
        await pilot.press("enter", "H", "i", "ctrl+n")
        history.undo(study)
        app.refresh_view()
        await pilot.pause()
        assert "› Scope" in str(app.screen.query_one(StageList).render())
        assert running(app).query_one(TextArea).text == ""


async def test_what_is_being_typed_survives_an_undo_elsewhere(
    app: StudyplanApp, study: Study
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.go_to_interview(ID)
        await pilot.pause()
        await pilot.press("enter", "ctrl+n", "H", "i")
        history.undo(study)
        app.refresh_view()
        await pilot.pause()
        assert "› Task" in str(app.screen.query_one(StageList).render())
        assert running(app).query_one(TextArea).text == "Hi"
        await pilot.press("escape")
    (made,) = practising.history(study, ID)
    assert made.notes == {StageName.TASK: "Hi"}


async def test_all_that_the_interviewer_says_is_reached_by_a_key(
    app: StudyplanApp, clock: FixedClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.go_to_interview(ID)
        await pilot.pause()
        await pilot.press("enter")
        pass_time(app, clock, 200)
        await pilot.press("ctrl+o", "enter")
        await pilot.pause()
        says = running(app).query_one("#says")
        asks = running(app).query_one("#asks")
        assert says.max_scroll_y > 0
        while says.scroll_offset.y < says.max_scroll_y:
            await pilot.press("ctrl+r")
        assert asks.region.bottom == says.region.bottom
        await pilot.press("f12")
        await settled(pilot)
        assert says.scroll_offset.y == 0


async def test_an_undone_beginning_closes_the_practice(app: StudyplanApp, study: Study) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.go_to_interview(ID)
        await pilot.pause()
        await pilot.press("enter")
        running(app)
        history.undo(study)
        app.refresh_view()
        await pilot.pause()
        assert isinstance(app.screen, InterviewScreen)
        assert practising.history(study) == []


@SIZES
async def test_the_end_compares_and_scores(
    app: StudyplanApp, study: Study, clock: FixedClock, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        app.go_to_interview(ID)
        await pilot.pause()
        await pilot.press("enter", "H", "i")
        pass_time(app, clock, 65)
        await pilot.press("ctrl+g")
        await pilot.pause()
        assert isinstance(app.screen, OutcomeScreen)
        interview = practising.find(study, ID).interview
        assert app.screen.query_one(Comparison).display
        shown = app.export_screenshot()
        assert "Hi" in shown
        assert "1:05" in shown.replace("&#160;", " ")
        app.screen.query_one(Comparison).scroll_to(y=12, animate=False)
        await settled(pilot)
        shown = app.export_screenshot().replace("&#160;", " ")
        assert "Red flags" in shown
        assert interview.stages[0].red_flags[0].split()[0] in shown  # it may be wrapped
        await pilot.press("3")  # not among the scores yet
        assert app.screen.query_one(Scores).scores == {}
        await pilot.press("s", "3", "2", "up", "minus", "4")
        scores = app.screen.query_one(Scores)
        assert scores.scores == {
            Dimension.UNDERSTANDING: 3,
            Dimension.DATA: 4,
        }
        assert "2 of 8 scored, mean 3.5" in text(app, "#mean")
        assert interview.rubric[3].four.split()[0] in app.export_screenshot()
        await pilot.press("f")
        await pilot.pause()
        assert isinstance(app.screen, InterviewScreen)
        (made,) = practising.history(study, ID)
        assert made.mean == 3.5
        assert practising.find(study, ID).due is not None
        await pilot.press("u")
        assert "begun" in str(app.screen.query_one(Choices).get_option(ID).prompt)


async def test_back_from_the_end_goes_on_writing_with_the_clock_stopped(
    app: StudyplanApp, study: Study, clock: FixedClock
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        app.go_to_interview(ID)
        await pilot.pause()
        await pilot.press("enter", "H", "i", "ctrl+g", "escape")
        await pilot.pause()
        pass_time(app, clock, 60)
        assert "The clock stands." in str(app.screen.query_one(StageList).render())
        assert running(app).query_one(TextArea).text == "Hi"


async def test_one_that_runs_elsewhere_is_refused_with_a_sentence(
    app: StudyplanApp, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = practising.start(study, ID)
    Practice(study, attempt).reveal(practising.find(study, ID).interview.facts[0])
    study.store.run("UPDATE running SET process = -7")
    monkeypatch.setattr("studyplan.study.practice.is_at_work", lambda *_: True)
    async with app.run_test(size=(80, 24)) as pilot:
        app.go_to_interview(ID)
        await pilot.pause()
        await pilot.press("enter")
        assert isinstance(app.screen, InterviewScreen)
