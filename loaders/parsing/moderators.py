"""Find the moderators of a page, in labels and in lines that list them: 主持人：某局副局长 李明."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from loaders.parsing.introductions import listed_person
from loaders.parsing.label_forms import COLONS
from loaders.parsing.label_names import Label
from loaders.parsing.page import Lines, Openings, Place, TurnOpening


@dataclass(frozen=True)
class Moderators:
    """The moderators of a page, and the openings whose line names one after the role.

    `labels` have each name once. `behind_role` maps the places of these openings to the persons.
    `in_list` are the indices of those lines that are in the header's list of people.
    """

    labels: tuple[Label, ...]
    behind_role: Mapping[Place, Label]
    in_list: frozenset[int]


def find_moderators(lines: Lines, openings: Openings) -> Moderators:
    """Return the people whom labels or lists call a moderator, each with the last of the labels."""
    behind_role = {
        (index, opening.begin): person
        for index, line in enumerate(openings)
        for opening in line
        if opening.label.role == "moderator"
        and (person := _person_behind_role(lines, index, opening))
    }
    first = next((index for index, line in enumerate(openings) if line), 0)
    stated = [*behind_role.values(), *_listed_moderators(lines[:first])]
    labels = [
        *(replace(person, role="moderator") for person in stated),
        *(opening.label for line in openings for opening in line if _has_title(opening.label)),
    ]
    in_list = (
        index
        for index, _ in behind_role
        if _is_in_header_list(lines, index) or lines[index].text[-1] in COLONS
    )
    return Moderators(
        tuple({label.name: label for label in labels}.values()), behind_role, frozenset(in_list)
    )


def _has_title(label: Label) -> bool:
    """Return whether `label` has no role, and a title that ends with 主持人."""
    return not label.role and (label.title or "").endswith("主持人")


def _listed_moderators(lines: Lines) -> Iterator[Label]:
    """Yield the person of each header line that lists a moderator: 主持人：某局副局长 李明."""
    for line in lines:
        role = line.head.words.role if line.head else None
        if role and role.role == "moderator" and (person := line.person):
            yield person


def _person_behind_role(lines: Lines, index: int, opening: TurnOpening) -> Label | None:
    """Return the person named after the role that `opening` states, or None.

    The person is on the line of the role or, in the header's list of people, on the next line.
    """
    if person := listed_person(lines[index].text, opening.label.name, opening.speech_start):
        return person
    is_alone = not lines[index].text[opening.speech_start :].strip()
    if not is_alone or index + 1 >= len(lines) or not _is_in_header_list(lines, index, below=2):
        return None
    return next(iter(lines[index + 1].listed), None)


def _is_in_header_list(lines: Lines, index: int, *, below: int = 1) -> bool:
    """Return whether line `index` is in the header's list of time, place and people.

    It is if the line above, or the line `below` lines further down, begins with a word of such a
    list: 时间：, 地点：.
    """
    neighbours = (*lines[max(0, index - 1) : index], *lines[index + below : index + below + 1])
    heads = (line.head for line in neighbours)
    return any(head and head.is_closed and head.words.is_look_alike for head in heads)
