"""A person's own words for a card: a question of their own, or an edit of one that ships.

The id of an own question is `<source>:my.<token>`. No id that ships has a dot, so a later version
never brings another question under it.
"""

from dataclasses import dataclass

from studyplan.domain.resource import OWN


@dataclass(frozen=True, slots=True)
class Wording:
    """What a card asks, and what is compared with the answer."""

    question: str
    points: tuple[str, ...] = ()
    """The points of a good answer, a line each; without any, the person's note is compared."""
    follow_up: str = ""
    """What an interviewer would ask next."""


def own_card(source: str, token: str) -> str:
    """The id of a person's own question on a work, a chapter or a competency."""
    return f"{source}:{OWN}{token}"


def source_of(card: str) -> str:
    """The id of the work, chapter or competency that a card is about."""
    return card.rpartition(":")[0]


def is_own(card: str) -> bool:
    """Whether a card is a person's own question."""
    return card.rpartition(":")[2].startswith(OWN)


def tidied(wording: Wording) -> Wording:
    """`wording` without empty points and needless space; each point is one line."""
    points = (" ".join(point.split()) for point in wording.points)
    return Wording(
        wording.question.strip(),
        tuple(point for point in points if point),
        wording.follow_up.strip(),
    )


def to_text(wording: Wording) -> str:
    """`wording` as it is edited: the question, each point behind a dash, the follow-up behind >."""
    points = "\n".join(f"- {point}" for point in wording.points)
    follow_up = "\n".join(f"> {line}" for line in wording.follow_up.splitlines())
    return "\n\n".join(part for part in (wording.question, points, follow_up) if part)


def from_text(text: str) -> Wording:
    """The wording in a text of that form; a line without a sign goes on with what is above it."""
    question: list[str] = []
    points: list[str] = []
    follow_up: list[str] = []
    current = question
    for line in text.splitlines():
        if line.startswith("-"):
            current = points
            points.append(line[1:])
        elif line.startswith(">"):
            current = follow_up
            follow_up.append(line[1:].strip())
        elif current is points:
            points[-1] += f" {line}"
        else:
            current.append(line)
    return tidied(Wording("\n".join(question), tuple(points), "\n".join(follow_up)))
