"""What became of a link is told from what the network answered, and from nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studyplan.domain.links import (
    Fault,
    Hop,
    LinkState,
    Observation,
    archived,
    judge,
    same_page,
    site,
)

A, TITLE = "https://blog.example.org/focal-loss", "Focal Loss Explained"


def seen(
    *hops: tuple[int, str], status: int | None = 200, title: str = "", fault: Fault | None = None
) -> Observation:
    return Observation(A, tuple(Hop(*hop) for hop in hops), status, title, fault)


@pytest.mark.parametrize(
    ("observation", "state"),
    [
        (seen(), LinkState.OK),
        (seen(title="Focal losses, for the rest of us"), LinkState.OK),
        (seen(title="Blog"), LinkState.OK),  # too little to tell
        (seen(title="Cheap Watches Online"), LinkState.SUSPICIOUS),
        (seen(title="This domain is for sale"), LinkState.SUSPICIOUS),
        (seen(title="Page not found | Focal loss"), LinkState.SUSPICIOUS),
        (seen((301, "https://blog.example.org/posts/focal-loss")), LinkState.MOVED),
        (seen((302, "https://blog.example.org/posts/focal-loss")), LinkState.OK),
        (seen((301, "https://www.blog.example.org/focal-loss/")), LinkState.OK),
        (seen((301, "https://other.net/x"), title=TITLE), LinkState.MOVED),
        (seen((301, "https://other.net/x"), title="Cheap Watches Online"), LinkState.SUSPICIOUS),
        (seen((301, "https://other.net/x")), LinkState.SUSPICIOUS),  # nothing vouches for it
        (seen((302, "https://other.net/x"), title=TITLE), LinkState.OK),
        (seen((302, "https://blog.example.org/")), LinkState.SUSPICIOUS),
        (seen(status=404), LinkState.BROKEN),
        (seen(status=410), LinkState.BROKEN),
        (seen(status=500), LinkState.BROKEN),
        (seen(status=403), LinkState.UNCHECKED),
        (seen(status=429), LinkState.UNCHECKED),
        (seen(status=None, fault=Fault.NO_HOST), LinkState.BROKEN),
        (seen(status=None, fault=Fault.NO_NETWORK), LinkState.UNCHECKED),
        (seen(status=None, fault=Fault.NO_ANSWER), LinkState.BROKEN),
        (seen((302, A), status=None, fault=Fault.LOOP), LinkState.BROKEN),
        (seen(status=None, fault=Fault.PRIVATE), LinkState.UNCHECKED),
        (seen((302, "http://10.0.0.1/"), status=None, fault=Fault.PRIVATE), LinkState.SUSPICIOUS),
        (seen((302, "file:///x"), status=None, fault=Fault.NOT_A_PAGE), LinkState.SUSPICIOUS),
    ],
)
def test_the_state_follows_from_what_was_answered(
    observation: Observation, state: LinkState
) -> None:
    verdict = judge(observation, TITLE)
    assert verdict.state is state
    assert bool(verdict.why) == (state is not LinkState.OK)
    assert (verdict.address is not None) == (state is LinkState.MOVED)


def test_the_evidence_names_host_and_title() -> None:
    why = judge(seen((301, "https://other.net/x"), title="Cheap Watches"), TITLE).why
    assert "other.net instead of example.org" in why
    assert "“Cheap Watches”" in why


def test_only_what_is_for_ever_is_proposed() -> None:
    hops = ((301, "https://blog.example.org/new"), (302, "https://blog.example.org/new?session=1"))
    assert judge(seen(*hops), TITLE).address == "https://blog.example.org/new"


addresses = st.one_of(
    st.text(max_size=30),
    st.builds("http{}://{}/{}".format, st.sampled_from(["", "s"]), st.text(), st.text()),
)

hops = st.builds(Hop, st.sampled_from([301, 302, 308]), addresses)


@given(
    st.builds(
        Observation,
        addresses,
        st.lists(st.builds(Hop, st.sampled_from([301, 302, 308]), addresses), max_size=3).map(
            tuple
        ),
        st.none() | st.integers(100, 599),
        st.text(),
        st.none() | st.sampled_from(Fault),
    ),
    st.text(),
)
def test_whatever_is_answered_there_is_a_verdict(observation: Observation, title: str) -> None:
    verdict = judge(observation, title)
    assert verdict == judge(observation, title)
    if verdict.address is not None:
        assert verdict.state is LinkState.MOVED
        assert verdict.address in [hop.address for hop in observation.hops]
        assert not same_page(verdict.address, observation.address)


@pytest.mark.parametrize(
    ("address", "owner"),
    [
        ("https://a.b.example.org/x", "example.org"),
        ("https://www.bbc.co.uk/x", "bbc.co.uk"),
        ("http://127.0.0.1:80/", "127.0.0.1"),
        ("http://localhost/", "localhost"),
        ("http://[", ""),
    ],
)
def test_a_site_is_what_one_owner_has(address: str, owner: str) -> None:
    assert site(address) == owner


def test_states_are_told_apart_without_colour() -> None:
    assert len({state.glyph for state in LinkState}) == len(LinkState)
    assert archived(A) == f"https://web.archive.org/web/{A}"
