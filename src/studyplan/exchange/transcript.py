"""An attempt as Markdown: what was asked, written, scored, and the outline beside it."""

import re

from studyplan.domain.attempt import HIGHEST, Attempt
from studyplan.domain.interview import Dimension, Interview, StageName
from studyplan.domain.text import clean
from studyplan.exchange.shown import Practised
from studyplan.words import clock

_HEADING = re.compile(r"^## ", re.MULTILINE)


def as_markdown(one: Practised, *, level: int = 1) -> str:
    """The whole text, its title a heading of `level` (1 to 4) and all others below that."""
    return f"{'#' * level} {one.title}\n\n{body(one, level=level + 1)}"


def body(one: Practised, *, level: int) -> str:
    """The text without its title, its first headings of `level` (2 to 5).

    Of an interview that is no more there is what the person made of it.
    """
    attempt, interview, mark = one.attempt, one.interview, "#" * level
    spent = f"{clock(attempt.spent)} of {attempt.minutes} min"
    lines = [f"Practised {one.begun:%Y-%m-%d %H:%M}, {spent}.", ""]
    if interview is not None:
        lines += [f"> {interview.question.strip()}", ""]
    lines += _scores(attempt, interview, mark)
    lines += [*_facts(attempt, interview, mark), *_notes(attempt, interview, mark)]
    if interview is not None:
        outline = _HEADING.sub(f"{mark}# ", interview.outline.strip())
        lines += [f"{mark} The outline", "", outline, ""]
    return clean("\n".join(lines))


def _scores(one: Attempt, interview: Interview | None, mark: str) -> list[str]:
    if one.finished_at is None:
        return ["Not finished yet.", ""]
    if one.mean is None:
        return ["Not scored.", ""]
    lines = [f"{mark} Scores", "", f"Mean {one.mean:.1f} of {HIGHEST}.", ""]
    lines += ["| dimension | score | what the best looks like |", "|---|---|---|"]
    best = {line.dimension: line.four for line in interview.rubric} if interview else {}
    for dimension in Dimension:
        score = one.scores.get(dimension)
        shown = "not scored" if score is None else str(score)
        lines.append(f"| {dimension} | {shown} | {best.get(dimension, '').replace('|', '/')} |")
    return [*lines, ""]


def _facts(one: Attempt, interview: Interview | None, mark: str) -> list[str]:
    answers = {fact.ask: fact.answer for fact in interview.facts} if interview else {}
    asked = [f"- {ask} {answers.get(ask, '')}".rstrip() for ask in one.revealed]
    return [f"{mark} Asked", "", *asked, ""] if asked else []


def _notes(one: Attempt, interview: Interview | None, mark: str) -> list[str]:
    wanted = {stage.stage: stage for stage in interview.stages} if interview else {}
    lines = [f"{mark} Written", ""]
    for name in StageName:
        spent, planned = one.seconds.get(name, 0.0), one.plan.get(name, 0)
        lines += [f"{mark}# {name.heading} ({clock(spent)} of {clock(planned)})", ""]
        lines += [one.notes.get(name, "").strip() or "Nothing.", ""]
        if (stage := wanted.get(name)) is not None:
            lines += ["A strong answer:", "", *(f"- {point}" for point in stage.strong), ""]
            lines += ["Red flags:", "", *(f"- {flag}" for flag in stage.red_flags), ""]
    return lines
