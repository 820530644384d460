"""Figures of invented sentences, worked out by hand."""

import pytest

from loaders.tables.mention_figures import chinese_integer
from tests.fixtures.mentioned import mentions_of


@pytest.mark.parametrize(
    ("text", "surface", "low", "high", "unit", "modifier"),
    [
        ("设了12场分论坛", "12场", 12, 12, "场", None),
        ("编印1,700册图书", "1,700册", 1_700, 1_700, "册", None),
        ("来了800多款应用", "800多款", 800, 900, "款", "多"),
        ("来了1万余人", "1万余人", 10_000, 20_000, "人", "余"),
        ("来了10余万人", "10余万人", 100_000, 200_000, "人", "余"),
        ("阅读量超过了1.5亿", "超过了1.5亿", 150_000_000, None, None, "超过"),
        ("近300家企业", "近300家", None, 300, "家", "近"),
        ("不到40天", "不到40天", None, 40, "天", "不到"),
        ("约20个城市", "约20个", 20, 20, "个", "约"),
        ("大概20个城市", "大概20个", 20, 20, "个", "大概"),
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
        ("三百零五家书店", "三百零五家", 305, 305, "家", None),
        ("两千零五十人", "两千零五十人", 2_050, 2_050, "人", None),
        ("两千三百万人", "两千三百万人", 23_000_000, 23_000_000, "人", None),
        ("投入3万多亿元", "3万多亿元", 3e12, 4e12, "元", "多"),
        ("发行100多万套图书", "100多万套", 1_000_000, 2_000_000, "套", "多"),
        ("三千多家书店", "三千多家", 3_000, 4_000, "家", "多"),
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
    (row,) = mentions_of(text)
    assert (row["kind"], row["surface"]) == ("figure", surface)
    assert (row["low"], row["high"], row["unit"], row["modifier"]) == (low, high, unit, modifier)


@pytest.mark.parametrize(
    ("text", "surface", "low", "high", "unit"),
    [
        ("会期一天半", "一天半", 1.5, 1.5, "天"),
        ("为期两天半", "两天半", 2.5, 2.5, "天"),
        ("为期3天半", "3天半", 3.5, 3.5, "天"),
        ("筹备了一年半", "一年半", 1.5, 1.5, "年"),
        ("筹备了一个半月", "一个半月", 1.5, 1.5, "个月"),
        ("讲了两个半小时", "两个半小时", 2.5, 2.5, "个小时"),
        ("已成功举办了两届", "两届", 2, 2, "届"),
        ("我们连续四年举办阅读周", "四年", 4, 4, "年"),
        ("出台了近两年", "近两年", None, 2, "年"),
        ("推了两年多", "两年多", 2, 3, "年"),
        ("十年多次举办", "十年", 10, 10, "年"),
        ("近五年来", "五年", 5, 5, "年"),
        ("筹备三个月", "三个月", 3, 3, "个月"),
        ("需要七到八年", "七到八年", 7, 8, "年"),
        ("需要两、三年", "两、三年", 2, 3, "年"),
        ("有13、14岁的读者", "13、14岁", 13, 14, "岁"),
        ("有12万、13万人", "12万、13万人", 120_000, 130_000, "人"),
        ("1、2家企业参加", "2家", 2, 2, "家"),
    ],
)
def test_sessions_times_and_ranges(
    text: str, surface: str, low: float | None, high: float | None, unit: str
) -> None:
    (row,) = mentions_of(text)
    assert (row["surface"], row["unit"]) == (surface, unit)
    assert (row["low"], row["high"]) == (low, high)


@pytest.mark.parametrize(
    "text",
    [
        "2030年望川海洋阅读周", "2030海江会展周", "将于5月6日至7日举办", "截至2029年底",
        "第3届", "第12场", "一是建机制", "做好三方面工作", "十个方面", "10个方面", "十大品牌",
        "十件大事", "四个突出", "十分高兴", "党的二十大", "电话12345", "H5和G20", "数十家", "百姓",
        "百年", "30后", "21世纪",
    ],
)  # fmt: skip
def test_numbers_that_are_not_figures(text: str) -> None:
    assert mentions_of(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "打造一届热烈的大会", "借鉴前两届经验", "这三天", "每两年", "首届", "第三届", "三天两头",
        "二十届三中全会", "十四届全国人大", "二〇三一年三月", "三年级学生", "九年义务教育",
        "三年行动计划", "五年规划", "90年代", "两周年", "三级联动", "三重防线", "全国两会", "两岸",
        "一年一度", "两三年", "十几二十年", "4、5、6岁", "第1、2项", "一、二期工程", "有10、20家",
        "9万9,000元", "三方面",
    ],
)  # fmt: skip
def test_small_numbers_that_are_not_figures(text: str) -> None:
    assert mentions_of(text) == []


def test_a_year_before_a_figure_is_none() -> None:
    assert [row["surface"] for row in mentions_of("今年2个")] == ["2个"]


def test_the_quantity_of_a_figure() -> None:
    text = "话题阅读量达25亿,参与人数超过3万人,还有36个专栏"
    assert [(row["surface"], row["counted"]) for row in mentions_of(text)] == [
        ("25亿", "话题阅读量"),
        ("超过3万人", "参与人数"),
        ("36个", "专栏"),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("话题登上了海江热搜排行榜第二名,", [("第二名", 2, "海江热搜排行榜")]),
        ("阅读量居全国第12位", [("第12位", 12, None)]),
        ("人民群众在第一位", []),
        ("第二名读者", []),
    ],
)
def test_a_place_on_a_list(text: str, found: list[tuple[object, ...]]) -> None:
    rows = mentions_of(text)
    assert [(row["surface"], row["low"], row["counted"]) for row in rows] == found
    assert all((row["unit"], row["high"]) == ("名次", row["low"]) for row in rows)


def test_chinese_integers_up_to_9_999() -> None:
    numerals = ("十", "九十九", "一百一十", "一千零一", "九千九百九十九")
    assert [chinese_integer(each) for each in numerals] == [10, 99, 110, 1_001, 9_999]
