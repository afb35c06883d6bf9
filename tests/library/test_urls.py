"""Canonical addresses: one form for all spellings of a page, and never one for two pages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.library.urls import canonical, host, is_url, link_to_open, playlist


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://example.com/a", "https://example.com/a"),
        ("https://Example.COM/a", "https://example.com/a"),
        ("https://www.example.com/a", "https://example.com/a"),
        ("https://example.com./a", "https://example.com/a"),
        ("https://example.com:443/a", "https://example.com/a"),
        ("http://example.com:80/a", "https://example.com/a"),
        ("https://example.com", "https://example.com/"),
        ("https://example.com/a/", "https://example.com/a"),
        ("https://example.com/a#part", "https://example.com/a"),
        (
            "https://example.com/a?utm_source=x&utm_Medium=y&fbclid=1&gclid=2",
            "https://example.com/a",
        ),
        ("https://example.com/a?ref=newsletter&q=1", "https://example.com/a?q=1"),
        ("https://example.com/a?b=2&a=1", "https://example.com/a?a=1&b=2"),
        ("https://arxiv.org/pdf/1907.06558", "https://arxiv.org/abs/1907.06558"),
        ("https://arxiv.org/pdf/1907.06558v3.pdf", "https://arxiv.org/abs/1907.06558"),
        ("http://export.arxiv.org/abs/hep-th/9901001v2", "https://arxiv.org/abs/hep-th/9901001"),
        ("https://youtu.be/abc?t=42", "https://www.youtube.com/watch?v=abc"),
        ("https://m.youtube.com/watch?v=abc&feature=share&pp=x", "https://youtube.com/watch?v=abc"),
        ("https://www.youtube.com/embed/abc", "https://www.youtube.com/watch?v=abc"),
        ("https://youtu.be/abc?list=L", "https://www.youtube.com/watch?v=abc&list=L&index=3"),
        ("https://youtube.com/playlist?list=L&si=x", "https://www.youtube.com/playlist?list=L"),
    ],
)
def test_spellings_of_one_page(one: str, other: str) -> None:
    assert canonical(one) is not None
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.com/a", "https://example.com/A"),
        ("https://example.com/a", "https://example.com/a?page=2"),
        ("https://example.com/a", "https://example.com:8080/a"),
        ("https://blog.example.com/", "https://example.com/"),
        ("https://arxiv.org/abs/1907.06558", "https://arxiv.org/abs/1907.06559"),
        ("https://www.youtube.com/watch?v=abc", "https://www.youtube.com/watch?v=ABC"),
        ("https://www.youtube.com/watch?v=abc&list=L", "https://www.youtube.com/watch?v=abc"),
        ("https://www.youtube.com/watch?v=abc&list=L", "https://www.youtube.com/playlist?list=L"),
        ("https://www.youtube.com/@channel", "https://www.youtube.com/@other"),
    ],
)
def test_two_pages_stay_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com/a",
        "ftp://example.com/a",
        "mailto:a@example.com",
        "https://",
        "https://word",
        "https://[::1",
        "https://example.com:port/",
        "https://example.com/with space",
        "Reverse Searching Netflix’s Federated Graph",
        "What: a title with a colon",
    ],
)
def test_what_is_no_address(text: str) -> None:
    assert not is_url(text)
    assert canonical(text) is None
    assert host(text) is None


def test_the_host_is_compared_without_www() -> None:
    assert host("https://WWW.Ruder.io/semi-supervised/") == "ruder.io"
    assert host("https://medium.com:8443/a") == "medium.com"


def test_the_playlist_of_a_video_and_of_itself() -> None:
    assert playlist("https://www.youtube.com/watch?v=abc&list=L") == "L"
    assert playlist("http://youtube.com/playlist?list=L&si=x") == "L"
    assert playlist("https://youtu.be/abc") is None
    assert playlist("https://example.com/playlist?list=L") is None


STARTS = [
    *("http://", "https://", "https://example.com", "http://www.example.com/"),
    *("https://arxiv.org/", "https://arxiv.org/pdf/", "https://youtu.be/"),
    *("https://www.youtube.com/", "https://www.youtube.com/watch?"),
]
PIECES = [
    *("www.", "a", "v2", "v", "/", "//", ".pdf", "abs", "pdf", "?", "&", "=", "list=", "v="),
    *("utm_x=1", "watch", "playlist", "embed/", "%2F", "%FF", "#", "+", ";", ":443", ":80", ":81"),
    *(".", "é", "@"),
]
ADDRESSES = st.builds(
    lambda start, rest: start + "".join(rest),
    st.sampled_from(STARTS),
    st.lists(st.sampled_from(PIECES), max_size=12),
)


@given(ADDRESSES | st.text())
def test_a_canonical_address_is_its_own_canonical_form(url: str) -> None:
    once = canonical(url)
    if once is not None:
        assert canonical(once) == once
        assert once.startswith("https://")


@pytest.mark.parametrize(
    ("link", "opened"),
    [
        ("https://example.org/a?b=c#d", "https://example.org/a?b=c#d"),
        ("http://localhost:8000/", "http://localhost:8000/"),
        ("https://example.org/%20ü", "https://example.org/%20%C3%BC"),
        ("https://example.org/\"'`$(x)\\", "https://example.org/%22%27%60$(x)%5C"),
        ("https://example.org/a(b)", "https://example.org/a(b)"),
        ("mailto:a.b+c@example.org", "mailto:a.b+c@example.org"),
        ("doi:10.1145/2959100.2959190", "https://doi.org/10.1145/2959100.2959190"),
        ("DOI:10.1000/182", "https://doi.org/10.1000/182"),
        ("mailto:a@example.org?attach=/etc/passwd", None),
        ("mailto:-a", None),
        ("mailto:a@b@c", None),
        ("doi:../../x", None),
        ("doi:10.1000/1 2", None),
        ("file:///etc/passwd", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("ssh://-oProxyCommand=x/", None),
        ("--help", None),
        ("-https://example.org", None),
        ("/etc/passwd", None),
        ("//example.org/", None),
        ("\\\\host\\share", None),
        ("https:///etc/passwd", None),
        ("https://example.org/ --flag", None),
        ("https://example.org/\n", None),
        ("https://example.org/\x1b]0;x\x07", None),
        ("https://example.org/\u202e", None),
        ("", None),
    ],
)
def test_what_is_opened(link: str, opened: str | None) -> None:
    assert link_to_open(link) == opened
