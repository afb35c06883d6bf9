"""What takes long, in a process of its own: it finds what a thread would."""

import sys
from datetime import UTC, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from studyplan.clock import FixedClock
from studyplan.domain.resource import Status
from studyplan.study import Refused, Study, own_process, reading, settings
from studyplan.study.apart import OUTLOOK, PROGRESS, UPCOMING, Apart, Beside


def test_another_process_finds_the_same(study: Study) -> None:
    reading.mark(study, "focal-loss", Status.READ)
    settings.change(study, {"interview_date": str(study.today + timedelta(days=9))})
    assert Apart().do(study, OUTLOOK) == Beside().do(study, OUTLOOK)
    assert Apart().do(study, PROGRESS) == Beside().do(study, PROGRESS)
    assert Apart().do(study, UPCOMING) == Beside().do(study, UPCOMING)


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Asia/Tokyo"), timezone(timedelta(hours=-3))])
def test_the_other_process_is_in_the_same_zone(
    study: Study, clock: FixedClock, zone: timezone | ZoneInfo
) -> None:
    clock.travel(zone)
    assert Apart().do(study, PROGRESS).today == study.today


def test_a_process_that_breaks_off_is_said(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Refused, match="broke off; nothing was changed"):
        Apart().do(study, OUTLOOK)


def test_what_cannot_be_read_is_the_sentence_that_says_why(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.store.path.rename(study.store.path.with_suffix(".away"))
    with pytest.raises(Refused, match="is gone"):
        Apart().do(study, UPCOMING)


def test_what_is_ended_says_nothing_more(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Apart()
    start = own_process.start

    def ended(module: str) -> object:
        process = start(module)
        process.kill()
        return process

    monkeypatch.setattr(own_process, "start", ended)
    with pytest.raises(Refused):
        one.do(study, OUTLOOK)
    one.end()
