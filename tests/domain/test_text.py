"""Text from strangers, without what commands a terminal."""

import json

import pytest

from studyplan.domain.text import clean, escaped, is_clean
from tests.attacks import ATTACKS

attacks = pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)


@attacks
def test_an_attack_is_one_and_is_cleaned(attack: str) -> None:
    assert not is_clean(attack)
    assert is_clean(clean(attack))
    assert clean(clean(attack)) == clean(attack)


def test_what_is_no_attack_stays() -> None:
    fine = "Naïve Ranking – 日本語, עברית, “quoted” 👩‍🔬\n\tin two lines"
    assert clean(fine) == fine
    assert is_clean(fine)


@attacks
def test_json_says_the_same_and_commands_nothing(attack: str) -> None:
    written = escaped(json.dumps({"title": attack}, ensure_ascii=False))
    assert is_clean(written)
    assert json.loads(written) == {"title": attack}
