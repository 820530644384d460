"""Records of tables: each kind of field, and the message for each way to be wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, NamedTuple

import pytest

from loaders.errors import LexiconError
from loaders.lexicon.records import load, load_rows, place, require_distinct


class Lantern(NamedTuple):
    """A row with a field of each kind."""

    name: str
    size: int
    lit: bool
    shape: Literal["round", "square"]
    words: tuple[str, ...]
    pair: tuple[str, str]
    marks: frozenset[str]
    prices: Mapping[str, int]
    except_: str | None = None


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
        ("size = 3\n", "", "the field size is missing; add it"),
        ("size", "sise", "the field sise is unknown; name it one of name, size, .*except"),
        ("size = 3", "size = true", "size: found True, expected a whole number; correct it"),
        ("lit = true", "lit = 1", "lit: found 1, expected true or false; correct it"),
        ("round", "oval", "shape: found 'oval', expected one of round, square; correct it"),
        ('["莲花", "灯"]', '"灯"', "words: found '灯', expected a list that is not empty"),
        ('["莲花", "灯"]', "[]", r"words: found \[\], expected a list that is not empty"),
        ('["莲花", "灯"]', '["灯", 2]', "words 2: found 2, expected text that is not empty"),
        ('["莲花", "灯"]', '["灯", ""]', "words 2: found '', expected text that is not empty"),
        ('["莲花", "灯"]', '["灯", "灯"]', "words: 灯 is listed twice; keep one of the two"),
        ('["甲", "乙"]', '["甲"]', r"pair: found \['甲'\], expected 2 words; correct it"),
        ('["红", "红", "黄"]', "[]", r"marks: found \[\], expected a list that is not empty"),
        ("{ small = 2 }", "{}", "prices: found {}, expected a table that is not empty"),
        ("{ small = 2 }", '{ small = "2" }', "prices, small: found '2', expected a whole number"),
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
        ("", "the field lantern is missing"),
        ("[[lamp]]", "the field lamp is unknown; name it one of lantern, or remove it"),
        ('lantern = "莲灯"', "lantern: found '莲灯', expected a list"),
        ('lantern = ["莲灯"]', "lantern 1: found '莲灯', expected a table"),
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
