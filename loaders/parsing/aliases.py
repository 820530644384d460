"""Resolve labels that do not name their speaker in full: 主持人, 王部长, Mr. Green, Q."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from loaders.lexicon.labels import labels
from loaders.parsing.label_names import Label, is_name
from loaders.parsing.moderators import Moderators
from loaders.parsing.page import Lines, Openings, Place, TurnOpening
from loaders.text.measures import HAN

_NAME_AND_ADDRESS = re.compile(
    rf"([{HAN}]{{1,4}}?)(?:先生|女士|同志|教授|委员|发言人|[{HAN}]{{0,4}}[长任记])"
)


def resolve_openings(
    lines: Lines,
    openings: Openings,
    people: Collection[str],
    moderators: Moderators,
    outlets: Mapping[Place, Label],
) -> Openings:
    """Replace labels that do not name their speaker in full (主持人, 王部长, Q) by those that do.

    `people` are the names that the page introduces or lists, `outlets` those that ask the questions
    of openings (askers). A label is replaced only if the page names its speaker. A line of the
    header that lists the moderator opens no turn, so its openings are removed.
    """
    labels = (opening.label for line in openings for opening in line)
    named = (label.name for label in labels if not (label.role or label.is_outlet))
    person_index = PersonIndex({*people, *named})

    def resolve(index: int, opening: TurnOpening) -> TurnOpening:
        label = _resolve_label(opening.label, person_index, moderators.labels)
        place = index, opening.begin
        if place in moderators.behind_role:
            return replace(opening, label=label, speech_start=len(lines[index].text))
        if label.role == "asks" and place in outlets:
            return replace(opening, label=outlets[place], is_certain=True)
        return opening if label is opening.label else replace(opening, label=label)

    return tuple(
        () if index in moderators.in_list else tuple(resolve(index, opening) for opening in line)
        for index, line in enumerate(openings)
    )


class PersonIndex:
    """Index of the full names on a page, by the short forms that labels use for them.

    A short form is a name with a title or a form of address (陆厅长, 白杉先生, Ms. Green). A short
    form that fits several of `names` is not resolved.

    >>> index = PersonIndex(["陆明远", "白杉", "Jane Green"])
    >>> index.resolve("陆厅长"), index.resolve("白杉先生"), index.resolve("MS. GREEN")
    ('陆明远', '白杉', 'Jane Green')
    >>> PersonIndex(["陆明远", "陆小满"]).resolve("陆厅长") is None
    True
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._by_beginning: dict[str, set[str]] = {}
        self._by_last_name: dict[str, set[str]] = {}
        for name in names:
            if is_name(name) and not _NAME_AND_ADDRESS.fullmatch(name):
                for length in range(1, min(len(name), 4) + 1):
                    self._by_beginning.setdefault(name[:length], set()).add(name)
            elif " " in name and not _honorific_name().fullmatch(name):
                self._by_last_name.setdefault(_last_name(name), set()).add(name)

    def resolve(self, words: str) -> str | None:
        """Return the full name for a short form such as 陆厅长; None if no name or several fit."""
        if han := _NAME_AND_ADDRESS.fullmatch(words):
            alike = self._by_beginning.get(han[1], set())
        elif _honorific_name().fullmatch(words):
            alike = self._by_last_name.get(_last_name(words), set())
        else:
            return None
        return next(iter(alike)) if len(alike) == 1 else None


@cache
def _honorific_name() -> re.Pattern[str]:
    """Return a pattern for honorifics or offices before a word: Mr. Green, Vice Minister Green."""
    forms = labels().english_forms
    words = "|".join([*forms.honorifics, *forms.offices])
    return re.compile(rf"(?:(?:{words})\.? ){{1,4}}[^ ]{{1,40}}", re.IGNORECASE)


def _last_name(name: str) -> str:
    return name.rpartition(" ")[2].casefold()


def _resolve_label(label: Label, people: PersonIndex, moderators: Sequence[Label]) -> Label:
    """Return `label` with the full name of its speaker, or unchanged if that is not certain.

    The role moderator is resolved if `moderators` has one label. A label with the name of one of
    `moderators` that has a role gets the role moderator and, if it has no title, that title. A
    short form without role or title is looked up in `people`.
    """
    if label.role == "moderator" and len(moderators) == 1:
        return replace(moderators[0], role="moderator")
    if listed := next((m for m in moderators if m.role and m.name == label.name), None):
        return replace(label, title=label.title or listed.title, role="moderator")
    if label.role or label.title or label.is_outlet:
        return label
    name = people.resolve(label.name)
    return replace(label, name=name) if name else label
