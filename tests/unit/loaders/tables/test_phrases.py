"""Set phrases; every figure was worked out by hand or counted in another way."""

import re

import pandas as pd
import pytest

from loaders import schema
from loaders.tables import phrases as module
from loaders.text.measures import han_characters
from loaders.text.term_finder import Finder
from tests.fixtures.framed_pages import tokens_of, with_frames

phrases = with_frames(lambda rows: module.phrases(rows, tokens_of(rows)["lexicon"]))
phrase_counts = with_frames(module.phrase_counts)

# 图书馆活动 occurs four times: after 本届 twice, after 的 and after a comma; before a comma, a full
# stop, 丰 and 结.
PARAGRAPHS = pd.DataFrame(
    [
        ("b1", 1, "本届图书馆活动,望川人都来了。"),
        ("b1", 2, "这里的图书馆活动。望川海洋馆和大家,图书馆活动丰富多彩。"),
        ("b2", 1, "本届图书馆活动结束了,“书香望川”《望川阅读报告2030》和“慢”都有了。"),
        ("b2", 2, "未成年人模式上线,未成年人模式也叫新模式,未成年人喜欢。"),
    ],
    columns=["briefing_id", "paragraph", "text"],
)


def _phrases() -> pd.DataFrame:
    return phrases(PARAGRAPHS).set_index("phrase")


def test_tables_fit_the_schema() -> None:
    listed = phrases(PARAGRAPHS)
    counted = phrase_counts(PARAGRAPHS, Finder(listed["phrase"]))
    assert schema.to_arrow("phrases", listed).num_rows == len(listed)
    assert schema.to_arrow("phrase_counts", counted).num_rows == len(counted)
    assert set(counted["phrase"]) <= set(listed["phrase"])


def test_a_phrase_found_by_statistics() -> None:
    row = _phrases().loc["图书馆活动"]
    assert row["source"] == "statistics"
    assert row["occurrences"] == 4
    # To the left 届 twice, 的 once, free once: -(1/2 log2 1/2 + 2 * 1/4 log2 1/4) = 1.5 bits.
    assert row["left_entropy"] == 1.5
    # To the right free twice, each of its own, 丰 and 结: four of four differ, log2 4 = 2 bits.
    assert row["right_entropy"] == 2.0
    # All parts occur four times, as the phrase does: log2(4 * total / 16), in Han characters.
    total = sum(map(han_characters, PARAGRAPHS["text"]))
    assert total == 13 + 25 + 25 + 25
    assert row["mutual_information"] == 4.4594  # log2(22)


@pytest.mark.parametrize(
    ("phrase", "source", "occurrences"),
    [
        ("书香望川", "quoted", 1),
        ("望川阅读报告2030", "document", 1),
        ("未成年人", "lexicon", 3),
        ("党的二十大", "lexicon", 0),
    ],
)
def test_sources(phrase: str, source: str, occurrences: int) -> None:
    row = _phrases().loc[phrase]
    assert (row["source"], row["occurrences"]) == (source, occurrences)


def test_statistics_are_null_where_undefined() -> None:
    found = _phrases()
    columns = ["left_entropy", "right_entropy", "mutual_information"]
    assert found.loc[["党的二十大", "望川阅读报告2030"], columns].isna().all().all()
    assert found.loc["书香望川", columns].notna().all()


def test_sequences_that_are_not_phrases() -> None:
    found = _phrases().index
    assert "慢" not in found, "one character is not a phrase"
    assert "书馆活动" not in found, "it begins inside a word"
    assert "图书馆活动结束" not in found, "it occurs once"


def test_a_phrase_needs_entropy_on_both_sides() -> None:
    texts = ["城市图书馆开放。", "看城市图书馆开放了", "新城市图书馆开放日", "都去,城市图书馆开放"]
    found = set(phrases(PARAGRAPHS.assign(text=texts))["phrase"])
    assert "城市图书馆开放" in found
    assert "图书馆开放" not in found, "市 always precedes it"


def test_a_phrase_only_inside_one_longer_phrase_is_dropped() -> None:
    texts = [
        "望见图书馆开放",
        "看到图书馆开放",
        "都去,图书馆开放日",
        "图书馆开放。春夏秋冬东南西北",
    ]
    alone = PARAGRAPHS.assign(text=texts)
    inside = PARAGRAPHS.assign(
        text=[text.replace("图书馆开放", "“图书馆开放月”") for text in texts]
    )
    assert "图书馆开放" in set(phrases(alone)["phrase"])
    assert "图书馆开放" not in set(phrases(inside)["phrase"])
    assert "图书馆开放月" in set(phrases(inside)["phrase"])


def test_no_phrase_is_a_passage() -> None:
    han = "望川海洋阅读周的主题歌曲征集活动今天正式开始了大家快来"
    assert len(han) > 23
    texts = [f"“{han}”", f"《{han}》", f"“{han[:23]}”", f"{han}。{han}"]
    found = phrases(PARAGRAPHS.assign(text=texts))
    assert found["phrase"].map(han_characters).max() == 23
    assert found.loc[found["phrase"].str.len() == 23, "source"].tolist() == ["quoted"]


def test_a_long_repetition_is_not_a_set_phrase() -> None:
    long = "城市图书馆开放读书活动学习班"
    texts = [f"{long}。", f"看{long}了", f"新{long}好", f"都去,{long}"]
    found = phrases(PARAGRAPHS.assign(text=texts))
    assert long not in set(found["phrase"])
    assert (found.loc[found["source"] == "statistics", "phrase"].str.len() <= 12).all()


def test_families_and_kinds() -> None:
    text = "海江喜迎党的二十大。学习党的二十大精神。二十大!"
    found = phrases(PARAGRAPHS.assign(text=[text, "", "“网络文明你我他”", ""])).set_index("phrase")
    wanted = {
        "党的二十大": ("党的二十大", "event", 2),
        "二十大": ("党的二十大", "event", 3),
        "喜迎党的二十大": ("党的二十大", "event", 1),
        "网络文明你我他": ("", "", 1),
        "司法部": ("", "body", 0),
    }
    rows = found.loc[list(wanted), ["family", "kind", "occurrences"]].fillna("")
    assert dict(zip(wanted, rows.itertuples(index=False, name=None), strict=True)) == wanted


def test_free_occurrences_by_hand() -> None:
    counted = phrase_counts(PARAGRAPHS, Finder(_phrases().index))
    keys = ["briefing_id", "paragraph", "phrase"]
    found = {
        row[2]: row[3:]
        for row in counted[[*keys, "occurrences", "free_occurrences"]].to_numpy().tolist()
        if row[:2] == ["b2", 2]
    }
    # 未成年人 is a part of the compound 未成年人模式; 未成年 is inside the word 未成年人.
    assert found["未成年人模式"] == [2, 2]
    assert found["未成年人"] == [3, 3]
    assert found["未成年"] == [3, 0]


@pytest.mark.parametrize(
    ("texts", "fragment"),
    [
        (["具有望川特色。", "具有望川风味。"], "具有望川"),
        (["网络的活动很多。", "图书网络的活动。"], "网络的活动"),
        (["积极开展。", "要积极开展。"], "积极开展"),
        (["推进各项,推进各项", "推进各项。"], "推进各项"),
        (["国新办宣布。", "听国新办宣布,国新办宣布"], "国新办宣布"),
    ],
)
def test_a_fragment_is_no_phrase(texts: list[str], fragment: str) -> None:
    """Nothing that needs a noun, has a function word inside, or is an adverb or clause."""
    found = phrases(PARAGRAPHS.assign(text=[*texts, "", ""]))
    assert fragment not in set(found["phrase"])


def test_a_phrase_stands_alone_once_on_either_side() -> None:
    texts = [
        "图书特色。",
        "看图书特色美食",
        "“春”图书特色",
        "春夏秋冬东南西北天地山川日月星辰风花雪月",
    ]
    assert "图书特色" in set(phrases(PARAGRAPHS.assign(text=texts))["phrase"])


def test_counts_add_up() -> None:
    listed = phrases(PARAGRAPHS).set_index("phrase")["occurrences"]
    counted = phrase_counts(PARAGRAPHS, Finder(_phrases().index))
    assert (counted["free_occurrences"] <= counted["occurrences"]).all()
    assert counted.groupby("phrase")["occurrences"].sum().to_dict() == listed[listed > 0].to_dict()
    for phrase, n in listed.items():
        assert n == sum(len(re.findall(re.escape(str(phrase)), t)) for t in PARAGRAPHS["text"])


def test_the_order_of_paragraphs_does_not_matter() -> None:
    reversed_paragraphs = PARAGRAPHS.iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(phrases(PARAGRAPHS), phrases(reversed_paragraphs))
    listed = phrases(PARAGRAPHS)
    pd.testing.assert_frame_equal(
        phrase_counts(PARAGRAPHS, Finder(listed["phrase"])),
        phrase_counts(reversed_paragraphs, Finder(listed["phrase"])),
    )


def test_only_the_lexicon_gives_a_kind() -> None:
    found = phrases(PARAGRAPHS)
    assert (found["kind"].notna() == (found["source"] == "lexicon")).all()
