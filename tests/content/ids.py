"""The ids that have ever shipped, which a person's notes, cards and attempts hang on.

`python -m tests.content.ids >> tests/content/ids.txt` adds those that are new.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.content.shipped import Content, shipped

FILE = Path(__file__).with_name("ids.txt")


def ids(content: Content) -> Iterator[str]:
    """Yield every id of the content after what it is of, as the lines of the file have it."""
    for competency in content.competencies:
        yield f"competency {competency.id}"
    for work in content.works:
        yield f"work {work.id}"
        for chapter in work.chapters:
            yield f"chapter {chapter.id}"
    for prompt in content.prompts:
        yield f"prompt {prompt.id}"
    for interview in content.interviews:
        yield f"interview {interview.id}"


def listed() -> list[str]:
    """Return the lines of the file but for its comments."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


if __name__ == "__main__":
    known = set(listed())
    sys.stdout.writelines(f"{id_}\n" for id_ in ids(shipped()) if id_ not in known)
