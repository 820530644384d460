"""Filters: parsing of URL parameters, and the query of a selection."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.filters import ID_PARAMETERS, DroppedValue, Filters

KNOWN = {
    "year": ["2031", "2032"],
    "section": ["opening", "q_and_a"],
    "kind": ["moderation", "statement", "question", "answer"],
    "slot": ["moderator", "press"],
    "org": ["kite-office", "kite-times"],
    "speaker": ["lin-1", "wang-2", "kite-times"],
}


def parse(**query: str) -> Filters:
    filters, dropped = Filters.parse(query, KNOWN)
    assert dropped == ()
    return filters


def test_an_empty_query_selects_everything() -> None:
    assert parse() == Filters()
    assert Filters().query() == {}
    assert not Filters().is_filtered


def test_ids_are_separated_by_commas_in_any_order() -> None:
    assert parse(year="2032, 2031,,2032").year == ("2031", "2032")
    assert parse(speaker="wang-2,lin-1") == parse(speaker="lin-1,wang-2")


def test_an_unknown_id_is_dropped_and_reported() -> None:
    filters, dropped = Filters.parse(
        {"year": "1999,2031", "org": "nobody", "kind": "answer"}, KNOWN
    )
    assert filters == Filters(year=("2031",), kind=("answer",))
    assert dropped == (DroppedValue("year", "1999"), DroppedValue("org", "nobody"))


def test_an_id_of_one_parameter_is_unknown_to_another() -> None:
    assert Filters.parse({"org": "lin-1"}, KNOWN)[1] == (DroppedValue("org", "lin-1"),)


def test_unknown_parameters_are_ignored() -> None:
    assert parse(utm_source="mail", embed="true") == Filters()


@pytest.mark.parametrize("text", ["fr", "ZH", "zh,en", "\0", "'"])
def test_an_unknown_language_follows_the_browser(text: str) -> None:
    filters, dropped = Filters.parse({"lang": text}, KNOWN)
    assert filters.lang == ""
    assert dropped == (DroppedValue("lang", text),)


@pytest.mark.parametrize(
    ("text", "rate"),
    [("180", 180), ("150", 150), ("300", 300), ("149", 150), ("9999", 300), ("0", 150)]
    + [(text, 220) for text in ("-5", "1e2", "2_00", "２００", "٢٠٠", "nan", "9" * 5000, "220.5")],
)
def test_the_rate_is_a_whole_number_within_bounds(text: str, rate: int) -> None:
    filters, dropped = Filters.parse({"rate": text}, KNOWN)
    assert filters.rate == rate
    assert dropped == (() if str(rate) == text else (DroppedValue("rate", text),))


def test_the_query_holds_what_differs_from_the_default() -> None:
    filters = Filters(lang="en", year=("2031", "2032"), speaker=("lin-1",), rate=180)
    assert filters.query() == {
        "lang": "en", "year": "2031,2032", "speaker": "lin-1", "rate": "180",
    }  # fmt: skip


def test_replace_copies_and_sorts_ids() -> None:
    before = Filters(year=("2031",))
    after = before.replace(year=["2032", "2031", "2032"], lang="zh")
    assert before == Filters(year=("2031",))
    assert after == Filters(lang="zh", year=("2031", "2032"))


def test_language_and_rate_are_not_filters() -> None:
    assert not Filters(lang="en", rate=150).is_filtered
    assert all(Filters().replace(**{parameter: ("x",)}).is_filtered for parameter in ID_PARAMETERS)


selections = st.builds(
    Filters,
    lang=st.sampled_from(["", "zh", "en"]),
    rate=st.integers(150, 300),
    **{
        name: st.lists(st.sampled_from(ids), unique=True).map(sorted).map(tuple)
        for name, ids in KNOWN.items()
    },
)


@given(selections)
def test_parse_inverts_query(filters: Filters) -> None:
    assert Filters.parse(filters.query(), KNOWN) == (filters, ())


@given(st.dictionaries(st.sampled_from(["lang", "rate", *ID_PARAMETERS]), st.text()))
def test_parsing_is_idempotent(query: dict[str, str]) -> None:
    nearest, _ = Filters.parse(query, KNOWN)
    assert Filters.parse(nearest.query(), KNOWN) == (nearest, ())
