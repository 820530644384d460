"""Who is who: a label becomes a person or an outlet, with a body, a slot and an id that stays.

Ids depend on the name alone, so that the same source gives the same ids on any machine and in any
order of loading: a romanised name and four hexadecimal digits of its characters' hash, since two
people may share a romanisation. Listed bodies and outlets have the ids of data/lexicon/.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from pypinyin import lazy_pinyin

from loaders import lexicon
from loaders.parsing.transcript import Transcript
from loaders.text.measures import HAN


@dataclass(frozen=True)
class Organisation:
    """A body or outlet; `outlet_class` is None for whatever is no outlet."""

    organisation_id: str
    name_zh: str
    name_en: str
    level: str
    outlet_class: str | None = None


@dataclass(frozen=True)
class Participant:
    """Someone at one briefing: who, with which title as stated, for which body, in which slot.

    `labels` are the names that label a turn of theirs, `printed_names` the forms in print.
    """

    speaker_id: str
    labels: tuple[str, ...]
    name: str
    name_en: str
    printed_names: tuple[str, ...]
    title: str | None
    organisation: Organisation | None
    slot: str
    spoke: bool

    @property
    def is_outlet(self) -> bool:
        """Whether this is a news outlet, which asks, and no person."""
        return self.organisation is not None and self.organisation.outlet_class is not None

    def merged(self, other: "Participant") -> "Participant":
        """The same participant with the labels and the forms in print of `other` too."""
        return replace(
            self,
            labels=tuple(dict.fromkeys((*self.labels, *other.labels))),
            printed_names=tuple(dict.fromkeys((*self.printed_names, *other.printed_names))),
        )


def romanise(name: str) -> str:
    """A Chinese name as it is written abroad: surname first, given name in one word.

    A name in Latin letters stays; a role that stands for one is translated.

    >>> romanise("牛一兵"), romanise("单田芳"), romanise("欧阳修")
    ('Niu Yibing', 'Shan Tianfang', 'Ouyang Xiu')
    >>> romanise("Jane Green"), romanise("主持人")
    ('Jane Green', 'Moderator')
    """
    if not re.search(f"[{HAN}]", name):
        return name
    if english := lexicon.read("labels")["english"].get(name):
        return str(english)
    surnames = lexicon.read("surnames")
    length = 2 if name[:2] in surnames["compound"] and len(name) > 2 else 1
    surname, given = name[:length], name[length:]
    first = surnames["readings"].get(surname) or "".join(lazy_pinyin(surname))
    return f"{first.capitalize()} {''.join(lazy_pinyin(given)).capitalize()}".strip()


def outlet_of(label: str) -> Organisation:
    """The outlet that a reporter's label names; one that is not listed is `unlisted`."""
    words = label.casefold()
    for row in lexicon.read("outlets")["outlet"]:
        if words in (form.casefold() for form in (row["name_zh"], row["name_en"], *row["aliases"])):
            return Organisation(row["id"], row["name_zh"], row["name_en"], "media", row["class"])
    return Organisation(_id(label), label, _title_case(label), "media", "unlisted")


def organisation_of(title: str) -> Organisation | None:
    """The body that a title speaks for: the longest listed name that the title begins with.

    A body that is not listed is named by the title without its post; None where nothing is left.

    >>> organisation_of("中央网信办、国家网信办副主任").organisation_id
    'cac'
    >>> organisation_of("青禾省商务厅副厅长").name_zh
    '青禾省商务厅'
    """
    rows = lexicon.read("organisations")["organisation"]
    listed = [(alias, row) for row in rows for alias in row["aliases"] if title.startswith(alias)]
    if listed:
        row = max(listed, key=lambda pair: len(pair[0]))[1]
        return Organisation(row["id"], row["name_zh"], row["name_en"], row["level"])
    body = _without_post(re.sub(r"(?<=委)常委、", "", title))
    return Organisation(_id(body), body, _title_case(body), _level(body)) if body else None


def _without_post(title: str) -> str:
    """What is left of a title's first part without the post at its end; "" where it has none."""
    endings = lexicon.read("titles")["endings"]
    for part in title.split("、"):
        if post := max(filter(part.endswith, endings), key=len, default=""):
            return part.removesuffix(post)
    return ""


def participants(reading: Transcript) -> tuple[Participant, ...]:
    """All who were introduced or spoke, in order of first appearance, each once."""
    people = _people(reading)
    spoke = {turn.label.name for turn in reading.turns}
    slots = _slots_of_turns(reading)
    outlets = [turn for turn in reading.turns if turn.label.is_outlet]
    found = [
        _person(name, title, printed, slot=slots.get(name), spoke=name in spoke)
        for name, (title, printed) in people.items()
    ]
    found += [_outlet(turn.label.name, turn.printed_name) for turn in outlets]
    merged: dict[str, Participant] = {}
    for person in found:
        known = merged.get(person.speaker_id)
        merged[person.speaker_id] = known.merged(person) if known else person
    return tuple(merged.values())


def _slots_of_turns(reading: Transcript) -> dict[str, str]:
    """Name -> the slot that turns give: who moderates, and who asks and is no outlet."""
    asks = {turn.label.name: "press" for turn in reading.turns if turn.kind == "question"}
    leads = {turn.label.name: "moderator" for turn in reading.turns if turn.kind == "moderation"}
    return {**asks, **leads}


def _people(reading: Transcript) -> dict[str, tuple[str | None, tuple[str, ...]]]:
    """Name -> title as stated and the forms in print; a label's own title comes first."""
    stated: dict[str, str] = {}
    printed: dict[str, dict[str, None]] = {}
    for name, title, form in _labels(reading):
        printed.setdefault(name, {})[form] = None
        if title:
            stated.setdefault(name, title)
    return {name: (stated.get(name), tuple(forms)) for name, forms in printed.items()}


def _labels(reading: Transcript) -> Iterator[tuple[str, str | None, str]]:
    for turn in reading.turns:
        if not turn.label.is_outlet:
            yield turn.label.name, turn.label.title, turn.printed_name
    for attendee in reading.attendees:
        yield attendee.name, attendee.title, attendee.printed_name


def _person(
    name: str, title: str | None, printed: tuple[str, ...], *, slot: str | None, spoke: bool
) -> Participant:
    """`slot` is the one that the turns give; without it, that of the body."""
    body = organisation_of(title) if title else None
    roman = romanise(name)
    slot = slot or _slot(body)
    return Participant(_id(name, roman), (name,), name, roman, printed, title, body, slot, spoke)


def _outlet(label: str, printed: str) -> Participant:
    outlet = outlet_of(label)
    return Participant(
        outlet.organisation_id,
        (label,),
        outlet.name_zh,
        outlet.name_en,
        (printed,),
        None,
        outlet,
        "press",
        True,
    )


def _slot(body: Organisation | None) -> str:
    if body is None:
        return "other"
    by_level = {"province": "host_province", "city": "host_city", "association": "association"}
    return by_level.get(body.level, "convening_body")


# With its name or without: at home an official is of 省委网信办.
_OF_PROVINCE = re.compile(r"(?:.{2,3})?(?:省|自治区)")
_OF_CITY = re.compile(r"(?:.{2,4}(?:市|州|县|区)|市(?!场)|州|县|区(?![块域]))")


def _level(body: str) -> str:
    """Province, city, association or central, by the place or kind that a body's name tells."""
    if re.search(r"(?:联合会|协会|学会|商会)$", body):
        return "association"
    places = lexicon.read("places")
    if body.startswith(tuple(places["municipalities"])) or _OF_PROVINCE.match(body):
        return "province"
    return "city" if _OF_CITY.match(body) else "central"


@cache
def _id(name: str, roman: str | None = None) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", (roman or " ".join(lazy_pinyin(name))).lower()).strip("-")
    return f"{slug}-{hashlib.blake2b(name.encode(), digest_size=2).hexdigest()}"


def _title_case(name: str) -> str:
    return " ".join(syllable.capitalize() for syllable in lazy_pinyin(name))
