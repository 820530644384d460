"""Breaks between words; which finds are words was decided by hand."""

import pytest

from loaders.contract import BREAK
from loaders.text import segmenter, word_breaks
from loaders.text.breaks import break_offsets
from loaders.text.term_finder import Finder
from loaders.text.tokens import tokenize
from loaders.text.word_breaks import compound_breaks, find, is_break, segment


@pytest.mark.parametrize(
    ("text", "term", "inside"),
    [
        ("文明办网", "文明办", "文明办网"),
        ("中央文明办", "文明办", None),
        ("党的二十大", "十大", "二十大"),
        ("党的二十大", "二十大", None),
        ("网上网下都好", "上网", "网上网下"),
        ("中央网信办会同各方", "办会", "网信办会同"),
        ("望川网信办", "网信", "网信办"),
        ("建设网络强国", "网络", None),
        ("清朗的网络空间", "网络", None),
        ("美好生活", "生活", None),
        ("坚持社会主义", "社会", "社会主义"),
        ("进一步加强", "一步", "进一步"),
        ("关心青少年", "少年", "青少年"),
        ("在座谈会上说", "会上", "座谈会上"),
        ("活动进校园", "校园", None),
        ("福建省厦门市", "福建", None),
        ("取信于民", "于民", "取信于民"),
    ],
)
def test_a_find_inside_a_longer_word(text: str, term: str, inside: str | None) -> None:
    found = find(segment([text], tokenize([text])), Finder([term]))
    assert (found.n.tolist(), found.free.tolist()) == ([1], [int(inside is None)])
    assert found.inside == [inside]


def test_free_finds_of_one_word_do_not_overlap() -> None:
    marks = f"{BREAK}人{BREAK}人{BREAK}人{BREAK}"
    found = find([marks], Finder(["人人"]))
    assert (found.n.tolist(), found.free.tolist()) == ([1], [1])


def test_the_mask_is_that_of_the_offsets() -> None:
    texts = ["文明办网,美好生活。", "", "APP和2031年的灯会"]
    segmented = segment(texts, tokenize(texts))
    assert [text.replace(BREAK, "") for text in segmented] == texts
    mask, start = is_break(segmented), 0
    for text, each in zip(texts, segmented, strict=True):
        places = mask[start : start + len(text) + 1].nonzero()[0].tolist()
        assert places == sorted(break_offsets(each))
        start += len(text) + 1


def test_both_engines_give_the_same_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["中央网信办会同文明办网,网上网下的美好生活进校园,福建省人民政府主办地。"]
    reference = segment(texts, tokenize(texts))
    monkeypatch.setattr(segmenter, "_active", [segmenter._RJIEBA])
    compound_breaks.cache_clear()
    assert segment(texts, tokenize(texts)) == reference


def test_a_long_run_is_no_compound() -> None:
    assert compound_breaks("网络" * 10_000) == ()


@pytest.mark.parametrize("length", [1, 5, 12])
def test_texts_in_groups_have_the_same_finds(monkeypatch: pytest.MonkeyPatch, length: int) -> None:
    texts = ["文明办网", "", "中央文明办和文明办网", "。", "党的二十大", "取信于民，于民"]
    segmented, finder = segment(texts, tokenize(texts)), Finder(["文明办", "十大", "于民", "民"])
    together = find(segmented, finder)
    monkeypatch.setattr(word_breaks, "GROUP_LENGTH", length)
    apart = find(segmented, finder)
    assert [[*column] for column in apart] == [[*column] for column in together]
    assert together.text.tolist() == [0, 2, 4, 5, 5]
    assert find([], finder).text.tolist() == []
