"""Sentences and cells of the questions page: figures worked out by hand, in both languages.

The invented questions: a provincial outlet asks 陶见山; a central one asks, and two people answer;
one of Hong Kong gets no answer. Topics are added here, above all paper and wind.
"""

import pandas as pd
import pytest

from dashboard import i18n
from dashboard.charts.palette import LIGHT
from dashboard.features.questions import asked_about, cards, panels, uptake, view
from dashboard.filters import Filters
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import names, people, provenance
from dashboard.labels.exchanges import lengths_sentence
from dashboard.queries import selection, statistics
from dashboard.queries.rows import BriefingRow, rows_of
from loaders.corpus.store import Corpus
from loaders.schema import TABLES
from tests.fixtures import invented_corpus
from tests.support.run import serve

pytestmark = pytest.mark.usefixtures("language")

TOPICS = [
    ("paper", "纸鸢", "Paper kites"),
    ("wind", "风力", "Wind"),
    ("night", "夜市", "Night market"),
]
# paragraph (of the invented corpus, with the number of its turn), topic, term, occurrences
HITS = [
    (2, "paper", "纸鸢", 2), (2, "wind", "风", 6), (4, "paper", "纸鸢", 1),
    (5, "paper", "纸鸢", 3), (5, "paper", "竹骨", 2), (5, "wind", "风", 1), (7, "night", "夜市", 4),
]  # fmt: skip


def frame(name: str, rows: list[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=TABLES[name].columns)


@pytest.fixture(scope="module")
def shown_corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The invented corpus with TOPICS, whose HITS are in the briefing of 2032."""
    known = {"source": "invented", "terms": "纸鸢", "exceptions": ""}
    topics = [
        tuple({**known, "topic_id": key, "topic_order": place, "label_zh": zh, "label_en": en}[c]
              for c in TABLES["topics"].columns)
        for place, (key, zh, en) in enumerate(TOPICS, 1)
    ]  # fmt: skip
    content = {
        **invented_corpus.tables(),
        "topics": frame("topics", topics),
        "topic_hits": frame("topic_hits", [("kite-2032", *hit) for hit in HITS]),
    }
    return invented_corpus.corpus(tmp_path_factory.mktemp("corpus") / "topical", content)


def whole() -> pd.DataFrame:
    return statistics.exchanges(Filters(year=("2032",)))


def test_the_squares_are_the_pairs_that_met() -> None:
    cells, (rows, columns) = view.asked_whom_cells(whole(), inside=whole())
    squares = cells.loc[cells["size"].notna()]
    named = [
        (rows[row].name, columns[column].name.replace("\n", " "), text)
        for row, column, text in zip(
            squares["row"], squares["column"], squares["text"], strict=True
        )
    ]
    central, provincial, hong_kong = (
        view.class_name(code) for code in ("central", "provincial", "hong_kong_macau")
    )
    assert sorted(named) == sorted(
        [
            (provincial, names.filter_name("speaker", "tao-jianshan"), "1"),
            (central, names.filter_name("speaker", "zhou-tang"), "1"),
            (central, names.filter_name("speaker", "gu-nanqiao"), "1"),
            (hong_kong, i18n.t("chart.unanswered"), "1"),
        ]
    )
    silent = [row.name for row in rows if row.note]
    assert silent == [view.class_name(code) for code in ("metropolitan_commercial", "foreign")]


def test_a_click_on_any_number_selects_that_many_exchanges() -> None:
    cells, _ = view.asked_whom_cells(whole(), inside=whole())
    # 4 squares, a total for each of 5 classes and of 4 columns, and one of all.
    assert len(cells) == 4 + 5 + 4 + 1
    for click, text in zip(cells["click"], cells["text"], strict=True):
        if text == "0":
            assert click == []
            continue
        pairs = dict(zip(click[::2], click[1::2], strict=True))
        chosen = Filters(year=(pairs["year"],), speaker=tuple(pairs["speaker"].split(",")))
        assert len(statistics.exchanges(chosen)) == int(text), pairs


def test_the_total_of_a_class_is_no_total_of_who_answered_it() -> None:
    one_answers_all = whole().assign(answerer_id="zhou-tang", slot="host_city")
    cells, _ = view.asked_whom_cells(one_answers_all, inside=one_answers_all)
    provincial = cells.loc[(cells["row"] == 1) & (cells["column"] == 1), "click"].iloc[0]
    assert provincial == ["speaker", "morning-news", "year", "2032"]


def test_squares_outside_the_filters_are_faded() -> None:
    inside = statistics.exchanges(Filters(speaker=("gu-nanqiao",)))
    cells, _ = view.asked_whom_cells(whole(), inside=inside)
    squares = cells.loc[cells["size"].notna()]
    assert sorted(squares["colour"]) == sorted([LIGHT.slot["association"], *[LIGHT.faded] * 3])
    assert set(squares["text"]) == {"1"}


def test_the_sentence_holds_under_any_filter() -> None:
    briefings = selection.briefings(Filters())
    said = view.asked_whom_sentence(whole(), briefings)
    silent = i18n.join([view.class_name(code) for code in ("metropolitan_commercial", "foreign")])
    assert i18n.t("questions.silent", kinds=silent) in said
    who = [names.filter_name("speaker", key) for key in ("tao-jianshan", "zhou-tang", "gu-nanqiao")]
    assert i18n.t("questions.most_each", names=i18n.join(who), n=1) in said
    panel = panels.asked_whom_panel(Filters(speaker=("gu-nanqiao",)))
    assert panel.text.takeaway == said
    assert view.asked_whom_sentence(whole().iloc[:0], briefings) == ""


def test_questions_not_captured_are_hatched_once(language: str) -> None:
    absent, present = panels.order_panel(Filters(lang=language)).charts
    assert absent.figure is not None
    assert absent.figure.data[0].marker.pattern.shape == "/"
    assert absent.alt == provenance.missing_note(statistics.coverage(Filters()), "kite-2031")
    assert (present.opens, present.figure is not None) == (True, True)
    for build in (panels.asked_whom_panel, panels.exchanges_panel, panels.asked_about_panel):
        panel = build(Filters(lang=language))
        assert provenance.heading(briefing("kite-2031")) not in [c.heading for c in panel.charts]
        alone = build(Filters(year=("2031",)))
        assert (list(alone.frame.index), alone.text.takeaway, alone.charts) == ([], "", [])
        gaps = provenance.missing_sentence(
            selection.briefings(Filters()), statistics.coverage(Filters())
        )
        assert gaps in panel.text.full_caveat
        assert gaps not in panel.text.caveat, "said once on the page"
    only = panels.order_panel(Filters(year=("2031",)))
    assert only.frame.empty
    assert [chart.has_graphic for chart in only.charts] == [True]
    assert only.text.takeaway == ""


def briefing(briefing_id: str) -> BriefingRow:
    rows = rows_of(selection.briefings(Filters()), BriefingRow)
    return next(row for row in rows if row.briefing_id == briefing_id)


def test_a_strip_is_an_answer_with_a_block_a_paragraph() -> None:
    """Of the first exchange the answer names paper, which it was asked about, in all 250."""
    chosen = Filters(year=("2032",))
    own, spoken = statistics.topic_uptake(chosen), statistics.answer_paragraphs(chosen)
    paper = names.filter_name("topic", "paper")
    rows = uptake.strips(own, cards.asked_topics(own))
    assert paper in rows[0].note
    assert view.class_name("provincial") in rows[0].note
    assert "100.0%" in rows[0].value
    assert [row.value for row in rows[1:]] == [
        i18n.t("questions.length", characters=n) for n in (100, 60)
    ] + [""]
    assert "100.0%" in uptake.alt_text(rows)
    inside = statistics.exchanges(Filters(speaker=("gu-nanqiao",)))
    blocks = uptake.blocks(own, spoken, inside=inside)
    assert blocks[["row", "begin", "characters"]].to_numpy().tolist() == [
        [0, 0, 250], [1, 0, 100], [2, 0, 60],
    ]  # fmt: skip
    association = LIGHT.pale(LIGHT.slot["association"])
    assert blocks["colour"].tolist() == [LIGHT.faded, LIGHT.faded, association]
    lit = uptake.blocks(own, spoken, inside=own)["colour"].tolist()
    assert lit[0] == LIGHT.slot["convening_body"]
    assert blocks["click"].tolist()[0] == ["passage", "kite-2032:5"]


def test_the_sentence_counts_the_answers_on_what_was_asked() -> None:
    briefings = selection.briefings(Filters())
    said = uptake.sentence(statistics.topic_uptake(Filters()), briefings)
    counts = {"n": 1, "named": 1, "none": 0}
    name = labels_briefings.name(briefing("kite-2032"))
    assert i18n.t("questions.uptake", briefing=name, **counts) in said
    assert i18n.t("questions.uptake_unknown", n=3) in said
    assert i18n.t("questions.too_few", n=3) in said
    assert uptake.sentence(statistics.topic_uptake(Filters(year=("2031",))), briefings) == ""


def test_the_table_names_topics_by_what_became_of_them() -> None:
    rows = uptake.frame(Filters(speaker=("tao-jianshan",), kind=("answer",)))
    paper, wind = (names.filter_name("topic", key) for key in ("paper", "wind"))
    assert rows[["taken_up", "not_taken_up", "brought_in"]].to_numpy().tolist() == [
        [f"{paper} 5", "", f"{wind} 1"]
    ]
    assert rows["uptake_share"].tolist() == [1.0]


def test_a_card_names_both_sides_with_body_slot_and_lengths() -> None:
    card = cards.cards(Filters(year=("2032",)))[0]
    asked, answered, own = card.sides
    for side, parts in (
        (asked, ["30", view.class_name("provincial")]),
        # 275 syllables at 220, 260 and 180 a minute
        (answered, ["250", "1.2", "1.1", "1.5", i18n.t("code.slot.convening_body")]),
    ):
        for part in parts:
            assert part in side.label
    assert names.filter_name("org", "kite-office") in answered.label
    assert list(asked.chips) == [("speaker", "morning-news"), ("topic", "paper")]
    assert list(answered.chips) == [
        ("speaker", "tao-jianshan"),
        ("topic", "paper"),  # 3 of one term and 2 of another
    ]
    assert list(own.chips) == [("topic", "wind")]
    assert own.label == i18n.t("questions.brought_in", n=1)
    assert card.on == i18n.t("questions.on_asked", share="100.0%", on=1, n=1)
    assert answered.chips["topic", "paper"].endswith("5")
    assert names.filter_name("speaker", "tao-jianshan") in card.heading


def test_an_unanswered_question_has_one_side_and_says_so() -> None:
    card = cards.cards(Filters(year=("2032",)))[-1]
    assert (len(card.sides), card.on, card.notes) == (1, "", [])
    assert i18n.t("questions.untouched") in card.sides[0].label
    assert card.heading == i18n.t(
        "questions.heading_unanswered",
        number=3,
        outlet=people.link("harbour-post"),
        answerer="",
    )
    assert i18n.pick("海声日报", "Harbour Post") in card.heading


def test_a_card_shows_the_topic_for_which_it_is_shown() -> None:
    many = [("a", 9), ("b", 8), ("c", 7), ("paper", 1)]
    assert cards._topics_to_show(many, ()) == many[:3]
    assert cards._topics_to_show(many, ("paper",)) == many
    chosen = statistics.exchanges(Filters(topic=("night",)))
    assert chosen["answer"].tolist() == [7]
    card, *rest = cards.cards(Filters(topic=("night",)))
    assert (rest, [side.label for side in card.sides[2:]], card.on) == (
        [],
        [i18n.t("questions.of_answer", n=1)],
        "",  # the question names no topic
    )


def test_the_file_has_every_topic_of_both_sides() -> None:
    rows = cards.with_topics(whole())
    paper, wind = (names.filter_name("topic", key) for key in ("paper", "wind"))
    assert rows["question_topics"].tolist() == [f"{paper} 1", "", "", ""]
    assert rows["answer_topics"].iloc[0] == i18n.join([f"{paper} 5", f"{wind} 1"])
    assert rows["answer_topics"].iloc[3] == ""


def test_the_lengths_are_those_of_the_cards_below() -> None:
    briefings = selection.briefings(Filters())
    said = lengths_sentence(whole(), briefings)
    for figure in ("3", "100", "250", "60"):  # answers; their median, longest, shortest
        assert figure in said
    assert i18n.t("exchanges.open", n=1) in said
    two = lengths_sentence(whole().iloc[1:3], briefings)
    assert ("100" in two, "60" in two, "80" in two) == (True, True, False), "no median of two"
    one = lengths_sentence(whole().iloc[1:2], briefings)
    assert "100" in one
    assert lengths_sentence(whole().iloc[3:], briefings) == i18n.t(
        "exchanges.unanswered",
        briefing=labels_briefings.name(rows_of(briefings, BriefingRow)[1]),
        n=1,
    )
    assert lengths_sentence(whole().iloc[:0], briefings) == ""


FREQUENCIES = [
    # topic, kind, occurrences, per 10,000 of 90, 410 and 400 characters
    ("paper", "question", 1, 111.11),
    ("paper", "answer", 5, 121.95),
    ("paper", "statement", 2, 50.0),
    ("wind", "question", 0, 0.0),
    ("wind", "answer", 1, 24.39),
    ("wind", "statement", 6, 150.0),
]


def test_topics_of_questions_answers_and_statements() -> None:
    found = asked_about.frequencies(Filters())
    assert set(found["briefing_id"]) == {"kite-2032"}, "no question of 2031 was captured"
    rows = found[["topic_id", "kind", "occurrences", "per_10k"]].astype({"per_10k": float})
    assert list(rows.round(2).itertuples(index=False, name=None)) == FREQUENCIES


def test_rates_rest_on_all_that_was_captured_whoever_is_selected() -> None:
    found = asked_about.frequencies(Filters(speaker=("morning-news",)))
    assert found[["topic_id", "kind"]].iloc[0].tolist() == ["paper", "question"]
    assert found["base_characters"].tolist()[:3] == [90, 410, 400]
    assert found["occurrences"].tolist()[:3] == [1, 0, 0]


def test_what_was_asked_about_and_what_was_not() -> None:
    years = Filters()
    said = asked_about.sentence(
        asked_about.frequencies(years), selection.briefings(years), statistics.exchanges(years)
    )
    wind = names.filter_name("topic", "wind")
    assert i18n.t("questions.stated_alone", least=5, topics=wind) in said
    assert i18n.t("questions.asked_otherwise", n=2) in said  # of three questions one touches paper
    assert names.filter_name("topic", "night") not in said


def test_a_topics_square_is_its_rate_and_hollow_where_it_is_rare() -> None:
    found = asked_about.frequencies(Filters())
    inside = selection.hits(Filters(kind=("statement",)))
    cells = asked_about.cells(found, inside=inside, freed=[], highest=150.0)
    assert cells["text"].tolist() == ["1", "5", "2", "1", "6"]  # 0 has no square
    assert cells["size"].tolist()[-1] == pytest.approx(1.0)
    assert cells["hollow"].tolist() == [True, False, True, True, False]
    assert cells["click"].iloc[1] == ["topic", "paper", "kind", "answer", "year", "2032"]
    faded = [colour == LIGHT.faded for colour in cells["colour"]]
    assert faded == [True, True, False, True, False]
    for _, cell in cells.iterrows():
        _, topic, _, kind, _, year = cell["click"]
        hits = selection.hits(Filters(topic=(topic,), kind=(kind,), year=(year,)))
        assert hits["occurrences"].sum() == int(cell["text"])


def test_frames_of_statistics_stay_as_they_are() -> None:
    frame = whole()
    before = frame.copy(deep=True)
    view.asked_whom_cells(frame, inside=frame)
    cards.with_topics(frame)
    pd.testing.assert_frame_equal(frame, before)


def test_a_corpus_without_topics_has_no_comparison(
    corpus: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(monkeypatch, corpus)
    assert asked_about.frequencies(Filters()).empty
    panel = panels.asked_about_panel(Filters())
    assert panel.text.takeaway == ""
    assert [chart.has_graphic for chart in panel.charts] == [False]
    assert cards.with_topics(whole())["answer_topics"].tolist() == [""] * 4
