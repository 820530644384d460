"""Write an edition as TEI XML, in ParlaMint's encoding of transcripts of speech.

ParlaMint (Erjavec et al. 2023, https://doi.org/10.1007/s10579-021-09574-0) encodes a sitting as a
TEI document: a turn is <u> with its speaker as @who and its role as @ana, a paragraph is <seg>.
The document written here differs from ParlaMint's in three ways. People, organisations and the
taxonomy, which a ParlaMint corpus stores in one file for all sittings, are in the document, since
it is used without a corpus. <availability> states that the words belong to their publisher, while
ParlaMint's are CC BY. A page without a URL has no <idno>.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from xml.etree import ElementTree as ET

from loaders.edition.model import Edition, EditionTurn
from loaders.edition.outlets import is_outlet_turn
from loaders.lexicon.surnames import surnames
from loaders.schema import KINDS, SECTIONS
from loaders.text.measures import HAN

_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_XML = "{http://www.w3.org/XML/1998/namespace}"
# Characters that XML 1.0 cannot represent: https://www.w3.org/TR/xml/#charsets
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HAN_NAME = re.compile(f"[{HAN}]{{2,4}}")
_UNTITLED = "—"


def to_tei(edition: Edition, *, made: date) -> bytes:
    """Convert an edition (serialize.to_json) to TEI XML in UTF-8; `made` is the date of the file.

    In order of appearance, persons have the ids p1, p2 ..., organisations and outlets o1, o2 ...,
    turns u1, u2 ..., and paragraphs u1.1, u1.2 .... The @corresp of a turn refers to the question
    that the turn answers. A character that XML cannot represent becomes U+FFFD.
    """
    language = _language(edition)
    root = ET.Element(
        "TEI", {"xmlns": _NAMESPACE, _XML + "id": "briefing", _XML + "lang": language}
    )
    root.set("ana", "#press-briefing")
    ids = _Ids(edition["turns"])
    text = ET.Element("text", {"ana": "#press-briefing"})
    body = ET.SubElement(text, "body")
    for section, turns in _group_by_section(edition["turns"]):
        division = ET.SubElement(body, "div", {"type": "debateSection", "n": section})
        for turn in turns:
            _add_turn(division, turn, ids)
    header = ET.SubElement(root, "teiHeader")
    _add_file_desc(header, edition, made)
    _add_encoding_desc(header, text)
    _add_profile_desc(header, edition, ids, language)
    root.append(text)
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


class _Ids:
    """The XML ids of persons and of organisations, by name, and the affiliations of each person.

    An affiliation is a pair of title and organisation as stated, either of them possibly None.
    """

    def __init__(self, turns: Iterable[EditionTurn]) -> None:
        self.persons: dict[str, str] = {}
        self.organisations: dict[str, str] = {}
        self.affiliations: dict[str, dict[tuple[str | None, str | None], None]] = {}
        for turn in turns:
            speaker = turn["speaker"]
            if is_outlet_turn(turn):
                self._add_organisation(speaker)
                continue
            self.persons.setdefault(speaker, f"p{len(self.persons) + 1}")
            if turn["organisation"]:
                self._add_organisation(turn["organisation"])
            if turn["title"] or turn["organisation"]:
                self.affiliations.setdefault(speaker, {})[turn["title"], turn["organisation"]] = (
                    None
                )

    def _add_organisation(self, name: str) -> None:
        self.organisations.setdefault(name, f"o{len(self.organisations) + 1}")

    def id_of(self, turn: EditionTurn) -> str:
        """Return the id of a turn's speaker: a person, or the outlet of an unnamed reporter."""
        ids = self.organisations if is_outlet_turn(turn) else self.persons
        return ids[turn["speaker"]]


def _group_by_section(turns: Iterable[EditionTurn]) -> list[tuple[str, list[EditionTurn]]]:
    """Return (section, turns) for each run of consecutive turns in one section."""
    runs: list[tuple[str, list[EditionTurn]]] = []
    for turn in turns:
        if not runs or runs[-1][0] != turn["section"]:
            runs.append((turn["section"], []))
        runs[-1][1].append(turn)
    return runs


def _add_turn(division: ET.Element, turn: EditionTurn, ids: _Ids) -> None:
    time = turn["timestamp"] or _time_range(turn["start"], turn["end"])
    if time:
        _add_element(division, "note", time, type="time")
    label = " ".join(filter(None, (turn["title"], turn["speaker"])))
    _add_element(division, "note", label, type="speaker")
    identity = f"u{turn['seq']}"
    spoken = ET.SubElement(division, "u", {_XML + "id": identity, "who": f"#{ids.id_of(turn)}"})
    spoken.set("ana", f"#{turn['kind']}")
    if turn["reply_to"] is not None:
        spoken.set("corresp", f"#u{turn['reply_to']}")
    for number, paragraph in enumerate(turn["text"].split("\n"), 1):
        _add_element(spoken, "seg", paragraph, **{_XML + "id": f"{identity}.{number}"})


def _time_range(start: float | None, end: float | None) -> str:
    return " – ".join(_timestamp(each) for each in (start, end) if each is not None)


def _timestamp(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes // 60):02}:{int(minutes % 60):02}:{rest:06.3f}"


def _add_file_desc(header: ET.Element, edition: Edition, made: date) -> None:
    described = ET.SubElement(header, "fileDesc")
    title = edition["title"] or _UNTITLED
    titles = ET.SubElement(described, "titleStmt")
    _add_element(titles, "title", title, type="main")
    _add_element(titles, "meeting", edition.get("series_zh") or title, ana="#press-briefing")
    _add_element(ET.SubElement(described, "editionStmt"), "edition", made.isoformat())
    turns = len(edition["turns"])
    extent = ET.SubElement(described, "extent")
    _add_element(extent, "measure", f"{turns} speeches", unit="speeches", quantity=str(turns))
    published = ET.SubElement(described, "publicationStmt")
    _add_element(published, "publisher", "Briefing Watch")
    available = ET.SubElement(published, "availability", {"status": "restricted"})
    _add_element(available, "p", _RIGHTS)
    _add_element(published, "date", made.isoformat(), when=made.isoformat())
    _add_source(ET.SubElement(ET.SubElement(described, "sourceDesc"), "bibl"), edition)


_RIGHTS = (
    "The words are those of the page named in sourceDesc, whose publisher's terms hold for them; "
    "the reading and its encoding are made by a program and put right by hand."
)


def _add_source(source: ET.Element, edition: Edition) -> None:
    _add_element(source, "title", edition["title"] or _UNTITLED, type="main")
    if edition["publisher"]:
        _add_element(source, "publisher", edition["publisher"])
    if edition.get("url"):
        _add_element(source, "idno", edition["url"], type="URI")
    if edition["published_at"]:
        _add_element(
            source, "date", edition["published_at"], when=_xml_schema_date(edition["published_at"])
        )


def _xml_schema_date(stated: str) -> str:
    """Return an ISO 8601 date unchanged; add to a time the seconds that XML Schema requires."""
    return f"{stated}:00" if "T" in stated else stated


def _add_encoding_desc(header: ET.Element, text: ET.Element) -> None:
    described = ET.SubElement(header, "encodingDesc")
    _add_element(ET.SubElement(described, "projectDesc"), "p", _METHOD)
    used = Counter(element.tag for element in text.iter())
    space = ET.SubElement(ET.SubElement(described, "tagsDecl"), "namespace", {"name": _NAMESPACE})
    for tag, count in sorted(used.items()):
        ET.SubElement(space, "tagUsage", {"gi": tag, "occurs": str(count)})
    classes = ET.SubElement(described, "classDecl")
    _add_taxonomy(classes, "texts", {"press-briefing": "Press briefing"})
    _add_taxonomy(classes, "kinds", {kind: kind.capitalize() for kind in KINDS})


_METHOD = (
    "Read from the published page by Briefing Watch: text repaired and simplified, turns told by "
    "their labels. A div is a stretch of one section, named in its n: "
    f"{' or '.join(SECTIONS)}. The ana of a u is its kind; its corresp is the question it answers."
)


def _add_taxonomy(classes: ET.Element, identity: str, terms: Mapping[str, str]) -> None:
    taxonomy = ET.SubElement(classes, "taxonomy", {_XML + "id": identity})
    _add_element(ET.SubElement(taxonomy, "desc"), "term", identity.capitalize())
    for key, term in terms.items():
        category = ET.SubElement(taxonomy, "category", {_XML + "id": key})
        _add_element(ET.SubElement(category, "catDesc"), "term", term)


def _add_profile_desc(header: ET.Element, edition: Edition, ids: _Ids, language: str) -> None:
    profile = ET.SubElement(header, "profileDesc")
    setting = ET.SubElement(ET.SubElement(profile, "settingDesc"), "setting")
    _add_element(setting, "name", edition["title"] or _UNTITLED, type="event")
    held = edition["date_held"] or (edition["published_at"] or "")[:10]
    if held:
        _add_element(setting, "date", held, when=held)
    people = ET.SubElement(profile, "particDesc")
    if ids.organisations:
        _add_organisations(ET.SubElement(people, "listOrg"), ids)
    if ids.persons:
        _add_persons(ET.SubElement(people, "listPerson"), ids)
    usage = ET.SubElement(profile, "langUsage")
    _add_element(usage, "language", language, ident=language)


def _add_organisations(parent: ET.Element, ids: _Ids) -> None:
    for name, identity in ids.organisations.items():
        body = ET.SubElement(parent, "org", {_XML + "id": identity, "role": "institution"})
        _add_element(body, "orgName", name, full="yes")


def _add_persons(parent: ET.Element, ids: _Ids) -> None:
    for name, identity in ids.persons.items():
        person = ET.SubElement(parent, "person", {_XML + "id": identity})
        _add_person_name(ET.SubElement(person, "persName"), name)
        for title, body in ids.affiliations.get(name, {}):
            affiliation = ET.SubElement(person, "affiliation", {"role": "member"})
            if body:
                affiliation.set("ref", f"#{ids.organisations[body]}")
            if title:
                _add_element(affiliation, "roleName", title)


def _add_person_name(element: ET.Element, name: str) -> None:
    """Add surname and forename of a Chinese name, or any other name as a term."""
    surname = name[:2] if name[:2] in surnames().compound and len(name) > 2 else name[:1]
    is_listed = surname in surnames().compound or surname in surnames().single
    if is_listed and _HAN_NAME.fullmatch(name):
        _add_element(element, "surname", surname)
        _add_element(element, "forename", name.removeprefix(surname))
    else:
        _add_element(element, "term", name)


def _language(edition: Edition) -> str:
    """Return the BCP 47 tag of the speech: zh-Hans if at least a tenth of it is Han, else en."""
    text = "".join(turn["text"] for turn in edition["turns"])
    han = len(re.findall(f"[{HAN}]", text))
    return "zh-Hans" if han * 10 >= len(text) else "en"


def _add_element(parent: ET.Element, tag: str, text: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = " ".join(_UNWRITABLE.sub("\ufffd", text).split()) or _UNTITLED
    return element
