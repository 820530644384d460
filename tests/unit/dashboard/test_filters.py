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


def parse(**query: str | list[str]) -> Filters:
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


def test_an_unknown_parameter_is_named() -> None:
    filters, dropped = Filters.parse({"yaer": "2031", "kind": "answer", "x": ["1", "2"]}, KNOWN)
    assert filters == Filters(kind=("answer",))
    assert dropped == (DroppedValue("yaer", "2031"), DroppedValue("x", "1,2"))


@pytest.mark.parametrize(
    "name",
    [
        "utm_source", "UTM_Campaign", "fbclid", "gclid", "msclkid", "igshid", "mc_cid", "mc_eid",
        "embed", "embed_options", "spm", "from", "scene", "isappinstalled",
    ],
)  # fmt: skip
def test_what_sharing_adds_to_a_link_passes_in_silence(name: str) -> None:
    assert parse(**{name: "x"}) == Filters()


@pytest.mark.parametrize("name", ["utm", "utmsource", "form", "scenes", "embedded", "yaer"])
def test_a_name_like_one_that_sharing_adds_is_named(name: str) -> None:
    assert Filters.parse({name: "x"}, KNOWN)[1] == (DroppedValue(name, "x"),)


def test_a_repeated_id_parameter_is_the_union() -> None:
    assert parse(year=["2031", "2032"]) == parse(year="2031,2032")
    assert parse(kind=["answer", "", "question,answer"]).kind == ("answer", "question")
    filters, dropped = Filters.parse({"year": ["2031", "1999"]}, KNOWN)
    assert filters.year == ("2031",)
    assert dropped == (DroppedValue("year", "1999"),)


def test_of_a_single_value_given_again_the_last_counts() -> None:
    filters, dropped = Filters.parse({"rate": ["180", "200", "180", ""], "q": ["a", "b"]}, KNOWN)
    assert (filters.rate, filters.q) == (200, "b")
    assert dropped == (DroppedValue("q", "a", True), DroppedValue("rate", "180", True))
    assert parse(rate=["180", "180"]).rate == 180


@pytest.mark.parametrize("text", [",", "，", " , ，"])
def test_commas_alone_are_named_as_no_selection(text: str) -> None:
    filters, dropped = Filters.parse({"year": text}, KNOWN)
    assert filters == Filters()
    assert [(each.parameter, each.value) for each in dropped] == [("year", text.strip())]


def test_wide_commas_and_names_in_capitals_are_understood() -> None:
    assert parse(year="2032，2031", Kind="answer", YEAR=" 2031 ") == Filters(
        year=("2031", "2032"), kind=("answer",)
    )


@pytest.mark.parametrize(
    "query",
    [
        {"year": "9" * 5000},
        {"\0": "\0", "kind": "\0"},
        {"speaker": [f"nobody-{n}" for n in range(200)]},
        {"": ""},
        {"q" * 9999: ["x"] * 9},
    ],
)
def test_a_hostile_query_loses_nothing_else(query: dict[str, str | list[str]]) -> None:
    filters, dropped = Filters.parse({**query, "slot": "press", "rate": "180"}, KNOWN)
    assert filters == Filters(slot=("press",), rate=180)
    assert {each.parameter for each in dropped} == set(query)


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


KNOWN_WORDS = {**KNOWN, "term": ["风筝"]}


def test_a_clicked_word_is_listed_in_its_group_alone() -> None:
    pairs = [("term", "风筝"), ("within", "year:2032")]
    clicked = Filters(q="灯", kind=("answer",)).toggled(pairs)
    assert clicked == Filters(kind=("answer",), term="风筝", within="year:2032")
    assert clicked.listed == Filters(kind=("answer",), term="风筝", year=("2032",))
    assert clicked.toggled(pairs) == Filters(kind=("answer",))
    assert Filters.parse(clicked.query(), KNOWN_WORDS) == (clicked, ())


def test_a_clicked_topic_is_listed_in_its_group_alone() -> None:
    clicked = Filters(term="风筝").toggled([("topic", "t"), ("within", "year:2032"), ("term", "")])
    assert clicked == Filters(topic=("t",), within="year:2032")
    assert clicked.listed == Filters(topic=("t",), year=("2032",))
    assert clicked.replace(topic=("u",)).within == ""
    assert clicked.replace(term="灯").within == ""
    # A word keeps its group under a filter by topic.
    assert Filters(term="灯", within="year:2032").replace(topic=("t",)).within == "year:2032"


def test_a_group_may_be_of_one_briefing_alone() -> None:
    within = "speaker:lin-1,year:2032"
    clicked = Filters(term="风筝", within=within)
    assert clicked.listed == Filters(term="风筝", speaker=("lin-1",), year=("2032",))
    assert clicked.replace(year=("2031",)).within == ""
    assert Filters.parse({"term": "风筝", "within": within}, KNOWN_WORDS) == (clicked, ())
    assert Filters.parse({"term": "风筝", "within": f"{within}1"}, KNOWN_WORDS)[0].within == ""


def test_another_word_or_filter_of_groups_lists_every_group() -> None:
    clicked = Filters(term="风筝", within="speaker:lin-1")
    assert clicked.replace(term="灯").within == ""
    assert clicked.replace(term="").within == ""
    assert clicked.replace(speaker=("wang-2",)).within == ""
    assert clicked.replace(year=("2031",), group="slot").within == "speaker:lin-1"


@pytest.mark.parametrize(
    "query",
    [
        {"within": "year:2031"},  # of no word or topic
        {"term": "风筝", "within": "year:1999"},
        {"term": "风筝", "within": "kind:answer"},  # groups are never kinds
        {"term": "风筝", "within": "2031"},
        {"term": "风筝", "within": "lang:"},
        {"term": "风筝", "within": ","},
        {"term": "风筝", "within": "year:2031", "year": "2032"},  # not in view
    ],
)
def test_a_group_that_cannot_be_listed_is_dropped(query: dict[str, str]) -> None:
    filters, dropped = Filters.parse(query, KNOWN_WORDS)
    assert filters.within == ""
    assert dropped == (DroppedValue("within", query["within"]),)


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
