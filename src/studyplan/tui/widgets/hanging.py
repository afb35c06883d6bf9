"""Lines behind a sign, whose text hangs: it never runs on under the sign."""

from collections.abc import Sequence

from rich.table import Table
from rich.text import Text


def hanging(rows: Sequence[tuple[str, str]], title: str = "") -> Table:
    """A sign and a text each, below a quiet title where there is one."""
    table = Table.grid(padding=(0, 1, 0, 0), expand=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for sign, text in rows:
        table.add_row(Text(sign, style="bold"), Text(text))
    if not title:
        return table
    below = Table.grid(expand=True)
    below.add_row(Text(title, style="dim"))
    below.add_row(table)
    return below
