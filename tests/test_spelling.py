"""What the spell-checker reads and what it leaves alone; `make check` runs it on everything."""

from pathlib import Path

import pytest
from spellchecker import SpellChecker

from tests import spelling


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("The ranker's labels, don't they drift?", ["The", "ranker", "labels", "they", "drift"]),
        ("near-duplicates (in-batch)", ["near", "duplicates", "batch"]),
        ("Call `rekeive` or see https://rekeive.example/tehh.", ["Call", "see"]),
        ("CTRs of `K07`, top_k, p@10, 24kHz and src/app.py", ["and"]),
        (
            "  - id: rekeive-tehhh\n  url: rekeive\n  title: A guide\n- tehh-thing",
            ["title", "guide"],
        ),
    ],
)
def test_what_is_read(text: str, read: list[str]) -> None:
    assert [word for _, word in spelling.words(text)] == read


def test_a_fence_is_left_out_and_lines_are_kept() -> None:
    assert list(spelling.words("One\n```calc\nteh = 1\n```\nTwo")) == [(1, "One"), (5, "Two")]


SOURCE = '''"""Docs of this.

And more.
"""
TEXT, KEY = "said aloud", "rekeive"  # comments  # noqa: TEHH
'''


def test_of_code_what_a_person_reads() -> None:
    found = list(spelling.prose(SOURCE, texts=True))
    docs = [(1, "Docs"), (1, "this"), (3, "And"), (3, "more")]
    assert found == [*docs, (5, "said"), (5, "aloud"), (5, "comments")]
    assert list(spelling.prose(SOURCE, texts=False)) == [*docs, (5, "comments")]


def test_a_misspelling_is_named_with_its_line_and_names_keep_their_capitals(
    tmp_path: Path,
) -> None:
    file = tmp_path / "note.md"
    file.write_text("A softmax by Platt.\nSoftmax, platt and tehh rest\n")
    found, used = spelling.unknown([file], SpellChecker(distance=1), {"softmax", "Platt", "gone"})
    assert [(one.line, one.word) for one in found] == [(2, "platt"), (2, "tehh")]
    assert used == {"softmax", "Platt"}


def test_our_list_is_sorted_and_holds_nothing_twice() -> None:
    ours = spelling.listed()
    assert ours == sorted(set(ours), key=lambda word: (word.lower(), word))
    assert SpellChecker(distance=1).known(["rekeive", "tehh"]) == set()
    assert all(word.isalpha() or set(word) & {"'", "’"} for word in ours)
