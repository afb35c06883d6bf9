"""Primers, which are read in the app: their texts, and how far one is in them."""

from studyplan.study.session import Refused, Study


def text(study: Study, competency: str) -> str:
    """The text of a primer, in Markdown; where it names a work by its id, with the title.

    Raises:
        Refused: the competency has none.
    """
    found: str | None = study.store.value("SELECT text FROM primer WHERE id = ?", competency)
    if found is None:
        raise Refused(f"There is no primer on `{competency}`.")
    titles = study.store.rows("SELECT id, title FROM resource WHERE parent IS NULL")
    for row in titles:
        found = found.replace(f"- `{row['id']}`: ", f"- **{row['title']}** (`{row['id']}`): ")
    return found


def is_primer(study: Study, resource: str) -> bool:
    """Whether this is the id of a primer, which is read in the app."""
    return study.store.value("SELECT 1 FROM primer WHERE id = ?", resource) is not None


def keep_place(study: Study, primer: str, share: float) -> None:
    """Keep how far down a primer one is, on this machine: the share, 0 to 1, that is above."""
    study.store.run("INSERT OR REPLACE INTO meta VALUES (?, ?)", f"place:{primer}", str(share))


def place(study: Study, primer: str) -> float:
    """The share of a primer that was above when it was left; 0 for one that was never opened."""
    kept = study.store.value("SELECT value FROM meta WHERE key = ?", f"place:{primer}")
    try:
        share = float(kept or 0)
    except (ValueError, TypeError):  # not as it was kept
        return 0.0
    return share if 0 <= share <= 1 else 0.0
