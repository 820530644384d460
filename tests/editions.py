"""A reading for tests, as `python -m loaders parse --json` prints one: an invented briefing."""

from typing import Any

__all__ = ["edition", "turn"]


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
