"""Files of prompts, and what a broken one gets."""

from pathlib import Path

import pytest

from studyplan.domain.prompt import Prompt, PromptType
from studyplan.domain.resource import Kind, Resource
from studyplan.library.errors import CatalogError
from studyplan.library.prompts import load_prompts

WORKS = (
    Resource("towers", "Two Towers", Kind.ARTICLE, competency="K1"),
    Resource("moon", "The Moon", Kind.ARTICLE, competency="K2"),
)

PROMPTS = """\
# ---------------- towers

- id: towers:negatives
  competency: K1
  resource: towers
  type: diagnose
  difficulty: 3
  question: "Popular items vanish: why?"
  points:
    - Popular items are drawn too often.
    - Subtract the logarithm of how often.
  follow_up: What if an item is new?

- id: K1:funnel
  competency: K1
  type: design
  difficulty: 1
  question: Design a funnel.
  points: [Many cheaply., Few dearly.]
  follow_up: Where do you filter?
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "K1.yaml"


def error(path: Path, text: str) -> str:
    """Return what loading the text says, after the folder."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        load_prompts(path.parent, WORKS)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{path.parent}/")


def test_fields(path: Path) -> None:
    path.write_text(PROMPTS, encoding="utf-8")
    negatives, funnel = load_prompts(path.parent, WORKS)
    assert negatives == Prompt(
        id="towers:negatives",
        question="Popular items vanish: why?",
        type=PromptType.DIAGNOSE,
        competency="K1",
        points=("Popular items are drawn too often.", "Subtract the logarithm of how often."),
        follow_up="What if an item is new?",
        difficulty=3,
        resource="towers",
    )
    assert (funnel.id, funnel.resource, funnel.source) == ("K1:funnel", None, "K1")


def test_files_come_by_name_and_entries_in_file_order(path: Path) -> None:
    path.write_text(PROMPTS, encoding="utf-8")
    funnel = PROMPTS[PROMPTS.index("- id: K1:funnel") :]
    path.with_name("K0.yaml").write_text(funnel.replace("K1", "K0"), encoding="utf-8")
    path.with_name("notes.txt").write_text("no prompts")
    ids = [prompt.id for prompt in load_prompts(path.parent, WORKS)]
    assert ids == ["K0:funnel", "towers:negatives", "K1:funnel"]


def test_no_folder_no_prompts(tmp_path: Path) -> None:
    assert load_prompts(tmp_path / "prompts", WORKS) == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: towers:negatives", "id: moon:negatives", "line 3: moon:negatives: an id begins with"),
        ("id: K1:funnel", "id: towers:funnel", "line 14: towers:funnel: an id begins with its"),
        ("id: K1:funnel", "id: K1", "line 14: K1: an id begins with its resource"),
        ("id: K1:funnel", "id: 'K1:'", "line 14: K1:: an id ends in a-z, 0-9 and -"),
        ("id: K1:funnel", "id: K1:The Funnel", "line 14: K1:The Funnel: an id ends in a-z"),
        ("id: K1:funnel", f"id: K1:{'x' * 78}", f"line 14: K1:{'x' * 78}: an id ends in a-z"),
        (
            "id: K1:funnel\n",
            "id: towers:negatives\n  resource: towers\n",
            "line 14: towers:negatives: the id is used twice",
        ),
        ("K1:funnel\n  competency: K1", "K2:funnel\n  competency: K2", "line 15: K2:funnel: the"),
        ("resource: towers", "resource: sun", "line 3: towers:negatives: an id begins with"),
        (
            "- id: towers:negatives\n  competency: K1\n  resource: towers",
            "- id: moon:negatives\n  competency: K1\n  resource: moon",
            "line 5: moon:negatives: moon is not a work of K1",
        ),
        ("type: diagnose", "type: guess", "line 6: type must be one of free recall, recall, comp"),
        ("type: diagnose", "type: free recall", "line 6: towers:negatives: free recall is asked"),
        ("difficulty: 3", "difficulty: 4", "line 7: towers:negatives: difficulty must be 1, 2"),
        ("    - Subtract the logarithm of how often.\n", "", "line 9: towers:negatives: a prompt"),
        ("[Many cheaply., Few dearly.]", "[a, b, c, d, e, f, g]", "line 19: K1:funnel: a prompt"),
        ("  points: [Many cheaply., Few dearly.]\n", "", "line 14: K1:funnel: a prompt has 2 to 6"),
        ("  follow_up: Where do you filter?\n", "", "line 14: K1:funnel: follow_up is missing"),
        ("follow_up: Where", "followup: Where", "line 20: 'followup' is not a field of an entry"),
        ("  question: Design a funnel.\n", "", "line 14: an entry lacks the field question"),
        ('"Popular items vanish: why?"', "Popular: why?", "line 8: is not YAML: mapping values"),
    ],
)
def test_faults_name_file_and_line(path: Path, old: str, new: str, message: str) -> None:
    assert old in PROMPTS
    assert error(path, PROMPTS.replace(old, new, 1)).startswith(f"K1.yaml, {message}")


def test_an_id_is_used_once_in_all_files(path: Path) -> None:
    path.write_text(PROMPTS, encoding="utf-8")
    later = path.with_name("K2.yaml")
    assert error(later, PROMPTS) == "K2.yaml, line 3: towers:negatives: the id is used twice"
