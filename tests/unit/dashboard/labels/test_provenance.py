"""Facts, coverage, source and repairs of a briefing, on the invented corpus, in both languages."""

import pandas as pd
import pytest

from dashboard import i18n
from dashboard.filters import Filters
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import exchanges, provenance
from dashboard.queries import selection
from dashboard.queries.rows import BriefingRow, rows_of
from dashboard.stats.coverage import coverage, outlets_by_class
from loaders.corpus.store import Corpus
from loaders.schema import OUTLET_CLASSES, SECTIONS

pytestmark = pytest.mark.usefixtures("language")


@pytest.fixture
def covered(corpus: Corpus) -> pd.DataFrame:
    turns = selection.turns(Filters())
    return coverage(corpus.table("briefings"), turns=turns, sections=SECTIONS)


@pytest.mark.parametrize(
    ("section", "figures"), [((), ["500", "1,000"]), (("q_and_a",), [None, "540"])]
)
def test_a_base_that_was_not_captured_has_no_number(
    covered: pd.DataFrame, section: tuple[str, ...], figures: list[str | None]
) -> None:
    rows = rows_of(selection.briefings(Filters(section=section)), BriefingRow)
    for row, figure in zip(rows, figures, strict=True):
        said = provenance.base_note(row, covered, section)
        assert said == "" if figure is None else figure in said


def test_unknown_facts_of_a_briefing_are_dashes(corpus: Corpus, covered: pd.DataFrame) -> None:
    unknown = ("date_held", "published_at", "publisher", "credited_to", "host_city", "host_city_en")
    briefings = selection.briefings(Filters()).assign(**dict.fromkeys(unknown))
    row = rows_of(briefings, BriefingRow)[0]
    assert labels_briefings.name(row) == "2031"
    outlets = outlets_by_class(selection.turns(Filters()), classes=OUTLET_CLASSES)
    facts = provenance.fact_rows(
        row, corpus.table("facts").iloc[:0], coverage=covered, outlets=outlets, silent=[]
    )
    assert facts["value"].tolist()[:3] == ["—", "—", "—"]


def test_a_source_has_its_publisher_as_stated_too(language: str) -> None:
    row = rows_of(selection.briefings(Filters()), BriefingRow)[0]
    sources = provenance.source_rows(row)["value"].tolist()
    assert sources[1].replace("\\", "") == {"zh": "青禾网", "en": "Qinghe Net (青禾网)"}[language]
    row.publisher_en = row.credited_to = row.credited_to_en = None
    assert provenance.source_rows(row)["value"].tolist()[1:3] == ["青禾网", "—"]


@pytest.mark.parametrize(
    ("publisher", "when", "said"),
    [
        ("青禾网", None, {"zh": "青禾网", "en": "Qinghe Net"}),
        (None, "2031-04-02T10:00", dict.fromkeys(("zh", "en"), "2031-04-02 10:00")),
        (None, None, dict.fromkeys(("zh", "en"), "—")),
    ],
)
def test_publisher_or_date_is_shown_without_the_other(
    covered: pd.DataFrame,
    language: str,
    publisher: str | None,
    when: str | None,
    said: dict[str, str],
) -> None:
    briefings = selection.briefings(Filters()).assign(publisher=publisher, published_at=when)
    none = pd.DataFrame(columns=["briefing_id", "outlet_class", "outlets"])
    stated = selection.table("facts", Filters())
    row = rows_of(briefings, BriefingRow)[0]
    facts = provenance.fact_rows(row, stated, coverage=covered, outlets=none, silent=[])
    label = i18n.t("overview.published")
    assert facts.loc[facts["label"] == label, "value"].tolist() == [said[language]]


def test_counts_of_a_missing_section_are_dashes(covered: pd.DataFrame) -> None:
    turns = selection.turns(Filters())
    counted = {}
    for briefing in ("kite-2031", "kite-2032"):
        own = turns.loc[turns["briefing_id"] == briefing]
        mine = covered.loc[covered["briefing_id"] == briefing]
        counted[briefing] = [value for _, value in provenance.counts(own, mine)]
    assert counted == {"kite-2031": ["500", "4", "3", "—"], "kite-2032": ["1,000", "10", "4", "3"]}


def test_the_caveat_names_the_gap_and_warns_of_comparing(covered: pd.DataFrame) -> None:
    briefings = selection.briefings(Filters())
    assert "2031" in provenance.missing_sentence(briefings, covered)
    assert "2032" not in provenance.missing_sentence(briefings, covered)
    assert provenance.unequal_warning(briefings, covered)
    assert provenance.unequal_warning(briefings.iloc[1:], covered.iloc[2:]) == ""
    assert provenance.caveat(briefings.iloc[1:], covered.iloc[2:]) == ""


@pytest.mark.parametrize(
    ("sections", "differs"),
    [((), True), (("opening",), False), (("q_and_a",), True), (("opening", "q_and_a"), True)],
)
def test_bases_are_unequal_only_in_the_selected_sections(
    corpus: Corpus, covered: pd.DataFrame, sections: tuple[str, ...], differs: bool
) -> None:
    said = provenance.unequal_warning(corpus.table("briefings"), covered, sections=sections)
    assert (said != "") == differs


def test_outlets_are_unknown_only_without_the_questions(covered: pd.DataFrame) -> None:
    row = rows_of(selection.briefings(Filters()), BriefingRow)[1]
    own = covered.loc[covered["briefing_id"] == row.briefing_id]
    stated = selection.table("facts", Filters())
    opening_missing = own.assign(state=["not_captured", "captured"])
    outlets = outlets_by_class(selection.turns(Filters()), classes=OUTLET_CLASSES)
    facts = provenance.fact_rows(row, stated, coverage=opening_missing, outlets=outlets, silent=[])
    asked = facts.loc[facts["label"] == i18n.t("overview.outlets"), "value"].item()
    assert asked != i18n.t("overview.unheard")
    note = provenance.missing_note(opening_missing, row.briefing_id)
    assert i18n.t("code.section.opening") in note
    assert provenance.missing_note(opening_missing, row.briefing_id, section="q_and_a") == ""


def test_a_source_is_said_to_give_no_times_only_if_none_does() -> None:
    turns = selection.turns(Filters())
    untimed, unused = (i18n.t(f"speaking_time.{key}") for key in ("no_times", "times_unused"))
    assert exchanges.minutes_caveat(turns, rate=220).endswith(untimed)
    one = turns.assign(seconds_basis=["timed"] + ["estimated"] * (len(turns) - 1))
    said = exchanges.minutes_caveat(one, rate=220)
    assert said.endswith(unused)
    assert untimed not in said
    used = exchanges.minutes_caveat(one, rate=220, uses_times=True)
    assert used.endswith(i18n.t("speaking_time.times_used"))


def test_facts_of_both_briefings_line_up(covered: pd.DataFrame) -> None:
    stated = selection.table("facts", Filters())
    outlets = outlets_by_class(selection.turns(Filters()), classes=OUTLET_CLASSES)
    one, two = (
        provenance.fact_rows(
            row,
            stated,
            coverage=covered.loc[covered["briefing_id"] == row.briefing_id],
            outlets=outlets.loc[outlets["briefing_id"] == row.briefing_id],
            silent=[],
        )
        for row in rows_of(selection.briefings(Filters()), BriefingRow)
    )
    assert one["label"].tolist() == two["label"].tolist()
    asked = two.loc[two["label"] == i18n.t("overview.outlets"), "value"].item()
    foreign = i18n.t("code.outlet_class.foreign")
    assert f"{foreign} 0" in asked, "zero foreign outlets are stated"
    unheard = one.loc[one["label"] == i18n.t("overview.outlets"), "value"].item()
    assert unheard == i18n.t("overview.unheard"), "nobody knows who asked"
    assert "—" in one["value"].tolist()


def test_a_source_without_an_address_says_so() -> None:
    none, some = (
        dict(provenance.source_rows(row).itertuples(index=False, name=None))
        for row in rows_of(selection.briefings(Filters()), BriefingRow)
    )
    label = i18n.t("column.source_url")
    assert none[label] == i18n.t("sources.no_url")
    assert some[label] == r"[kite\.example](https://kite.example/2032)"


def test_repairs_are_counted_by_kind(corpus: Corpus) -> None:
    table = provenance.repair_table(corpus.table("repairs"), selection.briefings(Filters()))
    assert table.to_numpy().tolist() == [[i18n.t("code.kind.pinyin_annotation"), "1", "—"]]
