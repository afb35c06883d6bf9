"""The article in a page: its text as Markdown, with its links, code and tables; nothing is run."""

import logging
import re
from dataclasses import dataclass
from urllib.parse import urljoin

import trafilatura

from studyplan.domain.text import clean
from studyplan.web.pages import charset_of, decoded, title_of

for _talks in ("trafilatura", "htmldate", "courlan", "justext"):
    # What they think of a page goes nowhere: without this, Python would print it.
    logging.getLogger(_talks).addHandler(logging.NullHandler())

_BEGINNING = 2_000
"""Letters of a page in which its first tag stands."""
_IMAGE = re.compile(r"!\[([^\]\n]*)\]\(([^)\s]*)[^)\n]*\)")
_LINK = re.compile(r"(?<!!)\[([^\]\n]*)\]\(([^)\s]*)\)")
_REFERENCE = re.compile(r"&#(\d{1,7}|[xX][0-9a-fA-F]{1,6})(?:;|(?![0-9a-fA-F]))")
_FIRST_LETTER, _BREAKS = 0x20, (0x9, 0xA, 0xD)
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Article:
    """What was taken out of a page."""

    title: str
    """Of the page; empty where it has none."""
    text: str
    """Markdown; empty where nothing was found."""


def extract(body: bytes, address: str, charset: str | None) -> Article:
    """The article of a page of HTML.

    Args:
        body: the page.
        address: where it stood; links are made whole by it.
        charset: of the page, as the server named it.
    """
    page = decoded(body, charset or charset_of(body))
    page = _without_commands(page)
    if "<html" not in page[:_BEGINNING].lower():  # which HTML lets be left out, the parser not
        page = f"<html><body>{page}</body></html>"
    found = trafilatura.extract(
        page,
        url=address,
        output_format="markdown",
        include_comments=False,
        include_formatting=True,
        include_images=True,
        include_links=True,
        include_tables=True,
    )
    return Article(title_of(body, charset), _mended(clean(found or ""), address))


def _without_commands(page: str) -> str:
    """The page without control characters, written as such or as references: the parser would give
    up at them."""

    def kept(found: re.Match[str]) -> str:
        digits = found.group(1).lower()
        code = int(digits[1:], 16) if digits.startswith("x") else int(digits)
        return "" if code < _FIRST_LETTER and code not in _BREAKS else found.group(0)

    return clean(_REFERENCE.sub(kept, page))


def _mended(text: str, address: str) -> str:
    """The Markdown with images as links and with whole addresses; code stays as it is."""
    parts: list[str] = []
    at = 0
    for fence in _FENCE.finditer(text):
        parts += [_linked(text[at : fence.start()], address), fence.group(0), "\n"]
        at = fence.end()
    return "".join([*parts, _linked(text[at:], address)]).strip()


def _linked(text: str, address: str) -> str:
    def image(found: re.Match[str]) -> str:
        name = " ".join(found.group(1).split())
        return f"[image: {name}]({found.group(2)})" if name else f"[image]({found.group(2)})"

    def whole(found: re.Match[str]) -> str:
        words, target = found.groups()
        try:
            target = urljoin(address, target)
        except ValueError:
            target = ""
        # What leads elsewhere than to a page is words alone.
        return f"[{words}]({target})" if target.startswith(("http://", "https://")) else words

    return _LINK.sub(whole, _IMAGE.sub(image, text))
