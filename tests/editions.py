"""A reading for tests, as `python -m loaders parse --json` prints one: an invented briefing."""

from typing import Any

__all__ = ["edition", "mended", "repair", "turn"]


def turn(seq: int, speaker: str, kind: str, text: str, **stated: Any) -> dict[str, Any]:
    """One turn of the object, with nothing known that need not be."""
    fields: dict[str, Any] = {
        "title": None,
        "organisation": None,
        "slot": "other",
        "section": "opening",
        "reply_to": None,
        "timestamp": None,
        "start": None,
        "end": None,
    }
    size = sum(character.isalnum() for character in text)
    known = {"seq": seq, "speaker": speaker, "kind": kind, "text": text, "characters": size}
    return {**fields, **known, **stated}


def edition() -> dict[str, Any]:
    """Five turns: two of a moderator, a statement of two paragraphs, a question and its answer."""
    host = {"title": "省政府新闻办主任", "organisation": "省政府新闻办", "slot": "moderator"}
    office = {"title": "灯彩协会会长", "organisation": "灯彩协会", "slot": "association"}
    asked = {"section": "q_and_a"}
    return {
        "source": "lanterns.txt",
        "encoding": "utf-8",
        "script": "simplified",
        "title": "湖光灯会新闻发布会",
        "date_held": "2031-05-06",
        "published_at": "2031-05-06T09:30",
        "publisher": "青禾在线",
        "sections": {"captured": ["opening", "q_and_a"], "announced": ["opening", "q_and_a"]},
        "repairs": [],
        "warnings": [],
        "turns": [
            turn(1, "谷雨晴", "moderation", "大家好。", **host),
            turn(2, "欧阳岚", "statement", "灯会六月开始。\n灯有两千盏。", **office),
            turn(3, "谷雨晴", "moderation", "请提问。", **host, **asked),
            turn(4, "望川晚报", "question", "灯放在哪里?", slot="press", **asked),
            turn(5, "欧阳岚", "answer", "放在湖边。", reply_to=4, **office, **asked),
        ],
    }


def repair(
    kind: str, line: int, before: str, after: str, span: tuple[int, int] | None = None
) -> dict[str, Any]:
    """A repair of a turn, at the first column of a line, at characters `span` of the turn."""
    start, end = span or (None, None)
    place = {"line": line, "column": 1}
    return {
        "kind": kind, "place": place, "before": before, "after": after, "start": start, "end": end,
    }  # fmt: skip


def mended() -> dict[str, Any]:
    """The same with the lines of its page, on which the second turn was repaired four times.

    One was in its label, one at 月 of 六月开始, two in the second paragraph at 有 and 盏.
    """
    reading = edition()
    lines = [[2], [5, 6], [8], [10], [12]]
    for turn, own in zip(reading["turns"], lines, strict=True):
        first = own[0] if turn["seq"] in (1, 5) else own[0] - 1
        turn |= {"line": first, "line_end": own[-1], "lines": own, "repairs": []}
    reading["turns"][1]["repairs"] = [
        repair("pinyin_annotation", 4, "(lán)", ""),
        repair("pinyin_annotation", 5, "(yuè)", "", (3, 4)),
        repair("character", 6, "郃", "有", (9, 10)),
        repair("html_entity", 6, "&#30430;", "盏", (12, 13)),
    ]
    reading["turns"][4]["repairs"] = [repair("invisible_character", 12, "\u200b", "", (0, 1))]
    return reading
