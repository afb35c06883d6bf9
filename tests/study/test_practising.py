"""Practising an interview: the clock, what a crash leaves, when it comes back, what is exported."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.interview import Dimension, StageName
from studyplan.domain.memory import Grade
from studyplan.domain.resource import Status
from studyplan.store import attempts, cards
from studyplan.study import (
    Refused,
    Study,
    asking,
    history,
    planning,
    practising,
    reading,
    reviewing,
    transcript,
)
from studyplan.study import practice as practices
from studyplan.study.practice import Practice

ID = "news-feed-ranking"
SCOPE, TASK = StageName.SCOPE, StageName.TASK


@pytest.fixture
def attempt(study: Study) -> str:
    return practising.start(study, ID)


def wait(clock: FixedClock, seconds: float) -> None:
    clock.set(clock.now() + timedelta(seconds=seconds))


def run(practice: Practice, clock: FixedClock, seconds: float) -> None:
    """Let time pass as a screen does, which looks at the clock all the while."""
    end = clock.now() + timedelta(seconds=seconds)
    while clock.now() < end:
        clock.set(min(end, clock.now() + timedelta(seconds=10)))
        practice.clocks()


def running(study: Study, attempt: str) -> Practice:
    practice = Practice(study, attempt)
    practice.resume()
    return practice


def events(study: Study) -> list[str]:
    return [row[0] for row in study.store.rows("SELECT kind FROM event ORDER BY id")]


def scores(value: int) -> dict[Dimension, int]:
    return dict.fromkeys(Dimension, value)


def test_all_thirty_ship_and_none_was_practised(study: Study) -> None:
    found = practising.interviews_of(study)
    assert len(found) == 30
    assert all(not one.attempts and one.due is None and not one.is_due for one in found)
    assert practising.find(study, "news-feed").interview.id == ID
    with pytest.raises(Refused, match="no interview `nothing`"):
        practising.find(study, "nothing")
    with pytest.raises(Refused, match="several"):
        practising.find(study, "a")


def test_only_three_lengths(study: Study) -> None:
    with pytest.raises(Refused, match="30, 45 or 60"):
        practising.start(study, ID, 20)
    assert events(study) == []


def test_the_clock_runs_stands_and_goes_over(study: Study, clock: FixedClock, attempt: str) -> None:
    practice = Practice(study, attempt)
    wait(clock, 30)
    assert practice.current.spent == 0  # it stands until it is started
    practice.resume()
    planned = practice.current.planned
    run(practice, clock, planned * 2 / 3 - 1)
    assert [one.asks_on for one in practice.clocks()] == [False] * 9
    run(practice, clock, 1)
    assert practice.clocks()[0].asks_on
    practice.pause()
    wait(clock, 600)
    practice.resume()
    run(practice, clock, planned / 3 + 5)
    assert practice.current.left == pytest.approx(-5)
    practice.step(1)
    assert (practice.stage, practice.is_last) == (TASK, False)
    assert practice.current.spent == 0


def test_a_clock_set_back_takes_no_time_away(study: Study, clock: FixedClock, attempt: str) -> None:
    practice = running(study, attempt)
    run(practice, clock, 50)
    assert practice.current.spent == 50
    wait(clock, -3600)
    assert practice.current.spent == 50
    wait(clock, 10)
    assert practice.current.spent == 60


def test_a_machine_that_slept_did_not_practise(
    study: Study, clock: FixedClock, attempt: str
) -> None:
    practice = running(study, attempt)
    run(practice, clock, 40)
    wait(clock, practices.LONGEST_GAP)
    assert practice.current.spent == 40 + practices.LONGEST_GAP  # slow, not asleep
    wait(clock, practices.LONGEST_GAP + 1)
    assert practice.current.spent == 40 + practices.LONGEST_GAP
    run(practice, clock, 20)
    practice.pause()
    (made,) = practising.history(study, ID)
    assert made.spent == 60 + practices.LONGEST_GAP


def test_leaving_a_stage_and_pausing_write_one_event_each(
    study: Study, clock: FixedClock, attempt: str
) -> None:
    practice = running(study, attempt)
    for letter in "Who":
        practice.type(practice.note + letter)
        wait(clock, 1)
        practice.keep()
    assert events(study) == ["practise"]
    practice.step(1)
    practice.type("Rank.")
    wait(clock, 2)
    practice.pause()
    practice.pause()  # nothing happened since
    assert events(study) == ["practise", "write", "write"]
    (made,) = practising.history(study, ID)
    assert made.notes == {SCOPE: "Who", TASK: "Rank."}
    assert made.seconds == {SCOPE: 3.0, TASK: 2.0}
    assert attempts.kept(study.store, attempt) is None


def test_what_was_kept_survives_a_crash(study: Study, clock: FixedClock, attempt: str) -> None:
    lost = running(study, attempt)
    lost.step(1)
    lost.type("Half a sen")
    fact = lost.hidden[0]
    run(lost, clock, 42)
    lost.reveal(fact)
    wait(clock, 3600)  # the process is gone; so is this time
    again = Practice(study, attempt)
    assert (again.stage, again.note) == (TASK, "Half a sen")
    assert again.current.spent == 42
    assert again.revealed == [fact]
    again.resume()
    wait(clock, 8)
    assert again.current.spent == 50


def test_an_attempt_that_runs_elsewhere_is_left_alone(
    study: Study, attempt: str, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    practice = running(study, attempt)
    wait(clock, 1)
    practice.keep()
    monkeypatch.setattr(os, "getpid", lambda: -7)
    monkeypatch.setattr(practices, "is_at_work", lambda *_: True)
    with pytest.raises(Refused, match="another window"):
        Practice(study, attempt)


def test_undo_takes_back_one_thing_after_the_other(
    study: Study, clock: FixedClock, attempt: str
) -> None:
    practice = running(study, attempt)
    practice.type("One")
    wait(clock, 5)
    practice.pause()
    practising.finish(study, attempt, scores(3))
    assert "finished “Rank" in history.undo(study)
    assert cards.read(study.store, f"interview:{ID}") is None
    assert Practice(study, attempt).note == "One"
    assert "wrote in “Rank" in history.undo(study)
    assert Practice(study, attempt).note == ""
    assert "began to practise “Rank" in history.undo(study)
    assert practising.history(study) == []
    with pytest.raises(Refused, match="no attempt"):
        practice.write()
    for _ in range(3):
        history.redo(study)
    (made,) = practising.history(study)
    assert (made.mean, made.notes) == (3, {SCOPE: "One"})


def test_what_is_undone_elsewhere_takes_no_unwritten_word(
    study: Study, clock: FixedClock, attempt: str
) -> None:
    practice = running(study, attempt)
    practice.type("Who")
    run(practice, clock, 5)
    practice.step(1)
    practice.type("Rank")
    run(practice, clock, 7)
    history.undo(study)  # what was written in the first stage, and the step on
    practice.follow()
    assert (practice.stage, practice.note) == (TASK, "Rank")
    practice.pause()
    (made,) = practising.history(study, ID)
    assert made.notes == {TASK: "Rank"}
    assert made.seconds == {TASK: 7.0}
    history.undo(study)
    practice.follow()
    assert (practice.stage, practice.note) == (SCOPE, "")


def test_what_was_typed_comes_back_with_a_beginning_that_was_undone(
    study: Study, clock: FixedClock, attempt: str
) -> None:
    practice = running(study, attempt)
    practice.type("Who")
    history.undo(study)
    with pytest.raises(Refused, match="no attempt"):
        practice.follow()
    practice.keep()
    history.redo(study)
    assert Practice(study, attempt).note == "Who"


@pytest.mark.parametrize(
    ("score", "grade"), [(1, Grade.AGAIN), (2, Grade.HARD), (3, Grade.GOOD), (4, Grade.EASY)]
)
def test_it_comes_back_by_its_own_schedule(
    study: Study, clock: FixedClock, attempt: str, score: int, grade: Grade
) -> None:
    practising.finish(study, attempt, scores(score))
    (review,) = reviewing.history(study, f"interview:{ID}")
    assert review.grade is grade
    listed = practising.find(study, ID)
    assert listed.due is not None
    assert listed.due > study.today  # in days, however badly it went
    assert planning.today(study).practices == ()
    wait(clock, (listed.due - study.today).days * 86400)
    assert practising.find(study, ID).is_due
    day = planning.today(study)
    (due,) = day.practices
    assert (due.id, due.minutes, due.begun) == (ID, 45, False)
    assert day.due.questions == ()  # never asked among the cards
    assert asking.upcoming(study).kept == 0


def test_a_begun_one_waits_on_today(study: Study, clock: FixedClock, attempt: str) -> None:
    practice = running(study, attempt)
    run(practice, clock, 15 * 60)
    practice.pause()
    (waiting,) = planning.today(study).practices
    assert (waiting.begun, waiting.minutes) == (True, 30)


def test_time_of_practice_counts_once_for_the_day(
    study: Study, clock: FixedClock, attempt: str
) -> None:
    practice = running(study, attempt)
    run(practice, clock, 40 * 60)
    practice.pause()
    practising.finish(study, attempt, scores(2))
    assert planning.today(study).minutes_done == pytest.approx(40)


def test_nothing_scored_schedules_nothing(study: Study, attempt: str) -> None:
    made = practising.finish(study, attempt, {})
    assert made.finished_at is not None
    assert made.mean is None
    assert cards.read(study.store, f"interview:{ID}") is None
    with pytest.raises(Refused, match="finished"):
        practising.finish(study, attempt, scores(4))
    with pytest.raises(Refused, match="finished"):
        Practice(study, attempt)


def test_a_wrong_score_is_refused(study: Study, attempt: str) -> None:
    with pytest.raises(Refused, match="0 to 4"):
        practising.finish(study, attempt, {Dimension.DATA: 5})
    assert events(study) == ["practise"]


def test_a_surprise_is_deterministic_and_follows_what_is_weak(study: Study) -> None:
    drawn = [practising.surprise_me(study, seed).id for seed in range(60)]
    assert drawn == [practising.surprise_me(study, seed).id for seed in range(60)]
    assert len(set(drawn)) > 10
    before = practising.weakness(study)
    assert set(before.values()) == {1.0}
    for one in reading.works(study, "K02"):
        reading.mark(study, one.id, Status.READ)
    after = practising.weakness(study)
    assert after["K02"] == 0.5  # all is read, nothing was recalled yet
    assert after["K03"] == 1.0


def test_what_prepares_and_is_read_is_not_named_again(study: Study) -> None:
    interview = practising.find(study, ID).interview
    assert [one.id for one in practising.to_read(study, interview)] == list(interview.works)
    reading.mark(study, interview.works[0], Status.READ)
    assert [one.id for one in practising.to_read(study, interview)] == list(interview.works[1:])


def test_markdown_has_what_was_written_beside_what_was_wanted(
    study: Study, clock: FixedClock, attempt: str, tmp_path: Path
) -> None:
    practice = running(study, attempt)
    practice.type("Who reads it?")
    practice.reveal(practice.hidden[0])
    run(practice, clock, 65)
    practice.pause()
    practising.finish(study, attempt, scores(3) | {Dimension.DATA: 1})
    text = transcript.as_markdown(study, attempt)
    interview = practising.find(study, ID).interview
    assert f"# {interview.title}\n" in text
    assert "### Scope (1:05 of 5:00)\n\nWho reads it?\n" in text
    assert f"- {interview.facts[0].ask} {interview.facts[0].answer}" in text
    assert all(point in text for stage in interview.stages for point in stage.strong)
    assert all(f"- {flag}\n" in text for stage in interview.stages for flag in stage.red_flags)
    assert "Mean 2.8 of 4" in text
    assert "\n### Monitoring\n" in text.split("## The outline")[1]

    path = tmp_path / "attempt.md"
    transcript.export(study, attempt, path)
    assert path.read_text(encoding="utf-8") == text
    path.write_text("mine")
    with pytest.raises(Refused, match="--force"):
        transcript.export(study, attempt, path)
    assert path.read_text() == "mine"
    transcript.export(study, attempt, path, force=True)
    assert path.read_text(encoding="utf-8") == text
    with pytest.raises(Refused, match="cannot be written"):
        transcript.export(study, attempt, tmp_path / "no" / "such.md")
