"""Fields that a page states and that the parser could not read are doubts of its reading."""

import json
from pathlib import Path

import pytest

from loaders.__main__ import main
from loaders.edition.unread import unread_fields
from loaders.messages import Doubt, doubt
from loaders.reading import read_source
from tests.fixtures.transcripts import LABELS_APART, LABELS_INLINE

CITY = doubt("no_city", text="望川市委宣传部")
# LABELS_INLINE: a day, a title, a publisher; a committee of a city that no list has.


def unread(text: str, folder: Path) -> list[Doubt]:
    path = folder / "page.txt"
    path.write_text(text, encoding="utf-8")
    return list(unread_fields(read_source(path)))


def fact(field: str, line: int) -> Doubt:
    return doubt("no_fact", line=line, field=field)


def test_what_is_read_is_no_doubt(tmp_path: Path) -> None:
    known = LABELS_INLINE.replace("望川市委", "厦门市委").replace("望川", "厦门")
    assert unread(known, tmp_path) == []


@pytest.mark.parametrize(
    ("change", "doubts"),
    [
        (("", ""), [CITY]),
        (
            ("5月5日下午,", ""),
            [doubt("no_day"), CITY],
        ),
        (
            ("2030湖光灯会将于6月1日至2日在望川举办\n\n2030-05-06 10:20    青禾台\n", ""),
            [doubt("no_day"), CITY],
        ),
    ],
)
def test_a_day_or_city_that_is_not_read_is_a_doubt(
    change: tuple[str, str], doubts: list[Doubt], tmp_path: Path
) -> None:
    assert unread(LABELS_INLINE.replace(*change), tmp_path) == doubts


def test_a_page_of_speech_alone_lacks_the_header(tmp_path: Path) -> None:
    speech = "青禾省文旅厅厅长毕岩：大家好，请看今年的灯。\n"
    assert unread(speech, tmp_path) == [
        doubt("no_title"),
        doubt("no_day"),
        doubt("unpublished"),
    ]
    short = unread(f"湖光灯会\n{speech}", tmp_path)
    assert short[0] == doubt("short_title", text="湖光灯会")


def test_facts_whose_words_are_there_and_not_read_are_doubts(tmp_path: Path) -> None:
    apart = unread(LABELS_APART, tmp_path)
    assert doubt("no_city", text="望川") in apart
    assert [each for each in apart if each.code == "no_fact"] == [
        fact("dates", 18)
    ]  # of a year not stated
    # The parts of the conference have hosts and a theme; those of the conference are not stated.
    of_a_part = LABELS_APART.replace("由青禾省文旅厅、青禾省广电局共同主办,", "灯彩论坛在湖边主办,")
    of_a_part = of_a_part.replace("由青禾省灯彩协会承办", "承办方另定")
    of_a_part = of_a_part.replace("以“点亮湖光 照见家乡”为主题", "还有分论坛和开幕式,主题是“灯")
    of_a_part = of_a_part.replace("6月3日至5日在望川市", "6月13日前后在望川市")
    found = [each for each in unread(of_a_part, tmp_path) if each.code == "no_fact"]
    assert found == [
        fact("dates", 18), fact("theme", 20), fact("organiser", 18), fact("implementer", 18),
        fact("main_event", 20), fact("sub_forum", 20),
    ]  # fmt: skip


def test_the_command_line_prints_them_as_warnings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_text(LABELS_INLINE, encoding="utf-8")
    assert main(["parse", str(page), "--json"]) == 0
    reading = json.loads(capsys.readouterr().out)
    assert CITY.as_object() in reading["doubts"]
    assert CITY.sentence() in reading["warnings"]
    saved = tmp_path / "saved.json"
    saved.write_text(json.dumps({**reading, "doubts": []}), encoding="utf-8")
    assert main(["parse", str(saved), "--json"]) == 0  # a saved reading states its own
    assert json.loads(capsys.readouterr().out)["warnings"] == []
    older = {name: value for name, value in reading.items() if name != "doubts"}
    saved.write_text(json.dumps(older), encoding="utf-8")
    assert main(["parse", str(saved), "--json"]) == 0  # and one without codes its sentences
    stated = json.loads(capsys.readouterr().out)
    assert stated["warnings"] == reading["warnings"]
    assert {each["code"] for each in stated["doubts"]} == {"stated"}
