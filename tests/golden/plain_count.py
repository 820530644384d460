"""Count the two real pages again: own reading, own repair, own counting, nothing of loaders/.

The words inside which a term is no word (LONGER), what each question asks (ASKED) and whose speech
is compared (HOSTS) were decided by reading both pages.
"""

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import opencc

ROOT = Path(__file__).parents[2]
PAGES = {2022: "2022-songhuajiang.txt", 2023: "2023-gansudaily.txt"}
# The two places of 2022 at which the bytes slipped.
SLIPPED = {"?yōu)榇蠹医榻B": "為大家介紹", "?qū)⒔哒\\": "將竭誠"}
HOSTS = ("盛荣华", "沈蕾", "牛一兵", "张彦")
# Turn of a question of 2023 -> the words with which it begins to ask; "" where it does at once.
ASKED = {
    6: "请问", 8: "我的问题", 10: "请问", 12: "", 14: "请问",
    16: "请问", 18: "请问", 20: "", 22: "请问", 25: "请问",
}  # fmt: skip
# Term -> the longer words of the pages inside which its characters are not that term.
LONGER: dict[str, list[str]] = tomllib.loads(
    Path(__file__).with_name("longer_words.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of speech: its year, the number of its turn, its kind, and whose it is."""

    year: int
    turn: int
    kind: str
    speaker: str
    text: str

    @property
    def is_compared(self) -> bool:
        """True for an opening statement of a slot that both briefings have."""
        return self.kind == "statement" and self.speaker in HOSTS

    @property
    def asked(self) -> str:
        """The text; of a question, what it asks."""
        if self.kind != "question":
            return self.text
        return self.text[self.text.index(ASKED[self.turn]) :]


def read(folder: Path) -> list[Paragraph]:
    """Return all paragraphs of speech of the two pages in `folder` or one of its subfolders."""
    return [
        paragraph
        for year, name in PAGES.items()
        for paragraph in _paragraphs(year, next(folder.rglob(name)).read_text(encoding="utf-8"))
    ]


def _paragraphs(year: int, page: str) -> Iterator[Paragraph]:
    turn, speaker, has_question, kind = 0, "", False, ""
    for line in _lines(year, page):
        label, text = _label(year, line)
        if label:
            turn, speaker = turn + 1, label
            has_question |= label.endswith("记者")
            kind = _kind(label, has_question=has_question)
        if text:
            yield Paragraph(year, turn, kind, speaker, text)


def _lines(year: int, page: str) -> Iterator[str]:
    if year == 2022:
        page = re.sub(r"\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,7}\)", "", _restore(page))
        page = opencc.OpenCC("t2s").convert(page).replace("著力", "着力")
        page = page[page.index("  国务院新闻办新闻局") : page.index("(松花江网编辑")]
    else:
        page = page[page.index("  国务院新闻办新闻局") : page.index("版权声明")]
    for line in page.split("\n"):
        if line.startswith("  "):
            yield " ".join(line.split())


def _restore(page: str) -> str:
    for slipped, text in SLIPPED.items():
        page = page.replace(slipped, text)
    return page


def _label(year: int, line: str) -> tuple[str, str]:
    """Return the speaker whom `line` names before a colon, "" for none, and the rest of it."""
    before, colon, rest = line.partition(":")
    if year == 2022:
        names = ("寿小丽", "盛荣华", "沈蕾")
        found = next((name for name in names if colon and before.endswith(name)), "")
        return (found, rest) if found else ("", line)
    if not colon or rest or len(before) > 30 or re.search("[,。“]", before):
        return "", line
    return next((name for name in (*HOSTS, "邢慧娜") if before.endswith(name)), before), ""


def _kind(speaker: str, *, has_question: bool) -> str:
    if speaker in ("寿小丽", "邢慧娜"):
        return "moderation"
    if speaker.endswith("记者"):
        return "question"
    return "answer" if has_question else "statement"


def count(term: str, text: str) -> tuple[int, int]:
    """Return how often `text` has `term`, and how often not inside one of its LONGER words."""
    masked = text
    for longer in LONGER.get(term, []):
        masked = masked.replace(longer, longer.replace(term, "\0"))
    return text.count(term), masked.count(term)


def topics() -> dict[str, dict[str, Any]]:
    """Return topic id -> its entry in the lexicon's file."""
    with (ROOT / "data" / "lexicon" / "topics.toml").open("rb") as file:
        return {entry["topic_id"]: entry for entry in tomllib.load(file)["topic"]}


def count_topic(entry: dict[str, Any], paragraphs: Sequence[Paragraph]) -> int:
    """Return how many places of what is asked or said in `paragraphs` have a term of `entry`."""
    return sum(_places(paragraph.asked, entry) for paragraph in paragraphs)


def _places(text: str, entry: dict[str, Any]) -> int:
    places = position = 0
    while position < len(text):
        exception = _longest(entry.get("except", []), text, position)
        term = _longest(entry["terms"], text, position)
        if not exception and term and _is_inside(term, text, position):
            term = ""
        places += bool(term) and not exception
        position += len(exception or term) or 1
    return places


def _longest(words: Collection[str], text: str, position: int) -> str:
    return max((word for word in words if text.startswith(word, position)), key=len, default="")


def _is_inside(term: str, text: str, position: int) -> bool:
    return any(
        text.startswith(longer, position - longer.index(term)) for longer in LONGER.get(term, [])
    )
