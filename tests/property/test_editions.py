"""Editions round-trip, with every kind of asker and with damage anywhere."""

import json
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from loaders.briefing import Briefing, read_briefing
from loaders.corpus.ingest import assign_id
from loaders.edition import serialize
from loaders.errors import NotATranscriptError
from loaders.readers import read_bytes
from loaders.tables.rows import ROWS

WORDS = "灯湖光点亮照见家乡今年为大家准备了新的欢迎来看请孩子们画把旧修好谢"
paragraphs = st.lists(
    st.text(st.sampled_from(WORDS), min_size=2, max_size=20).map(lambda words: words + "。"),
    min_size=1,
    max_size=3,
)
PODIUM = ("青禾省文旅厅副厅长陆明远", "望川市委常委、宣传部部长白杉", "青禾省灯彩协会秘书长欧阳岚")
OUTLETS = ("望川晚报记者", "青禾日报记者", "人民日报记者")
REPORTERS = ("记者王芳", "记者 李春社", "记者（周新闻）", "记者林网")
OTHERS = ("有记者问", "问", "望川晚报总编辑张早报", "主持人")
labels = st.sampled_from((*PODIUM, *OUTLETS, *REPORTERS, *OTHERS))
turns = st.lists(st.tuples(labels, paragraphs), min_size=1, max_size=8)
Turns = list[tuple[str, list[str]]]
COLUMNS = ("speakers", "organisations", "appearances", "turns", "paragraphs", "repairs")


def read(text: str) -> Briefing:
    return read_briefing(read_bytes("page.txt", text.encode()))


def reading(text: str) -> dict[str, Any]:
    edition: dict[str, Any] = json.loads(json.dumps(serialize.to_json(read(text))))
    return edition


def page_of(blocks: Turns) -> str:
    opening = f"2031年5月6日，湖光灯会\n{PODIUM[0]}：大家好。\n"
    return opening + "\n".join(f"{label}：" + "\n".join(lines) for label, lines in blocks)


@given(turns, st.booleans())
def test_an_edition_round_trips_with_any_asker(blocks: Turns, with_page: bool) -> None:
    briefing = read(page_of(blocks))
    stated = json.loads(json.dumps(serialize.to_json(briefing)))
    again = serialize.from_json(stated, page=briefing if with_page else None)
    assert serialize.to_json(again) == stated
    assert [turn.label.is_outlet for turn in again.transcript.turns] == [
        turn.label.is_outlet for turn in briefing.transcript.turns
    ]
    assert [(p.speaker_id, p.is_outlet) for p in again.participants] == [
        (p.speaker_id, p.is_outlet) for p in briefing.participants
    ]
    if with_page:
        for table in COLUMNS:
            assert list(ROWS[table]([assign_id(again)])) == list(
                ROWS[table]([assign_id(briefing)])
            ), table


def test_a_named_reporter_stays_a_person() -> None:
    blocks = [(label, ["请问？"]) for label in (*REPORTERS, *OUTLETS)]
    people = {
        p.name: p
        for p in serialize.from_json(serialize.to_json(read(page_of(blocks)))).participants
    }
    assert {name for name, person in people.items() if person.is_outlet} == {
        "望川晚报", "青禾日报", "人民日报",
    }  # fmt: skip
    assert {"王芳", "李春社", "周新闻", "林网"} <= set(people)
    assert {people[name].slot for name in ("王芳", "李春社", "周新闻", "林网")} == {"press"}


# Damage to a character that repair undoes completely: another form of it, or an addition.
def _with_reading(character: str) -> str:
    return f"{character}({pinyin(character, style=Style.TONE)[0][0]})"


DAMAGE: tuple[Callable[[str], str], ...] = (
    _with_reading,
    lambda character: f"{character}\u200b",
    lambda character: f"&#{ord(character)};",
)
TONED = "灯湖光点亮照见乡年大准备新欢迎来看请画旧修好谢"


@given(
    st.lists(
        st.tuples(st.sampled_from(TONED), st.none() | st.sampled_from(DAMAGE)),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(("：", "：\n", "：\n\n　　")),
)
def test_every_repair_is_at_the_damaged_character(
    characters: list[tuple[str, Callable[[str], str] | None]], after_label: str
) -> None:
    words = "，".join(damage(c) if damage else c for c, damage in characters)
    page = f"湖光灯会\n{PODIUM[0]}：大家好。\n{PODIUM[1]}{after_label}{words}。"
    turn = reading(page)["turns"][1]
    assert turn["text"] == "，".join(c for c, _ in characters) + "。"
    # The characters are at the even positions of the text, with commas between them.
    damaged = [2 * place for place, (_, damage) in enumerate(characters) if damage]
    assert [(row["start"], row["end"]) for row in turn["repairs"]] == [
        (place, place + 1) for place in damaged
    ]
    lines = page.split("\n")
    for row in turn["repairs"]:
        published = lines[row["place"]["line"] - 1][row["place"]["column"] - 1 :]
        assert published.startswith(row["before"])
    assert (turn["line"], turn["line_end"]) == (3, len(lines))


PIECES = (
    *("湖(hú)光", "&nbsp;", "\u200b", "ＡＢ", "陆明远：", "白杉：\n", "问：", "\n", r"\n", "灯。"),
    *("| 陆明远 | 灯(dēng)。 |", "（笑）", "１０：３０", "\ufffd", "郃作", "> ", "10:02:33\n"),
)


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_a_repair_belongs_to_one_turn_and_lies_in_its_text(page: str) -> None:
    try:
        stated = reading(f"{PODIUM[0]}：大家好。\n{page}")
    except NotATranscriptError:
        return
    seen = set()
    for turn in stated["turns"]:
        assert 1 <= turn["line"] <= turn["line_end"]
        assert sorted(turn["lines"]) == turn["lines"]
        assert len(turn["lines"]) == len(turn["text"].split("\n"))
        for row in turn["repairs"]:
            place = (row["place"]["line"], row["place"]["column"], row["kind"], row["before"])
            assert turn["line"] <= place[0] <= turn["line_end"]
            if row["start"] is not None:
                assert 0 <= row["start"] < row["end"] <= len(turn["text"])
            seen.add(place)
    logged = {(row["kind"], row["before"]) for row in stated["repairs"]}
    assert {(kind, before) for _, _, kind, before in seen} <= logged
