"""Collect the doubts of a reading: everything that a person should check in it."""

from collections.abc import Iterator

from loaders.briefing import Briefing
from loaders.edition.corrected import CorrectedBriefing
from loaders.edition.unread import unread_fields
from loaders.messages import Doubt, doubt
from loaders.parsing.transcript import Transcript
from loaders.repair.document import LOST_CHARACTER, Repair

_LABEL_LIKE = 16  # characters shown of a line that begins like a label


def doubts_of(briefing: Briefing) -> list[Doubt]:
    """Return the doubts of a reading, each once; an edition states its own.

    Those of a page are, in this order: of its reader, of the parser, of fields that were not read,
    of characters and headings that repair and parser did not settle, and of speech that begins like
    a label.
    """
    if isinstance(briefing, CorrectedBriefing):
        found = list(briefing.transcript.doubts)
    else:
        found = [
            *briefing.source.doubts,
            *briefing.transcript.doubts,
            *unread_fields(briefing),
            *map(_doubt_of_repair, briefing.clean.unsettled),
            *_label_like_speech(briefing.transcript),
        ]
    return list({each.key: each for each in found}.values())


def _doubt_of_repair(row: Repair) -> Doubt:
    """Return the doubt of an uncertain character, a lost one, or a heading that was left out."""
    if row.kind == "heading":
        return doubt("heading", line=row.line, text=row.before)
    places = {"places": row.places} if row.places > 1 else {}
    if row.before == LOST_CHARACTER:
        return doubt("lost", line=row.line, **places)
    return doubt("unsettled", line=row.line, text=row.before, **places)


def _label_like_speech(transcript: Transcript) -> Iterator[Doubt]:
    for line in transcript.label_like_lines:
        yield doubt("label_as_speech", line=line.number, text=line.text[:_LABEL_LIKE])
