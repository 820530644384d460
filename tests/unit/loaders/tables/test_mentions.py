"""Documents, quotations and their storage, in invented sentences, identified by hand."""

import doctest
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

from loaders.tables import (
    mention_counted,
    mention_figures,
    mention_subjects,
    mention_times,
    mention_titles,
    mention_verbs,
)
from loaders.tables import mentions as module
from loaders.text.measures import characters, han_characters
from tests.fixtures.framed_pages import with_frames
from tests.fixtures.mentioned import COLUMNS, described, mentions_of


@pytest.mark.parametrize(
    "tested",
    [module, mention_counted, mention_figures, mention_subjects, mention_times, mention_titles,
     mention_verbs],
)  # fmt: skip
def test_doctests(tested: ModuleType) -> None:
    found = doctest.testmod(tested)
    assert found.failed == 0
    assert found.attempted > 0


@pytest.mark.parametrize(
    ("text", "kind", "surface", "verb", "subject"),
    [
        ("会上发布了《望川阅读报告2030》。", "document", "望川阅读报告2030", "发布", None),
        ("正在起草《海江阅读条例》", "document", "海江阅读条例", "起草", None),
        ("开展“书香海江”系列活动", "campaign", "书香海江", "开展", None),
        ("会上,沈望舒指出:“慢读为上”", "quotation", "慢读为上", "指出", "沈望舒"),
        ("大家都说“好书”", "quotation", "好书", None, None),
        ("深入开展阅读,共享“好书”", "quotation", "好书", None, None),
        ("由“读”到思", "quotation", "读", None, None),
        ("舉辦「夜读」", "quotation", "夜读", None, None),
    ],
)
def test_documents_and_quotations(
    text: str, kind: str, surface: str, verb: str | None, subject: str | None
) -> None:
    (row,) = mentions_of(text)
    assert [row[k] for k in ("kind", "surface", "verb", "subject")] == [
        kind,
        surface,
        verb,
        subject,
    ]
    assert (row["is_whole"], row["characters"]) == (True, characters(surface))


def test_a_long_quotation_is_its_first_12_characters() -> None:
    passage = "读书要慢,读书要细,读书要一读再读才好啊朋友们,大家说是不是。"
    (row,) = mentions_of(f"他说“{passage}”")
    assert (row["surface"], row["is_whole"]) == ("读书要慢,读书要细,读书要一", False)
    assert (row["offset"], row["characters"]) == (3, 27)


def test_a_quotation_of_two_sentences_is_one() -> None:
    assert described("他说“好。慢。”又说“慢”", "surface") == [("好。慢。",), ("慢",)]


def test_a_long_quotation_in_letters_is_cut_too() -> None:
    (row,) = mentions_of("他说“" + "read slowly " * 10 + "”")
    assert (row["surface"], row["is_whole"], row["characters"]) == ("read slowly re", False, 100)


@pytest.mark.parametrize("text", ["“”", "《》", "“。”", "“没有结尾", "没有开头”", "《一", "》“"])
def test_marks_without_words_or_partner_are_no_mentions(text: str) -> None:
    assert mentions_of(text) == []


def test_nothing_is_found_inside_a_title_or_a_quotation() -> None:
    kinds = [row["kind"] for row in mentions_of("出版《海江“福”字50例》,举办“读书100天”")]
    assert kinds == ["document", "quotation"]


def test_a_title_in_a_quotation_is_a_document_too() -> None:
    found = described("他说“《海江志》读了3遍又20天”", "kind", "surface")
    assert found == [("quotation", "《海江志》读了3遍又20天"), ("document", "海江志")]


def test_numbered_in_reading_order_across_paragraphs() -> None:
    rows = [
        ("b2", 1, "3场“好戏”", None, 2031),
        ("b1", 1, "《一书》", "望川市文旅局", 2031),
        ("b1", 2, "5家", None, 2031),
    ]
    frame = with_frames(module.mentions)(pd.DataFrame(rows, columns=COLUMNS))
    columns = ["briefing_id", "mention", "paragraph", "surface"]
    assert frame[columns].to_numpy().tolist() == [
        ["b1", 1, 1, "一书"],
        ["b1", 2, 2, "5家"],
        ["b2", 1, 1, "3场"],
        ["b2", 2, 1, "好戏"],
    ]


def test_no_surface_is_a_passage() -> None:
    long = "望川海洋阅读周的主题歌曲征集活动今天正式开始了大家快来"
    found: list[dict[str, Any]] = mentions_of(f"《{long}》《{long[:23]}》“{long}”")
    assert [han_characters(row["surface"]) for row in found] == [12, 23, 12]
    assert [row["characters"] for row in found] == [27, 23, 27]


def test_no_text_gives_an_empty_table() -> None:
    assert mentions_of("") == []


@pytest.mark.parametrize("text", ["1" * 100_000, "“" * 100_000, "《一" * 50_000, "超过" * 50_000])
def test_hostile_text_has_no_document_or_quotation(text: str) -> None:
    assert [row for row in mentions_of(text) if row["kind"] != "figure"] == []
