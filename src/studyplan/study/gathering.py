"""What there is to export, read at one moment; texts are cleaned, as those of a stranger."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from studyplan.domain.attempt import CARD
from studyplan.domain.text import clean
from studyplan.domain.wording import Wording
from studyplan.exchange.shown import Asked, Curriculum, Given, Work
from studyplan.store import cards, content
from studyplan.store.engine import from_ms
from studyplan.study import reading, reviewing, transcript
from studyplan.study.session import Study


def curriculum(study: Study) -> Curriculum:
    """Every work, chapter and primer with what a person made of it, and what they practised."""
    with study.store.reading():
        notes = {
            row["resource"]: (row["note"], row["note_at"])
            for row in study.store.rows("SELECT resource, note, note_at FROM progress")
        }
        records = {one.id: one for one in content.all_works(study.store)}
        listed = reading.works(study, chapters=True, primers=True)
        competencies = content.competencies(study.store)
        worded = reviewing.worded(study)
        practised = transcript.practised(study)
    questions = defaultdict(list)
    for question in worded:
        questions[question.resource].append(_cleaned(question.wording))
    of_series = defaultdict(list)
    for work in records.values():
        if work.series is not None:
            of_series[work.series.id].append((work.series.position, work.id))
    found = []
    for one in listed:
        record = records.get(one.id)
        series = record.series if record else None
        note, note_at = notes.get(one.id, ("", None))
        found.append(
            Work(
                id=one.id,
                title=clean(one.title),
                kind=one.kind,
                parent=one.parent,
                url=_clean(one.url) if one.parent is None else None,
                company=_clean(one.company),
                year=one.year,
                competency=one.competency,
                difficulty=one.difficulty,
                minutes=one.minutes,
                minutes_read=one.minutes_read,
                status=one.status,
                status_day=_day(study, one.status_at),
                due=one.due,
                note=clean(note),
                note_day=_day(study, from_ms(note_at)) if note else None,
                topics=record.topics if record else (),
                needs=record.needs if record else (),
                series=tuple(id for _, id in sorted(of_series[series.id])) if series else (),
                questions=questions[one.id],
            )
        )
    return Curriculum(competencies, found, practised)


def asked(study: Study) -> list[Asked]:
    """Every card of a reading with its grades, in the order in which new ones are asked."""
    with study.store.reading():
        history = _grades(study)
        rows = study.store.rows(
            f"{reviewing.QUESTION} ORDER BY q.position, q.id"  # SQL of ours
        )
        return [
            Asked(
                card=one.card,
                question=clean(one.question),
                points=tuple(map(clean, one.points)),
                follow_up=clean(one.follow_up),
                note=clean(one.note),
                title=clean(one.title),
                url=_clean(one.url),
                company=_clean(one.company),
                competency=one.competency,
                kind=str(one.type),
                rests=not one.askable,
                grades=history.get(one.card.id, ()),
            )
            for one in reviewing.questions_of(study, rows)
            if not one.card.id.startswith(CARD)
        ]


def _grades(study: Study) -> dict[str, list[Given]]:
    """Every grade by its card. The decisions stand in the log alone."""
    rows = study.store.rows(
        "SELECT id, json_extract(payload, '$.due') AS due, json_extract(payload, '$.due_at') AS at "
        "FROM event WHERE kind = 'grade' AND json_valid(payload)"
    )
    decided = {row["id"]: (row["due"], row["at"]) for row in rows}
    found: dict[str, list[Given]] = {}
    for card, reviews in cards.all_reviews(study.store).items():
        for one in reviews:
            due, at = decided.get(one.event.bytes, (one.day.isoformat(), None))
            left = date.fromisoformat(due) - one.day if at is None else from_ms(at) - one.at
            given = Given(one, max(timedelta(0), left), at is not None)
            found.setdefault(card, []).append(given)
    return found


def _cleaned(wording: Wording) -> Wording:
    points = tuple(map(clean, wording.points))
    return Wording(clean(wording.question), points, clean(wording.follow_up))


def _clean(text: str | None) -> str | None:
    return None if text is None else clean(text)


def _day(study: Study, at: datetime | None) -> date | None:
    return None if at is None else study.days.of(at)
