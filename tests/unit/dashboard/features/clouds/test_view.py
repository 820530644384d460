"""The word clouds' panel on an invented corpus, in both languages.

2031, whose questions were not captured: 500 characters, 250 tokens. 2032: 1,000 and 500. Like with
like: a statement of either year, of 300 and 400 characters, 150 and 200 tokens.
"""

import hashlib
import io
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest
from PIL import Image

from dashboard.charts.palette import DARK, LIGHT
from dashboard.charts.word_cloud import SEVERAL_YEARS, year_colour
from dashboard.components.panel import Chart, Panel
from dashboard.escape import escape_markdown
from dashboard.features.clouds import panels, view
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.labels import names, provenance
from dashboard.queries import search, selection, statistics
from dashboard.queries.scope import compared_in_words
from dashboard.run_context import current_run
from loaders.corpus.store import Corpus
from loaders.schema import TABLES
from tests.fixtures import invented_corpus
from tests.support.run import show

pytestmark = pytest.mark.usefixtures("language")

LAMPS = ["花灯", "走马灯", "河灯", "宫灯", "兔灯", "鱼灯", "龙灯", "纱灯"]
BOATS = ["龙舟", "画舫", "渔船", "小艇", "竹筏", "帆板", "游轮", "摇橹"]
# briefing, paragraph (a turn each: 2 of either year is Tao Jianshan's), term, occurrences
COUNTS = [
    *(("kite-2031", 2, term, 10 - place) for place, term in enumerate(LAMPS)),
    *(("kite-2032", 2, term, 18 - place) for place, term in enumerate(BOATS)),
    ("kite-2031", 2, "风筝", 12), ("kite-2032", 2, "风筝", 6), ("kite-2032", 5, "风筝", 6),
    ("kite-2032", 2, "风筝节", 3), ("kite-2031", 2, "纸鸢", 1), ("kite-2032", 4, "花灯", 2),
    ("kite-2032", 1, "顾南乔", 5), ("kite-2032", 1, "我们", 9),
]  # fmt: skip
PHRASES = {"放飞青禾": "lexicon", "青禾之春": "quoted", "青禾之": "statistics"}


def tables() -> Mapping[str, pd.DataFrame]:
    filled = dict(invented_corpus.tables())
    counts = pd.DataFrame(COUNTS, columns=["briefing_id", "paragraph", "term", "occurrences"])
    terms = pd.DataFrame({"term": sorted(set(counts["term"])), "part_of_speech": "n"})
    stopword = terms["term"] == "我们"
    filled["terms"] = terms.assign(is_stopword=stopword).reindex(columns=TABLES["terms"].columns)
    tokens = counts["occurrences"]
    counts = counts.assign(tokens_jieba=tokens, tokens_lexicon=tokens)
    filled["term_counts"] = counts.reindex(columns=TABLES["term_counts"].columns)
    places = pd.DataFrame({"phrase": list(PHRASES), "occurrences": [4, 3, 3]})
    places = places.assign(briefing_id="kite-2032", paragraph=2)
    filled["phrase_counts"] = places.reindex(columns=TABLES["phrase_counts"].columns)
    phrases = places.assign(source=list(PHRASES.values()))
    filled["phrases"] = phrases.reindex(columns=TABLES["phrases"].columns)
    spoken = filled["paragraphs"]
    half = spoken["characters"] // 2
    filled["paragraphs"] = spoken.assign(tokens_jieba=half, tokens_lexicon=half)
    return filled


@pytest.fixture(scope="module")
def shown_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return invented_corpus.corpus(tmp_path_factory.mktemp("worded") / "invented", tables())


def panel(**chosen: Any) -> Panel:
    return panels.clouds(Filters().replace(**{"size": "occurrences", **chosen}))


def clouds(shown: Panel) -> list[Chart]:
    return [chart for chart in shown.charts if chart.image]


def pictures(shown: Panel) -> list[str]:
    """Return a digest of each picture (preview, PNG and SVG), equal only if the bytes are equal."""
    images = [chart.image for chart in shown.charts if chart.image]
    return [
        hashlib.sha256(image.preview + image.png() + image.svg()).hexdigest()[:12]
        for image in images
    ]


def bars(shown: Panel) -> list[Any]:
    return [chart.figure.data[0] for chart in shown.charts if chart.figure]


def clicks(trace: Any) -> dict[str, Any]:
    """Return word -> custom data, which a click on the word's line selects."""
    return {data[1]: list(data) for data in trace.customdata}


def test_a_cloud_and_its_bars_for_each_year() -> None:
    shown = panel(scope="whole")
    assert [bool(chart.image) for chart in shown.charts] == [True, False, True, False]
    first, second = bars(shown)
    # Worked out by hand: 风筝 12 times, then 花灯 10 down to 纱灯 3; 纸鸢 occurs once.
    assert list(first.x) == [12, 10, 9, 8, 7, 6, 5, 4, 3]
    # 龙舟 18 down to 摇橹 11; 风筝 6 + 6; 风筝节 3; 花灯 2. Names, stopwords: none.
    assert list(second.x) == [18, 17, 16, 15, 14, 13, 12, 12, 11, 3, 2]
    assert clicks(second)["风筝"] == ["term", "风筝", "within", "year:2032"]
    assert "顾南乔" not in clicks(second)
    assert "我们" not in clicks(second)
    # Both have Tao Jianshan's statement: without 风筝 of 2032's answer and the 花灯 of a question.
    first, second = bars(panel())
    assert list(first.x) == [12, 10, 9, 8, 7, 6, 5, 4, 3]
    assert list(second.x) == [18, 17, 16, 15, 14, 13, 12, 11, 6, 3]


@pytest.mark.parametrize("group", ["year", "speaker", "slot"])
def test_everything_is_drawn_apart(group: str) -> None:
    shown = panel(scope="whole", group=group)
    headed = [chart.heading for chart in clouds(shown)]
    assert ["2031" in heading for heading in headed] == [True, False]
    assert ["2032" in heading for heading in headed] == [False, True]
    assert [year for year in ("2031", "2032") if year in shown.text.takeaway] == []
    # A word of a briefing is compared with the rest of that briefing.
    rest = shown.frame["rest_characters"] + shown.frame["characters"]
    assert set(rest) == {500, 1000}


@pytest.mark.parametrize("extent", ["statements", "whole"])
def test_a_click_lists_as_many_passages_as_the_bar_counts(extent: str) -> None:
    """The word alone is set; the list is limited to the group of the bar."""
    for selected in (
        {}, {"group": "speaker"}, {"group": "slot"}, {"kind": ("statement",)}, {"year": ("2032",)},
    ):  # fmt: skip
        chosen = {**selected, "scope": extent}
        for trace in bars(panel(**chosen)):
            for data, length in zip(trace.customdata, trace.x, strict=True):
                pairs = list(zip(data[::2], data[1::2], strict=True))
                after = Filters().replace(**chosen).toggled(pairs)
                assert after.without_view == Filters().replace(**chosen).without_view
                within = compared_in_words(after).filters.in_group(after.within)
                found = search.stored_hits(after.term, within)
                assert found["occurrences"].sum() == length, (chosen, data)
                assert after.toggled(pairs) == Filters().replace(**chosen)


def test_rates_and_their_base() -> None:
    first, second = bars(panel(size="rate", scope="whole"))
    assert first.x[0] == pytest.approx(12 / 500 * 10_000)
    assert second.x[0] == pytest.approx(18 / 1000 * 10_000)
    assert "500" in clouds(panel(size="rate", scope="whole"))[0].heading
    first, second = bars(panel(size="rate"))
    assert first.x[0] == pytest.approx(12 / 300 * 10_000)
    assert second.x[0] == pytest.approx(18 / 400 * 10_000)
    assert "300" in clouds(panel(size="rate"))[0].heading


def test_distinctive_words_are_ranked_by_difference() -> None:
    shown = panel(size="distinctive")
    first, second = bars(shown)
    assert set(clicks(first)) <= set(LAMPS) | {"风筝"}
    assert set(clicks(second)) <= set(BOATS) | {"风筝", "风筝节"}
    for trace in (first, second):
        assert list(trace.x) == sorted(trace.x, reverse=True)
        assert min(trace.x) > 0
        # A statement each: dealt at random, they differ as much each time.
        assert set(trace.marker.color) == {LIGHT.paper}
    assert not shown.frame["conclusive"].any()
    difference = shown.frame["per_10k"] - shown.frame["rest_per_10k"]
    assert shown.frame["difference"].tolist() == pytest.approx(difference.tolist())


def test_only_what_is_told_apart_is_named_first() -> None:
    untold = panel(size="distinctive").text.takeaway
    assert untold.startswith(t("clouds.reading_untold", scale=""))
    words = pd.DataFrame(
        {"term": ["河灯", "青禾", "纸鸢"], "value": [9.0, 8.0, 7.0], "occurrences": [9, 8, 7],
         "hollow": [True, False, False], "host_name": [False, True, False],
         "rest_occurrences": [0, 0, 0], "per_10k": [1.0, 1.0, 1.0]}
    )  # fmt: skip
    told = view.takeaway([("Qinghe", words)], size="distinctive")
    assert [word in told for word in words["term"]] == [False, False, True]
    assert told.startswith(t("clouds.reading_told_hosts", largest="", scale="")[:20])
    alone = view.takeaway([("Qinghe", words.iloc[:2])], size="distinctive")
    assert alone.startswith(t("clouds.reading_untold_hosts", scale=""))
    none = view.no_cloud_note(0, "distinctive", least=8)
    assert none != view.no_cloud_note(3, "distinctive", least=8)


def test_nothing_that_matches_is_not_nothing_captured() -> None:
    gap, nothing = "Q&A: not captured", t("clouds.nothing")
    assert view.absence(gap, captured=False) == gap
    assert view.absence("", captured=True) == nothing
    both = view.absence(gap, captured=True)
    assert both.startswith(nothing)
    assert both.endswith(gap)


def test_the_hosts_own_names_are_said_to_be_that() -> None:
    """Qinghe is the city of the second: that its name is distinctive there is no news."""
    shown = panel(size="distinctive", unit="phrase")
    [figure] = [chart.figure for chart in shown.charts if chart.figure]
    told = dict(zip(clicks(figure.data[0]), figure.data[2].text, strict=True))
    mark = t("clouds.host", value="")
    assert {word for word, text in told.items() if mark in text} == {"放飞青禾", "青禾之春"}
    assert "青禾" not in shown.text.takeaway.partition("2032")[2]
    assert not panel(size="distinctive").frame["host_name"].any()


def test_colours_show_the_years_of_a_word() -> None:
    first, second = bars(panel())
    tints = dict(zip(clicks(first), first.marker.color, strict=True))
    assert tints["河灯"] == year_colour(2031, palette=LIGHT)
    assert tints["风筝"] == tints["花灯"] == year_colour(SEVERAL_YEARS, palette=LIGHT)
    assert dict(zip(clicks(second), second.marker.color, strict=True))["龙舟"] == year_colour(
        2032, palette=LIGHT
    )
    # They do not change if a single year is selected.
    assert bars(panel(year=("2031",)))[0].marker.color == first.marker.color


def test_a_selected_group_keeps_its_picture() -> None:
    for extent in ("statements", "whole"):
        both, one = panel(scope=extent), panel(scope=extent, year=("2032",))
        shown, among = ([c.image for c in each.charts if c.image] for each in (one, both))
        assert [image.preview for image in shown] == [image.preview for image in among[1:]]


def marked(shown: Panel) -> list[list[str]]:
    """Return the marked words of each group."""
    return [
        [term for term, tint in zip(clicks(trace), trace.marker.color, strict=True)
         if tint == LIGHT.accent]
        for trace in bars(shown)
    ]  # fmt: skip


def test_the_listed_word_is_marked_where_it_is_listed() -> None:
    assert marked(panel(term="风筝", within="year:2032")) == [[], ["风筝"]]
    assert marked(panel(term="风筝", within="year:2031")) == [["风筝"], []]
    assert marked(panel(term="风筝")) == [["风筝"], ["风筝"]]
    assert marked(panel(term="风筝", year=("2032",))) == [["风筝"]]
    # A list of another kind of group marks nothing here.
    assert marked(panel(term="风筝", within="slot:press")) == [[], []]


def test_a_click_changes_no_picture() -> None:
    assert pictures(panel(term="风筝", within="year:2032")) == pictures(panel())


def test_a_group_with_too_little_text_is_noted() -> None:
    """2031: Tao's 300 characters; 140 and 60 of others. 2032: 650, 100, 100 and the press."""
    shown = panel(group="speaker", scope="whole")
    assert len(clouds(shown)) == 2
    note = shown.charts[-1].note
    assert note.count(names.filter_name("speaker", "zhou-tang")) == 2
    assert "140" in note
    assert "100" in note
    assert "300" in note
    assert shown.charts[-1].image is None
    # Like with like is Tao alone, 700 characters: nobody is left out.
    assert len(clouds(panel(group="speaker"))) == 1
    assert [bool(chart.note) for chart in panel(group="speaker").charts] == [False, False]


@pytest.mark.parametrize("extent", ["statements", "whole"])
def test_a_group_with_too_little_text_alone_has_no_bars(extent: str) -> None:
    """Zhou Tang has no statement in common, and 140 and 100 characters in all."""
    chosen = {"group": "speaker", "speaker": ("zhou-tang",), "term": "风筝"}
    assert bars(panel(**chosen, scope=extent)) == []


def test_few_words_have_bars_and_no_cloud() -> None:
    shown = panel(unit="phrase")
    [trace] = bars(shown)
    assert list(clicks(trace)) == ["放飞青禾", "青禾之春"]  # what statistics found is no phrase
    assert clouds(shown) == []
    # With no picture at all, the bars of the groups are side by side under their names.
    [chart] = [chart for chart in shown.charts if chart.figure]
    assert [text in chart.heading for text in ("2032", "400", str(panels.MIN_WORDS))] == [True] * 3


def test_missing_sections_are_noted() -> None:
    gap = provenance.missing_note(statistics.coverage(Filters()), "kite-2031")
    assert gap
    headed = [chart.heading for chart in clouds(panel(scope="whole"))]
    assert [escape_markdown(gap) in heading for heading in headed] == [True, False]
    alike = [chart.heading for chart in clouds(panel())]
    assert [escape_markdown(gap) in heading for heading in alike] == [False, False]
    asked = panel(section=("q_and_a",))
    assert gap in asked.charts[-1].note
    assert asked.text.caveat.endswith(provenance.caveat(
        selection.briefings(Filters()), statistics.coverage(Filters())
    ))  # fmt: skip


def test_the_table_has_every_word_with_its_figures() -> None:
    frame = panel().frame
    assert list(frame.columns[:2]) == ["group", "term"]
    row = frame.loc[(frame["term"] == "风筝") & (frame["group_id"] == "kite-2031")].iloc[0]
    assert (row["occurrences"], row["characters"], row["per_10k"]) == (12, 300, 400.0)
    assert (row["rest_occurrences"], row["rest_characters"]) == (6, 400)
    # 12 of 150 tokens against 6 of 200.
    assert row["log_ratio"] == pytest.approx(math.log2(8 / 3))
    whole = panel(scope="whole").frame
    row = whole.loc[(whole["term"] == "风筝") & (whole["group_id"] == "kite-2031")].iloc[0]
    assert (row["occurrences"], row["characters"], row["per_10k"]) == (12, 500, 240.0)
    assert (row["rest_occurrences"], row["rest_characters"]) == (0, 0), "no other briefing"
    assert "纸鸢" in set(frame["term"])  # too rare to draw, not to list


def test_a_selection_without_text_is_empty() -> None:
    shown = panel(kind=("answer",), speaker=("lin-yizhou",))
    assert shown.frame.empty
    assert not any(chart.has_graphic for chart in shown.charts)


def test_a_picture_has_alt_text_and_the_readers_theme(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    first = clouds(panel())[0]
    assert "风筝" in first.alt
    assert "12" in first.alt
    assert {"zh": "词云", "en": "Word cloud"}[language] in first.alt
    show(monkeypatch, palette=DARK)
    dark = clouds(panel())[0]
    assert first.image is not None
    assert dark.image is not None
    pixel = Image.open(io.BytesIO(dark.image.preview)).convert("RGB").getpixel((0, 0))
    assert pixel == tuple(int(DARK.paper[i : i + 2], 16) for i in (1, 3, 5))
    svg = first.image.svg().decode()
    assert (dark.image.svg() == first.image.svg()) is True  # a file is on light paper
    assert [text in svg for text in ("2031年风筝节", "2032年风筝节")] == [True, False]  # its source
    assert (current_run().corpus.version in svg) is True


def test_the_legend_names_each_year_and_several() -> None:
    entries = view.legend([2032, 2031])
    assert ["2031" in entries[0], "2032" in entries[1], len(entries)] == [True, True, 3]
    assert len(view.legend([2031])) == 1
    assert year_colour(2031, palette=LIGHT) in entries[0]


def test_text_of_a_document_is_escaped() -> None:
    text = view.heading("*风筝*", unit="term", characters=10, words=1, not_captured="[a](b)")
    assert "\\*风筝\\*" in text
    assert "[a](b)" not in text
