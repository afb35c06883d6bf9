"""What is read here: primers, and articles that were fetched."""

from studyplan.study import fetching, primers
from studyplan.study.session import Study


def text(study: Study, resource: str) -> str:
    """The text of a primer or an article, in Markdown.

    Raises:
        Refused: it is neither, or its copy is gone.
    """
    read = primers.text if primers.is_primer(study, resource) else fetching.text
    return read(study, resource)
