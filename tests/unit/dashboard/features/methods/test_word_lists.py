"""The word lists on the page Methods: every entry a row, every column and code named."""

import re

import pytest

from dashboard import i18n
from dashboard.features.methods import word_lists
from dashboard.filters import VIEWS
from loaders import lexicon
from loaders.schema import OUTLET_CLASSES


@pytest.mark.parametrize("name", VIEWS["lexicon"])
def test_every_entry_of_a_lexicon_is_a_row(name: str) -> None:
    text = (lexicon.FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    rows = word_lists.lexicon_rows(name)
    # Counted in the file by other means: an entry begins with [[ or, in a list, with {.
    entries = len(re.findall(r"^(?:\[\[|  \{ )", text, flags=re.MULTILINE))
    lists = len(re.findall(r"^[a-z_]+ = \[", text, flags=re.MULTILINE)) if not entries else 0
    parts = text.partition("[parts]")[2].partition("\n[[")[0]
    assert len(rows) == entries + lists + len(re.findall(r"^[a-z_]+ = ", parts, flags=re.MULTILINE))
    assert not rows.map(lambda cell: isinstance(cell, list | dict)).any(axis=None)
    about = word_lists.lexicon_about(name)
    assert text.startswith(f"# {about.splitlines()[0]}")
    assert not about.startswith("#")
    assert len(about) > 40


@pytest.mark.parametrize("name", VIEWS["lexicon"])
def test_every_column_of_a_lexicon_has_its_name(name: str, language: str) -> None:
    catalogue = i18n.catalogue(language)
    columns = word_lists.lexicon_rows(name).columns
    assert [column for column in columns if f"column.{column}" not in catalogue] == []
    assert f"methods.lexicon.{name}" in catalogue
    assert f"view.lexicon.{name}" in catalogue


def test_codes_of_the_lexicons_have_their_names(language: str) -> None:
    catalogue = i18n.catalogue(language)
    for name, column in (("stopwords", "word_class"), ("stopwords", "list"), ("phrases", "kind")):
        codes = set(word_lists.lexicon_rows(name)[column])
        assert {code for code in codes if f"code.{column}.{code}" not in catalogue} == set()
    assert set(word_lists.lexicon_rows("outlets")["outlet_class"]) <= set(OUTLET_CLASSES)


def test_a_list_of_a_lexicon_is_written_out() -> None:
    topics = word_lists.lexicon_rows("topics").set_index("topic_id")
    listed = {each["topic_id"]: each["terms"] for each in lexicon.read("topics")["topic"]}
    assert topics["terms"]["algorithms"].split("、") == listed["algorithms"]
    stop = word_lists.lexicon_rows("stopwords").set_index("word_class")["words"]
    assert stop["pronouns"].startswith("我、你、")
