"""The bundled corpus has the figures that were worked out by hand from the two pages."""

import pandas as pd
import pytest

from loaders.corpus.store import Corpus

Y2022, Y2023 = "civilization-conference-2022", "civilization-conference-2023"


@pytest.fixture(scope="module")
def turns(corpus: Corpus) -> pd.DataFrame:
    return (
        corpus.table("turns")
        .merge(corpus.table("appearances"), on=["briefing_id", "speaker_id"])
        .merge(corpus.table("speakers"), on="speaker_id")
    )


@pytest.mark.parametrize(
    ("column", "of_2022", "of_2023"),
    [
        ("turns", 4, 27),
        ("speakers", 3, 16),
        ("paragraphs", 16, 88),
        ("characters", 2164, 11179),
        ("han_characters", 2124, 11011),
        ("sections_captured", "opening", "opening,q_and_a"),
        ("sections_announced", "opening,q_and_a", "opening,q_and_a"),
        ("date_held", "2022-08-23", "2023-06-29"),
        ("published_at", "2022-08-24T10:20", "2023-06-30T16:42"),
        ("publisher", "松花江网", "每日甘肃网"),
        ("credited_to", "央视网", "中国发布"),
        ("host_city", "天津", "厦门"),
        ("host_province", "天津", "福建"),
    ],
)
def test_briefings(corpus: Corpus, column: str, of_2022: object, of_2023: object) -> None:
    found = corpus.table("briefings").set_index("briefing_id")[column]
    assert (found[Y2022], found[Y2023]) == (of_2022, of_2023)


def test_questions_that_were_not_captured_are_not_none(corpus: Corpus) -> None:
    found = corpus.table("briefings").set_index("briefing_id")["questions"]
    assert pd.isna(found[Y2022])
    assert found[Y2023] == 10


def test_shares_of_2023(turns: pd.DataFrame) -> None:
    year = turns[turns["briefing_id"] == Y2023]
    speaker = year["name"].where(~year["is_outlet"], "reporters")
    shares = year.groupby(speaker)["characters"].sum() / year["characters"].sum() * 100
    assert shares.round(1).to_dict() == {
        "牛一兵": 37.8,
        "张彦": 17.9,
        "薛松岩": 16.2,
        "吴子东": 14.2,
        "reporters": 5.8,
        "赵晖": 5.7,
        "邢慧娜": 2.4,
    }


def test_statements_alone(turns: pd.DataFrame) -> None:
    characters = turns[turns["kind"] == "statement"].groupby("briefing_id")["characters"].sum()
    assert characters.to_dict() == {Y2022: 1977, Y2023: 1886}


def test_slots(turns: pd.DataFrame) -> None:
    slots = (
        turns[~turns["is_outlet"]]
        .groupby("briefing_id")
        .apply(lambda rows: dict(zip(rows["name"], rows["slot"], strict=True)))
    )
    assert slots[Y2022] == {
        "寿小丽": "moderator",
        "盛荣华": "convening_body",
        "沈蕾": "host_province",
    }
    assert slots[Y2023] == {
        "邢慧娜": "moderator",
        "牛一兵": "convening_body",
        "薛松岩": "convening_body",
        "张彦": "host_province",
        "吴子东": "host_city",
        "赵晖": "association",
    }


def test_attendees_without_a_captured_turn(corpus: Corpus) -> None:
    silent = corpus.query(
        "SELECT name FROM appearances JOIN speakers USING (speaker_id) WHERE NOT spoke "
        "ORDER BY name"
    )
    assert silent["name"].tolist() == ["章勋宏", "薛松岩"]


def test_one_person_has_both_printed_forms(corpus: Corpus) -> None:
    both = corpus.query(
        "SELECT name, variants, count(*) AS n FROM appearances JOIN speakers USING (speaker_id) "
        "GROUP BY ALL HAVING n > 1"
    )
    assert both[["name", "variants"]].to_numpy().tolist() == [["薛松岩", "薛松岩、薛松巖"]]


def test_repairs_of_2022(corpus: Corpus) -> None:
    kinds = corpus.table("repairs").groupby(["briefing_id", "kind"]).size()
    assert kinds[Y2022, "pinyin_annotation"] == 373
    assert kinds[Y2022, "shifted_bytes"] == 2
    assert kinds[Y2023, "placeholder"] == 17


# Occurrences: 2022, the openings of 2023, all of 2023; counted by a search of the text by hand.
@pytest.mark.parametrize(
    ("wording", "of_2022", "of_opening", "of_2023"),
    [("二十大", 3, 1, 6), ("未成年", 0, 0, 25), ("网络文明", 36, None, 93)],
)
def test_occurrences(
    corpus: Corpus, wording: str, of_2022: int, of_opening: int | None, of_2023: int
) -> None:
    found = corpus.query(
        "SELECT briefing_id, section, sum(occurrences)::INT AS n FROM phrase_counts "
        "JOIN paragraphs USING (briefing_id, paragraph) JOIN turns USING (briefing_id, turn) "
        "WHERE phrase = $wording GROUP BY ALL",
        {"wording": wording},
    )
    by_year = found.groupby("briefing_id")["n"].sum()
    assert (by_year.get(Y2022, 0), by_year.get(Y2023, 0)) == (of_2022, of_2023)
    if of_opening is not None:
        opening = found[(found["briefing_id"] == Y2023) & (found["section"] == "opening")]
        assert opening["n"].sum() == of_opening


FACTS = {
    Y2022: {
        "dates": ["2022-08-28/2022-08-29"],
        "city": ["天津"],
        "venue": ["国家会展中心"],
        "organiser": ["中央网信办", "中央文明办", "中共天津市委", "天津市人民政府"],
        "implementer": ["中国网络社会组织联合会", "天津市委网信办"],
        "sub_forum": [
            "网络内容建设",
            "网络生态建设",
            "网络法治建设",
            "网络文明社会共建",
            "算法治理",
            "网络谣言治理",
            "网络文明国际交流互鉴",
            "数字公益慈善",
            "网络素养教育",
            "个人信息保护",
        ],
    },
    Y2023: {
        "dates": ["2023-07-18/2023-07-19"],
        "city": ["厦门"],
        "organiser": ["中央网信办", "中央文明办", "中共福建省委", "福建省人民政府"],
        "implementer": [
            "中国网络社会组织联合会",
            "福建省委网信办",
            "福建省委文明办",
            "中共厦门市委",
            "厦门市人民政府",
        ],
        "sub_forum": [
            "互联网与文明创建",
            "网络内容建设",
            "网络生态建设",
            "网络文明社会共建",
            "算法治理",
            "网络法治建设",
            "网络辟谣",
            "网络文明国际交流互鉴",
            "数字公益慈善发展",
            "数字文旅发展",
            "数据安全和个人信息保护",
            "海峡两岸青少年网络素养建设",
        ],
    },
}


@pytest.mark.parametrize("briefing_id", FACTS)
def test_conference_facts(corpus: Corpus, briefing_id: str) -> None:
    facts = corpus.table("facts")
    of_briefing = facts[facts["briefing_id"] == briefing_id].groupby("field")["value"].apply(list)
    for field, values in FACTS[briefing_id].items():
        assert of_briefing[field] == values, field


def test_the_bundled_corpus_has_no_text(corpus: Corpus) -> None:
    assert corpus.table("paragraphs")["text"].isna().all()
