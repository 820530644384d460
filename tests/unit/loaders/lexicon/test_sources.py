"""The catalogue of sources: each row has its fields, and each correction its reason."""

import pytest

from loaders.errors import LexiconError
from loaders.lexicon.sources import Correction, Series, Source, parse

SERIES = {"lantern": {"name_zh": "湖光灯会", "name_en": "Lantern Festival"}}
ROW = {"briefing_id": "lantern-2031", "series": "lantern", "year": 2031, "sha256": "ab"}
CHANGE = {"briefing_id": "lantern-2031", "field": "title", "value": "灯会", "reason": "a misprint"}


def test_rows_become_records() -> None:
    found = parse({"series": SERIES, "source": [ROW], "correction": [CHANGE]})
    page = Source("lantern-2031", "lantern", 2031, "ab")
    assert (found.find("ab"), found.find("cd")) == (page, None)
    assert not page.is_republished
    assert not page.forbids_reproduction
    assert found.series == {"lantern": Series("lantern", "湖光灯会", "Lantern Festival")}
    assert found.corrections == (Correction("lantern-2031", "title", "灯会", "a misprint"),)
    assert found.corrections_of("lantern-2031") == {"title": "灯会"}
    assert found.corrections_of("lantern-2030") == {}


@pytest.mark.parametrize(
    "wrong", [{"field": "characters", "reason": "r"}, {"field": "title", "reason": ""}]
)
def test_a_correction_without_effect_is_refused(wrong: dict[str, str]) -> None:
    row = {"briefing_id": "lantern-2031", "value": "x", **wrong}
    with pytest.raises(LexiconError, match="needs a reason and one of the fields"):
        parse({"series": SERIES, "source": [ROW], "correction": [row]})


@pytest.mark.parametrize("row", [{**ROW, "yaer": 2031}, {"briefing_id": "lantern-2031"}])
def test_the_error_names_a_field_that_is_missing_or_unknown(row: dict[str, object]) -> None:
    with pytest.raises(LexiconError, match=r"sources\.toml: .*(yaer|sha256)"):
        parse({"series": SERIES, "source": [row]})
