"""The comparison page: panels of an invented corpus, in both languages."""

import math
from typing import Any

import pandas as pd
import pytest

from dashboard import i18n
from dashboard.charts.palette import LIGHT
from dashboard.components.panel import Panel
from dashboard.features.comparison import panels, verdicts, view
from dashboard.features.search.occurrences import occurrences_panel
from dashboard.filters import Filters
from dashboard.labels.pair import Pair, choose_pair
from dashboard.queries import comparison_family as family
from dashboard.queries import selection, statistics
from dashboard.run_context import current_run
from tests.fixtures.compared_corpus import YEARS, said

pytestmark = pytest.mark.usefixtures("language")


def rows_by_scope(panel: Panel, by: str, key: str) -> dict[str, Any]:
    """Return scope -> row of the panel's frame, for the rows whose column `by` is `key`."""
    rows = panel.frame.loc[panel.frame[by] == key]
    return {str(row.scope): row for row in rows.itertuples()}


def drawn(panel: Panel) -> dict[str, list[str]]:
    """Return name -> [count, *texts of its lines] of each row in the panel's charts."""
    texts: dict[str, list[str]] = {}
    for chart in panel.charts:
        assert chart.figure
        listed, values = chart.figure.data[1:3], chart.figure.data[-1].text
        lines = len(values) // max(len(listed[0].text), 1)
        for place, (name, count) in enumerate(zip(*(each.text for each in listed), strict=True)):
            line_values = values[place * lines : (place + 1) * lines]
            texts[name] = [text.strip() for text in (count, *line_values)]
    return texts


def test_one_briefing_is_not_a_pair() -> None:
    one = selection.briefings(Filters(year=("2031",)))
    assert choose_pair(one, statistics.coverage(Filters())) is None
    assert choose_pair(one.iloc[:0], statistics.coverage(Filters())) is None


def test_an_added_briefing_is_not_a_year_of_a_series() -> None:
    kites, covered = selection.briefings(Filters()), statistics.coverage(Filters())
    added = kites.iloc[[0, 1]].assign(
        briefing_id=["a", "b"], series=["lanterns", "lanterns"], year=[2030, 2032]
    )
    many = pd.concat([added.iloc[:1], kites, added.iloc[1:]], ignore_index=True)
    found = choose_pair(many, covered)
    assert found is not None
    assert found.ids == {"earlier": "a", "later": "b"}  # the first series that recurs
    one_added = many.iloc[[1, 2, 3]]
    found = choose_pair(one_added, covered)
    assert found is not None
    assert found.ids == {"earlier": "kite-2031", "later": "kite-2032"}
    strangers = many.assign(series=["a", "b", "c", "d"])
    found = choose_pair(strangers, covered)
    assert found is not None
    assert (found.earlier.year, found.later.year) == (2031, 2032)  # the last two years


def test_where_nothing_is_tested_all_marks_are_hollow(pair: Pair) -> None:
    untested = family.family(Filters(), pair)._replace(tests=0)
    years = YEARS[current_run().language]
    assert verdicts.verdict_caveat(untested, pair, Filters()) == [
        said("verdict_none", fewest=6, **years)
    ]


def test_a_term_has_its_counts_bases_and_states(pair: Pair) -> None:
    row = rows_by_scope(panels.terms(Filters(), pair), "term", "纸鸢")["statements"]
    assert (row.earlier_occurrences, row.later_occurrences) == (30, 0)
    assert (row.earlier_characters, row.later_characters) == (300, 400)
    assert (row.earlier_rate, row.later_rate) == (1000, 0)
    assert (row.earlier_state, row.later_state) == ("said", "not_said")
    assert row.conclusive


def marks(panel: Panel) -> dict[str, str]:
    """Return name -> "solid" or "hollow" of the last line of each row in the interval plots."""
    looks = {}
    for chart in panel.charts:
        assert chart.figure
        names, dots = chart.figure.data[1].text, chart.figure.data[4].marker
        lines = len(dots.color) // max(len(names), 1)
        for place, name in enumerate(names):
            fill = dots.color[(place + 1) * lines - 1]
            looks[name] = "hollow" if fill == LIGHT.paper else "solid"
    return looks


def test_what_one_year_alone_says_has_no_ratio(pair: Pair) -> None:
    panel = panels.terms(Filters(), pair)
    shown = drawn(panel)
    years = YEARS[current_run().language]
    assert shown["纸鸢"] == [said("counts", counts=said("pair", earlier=30, later=0)),
                           said("only.not_said", side=years["first"])]  # fmt: skip
    assert shown["湖光"][1] == said("only.not_said", side=years["last"])
    row = rows_by_scope(panel, "term", "纸鸢")["statements"]
    assert pd.isna([row.log_ratio, row.low, row.high]).all()
    (hover,) = [
        text
        for chart in panel.charts
        if chart.figure
        for text in chart.figure.data[0].hovertext
        if "纸鸢" in text
    ]
    assert "95%" not in hover
    # Neither what was said in an answer alone nor what has no counterpart is compared.
    assert set(shown) == {"纸鸢", "湖光", "松岭", "风声"}


def test_the_mark_is_on_the_row(pair: Pair) -> None:
    panel = panels.terms(Filters(), pair)
    assert marks(panel) == {"纸鸢": "solid", "湖光": "solid", "松岭": "hollow", "风声": "hollow"}
    # 3 in 300 against 1 in 400; four occurrences are too few to be tested.
    assert drawn(panel)["松岭"][1] == said("times", times="4.0")
    assert pd.isna(rows_by_scope(panel, "term", "松岭")["statements"].p_value)


def test_the_page_leads_with_facts_of_wording(pair: Pair) -> None:
    reading = panels.terms(Filters(), pair).text.takeaway
    years = YEARS[current_run().language]
    # 松岭, the host province, is as frequent, but a name of a host.
    both = [said("said_twice", name="风声", earlier=3, later=1)]
    alone = {
        years[side]: said("said_once", name=name, n=n)
        for side, name, n in (("first", "纸鸢", 30), ("last", "湖光", 20))
    }
    sentences = [
        said("wording.term", n=4, kept=2, gone=1, new=1, **years),
        said("most_said_besides_hosts", names=i18n.join(both), **years),
        *(
            said("most_said_only_besides_hosts", side=side, names=names)
            for side, names in alone.items()
        ),
    ]
    assert reading == panels._join_sentences(sentences)


def test_hosts_are_set_apart_only_where_they_have_rows(pair: Pair) -> None:
    other = said("most_said", names="", **YEARS[current_run().language]).rstrip(".。")
    assert other in panels.topics(Filters(), pair).text.takeaway


def test_topics_of_which_none_comes_up_are_said_to_be_none(pair: Pair) -> None:
    shown = panels.topics(Filters(scope="whole", slot=("moderator",)), pair)
    assert shown.text.takeaway == said("no_topic")
    assert (shown.text.caveat, shown.charts) == ("", [])


def test_the_wider_reading_says_what_was_not_captured(pair: Pair) -> None:
    gap = said("wording_gap", side=YEARS[current_run().language]["first"])
    assert gap in panels.terms(Filters(scope="whole"), pair).text.takeaway
    assert gap not in panels.terms(Filters(), pair).text.takeaway


def test_the_caveat_explains_the_marks_once(pair: Pair) -> None:
    years = YEARS[current_run().language]
    caveat = panels.terms(Filters(), pair).text.caveat
    # Tested are two words and the two topics of the same name: 30 and 20 occurrences.
    words = {"tests": 4, "draws": "20,000", "share": "10%", "marked": 4}
    verdict = said("verdict_caveat", **words, **years)
    listed = said("terms_caveat", n=4, least=4, fewest=6, **years)
    content = said("then", before=listed, after=said("content_words"))
    assert caveat == said("then", before=content, after=verdict)
    topics = panels.topics(Filters(), pair).text
    assert verdict not in topics.caveat
    assert verdict in topics.full_caveat


def test_all_that_the_page_tests_is_one_family(pair: Pair) -> None:
    for scope, tests in (("statements", 4), ("whole", 14)):
        compared = family.family(Filters(scope=scope), pair)
        assert compared.tests == tests
        tested = [
            frame["p_value"].notna().sum()
            for by_scope in compared.ratios.values()
            for frame in by_scope.values()
        ]
        assert sum(tested) == tests


def test_swapping_the_two_flips_the_signs_alone(pair: Pair) -> None:
    there, back = (
        family.family(Filters(), each).ratios["term"]["statements"]
        for each in (pair, pair._replace(earlier=pair.later, later=pair.earlier))
    )
    for column in ("difference", "log_ratio"):
        assert there[column].tolist() == pytest.approx((-back[column]).tolist(), nan_ok=True)
    for column in ("p_value", "q_value", "holm_p", "conclusive"):
        assert there[column].tolist() == pytest.approx(back[column].tolist(), nan_ok=True)


def test_not_captured_is_never_not_said(pair: Pair) -> None:
    panel = panels.terms(Filters(scope="whole"), pair)
    found = rows_by_scope(panel, "term", "灯彩")
    # The questions of 2031 were not captured, so it is unknown whether it was said.
    assert found["whole"].earlier_state == "not_captured"
    assert found["whole"].later_state == "said"
    # Of the statements, both were captured.
    assert (found["statements"].earlier_state, found["statements"].later_state) == ("not_said",) * 2
    lines = drawn(panel)["灯彩"][1:]
    assert said("in_neither") in lines[0]
    assert said("only.not_captured", side="2032") in lines[1]


def test_the_wider_scope_shows_the_numbers_of_both(pair: Pair) -> None:
    panel = panels.topics(Filters(scope="whole"), pair)
    shown = drawn(panel)
    name = {"zh": "纸鸢", "en": "topic-纸鸢"}[current_run().language]
    pairs = [said("pair", earlier=30, later=later) for later in (0, 9)]
    assert shown[name][0] == said("counts", counts=said("readings_separator").join(pairs))
    # 30 and 9 in 500 and 1,000 characters.
    rates = said("pair", earlier="600.0", later="90.0")
    assert shown[name][2] == said("of_reading", reading=said("reading.whole"), value=rates)
    found = rows_by_scope(panel, "topic_id", "topic-纸鸢")
    assert (found["statements"].later_rate, found["whole"].later_rate) == (0, 90)


def test_terms_that_flip_in_the_wider_scope_are_named(pair: Pair) -> None:
    # 3 in 300 characters against 1 in 400; then 3 in 500 against 41 in 1,000.
    panel = panels.terms(Filters(scope="whole"), pair)
    found = rows_by_scope(panel, "term", "风声")
    assert found["statements"].log_ratio == pytest.approx(-2)
    assert found["whole"].log_ratio == pytest.approx(math.log2(41 / 6), abs=1e-4)
    assert said("flipped", n=1, names="风声") in panel.text.takeaway
    assert said("flipped", n=1, names="风声") not in panels.terms(Filters(), pair).text.takeaway


def test_a_filtered_topic_is_marked_and_the_others_fade(pair: Pair) -> None:
    panel = panels.topics(Filters(topic=("topic-湖光",)), pair)
    assert len(drawn(panel)) == 4
    fills = {
        tuple(marks): fill
        for chart in panel.charts
        if chart.figure
        for marks, fill in zip(
            chart.figure.data[0].customdata, chart.figure.data[0].marker.color, strict=True
        )
    }
    tinted = [marks for marks, fill in fills.items() if fill == LIGHT.tint]
    assert tinted == [("topic", "topic-湖光", "term", "", "at", "topics")]


def test_a_topic_filter_removes_no_term(pair: Pair) -> None:
    """Else, if one year lacked the topic, all of the other's words would seem to be its own."""
    everything, on_topic = (
        rows_by_scope(panels.terms(chosen, pair), "term", "纸鸢")["statements"]
        for chosen in (Filters(), Filters(topic=("topic-松岭",)))
    )
    assert (on_topic.earlier_occurrences, on_topic.earlier_characters) == (30, 300)
    assert on_topic.later_occurrences == everything.later_occurrences


@pytest.mark.parametrize("scope", ["statements", "whole"])
def test_without_a_common_slot_no_statement_is_compared(pair: Pair, scope: str) -> None:
    apart = Filters(speaker=("tao-jianshan", "zhou-tang"), scope=scope)
    alone = apart.replace(slot=("moderator",))
    for chosen in (apart, alone):
        for build in (panels.topics, panels.terms, panels.slots):
            assert build(chosen, pair).text.title
    assert panels.topics(alone, pair).frame.empty or scope == "whole"


@pytest.mark.parametrize(
    ("term", "key"), [("旧事", "unheard"), ("无此词", "unlisted"), ("纸鸢", None), ("", None)]
)
def test_a_term_without_a_row_is_mentioned(pair: Pair, term: str, key: str | None) -> None:
    reading = panels.terms(Filters(term=term), pair).text.takeaway
    notes = [note for note in ("unheard", "unlisted") if said(note, term=term) in reading]
    assert notes == ([key] if key else [])


@pytest.mark.parametrize(
    ("chosen", "places"),
    [
        (Filters(term="纸鸢"), 30),
        (Filters(term="纸鸢", scope="whole"), 39),
        (Filters(term="旧事"), 0),
        (Filters(term="旧事", scope="whole"), 6),
        (Filters(topic=("topic-湖光",)), 20),
    ],
)
def test_as_many_passages_are_listed_as_the_row_counts(
    pair: Pair, chosen: Filters, places: int
) -> None:
    inside = family.compared_filters(chosen, pair, chosen.scope).replace(term=chosen.term)
    assert len(occurrences_panel(inside).frame) == places


@pytest.mark.parametrize(
    "chosen", [Filters(slot=("host_province",)), Filters(slot=("press",), scope="whole")]
)
def test_filters_that_leave_one_side_draw_nothing(pair: Pair, chosen: Filters) -> None:
    for build in (panels.topics, panels.terms):
        panel = build(chosen, pair)
        assert panel.frame.empty
        assert panel.charts == []
        assert panel.text.takeaway == panel.text.caveat == ""


@pytest.mark.parametrize("extent", [1, 3, 7, 10])
def test_ticks_are_powers_of_two_either_side_of_no_difference(extent: int) -> None:
    marks = view.ticks(extent)
    places = [place for place, _ in marks]
    assert places == sorted(-place for place in places)
    assert 3 <= len(marks) <= 7
    assert max(places) <= extent
    words = dict(marks)
    assert words[0] == said("alike")
    top = max(places)
    assert words[top] == words[-top] == said("times", times=f"{2**top:,.0f}")


# Each topic comes up in 300 characters of 2031 and in 400 of 2032.
@pytest.mark.parametrize(
    ("earlier", "later", "side"),
    [(2, 6, "later"), (6, 2, "earlier"), (3, 3, "level"), (30, 33, "mixed"), (3, 4, "mixed")],
)
def test_a_topic_is_more_where_its_count_and_its_rate_are(
    pair: Pair, earlier: int, later: int, side: str
) -> None:
    row = family.family(Filters(), pair).ratios["topic_id"]["statements"].iloc[:1].copy()
    row[["earlier_occurrences", "later_occurrences"]] = earlier, later
    row[["earlier_rate", "later_rate"]] = 10_000 * earlier / 300, 10_000 * later / 400
    row["difference"] = row["later_rate"] - row["earlier_rate"]
    ((heading, rows),) = view.topic_charts({"statements": row}, pair, ())
    assert heading == said(f"more.{side}", n=1, **YEARS[current_run().language])
    assert len(rows) == 1


def test_equal_counts_are_explained_where_there_are_any(pair: Pair) -> None:
    level = said("topics_level", **YEARS[current_run().language])
    assert level not in panels.topics(Filters(), pair).text.caveat


def test_the_legend_names_the_marks_that_are_drawn(pair: Pair) -> None:
    solid, hollow = (f":gray[{said(f'legend_{mark}')}]" for mark in ("solid", "hollow"))
    assert panels.legend(Filters(), pair)[2:] == [solid, hollow]
    alone = panels.legend(Filters(scope="whole", slot=("moderator",)), pair)
    assert alone[2:] == []  # no topic comes up
