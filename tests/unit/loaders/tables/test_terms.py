"""Occurrences, tokens and pairs, compared with slow counts written in another way."""

import doctest
import itertools
import re

import pandas as pd
import pyarrow as pa
import pytest

from loaders import schema
from loaders.lexicon.stopwords import stopwords
from loaders.tables import cooccurrence as pairs
from loaders.tables import terms as tables_terms
from loaders.tables.terms import token_totals
from loaders.text.segmenter import SCHEMES, get_segmenter
from loaders.text.term_finder import Finder
from tests.fixtures.framed_pages import tokens_of, with_frames

terms = with_frames(lambda rows: tables_terms.terms(tokens_of(rows)))
term_counts = with_frames(
    lambda rows, finder: tables_terms.term_counts(rows, tokens_of(rows), finder)
)
cooccurrence = with_frames(lambda rows: pairs.cooccurrence(rows, tokens_of(rows)["lexicon"]))

PARAGRAPHS = pd.DataFrame(
    [
        ("b1", 1, 1, "opening", "moderator", "欢迎来到望川海洋阅读周。谢谢大家!"),
        ("b1", 2, 2, "opening", "host_city", "海洋阅读让未成年人爱海洋。海洋阅读是未成年人的。"),
        ("b1", 3, 2, "opening", "host_city", "人人人都读书,读书读800多本,读书就是阅读海洋。"),
        ("b2", 1, 1, "opening", "host_city", "海洋阅读,海洋保护,海洋科普。APP和App不同。"),
        ("b2", 2, 1, "opening", "host_city", "……"),
    ],
    columns=["briefing_id", "paragraph", "turn", "section", "slot", "text"],
)  # fmt: skip


def _finder(paragraphs: pd.DataFrame) -> Finder:
    return Finder(terms(paragraphs)["term"])


def test_doctests() -> None:
    found = doctest.testmod(tables_terms)
    assert found.failed == 0
    assert found.attempted >= 1


def test_tables_fit_the_schema() -> None:
    for name, frame in [
        ("terms", terms(PARAGRAPHS)),
        ("term_counts", term_counts(PARAGRAPHS, _finder(PARAGRAPHS))),
        ("cooccurrence", cooccurrence(PARAGRAPHS)),
    ]:
        assert schema.to_arrow(name, frame).num_rows == len(frame) > 0
        assert not frame.duplicated(list(schema.TABLES[name].key)).any()


def test_the_vocabulary() -> None:
    found = terms(PARAGRAPHS).set_index("term")
    assert {"海洋", "阅读", "800", "APP", "App", "未成年人", "未成年"} <= set(found.index)
    assert not {"。", ",", "……", "!"} & set(found.index)
    assert found.index.is_monotonic_increasing
    assert found.at["的", "is_stopword"]
    assert not found.at["海洋", "is_stopword"]
    assert found.at["阅读", "part_of_speech"] == "v"


@pytest.mark.parametrize(
    ("briefing", "paragraph", "term", "occurrences"),
    [
        ("b1", 2, "海洋", 3),
        ("b1", 2, "未成年", 2),  # no scheme cuts it: it is part of 未成年人
        ("b1", 2, "未成年人", 2),
        ("b1", 3, "人人", 1),  # 人人人 contains it once without overlap
        ("b1", 3, "读书", 3),
        ("b1", 3, "800", 1),
        ("b2", 1, "海洋", 3),
        ("b2", 1, "APP", 1),
    ],
)
def test_occurrences_by_hand(briefing: str, paragraph: int, term: str, occurrences: int) -> None:
    found = term_counts(PARAGRAPHS, _finder(PARAGRAPHS)).set_index(
        ["briefing_id", "paragraph", "term"]
    )
    assert found.at[(briefing, paragraph, term), "occurrences"] == occurrences


def test_every_term_is_counted_in_every_paragraph() -> None:
    """Compared with regular expressions over the whole vocabulary, one at a time."""
    expected = {
        (row.briefing_id, row.paragraph, term): len(re.findall(re.escape(term), str(row.text)))
        for row in PARAGRAPHS.itertuples()
        for term in terms(PARAGRAPHS)["term"]
    }
    found = term_counts(PARAGRAPHS, _finder(PARAGRAPHS)).set_index(
        ["briefing_id", "paragraph", "term"]
    )["occurrences"]
    assert found.to_dict() == {key: n for key, n in expected.items() if n}


def test_tokens_add_up_to_the_totals() -> None:
    keys = ["briefing_id", "paragraph"]
    columns = [f"tokens_{scheme}" for scheme in SCHEMES]
    summed = term_counts(PARAGRAPHS, _finder(PARAGRAPHS)).groupby(keys)[columns].sum()
    totals = PARAGRAPHS[keys].assign(**token_totals(tokens_of(pa.Table.from_pandas(PARAGRAPHS))))
    totals = totals.set_index(keys)
    assert totals.loc[[("b2", 2)]].to_numpy().tolist() == [[0, 0]]
    expected = totals.drop(index=[("b2", 2)])
    assert summed.to_dict() == expected.to_dict()


def test_counting_does_not_change_frames_or_depend_on_order() -> None:
    before = PARAGRAPHS.copy(deep=True)
    forwards = [
        term_counts(PARAGRAPHS, _finder(PARAGRAPHS)),
        cooccurrence(PARAGRAPHS),
        terms(PARAGRAPHS),
    ]
    reversed_paragraphs = PARAGRAPHS.iloc[::-1].reset_index(drop=True)
    backwards = [
        term_counts(reversed_paragraphs, _finder(reversed_paragraphs)),
        cooccurrence(reversed_paragraphs),
        terms(reversed_paragraphs),
    ]
    pd.testing.assert_frame_equal(PARAGRAPHS, before)
    for one, other in zip(forwards, backwards, strict=True):
        pd.testing.assert_frame_equal(one, other)


def _content(sentence: str) -> list[str]:
    """Return the words of `sentence` that have a letter or digit, "" in place of excluded ones.

    Words of one character and stopwords are excluded from pairs.
    """
    words = [word for word, _ in get_segmenter().tokens(sentence, "lexicon")]
    words = [word for word in words if any(character.isalnum() for character in word)]
    return [word if len(word) > 1 and word not in stopwords() else "" for word in words]


def _count_slowly(
    sentences: list[str], unit: str
) -> dict[tuple[str, str], tuple[int, int, int, int]]:
    lists = [_content(sentence) for sentence in sentences]
    near = [(a, b) for words in lists for i, a in enumerate(words) for b in words[i + 1 : i + 5]]
    units = [set(words) for words in lists]
    if unit == "window_5":
        starts = [range(max(1, len(words) - 4)) for words in lists]
        units = [set(w[i : i + 5]) for w, begin in zip(lists, starts, strict=True) for i in begin]
    table = {}
    for a, b in itertools.combinations(sorted(set().union(*units) - {""}), 2):
        n = sum({a, b} <= each for each in units)
        seen = sum({a, b} == set(pair) for pair in near) if unit == "window_5" else n
        if n >= 2 and seen >= 2:
            alone = [sum(word in each for each in units) for word in (a, b)]
            table[a, b] = (n, *alone, len(units))
    return table  # type: ignore[return-value]  # two counts in a list are two counts


@pytest.mark.parametrize("unit", ["sentence", "window_5"])
def test_pairs_equal_a_slow_count(unit: str) -> None:
    sentences = [
        "海洋阅读让未成年人爱海洋。", "海洋阅读是未成年人的。",
        "人人人都读书,读书读800多本,读书就是阅读海洋。",
    ]  # fmt: skip
    frame = cooccurrence(PARAGRAPHS).query(
        f"briefing_id == 'b1' and slot == 'host_city' and unit == '{unit}'"
    )
    found = {
        (row.term_a, row.term_b): (row.n, row.n_a, row.n_b, row.units) for row in frame.itertuples()
    }
    assert found == _count_slowly(sentences, unit)
    assert ("未成年人", "海洋") in found


def test_one_place_in_four_windows_is_not_a_pair() -> None:
    once = PARAGRAPHS.head(1).assign(text="望川图书馆新添馆藏古籍善本若干套。")
    assert cooccurrence(once).empty
    assert list(cooccurrence(once).columns) == schema.TABLES["cooccurrence"].columns


def test_a_guessed_word_is_in_no_pair() -> None:
    twice = PARAGRAPHS.head(1).assign(text="读书会问需于民,阅读海洋。读书会问需于民,阅读海洋。")
    words = {*cooccurrence(twice)["term_a"], *cooccurrence(twice)["term_b"]}
    assert {"阅读", "海洋"} <= words
    assert "于民" in set(terms(twice).query("is_fragment")["term"]) - words


def test_a_page_without_full_stops_does_not_fill_the_memory() -> None:
    words = [f"w{number}" for number in range(5_000)]
    endless = PARAGRAPHS.head(1).assign(text=" ".join([*words, *words]))
    found = cooccurrence(endless).query("unit == 'sentence'")
    assert set(found["units"]) == {50}
    assert len(found) == 25 * (200 * 199 // 2)


def test_no_paragraphs_give_empty_tables() -> None:
    nothing = PARAGRAPHS.head(0)
    for name, frame in [
        ("term_counts", term_counts(nothing, _finder(nothing))),
        ("terms", terms(nothing)),
        ("cooccurrence", cooccurrence(nothing)),
    ]:
        assert schema.to_arrow(name, frame).num_rows == 0
