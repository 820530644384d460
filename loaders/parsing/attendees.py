"""Find the people whom the moderator introduces or the header lists, with or without a turn."""

from collections.abc import Iterator
from dataclasses import dataclass

from loaders.parsing.introductions import introduced_people
from loaders.parsing.label_names import Label
from loaders.parsing.page import Page
from loaders.repair.document import CleanLine


@dataclass(frozen=True)
class Attendee:
    """A person whom the moderator introduces or the header lists, with or without a turn."""

    name: str
    title: str
    printed_name: str


def find_attendees(page: Page) -> tuple[Attendee, ...]:
    """Return the people with a title of the header, then those whom the first turn introduces.

    `page` has turns. A person may occur several times.
    """
    return tuple(
        Attendee(label.name, label.title or "", line.printed_form(label.name))
        for line, label in (*_listed(page), *_introduced(page))
    )


def _listed(page: Page) -> Iterator[tuple[CleanLine, Label]]:
    """Yield each person with a title in a list of the header, with the line."""
    for line in page.lines[: page.first]:
        for label in line.listed:
            if label.title and not label.is_outlet:
                yield line.clean, label


def _introduced(page: Page) -> Iterator[tuple[CleanLine, Label]]:
    """Yield each person whom the first turn introduces, with the line."""
    speakers = {turn.label.name for turn in page.turns}
    for line in page.turns[0].paragraphs:
        for label in introduced_people(line.text, speakers):
            yield line, label
