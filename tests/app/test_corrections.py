"""Corrections of a page that was read, and the files saved of it, without a browser."""

import csv
import io
import json
import re
from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import i18n
from tests.fixtures.editions import edition
from tests.fixtures.transcripts import LABELS_INLINE
from tests.support.adding import (
    SAMPLES,
    drop,
    edit,
    kept,
    page_of,
    paste,
    press,
    reopen,
    texts,
    visit,
    word,
)

pytestmark = pytest.mark.usefixtures("parser")


def test_without_a_date_nothing_can_be_added(answers: list[Any]) -> None:
    answers[0] = edition() | {"date_held": None, "published_at": None}
    app = paste(visit(), "灯会")
    (add,) = [each for each in app.button if each.label == word("add")]
    assert add.disabled
    assert word("undated") in [each.value for each in app.caption]
    (year,) = app.number_input
    year.set_value(2031).run()
    (add,) = [each for each in app.button if each.label == word("add")]
    assert not add.disabled


@pytest.mark.usefixtures("answers")
def test_the_files_are_the_corrected_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    saved: dict[str, bytes] = {}

    def button(_label: str, data: Any, *, key: str, **_looks: Any) -> None:
        saved[key] = data() if callable(data) else data

    monkeypatch.setattr("streamlit.download_button", button)
    app = paste(visit(), "灯会")
    app.text_input[-1].set_value("灯会（更正）").run()
    rows = list(csv.DictReader(io.StringIO(saved["save_csv"].decode("utf-8-sig"), newline="")))
    assert [row["speaker"] for row in rows] == ["谷雨晴", "欧阳岚", "谷雨晴", "望川晚报", "欧阳岚"]
    assert {row["about_title"] for row in rows} == {"灯会（更正）"}
    assert "灯会（更正）" in saved["save_json"].decode()
    assert b"<TEI" in saved["save_tei"]


@pytest.mark.usefixtures("plain_table")
def test_a_saved_reading_opens_again_as_it_was_corrected(files: dict[str, bytes]) -> None:
    app = visit()
    app.button(key="sample_market-inline.txt").click().run()
    edit(app, {0: {"speaker": "柳望晴", "title": "新闻发言人"}, 9: {"join": True}})
    app.text_input[-1].set_value("山货大集（更正）").run()
    app.date_input[0].set_value(date(2031, 9, 11)).run()
    saved = files["save_json"]
    first = json.loads(saved)
    assert first["sha256"] == sha256((SAMPLES / "market-inline.txt").read_bytes()).hexdigest()
    again = reopen(visit(), saved)
    assert texts(again) == texts(app)
    (draft,) = again.session_state["bw_drafts"].values()
    assert draft.edition == {**first, "series": "added", "series_zh": "另行添加",
                             "series_en": "Added"}  # fmt: skip
    assert not draft.is_changed
    assert [turn["speaker"] for turn in draft.edition["turns"]].count("柳望晴") == 1
    assert again.date_input[0].value == date(2031, 9, 11)
    assert files["save_json"] == saved
    press(again, word("add"))
    assert [each.value[:3] for each in again.success] == ["已加入"]
    # Opened once more in the same session and corrected, it replaces itself.
    again.text_input[-1].set_value("山货大集（再改）").run()
    reopen(again, files["save_json"], "once more.json")
    press(again, word("add_again"))
    again.switch_page(page_of("overview")).run()
    assert len([each for each in again.header if "●" in each.value]) == 3
    assert any("再改" in each.value for each in again.caption)


@pytest.mark.usefixtures("plain_table")
def test_a_reading_without_one_of_its_turns_opens(files: dict[str, bytes]) -> None:
    app = visit()
    app.button(key="sample_market-apart.html").click().run()
    whole = json.loads(files["save_json"])
    removed = whole["turns"].pop(5)
    for turn in whole["turns"]:
        turn["reply_to"] = None if turn["reply_to"] == removed["seq"] else turn["reply_to"]
    again = reopen(visit(), json.dumps(whole).encode())
    (draft,) = again.session_state["bw_drafts"].values()
    assert [turn["text"] for turn in draft.edition["turns"]] == [
        turn["text"] for turn in whole["turns"]
    ]
    assert [turn["seq"] for turn in draft.edition["turns"]] == list(range(1, 8))
    press(again, word("add"))
    assert [each.value[:3] for each in again.success] == ["已加入"]


@pytest.mark.usefixtures("plain_table")
def test_a_year_gives_way_to_a_day(files: dict[str, bytes]) -> None:
    undated = re.sub(r"2031-09-12.*\n", "\n", (SAMPLES / "market-inline.txt").read_text("utf-8"))
    app = paste(visit(), undated.replace("9月12日，", ""))
    app.number_input[0].set_value(2031).run()
    again = reopen(visit(), files["save_json"])
    assert [each.value for each in again.number_input] == [2031]
    again.date_input[0].set_value(date(2030, 5, 6)).run()
    assert "year" not in json.loads(files["save_json"])


@pytest.mark.parametrize("saved", [b"[]", b"{", b'{"title": 3}', b'{"a": 1}'])
def test_other_json_is_refused_with_what_to_do(saved: bytes) -> None:
    app = reopen(visit(), saved)
    assert texts(app)[0] == word("refused.edition").format(name="saved.json")


def offered(app: AppTest) -> list[str]:
    return [each.label for each in app.button if (each.key or "").startswith("bw_alike_")]


def speakers(app: AppTest) -> list[str]:
    (draft,) = kept(app).values()
    return [turn["speaker"] for turn in draft.edition["turns"]]


@pytest.mark.usefixtures("answers", "plain_table")
def test_a_corrected_name_is_offered_for_other_turns() -> None:
    app = paste(visit(), "灯会")
    assert offered(app) == []
    edit(app, {0: {"speaker": "谷雨", "title": "新闻办主任"}})
    assert speakers(app) == ["谷雨", "欧阳岚", "谷雨晴", "望川晚报", "欧阳岚"]
    (label,) = offered(app)
    assert label.startswith("谷雨晴 → 谷雨（省政府新闻办主任 → 新闻办主任）")
    assert label.endswith("另有 1 处同名，一并改正")
    press(app, label)
    assert offered(app) == []
    assert speakers(app) == ["谷雨", "欧阳岚", "谷雨", "望川晚报", "欧阳岚"]
    (draft,) = kept(app).values()
    assert [turn["title"] for turn in draft.edition["turns"]][:3:2] == ["新闻办主任"] * 2
    (shown,) = [each.value for each in app.markdown if "欧阳岚" in each.value]
    assert "谷雨晴" not in shown
    # One of them was somebody else: reverted there, it is not offered again.
    edit(app, {2: {"speaker": "谷雨晴", "title": "省政府新闻办主任"}})
    assert [label.split("：")[0] for label in offered(app)] == [
        "谷雨 → 谷雨晴（新闻办主任 → 省政府新闻办主任）"
    ]
    press(app, word("undo"))
    assert offered(app) == []
    assert speakers(app) == ["谷雨晴", "欧阳岚", "谷雨晴", "望川晚报", "欧阳岚"]
    assert not any(each.label == word("undo") for each in app.button)


@pytest.mark.usefixtures("answers", "plain_table")
def test_the_offer_outlasts_a_merge_and_includes_the_last_cell() -> None:
    app = paste(visit(), "灯会")
    edit(app, {4: {"speaker": "欧阳兰"}})
    edit(app, {0: {"kind": "statement"}, 4: {"speaker": "欧阳兰"}, 3: {"join": True}})
    assert speakers(app) == ["谷雨晴", "欧阳岚", "谷雨晴", "欧阳兰"]
    (label,) = offered(app)
    assert label == "欧阳岚 → 欧阳兰：另有 1 处同名，一并改正"
    (draft,) = kept(app).values()
    table = f"bw_table_{draft.key}_{draft.version}"
    app.session_state[table] = {"edited_rows": {0: {"speaker": "谷雨"}}}
    press(app, label)
    assert speakers(app) == ["谷雨", "欧阳兰", "谷雨晴", "欧阳兰"]
    assert offered(app) == ["谷雨晴 → 谷雨：另有 1 处同名，一并改正"]


@pytest.mark.usefixtures("answers", "plain_table")
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_cell_that_takes_no_such_value_loses_nothing(language: str) -> None:
    app = drop(visit(language), "灯会")
    edit(app, {0: {"speaker": "谷雨", "kind": "<b>"}, 4: {"reply_to": float("inf")}})
    words = word("problem.value", language)
    assert texts(app)[-2:] == [words.format(seq=1, value="<b>"), words.format(seq=5, value="inf")]
    assert speakers(app)[0] == "谷雨"
    (draft,) = kept(app).values()
    assert draft.edition["turns"][4]["reply_to"] == 4
    assert draft.version == 1  # a new table, which shows what was kept
    edit(app, {0: {str(number): number for number in range(45)}})
    assert texts(app)[-1] == i18n.text(language, "adding.more_problems", n=15)


@pytest.mark.parametrize(
    ("held", "chosen"),
    [
        ("1948-12-31", None),
        ("1949-01-01", date(1949, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
        ("2101-01-01", None),
    ],
)
def test_a_day_that_cannot_be_chosen_is_none_and_told(
    held: str, chosen: date | None, answers: list[Any]
) -> None:
    answers[0] = edition() | {"date_held": held, "published_at": None, "year": int(held[:4])}
    app = paste(visit(), "灯会")
    (day,) = app.date_input
    assert day.value == chosen
    told = word("strange_day").format(day=held, first=1949, last=2100)
    assert (told in texts(app)) == (chosen is None)
    (add,) = [each for each in app.button if each.label == word("add")]
    assert add.disabled == (chosen is None)
    assert not any(each.label == word("undo") for each in app.button)  # nothing was corrected yet
    assert [each.value for each in app.number_input] == ([None] if chosen is None else [])


def test_a_page_of_an_implausible_year_needs_a_day() -> None:
    page = LABELS_INLINE.replace("\n", "\n时间：2150年5月6日\n", 1)
    app = paste(visit(), page)
    told = word("strange_day").format(day="2150-05-06", first=1949, last=2100)
    assert told in texts(app)
    app.date_input[0].set_value(date(2031, 5, 6)).run()
    assert told not in texts(app)
    press(app, word("add"))
    assert [each.value[:3] for each in app.success] == ["已加入"]
