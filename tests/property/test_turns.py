"""Turns keep every character of speech, and what is rendered in any form of label reads back."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.errors import NotATranscriptError
from loaders.parsing.boilerplate import set_aside
from loaders.parsing.transcript import read_transcript
from loaders.repair.pipeline import repair
from tests.fixtures.transcripts import cleaned

# Somebody's words: sentences without a colon, which begin like no list, number or time.
WORDS = "灯湖光点亮照见家乡今年为大家准备了新的欢迎来看请孩子们画把旧修好谢"
sentences = st.text(st.sampled_from(WORDS), min_size=2, max_size=30).map(lambda words: words + "。")
paragraphs = st.lists(sentences, min_size=1, max_size=3)
PODIUM = ("青禾省文旅厅副厅长陆明远", "望川市文旅局局长白杉", "青禾省灯彩协会秘书长欧阳岚")
PRESS = ("望川晚报记者", "青禾日报记者")
NAMES = {
    PODIUM[0]: "陆明远", PODIUM[1]: "白杉", PODIUM[2]: "欧阳岚", PRESS[0]: "望川晚报",
    PRESS[1]: "青禾日报",
}  # fmt: skip
turns = st.lists(st.tuples(st.sampled_from([*PODIUM, *PRESS]), paragraphs), min_size=2, max_size=8)
Turns = list[tuple[str, list[str]]]


def _inline(colon: str, before: str = "", after: str = "") -> Callable[[Turns], str]:
    def render(said: Turns) -> str:
        blocks = ((f"{before}{label}{colon}{after}" + "\n".join(lines)) for label, lines in said)
        return "\n".join(blocks)

    return render


def _table(said: Turns) -> str:
    rows = (f"| {label} | {line} |" for label, lines in said for line in lines)
    return "\n".join(("| 发言人 | 内容 |", "| --- | --- |", *rows))


RENDERERS: dict[str, Callable[[Turns], str]] = {
    "full-width colon": _inline("："),
    "half-width colon and a space": _inline(": "),
    "vertical colon": _inline("︰"),
    "own line": _inline("：\n"),
    "brackets": _inline("】", before="【"),
    "brackets with a colon": _inline("]：", before="["),
    "bold": _inline("：**", before="**"),
    "bold, colon outside": _inline("**：", before="**"),
    "heading": _inline("：\n", before="### "),
    "heading without a colon": _inline("\n", before="## "),
    "bullet": _inline("：", before="- "),
    "literal line break": lambda said: _inline("：")(said).replace("\n", r"\n"),
    "one paragraph": lambda said: _inline("：")(said).replace("\n", ""),
    "table": _table,
    "stamp before": _inline("：", before="[10:02:33] "),
    "cell": _inline("\t"),
}


def _spoken(said: Turns, *, joined: bool) -> list[list[str]]:
    """Speaker and paragraphs of each stretch, one label after the same one being one stretch."""
    stretches: list[list[str]] = []
    for label, lines in said:
        if not stretches or stretches[-1][0] != NAMES[label]:
            stretches.append([NAMES[label]])
        stretches[-1] += ["".join(lines)] if joined else lines
    return stretches


@pytest.mark.parametrize("form", RENDERERS)
@settings(max_examples=40)  # of each of 16 forms: 640 briefings
@given(said=turns)
def test_a_rendered_briefing_reads_back(form: str, said: Turns) -> None:
    reading = read_transcript(cleaned(RENDERERS[form](said)).lines, name="page.txt")
    got = [[turn.label.name, *(line.text for line in turn.paragraphs)] for turn in reading.turns]
    assert got == _spoken(said, joined=form == "one paragraph")


@given(said=turns, stamps=st.lists(st.integers(0, 59), min_size=8, max_size=8))
def test_times_behind_each_block_are_kept_and_are_no_speech(said: Turns, stamps: list[int]) -> None:
    times = [f"2031-05-06 10:{minute:02}:00" for minute in stamps[: len(said)]]
    page = "\n".join(
        f"{label}：\n" + "\n".join([*lines, time])
        for (label, lines), time in zip(said, times, strict=True)
    )
    reading = read_transcript(cleaned(page).lines, name="page.txt")
    text = "".join(line.text for turn in reading.turns for line in turn.paragraphs)
    assert text == "".join(line for _, lines in said for line in lines)
    assert all(turn.timestamp in times and turn.start is None for turn in reading.turns)


PIECES = [
    "陆明远：", "青禾省文旅厅副厅长陆明远：", "望川晚报记者：", "【白杉】", "### 白杉：",
    "**白杉**：", "问：", "答：", "主持人：", "来源：", "10:02:33", "[00:01]", "SAID", "SAID",
    "SAID", "我们有三点：", "（笑）", r"\n", "\n", "\n", "\n", "|", "Q: ", "Jane Green: ", "> ",
    "- ", "1. ", " ", "图片", "版权声明", "相关链接", "2031-05-06 来源：青禾台",
]  # fmt: skip


def _numbered(pieces: list[str]) -> str:
    """The pieces joined; each thing said is one of its own, such as 灯甲乙."""
    signs = "甲乙丙丁戊己庚辛"
    said = (f"灯{signs[i // 8]}{signs[i % 8]}。" for i in range(len(pieces)))
    return "".join(next(said) if piece == "SAID" else piece for piece in pieces)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(_numbered))
def test_no_character_of_speech_is_lost_or_doubled(page: str) -> None:
    clean = set_aside(repair(page))
    try:
        reading = read_transcript(clean.lines, name="page.txt")
    except NotATranscriptError:
        return
    spoken = "".join(line.text for turn in reading.turns for line in turn.paragraphs)
    kept = "".join(line.text for line in clean.lines if not line.furniture)
    said, on_page = re.findall("灯..。", spoken), re.findall("灯..。", kept)
    # What stands above the first label is the page's head; below it all is somebody's.
    assert said == on_page[len(on_page) - len(said) :]


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_a_sentence(page: str) -> None:
    try:
        said = read_transcript(cleaned(page).lines, name="page.txt").turns
    except NotATranscriptError:
        return
    assert all(line.text for turn in said for line in turn.paragraphs)
