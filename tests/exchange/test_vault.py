"""A vault that is written again: ours is brought up to date, the person's stays."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.attempt import Attempt
from studyplan.domain.curriculum import Competency
from studyplan.domain.interview import StageName
from studyplan.domain.resource import Kind, Status
from studyplan.exchange import vault
from studyplan.exchange.files import NotWritten
from studyplan.exchange.shown import Curriculum, Practised, Work

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n"), max_size=60)
WORK = Work("focal-loss", "Focal: “Loss” #1 [a]", Kind.PAPER, url="https://x.org/f", year=2017,
            competency="K1", minutes=30, note="Mine.", needs=("scope",))  # fmt: skip
FOUND = Curriculum(
    (Competency("K1", "Framing", "says what"),), (Work("scope", "Scope", Kind.ARTICLE), WORK)
)


def write(folder: Path, found: Curriculum = FOUND) -> vault.Written:
    return vault.write(folder, found, lambda *_: None)


def changed(**fields: object) -> Curriculum:
    return Curriculum(FOUND.competencies, (FOUND.works[0], replace(WORK, **fields)))  # type: ignore[arg-type]


def front(path: Path) -> dict[str, object]:
    found = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
    assert isinstance(found, dict)
    return found


def test_a_note_says_what_is_known(tmp_path: Path) -> None:
    done = write(tmp_path / "v")
    assert (done.new, done.changed, done.left) == (4, 0, [])
    path = tmp_path / "v" / "works" / "focal-loss.md"
    assert front(path) == {
        "studyplan-id": "focal-loss",
        "title": "Focal: “Loss” #1 [a]",
        "aliases": ["Focal: “Loss” #1 [a]"],
        "url": "https://x.org/f",
        "status": "unread",
        "kind": "paper",
        "year": 2017,
        "competency": "K1",
        "difficulty": 2,
        "minutes": 30,
        "tags": ["studyplan", "studyplan/paper", "studyplan/k1"],
    }
    text = path.read_text(encoding="utf-8")
    assert "[[scope|Scope]]" in text
    assert "[[competency-k1|Framing]]" in text
    index = (tmp_path / "v" / "competencies" / "competency-k1.md").read_text(encoding="utf-8")
    assert "- [ ] [[focal-loss|Focal: “Loss” 1 a]] (unread)" in index


def test_written_again_it_touches_nothing(tmp_path: Path) -> None:
    write(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.md")}
    done = write(tmp_path)
    assert (done.new, done.changed, done.same) == (0, 0, 4)
    assert before == {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.md")}


@given(above=TEXT, below=TEXT, own=TEXT)
def test_what_a_person_added_stays(tmp_path_factory: pytest.TempPathFactory, above: str,
                                   below: str, own: str) -> None:  # fmt: skip
    folder = tmp_path_factory.mktemp("v")
    write(folder)
    path = folder / "works" / "focal-loss.md"
    text = path.read_bytes().decode()
    key = yaml.safe_dump({"mine": own, "rating": [1, {"a": 2}]}, allow_unicode=True)
    text = text.replace("status: unread\n", f"# a remark\n{key}status: unread\n")
    text = text.replace("  - studyplan/k1\n", "  - studyplan/k1\n  - favourite\n")
    head, _, rest = text.partition(vault.BEGIN)
    path.write_bytes(f"{head}{above}\n{vault.BEGIN}{rest}{below}".encode())
    again = changed(title="Renamed", status=Status.READ, status_day=date(2026, 11, 24), note="New.")
    assert write(folder, again).changed == 2
    now = path.read_bytes().decode()
    assert f"---\n\n{above}\n{vault.BEGIN}" in now
    assert now.endswith(f"{vault.END}\n{below}")
    assert "# a remark\n" in now
    assert "\n## Note\n\nNew.\n" in now
    assert "Mine." not in now
    known = yaml.safe_load(now.split("\n---\n")[0])
    assert (known["mine"], known["rating"]) == (own, [1, {"a": 2}])
    assert (known["status"], known["status-date"]) == ("read", date(2026, 11, 24))
    assert (known["title"], known["aliases"]) == ("Renamed", ["Focal: “Loss” #1 [a]"])
    assert known["tags"][-1] == "favourite"
    assert write(folder, again).changed == 0


def test_a_file_may_be_renamed_and_moved(tmp_path: Path) -> None:
    write(tmp_path)
    there = tmp_path / "Reading" / "My focal loss.md"
    there.parent.mkdir()
    (tmp_path / "works" / "focal-loss.md").rename(there)
    done = write(tmp_path, changed(status=Status.READ))
    assert done.new == 0
    assert front(there)["status"] == "read"
    index = (tmp_path / "competencies" / "competency-k1.md").read_text(encoding="utf-8")
    assert "[[My focal loss|" in index


def test_what_only_looks_like_a_line_is_none(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / "works" / "focal-loss.md"
    text = path.read_text(encoding="utf-8")
    text = text.replace("kind: paper\n", 'mine: "a\u2028status: theirs"\nkind: paper\n')
    path.write_text(text, encoding="utf-8")
    assert write(tmp_path).same == 4
    write(tmp_path, changed(status=Status.READ))
    assert 'mine: "a\u2028status: theirs"\n' in path.read_text(encoding="utf-8")


def test_windows_line_ends_stay(tmp_path: Path) -> None:
    write(tmp_path)
    path = tmp_path / "works" / "focal-loss.md"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n") + b"mine\r\n")
    write(tmp_path, changed(status=Status.READ))
    data = path.read_bytes()
    assert b"status: read\r\n" in data
    assert data.count(b"\n") == data.count(b"\r\n")
    assert data.endswith(b"mine\r\n")


@pytest.mark.parametrize("text", [
    "no marks at all", f"---\nstudyplan-id: focal-loss\n---\n{vault.BEGIN}\n",
    f"---\nstudyplan-id: focal-loss\n---\n{vault.END}{vault.BEGIN}",
    f"---\nstudyplan-id: focal-loss\n---\n{vault.BEGIN}{vault.BEGIN}{vault.END}",
])  # fmt: skip
def test_where_the_marks_are_gone_a_file_is_left(tmp_path: Path, text: str) -> None:
    (tmp_path / "works").mkdir()
    path = tmp_path / "works" / "focal-loss.md"
    path.write_text(text, encoding="utf-8")
    done = write(tmp_path)
    assert path.read_text(encoding="utf-8") == text
    is_ours = "studyplan-id" in text
    assert done.left == ([path] if is_ours else [])
    # A file of the person's that has our name: ours stands beside it.
    assert (tmp_path / "works" / "focal-loss-2.md").exists() is not is_ours


def test_a_note_cannot_end_our_part(tmp_path: Path) -> None:
    found = changed(note=f"a\n{vault.END}\nb")
    write(tmp_path, found)
    assert write(tmp_path, found).same == 4


@pytest.mark.skipif(os.name != "posix", reason="links take a right of their own here")
def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "x.md").write_text("theirs")
    folder = tmp_path / "v"
    folder.mkdir()
    (folder / "works").symlink_to(outside)
    with pytest.raises(NotWritten):
        write(folder)
    (folder / "works").unlink()
    (folder / "works").mkdir()
    (folder / "works" / "focal-loss.md").symlink_to(outside / "x.md")
    (folder / "more").symlink_to(outside)
    write(folder)
    assert [path.name for path in outside.iterdir()] == ["x.md"]
    assert (outside / "x.md").read_text() == "theirs"
    assert (folder / "works" / "focal-loss-2.md").exists()


def attempted(note: str) -> Curriculum:
    """What there is with one attempt at an interview."""
    begun = datetime(2026, 11, 24, 9, tzinfo=UTC)
    made = Attempt("feed.1a", "feed", {StageName.SCOPE: 300}, begun, notes={StageName.SCOPE: note})
    return replace(FOUND, practised=[Practised(made, None, begun)])


def test_what_a_person_added_to_an_interview_stays(tmp_path: Path) -> None:
    assert write(tmp_path, attempted("First.")).new == 5
    path = tmp_path / "interviews" / "attempt-feed.1a.md"
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}Next time: ask more.\n", encoding="utf-8")
    assert write(tmp_path, attempted("Second.")).changed == 1
    after = before.replace("First.", "Second.") + "Next time: ask more.\n"
    assert path.read_text(encoding="utf-8") == after
    write(tmp_path)  # it was undone: the file is a person's to remove
    assert path.read_text(encoding="utf-8") == after


@given(id=st.text(min_size=1, max_size=200))
def test_names_suit_every_system(id: str) -> None:
    name = vault.file_name(id)
    assert 0 < len(name) <= 90
    assert all(char in "abcdefghijklmnopqrstuvwxyz0123456789.-" for char in name)
    assert not name.startswith(".")
    assert not name.endswith((".", "-"))
    assert name.partition(".")[0] not in {"con", "prn", "aux", "nul", "com1", "lpt1"}


@pytest.mark.parametrize("id", ["con", "NUL", "com1", "aux.x", "..", "../../x", "a/b", "."])
def test_awkward_ids_stay_in_the_folder(tmp_path: Path, id: str) -> None:
    write(tmp_path / "v", Curriculum((), (Work(id, "x", Kind.ARTICLE),)))
    assert {path.parent for path in tmp_path.rglob("*.md")} == {
        tmp_path / "v",
        tmp_path / "v/works",
    }


def test_a_file_is_no_vault(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("x")
    with pytest.raises(NotWritten):
        write(tmp_path / "f")
