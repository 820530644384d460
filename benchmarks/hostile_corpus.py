"""A corpus with every payload in every field: of two editions, a transcript and a lexicon.

Behind a payload of an edition comes its end (`end_of`), by which it is found on a page again. The
parser repairs a transcript, as it must, so the payloads of the transcript have no end.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from benchmarks.payloads import HOST, PAYLOADS
from loaders.contract import MAX_NAME
from loaders.corpus.store import open_corpus, write

ENDS = {name: f"z{number}q" for number, name in enumerate(PAYLOADS)}
SOURCE = f"https://{HOST}/source"  # the only link that a document may make: to where it is from
_FILE_NAMES = ("=1+1 [a](b) <b>.json", "<img src=x onerror=a>.json", "@a :smile: www.a.invalid.txt")
_UPLOAD, _REFUSED = (
    f"{PAYLOADS['onerror']} www.{HOST}.json",
    f"a@{HOST} [a](b) :material_skull:.txt",
)
# Copies are recognised by the Han characters of the speech, so that each year has its greeting.
_GREETINGS = {2029: "晚上好。", 2030: "早上好。", 2031: "下午好。"}
_MAX_TITLE = 1_000


def make(folder: Path) -> Path:
    """Make the corpus by `python -m loaders add`, in `folder`; return its own folder.

    Raises CalledProcessError if the pages are not added.
    """
    pages = folder / "pages"
    pages.mkdir()
    contents = [*map(json.dumps, (edition(2030), edition(2031))), _transcript()]
    for name, content in zip(_FILE_NAMES, contents, strict=True):
        (pages / name).write_text(content, encoding="utf-8")
    corpus = folder / "corpus"
    command = [sys.executable, "-m", "loaders", "add", str(pages), "--empty", "--jobs", "1"]
    environment = {**os.environ, "BRIEFING_CORPUS": str(corpus)}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    _name_topics(corpus)
    return corpus


def write_upload(folder: Path) -> list[Path]:
    """Write an edition that is not in the corpus, and a file that no reader takes, to `folder`."""
    contents = {_UPLOAD: json.dumps(edition(2029)), _REFUSED: "灯会今天开幕。\n"}
    for name, content in contents.items():
        (folder / name).write_text(content, encoding="utf-8")
    return [folder / name for name in contents]


def edition(year: int) -> dict[str, Any]:
    """Return an edition as JSON, with a statement or an exchange by each payload."""
    names = [*PAYLOADS]
    half = names[len(names) // 2 :] if year == 2031 else names[: len(names) // 2]
    host = {"speaker": "谷雨晴", "kind": "moderation", "slot": "moderator"}
    turns = [_turn(host, "opening", _GREETINGS[year])]
    turns += [_turn(_speaker(name, "statement"), "opening", _speech(name)) for name in names[::2]]
    for name in names[1::2]:
        asked = len(turns) + 1
        turns += [
            _turn(_speaker(name, "question"), "q_and_a", f"请问{_ended(name)}怎么样？"),
            _turn(_speaker(name, "answer"), "q_and_a", _speech(name), reply_to=asked),
        ]
    series = _joined(names, MAX_NAME)
    return {
        "source": _UPLOAD, "encoding": "utf-8", "script": "simplified",
        "title": _joined(half, _MAX_TITLE), "date_held": f"{year}-05-06",
        "published_at": f"{year}-05-06T09:30", "publisher": _joined(half[2:], MAX_NAME),
        "series": "hostile", "series_zh": series, "series_en": series, "url": SOURCE,
        "sections": {"announced": ["opening", "q_and_a"]}, "repairs": [], "warnings": [],
        "turns": [{"seq": seq, **turn} for seq, turn in enumerate(turns, 1)],
    }  # fmt: skip


def _turn(fields: dict[str, Any], section: str, text: str, **more: Any) -> dict[str, Any]:
    unstated = dict.fromkeys(
        ("title", "organisation", "reply_to", "timestamp", "start", "end"), None
    )
    return {**unstated, **fields, "section": section, "text": text, **more}


def _speaker(name: str, kind: str) -> dict[str, Any]:
    slot = "press" if kind == "question" else "association"
    said = dict.fromkeys(("speaker", "title", "organisation"), _ended(name))
    return {**said, "kind": kind, "slot": slot}


def _speech(name: str) -> str:
    payload = _ended(name)
    return "\n".join(
        (
            f"{payload}。网络文明大会由{payload}主办，以“{payload}”为主题。",
            f"我们发布《{payload}》，启动“{payload}”行动，保护未成年人，超过3万{payload}。",
            payload,
        )
    )


def _ended(name: str) -> str:
    """Return the payload `name` and its end."""
    return f"{PAYLOADS[name]} {ENDS[name]}"


def _joined(names: Sequence[str], limit: int) -> str:
    """Return as many of the payloads `names` as fit in `limit` characters, each with its end."""
    joined = ""
    for name in names:
        longer = f"{joined} {_ended(name)}".strip()
        joined = longer if len(longer) <= limit else joined
    return joined


def _transcript() -> str:
    """Return a page with the payloads as title, publisher, labels and speech."""
    payloads = [*PAYLOADS.values()]
    speech = "\n\n".join(f"  青禾省文旅厅厅长 毕岩:{each}灯会。{each}" for each in payloads)
    labels = "\n\n".join(f"  {each}:灯会六月开始。" for each in payloads)
    return (
        f"{payloads[0]} 2032湖光灯会新闻发布会\n\n2032-05-06 10:20    来源:{payloads[7]}\n\n"
        f"  青禾省新闻办副主任、新闻发言人 谷雨晴:各位来宾,下午好。\n\n{speech}\n\n{labels}\n"
    )


def _name_topics(folder: Path) -> None:
    """Give the topics of the corpus in `folder` payloads as names, as a lexicon might."""
    corpus = open_corpus(folder)
    tables = {name: corpus.table(name) for name in corpus.manifest.tables}
    names = [*islice(cycle(map(_ended, PAYLOADS)), len(tables["topics"]))]
    tables["topics"] = tables["topics"].assign(label_zh=names, label_en=names)
    write(tables, folder, corpus.manifest.metadata)
