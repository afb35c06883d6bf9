"""The spelling of everything that is read: content, documentation, what the app says, comments.

`python -m tests.spelling` names each word that is neither in the English dictionary of
pyspellchecker nor in spelling.txt beside this file, with file and line, and each word of
spelling.txt that stands nowhere any more; it exits 1 if there are any.
"""

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from spellchecker import SpellChecker

ROOT = Path(__file__).parents[1]
LIST = Path(__file__).with_suffix(".txt")
READ = (
    *("*.md", "docs/**/*.md", "assets/**/*.md", "assets/**/*.yaml"),
    *("src/**/*.py", "tests/**/*.py", "docs/**/*.py", "benchmarks/**/*.py"),
)
"""What is checked, as patterns below the root."""
SHORTEST = 3
"""Letters; what is shorter is mostly a variable or a unit."""

_FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
_QUOTED = re.compile(
    r"^ *(?:- )?(?:id|label|section|topic|url|was): .*$|^ *- [\w.]+(?:-[\w.]+)+$", re.MULTILINE
)
"""Lines of YAML with ids and links, or with what the original list says as it says it."""
_CODE = re.compile(r"``.+?``|`[^`]+`|https?://\S+|\b(?:noqa|fmt): .*")
_TOKEN = re.compile(r"[^\s,;()\[\]{}\"“”|]+")
_NAME = re.compile(r"\w[./_:=@\\]\w|[_\d²$%#{}@\\]|^--?\w")
"""What makes a token a name of something in code, a path, a number or a formula."""
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ENDING = re.compile(r"['’](?:s|d|ll|ve|re)$|n['’]t$")
_CAMEL = re.compile(r"[A-Z][a-z]+[A-Z]")
"""A class, in a comment; in prose it is the name of a product, and listed."""
_ACRONYM = re.compile(r"[A-Z]{2,}s?")


@dataclass(frozen=True, slots=True)
class Unknown:
    """A word that nobody knows."""

    file: Path
    line: int
    word: str


def words(text: str) -> Iterator[tuple[int, str]]:
    """Yield the words of a text with their lines, from 1; code, links and acronyms are left out."""
    for pattern in (_FENCE, _QUOTED, _CODE):
        text = pattern.sub(lambda found: "\n" * found[0].count("\n") or " ", text)
    for number, line in enumerate(text.splitlines(), 1):
        for token in _TOKEN.findall(line):
            if _NAME.search(token):
                continue
            for word in _WORD.findall(token):
                bare = _ENDING.sub("", word)
                if len(bare) >= SHORTEST and not _ACRONYM.fullmatch(bare):
                    yield number, bare


def prose(source: str, *, texts: bool) -> Iterator[tuple[int, str]]:
    """Yield the words of a Python file that a person reads: its comments and docstrings.

    Args:
        source: the file.
        texts: whether its other texts with a space in them are read too.
    """
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        is_text = token.type == tokenize.STRING and not token.string.startswith(("b", "r", "f"))
        if token.type == tokenize.COMMENT:
            found = words(token.string)
        elif is_text and (token.string.startswith('"""') or (texts and " " in token.string)):
            found = words(ast.literal_eval(token.string))
        else:
            continue
        first = token.start[0] - 1
        yield from ((first + line, word) for line, word in found if not _CAMEL.match(word))


def files() -> list[Path]:
    """Return what is checked, each once, in order."""
    return sorted({path for pattern in READ for path in ROOT.glob(pattern) if path.is_file()})


def listed() -> list[str]:
    """Return the words of our list, but for its comments."""
    lines = LIST.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def unknown(
    paths: Iterable[Path], dictionary: SpellChecker, ours: set[str]
) -> tuple[list[Unknown], set[str]]:
    """Return the words that are in neither, and those of our list that stand somewhere.

    A word of our list with a capital is right only so; another may begin a sentence.
    """
    found, used = [], set()
    for path in paths:
        text = path.read_text(encoding="utf-8")
        is_test = path.is_relative_to(ROOT / "tests")  # many a test misspells on purpose
        for line, word in prose(text, texts=not is_test) if path.suffix == ".py" else words(text):
            if known := ours & {word, word.lower()}:
                used |= known
            elif not dictionary.known([word]):
                found.append(Unknown(path, line, word))
    return found, used


def main() -> int:
    """Print what is to be mended; return the exit code."""
    dictionary, ours = SpellChecker(distance=1), listed()
    found, used = unknown(files(), dictionary, set(ours))
    for one in found:
        guess = dictionary.correction(one.word)
        hint = f" ({guess}?)" if guess and guess != one.word else ""
        where = f"{one.file.relative_to(ROOT)}:{one.line}"
        sys.stdout.write(f"{where}: {one.word}{hint}\n")
    unused = sorted(set(ours) - used)
    sys.stdout.writelines(f"tests/spelling.txt: nothing says {word} any more\n" for word in unused)
    if found:
        sys.stdout.write("Mend these, or add what is right to tests/spelling.txt, in its order.\n")
    return 1 if found or unused else 0


if __name__ == "__main__":
    sys.exit(main())
