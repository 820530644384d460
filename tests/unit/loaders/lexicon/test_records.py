"""Records of tables: each kind of field, and the message for each way to be wrong."""

from pathlib import Path
from typing import Literal

import pytest

from loaders.errors import LexiconError
from loaders.lexicon.records import (
    Record,
    Table,
    Text,
    Words,
    WordSet,
    load,
    load_rows,
    place,
    require_distinct,
)


class Lantern(Record, frozen=True):
    """A row with a field of each kind."""

    name: Text
    size: int
    lit: bool
    shape: Literal["round", "square"]
    words: Words
    pair: tuple[Text, Text]
    marks: WordSet
    prices: Table[int]
    except_: Text | None = None


ROW = """
[[lantern]]
name = "莲灯"
size = 3
lit = true
shape = "round"
words = ["莲花", "灯"]
pair = ["甲", "乙"]
marks = ["红", "红", "黄"]
prices = { small = 2 }
"""


@pytest.fixture
def lanterns(lexicon_folder: Path) -> Path:
    return lexicon_folder / "lanterns.toml"


def test_each_kind_of_field(lanterns: Path) -> None:
    lanterns.write_text(ROW + 'except = "雨天"\n', encoding="utf-8")
    words, pair, marks = ("莲花", "灯"), ("甲", "乙"), frozenset({"红", "黄"})
    expected = Lantern("莲灯", 3, True, "round", words, pair, marks, {"small": 2}, "雨天")
    assert load_rows(Lantern, "lanterns", "lantern") == (expected,)


def test_a_file_may_be_one_record(lanterns: Path) -> None:
    lanterns.write_text(ROW.replace("[[lantern]]", ""), encoding="utf-8")
    assert load(Lantern, "lanterns").except_ is None


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("size = 3\n", "", "Object missing required field `size` .known: name, size, "),
        ("size", "sise", "Object contains unknown field `sise` .known: name, size, .*except"),
        ("size = 3", "size = true", "size: Expected `int`, got `bool`; found True; correct it"),
        ("lit = true", "lit = 1", "lit: Expected `bool`, got `int`; found 1; correct it"),
        ("round", "oval",
         "shape: Invalid enum value 'oval' .known: round, square.; found 'oval'; correct it"),
        ('["莲花", "灯"]', '"灯"', "words: Expected `array`, got `str`; found '灯'; correct it"),
        ('["莲花", "灯"]', "[]", r"words: Expected `array` of length >= 1; found \[\]; correct it"),
        ('["莲花", "灯"]', '["灯", 2]', "words 2: Expected `str`, got `int`; found 2; correct it"),
        ('["莲花", "灯"]', '["灯", ""]',
         "words 2: Expected `str` of length >= 1; found ''; correct it"),
        ('["莲花", "灯"]', '["灯", "灯"]', "words: 灯 is listed twice; keep one of the two"),
        ('["甲", "乙"]', '["甲"]',
         r"pair: Expected `array` of length 2, got 1; found \['甲'\]; correct it"),
        ('["红", "红", "黄"]', "[]",
         r"marks: Expected `array` of length >= 1; found \[\]; correct it"),
        ('["甲", "乙"]', '["甲", "甲"]', "pair: 甲 is listed twice; keep one of the two"),
        ("{ small = 2 }", '{ small = 2 }\nexcept = ["雨天"]',
         r"except: Expected `str . null`, got `array`; found \['雨天'\]; correct it"),
        ('"round"', '["round"]',
         "shape: Expected `str`, got `array` .known: round, square.; found"),
        ('"round"', "{ round = 1 }", "shape: Expected `str`, got `object`.* found {'round': 1}"),
        ("{ small = 2 }", "[2]", r"prices: Expected `object`, got `array`; found \[2\]; correct"),
        ("{ small = 2 }", "{}", "prices: Expected `object` of length >= 1; found {}; correct it"),
        ("{ small = 2 }", '{ small = "2" }',
         "prices, small: Expected `int`, got `str`; found '2'; correct it"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_its_row(
    lanterns: Path, old: str, new: str, sentence: str
) -> None:
    assert ROW.count(old) == 1
    lanterns.write_text(ROW + ROW.replace("莲灯", "鱼灯").replace(old, new), encoding="utf-8")
    where = r"^data/lexicon/lanterns\.toml, lantern 2 \(鱼灯\)(, |: )"
    with pytest.raises(LexiconError, match=where + sentence):
        load_rows(Lantern, "lanterns", "lantern")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Object missing required field `lantern` .known: lantern.; found {}; correct"),
        ("[[lamp]]", "Object contains unknown field `lamp` .known: lantern.; found .*; correct it"),
        ('lantern = "莲灯"', "lantern: Expected `array`, got `str`; found '莲灯'; correct it"),
        (
            'lantern = ["莲灯"]',
            "lantern 1: Expected `object`, got `str` .known: name, .*; found '莲灯'; correct it",
        ),
    ],
)
def test_a_file_without_the_rows_is_refused(lanterns: Path, text: str, sentence: str) -> None:
    lanterns.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=rf"^data/lexicon/lanterns\.toml(, |: ){sentence}"):
        load_rows(Lantern, "lanterns", "lantern")


def test_a_missing_or_broken_file_is_named(lanterns: Path) -> None:
    with pytest.raises(LexiconError, match=r"lanterns\.toml is missing; restore it"):
        load(Lantern, "lanterns")
    lanterns.write_text("name = ", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"lanterns\.toml cannot be read: .* correct that line"):
        load(Lantern, "lanterns")


def test_distinct_words() -> None:
    require_distinct(["灯", "鱼"], place("lanterns"))
    with pytest.raises(LexiconError, match=r"^data/lexicon/lanterns\.toml: 灯 is listed twice"):
        require_distinct(["灯", "鱼", "灯"], place("lanterns"))
