"""Participants: titles to organisations, labels to outlets, names to stable ids."""

import pytest

from loaders.lexicon.organisations import organisations
from loaders.lexicon.outlets import outlets
from loaders.parsing.participants import organisation_of, outlet_of, participants, romanise
from loaders.schema import ORGANISATION_LEVELS, OUTLET_CLASSES
from tests.fixtures.transcripts import DAMAGED, LABELS_APART, LABELS_INLINE, transcript_of


def _slots(page: str) -> dict[str, tuple[str, bool]]:
    transcript = transcript_of(page)
    return {p.name: (p.slot, p.spoke) for p in participants(transcript)}


def test_slots_of_a_briefing() -> None:
    assert _slots(LABELS_APART) == {
        "谷雨晴": ("moderator", True),
        "陆明远": ("host_province", True),
        "白杉": ("host_city", True),
        "欧阳岚": ("association", True),
        "望川晚报": ("press", True),
        "紫荆杂志": ("press", True),
    }


def test_people_of_the_header_list_have_the_title_stated_there() -> None:
    head = "出席：青禾省商务厅副厅长丁一、望川市文旅局局长白杉"
    page = f"{head}\n丁一：好。\n青禾晚报记者：几天？\n丁一：三天。"
    assert _slots(page) == {
        "丁一": ("host_province", True), "白杉": ("host_city", False), "青禾晚报": ("press", True),
    }  # fmt: skip


def test_a_damaged_page_gives_the_same_ids() -> None:
    def ids(page: str) -> list[str]:
        transcript = transcript_of(page)
        return [p.speaker_id for p in participants(transcript)]

    assert ids(DAMAGED) == ids(LABELS_INLINE)


def test_the_printed_form_is_kept() -> None:
    transcript = transcript_of(DAMAGED)
    forms = {p.name: p.printed_names for p in participants(transcript)}
    assert forms["毕岩"] == ("畢巖",)


@pytest.mark.parametrize(
    ("title", "body", "level"),
    [
        ("中央网信办、国家网信办副主任", "中央网信办", "central"),
        ("国家网信办副主任", "中央网信办", "central"),
        ("天津市委常委、宣传部部长", "天津市委宣传部", "province"),
        ("厦门市委常委、宣传部部长", "厦门市委宣传部", "city"),
        ("中国网络社会组织联合会秘书长", "中国网络社会组织联合会", "association"),
        ("青禾省商务厅副厅长", "青禾省商务厅", "province"),
        ("望川市委常委、宣传部部长", "望川市委宣传部", "city"),
        ("文化和旅游部副部长", "文化和旅游部", "central"),
        ("国家统计局副局长", "国家统计局", "central"),
        ("公安局副局长", "公安局", "unstated"),
        ("文旅中心主任", "文旅中心", "unstated"),
        ("中国人民银行副行长", "中国人民银行", "central"),
        ("外交部发言人", "外交部", "central"),
        ("青禾省新闻办副主任、新闻发言人", "青禾省新闻办", "province"),
    ],
)
def test_the_organisation_of_a_title(title: str, body: str, level: str) -> None:
    found = organisation_of(title)
    assert found is not None
    assert (found.name_zh, found.level) == (body, level)


@pytest.mark.parametrize(
    ("label", "outlet_id", "outlet_class"),
    [
        ("中央广播电视总台央视", "cctv", "central"),
        ("浙江日报潮新闻", "zhejiang-daily", "provincial"),
        ("红星新闻", "red-star-news", "metropolitan_commercial"),
        ("香港紫荆杂志", "bauhinia", "hong_kong_macau"),
        ("路透社", "reuters", "foreign"),
        ("REUTERS", "reuters", "foreign"),
        ("Bloomberg News", "bloomberg", "foreign"),
        ("China Daily", "china-daily", "central"),
    ],
)
def test_outlets(label: str, outlet_id: str, outlet_class: str) -> None:
    found = outlet_of(label)
    assert (found.organisation_id, found.outlet_class) == (outlet_id, outlet_class)


def test_an_outlet_that_is_not_listed_is_not_guessed() -> None:
    assert outlet_of("望川晚报").outlet_class == "unlisted"


def test_one_outlet_under_two_labels_is_one_participant() -> None:
    page = "青禾省商务厅厅长丁一:好。\n中央广播电视总台央视记者:请问?\n央视记者:再问?"
    transcript = transcript_of(page)
    found = {p.speaker_id: p.labels for p in participants(transcript)}
    assert found["cctv"] == ("中央广播电视总台央视", "央视")


@pytest.mark.parametrize(
    ("name", "roman"),
    [
        ("薛松岩", "Xue Songyan"),
        ("曾荫", "Zeng Yin"),
        ("解缙", "Xie Jin"),
        ("欧阳岚", "Ouyang Lan"),
    ],
)
def test_romanised_names(name: str, roman: str) -> None:
    assert romanise(name) == roman


def test_every_lexicon_row_is_valid() -> None:
    ids = [*(row.id for row in outlets()), *(row.id for row in organisations())]
    assert len(ids) == len(set(ids))
    assert {row.class_ for row in outlets()} <= set(OUTLET_CLASSES)
    assert {row.level for row in organisations()} <= set(ORGANISATION_LEVELS)
    aliases = [alias for row in outlets() for alias in row.aliases]
    assert len(aliases) == len(set(aliases))


def _participant(page: str, name: str) -> tuple[str, str, bool]:
    transcript = transcript_of(page)
    found = {person.name: person for person in participants(transcript)}[name]
    return found.name_en, found.slot, found.is_outlet


def test_a_speaker_without_organisation_has_slot_other() -> None:
    page = "Jane Green: Good morning.\nPiet Meer: Hello.\nJane Green: Goodbye.\nPiet Meer: Bye."
    assert _participant(page, "Piet Meer") == ("Piet Meer", "other", False)


def test_a_role_has_its_slot_and_its_english_name() -> None:
    page = "主持人：请提问。\n记者：灯会办几天？\n青禾省商务厅厅长丁一：三天。"
    assert _participant(page, "主持人") == ("Moderator", "moderator", False)
    assert _participant(page, "记者") == ("Reporter", "press", False)


def test_a_person_who_asks_has_slot_press() -> None:
    page = "谷雨晴：从哪里来？\n陆明远：从湖边来。\n谷雨晴：到哪里去？\n陆明远：到湖心去。"
    assert _participant(page, "谷雨晴")[1:] == ("press", False)
    assert _participant(page, "陆明远")[1:] == ("other", False)
