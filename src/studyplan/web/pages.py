"""What a page of HTML says of itself, without a parser: its title, its letters."""

import codecs
import html
import re

from studyplan.domain.text import clean

_TITLE = re.compile(rb"<title\b[^>]{0,300}>(.{0,2000}?)</title", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)
_LONGEST = 300


def is_html(kind: str) -> bool:
    """Whether a media type is that of a page; a server that names none is believed to send one."""
    return kind in ("", "text/html", "application/xhtml+xml")


def title_of(body: bytes, charset: str | None) -> str:
    """The title of a page on one line; empty where it has none."""
    found = _TITLE.search(body)
    if found is None:
        return ""
    text = html.unescape(decoded(found.group(1), charset or charset_of(body)))
    return clean(" ".join(text.split()))[:_LONGEST].strip()


def charset_of(body: bytes) -> str | None:
    """The encoding that a page names in its first bytes."""
    found = _CHARSET.search(body[:4096])
    return None if found is None else found.group(1).decode("ascii")


def decoded(body: bytes, charset: str | None) -> str:
    """Bytes as text: in the encoding given where it is known, else as UTF-8; never an error."""
    try:
        name = codecs.lookup(charset or "utf-8").name
        return body.decode(name, "replace")
    except (LookupError, ValueError, UnicodeError):
        return body.decode("utf-8", "replace")
