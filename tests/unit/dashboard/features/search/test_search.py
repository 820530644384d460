"""Search: its terms, counts and places, counted in two ways."""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard import search_text, session_corpus
from dashboard.features.search import panels, view
from dashboard.filters import Filters
from dashboard.i18n import t
from dashboard.queries import matches, search, selection
from loaders import lexicon, schema
from loaders.corpus.store import Corpus
from loaders.text import segmenter
from loaders.text.tokens import tokenize
from loaders.text.word_breaks import segment
from tests.fixtures import corpus_with_text


def stored(corpus: Corpus) -> Counter[tuple[str, str]]:
    """Return (briefing_id, word or phrase) -> occurrences, summed from the stored counts."""
    counts: Counter[tuple[str, str]] = Counter()
    for table, column in (("term_counts", "term"), ("phrase_counts", "phrase")):
        rows = corpus.table(table).drop_duplicates(["briefing_id", "paragraph", column])
        mine: Counter[tuple[str, str]] = Counter()
        for briefing, term, n in zip(
            rows["briefing_id"], rows[column], rows["free_occurrences"], strict=True
        ):
            if n:
                mine[briefing, term] += n
        counts |= mine  # a phrase that is also a word is in both tables
    return counts


def tallied(terms: list[str], chosen: Filters) -> dict[tuple[str, str], int]:
    counts = search.search_counts(terms, chosen)
    pairs = zip(counts["briefing_id"], counts["subject"], strict=True)
    return dict(zip(pairs, counts["occurrences"], strict=True))


def test_every_word_and_phrase_is_found_as_often_as_counted(
    held: Corpus, half: Corpus, none: Corpus, choose: Any
) -> None:
    expected = stored(held)
    vocabulary = sorted({term for _, term in expected})
    assert len(vocabulary) > 100
    for corpus in (held, half, none):
        choose(corpus)
        assert tallied(vocabulary, Filters()) == dict(expected)


def test_a_list_has_as_many_places_as_the_count(held: Corpus, half: Corpus, choose: Any) -> None:
    for corpus in (held, half):
        choose(corpus)
        for term in ("灯", "灯会", "的", "请", "2300", "点亮湖光 照见家乡", "谢谢"):
            chosen = Filters(q=search_text.quote(term))
            listed = panels.concordance_of(chosen, first=0, size=1000)
            assert len(listed) == sum(tallied([term], chosen).values())
            for row in listed.itertuples():
                assert row.term == term


def test_every_filter_narrows_a_search(held: Corpus, choose: Any) -> None:
    choose(held)
    paragraphs = held.query(
        """SELECT p.text, t.kind, t.section, b.year, p.briefing_id FROM paragraphs p
        JOIN turns t USING (briefing_id, turn) JOIN briefings b USING (briefing_id)"""
    )
    for name, value in (("kind", "answer"), ("section", "q_and_a"), ("year", "2031")):
        own = paragraphs.loc[paragraphs[name].astype(str) == value, "text"]
        found = tallied(["今年"], Filters().replace(**{name: (value,)}))
        assert sum(found.values()) == sum(text.count("今年") for text in own) > 0


def test_topics_are_found_as_their_hits_are_counted(held: Corpus, choose: Any) -> None:
    choose(held)
    hits = held.table("topic_hits")
    assert hits["topic_id"].nunique() > 2
    for topic, own in hits.groupby("topic_id"):
        chosen = Filters(topic=(str(topic),))
        assert sum(tallied([], chosen).values()) == own["occurrences"].sum()
        listed = panels.concordance_of(chosen, first=0, size=1000)
        expected: Counter[str] = Counter()
        for rule, n in zip(own["rule"], own["occurrences"], strict=True):
            expected[rule] += n
        assert Counter(listed["term"]) == expected


def test_exceptions_of_a_topic_are_those_of_its_corpus(tmp_path: Path, choose: Any) -> None:
    """A corpus may be built with another lexicon than the server's: its list is what counted."""
    rule, exception = "渡船", "渡船票"
    listed = [entry["topic_id"] for entry in lexicon.read("topics")["topic"]]
    assert "ferries" not in listed
    text = f"{exception}，{rule}。"
    made = dict(corpus_with_text.generated(1, text=text))
    topics = pd.DataFrame(
        [["ferries", 1, "渡船", "Ferries", rule, exception, "invented"]],
        columns=schema.TABLES["topics"].columns,
    )
    hits = (
        made["topic_hits"]
        .reindex([0])
        .assign(briefing_id="gen-00000", paragraph=1, topic_id="ferries", rule=rule, occurrences=1)
    )
    content = {**made, "topics": topics, "topic_hits": hits}
    choose(corpus_with_text.open_tables(tmp_path / "corpus", content))
    chosen = Filters(topic=("ferries",))
    (row,) = panels.concordance_of(chosen, first=0, size=10).itertuples()
    assert (row.left, row.term, row.right) == (f"{exception}，", rule, "。")
    spans = matches.span_finder(chosen)(segment([text], tokenize([text]))[0], "answer")
    assert spans == [(len(exception) + 1, len(text) - 1)]


def contexts(text: str, term: str) -> list[tuple[str, str]]:
    found = re.finditer(re.escape(term), text)
    return [
        (text[max(0, m.start() - panels.CONTEXT) : m.start()], text[m.end() :][: panels.CONTEXT])
        for m in found
    ]


@pytest.mark.parametrize("terms", [["大家"], ["灯会", "灯会结束", "今年"]])
def test_pages_join_to_the_whole(terms: list[str], held: Corpus, choose: Any) -> None:
    choose(held)
    chosen = Filters(q="、".join(terms))
    texts = held.query("SELECT text FROM paragraphs ORDER BY briefing_id, paragraph")["text"]
    expected = [pair for text in texts for term in terms for pair in contexts(text, term)]
    for size in (3, 50):
        pages = [
            panels.concordance_of(chosen, first=first, size=size)
            for first in range(0, len(expected), size)
        ]
        whole = pd.concat(pages)
        assert whole["place"].tolist() == list(range(1, len(expected) + 1))
        assert Counter(zip(whole["left"], whole["right"], strict=True)) == Counter(expected)
        order = whole.sort_values(["year", "paragraph", "position"], kind="stable")
        assert order["place"].tolist() == whole["place"].tolist()
    assert panels.concordance_of(chosen, first=len(expected), size=5).empty


@pytest.mark.parametrize("sort", ["left", "right"])
def test_the_context_sorts(sort: str, held: Corpus, choose: Any) -> None:
    choose(held)
    _, shown = panels._page_rows(Filters(q="灯会", sort=sort), 7)
    step = -1 if sort == "left" else 1
    beside = [text[::step] for text in shown[sort]]
    assert len(beside) == 7
    assert beside == sorted(beside)
    assert sorted(shown["place"]) == list(range(1, 8))


def test_a_page_beyond_the_last_is_the_last(held: Corpus, choose: Any) -> None:
    choose(held)
    first, shown = panels._page_rows(Filters(q="灯会", page=99), 7)
    assert (first, len(shown)) == (0, 7)


def test_ten_thousand_finds_are_paged_through(tmp_path: Path, choose: Any) -> None:
    content = corpus_with_text.generated(50, text="灯，灯，甲，" * 10, paragraphs=10)
    choose(corpus_with_text.open_tables(tmp_path / "corpus", content))
    chosen = Filters(q="灯", page=137)
    assert sum(tallied(["灯"], chosen).values()) == 10_000
    first, shown = panels._page_rows(chosen, 10_000)
    assert first == 136 * panels.PAGE_SIZE
    # 20 finds a paragraph, ten paragraphs a briefing: find 6,801 is the first of briefing 35.
    assert shown.iloc[0][["place", "briefing_id", "paragraph", "nth"]].tolist() == [
        6801, "gen-00034", 1, 1,
    ]  # fmt: skip
    assert len(shown) == panels.PAGE_SIZE


def test_a_line_of_one_character_is_listed_no_further_than_asked(
    tmp_path: Path, choose: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The other engine cuts alike, and takes nine seconds longer.
    monkeypatch.setattr(segmenter, "_active", [segmenter._RJIEBA])
    choose(
        corpus_with_text.open_tables(
            tmp_path / "corpus", corpus_with_text.generated(1, text="灯" * 300_000)
        )
    )
    chosen = Filters(q="灯灯")
    assert tallied(["灯灯"], chosen) == {("gen-00000", "灯灯"): 150_000}
    listed = panels.concordance_of(chosen, first=100, size=50)
    assert listed["nth"].tolist() == list(range(101, 151))
    assert listed["position"].iloc[0] == 200


def state_of(chosen: Filters) -> dict[tuple[str, int], str]:
    rows = view.states(panels._search_result(chosen))
    return dict(zip(zip(rows["term"], rows["year"], strict=True), rows["finding"], strict=True))


def test_said_and_not_said_where_every_text_is_held(held: Corpus, choose: Any) -> None:
    choose(held)
    assert state_of(Filters(q="工匠 火锅 连环画")) == {
        ("工匠", 2030): "not_said",
        ("工匠", 2031): "said",
        ("火锅", 2030): "not_said",
        ("火锅", 2031): "not_said",
        ("连环画", 2030): "not_said",
        ("连环画", 2031): "not_said",
    }
    assert "was not counted" not in view.takeaway(panels._search_result(Filters(q="火锅")))


def test_a_topic_without_a_place_is_not_called_unsaid(held: Corpus, choose: Any) -> None:
    """A question that names it does not count where it only leads up to what is asked."""
    choose(held)
    hits = set(held.table("topic_hits")["topic_id"])
    missing = next(key for key in selection.topics()["topic_id"] if key not in hits)
    assert set(state_of(Filters(topic=(missing,))).values()) == {"no_place"}


def test_filters_that_leave_nothing_name_no_text(none: Corpus, choose: Any) -> None:
    choose(none)
    how, nothing = t("search.bring"), Filters(q="灯会", section=("opening",), kind=("question",))
    assert how in panels.counts_panel(Filters(q="灯会")).text.caveat
    assert how not in panels.counts_panel(nothing).text.caveat


def test_an_unlisted_word_is_not_counted_without_a_text(half: Corpus, choose: Any) -> None:
    """本地工匠 are two words of 2031, and not in the vocabulary; 灯会 is a word of both."""
    choose(half)
    assert state_of(Filters(q="本地工匠 灯会")) == {
        ("本地工匠", 2030): "not_counted",
        ("本地工匠", 2031): "said",
        ("灯会", 2030): "said",
        ("灯会", 2031): "said",
    }
    said = view.takeaway(panels._search_result(Filters(q="本地工匠")))
    assert "1 found" in said
    assert "was not counted in 2030" in said
    assert "Not counted does not mean not said" in said
    frame = view.states(panels._search_result(Filters(q="本地工匠")))
    assert frame["occurrences"].isna().tolist() == [True, False]


def test_the_vocabulary_answers_for_texts_that_are_not_held(none: Corpus, choose: Any) -> None:
    choose(none)
    assert state_of(Filters(q="工匠 匠扎")) == {
        ("工匠", 2030): "not_said",
        ("工匠", 2031): "said",
        ("匠扎", 2030): "not_counted",
        ("匠扎", 2031): "not_counted",
    }
    caveat = view.caveat(panels._search_result(Filters(q="工匠")))
    assert "Add a briefing" in caveat
    listed = panels.concordance_of(Filters(q="工匠"), first=0, size=9)
    assert listed["left"].isna().all()


def based(chosen: Filters) -> dict[tuple[str, int], tuple[str | None, int | None, int | None]]:
    """Return (term, year) -> (basis, occurrences, readable) of each finding; null is None."""
    rows = view.states(panels._search_result(chosen))
    figures = rows[["basis", "occurrences", "readable"]].astype(object)
    plain = figures.where(figures.notna(), None).itertuples(index=False, name=None)
    return dict(zip(zip(rows["term"], rows["year"], strict=True), plain, strict=True))


def test_a_finding_names_its_basis_text_or_stored_counts(half: Corpus, choose: Any) -> None:
    """灯会 occurs three times in 2030, whose text is not held, and four times in 2031."""
    choose(half)
    assert based(Filters(q="灯会 工匠 本地工匠")) == {
        ("灯会", 2030): ("stored", 3, 0),
        ("灯会", 2031): ("text", 4, 4),
        ("工匠", 2030): ("stored", 0, 0),  # of the vocabulary, so it was counted
        ("工匠", 2031): ("text", 1, 1),
        ("本地工匠", 2030): (None, None, None),
        ("本地工匠", 2031): ("text", 1, 1),
    }
    said = view.takeaway(panels._search_result(Filters(q="灯会")))
    assert "7 found" in said
    assert "listed first with the words around them: 4" in said
    assert "listed after them by paragraph, with our summary: 3" in said
    assert "In all" not in said
    both = view.takeaway(panels._search_result(Filters(q="灯会 本地工匠")))
    assert "In all, listed first with the words around them: 5" in both
    assert both.endswith("with our summary: 3.")
    assert "tored counts" not in view.takeaway(panels._search_result(Filters(q="本地工匠")))


@pytest.mark.parametrize("key", ["held", "none"])
def test_finds_inside_longer_words_are_named(
    key: str, choose: Any, request: pytest.FixtureRequest
) -> None:
    """望川 is in 望川市 twice, whose text may not be held; 广电 is no word of any text."""
    choose(request.getfixturevalue(key))
    said = view.takeaway(panels._search_result(Filters(q="望川")))
    assert '"望川": 2 found' in said
    assert 'Inside longer words or across two words, and not among them: 2 ("望川市").' in said
    assert state_of(Filters(q="广电")) == {
        ("广电", 2030): "not_said" if key == "held" else "not_counted",
        ("广电", 2031): "inside" if key == "held" else "not_counted",
    }


def test_a_find_inside_a_longer_word_alone_is_said_to_be_one(held: Corpus, choose: Any) -> None:
    choose(held)
    said = view.takeaway(panels._search_result(Filters(q="匠扎")))
    assert said == '"匠扎" occurs only inside longer words or across two words: 1.'
    assert panels.concordance_of(Filters(q="匠扎"), first=0, size=9).empty


def test_where_no_text_is_held_all_counts_are_stored_ones(none: Corpus, choose: Any) -> None:
    choose(none)
    assert based(Filters(q="灯会 工匠")) == {
        ("灯会", 2030): ("stored", 3, 0),
        ("灯会", 2031): ("stored", 4, 0),
        ("工匠", 2030): ("stored", 0, 0),
        ("工匠", 2031): ("stored", 1, 0),
    }
    assert "the numbers are stored counts" in view.takeaway(
        panels._search_result(Filters(q="灯会"))
    )
    listed = panels.concordance_of(Filters(q="灯会"), first=0, size=9)
    assert listed["basis"].tolist() == ["stored"] * 7


def test_as_many_places_open_as_are_said_to(half: Corpus, choose: Any) -> None:
    choose(half)
    for chosen in (Filters(q="灯会"), Filters(topic=("hosts",))):
        listed = panels.concordance_of(chosen, first=0, size=99)
        counts = search.search_counts(matches.terms_of(chosen) or [], chosen)
        assert (listed["basis"] == "text").sum() == counts["readable"].sum()
        assert listed["left"].notna().equals(listed["basis"] == "text")
        assert len(listed) == counts["occurrences"].sum()


def test_readable_places_come_first_and_uploads_before_others(
    half: Corpus, held: Corpus, choose: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """灯会 occurs three times in 2030 and four times in 2031, on pages of every size."""

    def years(size: int) -> list[int]:
        pages = [
            panels.concordance_of(Filters(q="灯会"), first=first, size=size)
            for first in range(0, 7, size)
        ]
        whole = pd.concat(pages)
        assert whole["place"].tolist() == list(range(1, 8))
        return [int(year) for year in whole["year"]]

    for size in (1, 2, 3, 50):
        choose(half)
        assert years(size) == [2031] * 4 + [2030] * 3
        choose(held)
        assert years(size) == [2030] * 3 + [2031] * 4
    mine = session_corpus.AddedBriefing("lantern-2031", "灯会", "", "read")
    session = session_corpus.SessionCorpus(held, (mine,))
    monkeypatch.setattr(session_corpus, "of_session", lambda: session)
    for size in (1, 2, 3, 50):
        assert years(size) == [2031] * 4 + [2030] * 3


def test_a_briefing_of_which_half_is_held_stands_in_both_parts(tmp_path: Path, choose: Any) -> None:
    content = corpus_with_text.generated(3, text="灯，甲，灯", paragraphs=4)
    paragraphs = content["paragraphs"]
    gone = (paragraphs["paragraph"] > 2) & (paragraphs["briefing_id"] != "gen-00001")
    texts = {name: paragraphs[name].mask(gone, None) for name in ("text", "segmented")}
    counts = paragraphs.loc[gone, ["briefing_id", "paragraph"]].assign(
        term="灯", occurrences=2, tokens_jieba=2, tokens_lexicon=2
    )
    term = {"term": "灯", "is_stopword": False, "part_of_speech": "n"}
    choose(
        corpus_with_text.open_tables(
            tmp_path / "corpus",
            {
                **content,
                "paragraphs": paragraphs.assign(**texts),
                "terms": pd.DataFrame([term]),
                "term_counts": counts,
            },
        )
    )
    expected = [
        *(("gen-00000", n, "text") for n in (1, 1, 2, 2)),
        *(("gen-00001", n, "text") for n in (1, 1, 2, 2, 3, 3, 4, 4)),
        *(("gen-00002", n, "text") for n in (1, 1, 2, 2)),
        *((name, n, "stored") for name in ("gen-00000", "gen-00002") for n in (3, 3, 4, 4)),
    ]
    for size in (1, 5, 7, 50):
        pages = [
            panels.concordance_of(Filters(q="灯"), first=first, size=size)
            for first in range(0, 24, size)
        ]
        whole = pd.concat(pages)[["briefing_id", "paragraph", "basis"]]
        assert list(whole.itertuples(index=False, name=None)) == expected


@pytest.mark.parametrize("sort", ["left", "right"])
def test_pages_in_the_order_of_contexts_join_to_the_whole(
    sort: str, tmp_path: Path, choose: Any
) -> None:
    """Letters after 灯 in 260 paragraphs, ten of each: sorted, and none lost between pages."""
    letters = [chr(ord("a") + n % 26) for n in range(260)]
    parts = [corpus_with_text.generated(1, text="灯", paragraphs=260)]
    paragraphs = parts[0]["paragraphs"]
    texts = [f"{letter}灯{letter}" for letter in letters]
    content = {
        **parts[0],
        "paragraphs": paragraphs.assign(text=texts, segmented=segment(texts, tokenize(texts))),
    }
    choose(corpus_with_text.open_tables(tmp_path / "corpus", content))
    pages = [panels._page_rows(Filters(q="灯", sort=sort, page=n), 260)[1] for n in range(1, 7)]
    whole = pd.concat(pages)
    assert whole[sort].tolist() == sorted(letters)
    assert sorted(whole["place"]) == list(range(1, 261))


def test_a_section_that_is_missing_was_not_captured(held: Corpus, choose: Any) -> None:
    choose(held)
    states = state_of(Filters(q="灯 火锅", section=("q_and_a",)))
    assert states[("灯", 2030)] == states[("火锅", 2030)] == "not_captured"
    assert states[("灯", 2031)] == "said"
    assert "Not captured does not mean not said" in view.caveat(
        panels._search_result(Filters(q="灯"))
    )


def test_the_texts_are_a_value_of_a_query_and_never_part_of_it(held: Corpus, choose: Any) -> None:
    choose(held)
    for hostile in ("' OR 1=1 --", "灯'); DROP TABLE turns", "%灯%", "\\灯", "灯?"):
        assert tallied([hostile], Filters()) == {}
