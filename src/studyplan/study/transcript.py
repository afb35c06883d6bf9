"""An attempt as Markdown: what was asked, written, scored, and the outline beside it."""

import re
from pathlib import Path

from studyplan.domain.attempt import Attempt
from studyplan.domain.interview import Dimension, Interview
from studyplan.domain.text import clean
from studyplan.exchange import files
from studyplan.study import practising
from studyplan.study.session import Refused, Study

_HEADING = re.compile(r"^## ", re.MULTILINE)


def as_markdown(study: Study, attempt: str) -> str:
    """An attempt, by its id or the beginning of it.

    Raises:
        Refused: there is no such attempt, or its interview does not ship any more.
    """
    one = practising.find_attempt(study, attempt)
    interview = practising.find(study, one.interview).interview
    begun = f"{one.started_at.astimezone(study.clock.zone):%Y-%m-%d %H:%M}"
    spent = f"{clock(one.spent)} of {one.minutes} min"
    lines = [f"# {interview.title}", "", f"Practised {begun}, {spent}.", ""]
    lines += [f"> {interview.question.strip()}", ""]
    lines += [*_scores(one, interview), *_facts(one, interview), *_notes(one, interview)]
    lines += ["## The outline", "", _HEADING.sub("### ", interview.outline.strip()), ""]
    return "\n".join(lines)


def export(study: Study, attempt: str, path: Path, *, force: bool = False) -> Path:
    """Write an attempt to a file as Markdown; its path.

    Raises:
        Refused: as `as_markdown`; or the file exists and `force` is not given, or cannot be made.
    """
    text = as_markdown(study, attempt)
    try:
        files.write(path, clean(text).encode(), may_replace=lambda _: force)
    except files.NotWritten as error:
        raise Refused(str(error)) from error
    return path


def clock(seconds: float) -> str:
    """Minutes and seconds, such as `4:05`; never less than nothing."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def _scores(one: Attempt, interview: Interview) -> list[str]:
    if one.finished_at is None:
        return ["Not finished yet.", ""]
    if one.mean is None:
        return ["Not scored.", ""]
    lines = ["## Scores", "", f"Mean {one.mean:.1f} of 4.", ""]
    lines += ["| dimension | score | what the best looks like |", "|---|---|---|"]
    best = {line.dimension: line.four for line in interview.rubric}
    for dimension in Dimension:
        score = one.scores.get(dimension)
        shown = "not scored" if score is None else str(score)
        lines.append(f"| {dimension} | {shown} | {best[dimension].replace('|', '/')} |")
    return [*lines, ""]


def _facts(one: Attempt, interview: Interview) -> list[str]:
    answers = {fact.ask: fact.answer for fact in interview.facts}
    asked = [f"- {ask} {answers.get(ask, '')}".rstrip() for ask in one.revealed]
    return ["## Asked", "", *asked, ""] if asked else []


def _notes(one: Attempt, interview: Interview) -> list[str]:
    lines = ["## Written", ""]
    for stage in interview.stages:
        name = stage.stage
        spent, planned = one.seconds.get(name, 0.0), one.plan[name]
        lines += [f"### {name.heading} ({clock(spent)} of {clock(planned)})", ""]
        lines += [one.notes.get(name, "").strip() or "Nothing.", "", "A strong answer:", ""]
        lines += [*(f"- {point}" for point in stage.strong), ""]
        lines += ["Red flags:", "", *(f"- {flag}" for flag in stage.red_flags), ""]
    return lines
