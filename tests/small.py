"""A small curriculum for tests that want every kind of work, and no more than a few of each."""

from studyplan.domain.curriculum import Competency
from studyplan.domain.interview import (
    Dimension,
    Fact,
    Interview,
    RubricLine,
    Stage,
    StageName,
)
from studyplan.domain.prompt import Primer, Prompt, PromptType
from studyplan.domain.resource import Chapter, Kind, Resource, Series

COMPETENCIES = (
    Competency("K01", "Framing", "turn an ask into a task"),
    Competency("K02", "Retrieval", "find candidates", ("K01",)),
    Competency("K03", "Ranking", "order candidates", ("K02",)),
)
WORKS = (
    Resource("scope", "Scoping a Problem", Kind.ARTICLE, competency="K01", minutes=10),
    Resource("towers-1", "Towers – Part 1", Kind.ARTICLE, competency="K02", minutes=15,
             company="Meta", year=2023, url="https://example.org/1", series=Series("towers", 1)),
    Resource("towers-2", "Towers – Part 2", Kind.ARTICLE, competency="K02", minutes=20,
             url="https://example.org/2", series=Series("towers", 2)),
    Resource("rank", "Naïve “Ranking” at Scale", Kind.PAPER, competency="K03", minutes=45),
    Resource("book", "A Book of Design", Kind.BOOK, competency="K01", minutes=60,
             chapters=(Chapter("book/1", "Overview", 30), Chapter("book/2", "Metrics", 30))),
    Resource("blog", "Somebody's Blog", Kind.BLOG, competency="K01", minutes=0,
             url="https://example.org/"),
)  # fmt: skip
PRIMERS = (Primer("K01", "Framing", "# Framing\n\nAsk what is wanted.\n"),)
PROMPTS = (
    Prompt("K01:goal", "What do you ask first, and why?", PromptType.RECALL, "K01", ("The goal.",)),
    Prompt("scope:out", "What do you leave out, and say so?", PromptType.DESIGN, "K01",
           ("What nobody measures.",), resource="scope"),
    Prompt("rank:loss", "Which loss fits a list of items?", PromptType.COMPARE, "K03",
           ("A listwise one.",), resource="rank"),
)  # fmt: skip


def interview(
    id: str,
    *,
    competencies: tuple[str, ...] = ("K01", "K02"),
    minutes: tuple[int, ...] = (5,) * 9,
) -> Interview:
    """A mock interview with little in it."""
    return Interview(
        id=id,
        title=f"Mock {id}",
        question="How would you rank this?",
        competencies=competencies,
        works=("scope", "rank"),
        difficulty=2,
        facts=(Fact("How many?", "Many."), Fact("How fast?", "Very.")),
        stages=tuple(
            Stage(name, part, ("Says why.",), ("And then?", "Why not?"), ("Silence.",))
            for name, part in zip(StageName, minutes, strict=True)
        ),
        outline="\n".join(f"## {name.heading}\n- Good." for name in StageName),
        rubric=tuple(RubricLine(name, "nothing", "some", "all") for name in Dimension),
    )


INTERVIEWS = (interview("feed"), interview("ads", competencies=("K03", "K02")))
