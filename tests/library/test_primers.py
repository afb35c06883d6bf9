"""Files of primers, and what a broken one gets."""

from pathlib import Path

import pytest

from studyplan.domain.curriculum import Competency
from studyplan.domain.prompt import Primer
from studyplan.library.errors import CatalogError
from studyplan.library.primers import load_primers

COMPETENCIES = (
    Competency("K2", "Framing & scope", "Asks first."),
    Competency("K1", "Data", "Knows where labels come from."),
    Competency("K3", "Ranking", "Puts things in order."),
)


def error(folder: Path) -> str:
    """Return what loading the folder says, after its name."""
    with pytest.raises(CatalogError) as caught:
        load_primers(folder, COMPETENCIES)
    assert "\n" not in str(caught.value)
    return str(caught.value).removeprefix(f"{folder}/")


def test_primers_come_in_the_order_of_the_competencies(tmp_path: Path) -> None:
    (tmp_path / "K1.md").write_text("# Data\n\nLabels – at a price.\n", encoding="utf-8")
    (tmp_path / "K2.md").write_text("# Framing & scope\n", encoding="utf-8")
    (tmp_path / "K9.txt").write_text("no primer")
    assert load_primers(tmp_path, COMPETENCIES) == (
        Primer("K2", "Framing & scope", "# Framing & scope\n"),
        Primer("K1", "Data", "# Data\n\nLabels – at a price.\n"),
    )


def test_no_folder_no_primers(tmp_path: Path) -> None:
    assert load_primers(tmp_path / "primers", COMPETENCIES) == ()


@pytest.mark.parametrize("text", ["", "\n# Data\n", "# Date\n", "Data\n", "## Data\n"])
def test_a_primer_begins_with_its_title(tmp_path: Path, text: str) -> None:
    (tmp_path / "K1.md").write_text(text)
    assert error(tmp_path) == "K1.md, line 1: must begin with the title: # Data"


def test_files_that_are_no_primers(tmp_path: Path) -> None:
    file = tmp_path / "K1.md"
    file.write_bytes(b"# Data\n\xff")
    assert error(tmp_path) == "K1.md: is not UTF-8 text"
    file.rename(tmp_path / "K4.md")
    assert error(tmp_path) == "K4.md: there is no competency K4"


def test_a_primer_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_text(path: Path, encoding: str) -> str:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "K1.md").write_text("# Data\n")
    monkeypatch.setattr(Path, "read_text", read_text)
    assert error(tmp_path) == "K1.md: cannot be read: Permission denied"
