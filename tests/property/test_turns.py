"""Turns keep every character of speech, and every form of label round-trips."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.errors import NotATranscriptError
from loaders.parsing.pipeline import parse
from loaders.repair.pipeline import repair
from tests.fixtures.transcripts import transcript_of

# Sentences without a colon that do not begin like a list, a number or a time.
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
    def render(briefing: Turns) -> str:
        blocks = (
            (f"{before}{label}{colon}{after}" + "\n".join(lines)) for label, lines in briefing
        )
        return "\n".join(blocks)

    return render


def _table(briefing: Turns) -> str:
    rows = (f"| {label} | {line} |" for label, lines in briefing for line in lines)
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
    "literal line break": lambda briefing: _inline("：")(briefing).replace("\n", r"\n"),
    "one paragraph": lambda briefing: _inline("：")(briefing).replace("\n", ""),
    "table": _table,
    "stamp before": _inline("：", before="[10:02:33] "),
    "cell": _inline("\t"),
}


def _expected_turns(briefing: Turns, *, joined: bool) -> list[list[str]]:
    """Return [speaker, *paragraphs] of each turn; turns in a row of one speaker are merged.

    joined: the paragraphs below one label count as one paragraph.
    """
    merged: list[list[str]] = []
    for label, lines in briefing:
        if not merged or merged[-1][0] != NAMES[label]:
            merged.append([NAMES[label]])
        merged[-1] += ["".join(lines)] if joined else lines
    return merged


@pytest.mark.parametrize("form", RENDERERS)
@settings(max_examples=40)  # of each of 16 forms: 640 briefings
@given(briefing=turns)
def test_every_form_of_label_round_trips(form: str, briefing: Turns) -> None:
    transcript = transcript_of(RENDERERS[form](briefing))
    found = [
        [turn.label.name, *(line.text for line in turn.paragraphs)] for turn in transcript.turns
    ]
    assert found == _expected_turns(briefing, joined=form == "one paragraph")


@given(briefing=turns, stamps=st.lists(st.integers(0, 59), min_size=8, max_size=8))
def test_times_after_each_block_are_timestamps_not_speech(
    briefing: Turns, stamps: list[int]
) -> None:
    times = [f"2031-05-06 10:{minute:02}:00" for minute in stamps[: len(briefing)]]
    page = "\n".join(
        f"{label}：\n" + "\n".join([*lines, time])
        for (label, lines), time in zip(briefing, times, strict=True)
    )
    transcript = transcript_of(page)
    text = "".join(line.text for turn in transcript.turns for line in turn.paragraphs)
    assert text == "".join(line for _, lines in briefing for line in lines)
    assert all(turn.timestamp in times and turn.start is None for turn in transcript.turns)


PIECES = [
    "陆明远：", "青禾省文旅厅副厅长陆明远：", "望川晚报记者：", "【白杉】", "### 白杉：",
    "**白杉**：", "问：", "答：", "主持人：", "来源：", "10:02:33", "[00:01]", "SPEECH", "SPEECH",
    "SPEECH", "我们有三点：", "（笑）", r"\n", "\n", "\n", "\n", "|", "Q: ", "Jane Green: ", "> ",
    "- ", "1. ", " ", "图片", "版权声明", "相关链接", "2031-05-06 来源：青禾台",
]  # fmt: skip


def _numbered(pieces: list[str]) -> str:
    """Join the pieces, with a distinct sentence such as 灯甲乙 for each SPEECH."""
    signs = "甲乙丙丁戊己庚辛"
    speech = (f"灯{signs[i // 8]}{signs[i % 8]}。" for i in range(len(pieces)))
    return "".join(next(speech) if piece == "SPEECH" else piece for piece in pieces)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(_numbered))
def test_no_speech_is_lost_or_doubled(page: str) -> None:
    try:
        clean, transcript = parse(repair(page), name="page.txt")
    except NotATranscriptError:
        return
    spoken = "".join(line.text for turn in transcript.turns for line in turn.paragraphs)
    body = "".join(line.text for line in clean.lines if not line.is_boilerplate)
    heard, on_page = re.findall("灯..。", spoken), re.findall("灯..。", body)
    # Text above the first label is the header; all below belongs to a speaker.
    assert heard == on_page[len(on_page) - len(heard) :]


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(page: str) -> None:
    try:
        read = transcript_of(page).turns
    except NotATranscriptError:
        return
    assert all(line.text for turn in read for line in turn.paragraphs)
