"""Documents, slogans and figures of invented sentences, identified by hand."""

import doctest
from typing import Any

import pandas as pd
import pytest

from loaders import schema
from loaders.tables import mentions as module
from loaders.text.measures import han_characters
from tests.fixtures.framed_pages import with_frames

mentions = with_frames(module.mentions)


def _mentions(text: str) -> list[dict[str, Any]]:
    frame = mentions(pd.DataFrame([("b1", 1, text)], columns=["briefing_id", "paragraph", "text"]))
    assert schema.to_arrow("mentions", frame).num_rows == len(frame)
    values = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    rows = [dict(zip(frame.columns, row, strict=True)) for row in values]
    for row in rows:
        assert text.startswith(row["surface"], row["offset"])
    return rows


def test_doctests() -> None:
    found = doctest.testmod(module)
    assert found.failed == 0
    assert found.attempted > 0


@pytest.mark.parametrize(
    ("text", "surface", "low", "high", "unit", "modifier"),
    [
        ("设了12场分论坛", "12场", 12, 12, "场", None),
        ("编印1,700册图书", "1,700册", 1_700, 1_700, "册", None),
        ("来了800多款应用", "800多款", 800, None, "款", "多"),
        ("来了1万余人", "1万余人", 10_000, None, "人", "余"),
        ("来了10余万人", "10余万人", 100_000, None, "人", "余"),
        ("阅读量超过了1.5亿", "超过了1.5亿", 150_000_000, None, None, "超过"),
        ("近300家企业", "近300家", None, 300, "家", "近"),
        ("不到40天", "不到40天", None, 40, "天", "不到"),
        ("约20个城市", "约20个", 20, 20, "个", "约"),
        ("占37.8%", "37.8%", 37.8, 37.8, "%", None),
        ("邀请10至20家媒体", "10至20家", 10, 20, "家", None),
        ("投入3-5亿元", "3-5亿元", 300_000_000, 500_000_000, "元", None),
        ("90岁以上的老人", "90岁以上", 90, None, "岁", "以上"),
        ("还有二十天", "二十天", 20, 20, "天", None),
        ("设十个工作组", "十个", 10, 10, "个", None),
        ("十二至十五场", "十二至十五场", 12, 15, "场", None),
        ("最近10年来", "10年", 10, 10, "年", None),
        ("节约10%的水", "10%", 10, 10, "%", None),
        ("走过5000年文明", "5000年", 5_000, 5_000, "年", None),
    ],
)
def test_figures(
    text: str,
    surface: str,
    low: float | None,
    high: float | None,
    unit: str | None,
    modifier: str | None,
) -> None:
    (row,) = _mentions(text)
    assert (row["kind"], row["surface"]) == ("figure", surface)
    assert (row["low"], row["high"], row["unit"], row["modifier"]) == (low, high, unit, modifier)


@pytest.mark.parametrize(
    "text",
    [
        "2030年望川海洋阅读周", "2030海江会展周", "将于5月6日至7日举办", "截至2029年底",
        "第3届", "第12场", "一是建机制", "做好三方面工作", "十个方面", "10个方面", "十大品牌",
        "十件大事", "四个突出", "十分高兴", "党的二十大", "电话12345", "H5和G20", "数十家", "百姓",
        "今年2个", "百年", "30后", "21世纪",
    ],
)  # fmt: skip
def test_numbers_that_are_not_figures(text: str) -> None:
    assert [row["surface"] for row in _mentions(text)] == (["2个"] if text == "今年2个" else [])


def test_the_subject_of_a_figure() -> None:
    text = "话题阅读量达25亿,参与人数超过3万人,还有36个专栏"
    assert [(row["surface"], row["subject"]) for row in _mentions(text)] == [
        ("25亿", "阅读量"),
        ("超过3万人", "参与人数"),
        ("36个", None),
    ]


@pytest.mark.parametrize(
    ("text", "kind", "surface", "verb", "subject"),
    [
        ("会上发布了《望川阅读报告2030》。", "document", "望川阅读报告2030", "发布", None),
        ("正在起草《海江阅读条例》", "document", "海江阅读条例", "起草", None),
        ("开展“书香海江”系列活动", "slogan", "书香海江", "开展", None),
        ("会上,沈望舒指出:“慢读为上”", "slogan", "慢读为上", "指出", "沈望舒"),
        ("大家都说“好书”", "slogan", "好书", None, None),
        ("深入开展阅读,共享“好书”", "slogan", "好书", None, None),
    ],
)
def test_documents_and_slogans(
    text: str, kind: str, surface: str, verb: str | None, subject: str | None
) -> None:
    (row,) = _mentions(text)
    assert [row[k] for k in ("kind", "surface", "verb", "subject")] == [
        kind,
        surface,
        verb,
        subject,
    ]


def test_quotations_that_are_not_slogans() -> None:
    passage = "读书要慢,读书要细,读书要一读再读才好啊朋友们"
    assert len(passage.replace(",", "")) > 20
    assert _mentions(f"他说“{passage}”") == []
    assert _mentions("他说“好。”又说“慢”") == []


def test_nothing_is_found_inside_a_title_or_a_slogan() -> None:
    kinds = [row["kind"] for row in _mentions("出版《海江“福”字50例》,举办“读书100天”")]
    assert kinds == ["document", "slogan"]


def test_numbered_in_reading_order_across_paragraphs() -> None:
    rows = [("b2", 1, "3场“好戏”"), ("b1", 1, "《一书》"), ("b1", 2, "5家")]
    frame = mentions(pd.DataFrame(rows, columns=["briefing_id", "paragraph", "text"]))
    columns = ["briefing_id", "mention", "paragraph", "surface"]
    assert frame[columns].to_numpy().tolist() == [
        ["b1", 1, 1, "一书"],
        ["b1", 2, 2, "5家"],
        ["b2", 1, 1, "3场"],
        ["b2", 2, 1, "好戏"],
    ]


def test_no_surface_is_a_passage() -> None:
    long = "望川海洋阅读周的主题歌曲征集活动今天正式开始了大家快来"
    found = _mentions(f"《{long}》《{long[:23]}》")
    assert [han_characters(row["surface"]) for row in found] == [23]


def test_no_text_gives_an_empty_table() -> None:
    assert _mentions("") == []


@pytest.mark.parametrize("text", ["1" * 100_000, "“" * 100_000, "《一" * 50_000, "超过" * 50_000])
def test_hostile_text_has_no_document_or_slogan(text: str) -> None:
    assert [row for row in _mentions(text) if row["kind"] != "figure"] == []
