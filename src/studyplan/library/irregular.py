"""What is odd in a list, to be shown to its owner. Nothing here changes a row."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from urllib.parse import urlsplit

from studyplan.library.merge import Work, fold, merged_pairs
from studyplan.library.row import Problem, Row, Section
from studyplan.library.urls import canonical, host, playlist

CLOSE = 0.85
"""The similarity (2 · matching / all characters) from which two spellings may be one word."""

SLIPS = 2
"""The characters of each of two spellings that may have no partner in the other."""

SHORTEST_WORD = 5
"""Shorter words are too much alike to be compared."""

DESCRIBED = 5
"""Rows with words outside their links from which on these may be the manner of the list."""

MOST_VALUES = 500
"""Different values of a field, and parts of something, up to which each is compared with all of the
others: what has more is no vocabulary, and the comparing grows with the square."""

_PART = re.compile(r"\bpart\s+(\d{1,3}|[ivx]+)\b", re.IGNORECASE)
_ROMAN = {
    "i": 1,
    "ii": 2,
    "iii": 3,
    "iv": 4,
    "v": 5,
    "vi": 6,
    "vii": 7,
    "viii": 8,
    "ix": 9,
    "x": 10,
}


def irregularities(
    rows: Sequence[Row], works: Sequence[Work], sections: Sequence[Section]
) -> list[Problem]:
    """Return what is odd in a list by itself, by line; `works` are the rows merged."""
    found = [
        *links(rows),
        *labels(rows),
        *years(rows),
        *(() if _are_described(rows) else words_outside_links(rows)),
        *typos(rows),
        *lone_parts(rows),
        *hubs(rows),
        *duplicate_sections(sections),
        *duplicates(works),
    ]
    return sorted(found, key=lambda problem: problem.line)


def _are_described(rows: Sequence[Row]) -> bool:
    """Return whether a list says something of most of its links; then it is no irregularity."""
    described = sum(row.words is not None for row in rows)
    return described >= DESCRIBED and described * 2 > len(rows)


def links(rows: Iterable[Row]) -> Iterator[Problem]:
    """Yield the rows without a link, and those with something else where the address belongs."""
    for row in rows:
        if row.target is None:
            yield Problem(row.line, "no-link", f"“{row.title}” has no link")
        elif row.url is None:
            other = "its title" if fold(row.target) == fold(row.title) else f"“{row.target}”"
            text = f"“{row.title}” has {other} where its address belongs"
            yield Problem(row.line, "target-not-url", text)


def labels(rows: Iterable[Row]) -> Iterator[Problem]:
    """Yield the rows whose label is not the host their link leads to."""
    for row in rows:
        if row.label is None or row.url is None:
            continue
        name = host(row.url)
        if row.label.casefold().removeprefix("www.") != name:
            text = f"the label [{row.label}] is not the host of the link, {name}"
            yield Problem(row.line, "label-host", text)


def years(rows: Iterable[Row]) -> Iterator[Problem]:
    """Yield the rows whose year is not the one in the date that their address contains."""
    for row in rows:
        year = _year_of(row.url)
        if row.year is not None and year is not None and row.year != year:
            text = f"“{row.title}” is listed under {row.year}, its address is dated {year}"
            yield Problem(row.line, "year", text)


def words_outside_links(rows: Iterable[Row]) -> Iterator[Problem]:
    """Yield the rows with words that are neither in the link nor in the label."""
    for row in rows:
        if row.words is not None:
            text = f"the words “{row.words}” stand outside the link “{row.title}”"
            yield Problem(row.line, "words-outside-link", text)


def duplicates(works: Iterable[Work]) -> Iterator[Problem]:
    """Yield the rows that are the same work as an earlier row."""
    for kept, dropped in merged_pairs(list(works)):
        text = f"“{dropped.title}” is the same work as row {kept.number} (line {kept.line})"
        yield Problem(dropped.line, "duplicate", text)


def duplicate_sections(sections: Iterable[Section]) -> Iterator[Problem]:
    """Yield the sections whose number an earlier section beside them has."""
    first: dict[tuple[tuple[str, ...], str], Section] = {}
    for section in sections:
        if section.number is None:
            continue
        other = first.setdefault((section.path, section.number), section)
        if other is not section:
            text = (
                f"the section “{section.title}” has the number {section.number}"
                f" of “{other.title}” (line {other.line})"
            )
            yield Problem(section.line, "duplicate-section", text)


def lone_parts(rows: Sequence[Row]) -> Iterator[Problem]:
    """Yield the rows that are one part of something of which the list has no other part."""
    parts = [(row, *part) for row in rows if (part := _part(row.title)) is not None]
    if len(parts) > MOST_VALUES:
        return
    for row, number, stem in parts:
        if not any(
            other_number != number and _similarity(stem, other_stem) >= CLOSE
            for _, other_number, other_stem in parts
        ):
            text = f"“{row.title}” is part {number}; the list has no other part"
            yield Problem(row.line, "lone-part", text)


def hubs(rows: Sequence[Row]) -> Iterator[Problem]:
    """Yield the rows whose address contains those of other rows."""
    inside = contents(rows)
    for row in rows:
        if row.number in inside:
            text = f"“{row.title}” contains {name_rows(inside[row.number])} of the list"
            yield Problem(row.line, "hub-contains", text)


def contents(rows: Sequence[Row]) -> dict[int, list[int]]:
    """Return, by number, the rows that contain others, and the numbers of those.

    A row contains another whose address is below its own, or in the playlist that it is.
    """
    below: dict[str, list[int]] = {}
    for row in rows:
        for container in _containers(row.url):
            below.setdefault(container, []).append(row.number)
    addresses = ((row, canonical(row.url)) for row in rows if row.url is not None)
    return {row.number: below[address] for row, address in addresses if address in below}


# ---------------------------------------------------------------- typing errors


def typos(rows: Sequence[Row]) -> Iterator[Problem]:
    """Yield values that seem to be misspelt, with the spelling that was probably meant.

    A value is compared with the more frequent values of its field, a label also with the host of
    its link, and a topic that no other row has with the words of its title.
    """
    for field in ("domain", "company", "topic", "label"):
        counts = Counter(value for row in rows if (value := getattr(row, field)) is not None)
        if len(counts) > MOST_VALUES:
            continue
        for row in rows:
            value = getattr(row, field)
            if value is not None and (meant := _meant(value, row, field, counts)) is not None:
                text = f"{field} “{value}”: did you mean “{meant}”?"
                yield Problem(row.line, "typo", text)


def _meant(value: str, row: Row, field: str, counts: Counter[str]) -> str | None:
    """Return the spelling that was probably meant, or None if nothing speaks against this one."""
    if field == "label":
        name = host(row.url) if row.url is not None else None
        if name is not None and _is_slip(value, name):
            return name
    more_frequent = [other for other, count in counts.most_common() if count > counts[value]]
    for other in more_frequent:
        if _is_slip(value, other):
            return other
    if field == "topic" and counts[value] == 1:
        return _meant_by_title(value, row.title)
    return None


def _meant_by_title(value: str, title: str) -> str | None:
    """Return the value with a word spelt as the title spells it, or None if no word differs."""
    words = value.split()
    title_words = ["".join(filter(str.isalpha, word)) for word in title.split()]
    for place, word in enumerate(words):
        if word.casefold() in (title_word.casefold() for title_word in title_words):
            continue
        for title_word in title_words:
            if _is_slip(word, title_word):
                return " ".join([*words[:place], title_word, *words[place + 1 :]])
    return None


def _is_slip(one: str, other: str) -> bool:
    """Return whether two spellings differ as by a slip of the hand, and not by case or a plural."""
    one, other = one.casefold(), other.casefold()
    shorter, longer = sorted((len(one), len(other)))
    if shorter < SHORTEST_WORD or longer - shorter > SLIPS or one.rstrip("s") == other.rstrip("s"):
        return False
    matching = sum(block.size for block in _matcher(one, other).get_matching_blocks())
    return longer - matching <= SLIPS and _similarity(one, other) >= CLOSE


def _similarity(one: str, other: str) -> float:
    return _matcher(one, other).ratio()


def _matcher(one: str, other: str) -> SequenceMatcher[str]:
    return SequenceMatcher(a=one, b=other, autojunk=False)


# ---------------------------------------------------------------- titles and addresses


def _part(title: str) -> tuple[int, str] | None:
    """Return the number of a part and the folded title of the whole, or None for no part."""
    match = _PART.search(title)
    if match is None:
        return None
    digits = match[1].lower()
    number = int(digits) if digits.isdecimal() else _ROMAN.get(digits)
    if number is None:
        return None
    before, after = title[: match.start()], title[match.end() :]
    return number, fold(before if any(map(str.isalnum, before)) else after)


def _year_of(url: str | None) -> int | None:
    """Return the year of the first `/year/month` in the path of an address."""
    segments = urlsplit(url).path.split("/") if url is not None else []
    for year, month in pairwise(segments):
        is_year = len(year) == 4 and year.isdecimal() and 1990 <= int(year) < 2100
        if is_year and len(month) == 2 and month.isdecimal() and 1 <= int(month) <= 12:
            return int(year)
    return None


def _containers(url: str | None) -> Iterator[str]:
    """Yield the canonical addresses that would contain an address: paths above it, its playlist."""
    address = canonical(url) if url is not None else None
    if url is None or address is None:
        return
    above, _, _ = address.partition("?")
    while above.count("/") > len("//"):
        above, _, _ = above.rpartition("/")
        yield above
    whole = f"https://youtube.com/playlist?list={playlist(url)}"
    if whole != address:
        yield whole


def name_rows(numbers: Sequence[int]) -> str:
    """Return row numbers as words, with runs drawn together: "rows 1–3 and 7"."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    words = [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"row {listed}" if len(numbers) == 1 else f"rows {listed}"
