"""Files of mock interviews, and what a broken one gets."""

from pathlib import Path

import pytest

from studyplan.domain.curriculum import Competency
from studyplan.domain.interview import Dimension, Fact, RubricLine, Stage, StageName
from studyplan.domain.resource import Kind, Resource
from studyplan.library.errors import CatalogError
from studyplan.library.interviews import load_interviews, load_own_interviews

WORKS = tuple(Resource(f"work-{number}", "A Work", Kind.ARTICLE) for number in range(1, 8))
COMPETENCIES = tuple(Competency(f"K{number}", "One", "First.") for number in range(1, 7))
MINUTES = (5, 5, 5, 5, 5, 8, 5, 4, 3)

HEAD = """\
- id: feed
  title: Rank a feed
  question: >-
    Design our feed.
    Take your time.
  competencies: [K2, K1]
  works:
    - work-1
    - work-2
    - work-3
  difficulty: 2
  facts:
    - {ask: How many users?, answer: Ten.}
    - {ask: How many items?, answer: Ten million.}
    - {ask: How fast?, answer: In 200 ms.}
    - {ask: What is there?, answer: Nothing.}
    - {ask: Who pays?, answer: Nobody.}
    - {ask: What hurts?, answer: Spam.}
  stages:
"""
STAGES = "".join(
    f"""\
    - stage: {name}
      minutes: {minutes}
      strong: [One of {name}., Two., Three.]
      probes: [And if not?, And if so?]
      red_flags: [None., All.]
"""
    for name, minutes in zip(StageName, MINUTES, strict=True)
)
OUTLINE = "  outline: |\n" + "".join(f"    ## {name.heading}\n    - Some.\n" for name in StageName)
RUBRIC = "  rubric:\n" + "".join(
    f"    - {{dimension: {name}, zero: None., two: Some., four: All.}}\n" for name in Dimension
)
INTERVIEW = HEAD + STAGES + OUTLINE + RUBRIC
FIRST_STAGE = 20
STAGE_LINES = 5
OUTLINE_LINE = FIRST_STAGE + 9 * STAGE_LINES
RUBRIC_LINE = OUTLINE_LINE + 19


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "feed.yaml"


def error(path: Path, text: str) -> str:
    """Return what loading the text says, after the folder."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        load_interviews(path.parent, WORKS, COMPETENCIES)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{path.parent}/")


def test_fields(path: Path) -> None:
    path.write_text(INTERVIEW, encoding="utf-8")
    (interview,) = load_interviews(path.parent, WORKS, COMPETENCIES)
    assert (interview.id, interview.title, interview.difficulty) == ("feed", "Rank a feed", 2)
    assert interview.question == "Design our feed. Take your time."
    assert interview.competencies == ("K2", "K1")
    assert interview.works == ("work-1", "work-2", "work-3")
    assert interview.facts[0] == Fact("How many users?", "Ten.")
    assert interview.stages[5] == Stage(
        stage=StageName.MODEL,
        minutes=8,
        strong=("One of model.", "Two.", "Three."),
        probes=("And if not?", "And if so?"),
        red_flags=("None.", "All."),
    )
    assert interview.outline.startswith("## Scope\n- Some.\n## Task\n")
    assert interview.rubric[4] == RubricLine(Dimension.MODELLING, "None.", "Some.", "All.")


def test_interviews_come_by_the_name_of_their_file(path: Path) -> None:
    for id_ in ("search", "ads"):
        text = INTERVIEW.replace("id: feed", f"id: {id_}")
        path.with_name(f"{id_}.yaml").write_text(text, encoding="utf-8")
    path.with_name("notes.txt").write_text("no interview")
    interviews = load_interviews(path.parent, WORKS, COMPETENCIES)
    assert [interview.id for interview in interviews] == ["ads", "search"]


def test_no_folder_no_interviews(tmp_path: Path) -> None:
    assert load_interviews(tmp_path / "interviews", WORKS, COMPETENCIES) == ()


SCOPE = "One of scope., Two., Three."
LAST_FACT = "    - {ask: What hurts?, answer: Spam.}\n"
DATA_STAGE = STAGES[STAGES.index("    - stage: data\n") : STAGES.index("    - stage: features\n")]
DATA_DIMENSION = "    - {dimension: data, zero: None., two: Some., four: All.}\n"
LAST_DIMENSION = "    - {dimension: communication, zero: None., two: Some., four: All.}\n"


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("id: feed", "id: Feed", 1, "Feed: an id has 1 to 40 characters of a-z, 0-9 and -"),
        ("id: feed", f"id: {'x' * 41}", 1, f"{'x' * 41}: an id has 1 to 40 characters"),
        ("id: feed", "id: ads", 1, "ads: an id is the name of its file, feed"),
        ("[K2, K1]", "[K2, K9]", 6, "feed: K9 does not exist"),
        ("[K2, K1]", "[K2, K2]", 6, "feed: K2 is named twice"),
        ("[K2, K1]", "[K2]", 6, "feed: the competencies must be 2 to 5, not 1"),
        (
            "[K2, K1]",
            "[K1, K2, K3, K4, K5, K6]",
            6,
            "feed: the competencies must be 2 to 5, not 6",
        ),
        ("- work-2", "- work-9", 9, "feed: work-9 does not exist"),
        ("- work-3", "- work-2", 10, "feed: work-2 is named twice"),
        ("    - work-3\n", "", 7, "feed: the works must be 3 to 6, not 2"),
        ("difficulty: 2", "difficulty: 0", 11, "feed: difficulty must be 1, 2 or 3, not 0"),
        (LAST_FACT, "", 12, "feed: the facts must be 6 to 9, not 5"),
        (LAST_FACT, LAST_FACT * 5, 12, "feed: the facts must be 6 to 9, not 10"),
        ("{ask: Who pays?, answer: Nobody.}", "{ask: Who pays?}", 17, "each of facts lacks the"),
        (SCOPE, "One., Two.", 22, "feed: the strong points of scope must be 3 to 5, not 2"),
        (SCOPE, "a, b, c, d, e, f", 22, "feed: the strong points of scope must be 3 to 5"),
        ("[And if not?, And if so?]", "[Why?]", 23, "feed: the probes of scope must be 2, not 1"),
        ("And if so?", "Why?, How?", 23, "feed: the probes of scope must be 2, not 3"),
        ("[None., All.]", "[All.]", 24, "feed: the red flags of scope must be 2 to 3, not 1"),
        ("[None., All.]", "[a, b, c, d]", 24, "feed: the red flags of scope must be 2 to 3"),
        ("stage: task", "stage: tasks", 25, "stage must be one of scope, task, architecture, data"),
        ("stage: task", "stage: scope", 25, "feed: the stages must be scope, task, archi"),
        (DATA_STAGE, "", 35, "feed: the stages must be scope, task, architecture, data, features"),
        (DATA_STAGE, DATA_STAGE * 2, 40, "feed: the stages must be scope, task, architecture"),
        (
            STAGES,
            STAGES.replace(DATA_STAGE, "") + DATA_STAGE,
            35,
            "feed: the stages must be scope, task, architecture, data, features",
        ),
        (
            STAGES,
            STAGES[: STAGES.index("    - stage: monitoring\n")],
            19,
            "feed: the stages must be scope, task, architecture, data, features",
        ),
        (STAGES, STAGES + DATA_STAGE, OUTLINE_LINE, "feed: the stages must be scope, task"),
        ("minutes: 8", "minutes: 9", 19, "feed: the minutes of the stages must add up to 45, no"),
        ("minutes: 8", "minutes: 0", 46, "feed: model has no minutes"),
        ("minutes: 8", "minutes: some", 46, "minutes must be a whole number"),
        ("## Task", "## Tasks", OUTLINE_LINE, "feed: the headings of the outline must be Scope, T"),
        ("    ## Task\n", "", OUTLINE_LINE, "feed: the headings of the outline must be Scope, Ta"),
        ("    ## Data\n", "    ## Data\n    ## Data\n", OUTLINE_LINE, "feed: the headings of the"),
        ("dimension: data", "dimension: taste", RUBRIC_LINE + 3, "dimension must be one of under"),
        (DATA_DIMENSION, "", RUBRIC_LINE + 3, "feed: the rubric must be understanding, formulat"),
        (LAST_DIMENSION, "", RUBRIC_LINE, "feed: the rubric must be understanding, formulation"),
        (LAST_DIMENSION, LAST_DIMENSION * 2, RUBRIC_LINE + 9, "feed: the rubric must be underst"),
        ("  question: >-", "  questions: >-", 3, "'questions' is not a field of an entry"),
        ("id: feed\n", "id: feed\n  id: feed\n", 2, "id is given twice"),
        ("title: Rank a feed", "title: [", 3, "is not YAML: "),
    ],
)
def test_faults_name_file_and_line(path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in INTERVIEW
    found = error(path, INTERVIEW.replace(old, new, 1))
    assert found.startswith(f"feed.yaml, line {line}: {message}"), found


def test_an_id_is_used_once(path: Path) -> None:
    last = INTERVIEW.count("\n")
    message = f"feed.yaml, line {last + 1}: feed: the id is used twice"
    assert error(path, INTERVIEW * 2) == message


class TestOwn:
    """A person's own file: the form is the same, the counts are theirs."""

    def test_any_number_of_everything_in_a_file_of_any_name(self, tmp_path: Path) -> None:
        path = tmp_path / "of-mine.yaml"
        lean = INTERVIEW.replace("[One of scope., Two., Three.]", "[One.]")
        lean = lean.replace("  works:\n    - work-1\n    - work-2\n    - work-3\n", "  works: []\n")
        path.write_text(lean + lean.replace("id: feed", "id: ads"), encoding="utf-8")
        feed, ads = load_own_interviews(path, WORKS, COMPETENCIES)
        assert (feed.id, ads.id, feed.works) == ("feed", "ads", ())
        assert feed.stages[0].strong == ("One.",)

    def test_one_that_ships_is_read_as_it_is(self, path: Path) -> None:
        path.write_text(INTERVIEW, encoding="utf-8")
        shipped = load_interviews(path.parent, WORKS, COMPETENCIES)
        assert load_own_interviews(path, WORKS, COMPETENCIES) == shipped

    @pytest.mark.parametrize(
        ("text", "what"),
        [
            ("[]", "has no interview in it"),
            (INTERVIEW + INTERVIEW, "used twice"),
            (INTERVIEW.replace("[K2, K1]", "[]"), "one competency at least"),
            (INTERVIEW.replace("work-2", "work-9"), "line 9: feed: work-9 does not exist"),
            (INTERVIEW.replace("minutes: 8", "minutes: 9"), "must add up to 45, not 46"),
            (INTERVIEW.replace("## Scope", "## Scope\u2028    ## Other"), "headings"),
        ],
    )
    def test_what_breaks_a_rule_is_said(self, tmp_path: Path, text: str, what: str) -> None:
        path = tmp_path / "mine.yaml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(CatalogError, match=what):
            load_own_interviews(path, WORKS, COMPETENCIES)

    def test_what_commands_a_terminal_is_dropped(self, tmp_path: Path) -> None:
        path = tmp_path / "mine.yaml"
        evil = INTERVIEW.replace("Rank a feed", r'"Rank \e[31ma feed"')
        path.write_text(evil.replace("{ask: How fast?", r'{ask: "How \x07fast?"'), "utf-8")
        (one,) = load_own_interviews(path, WORKS, COMPETENCIES)
        assert (one.title, one.facts[2].ask) == ("Rank [31ma feed", "How fast?")
