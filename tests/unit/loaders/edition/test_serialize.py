"""A briefing as one JSON object: round trip, corrections, and validation errors."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loaders.briefing import Briefing, read_briefing
from loaders.corpus.ingest import assign_id
from loaders.edition import serialize
from loaders.errors import UnreadableError
from loaders.readers import read_bytes
from loaders.reading import read_source
from loaders.tables.rows import ROWS
from tests.fixtures.transcripts import DAMAGED, LABELS_APART, LABELS_INLINE

PAGES = {"apart": LABELS_APART, "inline": LABELS_INLINE, "damaged": DAMAGED}
FIELDS = [
    "source", "encoding", "script", "title", "date_held", "published_at", "publisher", "sections",
    "repairs", "warnings", "doubts", "turns",
]  # fmt: skip
TURN_FIELDS = [
    "seq", "speaker", "title", "organisation", "slot", "kind", "section", "reply_to", "timestamp",
    "start", "end", "characters", "text", "line", "line_end", "lines", "repairs",
]  # fmt: skip
Edition = dict[str, Any]
MADE = {"kind": "space", "place": {"line": 1, "column": 1}, "before": "", "after": "", "start": 0,
        "end": 1}  # fmt: skip


def page(name: str) -> Briefing:
    return read_briefing(read_bytes(f"{name}.txt", PAGES[name].encode()))


@pytest.fixture
def apart() -> Edition:
    edition: Edition = json.loads(json.dumps(serialize.to_json(page("apart"))))
    return edition


def test_the_fields_are_the_documented_ones(apart: Edition) -> None:
    assert list(apart) == FIELDS
    assert list(apart["turns"][0]) == TURN_FIELDS
    assert list(apart["repairs"][0]) == ["kind", "place", "before", "after"]
    assert apart["sections"] == {
        "captured": ["opening", "q_and_a"],
        "announced": ["opening", "q_and_a"],
    }


def test_a_turn_counted_by_hand(apart: Edition) -> None:
    turn = apart["turns"][3]
    assert turn["text"] == "请问今年的灯比去年多了多少盏?"
    values = {field: turn[field] for field in TURN_FIELDS if field != "text"}
    assert values == {
        "seq": 4, "speaker": "望川晚报", "title": None, "organisation": "望川晚报", "slot": "press",
        "kind": "question", "section": "q_and_a", "reply_to": None, "timestamp": None,
        "start": None, "end": None, "characters": 14, "line": 32, "line_end": 34, "lines": [34],
        "repairs": [],
    }  # fmt: skip
    assert apart["turns"][4]["reply_to"] == 4


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("with_page", [True, False])
def test_an_edition_round_trips(name: str, with_page: bool) -> None:
    first = json.loads(json.dumps(serialize.to_json(page(name))))
    again = serialize.from_json(first, page=page(name) if with_page else None)
    assert serialize.to_json(again) == first


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("table", ["appearances", "turns", "paragraphs", "organisations"])
def test_tables_of_an_edition_equal_those_of_its_page(name: str, table: str) -> None:
    read = assign_id(page(name))
    again = assign_id(serialize.from_json(serialize.to_json(page(name)), page=page(name)))
    assert list(ROWS[table]([again])) == list(ROWS[table]([read]))


def test_corrections_are_in_the_tables(apart: Edition) -> None:
    turn = apart["turns"][6]
    turn.update(speaker="白杉", slot="host_city", kind="answer", reply_to=4)
    turn.update(title="望川市文旅局局长", organisation="望川市文旅局")
    apart["turns"][7]["reply_to"] = 4
    apart.update(title="湖光灯会", date_held="2031-05-05", series="湖光灯会", year=2031)
    corrected = assign_id(serialize.from_json(apart))
    rows = list(ROWS["turns"]([corrected]))
    assert [rows[6][field] for field in ("kind", "reply_to")] == ["answer", 4]
    assert rows[6]["speaker_id"] == rows[5]["speaker_id"]
    briefing = next(iter(ROWS["briefings"]([corrected])))
    assert briefing["title"] == "湖光灯会"
    assert briefing["date_held"] == "2031-05-05"
    assert (briefing["series_zh"], briefing["year"]) == ("湖光灯会", 2031)
    assert briefing["questions"] == 1
    assert serialize.to_json(corrected)["series_zh"] == "湖光灯会"


def test_turns_are_merged_and_split(apart: Edition) -> None:
    """The second turn's four paragraphs become two turns; the last two become one."""
    first, rest = apart["turns"][1], copy.deepcopy(apart["turns"][1])
    paragraphs = first["text"].split("\n")
    first["text"], rest["text"] = "\n".join(paragraphs[:1]), "\n".join(paragraphs[1:])
    apart["turns"][-2]["text"] += "\n" + apart["turns"][-1]["text"]
    turns = [*apart["turns"][:2], rest, *apart["turns"][2:-1]]
    for seq, turn in enumerate(turns, 1):
        turn["reply_to"] = turn["reply_to"] and turn["reply_to"] + 1
        turn["seq"] = seq
    changed = serialize.to_json(serialize.from_json({**apart, "turns": turns}))
    assert len(changed["turns"]) == 9
    assert [len(turn["text"].split("\n")) for turn in changed["turns"][1:3]] == [1, 3]
    assert changed["turns"][5]["reply_to"] == 5
    assert "".join(t["text"] for t in changed["turns"]).replace("\n", "") == "".join(
        t["text"] for t in turns
    ).replace("\n", "")


def test_turn_numbers_with_gaps_are_renumbered(apart: Edition) -> None:
    for turn in apart["turns"]:
        turn["seq"] *= 10
        turn["reply_to"] = turn["reply_to"] and turn["reply_to"] * 10
    changed = serialize.to_json(serialize.from_json(apart))
    assert [turn["seq"] for turn in changed["turns"]] == list(range(1, 10))
    assert changed["turns"][4]["reply_to"] == 4


def test_a_paragraph_keeps_its_published_text() -> None:
    read = page("damaged")
    stated = serialize.to_json(read)
    stated["turns"][3]["text"] += "\n一位同事补写的话。"
    rows = list(ROWS["paragraphs"]([assign_id(serialize.from_json(stated, page=read))]))
    assert "(" in str(rows[0]["published"])
    assert rows[0]["repaired"] != rows[0]["text"]
    assert rows[-1]["text"] == "一位同事补写的话。"
    assert (rows[-1]["repaired"], rows[-1]["published"]) == (None, None)


def test_an_old_edition_without_positions_is_read(apart: Edition) -> None:
    for turn in apart["turns"]:
        for field in ("line", "line_end", "lines", "repairs"):
            del turn[field]
    again = serialize.to_json(serialize.from_json(apart))
    assert {turn["line"] for turn in again["turns"]} == {None}
    assert [turn["text"] for turn in again["turns"]] == [turn["text"] for turn in apart["turns"]]


def test_doubts_of_repair_have_their_line() -> None:
    text = LABELS_APART.replace("谢谢你的提问", "张郃作介绍，失\ufffd字失\ufffd字")
    reading = serialize.to_json(read_briefing(read_bytes("a.txt", text.encode())))
    assert reading["doubts"] == [
        {"code": "no_day"},
        {"code": "no_city", "text": "望川"},
        {"code": "no_fact", "line": 18, "field": "dates"},
        {"code": "unsettled", "line": 38, "text": "郃"},
        {"code": "lost", "line": 38, "places": 2},
        {"code": "label_as_speech", "line": 42, "text": "我补充一句:灯都由本地工匠扎制。"},
    ]
    assert len(reading["warnings"]) == 6
    assert reading["warnings"][4].endswith("(2 such places in all.)")


@pytest.mark.parametrize(
    ("fields", "outlet"),
    [
        ({"speaker": "青禾日报", "organisation": "青禾日报"}, True),
        # The speaker was corrected, and the organisation is still that of the earlier outlet.
        ({"speaker": "安徽日报", "organisation": "望川晚报"}, True),
        ({"speaker": "新华社", "organisation": None}, True),
        ({"speaker": "王芳", "organisation": None}, False),
        ({"speaker": "王芳", "organisation": "望川晚报"}, False),
        ({"speaker": "记者", "organisation": None}, False),
        ({"speaker": "Jane Green", "organisation": None}, False),
    ],
)
def test_an_asker_is_an_outlet_or_a_person(apart: Edition, fields: Edition, outlet: bool) -> None:
    apart["turns"][3] |= fields
    briefing = serialize.from_json(apart)
    label = briefing.transcript.turns[3].label
    assert (label.name, label.is_outlet, label.asks) == (fields["speaker"], outlet, True)
    (row,) = [r for r in ROWS["speakers"]([briefing]) if r["name"] == fields["speaker"]]
    assert row["is_outlet"] is outlet
    turn = serialize.to_json(briefing)["turns"][3]
    assert turn["slot"] == "press"
    assert turn["organisation"] == (fields["speaker"] if outlet else fields["organisation"])


def _turn(**fields: object) -> Callable[[Edition], None]:
    return lambda edition: edition["turns"][4].update(fields)


def _page(**fields: object) -> Callable[[Edition], None]:
    return lambda edition: edition.update(fields)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (_page(date_held="6 May"), "date_held is"),
        (_page(date_held="2031-02-30"), "date_held is"),
        (_page(published_at=7), "published_at is"),
        (_page(title=None), "title is null"),
        (_page(sections=[]), "sections is"),
        (_page(sections={"announced": ["end"]}), "sections.announced is"),
        (_page(repairs=None), "repairs is"),
        (_page(repairs=[{"kind": "x"}]), r"repairs\[1\]"),
        (_page(turns=[]), "turns is"),
        (_page(turns="x"), "turns is"),
        (_page(year=31), "year is 31"),
        (_page(year=True), "year is true"),
        (_page(sha256="x"), "sha256 is"),
        (_page(url="javascript:alert(1)"), "url is"),
        (_page(url="http://["), "url is"),
        (_page(url="https:///a"), "url is"),
        (_page(title=chr(0xD800)), "half a character"),
        (lambda edition: edition.pop("script"), "script is missing"),
        (lambda edition: edition["turns"].insert(0, "x"), r"turns\[1\] is"),
        (lambda edition: edition["turns"].reverse(), "seq is 8"),
        (_page(turns=[{}]), r"turns\[1\]\.seq is missing"),
        (_turn(kind="speech"), r"turns\[5\]\.kind is .*one of moderation, statement"),
        (_turn(slot=["press"]), r"turns\[5\]\.slot is"),
        (_turn(speaker=" "), r"turns\[5\]\.speaker is"),
        (_turn(speaker="长" * 201), r"turns\[5\]\.speaker is"),
        (_turn(reply_to=5), r"turns\[5\]\.reply_to is 5"),
        (_turn(reply_to=3), "the seq of a question before it"),
        (_turn(text="……"), r"turns\[5\]\.text is"),
        (_turn(start=-1), r"turns\[5\]\.start is"),
        (_turn(seq=1.5), r"turns\[5\]\.seq is"),
        (_turn(end=float("nan")), r"turns\[5\]\.end is"),
        (lambda e: e.update(script="cursive"), "script is .cursive.; expected one of simplified"),
        (_turn(line="3"), r"turns\[5\]\.line is"),
        (_turn(lines=[3, "4"]), r"turns\[5\]\.lines is"),
        (_page(doubts={}), "doubts is"),
        (_page(doubts=["A sentence."]), "doubts is .*codes"),
        (_page(doubts=[{"code": "unknown"}]), "doubts is"),
        (_page(doubts=[{"code": "silent", "line": "x", "name": "灯"}]), "doubts is"),
        (_page(doubts=[{"code": "once", "line": 3}]), "doubts is"),
        (_page(doubts=[{"code": "hidden", "n": "many"}]), "doubts is"),
        (_page(doubts=[{"code": "stated", "text": ["x"]}]), "doubts is"),
        (_page(doubts=[{"code": "no_day", "key": "x"}]), "doubts is"),
        (_page(doubts=[{"code": "lost", "line": 3, "places": float("nan")}]), "doubts is"),
        (_turn(repairs={}), r"turns\[5\]\.repairs is"),
        (_turn(repairs=[7]), r"turns\[5\]\.repairs\[1\] is 7"),
        (_turn(repairs=[{**MADE, "start": -1}]), r"turns\[5\]\.repairs\[1\]\.start is -1"),
        (_turn(repairs=[{**MADE, "place": {}}]), r"repairs\[1\]\.place\.line is missing"),
    ],
)
def test_an_invalid_field_is_named_in_one_sentence(
    apart: Edition, change: Callable[[Edition], object], place: str
) -> None:
    change(apart)
    with pytest.raises(UnreadableError, match=f"^page.json:? .*{place}") as stopped:
        serialize.from_json(apart, name="page.json")
    assert "\n" not in str(stopped.value)


@pytest.mark.parametrize("value", [None, [], 1, "x"])
def test_a_value_that_is_not_an_object_is_refused(value: object) -> None:
    with pytest.raises(UnreadableError, match="expected an object"):
        serialize.from_json(value)


@pytest.mark.parametrize("content", ["", "{", "[" * 100_000, '"x"'])
def test_a_file_that_is_not_an_edition_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "page.json").write_text(content)
    with pytest.raises(UnreadableError, match=r"page\.json"):
        read_source(tmp_path / "page.json")


def test_the_page_is_read_from_the_folder_of_the_edition_only(
    tmp_path: Path, apart: Edition
) -> None:
    (tmp_path / "apart.txt").write_text(LABELS_APART, encoding="utf-8")
    (tmp_path / "in").mkdir()
    sha256 = page("apart").source.sha256
    for folder, source, same in [(".", "apart.txt", True), ("in", "../apart.txt", False)]:
        file = tmp_path / folder / "page.json"
        file.write_text(json.dumps({**apart, "source": source}), encoding="utf-8")
        assert (read_source(file).source.sha256 == sha256) is same
