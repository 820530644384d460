"""Facts of two invented conferences, announced in different words."""

import pandas as pd
import pytest

from loaders import schema
from loaders.tables import facts as module
from tests.fixtures.framed_pages import with_frames

facts = with_frames(module.facts)

IN_A_PROVINCE = [
    "各位好!2030年望川海洋阅读大会将于近日在海江省举行。",
    (
        "2030年望川海洋阅读大会将于5月30日至6月1日在海江省望川市举办。"
        "大会由国家海洋读书委、中共海江省委、海江省人民政府共同主办,"
        "由海江发展和改革委、望川市人民政府和全国读书联合会联合承办。"
    ),
    (
        "书香高峰论坛以“慢读”为主题。大会以“读海  爱海”为主题,"
        "将举办开幕式及主论坛、书香高峰论坛、3场分论坛和海上读书活动。"
    ),
    "3场分论坛将紧紧围绕海洋诗歌、海洋科普和少年读海以及数字图书等主题展开。高峰论坛由望川大学主办。",
    "我们选定望川大剧院作为开幕式场馆,望川海洋会议中心等作为分论坛场馆。",
]
IN_A_MUNICIPALITY = [
    "大家好。",
    "海京国际茶叶博览会定于2031年9月9日在海京国家茶叶中心召开。",
    "本届博览会主题是“一叶知秋”,由中国茶叶协会、海京市人民政府主办,海京茶叶学会和海京大学承办。",
    "会议将设置茶史、茶艺和茶商等三场平行论坛。",
]


def _values_by_field(texts: list[str]) -> dict[str, list[str]]:
    rows = [("b1", number, text) for number, text in enumerate(texts, 1)]
    frame = facts(pd.DataFrame(rows, columns=["briefing_id", "paragraph", "text"]))
    assert schema.to_arrow("facts", frame).num_rows == len(frame)
    assert frame["fact"].tolist() == list(range(1, len(frame) + 1))
    fields = frame["field"].unique()
    return {field: frame.loc[frame["field"] == field, "value"].tolist() for field in fields}


def test_a_conference_in_a_province() -> None:
    assert _values_by_field(IN_A_PROVINCE) == {
        "dates": ["2030-05-30/2030-06-01"],
        "city": ["望川"],
        "province": ["海江"],
        "venue": ["望川大剧院", "望川海洋会议中心"],
        "theme": ["读海 爱海"],
        "organiser": ["国家海洋读书委", "中共海江省委", "海江省人民政府"],
        "implementer": ["海江发展和改革委", "望川市人民政府", "全国读书联合会"],
        "main_event": ["开幕式", "主论坛", "书香高峰论坛", "海上读书活动"],
        "sub_forum": ["海洋诗歌", "海洋科普和少年读海", "数字图书"],
    }


def test_a_conference_in_a_municipality() -> None:
    found = _values_by_field(IN_A_MUNICIPALITY)
    assert found["dates"] == ["2031-09-09/2031-09-09"]
    assert found["city"] == ["海京"]
    assert "province" not in found
    assert found["venue"] == ["国家茶叶中心"]
    assert found["theme"] == ["一叶知秋"]
    assert found["organiser"] == ["中国茶叶协会", "海京市人民政府"]
    assert found["sub_forum"] == ["茶史", "茶艺", "茶商"]


@pytest.mark.parametrize(
    ("field", "paragraph"), [("dates", 2), ("theme", 3), ("sub_forum", 4), ("venue", 5)]
)
def test_a_fact_has_the_paragraph_that_states_it(field: str, paragraph: int) -> None:
    rows = [("b1", number, text) for number, text in enumerate(IN_A_PROVINCE, 1)]
    frame = facts(pd.DataFrame(rows, columns=["briefing_id", "paragraph", "text"]))
    assert set(frame.loc[frame["field"] == field, "paragraph"]) == {paragraph}


@pytest.mark.parametrize(
    "text",
    [
        "首届大会于2029年5月6日在海江举办。",  # the past
        "大会将于近日举办。",
        "书香高峰论坛由望川大学主办,以“慢读”为主题。",  # a part of it
        "我们围绕三个方面开展工作。",
    ],
)
def test_a_fact_that_is_not_stated_has_no_row(text: str) -> None:
    assert _values_by_field([text]) == {}


def test_the_year_may_come_from_the_name() -> None:
    stated = _values_by_field(["2030望川读书节就要开始。", "读书节将于5月6日—7日在望川举办。"])
    assert stated == {"dates": ["2030-05-06/2030-05-07"]}


def test_no_value_is_a_passage() -> None:
    long = "全国海洋阅读图书馆事业长期发展和国际交流合作促进委员会"
    stated = _values_by_field([f"大会由{long}、望川大学主办,以“{long}”为主题。"])
    assert stated == {"organiser": ["望川大学"]}


def test_no_text_gives_an_empty_table() -> None:
    assert _values_by_field([]) == {}
    assert _values_by_field(["", "。"]) == {}
