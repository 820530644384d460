"""Find the people whom the moderator introduces or the header lists, with or without a turn."""

from dataclasses import dataclass

from loaders.parsing.introductions import addressed_people, introduced_people
from loaders.parsing.page import Page


@dataclass(frozen=True)
class Attendee:
    """A person whom the moderator introduces or the header lists, with or without a turn."""

    name: str
    title: str
    printed_name: str


@dataclass(frozen=True)
class Attendees:
    """The people whom the header lists with a title, then those whom the first turn introduces.

    A person may occur several times. `by_address`: the first turn introduces somebody with a form
    of address (先生). `of_others`: it introduces somebody even without the names of its speaker and
    of those who ask, which may be common words.
    """

    people: tuple[Attendee, ...]
    by_address: bool
    of_others: bool


def find_attendees(page: Page) -> Attendees:
    """Return the people of the header and of the first turn of `page`, which has turns."""
    first = page.turns[0]
    speakers = {turn.label.name for turn in page.turns}
    others = {turn.label.name for turn in page.turns if not turn.label.asks} - {first.label.name}
    listed = (
        (line.clean, label)
        for line in page.lines[: page.first]
        for label in line.listed
        if label.title and not label.is_outlet
    )
    introduced = (
        (line, label)
        for line in first.paragraphs
        for label in introduced_people(line.text, speakers)
    )
    return Attendees(
        tuple(
            Attendee(label.name, label.title or "", line.printed_form(label.name))
            for line, label in (*listed, *introduced)
        ),
        any(addressed_people(line.text) for line in first.paragraphs),
        any(any(introduced_people(line.text, others)) for line in first.paragraphs),
    )
