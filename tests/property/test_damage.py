"""Damage done on purpose is undone: readings in brackets, and bytes that slipped by one."""

from hypothesis import assume, given
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from loaders.repair import repair, shifted_spans
from tests.transcripts import annotated, traditional

COMMON = traditional(
    "点亮湖光照见家乡请孩子们画灯把旧灯修好今年为大家准备了新的灯组也请老匠人讲讲怎样扎灯"
    "望川欢迎大家六月来看灯谢谢媒体朋友关心支持工作进展顺利安排周到"
)
sentences = st.text(st.sampled_from(COMMON), min_size=8, max_size=40)


@given(sentences, st.integers(1, 5))
def test_readings_come_out_again(sentence: str, every: int) -> None:
    clean = repair(annotated(sentence, every=every))
    assert clean.lines[0].printed == sentence


def slipped(sentence: str, at: int) -> tuple[str, str] | None:
    """`sentence` as a mirror shows it that put a reading across characters `at` and `at` + 1.

    With the character whose code lies across the two; None where there is none.
    """
    data = sentence.encode("gbk")
    try:
        across = data[2 * at + 1 : 2 * at + 3].decode("gbk")
    except UnicodeDecodeError:
        return None
    reading = pinyin(across, style=Style.TONE, errors="ignore") if len(across) == 1 else None
    if not reading:
        return None
    bracket = f"({reading[0][0]})".encode("gbk", errors="ignore")
    cut = 2 * at + 3
    return (data[:cut] + bracket + data[cut:]).decode("gbk", errors="replace"), across


@given(sentences, st.data())
def test_slipped_bytes_come_back_but_for_what_is_lost(sentence: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sentence) - 3))
    damaged = slipped(sentence, at)
    assume(damaged is not None)
    shown = damaged[0] if damaged else ""
    edits = shifted_spans(shown)
    assume(edits)
    edit = edits[0]
    original = sentence[at + 1 : at + 1 + len(edit.after)]
    # The bytes between the first and the last character are all there: nothing is left to chance.
    assert edit.after[1:-1] == original[1:-1]
    # What lies before and behind the span was never touched.
    assert shown[: edit.start] == sentence[: at + 1]
    rest = shown[edit.end :]
    assert sentence.endswith(rest)
    assert at + 1 + len(edit.after) + len(rest) == len(sentence)
