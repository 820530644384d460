"""Identify the people and outlets of a transcript, with organisation, slot and a stable id.

An id is the romanised name and four hexadecimal digits of the name's hash, since two people may
share a romanisation. Ids depend on the name only, so that a source has the same ids on any machine
and in any order of loading. Listed organisations and outlets have the ids of data/lexicon/.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from loaders.lexicon import sources
from loaders.lexicon.labels import labels
from loaders.lexicon.organisations import ListedOrganisation, organisations
from loaders.lexicon.outlets import Outlet, outlets, outlets_by_form
from loaders.lexicon.places import places
from loaders.lexicon.surnames import surnames
from loaders.lexicon.titles import titles
from loaders.parsing.transcript import Transcript
from loaders.text.measures import HAN
from loaders.text.romanisation import pinyin_of


@dataclass(frozen=True)
class Organisation:
    """An organisation; `outlet_class` is None unless the organisation is a news outlet.

    `level` is central, province, city, association, unstated or, for an outlet, media.
    `name_en_source` is one of schema.NAME_SOURCES.
    """

    organisation_id: str
    name_zh: str
    name_en: str
    name_en_source: str
    level: str
    outlet_class: str | None = None


@dataclass(frozen=True)
class Participant:
    """A person or an outlet at one briefing, with title as stated, organisation and slot.

    `labels` are the names that the turns of this participant are labelled with. `printed_names` are
    the names as printed, before simplification. `spoke` is False for people without a turn.
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
    def name_en_source(self) -> str:
        """The source of the English name, one of schema.NAME_SOURCES."""
        if self.is_outlet and self.organisation:
            return self.organisation.name_en_source
        is_role = self.name in labels().english
        return "ours" if is_role else _romanised_source(self.name)

    @property
    def is_outlet(self) -> bool:
        """True for a news outlet, False for a person."""
        return self.organisation is not None and self.organisation.outlet_class is not None

    def merge(self, other: "Participant") -> "Participant":
        """Return the participant with the labels and printed names of `other` added."""
        return replace(
            self,
            labels=tuple(dict.fromkeys((*self.labels, *other.labels))),
            printed_names=tuple(dict.fromkeys((*self.printed_names, *other.printed_names))),
        )


def romanise(name: str) -> str:
    """Romanise a Chinese name: surname first, given name in one word, no tones.

    A name in Latin letters is returned unchanged; a role in place of a name is translated.

    >>> romanise("牛一兵"), romanise("单田芳"), romanise("欧阳修")
    ('Niu Yibing', 'Shan Tianfang', 'Ouyang Xiu')
    >>> romanise("Jane Green"), romanise("主持人")
    ('Jane Green', 'Moderator')
    """
    if not re.search(f"[{HAN}]", name):
        return name
    if english := labels().english.get(name):
        return english
    length = 2 if name[:2] in surnames().compound and len(name) > 2 else 1
    surname, given = name[:length], name[length:]
    first = surnames().readings.get(surname) or "".join(pinyin_of(surname))
    return f"{first.capitalize()} {''.join(pinyin_of(given)).capitalize()}".strip()


def outlet_of(label: str) -> Organisation:
    """Return the outlet that the lexicon lists under the name or alias `label`.

    An outlet that is not listed is named by `label` itself and has the class `unlisted`.
    """
    if outlet := outlets_by_form().get(label.casefold()):
        return _listed(outlet, "media", outlet.class_)
    return _unlisted(label, "media", "unlisted")


def english_publisher(name: str) -> str | None:
    """Return the English name of a publisher of pages; None if it is not listed.

    It is listed in data/lexicon/sources.toml, or an outlet of outlets.toml by its own name. Aliases
    do not count: an outlet's site may have a name of its own.

    >>> english_publisher("央视网"), english_publisher("人民网"), english_publisher("新华网")
    ('CCTV.com', "People's Daily Online", None)
    """
    names = {outlet.name_zh: outlet.name_en for outlet in outlets()}
    return sources.catalogue().publishers.get(name) or names.get(name)


def organisation_of(title: str) -> Organisation | None:
    """Return the organisation of a title: the longest listed name that the title begins with.

    An organisation that is not listed is named by the title without its post. None if the title is
    only a post or has no post.

    >>> organisation_of("中央网信办、国家网信办副主任").organisation_id
    'cac'
    >>> organisation_of("青禾省商务厅副厅长").name_zh
    '青禾省商务厅'
    """
    rows = organisations()
    listed = [(alias, row) for row in rows for alias in row.aliases if title.startswith(alias)]
    if listed:
        row = max(listed, key=lambda pair: len(pair[0]))[1]
        return _listed(row, row.level)
    body = _without_post(re.sub(r"(?<=委)常委、", "", title))
    if not body:
        return None
    return _unlisted(body, _level_of_body(body))


def _listed(
    row: Outlet | ListedOrganisation, level: str, outlet_class: str | None = None
) -> Organisation:
    names = (row.name_zh, row.name_en, row.name_en_source)
    return Organisation(row.id, *names, level, outlet_class)


def _unlisted(name: str, level: str, outlet_class: str | None = None) -> Organisation:
    names = (name, _title_case(name), _romanised_source(name))
    return Organisation(_stable_id(name), *names, level, outlet_class)


def _romanised_source(name: str) -> str:
    """Return the source of an English name that is the pinyin of `name`, or `name` itself."""
    return "romanised" if re.search(f"[{HAN}]", name) else "own"


def english_title(title: str | None) -> str | None:
    """Return the English of a title as data/lexicon/titles.toml lists it; None if it does not.

    >>> english_title("中国网络社会组织联合会秘书长")
    'Secretary general of the China Federation of Internet Societies'
    """
    return titles().english.get(title or "")


def _without_post(title: str) -> str:
    """Return the organisation in a title: its first item, split at 、, that ends with a post.

    The post itself (such as 局长) is cut off; "" where no item ends with one.
    """
    endings = titles().endings
    for part in title.split("、"):
        if post := max(filter(part.endswith, endings), key=len, default=""):
            return part.removesuffix(post)
    return ""


def participants(transcript: Transcript) -> tuple[Participant, ...]:
    """Return everyone who was introduced or spoke, each once, in order of first appearance."""
    people = _titles_and_forms(transcript)
    spoke = {turn.label.name for turn in transcript.turns}
    slots = _slots_by_name(transcript)
    outlets = [turn for turn in transcript.turns if turn.label.is_outlet]
    found = [
        _build_person(name, title, printed, slot=slots.get(name), spoke=name in spoke)
        for name, (title, printed) in people.items()
    ]
    found += [_build_outlet(turn.label.name, turn.printed_name) for turn in outlets]
    merged: dict[str, Participant] = {}
    for person in found:
        known = merged.get(person.speaker_id)
        merged[person.speaker_id] = known.merge(person) if known else person
    return tuple(merged.values())


def _slots_by_name(transcript: Transcript) -> dict[str, str]:
    """Return name -> slot for speakers whose turns show it: moderator, or press if they ask."""
    askers = {turn.label.name: "press" for turn in transcript.turns if turn.kind == "question"}
    moderators = {
        turn.label.name: "moderator" for turn in transcript.turns if turn.kind == "moderation"
    }
    return {**askers, **moderators}


def _titles_and_forms(transcript: Transcript) -> dict[str, tuple[str | None, tuple[str, ...]]]:
    """Return name -> (title as stated or None, printed forms of the name) for people.

    A title in a label takes precedence over one in an introduction or in the header.
    """
    stated: dict[str, str] = {}
    printed: dict[str, dict[str, None]] = {}
    for name, title, form in _stated_names(transcript):
        printed.setdefault(name, {})[form] = None
        if title:
            stated.setdefault(name, title)
    return {name: (stated.get(name), tuple(forms)) for name, forms in printed.items()}


def _stated_names(transcript: Transcript) -> Iterator[tuple[str, str | None, str]]:
    for turn in transcript.turns:
        if not turn.label.is_outlet:
            yield turn.label.name, turn.label.title, turn.printed_name
    for attendee in transcript.attendees:
        yield attendee.name, attendee.title, attendee.printed_name


def _build_person(
    name: str, title: str | None, printed: tuple[str, ...], *, slot: str | None, spoke: bool
) -> Participant:
    """Build a person; if `slot` is None, the organisation of the title decides the slot."""
    body = organisation_of(title) if title else None
    roman = romanise(name)
    slot = slot or _slot_of_body(body)
    identity = _stable_id(name, roman)
    return Participant(identity, (name,), name, roman, printed, title, body, slot, spoke)


def _build_outlet(label: str, printed: str) -> Participant:
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


def _slot_of_body(body: Organisation | None) -> str:
    if body is None:
        return "other"
    by_level = {"province": "host_province", "city": "host_city", "association": "association"}
    return by_level.get(body.level, "convening_body" if body.level == "central" else "other")


# The name of the province may be missing: local media write 省委网信办.
_OF_PROVINCE = re.compile(r"(?:.{2,3})?(?:省|自治区)")
_OF_CITY = re.compile(r"(?:.{2,4}(?:市|州|县|区)|市(?!场)|州|县|区(?![块域]))")

# 国家统计局 and 国家税务总局 are central; a 厅 is of a province.
_OF_SOME_PLACE = re.compile(
    r"(?!国家|国务院|中国|中央|全国).*(?:(?<!总)局|厅|科|队|中心|公司|集团|医院|学校|大学|学院)"
)


def _level_of_body(body: str) -> str:
    """Return the level that a name shows: province, city, association, unstated or (else) central.

    Many bodies of places end alike (公安局); without the place the level is unstated.
    """
    if re.search(r"(?:联合会|协会|学会|商会)$", body):
        return "association"
    if body.startswith(places().municipalities) or _OF_PROVINCE.match(body):
        return "province"
    if _OF_CITY.match(body):
        return "city"
    return "unstated" if _OF_SOME_PLACE.fullmatch(body) else "central"


@cache
def _stable_id(name: str, roman: str | None = None) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", (roman or " ".join(pinyin_of(name))).lower()).strip("-")
    return f"{slug}-{hashlib.blake2b(name.encode(), digest_size=2).hexdigest()}"


def _title_case(name: str) -> str:
    return " ".join(syllable.capitalize() for syllable in pinyin_of(name))
