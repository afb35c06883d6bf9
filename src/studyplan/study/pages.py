"""What is read here: primers, and articles that were fetched."""

from studyplan.study import fetching, primers
from studyplan.study.session import Study


def is_here(study: Study, resource: str) -> bool:
    """Whether the text of a work is here, so that it can be read without the network."""
    return primers.is_primer(study, resource) or resource in fetching.kept(study)


def text(study: Study, resource: str) -> str:
    """The text of a primer or an article, in Markdown.

    Raises:
        Refused: it is neither, or its copy is gone.
    """
    read = primers.text if primers.is_primer(study, resource) else fetching.text
    return read(study, resource)
