"""Synthetic damage is repaired, repairing is idempotent, and any text is accepted."""

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pypinyin import Style, pinyin

from loaders.repair.document import LINE_BREAK, CleanDocument
from loaders.repair.pipeline import repair, shifted_spans
from tests.fixtures.transcripts import traditional, with_pinyin

COMMON = traditional(
    "点亮湖光照见家乡请孩子们画灯把旧灯修好今年为大家准备了新的灯组也请老匠人讲讲怎样扎灯"
    "望川欢迎大家六月来看灯谢谢媒体朋友关心支持工作进展顺利安排周到"
)
sentences = st.text(st.sampled_from(COMMON), min_size=8, max_size=40)


@given(sentences, st.integers(1, 5))
def test_pinyin_readings_are_removed(sentence: str, every: int) -> None:
    clean = repair(with_pinyin(sentence, every=every))
    assert clean.lines[0].printed == sentence


def shifted(sentence: str, at: int) -> tuple[str, str] | None:
    """Insert pinyin into the GBK bytes of `sentence`, so that it splits a character.

    The pinyin is that of the character whose code is made of the second byte of character `at` and
    the first byte of the next. Return the damaged sentence and that character; None if there is
    none.
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
def test_shifted_bytes_are_restored_except_lost_ones(sentence: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(sentence) - 3))
    damaged = shifted(sentence, at)
    assume(damaged is not None)
    shown = damaged[0] if damaged else ""
    edits = shifted_spans(shown)
    assume(edits)
    edit = edits[0]
    original = sentence[at + 1 : at + 1 + len(edit.after)]
    # The bytes between the first and the last character are complete, so the result is certain.
    assert edit.after[1:-1] == original[1:-1]
    # The text before and after the span is unchanged.
    assert shown[: edit.start] == sentence[: at + 1]
    rest = shown[edit.end :]
    assert sentence.endswith(rest)
    assert at + 1 + len(edit.after) + len(rest) == len(sentence)


# Pieces of damage, combined at random so that kinds of damage meet.
FRAGMENTS = (
    *"湖光灯燈會网網的们著名力郃作躰槼乾张()（）[ \u3000\xa0&\u200b\xad\x00\x9bÄ?\ufffd\U0000d83d",
    *"\U0000de42\r\n\u2028\t１５：Ａ．“”，\uf900b",
    *("wǎng", "guāng", "de", "men", "wang3", "a\u030c", "yōu", "榇蠹医榻", "â€™", "００"),
    *("amp;", "nbsp;", "#28246;", "#x200b;", "lt;"),
)
damaged = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)
any_text = st.text(st.characters(exclude_categories=[]), max_size=60)


def text_of(clean: CleanDocument, *, as_printed: bool = False) -> str:
    return "\n".join(line.printed if as_printed else line.text for line in clean.lines)


@settings(max_examples=200, deadline=None)
@given(damaged | any_text)
def test_repairing_is_idempotent(page: str) -> None:
    once = text_of(repair(page))
    assert text_of(repair(once)) == once


@settings(max_examples=200, deadline=None)
@given(damaged | any_text)
def test_every_logged_repair_has_a_valid_position(page: str) -> None:
    clean = repair(page)
    lines = LINE_BREAK.split(page)
    for row in (*clean.repairs, *clean.unsettled):
        assert 1 <= row.column <= len(lines[row.line - 1])
        assert row.places >= 1
        assert f"{row.before}{row.after}".encode()
    assert all(line.text.encode() for line in clean.lines)


ENGLISH = "".join(chr(code) for code in range(0x20, 0x7F) if code != ord("&"))


@given(st.text(st.sampled_from(ENGLISH)))
def test_english_is_not_changed(text: str) -> None:
    clean = repair(f"{text} “It’s” – the lamp’s — “light” …")
    assert clean.repairs == ()
    assert text_of(clean) == f"{text} “It’s” – the lamp’s — “light” …".strip()


@given(st.integers(0, len(COMMON) - 30), st.integers(30, 60))
def test_big5_decoded_as_gb18030_is_restored(start: int, length: int) -> None:
    sentence = COMMON[start : start + length].encode("big5", errors="ignore").decode("big5")
    published = sentence.encode("big5").decode("gb18030")
    assert repair(published).lines[0].printed == sentence


KANA = "あいうえおかきくけこさしすせそたちつてとなにぬねのまみむめもらりるれろん"


@given(st.text(st.sampled_from(KANA), min_size=1))
def test_kana_is_not_taken_for_big5(text: str) -> None:
    assert repair(text).lines[0].text == text


@given(st.lists(st.sampled_from([*COMMON, "，", "。", "A", "1"]), min_size=1, max_size=60))
def test_an_undamaged_page_is_not_repaired(characters: list[str]) -> None:
    text = "".join(characters)
    kinds = {row.kind for row in repair(text).repairs}
    assert kinds <= {"script"}
