"""Search queries: their terms, and the parameters of a link to a search."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import search_text
from dashboard.filters import Filters

KNOWN: dict[str, list[str]] = {}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("灯", ["灯"]),
        ("灯会 工匠、湖光", ["灯会", "工匠", "湖光"]),
        ("灯会、灯会  灯会", ["灯会"]),
        ("“点亮湖光 照见家乡” 灯", ["点亮湖光 照见家乡", "灯"]),
        ('"a b"', ["a b"]),
        ("「甲、乙」、丙", ["甲、乙", "丙"]),
        ("“清朗”系列", ["“清朗”系列"]),  # the marks belong to the wording
        ("“没有收尾", ["“没有收尾"]),
        ("，。！ …… ？", []),
        (".* [a-z]+ (灯", ["[a-z]+", "(灯"]),
        ("<b>灯</b>", ["<b>灯</b>"]),
        ("🏮" * 64, []),
        ("“” 灯", ["灯"]),
    ],
)
def test_the_terms_of_a_query(text: str, terms: list[str]) -> None:
    assert search_text.terms(text) == terms


@given(st.text())
def test_normalise_is_bounded_and_idempotent(text: str) -> None:
    normalised = search_text.normalise(text)
    assert len(normalised) <= search_text.MAX_CHARACTERS
    assert search_text.normalise(normalised) == normalised
    assert normalised.isprintable() or any(not c.isprintable() for c in text)
    parsed, _ = Filters.parse({"q": text}, KNOWN)
    assert Filters.parse(parsed.query(), KNOWN) == (parsed, ())


@given(st.text(alphabet='灯会、“” "a，', max_size=20).map(str.strip).filter(search_text.terms))
def test_quote_inverts_terms(text: str) -> None:
    for term in search_text.terms(text):
        if not set(term) & set('“”"「」'):
            assert search_text.terms(search_text.quote(term)) == [term]


@pytest.mark.parametrize(
    ("parameters", "expected", "dropped_count"),
    [
        ({"q": "灯\u200b会"}, {"q": "灯会"}, 1),
        ({"q": "  灯   会 "}, {"q": "灯 会"}, 0),
        ({"q": "长" * 65}, {"q": "长" * 64}, 1),
        ({"page": "3"}, {"page": 3}, 0),
        ({"page": "0"}, {"page": 1}, 1),
        ({"page": "9" * 40}, {"page": 1}, 1),
        ({"passage": "kite-2032:5"}, {"passage": "kite-2032:5"}, 0),
        ({"passage": "kite-2032"}, {"passage": ""}, 1),
        ({"passage": "a b:1"}, {"passage": ""}, 1),
        ({"passage": "'; DROP TABLE turns --:1"}, {"passage": ""}, 1),
        ({"sort": "left"}, {"sort": "left"}, 0),
        ({"sort": "up"}, {"sort": "place"}, 1),
    ],
)
def test_a_link_opens_the_nearest_search(
    parameters: dict[str, str], expected: dict[str, Any], dropped_count: int
) -> None:
    parsed, dropped = Filters.parse(parameters, KNOWN)
    assert {name: getattr(parsed, name) for name in expected} == expected
    assert len(dropped) == dropped_count


def test_a_change_of_the_list_resets_its_position() -> None:
    here = Filters(q="灯", page=4)
    opened = here.replace(passage="kite-2032:5")
    assert (opened.page, opened.replace(passage="")) == (4, here)
    for change in ({"year": ["2031"]}, {"q": "会"}, {"sort": "left"}, {"term": "灯"}):
        after = opened.replace(**change)
        assert (after.page, after.passage) == (1, "kite-2032:5")


def test_clicking_a_term_clears_the_query() -> None:
    assert Filters(q="灯").toggled([("term", "湖光")]).query() == {"term": "湖光"}
    assert Filters(q="灯").toggled([("year", "2031"), ("term", "")]).q == "灯"
