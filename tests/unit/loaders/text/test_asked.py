"""Spans that ask in a question, marked by hand."""

import pytest

from loaders.text.asked import asked_spans


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("灯会办得好。请问,明年还办吗?谢谢。", ["请问,明年还办吗?谢谢。"]),
        ("我们注意到灯会很热闹。我的问题是,谁来扎灯?", ["我的问题是,谁来扎灯?"]),
        ("灯会去年办过。明年有哪些打算?谢谢。", ["明年有哪些打算?"]),
        ("谁扎灯?灯会很美。谁赏灯?", ["谁扎灯?", "谁赏灯?"]),
        ("灯会很美。请您介绍一下扎灯的情况。谢谢。", ["请您介绍一下扎灯的情况。谢谢。"]),
        ("灯会很美。", ["灯会很美。"]),
        ("", [""]),
    ],
)
def test_what_is_asked(text: str, asked: list[str]) -> None:
    assert [text[start:end] for start, end in asked_spans(text)] == asked
