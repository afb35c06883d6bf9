"""Which backups stay, over any number of them and over years."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.keeping import RECENT, staying

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MOST = 12 + 10 + 9
instants = st.lists(
    st.integers(-100, 3 * 365 * 48).map(lambda halves: NOW - timedelta(minutes=30 * halves)),
    max_size=300,
)


@given(instants)
def test_what_stays_is_recent_or_one_of_a_few(made: list[datetime]) -> None:
    stay = staying(made, NOW)
    recent = {at for at in made if at > NOW - RECENT}
    assert recent <= stay <= set(made)
    assert len(stay - recent) <= MOST
    if made:
        assert max(made) in stay


@given(instants)
def test_of_older_ones_each_of_the_last_days_keeps_its_newest(made: list[datetime]) -> None:
    older = [at for at in made if at <= NOW - RECENT]
    days = sorted({at.date() for at in older}, reverse=True)[:12]
    newest = {max(at for at in older if at.date() == day) for day in days}
    assert newest <= staying(made, NOW)


@given(instants, st.randoms())
def test_order_means_nothing_and_a_second_time_nothing_goes(
    made: list[datetime], random: object
) -> None:
    shuffled = list(made)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    stay = staying(made, NOW)
    assert staying(shuffled, NOW) == stay == staying(stay, NOW)


def test_a_few_stay_whatever_their_age() -> None:
    made = [NOW - timedelta(days=40 * age) for age in range(20)]
    assert staying(made, NOW) == set(made)


def test_two_years_of_daily_study_reach_back_most_of_a_year() -> None:
    """Thinned at each backup, as in use: what is kept later must not have gone earlier."""
    kept: set[datetime] = set()
    for day in range(2 * 365):
        for hour in (0, 1, 12):
            now = NOW + timedelta(days=day, hours=hour)
            kept = staying(kept | {now}, now)
    ages = sorted((now - at) / timedelta(days=1) for at in kept)
    assert len([age for age in ages if age < 2]) in (5, 6)
    assert len(kept) <= 6 + MOST
    assert 280 < ages[-1] < 370
    gaps = [after - before for before, after in pairwise(ages)]
    assert max(gap for gap, age in zip(gaps, ages, strict=False) if age < 13) <= 1.01
    assert max(gap for gap, age in zip(gaps, ages, strict=False) if age < 80) <= 10
    assert max(gaps) <= 40


def test_an_hour_a_day_on_one_day_keeps_that_days_newest() -> None:
    day = NOW - timedelta(days=5)
    made = [day + timedelta(minutes=30 * place) for place in range(8)]
    assert staying(made, NOW) == {made[-1]}
