"""Lengths of texts: every expected figure was counted by hand or read aloud."""

import doctest

import pytest

from loaders.text import measures
from loaders.text.measures import (
    characters,
    han_characters,
    sentences,
    split_sentences,
    spoken_integer,
)
from loaders.text.measures import syllables as spoken


def test_doctests() -> None:
    result = doctest.testmod(measures)
    assert result.failed == 0
    assert result.attempted >= 5


@pytest.mark.parametrize(
    ("text", "all_characters", "han"),
    [
        ("", 0, 0),
        ("，。！？“”《》——……、 \n\t%", 0, 0),
        ("海江省会展周", 6, 6),
        ("第3届APP博览会。", 9, 5),
        ("７月１日", 4, 2),
        ("二〇二四年", 5, 5),
        ("人々", 2, 2),
        ("𠮷田", 2, 2),
        ("café １½①", 7, 0),
    ],
)
def test_characters(text: str, all_characters: int, han: int) -> None:
    assert (characters(text), han_characters(text)) == (all_characters, han)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("……！", []),
        ("只有半句", ["只有半句"]),
        ("一；二。三", ["一；二。", "三"]),
        ("真的吗？！好。", ["真的吗？！", "好。"]),
        ("“我们来了。”大家说。", ["“我们来了。”", "大家说。"]),
        ("等等……再说。", ["等等……再说。"]),
        ("好。 ”", ["好。 ”"]),
        ("？！ 好。", ["？！ 好。"]),
        ("第一行\n第二行", ["第一行\n", "第二行"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert split_sentences(text) == expected
    assert sentences(text) == len(expected)


@pytest.mark.parametrize(
    ("number", "reading"),
    [
        (0, "零"),
        (7, "七"),
        (10, "十"),
        (19, "十九"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1_000, "一千"),
        (1_010, "一千零一十"),
        (1_700, "一千七百"),
        (2_024, "二千零二十四"),
        (10_005, "一万零五"),
        (10_500, "一万零五百"),
        (100_000, "十万"),
        (100_010, "十万零一十"),
        (1_000_000, "一百万"),
        (100_000_000, "一亿"),
        (100_000_001, "一亿零一"),
        (1_000_010_000, "十亿零一万"),
        (12_3456_7890, "十二亿三千四百五十六万七千八百九十"),
        (3_0000_0000_0000, "三万亿"),
    ],
)
def test_integers_are_read_as_spoken(number: int, reading: str) -> None:
    assert spoken_integer(number) == reading


@pytest.mark.parametrize(
    ("written", "read_aloud"),
    [
        ("1700件", "一千七百件"),
        ("1,700件", "一千七百件"),
        ("１７００件", "一千七百件"),
        ("五，345家", "五三百四十五家"),
        ("800多款", "八百多款"),
        ("2023年", "二零二三年"),
        ("2018年至2021年", "二零一八年至二零二一年"),
        ("2018-2021年", "二零一八至二零二一年"),
        ("1990年代", "一九九零年代"),
        ("5000年文明", "五千年文明"),
        ("2024海江会展周", "二零二四海江会展周"),
        ("《年度报告2024》", "年度报告二零二四"),
        ("2024个", "二千零二十四个"),
        ("2024-06-15", "二零二四年六月十五日"),
        ("6月15日—16日", "六月十五日至十六日"),
        ("1.5亿", "一点五亿"),
        ("10.25万", "十点二五万"),
        ("37.8%", "百分之三十七点八"),
        ("100％", "百分之一百"),
        ("3‰", "千分之三"),
        ("2/3", "三分之二"),
        ("10:00", "十点"),
        ("9：30", "九点三十分"),
        ("第12届", "第十二届"),
        ("0931-1234567", "零九三一一二三四五六七"),
        ("12345热线", "一二三四五热线"),
        ("12345人", "一万二千三百四十五人"),
        ("13800001111", "一三八零零零零一一一一"),
        ("007", "零零七"),
        ("10至20家", "十至二十家"),
        ("10-20家", "十至二十家"),
    ],
)
def test_numbers_have_the_syllables_of_their_reading(written: str, read_aloud: str) -> None:
    assert spoken(written) == len(read_aloud)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("APP", 3),
        ("App", 1),
        ("WTO", 5),
        ("W", 3),
        ("www", 9),
        ("5G", 2),
        ("H5", 2),
        ("G20", 3),
        ("COVID-19", 4),
        ("e", 1),
        ("Internet", 3),
        ("conference", 3),
        ("table", 2),
        ("café", 2),
        ("hmm", 1),
        ("APP和App", 5),
        ("カナ", 2),
        ("……——，", 0),
    ],
)
def test_latin_words_and_letters(text: str, expected: int) -> None:
    assert spoken(text) == expected


@pytest.mark.parametrize(
    ("text", "read_aloud"),
    [
        # Read digit by digit, and ten vowels in a row as one syllable.
        ("1" * 400_000, 400_000),
        ("a" * 400_000, 400_000 // 10),
        # 一, then 79,999 times 二千三百四十一, then 二百三十四.
        ("1,234" * 80_000, 1 + 79_999 * 7 + 5),
        ("好" * 400_000, 400_000),
        ("。" * 400_000, 0),
    ],
)
def test_very_long_text_is_measured(text: str, read_aloud: int) -> None:
    assert spoken(text) == read_aloud
    assert sentences(text) == (read_aloud > 0)


def test_marks_without_a_word_join_a_neighbouring_sentence() -> None:
    # Any number of marks joins the sentence before; at the start of the text, the first sentence.
    assert split_sentences("。”" * 3 + "好。" + "。\n？" * 1_000 + "坏") == [
        "。”" * 3 + "好。" + "。\n？" * 1_000, "坏",
    ]  # fmt: skip
    assert split_sentences("。" * 100_000) == []
