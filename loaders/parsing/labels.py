"""Find the labels of a page that open turns: people -> heads -> openings -> names of speakers."""

from dataclasses import replace

from loaders.errors import NotATranscriptError
from loaders.parsing.aliases import resolve_openings
from loaders.parsing.askers import find_askers
from loaders.parsing.label_scoring import accept_labels
from loaders.parsing.moderators import find_moderators
from loaders.parsing.page import MAX_LINES, Page
from loaders.parsing.people import find_people
from loaders.parsing.turn_openings import find_openings


def find_labels(page: Page) -> Page:
    r"""Return the page with the labels that open turns, each with the name of its speaker.

    Raises NotATranscriptError if there are more than MAX_LINES of them.

    >>> from loaders.parsing.page import unfold
    >>> from loaders.repair.pipeline import repair
    >>> page = find_labels(unfold(repair("问：灯亮吗？\n答：亮。"), name="page.txt"))
    >>> [opening.label.name for line in page.openings for opening in line]
    ['问', '答']
    """
    lines = page.lines
    people = find_people(lines)
    labels = accept_labels(lines, people)
    openings = find_openings(lines, labels, people)
    moderators, askers = find_moderators(lines, openings), find_askers(lines, openings)
    openings = resolve_openings(lines, openings, people, moderators, askers)
    if sum(map(len, openings)) > MAX_LINES:
        raise NotATranscriptError("not_a_transcript.long", name=page.name, most=MAX_LINES)
    return replace(page, openings=openings)
