"""The topics page: panels of an invented corpus with topics, in both languages."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from dashboard import i18n
from dashboard.charts.palette import LIGHT
from dashboard.components.panel import Panel
from dashboard.escape import escape_markdown
from dashboard.features.topics import (
    blocks,
    coverage_panels,
    matrix_panel,
    rates_panel,
    strips_panel,
)
from dashboard.filters import Filters
from dashboard.queries import identifiers, selection
from dashboard.queries.scope import compared_in_words
from loaders.corpus.store import Corpus
from loaders.schema import TABLES
from tests.fixtures import invented_corpus

pytestmark = pytest.mark.usefixtures("language")

KITES, LAMPS, RAIN = "kites", "lamps", "rain"
TOPICS = [(KITES, "纸鸢", "Kites"), (LAMPS, "灯会", "Lamps"), (RAIN, "雨水", "Rain")]
# Each turn is a paragraph. briefing, paragraph, topic, rule, occurrences
HITS = [
    ("kite-2031", 2, KITES, "纸鸢", 3),
    ("kite-2031", 4, LAMPS, "灯会", 1),
    ("kite-2032", 2, KITES, "纸鸢", 4),
    ("kite-2032", 2, KITES, "风筝", 2),
    ("kite-2032", 4, KITES, "纸鸢", 1),
    ("kite-2032", 5, LAMPS, "灯会", 5),
    ("kite-2032", 7, LAMPS, "灯会", 2),
]
# briefing, paragraph, term, occurrences
COUNTS = [("kite-2032", 8, "湖光", 3), ("kite-2032", 2, "纸鸢", 4), ("kite-2032", 1, "周棠", 2)]
TAO, ZHOU = "tao-jianshan", "zhou-tang"
# Like with like are the statements of the convening body, Tao Jianshan's: paragraph 2 of each year,
# of 300 and 400 characters.
ALIKE, WHOLE = Filters(rows="all"), Filters(rows="all", scope="whole")


def tables() -> Mapping[str, pd.DataFrame]:
    topics = pd.DataFrame(TOPICS, columns=["topic_id", "label_zh", "label_en"])
    topics = topics.assign(topic_order=[1, 2, 3], terms="纸鸢")
    topics = topics.assign(exceptions="", source="test")
    counts = pd.DataFrame(COUNTS, columns=["briefing_id", "paragraph", "term", "occurrences"])
    terms = pd.DataFrame({"term": counts["term"], "is_stopword": False, "part_of_speech": "n"})
    filled = dict(invented_corpus.tables())
    filled["topics"] = topics[TABLES["topics"].columns]
    filled["topic_hits"] = pd.DataFrame(HITS, columns=TABLES["topic_hits"].columns)
    filled["terms"] = terms.sort_values("term", ignore_index=True)
    tokens = counts["occurrences"]
    counts = counts.assign(tokens_jieba=tokens, tokens_lexicon=tokens)
    filled["term_counts"] = counts.reindex(columns=TABLES["term_counts"].columns)
    filled["paragraphs"] = filled["paragraphs"].assign(tokens_jieba=50, tokens_lexicon=50)
    return filled


@pytest.fixture(scope="module")
def shown_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return invented_corpus.corpus(tmp_path_factory.mktemp("topical") / "invented", tables())


def clickable(panel: Panel, kind: str) -> list[Any]:
    """Return the traces of `kind` (bar or scatter) in the panel's charts that can be clicked."""
    return [
        trace
        for chart in panel.charts
        if chart.figure
        for trace in chart.figure.data
        if trace.type == kind and trace.customdata is not None
    ]


def cells(chosen: Filters) -> dict[tuple[str, ...], tuple[str, bool]]:
    """Return custom data of a click -> (text, is_faded) of each square of the matrix."""
    found = {}
    for chart in matrix_panel.matrix(chosen.replace(rows="all")).charts:
        if not chart.figure:  # a briefing without a turn of the kinds
            continue
        squares = next(t for t in chart.figure.data if t.customdata is not None)
        texts = next(t for t in chart.figure.data if t.type == "scatter" and t.mode == "text")
        edges = zip(squares.customdata, texts.text, squares.marker.line.color, strict=True)
        for pairs, text, edge in edges:
            if pairs:
                found[tuple(pairs)] = text, edge in (LIGHT.faded, LIGHT.hatch)
    return found


def text_of(key: str, **values: object) -> str:
    return i18n.t(f"topics.{key}", **values)


def single_spaced(text: str) -> str:
    """Return `text` with single spaces, as in an alt text."""
    return " ".join(text.split())


# Rates -------------------------------------------------------------------------------------


def test_rates_have_their_count_and_their_base(language: str) -> None:
    panel = rates_panel.rates(WHOLE)
    kites, lamps, rain = (panel.frame.loc[panel.frame["topic_id"] == key] for key in
                          (KITES, LAMPS, RAIN))  # fmt: skip
    # 3 of 500 characters and 7 of 1,000; 1 and 7; none.
    assert kites["per_10k"].tolist() == [60, 70]
    assert lamps["per_10k"].tolist() == [20, 70]
    assert rain["per_10k"].tolist() == [0, 0]
    assert panel.frame["topic"].iloc[0] == {"zh": "纸鸢", "en": "Kites"}[language]
    few = text_of("value_few", value=text_of("value_rate", rate="60.0", n="3", base="500"))
    enough = text_of("value_rate", rate="70.0", n="7", base="1,000")
    first, first_rest, second, second_rest = (chart.alt for chart in panel.charts)
    assert [single_spaced(few) in alt for alt in (first, second)] == [True, False]
    assert [single_spaced(enough) in alt for alt in (first, second)] == [False, True]
    assert single_spaced(text_of("unmentioned", base="500")) in first_rest
    assert single_spaced(text_of("unmentioned", base="1,000")) in second_rest


def test_rates_are_of_what_both_briefings_have() -> None:
    panel = rates_panel.rates(ALIKE)
    kites, lamps = (panel.frame.loc[panel.frame["topic_id"] == key] for key in (KITES, LAMPS))
    # 3 of 300 characters, 6 of 400; lamps are in no statement that both have.
    assert kites["per_10k"].tolist() == [100, 150]
    assert kites["base_characters"].tolist() == [300, 400]
    assert lamps["per_10k"].tolist() == [0, 0]
    few = text_of("value_few", value=text_of("value_rate", rate="100.0", n="3", base="300"))
    enough = text_of("value_rate", rate="150.0", n="6", base="400")
    assert single_spaced(few) in panel.charts[0].alt
    assert single_spaced(enough) in panel.charts[0].alt
    assert single_spaced(text_of("unmentioned", base="400")) in panel.charts[1].alt


def test_a_click_on_a_bar_selects_its_topic_and_lists_its_year() -> None:
    panel = rates_panel.rates(Filters(term="纸鸢").replace(rows="all"))
    bars = clickable(panel, "bar")
    assert [list(pairs) for pairs in bars[0].customdata][:2] == [
        ["topic", KITES, "within", "year:2031", "term", ""],
        ["topic", KITES, "within", "year:2032", "term", ""],
    ]


def test_a_speakers_bar_lies_over_that_of_all() -> None:
    panel = rates_panel.rates(WHOLE.replace(speaker=[ZHOU]))
    drawn = [list(trace.x) for trace in clickable(panel, "bar")]
    # Of each year kites and lamps, then rain: the rates of all, and over them Zhou Tang's.
    assert drawn[0::4] == [[60, 20], [70, 70]]
    assert drawn[1::4] == [[0, 20], [0, 20]], "the base stays that of all"
    assert text_of("part_of", n="2", all="7") in panel.charts[2].alt
    assert text_of("none_of", all="7") in panel.charts[2].alt, "kites are not his"


def test_other_topics_fade_and_are_not_in_the_file() -> None:
    panel = rates_panel.rates(WHOLE.replace(topic=[LAMPS]))
    assert [list(trace.x) for trace in clickable(panel, "bar")][1::4] == [[0, 20], [0, 70]]
    assert set(panel.frame["topic_id"]) == {LAMPS}
    alike = rates_panel.rates(ALIKE.replace(topic=[LAMPS]))
    whole, selected, *_ = (list(trace.x) for trace in clickable(alike, "bar"))
    assert (whole, selected) == ([100, 150, 0, 0], [0, 0, 0, 0])
    assert set(alike.frame["topic_id"]) == {LAMPS}


def test_the_sentence_names_sufficient_topics(language: str) -> None:
    reading = rates_panel.rates(ALIKE).text.takeaway
    assert "2031" not in reading, "three occurrences are too few"
    assert {"zh": "纸鸢（6 次）", "en": "Kites (6)"}[language] in reading
    assert {"zh": "灯会", "en": "Lamps"}[language] not in reading, "both have no statement on them"
    listed = {"zh": ["纸鸢（7 次）", "灯会（7 次）"], "en": ["Kites (7)", "Lamps (7)"]}[language]
    panel = rates_panel.rates(WHOLE)
    first, second = panel.charts[0].heading, panel.charts[2].heading
    assert panel.text.takeaway == ""
    assert "\n" not in first, "three and one occurrences are too few"
    assert [part for part in listed if escape_markdown(part) not in second] == []


def test_everything_is_drawn_apart_under_its_briefing() -> None:
    for build in (
        rates_panel.rates,
        matrix_panel.matrix,
        strips_panel.strips,
        coverage_panels.coverage,
    ):
        panel = build(WHOLE)
        headed = [chart.heading for chart in panel.charts if chart.heading]
        assert ["2031" in heading for heading in headed] == [True, False]
        assert ["2032" in heading for heading in headed] == [False, True]
        assert ["500" in headed[0], "1,000" in headed[1]] == [True, True]
        assert [year for year in ("2031", "2032") if year in panel.text.takeaway] == []


def test_a_section_that_was_not_captured_has_no_figure() -> None:
    panel = rates_panel.rates(WHOLE.replace(section=["q_and_a"]))
    first = panel.frame.loc[panel.frame["briefing_id"] == "kite-2031"]
    assert first["occurrences"].isna().all()
    missing = i18n.t("chart.missing", sections=i18n.t("code.section.q_and_a"))
    assert (panel.charts[0].figure, panel.charts[0].note) == (None, missing)


def test_what_both_lack_is_shown_apart() -> None:
    """Of questions and answers the briefings have nothing in common."""
    asked = ALIKE.replace(section=["q_and_a"])
    assert [trace.x for trace in clickable(rates_panel.rates(asked), "bar")] == [
        trace.x for trace in clickable(rates_panel.rates(asked.replace(scope="whole")), "bar")
    ]
    assert rates_panel.rates(asked).text.takeaway == ""


def test_leading_and_selected_topics_are_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(blocks, "MAX_LEADING_TOPICS", 1)
    few = rates_panel.rates(Filters())
    assert len(few.charts) == 1
    assert len(few.frame) == 6, "the file holds all"
    more = rates_panel.rates(Filters(topic=(RAIN,)))
    assert len(more.charts) == 2


# Matrix -------------------------------------------------------------------------------------------


def test_a_cell_selects_topic_speaker_and_ambiguous_year() -> None:
    # 3 of 300, 6 and 5 of 650, 2 of 100, 1 of 90; only 6 and 5 are enough for a rate.
    few = {n: text_of("few", n=n) for n in ("1", "2", "3")}
    assert cells(WHOLE) == {
        ("topic", KITES, "speaker", TAO, "year", "2031"): (few["3"], False),
        ("topic", LAMPS, "speaker", ZHOU, "year", "2031"): (few["1"], False),
        ("topic", KITES, "speaker", TAO, "year", "2032"): ("92.3", False),
        ("topic", LAMPS, "speaker", TAO, "year", "2032"): ("76.9", False),
        ("topic", LAMPS, "speaker", ZHOU, "year", "2032"): (few["2"], False),
        ("topic", KITES, "slot", "press"): (few["1"], False),
    }
    # 3 of 300 and 6 of 400.
    assert cells(ALIKE) == {
        ("topic", KITES, "speaker", TAO, "year", "2031"): (few["3"], False),
        ("topic", KITES, "speaker", TAO, "year", "2032"): ("150", False),
    }


@pytest.mark.parametrize("extent", ["statements", "whole"])
@pytest.mark.parametrize(
    "chosen",
    [
        Filters(),
        Filters(year=("2032",)),
        Filters(speaker=(TAO,)),
        Filters(slot=("press",)),
        Filters(org=("qinghe",), term="纸鸢"),
        Filters(speaker=("morning-news",), topic=(LAMPS,)),
        Filters(kind=("answer", "statement")),
        Filters(section=("opening",), year=("2032",)),
        Filters(kind=("question",), slot=("press",), topic=(KITES,)),
    ],
)
def test_a_click_lists_as_many_passages_as_the_cell_counts(chosen: Filters, extent: str) -> None:
    chosen = chosen.replace(scope=extent)
    counted = cells(chosen.replace(measure="occurrences"))
    assert counted
    for pairs, (text, _faded) in counted.items():
        clicked = chosen.toggled(list(zip(pairs[::2], pairs[1::2], strict=True)))
        assert clicked.term == ""
        # A cleared parameter is empty in the URL, and absent when the URL is parsed.
        known = {name: set(ids) for name, ids in identifiers.known_ids().items()}
        reopened, _dropped = Filters.parse(clicked.query(), known)
        if clicked.topic:
            listed = selection.hits(compared_in_words(reopened).filters)
            assert listed["occurrences"].sum() == int(text), pairs


@pytest.mark.parametrize("kind", ["statement", "answer", "question"])
def test_a_kind_is_counted_in_the_characters_of_that_kind(kind: str) -> None:
    frame = matrix_panel.matrix(WHOLE.replace(kind=[kind])).frame
    spoken = selection.paragraphs(Filters())
    spoken = spoken.loc[spoken["kind"] == kind]
    ids = spoken["speaker_id"].mask(spoken["is_outlet"], "press")
    sums = spoken.groupby([spoken["briefing_id"], ids])["characters"].sum().to_dict()
    assert len(frame)
    bases = frame.set_index(["briefing_id", "id"])["base_characters"].to_dict()
    assert bases.items() <= sums.items()


def test_a_second_click_clears_the_selection() -> None:
    pairs = [("topic", KITES), ("slot", "press")]
    clicked = WHOLE.toggled(pairs)
    again = {key for key in cells(clicked) if key[:4] == ("topic", KITES, "slot", "press")}
    assert again == {("topic", KITES, "slot", "press")}
    assert clicked.toggled(pairs) == WHOLE


def test_the_chosen_cell_alone_is_not_faded() -> None:
    chosen = WHOLE.replace(topic=[KITES], speaker=[TAO], year=["2032"])
    faded = {key[1:4]: faded for key, (_text, faded) in cells(chosen).items()}
    assert faded.pop((KITES, "speaker", TAO)) is False
    assert set(faded.values()) == {True}
    alike = cells(chosen.replace(scope="statements"))
    assert [faded for _text, faded in alike.values()] == [False], "both have no other statement"


def test_absent_speakers_are_named_or_hatched(language: str) -> None:
    panel = matrix_panel.matrix(WHOLE)
    lin = {"zh": "林一舟", "en": "Lin Yizhou"}[language]
    gu = {"zh": "顾南乔", "en": "Gu Nanqiao"}[language]
    assert text_of("silent", names=i18n.join([lin, gu])) in panel.text.caveat
    assert text_of("matrix_hatched") in panel.text.caveat
    only = matrix_panel.matrix(WHOLE.replace(year=["2032"]))
    assert text_of("matrix_hatched") not in only.text.caveat
    assert "76.9" in panel.charts[2].alt
    alike = matrix_panel.matrix(ALIKE)
    assert text_of("matrix_hatched") not in alike.text.caveat
    assert lin not in alike.text.caveat, "who makes no statement is not missed among them"
    assert "150" in alike.charts[0].alt


# Positions ---------------------------------------------------------------------------------------


def test_dispersion_is_over_the_turns_of_each_briefing() -> None:
    panel = strips_panel.strips(WHOLE)
    found = panel.frame.set_index(["topic_id", "briefing_id"])
    # Turns hold 0.4 and 0.03 of 1,000 characters, and 6 and 1 of the 7 occurrences; the shortest
    # turn holds 0.02: (|6/7 - 0.4| + |1/7 - 0.03| + 0.57) / 2 / 0.98.
    expected = (6 / 7 - 0.4 + 1 / 7 - 0.03 + 0.57) / 2 / 0.98
    assert found.loc[(KITES, "kite-2032"), "dp"] == pytest.approx(expected)
    assert f"{expected:.2f}" == "0.58"
    labels = [
        text_of("dp", briefing=2031, value=text_of("too_few")),
        text_of("dp", briefing=2032, value="0.58"),
    ]
    first, first_rest, second, _ = (chart.alt for chart in panel.charts)
    assert [label in alt for label, alt in zip(labels, (first, second), strict=True)] == [True] * 2
    assert text_of("dp", briefing=2031, value=text_of("dp_none")) in first_rest
    # A single turn of either briefing is like with like: nothing to spread over.
    alike = [text_of("dp", briefing=2031, value=text_of("too_few")),
             text_of("dp", briefing=2032, value=text_of("dp_outside"))]  # fmt: skip
    assert " ".join(alike) in strips_panel.strips(ALIKE).charts[0].alt


def test_dispersion_needs_two_turns() -> None:
    panel = strips_panel.strips(WHOLE.replace(speaker=["morning-news"]))
    lamps = i18n.pick("灯会", "Lamps")
    outside = {
        year: text_of("dp", briefing=year, value=text_of("dp_outside")) for year in (2031, 2032)
    }
    assert f"{lamps} {outside[2031]}" in panel.charts[0].alt
    assert f"{lamps} {outside[2032]}" in panel.charts[2].alt
    both = strips_panel.strips(WHOLE.replace(speaker=[TAO], kind=["answer"]))
    # Five occurrences are enough, and a single answer is nothing to spread over.
    assert both.charts[0].figure is None
    assert f"{lamps} {outside[2032]}" in both.charts[2].alt


def test_ticks_are_in_the_middle_of_their_paragraphs() -> None:
    ticks = clickable(strips_panel.strips(WHOLE), "scatter")
    # 300 characters after 40 and 140 after 360; 400 after 60, 30 after 480, 250 after 510, 100
    # after 800.
    assert [list(trace.x) for trace in ticks if len(trace.x)] == [[190, 430], [260, 495, 635, 850]]
    alike = clickable(strips_panel.strips(ALIKE), "scatter")
    assert [list(trace.x) for trace in alike if len(trace.x)] == [[190, 260]]


def test_a_tick_of_another_speaker_fades_and_is_clickable() -> None:
    traces = clickable(strips_panel.strips(WHOLE.replace(slot=["press"])), "scatter")
    looks = {tuple(pairs): colour for ticks in traces for pairs, colour in
             zip(ticks.customdata, ticks.marker.line.color, strict=True)}  # fmt: skip
    press = {("passage", f"kite-2032:{turn}") for turn in (4, 6, 9)}
    assert {looks[each] for each in press & looks.keys()} == {LIGHT.slot["press"]}
    assert {looks[each] for each in looks.keys() - press} == {LIGHT.hatch}
    assert len(looks.keys() - press) > 1


def test_ticks_of_what_both_lack_are_those_selected() -> None:
    """A click on any other would lead back to what both have, and list something else."""
    for chosen, places in (
        (Filters(slot=("press",)), [495]),
        (Filters(speaker=(ZHOU,)), [430, 850]),
    ):
        ticks = clickable(strips_panel.strips(chosen.replace(rows="all")), "scatter")
        assert [x for trace in ticks for x in trace.x] == places


# Coverage -------------------------------------------------------------------------


def test_coverage_by_briefing_and_by_speaker(language: str) -> None:
    panel = coverage_panels.coverage(WHOLE)
    shares = panel.frame.set_index(["briefing_id", "id"])["share"].to_dict()
    # 40 and 20 of 500; 60, 20, 40, 60, 20 and 20 of 1,000.
    assert shares["kite-2031", "2031"] == pytest.approx(0.12)
    assert shares["kite-2032", "2032"] == pytest.approx(0.22)
    assert shares["kite-2032", "lin-yizhou"] == 1
    assert shares["kite-2032", TAO] == 0
    assert shares["kite-2032", "press"] == pytest.approx(60 / 90)
    value = text_of("coverage_value", share="22.0%", n="6", all="10")
    assert single_spaced(value) in panel.charts[1].alt
    # Of 40 and 20 characters both are below 60; of 60, 20, 40, 60, 20 and 20 four.
    for chart, share, short in zip(panel.charts, ("12.0%", "22.0%"), (2, 4), strict=True):
        assert escape_markdown(share) in chart.heading
        said = {"zh": f"{short} 段不足 60 字", "en": f"{short} of them have fewer than 60"}[
            language
        ]
        assert said in chart.heading
    assert panel.text.takeaway == ""


def test_coverage_of_what_both_have() -> None:
    panel = coverage_panels.coverage(Filters())
    shares = panel.frame.set_index(["briefing_id", "id"])["share"].to_dict()
    assert shares == {
        (briefing, key): 0
        for briefing, year in (("kite-2031", "2031"), ("kite-2032", "2032"))
        for key in (year, TAO)
    }
    assert [part in panel.text.takeaway for part in ("2031", "2032", "60")] == [True, True, False]


@pytest.mark.parametrize(
    ("chosen", "ends"),
    [
        # 20 characters of a question.
        (
            Filters(kind=("question",), speaker=("harbour-post",)),
            {
                "zh": "其中 1 段不足 60 字：提问 1 段。",
                "en": "1 of them has fewer than 60 characters: Question 1.",
            },
        ),
        # 60 characters of an answer are not fewer than 60.
        (
            Filters(speaker=("gu-nanqiao",)),
            {"zh": "（共 1 段，占字数 100.0%）。", "en": "1 of 1 (100.0% of characters)."},
        ),
    ],
)
def test_short_paragraphs_are_said_to_be_what_they_are(
    chosen: Filters, ends: dict[str, str], language: str
) -> None:
    charts = coverage_panels.coverage(chosen).charts
    assert escape_markdown(ends[language]) in "".join(chart.heading for chart in charts)


def test_without_an_uncovered_paragraph_none_is_announced() -> None:
    text = coverage_panels.longest_uncovered(Filters(speaker=(TAO,))).text
    assert text.takeaway == text_of("largest_none")
    assert text.caveat == ""


def test_a_count_outside_of_the_filters_is_not_called_unsaid() -> None:
    # Tao speaks of kites in the statement of 2032, and no question does.
    (bars, *_) = clickable(
        rates_panel.rates(Filters(kind=("moderation",)).replace(rows="all")), "bar"
    )
    excluded = [hover for hover in bars.hovertext if text_of("hover_excluded") in hover]
    assert excluded
    assert not any(text_of("hover_none", base="1,000") in hover for hover in excluded)


def test_uncovered_paragraphs_have_distinctive_terms() -> None:
    assert coverage_panels.longest_uncovered(Filters()).frame.empty, "both statements are on kites"
    frame = coverage_panels.longest_uncovered(WHOLE).frame
    assert frame["characters"].tolist() == [60, 60, 40, 40, 20, 20, 20, 20]
    first = frame.loc[frame["speaker_id"] == "gu-nanqiao"].iloc[0]
    assert (first["paragraph"], first["distinctive_terms"]) == (8, "湖光")
    assert frame.loc[frame["paragraph"] == 1, "distinctive_terms"].tolist() == ["", ""], (
        "the name of who is called on is no subject"
    )


def test_the_panels_do_not_change_the_corpus() -> None:
    before = selection.hits(Filters()).copy(deep=True)
    for build in (rates_panel.rates, matrix_panel.matrix, strips_panel.strips):
        build(Filters(topic=(KITES,)))
        build(WHOLE.replace(topic=[KITES]))
    coverage_panels.coverage(Filters())
    coverage_panels.coverage(WHOLE)
    pd.testing.assert_frame_equal(selection.hits(Filters()), before)
