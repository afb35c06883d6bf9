"""How well works are placed and guessed: `python -m tests.library.placing` prints the figures."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from studyplan.domain.placing import MARGIN, Placement, Sample, Vocabulary, samples
from studyplan.domain.resource import Resource
from tests.content.shipped import shipped

