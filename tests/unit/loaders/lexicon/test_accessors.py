"""The accessor of each file of data/lexicon/, and the errors of each but those of any record."""

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest
from msgspec.structs import asdict

from loaders import schema
from loaders.errors import LexiconError
from loaders.lexicon import FOLDER
from loaders.lexicon.announcements import announced_names
from loaders.lexicon.characters import variant_words, variants
from loaders.lexicon.editions import editions
from loaders.lexicon.facts import fact_names
from loaders.lexicon.labels import labels
from loaders.lexicon.letters import letters
from loaders.lexicon.mentions import mention_words
from loaders.lexicon.organisations import organisations
from loaders.lexicon.outlets import OutletClass, outlets, outlets_by_form
from loaders.lexicon.phrases import PhraseKind, set_phrases
from loaders.lexicon.places import places
from loaders.lexicon.stopwords import stopwords
from loaders.lexicon.surnames import surnames
from loaders.lexicon.titles import titles
from loaders.lexicon.topics import listed_topics

# One a file but sources.toml; each reads its file and raises LexiconError if that is not valid.
ACCESSORS: dict[str, Callable[[], object]] = {
    "announcements": announced_names, "characters": variants, "editions": editions,
    "facts": fact_names,
    "labels": labels, "letters": letters,
    "mentions": mention_words, "organisations": organisations, "outlets": outlets,
    "phrases": set_phrases, "places": places, "stopwords": stopwords, "surnames": surnames,
    "titles": titles, "topics": listed_topics,
}  # fmt: skip
OUTLET = """
[[outlet]]
id = "{id}"
name_zh = "{name}"
name_en = "{name_en}"
name_en_source = "ours"
class = "provincial"
aliases = ["{alias}"]
source = "invented"
"""
BODY = """
[[organisation]]
id = "{id}"
name_zh = "灯彩办"
name_en = "Lantern Office"
name_en_source = "ours"
en_reason = "invented"
level = "city"
aliases = ["{alias}"]
reason = "invented"
"""
LAKE = {"id": "lake", "name": "湖报", "name_en": "Lake Daily", "alias": "湖边报"}


def test_every_file_has_an_accessor_and_is_valid() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} == {*ACCESSORS, "sources"}
    for accessor in ACCESSORS.values():
        assert accessor()


@pytest.mark.parametrize("name", ACCESSORS)
def test_an_unknown_field_is_refused(lexicon_folder: Path, name: str) -> None:
    path = lexicon_folder / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f'sirname = "李"\n{text}', encoding="utf-8")
    with pytest.raises(
        LexiconError, match=rf"{name}\.toml: Object contains unknown field `sirname`"
    ):
        ACCESSORS[name]()


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        ("characters", 'found = ["鎋"]', 'found = ["躰"]', "躰 is listed twice"),
        ("characters", 'where = "anywhere"', 'where = "here"', "known: anywhere, word"),
        ("editions", "year = 2025", "year = 2024", "2024 is listed twice"),
        ("editions", 'number = 3\n', 'number = 3\nsource = ["none"]\n',
         r"2023: the source none is not in \[sources\]"),
        ("editions", 'briefing_id = "civilization-conference-2022"\n', "",
         "2022: an edition has the facts of a briefing or facts that reports state"),
        ("editions", '["网络法治", ', '["平台经济诚信建设", ',
         "2021: sub_forum 平台经济诚信建设 is listed twice"),
        ("editions", 'values = ["网络内容建设"]', 'values = ["网络内容建设", "灯彩"]',
         "2021: 网上内容建设 is another form of which fact"),
        ("editions", 'source = ["cns-2024"]\n', "", "2024: its number of sub-forums has no source"),
        ("labels", 'asking = [', 'asking = ["司仪", ', "司仪 is listed twice"),
        ("labels", '["Q", "A"]', '["Q"]',
         "lettered 1: Expected `array` of length 2, got 1; found .'Q'"),
        ("letters", "default = 1\n", "", "the field default is missing"),
        ("letters", 'word = "UNESCO"', 'word = "COVID"', "COVID is listed twice"),
        ("mentions", 'words = ["制定", ', 'words = ["发布", ', "发布 is listed twice"),
        ("mentions", '"公约", ', '"成果", ', "成果 is listed twice"),
        ("mentions", 'reason = "make a document', 'because = "make a document',
         r"verb 1 \(release\): Object contains unknown field `because`"),
        ("announcements", 'name = "青少年网络文明公约"', 'name = "网络诚信倡议"',
         "网络诚信倡议 is listed twice"),
        ("announcements", '\nreason = "China Daily of 28 October 2023 names the regulations so"',
         "", "state the reason"),
        ("mentions", 'use = "make"', 'use = "gift"', "'gift' .known: release, make"),
        ("places", '"重庆"]', '"望川"]', "the municipality 望川 has no English name"),
        ("stopwords", 'pronouns = ["我", ', 'pronouns = ["", ',
         "function, pronouns 1: .*; found ''"),
        ("surnames", 'single = "赵', 'single = ""\n# "', "single: .*; found ''"),
        ("titles", 'addresses = ["先生"', 'addresses = ["先生", "先生"', "先生 is listed twice"),
        ("topics", 'terms = ["网络内容", ', 'terms = ["主旋律", ',
         r"topic 1 \(content\), terms: 主旋律 is listed twice"),
        ("topics", 'terms = ["算法", "信息茧房"]', 'terms = ["算法"]\nexcept = ["湖光"]',
         "topic algorithms: the exception 湖光 holds no term"),
        ("topics", 'topic_id = "ecology"', 'topic_id = "content"', "content is listed twice"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_refused(
    lexicon_folder: Path, name: str, old: str, new: str, sentence: str
) -> None:
    path = lexicon_folder / f"{name}.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"^data/lexicon/{name}\.toml.*{sentence}"):
        ACCESSORS[name]()


@pytest.mark.parametrize(
    ("second", "twice"),
    [
        ({"id": "lake"}, "lake"),
        ({"name": "湖边报"}, "湖边报"),
        ({"name_en": "LAKE DAILY"}, "lake daily"),
    ],
)
def test_a_name_belongs_to_one_outlet(
    lexicon_folder: Path, second: dict[str, str], twice: str
) -> None:
    hill = {"id": "hill", "name": "山报", "name_en": "Hill Daily", "alias": "山边报", **second}
    text = OUTLET.format(**LAKE) + OUTLET.format(**hill)
    (lexicon_folder / "outlets.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=f"{twice} is listed twice"):
        outlets()


def test_an_outlet_is_found_by_any_name_in_any_case(lexicon_folder: Path) -> None:
    (lexicon_folder / "outlets.toml").write_text(OUTLET.format(**LAKE), encoding="utf-8")
    assert set(outlets_by_form()) == {"湖报", "湖边报", "lake daily"}
    assert {outlet.class_ for outlet in outlets_by_form().values()} == {"provincial"}


@pytest.mark.parametrize(("second", "twice"), [(("a", "灯办"), "a"), (("b", "灯彩办"), "灯彩办")])
def test_a_form_belongs_to_one_body(
    lexicon_folder: Path, second: tuple[str, str], twice: str
) -> None:
    rows = BODY.format(id="a", alias="灯彩办") + BODY.format(id=second[0], alias=second[1])
    (lexicon_folder / "organisations.toml").write_text(rows, encoding="utf-8")
    with pytest.raises(LexiconError, match=f"{twice} is listed twice"):
        organisations()


def test_codes_are_those_of_the_tables() -> None:
    assert get_args(PhraseKind) == schema.PHRASE_KINDS
    assert (*get_args(OutletClass), "unlisted") == schema.OUTLET_CLASSES
    assert {body.level for body in organisations()} <= {*schema.ORGANISATION_LEVELS}
    sources: set[str] = {body.name_en_source for body in organisations()}
    sources |= {outlet.name_en_source for outlet in outlets()}
    sources |= {name.value_en_source for name in fact_names().values()}
    assert sources <= {*schema.NAME_SOURCES}


def test_fields_are_those_of_the_file() -> None:
    """Each value is read again from the file by its keys."""
    raw = {name: tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")) for name in ACCESSORS}
    assert list(titles().presenting_english) == raw["titles"]["presenting_english"]
    assert titles().english == raw["titles"]["english"]
    assert list(labels().look_alikes.foot) == raw["labels"]["look_alikes"]["foot"]
    assert [list(pair) for pair in labels().lettered] == raw["labels"]["lettered"]
    assert asdict(surnames()) | {"compound": [*surnames().compound]} == raw["surnames"]
    assert places().cities == raw["places"]["cities"]
    assert letters().words["www"] == 9
    assert letters().letter == {"default": 1, "W": 3}
    assert {outlet.id: outlet.class_ for outlet in outlets()} == {
        row["id"]: row["class"] for row in raw["outlets"]["outlet"]
    }
    assert [list(topic.except_) for topic in listed_topics()] == [
        row.get("except", []) for row in raw["topics"]["topic"]
    ]
    assert {row.meant for row in variants().values()} == {
        row["meant"] for row in raw["characters"]["character"]
    }
    assert "试着" in variant_words()
    assert list(mention_words().time.done) == raw["mentions"]["time"]["done"]
    lists = raw["stopwords"]["function"] | {"courtesy": raw["stopwords"]["courtesy"]["words"]}
    words = {word for name, words in lists.items() if name != "reason" for word in words}
    assert stopwords() == words
