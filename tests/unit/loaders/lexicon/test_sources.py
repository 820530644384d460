"""The catalogue of sources: each row has its fields, and each correction its reason."""

from pathlib import Path

import pytest

from loaders.errors import LexiconError
from loaders.lexicon.sources import Correction, Series, Source, catalogue

FILE = """
[series.lantern]
name_zh = "湖光灯会"
name_en = "Lantern Festival"

[publishers]
"湖光网" = "Huguang Net"

[[source]]
briefing_id = "lantern-2031"
series = "lantern"
year = 2031
sha256 = "ab"

[[correction]]
briefing_id = "lantern-2031"
field = "title"
value = "灯会"
reason = "a misprint"
"""


def write(folder: Path, text: str) -> None:
    (folder / "sources.toml").write_text(text, encoding="utf-8")


def test_rows_become_records(lexicon_folder: Path) -> None:
    write(lexicon_folder, FILE)
    found = catalogue()
    page = Source("lantern-2031", "lantern", 2031, "ab")
    assert (found.find("ab"), found.find("cd")) == (page, None)
    assert not page.is_republished
    assert not page.forbids_reproduction
    assert found.series == {"lantern": Series("lantern", "湖光灯会", "Lantern Festival")}
    assert found.corrections == (Correction("lantern-2031", "title", "灯会", "a misprint"),)
    assert found.corrections_of("lantern-2031") == {"title": "灯会"}
    assert found.corrections_of("lantern-2030") == {}
    assert found.publishers == {"湖光网": "Huguang Net"}


@pytest.mark.parametrize(
    ("right", "wrong", "named"),
    [
        ('"title"', '"characters"', "correction 1 .*known: title, date_held"),
        ('"a misprint"', '""', "correction 1 .*reason: Expected `str` of length >= 1"),
        ("year = 2031", "yaer = 2031", "source 1 .*unknown field `yaer`"),
        ('sha256 = "ab"', "", "source 1 .*missing required field `sha256`"),
    ],
)
def test_a_wrong_row_is_refused(right: str, wrong: str, named: str, lexicon_folder: Path) -> None:
    write(lexicon_folder, FILE.replace(right, wrong))
    with pytest.raises(LexiconError, match=rf"sources\.toml, {named}"):
        catalogue()
