"""The content of assets/, read once."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from studyplan.domain.curriculum import Competency
from studyplan.domain.interview import Interview
from studyplan.domain.prompt import Primer, Prompt
from studyplan.domain.resource import Kind, Resource
from studyplan.library.catalog import load_catalog, load_competencies
from studyplan.library.interviews import load_interviews
from studyplan.library.primers import load_primers
from studyplan.library.prompts import load_prompts

ASSETS = Path(__file__).parents[2] / "assets"


@dataclass(frozen=True, slots=True)
class Content:
    """All that can be studied."""

    competencies: tuple[Competency, ...]
    works: tuple[Resource, ...]
    primers: tuple[Primer, ...]
    prompts: tuple[Prompt, ...]
    interviews: tuple[Interview, ...]

    @property
    def single_readings(self) -> list[Resource]:
        """The works that are read in one sitting; each has prompts of its own."""
        return [work for work in self.works if work.kind in (Kind.ARTICLE, Kind.PAPER)]


@cache
def shipped() -> Content:
    """What assets/ holds.

    Raises:
        CatalogError: a file breaks a rule of its loader.
    """
    competencies = load_competencies(ASSETS / "competencies.yaml")
    works = load_catalog(ASSETS / "catalog.yaml")
    return Content(
        competencies,
        works,
        load_primers(ASSETS / "primers", competencies),
        load_prompts(ASSETS / "prompts", works),
        load_interviews(ASSETS / "interviews", works, competencies),
    )
