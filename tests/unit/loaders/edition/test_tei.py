"""TEI of an edition: ParlaMint's order of elements, and only what the edition states.

MODEL is the content model of the elements, written down by hand from ParlaMint's RELAX NG schemas
(https://github.com/clarin-eric/ParlaMint, Schema/), with the differences listed in
loaders.edition.tei.
"""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from loaders.edition.model import Edition
from loaders.edition.tei import to_tei
from tests.fixtures.editions import edition, turn

SPACE = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"
MADE = date(2031, 6, 1)
MODEL = {
    "TEI": "teiHeader text",
    "teiHeader": "fileDesc encodingDesc profileDesc",
    "fileDesc": "titleStmt editionStmt extent publicationStmt sourceDesc",
    "titleStmt": "(title )+(meeting )+",
    "editionStmt": "edition",
    "extent": "(measure )+",
    "publicationStmt": "publisher availability date",
    "availability": "p",
    "sourceDesc": "bibl",
    "bibl": "(title )+(publisher )?(idno )?(date )?",
    "encodingDesc": "projectDesc tagsDecl classDecl",
    "projectDesc": "p",
    "tagsDecl": "namespace",
    "namespace": "(tagUsage )+",
    "classDecl": "(taxonomy )+",
    "taxonomy": "desc (category )+",
    "desc": "term",
    "category": "catDesc",
    "catDesc": "term",
    "profileDesc": "settingDesc particDesc langUsage",
    "settingDesc": "setting",
    "setting": "(name )+(date )?",
    "particDesc": "(listOrg )?(listPerson )?",
    "listOrg": "(org )+",
    "org": "orgName",
    "listPerson": "(person )+",
    "person": "persName (affiliation )*",
    "persName": "(term |surname forename )",
    "affiliation": "(roleName )?",
    "langUsage": "language",
    "text": "body",
    "body": "(div )+",
    "div": "(note )*u ((note )|(u ))*",
    "u": "(seg )+",
}


def tree(edition: Edition) -> ET.Element:
    return ET.fromstring(to_tei(edition, made=MADE))  # noqa: S314 - written by the code under test


def children(element: ET.Element) -> str:
    return "".join(child.tag.removeprefix(SPACE) + " " for child in element)


def found(root: ET.Element, path: str) -> list[ET.Element]:
    return root.findall(path.replace("//", ".//").replace("@", SPACE))


def test_children_of_every_element_follow_parlamints_schema() -> None:
    for element in tree(edition()).iter():
        name = element.tag.removeprefix(SPACE)
        assert re.fullmatch(f"{MODEL.get(name, '')} ?", children(element)), (
            name,
            children(element),
        )


def test_turns_have_their_text_speaker_and_kind() -> None:
    spoken = found(tree(edition()), "//@u")
    assert [u.get(ID) for u in spoken] == ["u1", "u2", "u3", "u4", "u5"]
    assert [u.get("ana") for u in spoken] == [
        "#moderation", "#statement", "#moderation", "#question", "#answer",
    ]  # fmt: skip
    assert [u.get("corresp") for u in spoken] == [None, None, None, None, "#u4"]
    segments = [[seg.text for seg in u] for u in spoken]
    assert segments[1] == ["灯会六月开始。", "灯有两千盏。"]
    assert segments[4] == ["放在湖边。"]


def test_people_and_outlets_are_listed_once_and_pointers_resolve() -> None:
    root = tree(edition())
    names = {p.get(ID): "".join(p.itertext()).split() for p in found(root, "//@person")}
    assert names == {
        "p1": ["谷", "雨晴", "省政府新闻办主任"],
        "p2": ["欧阳", "岚", "灯彩协会会长"],
    }
    bodies = {o.get(ID): "".join(o.itertext()).strip() for o in found(root, "//@org")}
    assert set(bodies.values()) == {"省政府新闻办", "灯彩协会", "望川晚报"}
    assert [u.get("who") for u in found(root, "//@u")][1:4:2] == [
        "#p2", f"#{next(key for key, name in bodies.items() if name == '望川晚报')}",
    ]  # fmt: skip
    ids = [element.get(ID) for element in root.iter() if element.get(ID)]
    assert len(ids) == len(set(ids))
    pointers = {
        pointer
        for element in root.iter()
        for name in ("who", "ana", "corresp", "ref")
        if (pointer := element.get(name))
    }
    assert {pointer.lstrip("#") for pointer in pointers} <= set(ids)


def test_a_named_reporter_is_a_person_of_their_outlet() -> None:
    asked = turn(1, "王芳", "question", "灯呢?", slot="press", organisation="望川晚报")
    answer = turn(2, "王芳", "question", "湖呢?", slot="press")
    root = tree(edition() | {"turns": [asked, answer]})
    (person,) = found(root, "//@person")
    assert "".join(person.itertext()).split() == ["王", "芳"]
    assert [u.get("who") for u in found(root, "//@u")] == ["#p1", "#p1"]
    (body,) = found(root, "//@org")
    (affiliation,) = found(root, "//@affiliation")
    assert affiliation.get("ref") == f"#{body.get(ID)}"


def test_sections_are_divisions_and_the_header_has_the_metadata() -> None:
    root = tree(edition())
    assert [(d.get("n"), len(d.findall(f"{SPACE}u"))) for d in found(root, "//@div")] == [
        ("opening", 2),
        ("q_and_a", 3),
    ]
    assert [t.text for t in found(root, "//@title")] == ["湖光灯会新闻发布会"] * 2
    (held,) = found(root, "//@setting/@date")
    assert held.get("when") == "2031-05-06"
    (published,) = found(root, "//@bibl/@date")
    assert published.get("when") == "2031-05-06T09:30:00"
    assert found(root, "//@measure")[0].get("quantity") == "5"
    assert found(root, "//@availability")[0].get("status") == "restricted"
    used = {u.get("gi"): u.get("occurs") for u in found(root, "//@tagUsage")}
    assert (used["u"], used["seg"], used["div"]) == ("5", "6", "2")


def test_characters_invalid_in_xml_are_replaced() -> None:
    text = "a\x00b<script>&amp;\U0000d800]]>"
    stated = edition() | {"title": "", "turns": [turn(1, "MR. <X>", "statement", text)]}
    root = tree(stated)
    (segment,) = found(root, "//@seg")
    assert segment.text == "a\ufffdb<script>&amp;\ufffd]]>"
    assert found(root, "//@title")[0].text == "—"
    assert "".join(found(root, "//@persName")[0].itertext()).strip() == "MR. <X>"


@pytest.mark.parametrize(
    ("text", "language"), [("大家好。", "zh-Hans"), ("Good morning, everyone.", "en")]
)
def test_the_language_is_that_of_the_words(text: str, language: str) -> None:
    root = tree(edition() | {"turns": [turn(1, "张三", "statement", text)]})
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == language


def test_times_are_notes_before_their_turn() -> None:
    timed = turn(1, "张三", "statement", "好。", start=61.5, end=3723.25)
    posted = turn(2, "张三", "statement", "好。", timestamp="15:04")
    notes = [n.text for n in found(tree(edition() | {"turns": [timed, posted]}), "//@note")
             if n.get("type") == "time"]  # fmt: skip
    assert notes == ["00:01:01.500 – 01:02:03.250", "15:04"]


def test_the_output_is_deterministic() -> None:
    assert to_tei(edition(), made=MADE) == to_tei(edition(), made=MADE)
