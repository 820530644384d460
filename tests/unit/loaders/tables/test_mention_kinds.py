"""Kinds of names in “”, and keys of names, in invented sentences, decided by hand."""

import pytest

from loaders.tables.mention_titles import title
from tests.fixtures.mentioned import described


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("开展“书香海江”网上主题宣传活动", ["campaign"]),
        ("开展“书香海江”等15项专项行动。", ["campaign"]),
        ("开展“青读”云诵读和“少读”朗读传递活动", ["campaign", "campaign"]),
        ("“书香海江”2031年网上主题活动在望川启动", ["campaign"]),
        ("实施“书香工程”,", ["campaign"]),
        ("举办“望川之夜”主题晚会", ["event"]),
        ("举办“望川之夜——海洋音乐会”等活动", ["campaign"]),
        ("举办“望川之夜——海洋音乐会”。", ["event"]),
        ("打造“夜读”“晨读”等网上品牌栏目", ["platform", "platform"]),
        ("打造“书香云”平台,", ["platform"]),
        ("发布“望川十佳书店”和“十佳书店”", ["quotation", "deliverable"]),
        ("发布“海江阅读宣言”", ["deliverable"]),
        # No names of campaigns.
        ("发布“书香海江”行动成果", ["deliverable", "quotation"]),
        ("为“书香”的平台", ["quotation"]),
        ("“书香”在全省开展活动", ["quotation"]),
        ("坚持“建平台、建工程”,", ["quotation"]),
        ("依托“两中心一平台”,", ["quotation"]),
        ("学习“海江阅读宣言”", ["quotation"]),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [kind for (kind,) in described(text, "kind")] == kinds


@pytest.mark.parametrize("between", ["", "、", "和", "、读"])
def test_a_long_list_of_names_is_read_in_one_way(between: str) -> None:
    """A pattern that can divide the list in several ways would not end here."""
    listed = between.join(["“灯火万家”"] * 40)
    assert described(f"开展{listed},", "kind") == [("quotation",)] * 40


@pytest.mark.parametrize(
    ("surface", "key"),
    [
        ("海江阅读报告2031", "海江阅读报告"),
        ("2030年度海江书香十件大事", "海江书香十件大事"),
        ("年度海江书香十大新闻", "海江书香十大新闻"),
        ("海江阅读报告(2031年)", "海江阅读报告"),
        ("第三届海江读书节", "海江读书节"),
        ("书香·2031年暑期行动", "书香·暑期行动"),
        ("朝着海 夜读之夜", "朝着海夜读之夜"),
        ("Sea Reading Act 2031", "Sea Reading Act"),
        ("80年代的海", "80年代的海"),
        ("2031", "2031"),
    ],
)
def test_the_key_of_a_title(surface: str, key: str) -> None:
    assert title(surface).key == key
