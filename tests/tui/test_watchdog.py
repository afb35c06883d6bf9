import sys

from studyplan.tui.watchdog import BEAT, Watchdog, told


class Time:
    """A clock that is set."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_thread_that_beats_in_time_is_not_told_of() -> None:
    time = Time()
    dog = Watchdog(lambda: "never", time, limit=0.05)
    for _ in range(10):
        time.now += BEAT
        dog.look()
        dog.beat()
    assert dog.found == []


def test_what_was_done_in_most_of_the_wait_is_told() -> None:
    time, stacks = Time(), iter(["a", "b", "b"])
    dog = Watchdog(lambda: next(stacks), time, limit=0.05)
    for moment in (0.03, 0.05, 0.07):
        time.now = moment
        dog.look()
    time.now = BEAT + 0.08
    dog.beat()
    (blocked,) = dog.found
    assert str(blocked) == "blocked for 80 ms by b"
    dog.beat()
    assert len(dog.found) == 1


def test_a_wait_that_nobody_could_look_into_is_told_too() -> None:
    time = Time()
    dog = Watchdog(lambda: "", time, limit=0.05)
    time.now = BEAT + 0.2
    dog.beat()
    time.now += BEAT + 0.1
    dog.beat()
    assert dog.report().splitlines() == [
        "The screens did not answer for 50 ms or more 2 times.",
        "blocked for 200 ms by what nobody saw",
        "blocked for 100 ms by what nobody saw",
    ]


def test_a_stack_names_calls_with_file_and_line() -> None:
    assert told(None) == ""
    line = told(sys._getframe())
    assert line.endswith(f"(test_watchdog.py:{sys._getframe().f_lineno - 1})")
    assert "test_a_stack_names_calls_with_file_and_line" in line
