"""Fitting to a person's reviews: one action, undone exactly, in this process or another."""

import io
import json
import sys

import pytest

from studyplan.domain.fitting import STEPS, History, Verdict
from studyplan.domain.fitting import fit as domain_fit
from studyplan.domain.interview import Dimension
from studyplan.domain.memory import DEFAULT_PARAMETERS
from studyplan.study import Refused, Study, fit_process, fitting, history, practising, settings
from studyplan.study.fit_process import CalledOff, FitProcess
from tests.learner import FIRST_DAY, FORGETFUL, Grades, answer, folded
from tests.learner import history as learnt

DECIDED = "SELECT id, phase, step, due_day, due_at, last_day, reps, lapses FROM card ORDER BY id"
FORGOT = learnt(1000, true=FORGETFUL)
SHORT = learnt(450)


def events(study: Study) -> int:
    return int(study.store.value("SELECT count(*) FROM event"))


def test_better_parameters_are_one_action_and_undo_restores_exactly(study: Study) -> None:
    answer(study, FORGOT)
    before, decided, count = folded(study), study.store.rows(DECIDED), events(study)
    found = fitting.fit(study)
    assert found.verdict is Verdict.BETTER
    assert events(study) == count + 1
    assert study.settings.parameters == found.parameters
    assert study.store.rows(DECIDED) == decided
    after = folded(study)
    assert after != before
    assert history.undo(study) == "set the parameters of memory"
    assert folded(study) == before
    assert study.settings.parameters == DEFAULT_PARAMETERS
    history.redo(study)
    assert folded(study) == after


def test_with_its_parameters_predictions_are_truer(study: Study) -> None:
    def distance() -> float:
        bins = fitting.calibrated(study, FIRST_DAY)
        return sum(abs(one.predicted - one.recalled) * one.reviews for one in bins)

    answer(study, FORGOT)
    before = distance()
    fitting.fit(study)
    assert distance() < before / 2


def test_a_fit_that_is_no_better_changes_nothing(study: Study) -> None:
    answer(study, SHORT)
    before, count = folded(study), events(study)
    assert fitting.fit(study).verdict is Verdict.NO_BETTER
    assert (folded(study), events(study)) == (before, count)


def test_own_parameters_are_judged_by_reviews_after_the_day_they_were_taken(study: Study) -> None:
    answer(study, SHORT)
    settings.change(study, {"parameters": ", ".join(map(str, FORGETFUL))})
    found = fitting.history(study)
    assert found.present == FORGETFUL
    assert found.since == study.today
    assert found.relearning_steps == 1
    assert fitting.fit(study).verdict is Verdict.WAITING
    history.undo(study)
    assert fitting.history(study).since is None


def test_the_history_is_that_of_the_log_without_mock_interviews(study: Study) -> None:
    answer(study, SHORT[:50])
    made = practising.start(study, "news-feed-ranking")
    practising.finish(study, made, dict.fromkeys(Dimension, 3))
    assert fitting.history(study).grades == tuple(SHORT[:50])


def test_another_process_finds_the_same(study: Study) -> None:
    given = History(tuple(SHORT))
    done: list[int] = []
    assert FitProcess()(given, done.append) == domain_fit(given)
    assert done == list(range(1, STEPS + 1))


def test_what_is_called_off_changes_nothing(study: Study) -> None:
    answer(study, FORGOT)
    before, count = folded(study), events(study)
    process = FitProcess()
    with pytest.raises(CalledOff):
        fitting.fit(study, lambda _: process.call_off(), process)
    process = FitProcess()
    process.call_off()
    with pytest.raises(CalledOff):
        fitting.fit(study, None, process)
    assert (folded(study), events(study)) == (before, count)


def test_a_process_that_breaks_off_is_said(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Refused, match="broke off; nothing was changed"):
        fitting.fit(study, None, FitProcess())
    monkeypatch.setattr(sys, "executable", "/no/such/program")
    with pytest.raises(Refused, match="broke off"):
        fitting.fit(study, None, FitProcess())


def test_the_other_end_answers_step_by_step() -> None:
    sink = io.BytesIO()
    fit_process.serve(io.BytesIO(fit_process.to_line(History(tuple(SHORT)))), sink)
    sink.seek(0)
    *steps, said = map(json.loads, sink.readlines())
    assert steps == list(range(1, STEPS + 1))
    assert fit_process.to_fit(said) == domain_fit(History(tuple(SHORT)))


def test_only_new_parameters_have_the_memory_computed_anew(study: Study) -> None:
    assert not history.recomputes(study)
    settings.change(study, {"parameters": ", ".join(map(str, FORGETFUL))})
    assert history.recomputes(study)
    history.undo(study)
    assert history.recomputes(study, redo=True)
    settings.change(study, {"retention": "0.8"})
    assert not history.recomputes(study)
    assert not history.recomputes(study, redo=True)


@pytest.mark.parametrize("text", ["1, 2, 3", "x", ", ".join(["0"] * 21)])
def test_what_cannot_be_parameters_is_refused(study: Study, text: str) -> None:
    with pytest.raises(Refused, match=r"^`parameters`: "):
        settings.change(study, {"parameters": text})


def test_grades_in_a_study_beside_another_are_seen(study: Study) -> None:
    beside = study.beside()
    grades: Grades = SHORT[:5]
    answer(beside, grades)
    beside.close()
    assert fitting.history(study).grades == tuple(grades)
