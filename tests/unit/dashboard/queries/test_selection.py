import pandas as pd
import pytest

from dashboard.filters import Filters
from dashboard.queries import conditions, identifiers, selection
from loaders.corpus.store import Corpus
from loaders.errors import CorpusError
from loaders.schema import TABLES

pytestmark = pytest.mark.usefixtures("selected")


def test_turns_have_their_speaker_and_organisation() -> None:
    frame = selection.turns(Filters())
    assert len(frame) == 14
    last = frame.loc[(frame["year"] == 2032) & (frame["turn"] == 7)].iloc[0]
    assert last[["speaker_zh", "speaker_en", "slot", "organisation_zh"]].tolist() == [
        "周棠", "Zhou Tang", "host_city", "青禾市委",
    ]  # fmt: skip
    # The same person spoke for the province the year before.
    first = frame.loc[(frame["year"] == 2031) & (frame["turn"] == 4)].iloc[0]
    assert first[["speaker_zh", "slot", "organisation_zh"]].tolist() == [
        "周棠", "host_province", "松岭省委",
    ]  # fmt: skip
    assert frame.loc[frame["is_outlet"], "organisation_id"].isna().all()


@pytest.mark.parametrize(
    ("filters", "turns"),
    [
        (Filters(year=("2031",)), [1, 2, 3, 4]),
        (Filters(section=("q_and_a",), kind=("moderation",)), [3, 10]),
        (Filters(slot=("press",)), [4, 6, 9]),
        (Filters(slot=("press", "association")), [4, 6, 8, 9]),
        (Filters(org=("songling",)), [4]),
        (Filters(speaker=("zhou-tang",)), [4, 7]),
        (Filters(speaker=("zhou-tang",), year=("2032",)), [7]),
        (Filters(speaker=("zhou-tang",), org=("kite-office",)), []),
    ],
)
def test_filters_are_combined_with_and(filters: Filters, turns: list[int]) -> None:
    assert selection.turns(filters)["turn"].tolist() == turns


def test_an_id_is_never_part_of_the_query_text() -> None:
    assert selection.turns(Filters(speaker=("' OR 1=1 --",))).empty


def test_who_speaks_never_changes_a_denominator() -> None:
    base = selection.briefings(Filters(slot=("press",), kind=("question",), speaker=("zhou-tang",)))
    assert base["base_characters"].tolist() == [500, 1000]
    assert base["base_syllables"].tolist() == [550, 1100]
    sections = selection.briefings(Filters(section=("q_and_a",), org=("qinghe",)))
    assert sections["base_characters"].tolist() == [0, 540]
    assert selection.briefings(Filters(year=("2032",)))["base_characters"].tolist() == [1000]


@pytest.mark.parametrize("name", TABLES)
def test_an_unfiltered_table_has_all_rows(name: str, corpus: Corpus) -> None:
    frame = selection.table(name, Filters(lang="en", rate=180))
    assert list(frame.columns) == TABLES[name].columns
    assert len(frame) == len(corpus.table(name))


@pytest.mark.parametrize(
    ("name", "filters", "rows"),
    [
        ("briefings", Filters(year=("2031",), slot=("press",)), 1),
        ("repairs", Filters(year=("2032",)), 0),
        ("facts", Filters(year=("2032",), speaker=("lin-yizhou",)), 5),
        ("turns", Filters(slot=("press",)), 3),
        ("paragraphs", Filters(slot=("press",)), 3),
        ("paragraphs", Filters(section=("q_and_a",), kind=("answer",)), 3),
        ("appearances", Filters(year=("2031",)), 4),
        ("appearances", Filters(year=("2031",), slot=("association",)), 1),
        ("speakers", Filters(year=("2031",)), 4),
        ("speakers", Filters(slot=("press",)), 3),
        ("organisations", Filters(speaker=("zhou-tang",)), 2),
        ("organisations", Filters(speaker=("zhou-tang",), year=("2032",)), 1),
        ("term_counts", Filters(slot=("press",)), 0),
        ("cooccurrence", Filters(slot=("press",), section=("opening",), year=("2031",)), 0),
        ("terms", Filters(slot=("press",)), 0),
        ("topics", Filters(year=("2031",)), 0),
    ],
)
def test_a_table_is_filtered_as_its_columns_allow(name: str, filters: Filters, rows: int) -> None:
    frame = selection.table(name, filters)
    assert len(frame) == rows
    assert list(frame.columns) == TABLES[name].columns


@pytest.mark.parametrize("name", TABLES)
def test_every_table_accepts_every_filter(name: str) -> None:
    every = Filters(
        year=("2032",),
        briefing=("kite-2032",),
        section=("q_and_a",),
        kind=("answer",),
        slot=("host_city",),
        org=("qinghe",),
        speaker=("zhou-tang",),
    )
    assert list(selection.table(name, every).columns) == TABLES[name].columns


WHO = ("year", "briefing", "slot", "org", "speaker")
UNFILTERED = ("terms", "phrases", "topics", "edition_facts", "edition_sources")
APPLICABLE = {
    **dict.fromkeys(("briefings", "repairs", "facts", "editions"), ("year", "briefing")),
    **dict.fromkeys(("speakers", "organisations", "appearances"), WHO),
    **dict.fromkeys(UNFILTERED, ()),
    "cooccurrence": ("year", "briefing", "section", "slot"),
}
VALUES = {
    "year": "2032", "briefing": "kite-2032", "section": "q_and_a", "kind": "answer",
    "slot": "press", "org": "qinghe", "speaker": "zhou-tang", "topic": "kites",
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_only_applicable_filters_change_a_table(name: str) -> None:
    all_filters = ("year", "briefing", "section", "kind", "slot", "org", "speaker", "topic")
    applicable = APPLICABLE.get(name, all_filters)
    assert conditions.applicable_filters(name) == applicable
    unfiltered = selection.table(name, Filters())
    for parameter, value in VALUES.items():
        chosen = Filters().replace(**{parameter: (value,)})
        filtered = selection.table(name, chosen)
        if parameter in applicable:
            # An applied filter with an unknown id leaves no row.
            assert selection.table(name, Filters().replace(**{parameter: ("nobody",)})).empty
            assert selection.applied_filters(name, chosen) == chosen
            assert selection.inapplicable_filters(name, chosen) == []
        else:
            pd.testing.assert_frame_equal(filtered, unfiltered)
            assert selection.applied_filters(name, chosen) == Filters()
            assert selection.inapplicable_filters(name, chosen) == [parameter]


def test_applied_filters_have_no_view() -> None:
    viewed = Filters(
        lang="en", rate=180, by="kind", table="facts", year=("2031",), kind=("answer",)
    )
    assert selection.applied_filters("facts", viewed) == Filters(year=("2031",))


def test_missing_text_is_none() -> None:
    turns, people = selection.turns(Filters()), selection.table("speakers", Filters())
    assert (
        turns.loc[turns["is_outlet"], ["title", "organisation_zh"]].to_numpy().tolist()
        == [[None, None]] * 3
    )
    assert people["outlet_class"].tolist().count(None) == 4
    addresses = [None, "https://kite.example/2032"]
    assert selection.briefings(Filters())["source_url"].tolist() == addresses
    assert selection.table("briefings", Filters())["source_url"].tolist() == addresses
    first = selection.table("briefings", Filters(year=("2031",)))
    assert first["source_url"].tolist() == [None]


def test_an_unknown_table_is_named_in_the_error() -> None:
    with pytest.raises(CorpusError, match="turn_counts"):
        selection.table("turn_counts", Filters())


def test_known_ids_are_in_the_order_of_display() -> None:
    known = identifiers.known_ids()
    assert known["year"] == ["2031", "2032"]
    assert known["section"] == ["opening", "q_and_a"]
    assert known["kind"] == ["moderation", "statement", "question", "answer"]
    assert known["slot"][0] == "moderator"
    # People before outlets; an organisation that appears in no briefing would not be offered.
    assert known["speaker"][-3:] == ["harbour-post", "kite-central", "morning-news"]
    assert set(known["org"]) == {"kite-office", "songling", "qinghe", "kite-union", "press-house"}


def test_every_known_person_and_body_has_two_names() -> None:
    labels, known = identifiers.labels(), identifiers.known_ids()
    assert set(labels) == {*known["org"], *known["speaker"], *known["topic"]}
    assert labels["zhou-tang"] == ("周棠", "Zhou Tang")
    assert labels["qinghe"] == ("青禾市委", "Qinghe City")
