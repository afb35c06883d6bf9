"""What to ask now: the cards of today, in the order in which they are asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from studyplan.domain.scheduling import Card, Phase, falls_due

_DAY = timedelta(days=1)
"""No step is so long: one that seems to be was begun by a clock that was ahead."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card that might be asked, with what decides its place."""

    card: Card
    group: str
    """What its siblings share: the id of a resource or a competency."""
    order: int
    """Place in the curriculum; new cards are asked in this order."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a person wants to be asked in a study day. ValueError for a negative number."""

    new_per_day: int = 20
    reviews_per_day: int = 200
    bury_siblings: bool = False
    """Whether of the cards of one group only one is asked in a day, for those whose questions give
    one another away."""

    def __post_init__(self) -> None:
        if self.new_per_day < 0:
            raise ValueError(f"New cards a day must be 0 or more, not {self.new_per_day}.")
        if self.reviews_per_day < 0:
            raise ValueError(f"Reviews a day must be 0 or more, not {self.reviews_per_day}.")


@dataclass(frozen=True, slots=True)
class DoneToday:
    """What was graded in this study day."""

    new: int = 0
    """Number of cards graded for the first time."""
    reviews: int = 0
    """Number of reviews: grades of cards that were in review."""
    cards: frozenset[str] = frozenset()
    """Ids of the cards graded."""
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Ids of the cards graded, by their group; needed for cards that are no candidates."""


@dataclass(frozen=True, slots=True)
class Queue:
    """The cards to ask now, and how much of today is left."""

    cards: tuple[Candidate, ...]
    learning: int
    """Number of cards whose step has ended or will end today, so also of cards not yet asked."""
    reviews: int
    new: int
    next_at: datetime | None
    """When (UTC) the next step of today ends whose card is not among those to ask now."""


def build(
    candidates: Iterable[Candidate],
    *,
    now: datetime,
    day: date,
    limits: Limits,
    done: DoneToday,
    chosen: Sequence[str],
    learn_ahead: timedelta = timedelta(minutes=20),
) -> Queue:
    """Return the queue of a study day at an instant, whatever the order of the candidates.

    First the learning and relearning cards whose step of today has ended, the oldest first; then
    the reviews that the plan has chosen for the day, in its order; then new cards in curriculum
    order. A step that was left on an earlier day is a review, which the plan chooses or not.
    Cards whose step ends within `learn_ahead` are asked only when nothing else is left. Limits
    and burying never hold up a step of today, and suspended cards never appear. A step that ends
    later than any can was begun by a clock that was ahead; it counts as ended.
    """
    awake = [candidate for candidate in candidates if not candidate.card.suspended]
    learning = sorted(
        (candidate for candidate in awake if candidate.card.phase.has_steps),
        key=lambda c: (_step_end(c), c.card.id),
    )
    over = [c for c in learning if _step_end(c) <= now or _step_end(c) > now + _DAY]
    ended = [c for c in over if not _is_left_over(c, day)]
    ahead = [c for c in learning if now < _step_end(c) <= now + learn_ahead]
    last = now + _DAY
    later = [c for c in learning if now + learn_ahead < _step_end(c) <= last and _is_due(c, day)]

    siblings = _Siblings(limits.bury_siblings)
    for group, cards in done.groups.items():
        siblings.add(group, cards)
    for candidate in awake:
        if candidate.card.id in done.cards:
            siblings.add(candidate.group, {candidate.card.id})
    for candidate in (*ended, *ahead, *later):
        siblings.add(candidate.group, {candidate.card.id})

    left_over = [candidate for candidate in over if _is_left_over(candidate, day)]
    in_review = [candidate for candidate in awake if candidate.card.phase is Phase.REVIEW]
    by_id = {candidate.card.id: candidate for candidate in (*in_review, *left_over)}
    reviews = siblings.take(
        (by_id[id] for id in chosen if id in by_id),
        limits.reviews_per_day - done.reviews,
    )
    new = siblings.take(
        sorted((c for c in awake if c.card.phase is Phase.NEW), key=lambda c: (c.order, c.card.id)),
        limits.new_per_day - done.new,
    )

    asked = (*ended, *reviews, *new) or tuple(ahead)
    waiting = later if asked == tuple(ahead) else [*ahead, *later]
    return Queue(
        cards=asked,
        learning=len(ended) + len(ahead) + len(later),
        reviews=len(reviews),
        new=len(new),
        next_at=_step_end(waiting[0]) if waiting else None,
    )


class _Siblings:
    """Which cards of each group are graded or asked today, so that the others can wait."""

    def __init__(self, bury: bool) -> None:
        self._bury = bury
        self._seen: dict[str, set[str]] = {}

    def add(self, group: str, cards: Iterable[str]) -> None:
        self._seen.setdefault(group, set()).update(cards)

    def take(self, candidates: Iterable[Candidate], limit: int) -> list[Candidate]:
        """Return the first candidates, at most `limit`, that no sibling of theirs buries."""
        taken: list[Candidate] = []
        for candidate in candidates:
            if len(taken) >= limit:
                break
            if self._bury and self._seen.get(candidate.group, set()) - {candidate.card.id}:
                continue
            self.add(candidate.group, {candidate.card.id})
            taken.append(candidate)
        return taken


def _step_end(candidate: Candidate) -> datetime:
    due_at = candidate.card.due_at
    if due_at is None:
        raise ValueError(f"Card {candidate.card.id} is in {candidate.card.phase} without a step.")
    return due_at


def _is_due(candidate: Candidate, day: date) -> bool:
    card = candidate.card
    due = falls_due(card.due_day, card.last_day, day)
    return due is not None and due <= day


def _is_left_over(candidate: Candidate, day: date) -> bool:
    """Whether a card in its steps was last graded on a day before."""
    return candidate.card.last_day is not None and candidate.card.last_day < day
