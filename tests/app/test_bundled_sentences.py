"""Sentences on the bundled briefings that were false once, each in the state in which it was."""

import io
from collections.abc import Callable

import pandas as pd
import pytest

from dashboard.components.panel import Panel
from dashboard.csv_export import to_csv
from dashboard.features.clouds import panels as clouds
from dashboard.features.comparison import panels as comparison
from dashboard.features.comparison.changed import wordings_changed
from dashboard.features.overview.findings import findings
from dashboard.features.questions import panels as questions
from dashboard.features.search import panels as search
from dashboard.features.search.occurrences import occurrences_panel
from dashboard.features.speaking_time import panels as speaking_time
from dashboard.features.topics import coverage_panels, matrix_panel, strips_panel
from dashboard.features.topics import rates_panel as topics
from dashboard.features.wording import panels as wording_page
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels.pair import Pair, choose_pair
from dashboard.queries import selection, statistics, wording
from loaders.corpus.store import BUNDLED, Corpus, open_corpus
from tests.support.run import serve, show

NIU, CCTV = "niu-yibing-7c13", "cctv"


@pytest.fixture(scope="module")
def bundled() -> Corpus:
    return open_corpus(BUNDLED)


@pytest.fixture(autouse=True)
def shown(bundled: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the dashboard show the bundled corpus, in English and the light theme."""
    show(monkeypatch, Filters(lang="en"))
    serve(monkeypatch, bundled)


def compared(build: Callable[[Filters, Pair], Panel], chosen: Filters) -> Panel:
    pair = choose_pair(selection.briefings(chosen), statistics.coverage(chosen))
    assert pair
    return build(chosen, pair)


def test_three_pages_count_the_same_wordings() -> None:
    counted = wording.ledger(Filters())["status"].value_counts()
    new, gone = int(counted["new"]), int(counted["gone"])
    front = {finding.key: finding.panel.text for finding in findings(Filters())}
    assert front["new"].title.startswith(f"{new} wordings are new in 2023")
    assert front["turned"].takeaway.startswith(f"{gone} wordings of 2022 are not said again")
    reading = compared(wordings_changed, Filters()).text.takeaway
    assert reading.startswith(f"{new} wordings are new in 2023. {gone} of 2022 are not said again")
    ledger = wording_page.headline(Filters())
    assert f"{new} wordings are new in 2023" in ledger
    assert f"{gone} " in ledger


def test_filters_do_not_change_what_is_new_and_gone() -> None:
    chosen = Filters(speaker=("niu-yibing-7c13",), topic=("minors",))
    said, plain = (compared(wordings_changed, each).text.takeaway for each in (chosen, Filters()))
    assert said == f"Of whole briefings, whatever else is filtered: {plain}"


def test_what_was_not_tested_has_no_verdict_in_a_file() -> None:
    for frame in (
        clouds.clouds(Filters()).frame,
        clouds.clouds(Filters(size="distinctive")).frame,
        compared(comparison.terms, Filters()).frame,
    ):
        untested = frame["p_value"].isna()
        assert untested.any()
        assert frame.loc[untested, "conclusive"].isna().all()
        assert frame.loc[~untested, "conclusive"].notna().all()


def test_dispersion_of_few_occurrences_is_in_no_file() -> None:
    frame = strips_panel.strips(Filters()).frame
    assert frame.loc[~frame["sufficient"], ["dp", "dp_unnormalised"]].isna().all(axis=None)
    assert frame["dp"].notna().any()


@pytest.mark.parametrize("chosen", [Filters(topic=("minors",)), Filters(term="未成年人")])
def test_a_file_of_places_says_what_was_not_captured(chosen: Filters) -> None:
    text = occurrences_panel(chosen.replace(year=("2022",))).text
    assert "not captured here: Q&A" in text.full_caveat


def test_files_of_whole_transcripts_say_what_they_set_together() -> None:
    for build in (comparison.topics, comparison.terms):
        text = compared(build, Filters(scope="whole")).text
        assert "2,164 characters" in text.full_caveat
        assert "81.3%" in text.full_caveat


def test_a_file_of_the_comparison_names_what_is_compared() -> None:
    applied = compared(comparison.topics, Filters()).applied
    assert applied
    assert (applied.section, applied.kind) == (("opening",), ("statement",))


def test_a_side_with_nothing_is_said_to_have_nothing() -> None:
    chosen = Filters(scope="whole", slot=("host_city",))
    pair = choose_pair(selection.briefings(chosen), statistics.coverage(chosen))
    assert pair
    assert comparison.nothing_compared(chosen, pair)
    assert comparison.nothing_compared(Filters(), pair) == ""


def test_leaders_are_those_of_the_statements_compared() -> None:
    said = topics.rates(Filters(speaker=(NIU,))).text.takeaway
    assert "most often in the statements compared: Programme of the conference (8)" in said


def test_one_outlet_keeps_the_row_of_the_press_and_its_own_bar() -> None:
    assert len(matrix_panel.matrix(Filters(speaker=(CCTV,))).frame) > 0
    bars = coverage_panels.coverage(Filters(speaker=(CCTV,))).frame
    assert t("topics.reporters_selected") in set(bars["name"])
    assert t("topics.reporters") not in set(bars["name"])


def test_exchanges_are_missing_where_statements_are_chosen() -> None:
    reason = t("questions.no_statement").strip()
    said = [
        questions.exchanges_panel(chosen).text.nothing
        for chosen in (
            Filters(kind=("statement",)),
            Filters(speaker=("wu-zidong-70b2", CCTV)),
            Filters(speaker=(CCTV,), topic=("culture",)),
        )
    ]
    assert [reason in each for each in said] == [True, False, False]
    assert [t("exchanges.between") in each for each in said] == [False, True, False]


def test_the_table_of_who_asked_whom_is_that_of_the_headline() -> None:
    whole, one = (questions.asked_whom_panel(Filters(speaker=each)) for each in ((), (NIU,)))
    pd.testing.assert_frame_equal(whole.frame, one.frame)


def test_an_outlet_and_a_person_select_what_is_between_them() -> None:
    said = questions.exchanges_panel(Filters(speaker=(NIU, CCTV))).text.takeaway
    alone = questions.exchanges_panel(Filters(speaker=(NIU,))).text.takeaway
    assert t("exchanges.between") not in alone
    assert t("exchanges.between") in said
    of_another_year = Filters(speaker=("sheng-ronghua-8261", CCTV))
    assert t("exchanges.between") not in questions.exchanges_panel(of_another_year).text.takeaway


def test_a_search_without_words_beside_it_is_by_place() -> None:
    assert search._order(Filters(q="网络", sort="left")) == "place"
    states = search.counts_panel(Filters(topic=("cyber_power",), kind=("question",))).frame
    assert set(states["finding"]) <= {"no_place", "not_captured"}


def test_seconds_are_stated_only_where_the_source_has_times() -> None:
    frame = compared(comparison.slots, Filters()).frame
    assert frame[["seconds", "seconds_basis"]].isna().all(axis=None)


def test_the_base_of_a_share_names_what_changes_it() -> None:
    panel = speaking_time.shares(Filters(topic=("mass_line",)))
    assert "Where nobody of the chosen kinds and speakers has the floor" in panel.text.caveat
    assert "Minutes are an estimate" in panel.text.full_caveat
    rows = pd.read_csv(io.BytesIO(to_csv(panel.frame, about={"caveat": panel.text.full_caveat})))
    assert rows["caveat"].str.contains("Minutes are an estimate").all() or rows.empty
