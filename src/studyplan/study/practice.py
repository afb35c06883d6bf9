"""One practice against the clock: which stage runs, for how long, what is written.

What is typed and how the clock stands is kept every second. It becomes an event of the log when a
stage is left, when the clock is paused, and at the end.
"""

import os
from dataclasses import dataclass
from datetime import datetime

from studyplan.domain.action import Written
from studyplan.domain.attempt import Attempt
from studyplan.domain.interview import Fact, Stage, StageName
from studyplan.domain.text import clean
from studyplan.store import attempts
from studyplan.study import practising
from studyplan.study.noting import is_at_work
from studyplan.study.session import Refused, Study

FOLLOW_UPS_AT = 2 / 3
"""The share of a stage's time after which the interviewer asks on."""
LONGEST_GAP = 30.0
"""Seconds between two looks at the clock above which nobody practised: the machine slept, or the
program was stopped. Who shows a practice looks every second."""


@dataclass(frozen=True, slots=True)
class StageClock:
    """How the time of one stage stands."""

    stage: Stage
    planned: int
    """Seconds."""
    spent: float
    """Seconds."""
    is_current: bool
    has_note: bool

    @property
    def left(self) -> float:
        """Seconds; negative once time is over."""
        return self.planned - self.spent

    @property
    def asks_on(self) -> bool:
        """Whether the interviewer's moment for the follow-ups has come."""
        return self.spent >= self.planned * FOLLOW_UPS_AT


class Practice:
    """A running attempt. The clock runs from the first `resume`, and stands again at each `pause`.

    Raises:
        Refused: there is no such attempt, it is finished, or it runs in another window.
    """

    def __init__(self, study: Study, attempt: str) -> None:
        self._study = study
        self._id = attempt
        self._since: datetime | None = None  # when time was last counted; None while it stands
        self._load()
        self.interview = practising.find(study, self._logged.interview).interview

    def _load(self) -> None:
        """Take the attempt as it is kept, by the log and beyond it."""
        self._logged, kept = self._find()
        latest = kept or self._logged
        self.stage: StageName = latest.stage
        self._notes, self._seconds = dict(latest.notes), dict(latest.seconds)
        self._revealed = latest.revealed

    def follow(self) -> None:
        """Take over what undo or another window has changed in the log since.

        What was typed here and is not in the log yet stays, and so does the stage it is typed in.

        Raises:
            Refused: as at the start.
        """
        logged, _ = self._find()
        if logged == self._logged:
            return
        unwritten = self._unwritten()
        self._logged = logged
        self._notes, self._seconds = dict(logged.notes), dict(logged.seconds)
        self._revealed = logged.revealed
        if unwritten is not None:
            self._notes.update(unwritten.notes)
            self._seconds.update(unwritten.seconds)
        if unwritten is None or self.stage not in unwritten.notes:
            self.stage = logged.stage

    def _find(self) -> tuple[Attempt, attempts.Running | None]:
        """The attempt by the log, and what is kept beyond it."""
        logged = practising.find_attempt(self._study, self._id)
        if logged.finished_at is not None:
            raise Refused("This attempt is finished; undo takes that back.")
        kept = attempts.kept(self._study.store, self._id)
        if kept is not None and is_at_work(self._study, kept.process):
            raise Refused("This attempt runs in another window; pause it there first.")
        return logged, kept

    @property
    def attempt(self) -> Attempt:
        """The attempt as the log has it."""
        return self._logged

    @property
    def is_paused(self) -> bool:
        """Whether the clock stands."""
        return self._since is None

    @property
    def is_last(self) -> bool:
        """Whether no stage follows."""
        return self.stage is list(StageName)[-1]

    @property
    def note(self) -> str:
        """What is written in the current stage."""
        return self._notes.get(self.stage, "")

    @property
    def current(self) -> StageClock:
        """The stage that runs."""
        return next(one for one in self.clocks() if one.is_current)

    @property
    def revealed(self) -> list[Fact]:
        """What the interviewer has told, in the order in which it was asked for."""
        by_question = {fact.ask: fact for fact in self.interview.facts}
        return [by_question[ask] for ask in self._revealed if ask in by_question]

    @property
    def hidden(self) -> list[Fact]:
        """What can still be asked for."""
        return [fact for fact in self.interview.facts if fact.ask not in self._revealed]

    def clocks(self) -> list[StageClock]:
        """Every stage with its time, in order."""
        self._count()
        return [
            StageClock(
                stage=one,
                planned=self._logged.plan[one.stage],
                spent=self._seconds.get(one.stage, 0.0),
                is_current=one.stage is self.stage,
                has_note=bool(self._notes.get(one.stage)),
            )
            for one in self.interview.stages
        ]

    def type(self, text: str) -> None:
        """Take over what is in the editor as the note of the current stage."""
        self._notes[self.stage] = clean(text)

    def keep(self) -> None:
        """Keep how it stands, so that a crash or a closed terminal loses nothing."""
        if self.is_paused and not self._unwritten():
            return
        self._count()
        state = attempts.Running(
            attempt=self._id,
            stage=self.stage,
            notes=self._notes,
            seconds=self._seconds,
            revealed=self._revealed,
            process=os.getpid(),
        )
        attempts.keep(self._study.store, state, self._study.clock.now())

    def resume(self) -> None:
        """Let the clock run, from where it stood."""
        if self._since is None:
            self._since = self._study.clock.now()

    def pause(self) -> None:
        """Stop the clock, and write to the log what was done."""
        self._count()
        self._since = None
        self.write()

    def go_to(self, stage: StageName) -> None:
        """Leave the current stage for another one, and write to the log what was done."""
        self._count()
        self.stage = stage
        self.write()

    def step(self, by: int) -> None:
        """Go so many stages on or back; at either end nothing happens."""
        stages = list(StageName)
        place = stages.index(self.stage) + by
        if 0 <= place < len(stages):
            self.go_to(stages[place])

    def reveal(self, fact: Fact) -> None:
        """Ask a clarifying question; from now on its answer is shown."""
        if fact in self.hidden:
            self._revealed = (*self._revealed, fact.ask)
            self.keep()

    def write(self) -> None:
        """Write to the log what is not in it yet.

        Raises:
            Refused: the attempt is gone, as its beginning was undone.
        """
        with self._study.store.transaction():
            practising.find_attempt(self._study, self._id)
            if (action := self._unwritten()) is not None:
                self._study.do(action)
            attempts.drop(self._study.store, self._id)
            self._logged = practising.find_attempt(self._study, self._id)

    def _unwritten(self) -> Written | None:
        """What the log does not have; None where it has everything."""
        logged = self._logged
        notes = {
            stage: text
            for stage, text in self._notes.items()
            if text != logged.notes.get(stage, "")
        }
        seconds = {
            stage: spent
            for stage, spent in self._seconds.items()
            if spent != logged.seconds.get(stage)
        }
        same = self.stage is logged.stage and self._revealed == logged.revealed
        if same and not notes and not seconds:
            return None
        return Written(self._id, self.stage, notes, seconds, self._revealed)

    def _count(self) -> None:
        """Add to the current stage the time since the last count.

        A clock that was set back adds none, nor does a gap too long to have been practice.
        """
        if self._since is None:
            return
        now = self._study.clock.now()
        passed = (now - self._since).total_seconds()
        if 0 < passed <= LONGEST_GAP:
            self._seconds[self.stage] = round(self._seconds.get(self.stage, 0.0) + passed, 3)
        self._since = now
