"""Clicks on the squares of a finding that open the place where a thing is said."""

from collections.abc import Collection, Sequence

from dashboard.labels import passages
from dashboard.labels.announcements import Announcement


def read_at(briefing_id: str, paragraph: int) -> Sequence[str]:
    """Return the click that opens a paragraph in the reader."""
    return ("passage", passages.key(briefing_id, paragraph))


def read(row: Announcement) -> Sequence[str]:
    """Return the click that opens the place of an announcement."""
    return read_at(row.briefing_id, row.paragraph)


def read_counterpart(row: Announcement, known: Collection[Announcement]) -> Sequence[str]:
    """Return the click that opens the place of the counterpart of `row`, empty without one.

    known: the announcements of all briefings.
    """
    if row.series_status != "again":
        return ()
    other = row.counterpart_briefing_id or row.compared_briefing_id
    key = (other, row.counterpart_surface or row.surface)
    found = [each for each in known if (each.briefing_id, each.surface) == key]
    alike = [each for each in found if each.counted == row.counted]
    return next((read(each) for each in [*alike, *found]), ())
