"""English names of facts, facts on one subject, and which of them are wider."""

import tomllib
from pathlib import Path

import pandas as pd
import pytest

from loaders.errors import LexiconError
from loaders.lexicon import FOLDER
from loaders.lexicon.facts import FactName, fact_names
from loaders.tables.facts import facts
from tests.fixtures.framed_pages import with_frames

FACT = """
[[fact]]
value = "{value}"
en = "{en}"
en_source = "{en_source}"
reason = "{reason}"
{more}
"""
RIDDLES = {"value": "灯谜", "en": "Riddles", "en_source": "ours", "reason": "r"}
CRAFT = 'match = "craft"'
FACTS = "\n".join(
    [
        "[parts]",
        'opening = "The ceremony."',
        FACT.format(**RIDDLES | {"value": "扎灯", "en": "Making lanterns"},
                    more=f'{CRAFT}\nwider = ["灯彩技艺"]'),
        FACT.format(**RIDDLES | {"value": "灯彩技艺", "en": "Lantern craft"}, more=CRAFT),
        FACT.format(**RIDDLES | {"value": "点灯仪式", "en": "Lighting"}, more='match = "opening"'),
        FACT.format(value="望川大剧院", en="Theatre", en_source="own", reason="r", more=""),
    ]
)  # fmt: skip
FILES = {
    "facts": FACTS,
    "topics": """
        topic = [
          {topic_id = "craft", label_zh = "灯艺", label_en = "Craft", source = "s", terms = ["灯"]},
        ]""",
    "places": """
        reason = "r"
        municipalities = ["海江"]
        provinces = {"海江" = "Haijiang"}
        cities = {"望川" = "Wangchuan"}""",
    "organisations": """
        [[organisation]]
        id = "office"
        name_zh = "灯彩办"
        name_en = "Lantern Office"
        name_en_source = "reports"
        en_reason = "r"
        level = "city"
        aliases = ["灯彩办"]
        reason = "r" """,
}


@pytest.fixture
def invented(lexicon_folder: Path) -> Path:
    """The file of facts of an invented lexicon."""
    for name, text in FILES.items():
        (lexicon_folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return lexicon_folder / "facts.toml"


@pytest.mark.usefixtures("invented")
def test_names_come_from_every_lexicon_file() -> None:
    assert fact_names() == {
        "扎灯": FactName("Making lanterns", "ours", "craft", "灯彩技艺"),
        "灯彩技艺": FactName("Lantern craft", "ours", "craft"),
        "点灯仪式": FactName("Lighting", "ours", "opening"),
        "望川大剧院": FactName("Theatre", "own"),
        "海江": FactName("Haijiang", "romanised"),
        "望川": FactName("Wangchuan", "romanised"),
        "灯彩办": FactName("Lantern Office", "reports"),
    }


@pytest.mark.parametrize(
    ("row", "more", "sentence"),
    [
        ({"value": "扎灯"}, CRAFT, "扎灯 is listed twice"),
        ({"en": ""}, CRAFT, r"fact 5 \(灯谜\), en: Expected `str` .*; found ''"),
        ({"reason": ""}, CRAFT, r"fact 5 \(灯谜\), reason: Expected `str` .*; found ''"),
        (
            {"en_source": "guess"},
            CRAFT,
            "en_source: Invalid enum value 'guess' .known: own, reports",
        ),
        ({}, 'match = "riddles"', r"灯谜: the match riddles is no topic of topics\.toml"),
        (
            {},
            f'{CRAFT}\nwider = ["点灯仪式"]',
            "灯谜: the wider 点灯仪式 is not listed",
        ),
        (
            {},
            f'{CRAFT}\nwider = ["灯谜"]',
            "灯谜: the wider 灯谜 is not listed",
        ),
        (
            {},
            f'{CRAFT}\nwider = ["灯市"]',
            "灯谜: the wider 灯市 is not listed with the same",
        ),
        (
            {},
            'wider = ["望川大剧院"]',
            "灯谜: the wider 望川大剧院 is not listed",
        ),
    ],
)
def test_a_wrong_row_is_refused(
    invented: Path, row: dict[str, str], more: str, sentence: str
) -> None:
    text = FACTS + FACT.format(**RIDDLES | row, more=more)
    invented.write_text(text, encoding="utf-8")
    with pytest.raises(LexiconError, match=sentence):
        fact_names()


@pytest.mark.usefixtures("invented")
def test_a_fact_has_its_english_name_and_match() -> None:
    text = "灯会由灯彩办、望川大学主办,2场分论坛围绕扎灯、灯谜等主题展开。"
    stated = with_frames(facts)(
        pd.DataFrame([("b1", 1, text)], columns=["briefing_id", "paragraph", "text"])
    )
    found = stated.astype(object).where(stated.notna(), None)
    columns = ["value", "value_en", "value_en_source", "match", "wider"]
    assert found[columns].to_numpy().tolist() == [
        ["灯彩办", "Lantern Office", "reports", None, None],
        ["望川大学", None, None, None, None],
        ["扎灯", "Making lanterns", "ours", "craft", "灯彩技艺"],
        ["灯谜", None, None, None, None],
    ]


def test_every_match_of_different_words_gives_its_reason() -> None:
    """Matches by meaning unite different words; each row states its reason in full."""
    rows = tomllib.loads((FOLDER / "facts.toml").read_text(encoding="utf-8"))["fact"]
    by_match = pd.DataFrame(rows).dropna(subset="match").groupby("match")["reason"]
    for reasons in (group for _, group in by_match if len(group) > 1):
        assert reasons.str.len().min() > 20
    assert len(fact_names()) > len(rows)
