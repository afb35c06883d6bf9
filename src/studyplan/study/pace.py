"""How long a person takes for a review."""

from studyplan.domain.plan import seconds_a_review
from studyplan.study.session import Study

_SAMPLE = 200


def pace(study: Study) -> float:
    """Seconds a review takes: the person's median where enough were measured."""
    rows = study.store.rows(
        "SELECT seconds FROM review WHERE seconds IS NOT NULL ORDER BY day DESC LIMIT ?", _SAMPLE
    )
    return seconds_a_review([row[0] for row in rows])
