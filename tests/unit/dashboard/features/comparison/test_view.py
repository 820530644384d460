"""The comparison page: panels of an invented corpus, in both languages.

Of 2031, the statements of the convening body (300 characters) and of the host province (140) were
captured; of 2032, that of the convening body (400) and the questions. The host province of 2031 has
no counterpart, so 300 characters are compared with 400; whole transcripts, 500 with 1,000.
"""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from dashboard import i18n
from dashboard.charts.palette import LIGHT
from dashboard.components.panel import Panel
from dashboard.features.comparison import family, panels, side_by_side, verdicts, view
from dashboard.features.comparison.pair import Pair, choose_pair
from dashboard.features.search.occurrences import occurrences_panel
from dashboard.filters import Filters
from dashboard.queries import selection, statistics
from loaders.corpus.store import Corpus
from loaders.schema import TABLES
from tests.fixtures import invented_corpus

pytestmark = pytest.mark.usefixtures("language")

OLD, NEW = "kite-2031", "kite-2032"
# Each statement of the convening body has ten paragraphs, numbered from 101.
TEN = range(101, 111)
# Occurrences in each of the ten paragraphs of 2031, of 2032, and in paragraph 5 of 2032, an answer.
# 纸鸢 is dropped, 湖光 new, 松岭 rare. 灯彩 is in the answer only; 风声 is rarer in 2032 except for
# the answer. 旧事 is in paragraph 4 of 2031, the statement that has no counterpart.
SAID: Mapping[str, tuple[list[int], list[int], int]] = {
    "纸鸢": ([3] * 10, [0] * 10, 9),
    "湖光": ([0] * 10, [2] * 10, 0),
    "松岭": ([2, 1] + [0] * 8, [1] + [0] * 9, 0),
    "灯彩": ([0] * 10, [0] * 10, 8),
    "风声": ([1, 1, 1] + [0] * 7, [1] + [0] * 9, 40),
}
# The names of the two briefings in sentences, where their years name them.
YEARS = {
    "zh": {"first": "2031 年", "last": "2032 年", "unit": "年", "units": "年", "cause": "年份"},
    "en": {
        "first": "2031", "last": "2032", "unit": "year", "units": "years", "cause": "the year",
    },
}  # fmt: skip
FACTS = [
    (OLD, "dates", "2031-04-05/2031-04-06", None, None),
    (OLD, "organiser", "风筝节办公室", "Kite Office", None),
    (OLD, "sub_forum", "纸鸢", "Kites", "kites"),
    (OLD, "sub_forum", "灯彩", "Lamps", "lamps"),
    (OLD, "sub_forum", "放飞教育", "Flying lessons", "flight"),
    (OLD, "sub_forum", "童谣", "Nursery rhymes", "songs"),
    (OLD, "sub_forum", "旧题", "Old matters", None),
    (NEW, "dates", "2032-04-04/2032-04-05", None, None),
    (NEW, "province", "松岭", "Songling", None),
    (NEW, "organiser", "风筝节办公室", "Kite Office", None),
    (NEW, "sub_forum", "纸鸢", "Kites", "kites"),
    (NEW, "sub_forum", "花灯", "Lanterns", "lamps"),
    (NEW, "sub_forum", "少年放飞建设", "Building flying lessons for children", "flight"),
    (NEW, "sub_forum", "诗歌和童谣", "Poems and nursery rhymes", "songs"),
    (NEW, "sub_forum", "新题", "New matters", None),
    (NEW, "sub_forum", "水题", None, None),
]
# value -> the wider value of the same match
WIDER = {"少年放飞建设": "放飞教育", "童谣": "诗歌和童谣"}


def counts() -> pd.DataFrame:
    rows = [(OLD, 4, "旧事", 6)]
    for term, (old, new, answered) in SAID.items():
        rows += [(OLD, place, term, n) for place, n in zip(TEN, old, strict=True) if n]
        rows += [(NEW, place, term, n) for place, n in zip(TEN, new, strict=True) if n]
        rows += [(NEW, 5, term, answered)] if answered else []
    return pd.DataFrame(rows, columns=["briefing_id", "paragraph", "term", "occurrences"])


def tables() -> Mapping[str, pd.DataFrame]:
    filled = dict(invented_corpus.tables())
    whole = filled["paragraphs"]
    split = [
        whole.loc[(whole["briefing_id"] == briefing) & (whole["turn"] == 2)].assign(
            paragraph=place, characters=size
        )
        for briefing, size in ((OLD, 30), (NEW, 40))
        for place in TEN
    ]
    filled["paragraphs"] = pd.concat([whole.loc[whole["turn"] != 2], *split], ignore_index=True)
    listed = counts()
    hits = listed.assign(topic_id=listed["term"].map(lambda term: f"topic-{term}"), rule="词")
    filled["topic_hits"] = hits[TABLES["topic_hits"].columns]
    ids = sorted(hits["topic_id"].unique())
    topics = pd.DataFrame({"topic_id": ids, "label_zh": [key[6:] for key in ids]})
    topics = topics.assign(label_en=ids, topic_order=range(len(ids)), terms="词")
    topics = topics.assign(exceptions="", source="test")
    filled["topics"] = topics[TABLES["topics"].columns]
    words = sorted(listed["term"].unique())
    filled["terms"] = pd.DataFrame({"term": words, "is_stopword": False, "part_of_speech": "n"})
    listed = listed.assign(tokens_jieba=listed["occurrences"], tokens_lexicon=listed["occurrences"])
    filled["term_counts"] = listed.reindex(columns=TABLES["term_counts"].columns)
    stated = [(*fact[:1], n, *fact[1:3], None, *fact[3:]) for n, fact in enumerate(FACTS, 1)]
    columns = ["briefing_id", "fact", "field", "value", "paragraph", "value_en", "match"]
    named = pd.DataFrame(stated, columns=columns).assign(value_en_source=None)
    named["wider"] = named["value"].map(WIDER)
    filled["facts"] = named[TABLES["facts"].columns]
    return filled


@pytest.fixture(scope="module")
def shown_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return invented_corpus.corpus(tmp_path_factory.mktemp("compared") / "invented", tables())


@pytest.fixture
def pair(language: str) -> Pair:
    assert language
    found = choose_pair(selection.briefings(Filters()), statistics.coverage(Filters()))
    assert found
    return found


def said(key: str, **values: object) -> str:
    return i18n.t(f"comparison.{key}", **values)


def rows_by_scope(panel: Panel, by: str, key: str) -> dict[str, Any]:
    """Return scope -> row of the panel's frame, for the rows whose column `by` is `key`."""
    rows = panel.frame.loc[panel.frame[by] == key]
    return {str(row.scope): row for row in selection.rows(rows)}


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
    assert (found.earlier.year, found.later.year) == (2030, 2032)


# What is compared -------------------------------------------------------------------------------


def test_like_is_compared_with_like(pair: Pair) -> None:
    words = {**YEARS[i18n.language()], "earlier": "300", "later": "400"}
    assert panels.banner(Filters(), pair) == said("compared.statements", **words)


def test_the_wider_banner_says_what_the_other_year_lacks(pair: Pair) -> None:
    text = panels.banner(Filters(scope="whole"), pair)
    years = YEARS[i18n.language()]
    whole = {**years, "earlier": "500", "later": "1,000"}
    assert said("compared.whole", **whole) in text
    # Ten turns of 2032, 540 of its 1,000 characters, are questions and answers.
    section = i18n.t("code.section.q_and_a")
    lacking = {"side": years["last"], "other": years["first"], "cause": years["cause"]}
    size = {"characters": "540", "share": "54.0%"}
    assert said("one_sided", sections=section, **lacking, **size) in text


@pytest.mark.parametrize(
    ("chosen", "comparable", "readings"),
    [
        (Filters(scope="whole"), True, True),
        (Filters(scope="whole", slot=("moderator",)), True, False),
        (Filters(scope="whole", slot=("press",)), False, False),
    ],
)
def test_both_readings_are_promised_where_both_are(
    pair: Pair, chosen: Filters, comparable: bool, readings: bool
) -> None:
    text, years = panels.banner(chosen, pair), YEARS[i18n.language()]
    assert (said("nothing.whole", **years) not in text) == comparable
    assert (said("compared.readings") in text) == readings
    lacking = {"side": years["last"], "other": years["first"], "cause": years["cause"]}
    section = i18n.t("code.section.q_and_a")
    none = said("one_sided", sections=section, characters="100", share="100.0%", **lacking)
    assert none not in text


def test_where_nothing_is_tested_all_marks_are_hollow(pair: Pair) -> None:
    untested = family.family(Filters(), pair)._replace(tests=0)
    years = YEARS[i18n.language()]
    assert verdicts.verdict_caveat(untested, pair, Filters()) == [
        said("verdict_none", fewest=6, **years)
    ]


def test_the_banner_says_which_filters_apply(pair: Pair) -> None:
    who = panels.banner(Filters(slot=("convening_body",), kind=("answer",)), pair)
    assert said("filters_both", **YEARS[i18n.language()]) in who
    assert said("filters_fixed") in who
    assert said("filters_topic") not in who
    assert said("filters_topic") in panels.banner(Filters(topic=("kites",)), pair)
    none = panels.banner(Filters(slot=("association",)), pair)
    assert said("nothing.statements", **YEARS[i18n.language()]) in none
    assert "0" not in none


def test_slots_are_side_by_side_with_what_is_left_out(pair: Pair, language: str) -> None:
    table = panels.slot_table(Filters(), pair).map(lambda cell: cell.replace("\\", ""))
    cells = {str(row[0]): [str(cell) for cell in row[1:]] for row in table.to_numpy()}
    slot = {key: i18n.t(f"code.slot.{key}") for key in ("convening_body", "host_province")}
    name = {"zh": "陶见山", "en": "Tao Jianshan"}[language]
    assert table.columns.tolist()[1:] == ["2031", "2032"]
    first, last = cells[slot["convening_body"]]
    assert name in first
    assert "300" in first
    assert "400" in last
    answer = i18n.t("code.kind.answer")
    assert said("slot_left_out_same", kinds=answer, characters="250") in last
    left_out, nobody = cells[slot["host_province"]]
    statement = i18n.t("code.kind.statement")
    who = {"zh": "周棠（松岭省委）", "en": "Zhou Tang (Songling Province)"}[language]
    assert left_out == said("slot_left_out", who=who, kinds=statement, characters="140")
    assert nobody == said("nobody")
    of_zhou = panels.slot_table(Filters(speaker=("zhou-tang",)), pair).to_numpy().ravel()
    assert said("nobody_selected") in of_zhou
    assert said("nobody") not in of_zhou
    assert i18n.t("code.slot.press") not in cells
    whole = panels.slot_table(Filters(scope="whole"), pair)
    assert i18n.t("code.slot.press") in whole.iloc[:, 0].tolist()


# Verdicts ---------------------------------------------------------------------------------------


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
    years = YEARS[i18n.language()]
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
    years = YEARS[i18n.language()]
    # 松岭, the host province, is as frequent, but a name of a host.
    both = [said("said_twice", name="风声", earlier=3, later=1)]
    alone = {
        years[side]: said("said_once", name=name, n=n)
        for side, name, n in (("first", "纸鸢", 30), ("last", "湖光", 20))
    }
    sentences = [
        said("wording.term", n=4, kept=2, gone=1, new=1, **years),
        said("most_said", names=i18n.join(both), **years),
        *(said("most_said_only", side=side, names=names) for side, names in alone.items()),
    ]
    assert reading == panels._join_sentences(sentences)


def test_the_wider_reading_says_what_was_not_captured(pair: Pair) -> None:
    gap = said("wording_gap", side=YEARS[i18n.language()]["first"])
    assert gap in panels.terms(Filters(scope="whole"), pair).text.takeaway
    assert gap not in panels.terms(Filters(), pair).text.takeaway


def test_the_caveat_explains_the_marks_once(pair: Pair) -> None:
    years = YEARS[i18n.language()]
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
    name = {"zh": "纸鸢", "en": "topic-纸鸢"}[i18n.language()]
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
    assert tinted == [("topic", "topic-湖光", "term", "")]


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


# Facts ------------------------------------------------------------------------------------------


def test_facts_are_side_by_side_in_the_readers_language(pair: Pair, language: str) -> None:
    tables = panels.fact_tables(Filters(), pair)
    (_, short), (heading, forums) = (
        (title, rows.map(lambda cell: cell.replace("\\", ""))) for title, rows in tables
    )
    dates = ["2031-04-05 – 2031-04-06", "2032-04-04 – 2032-04-05"]
    assert short.iloc[0].tolist() == [i18n.t("fact.dates"), *dates]
    province = {"zh": "松岭", "en": "Songling"}[language]
    assert short.iloc[1].tolist() == [said("fact.province"), said("not_stated"), province]
    states = ["same", "reworded", "narrowed", "widened", "gone", "new", "new"]
    marked = [
        said("marked", mark=said(f"mark.{state}"), state=i18n.t(f"code.state.{state}"))
        for state in states
    ]
    assert [cell.startswith(mark) for cell, mark in zip(forums.iloc[:, 0], marked, strict=True)]
    shown = {
        "zh": (
            ["纸鸢", "~~灯彩~~", "放飞~~教育~~", "童谣", "旧题", "—", "—"],
            ["纸鸢", "**花灯**", "**少年**放飞**建设**", "**诗歌和**童谣", "—", "新题", "水题"],
        ),
        # Without an English name the Chinese one is shown.
        "en": (
            ["Kites", "~~Lamps~~", "Flying lessons", "Nursery rhymes", "Old matters", "—", "—"],
            [
                "Kites",
                "**Lanterns**",
                "**Building** flying lessons **for children**",
                "**Poems and** nursery rhymes",
                "—",
                "New matters",
                "水题",
            ],
        ),
    }
    assert (forums["2031"].tolist(), forums["2032"].tolist()) == shown[language]
    counted = {
        "same": 1, "narrowed": 1, "widened": 1, "reworded": 1, "new": 2, "gone": 1,
    }  # fmt: skip
    for state, n in counted.items():
        assert said("tally", state=i18n.t(f"code.state.{state}"), n=n) in heading.replace("\\", "")
    assert i18n.t("code.state.different") not in heading


# The sentence above the facts; then the first cells of the sub-forums.
STATED_CHANGES = {
    "zh": """按主题配对，其中
        收窄：放飞教育 → 少年放飞建设；扩大：童谣 → 诗歌和童谣；改称：灯彩 → 花灯。
        ＝ 同名
        ≈ 改称：增“花灯”，删“灯彩”
        ＞ 收窄：增“少年”、“建设”，删“教育”
        ＜ 扩大：增“诗歌和”
        － 未再列""",
    "en": """Paired by subject. Of the pairs, narrowed: Flying lessons → Building flying
        lessons for children; widened: Nursery rhymes → Poems and nursery rhymes; reworded: Lamps →
        Lanterns.
        = same
        ≈ reworded: added "Lanterns", dropped "Lamps"
        > narrowed: added "Building", "for children"
        < widened: added "Poems and"
        – not listed again""",
}


def test_row_sentence_and_file_state_the_same_change(pair: Pair, language: str) -> None:
    lines = [line.strip() for line in STATED_CHANGES[language].splitlines()]
    sentence, rows = {"zh": "", "en": " "}[language].join(lines[:-5]), lines[-5:]
    panel = panels.facts(Filters(), pair)
    assert panel.text.takeaway == sentence
    forums = panels.fact_tables(Filters(), pair)[-1][1]
    assert [cell.replace("\\", "") for cell in forums.iloc[:5, 0]] == rows
    listed = panel.frame.loc[panel.frame["field"] == "sub_forum", ["state", "dropped", "added"]]
    assert listed.iloc[:4].to_numpy().tolist() == [
        ["same", None, None],
        ["reworded", "灯彩", "花灯"],
        ["narrowed", "教育", "少年、建设"],
        ["widened", None, "诗歌和"],
    ]


def test_unchanged_pairs_are_said_to_be_unchanged(pair: Pair, language: str) -> None:
    same = panels.facts(Filters(), pair).frame.query("state in ['same', 'new', 'gone']")
    sentence = {
        "zh": "按主题配对，没有收窄、扩大或改称的。",
        "en": "Paired by subject. No pair was narrowed, widened or reworded.",
    }
    for frame in (same, same.iloc[:0]):
        assert side_by_side.pairing_sentence(frame) == sentence[language]
