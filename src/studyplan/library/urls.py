"""Addresses, compared: two spellings of one address are the same work.

The canonical form is for comparison only. What is opened is always the address as it was given.
"""

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

REMEMBERED = 1 << 16
"""Addresses of which is known what they come to: each is asked for many times while a list is
read."""

_TRACKING = frozenset(
    {
        *("fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "yclid", "igshid"),
        *("igsh", "mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "vero_id", "oly_anon_id"),
        *("oly_enc_id", "ref", "ref_src", "ref_url", "referrer"),
    }
)
"""Parameters that say how a reader came to a page, not which page it is; also all of `utm_…`."""

_DOI = re.compile(r"10\.\d{4,9}/[^\s<>\"\\^`{|}]+")
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_OF_ADDRESSES = "%-._~:/?#[]@!$&()*+,;="
"""What may stand in an address as it is (RFC 3986), but for quotes."""
_DEFAULT_PORTS = (None, 80, 443)
_YOUTUBE_HOSTS = frozenset(
    {"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"}
)
_ARXIV_FORMS = frozenset({"abs", "pdf", "html"})


def is_url(text: str) -> bool:
    """Return whether the text is an http or https address with a host, and nothing else."""
    return _split(text) is not None


def link_to_open(text: str) -> str | None:
    """Return the address that a link of a list or a note leads to, or None if none is opened.

    Opened are http and https, a DOI by its resolver, and mail to one address without anything that
    is to be written or attached. What a shell or a script could take for its own is escaped.
    """
    scheme, _, rest = text.strip().partition(":")
    match scheme.lower():
        case "doi" if _DOI.fullmatch(rest):
            text = f"https://doi.org/{rest}"
        case "mailto" if _ADDRESS.fullmatch(rest):
            return f"mailto:{rest}"
    return quote(text, safe=_OF_ADDRESSES) if is_url(text) else None


def host(url: str) -> str | None:
    """Return the host of an address in lower case, without `www.`, or None if it is no address."""
    parts = _split(url)
    return None if parts is None else _host(parts)


@lru_cache(REMEMBERED)
def canonical(url: str) -> str | None:
    """Return the form that all spellings of an address share, or None if it is no address.

    Left out are what does not say which page it is: the scheme, `www.`, default ports, upper case
    in the host, tracking parameters and the order of the others, the fragment, slashes at the end.
    The forms of a paper on arXiv (abstract, PDF, any version) and of a video on YouTube are one.
    A video seen as part of a playlist is neither the video alone nor the playlist.

    The result is an https address, and its own canonical form.
    """
    parts = _split(url)
    if parts is None:
        return None
    name = _host(parts)
    path = parts.path.rstrip("/")
    query = [
        (key, value)
        for key, value in parse_qsl(parts.query, keep_blank_values=True)
        if key.lower() not in _TRACKING and not key.lower().startswith("utm_")
    ]
    if name in _YOUTUBE_HOSTS or name == "youtu.be":
        name, path, query = _youtube(name, path, query)
    elif name == "arxiv.org" or name.endswith(".arxiv.org"):
        name, path = _arxiv(name, path)
    if parts.port not in _DEFAULT_PORTS:
        name = f"{name}:{parts.port}"
    return f"https://{name}{path}" + (f"?{urlencode(sorted(query))}" if query else "")


@lru_cache(REMEMBERED)
def _split(text: str) -> SplitResult | None:
    """Return the parts of an address, or None if the text is none."""
    if " " in text or not text.isprintable():  # of white space, only the space is printable
        return None
    try:
        parts = urlsplit(text)
        _ = parts.port  # raises where it is no number
    except ValueError:
        return None
    labels = (parts.hostname or "").removesuffix(".").split(".")
    is_host = all(labels) and ":" not in labels[0] and (len(labels) > 1 or labels == ["localhost"])
    return parts if parts.scheme in ("http", "https") and is_host else None


def _host(parts: SplitResult) -> str:
    """Return the host without a dot at its end and without `www.`."""
    name = (parts.hostname or "").removesuffix(".")
    while name.startswith("www.") and name.count(".") > 1:
        name = name.removeprefix("www.")
    return name


def _youtube(
    name: str, path: str, query: list[tuple[str, str]]
) -> tuple[str, str, list[tuple[str, str]]]:
    """Return host, path and query of the one form of a video or a playlist."""
    values = dict(query)
    first, _, rest = path.lstrip("/").partition("/")
    if name == "youtu.be":
        video = first
    elif first in ("embed", "shorts", "live", "v"):
        video = rest
    elif first in ("watch", "playlist"):
        video = values.get("v", "")
    else:
        return "youtube.com", path, query
    playlist = values.get("list", "")
    kept = [(key, value) for key, value in (("list", playlist), ("v", video)) if value]
    return "youtube.com", "/watch" if video else "/playlist", kept


def _arxiv(name: str, path: str) -> tuple[str, str]:
    """Return host and path of the one form of a paper: its abstract, without a version."""
    form, _, paper = path.lstrip("/").partition("/")
    if form not in _ARXIV_FORMS or not paper:
        return name, path
    paper = paper.partition(".pdf")[0].strip("/")
    number, _, version = paper.rpartition("v")
    while number.strip("/") and version.isdecimal():
        paper = number.strip("/")
        number, _, version = paper.rpartition("v")
    return ("arxiv.org", f"/abs/{paper}") if paper else (name, path)


def playlist(url: str) -> str | None:
    """Return the id of the YouTube playlist that an address leads to, or None."""
    address = canonical(url)
    if address is None or host(address) != "youtube.com":
        return None
    return dict(parse_qsl(urlsplit(address).query)).get("list")
