"""How long a plan takes: `python benchmarks/plan_speed.py`.

Times are of the processor, the least of several runs, and stand beside those of a fixed loop in the
same run: the ratio says more than the milliseconds when the machine is another or is busy.
"""

import random
import time
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from studyplan.domain.memory import Memory
from studyplan.domain.plan import Known, Situation, Unread
from studyplan.domain.planner import plan

TODAY = date(2026, 1, 5)
COMPETENCIES = tuple(f"K{number:02}" for number in range(1, 19))
RUNS = 5


def situation(works: int, days: int, read: float, seed: int = 1) -> Situation:
    """Works spread over competencies that need each other, a share of them read.

    Cards of one reading were last asked on one day.
    """
    source = random.Random(seed)  # noqa: S311 - nothing here is secret
    unread: list[Unread] = []
    cards: list[Known] = []
    begun = set()
    for number in range(works):
        competency = COMPETENCIES[number * len(COMPETENCIES) // works]
        questions = source.randint(4, 8)
        id = f"work {number}"
        if source.random() < read:
            begun.add(competency)
            last = TODAY - timedelta(days=source.randint(1, 30))
            due = last + timedelta(days=source.randint(1, 40))
            cards += [
                Known(f"{id} {n}", id, competency, 1 / questions, memory, last, due)
                for n in range(questions)
                for memory in (Memory(source.uniform(0.5, 40), source.uniform(2, 9)),)
            ]
        else:
            follows = unread and unread[-1].competency == competency and source.random() < 0.2
            needs = (unread[-1].id,) if follows else ()
            minutes = source.choice((10, 15, 22, 45, 90))
            unread.append(Unread(id, minutes, competency, questions, needs))
    return Situation(
        day=TODAY,
        interview=TODAY + timedelta(days=days),
        minutes=lambda _: 60,
        unread=unread,
        cards=cards,
        needs={
            one: COMPETENCIES[max(0, place - 2) : place] for place, one in enumerate(COMPETENCIES)
        },
        begun=begun,
        readings=Counter(
            COMPETENCIES[number * len(COMPETENCIES) // works] for number in range(works)
        ),
        weights={},
    )


def seconds(action: Callable[[], object], runs: int = RUNS) -> float:
    """The least time of the processor that it takes."""
    found = []
    for _ in range(runs):
        began = time.process_time()
        action()
        found.append(time.process_time() - began)
    return min(found)


def reference() -> float:
    """A loop that takes some 10 ms on a machine of 2024."""
    return sum(1.0001**number for number in range(200_000))


def main() -> None:
    """Print the table."""
    loop = seconds(reference)
    print(f"{'works':>6} {'days':>4} {'cards':>6} │ {'ms':>7} {'of the loop':>11}")
    for works, days, read in ((120, 90, 0.0), (120, 90, 0.5), (10_000, 90, 0.0), (10_000, 90, 0.5)):
        given = situation(works, days, read)
        took = seconds(partial(plan, given), RUNS if works < 1000 else 2)
        cards = len(given.cards)
        print(f"{works:>6} {days:>4} {cards:>6} │ {took * 1000:>7.1f} {took / loop:>11.1f}")
    print(f"\nThe loop: {loop * 1000:.1f} ms.")


if __name__ == "__main__":
    main()
