"""A reading as TEI XML, in ParlaMint's encoding of transcripts of speech.

ParlaMint (Erjavec et al. 2023, https://doi.org/10.1007/s10579-021-09574-0) encodes a sitting as a
TEI document: a turn is <u> with its speaker as @who and its role as @ana, a paragraph is <seg>.
This is such a document, with three differences. What a ParlaMint corpus keeps in a file for all
sittings (people, bodies, taxonomy) stands in the document itself, which has to do alone.
<availability> says that the words belong to their publisher, where ParlaMint's are CC BY. And there
is no <idno> where the page has no address.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

from loaders import lexicon
from loaders.edition.outlets import is_outlet_turn
from loaders.schema import KINDS, SECTIONS
from loaders.text.measures import HAN

Edition = Mapping[str, Any]

_NAMESPACE = "http://www.tei-c.org/ns/1.0"
_XML = "{http://www.w3.org/XML/1998/namespace}"
# What XML 1.0 has no way to write: https://www.w3.org/TR/xml/#charsets
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_HAN_NAME = re.compile(f"[{HAN}]{{2,4}}")
_UNTITLED = "—"


def to_tei(edition: Edition, *, made: date) -> bytes:
    """The object of loaders.edition as TEI XML in UTF-8; `made` is the day of the file.

    Persons have the ids p1, p2 ..., bodies and outlets o1, o2 ..., turns u1, u2 ..., their
    paragraphs u1.1, u1.2 ...: in the order in which they come up. @corresp of a turn is the
    question that it answers. A character that XML cannot hold becomes U+FFFD.
    """
    language = _language(edition)
    root = ET.Element(
        "TEI", {"xmlns": _NAMESPACE, _XML + "id": "briefing", _XML + "lang": language}
    )
    root.set("ana", "#press-briefing")
    names = _Names(edition["turns"])
    text = ET.Element("text", {"ana": "#press-briefing"})
    body = ET.SubElement(text, "body")
    for section, turns in _runs(edition["turns"]):
        division = ET.SubElement(body, "div", {"type": "debateSection", "n": section})
        for turn in turns:
            _turn(division, turn, names)
    header = ET.SubElement(root, "teiHeader")
    _file(header, edition, made)
    _encoding(header, text)
    _profile(header, edition, names, language)
    root.append(text)
    ET.indent(root, " ")
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


class _Names:
    """The ids of those who speak and of their bodies, and what is stated of each person."""

    def __init__(self, turns: Iterable[Mapping[str, Any]]) -> None:
        self.persons: dict[str, str] = {}
        self.bodies: dict[str, str] = {}
        self.stated: dict[str, dict[tuple[str | None, str | None], None]] = {}
        for turn in turns:
            who = turn["speaker"]
            if is_outlet_turn(turn):
                self._body(who)
                continue
            self.persons.setdefault(who, f"p{len(self.persons) + 1}")
            if turn["organisation"]:
                self._body(turn["organisation"])
            if turn["title"] or turn["organisation"]:
                self.stated.setdefault(who, {})[turn["title"], turn["organisation"]] = None

    def _body(self, name: str) -> None:
        self.bodies.setdefault(name, f"o{len(self.bodies) + 1}")

    def of(self, turn: Mapping[str, Any]) -> str:
        """The id of who speaks in `turn`: a person, or the outlet of a reporter without a name."""
        among = self.bodies if is_outlet_turn(turn) else self.persons
        return among[turn["speaker"]]


def _runs(turns: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """The turns, in stretches of one section."""
    runs: list[tuple[str, list[Mapping[str, Any]]]] = []
    for turn in turns:
        if not runs or runs[-1][0] != turn["section"]:
            runs.append((turn["section"], []))
        runs[-1][1].append(turn)
    return runs


def _turn(division: ET.Element, turn: Mapping[str, Any], names: _Names) -> None:
    when = turn["timestamp"] or _clock(turn["start"], turn["end"])
    if when:
        _add(division, "note", when, type="time")
    label = " ".join(filter(None, (turn["title"], turn["speaker"])))
    _add(division, "note", label, type="speaker")
    identity = f"u{turn['seq']}"
    spoken = ET.SubElement(division, "u", {_XML + "id": identity, "who": f"#{names.of(turn)}"})
    spoken.set("ana", f"#{turn['kind']}")
    if turn["reply_to"] is not None:
        spoken.set("corresp", f"#u{turn['reply_to']}")
    for number, paragraph in enumerate(turn["text"].split("\n"), 1):
        _add(spoken, "seg", paragraph, **{_XML + "id": f"{identity}.{number}"})


def _clock(start: float | None, end: float | None) -> str:
    return " – ".join(_hours(each) for each in (start, end) if each is not None)


def _hours(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes // 60):02}:{int(minutes % 60):02}:{rest:06.3f}"


def _file(header: ET.Element, edition: Edition, made: date) -> None:
    described = ET.SubElement(header, "fileDesc")
    title = edition["title"] or _UNTITLED
    titles = ET.SubElement(described, "titleStmt")
    _add(titles, "title", title, type="main")
    _add(titles, "meeting", edition.get("series_zh") or title, ana="#press-briefing")
    _add(ET.SubElement(described, "editionStmt"), "edition", made.isoformat())
    turns = len(edition["turns"])
    extent = ET.SubElement(described, "extent")
    _add(extent, "measure", f"{turns} speeches", unit="speeches", quantity=str(turns))
    published = ET.SubElement(described, "publicationStmt")
    _add(published, "publisher", "Briefing Watch")
    available = ET.SubElement(published, "availability", {"status": "restricted"})
    _add(available, "p", _RIGHTS)
    _add(published, "date", made.isoformat(), when=made.isoformat())
    _source(ET.SubElement(ET.SubElement(described, "sourceDesc"), "bibl"), edition)


_RIGHTS = (
    "The words are those of the page named in sourceDesc, whose publisher's terms hold for them; "
    "the reading and its encoding are made by a program and put right by hand."
)


def _source(source: ET.Element, edition: Edition) -> None:
    _add(source, "title", edition["title"] or _UNTITLED, type="main")
    if edition["publisher"]:
        _add(source, "publisher", edition["publisher"])
    if edition.get("url"):
        _add(source, "idno", edition["url"], type="URI")
    if edition["published_at"]:
        _add(source, "date", edition["published_at"], when=_moment(edition["published_at"]))


def _moment(stated: str) -> str:
    """An ISO day or minute as XML Schema writes it, with seconds."""
    return f"{stated}:00" if "T" in stated else stated


def _encoding(header: ET.Element, text: ET.Element) -> None:
    described = ET.SubElement(header, "encodingDesc")
    _add(ET.SubElement(described, "projectDesc"), "p", _METHOD)
    used = Counter(element.tag for element in text.iter())
    space = ET.SubElement(ET.SubElement(described, "tagsDecl"), "namespace", {"name": _NAMESPACE})
    for tag, count in sorted(used.items()):
        ET.SubElement(space, "tagUsage", {"gi": tag, "occurs": str(count)})
    classes = ET.SubElement(described, "classDecl")
    _taxonomy(classes, "texts", {"press-briefing": "Press briefing"})
    _taxonomy(classes, "kinds", {kind: kind.capitalize() for kind in KINDS})


_METHOD = (
    "Read from the published page by Briefing Watch: text repaired and simplified, turns told by "
    "their labels. A div is a stretch of one section, named in its n: "
    f"{' or '.join(SECTIONS)}. The ana of a u is its kind; its corresp is the question it answers."
)


def _taxonomy(classes: ET.Element, identity: str, terms: Mapping[str, str]) -> None:
    taxonomy = ET.SubElement(classes, "taxonomy", {_XML + "id": identity})
    _add(ET.SubElement(taxonomy, "desc"), "term", identity.capitalize())
    for key, term in terms.items():
        category = ET.SubElement(taxonomy, "category", {_XML + "id": key})
        _add(ET.SubElement(category, "catDesc"), "term", term)


def _profile(header: ET.Element, edition: Edition, names: _Names, language: str) -> None:
    profile = ET.SubElement(header, "profileDesc")
    setting = ET.SubElement(ET.SubElement(profile, "settingDesc"), "setting")
    _add(setting, "name", edition["title"] or _UNTITLED, type="event")
    held = edition["date_held"] or (edition["published_at"] or "")[:10]
    if held:
        _add(setting, "date", held, when=held)
    people = ET.SubElement(profile, "particDesc")
    if names.bodies:
        _bodies(ET.SubElement(people, "listOrg"), names)
    if names.persons:
        _persons(ET.SubElement(people, "listPerson"), names)
    usage = ET.SubElement(profile, "langUsage")
    _add(usage, "language", language, ident=language)


def _bodies(listed: ET.Element, names: _Names) -> None:
    for name, identity in names.bodies.items():
        body = ET.SubElement(listed, "org", {_XML + "id": identity, "role": "institution"})
        _add(body, "orgName", name, full="yes")


def _persons(listed: ET.Element, names: _Names) -> None:
    for name, identity in names.persons.items():
        person = ET.SubElement(listed, "person", {_XML + "id": identity})
        _person_name(ET.SubElement(person, "persName"), name)
        for title, body in names.stated.get(name, {}):
            affiliation = ET.SubElement(person, "affiliation", {"role": "member"})
            if body:
                affiliation.set("ref", f"#{names.bodies[body]}")
            if title:
                _add(affiliation, "roleName", title)


def _person_name(element: ET.Element, name: str) -> None:
    """Surname and forename where the name is a Chinese one, else the name as a term."""
    listed = lexicon.read("surnames")
    surname = name[:2] if name[:2] in listed["compound"] and len(name) > 2 else name[:1]
    known = surname in listed["compound"] or surname in listed["single"]
    if known and _HAN_NAME.fullmatch(name):
        _add(element, "surname", surname)
        _add(element, "forename", name.removeprefix(surname))
    else:
        _add(element, "term", name)


def _language(edition: Edition) -> str:
    """BCP 47: simplified Chinese, as every Chinese text is read, or English where few are Han."""
    text = "".join(turn["text"] for turn in edition["turns"])
    han = len(re.findall(f"[{HAN}]", text))
    return "zh-Hans" if han * 10 >= len(text) else "en"


def _add(parent: ET.Element, tag: str, text: str, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = " ".join(_UNWRITABLE.sub("\ufffd", text).split()) or _UNTITLED
    return element
