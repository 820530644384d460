"""Parse a repaired page: unfold -> labels -> boilerplate -> turns -> kinds -> transcript."""

from loaders.parsing.attendees import find_attendees
from loaders.parsing.blocks import split_turns
from loaders.parsing.boilerplate import strip_boilerplate
from loaders.parsing.header import read_header
from loaders.parsing.labels import find_labels
from loaders.parsing.page import Page, unfold
from loaders.parsing.transcript import Transcript
from loaders.parsing.turn_kinds import classify_turns
from loaders.repair.document import CleanDocument


def parse(document: CleanDocument, *, name: str) -> tuple[CleanDocument, Transcript]:
    """Return the document of a page without its boilerplate, and its transcript.

    `name` is the file name for error messages. Raises NotATranscriptError if no line has a label
    that names a speaker, if no label is followed by speech, or if the page has more than MAX_LINES
    lines or labels.
    """
    page = find_speech(document, name=name)
    page = split_turns(page)
    attendees = find_attendees(page)
    page = classify_turns(page, attendees)
    header = read_header(page)
    return page.document, Transcript(header, attendees.people, page.turns, page.doubts)


def find_speech(document: CleanDocument, *, name: str) -> Page:
    """Return the page without its boilerplate, with the labels that open turns."""
    page = unfold(document, name=name)
    page = find_labels(page)
    text = strip_boilerplate(page)
    # A label is judged against the page as a whole, so again when less of the page is left.
    return text if text is page else find_labels(text)
