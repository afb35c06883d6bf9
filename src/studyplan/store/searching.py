"""The `word` table: where in the reading list each word stands that a work is found by.

It is written with the content, from the text that `resource.search` holds, so it says nothing
that does not follow from there. A word is looked for by its beginning, which the key serves.
"""

from studyplan.store.engine import Store

BEGINS = "r.position IN (SELECT position FROM word WHERE word >= ? AND word < ?)"
"""The condition that a word of the resource r begins with a term; takes `bounds` of it."""
_LAST = chr(0x10FFFF)
"""Behind every character that a word has."""


def index(store: Store) -> None:
    """Write the table anew, inside the caller's transaction."""
    store.run("DELETE FROM word")
    # A word is made of letters and digits, so nothing in it means anything in JSON.
    store.run(
        "INSERT INTO word SELECT DISTINCT value, position FROM resource, "
        """json_each('["' || replace(trim(search), ' ', '","') || '"]') ORDER BY 1, 2"""
    )


def bounds(term: str) -> tuple[str, str]:
    """The first text that begins with a term, and one behind the last."""
    return term, term + _LAST
