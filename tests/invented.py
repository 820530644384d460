"""An invented corpus for tests: two briefings on a kite festival in a province that does not exist.

2031: only the opening was captured, and its page announces questions. 2032: 1,000 characters with
three questions: one answered, one answered by two people, one left without an answer. Every figure
is round, so that what a test expects can be worked out by hand. A fifth person attends 2031 and
does not speak.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from loaders.schema import TABLES, empty
from loaders.store import Corpus, open_corpus, write

__all__ = ["TURNS", "bare", "corpus", "tables"]

_PEOPLE = {
    "lin-yizhou": ("林一舟", "Lin Yizhou"),
    "tao-jianshan": ("陶见山", "Tao Jianshan"),
    "gu-nanqiao": ("顾南乔", "Gu Nanqiao"),
    "zhou-tang": ("周棠", "Zhou Tang"),
}
_OUTLETS = {
    "morning-news": ("青禾晨报", "Qinghe Morning News", "provincial"),
    "kite-central": ("风筝中央台", "Kite Central", "central"),
    "harbour-post": ("海声日报", "Harbour Post", "hong_kong_macau"),
}
_BODIES = {
    "kite-office": ("风筝节办公室", "Kite Office", "central"),
    "songling": ("松岭省委", "Songling Province", "province"),
    "qinghe": ("青禾市委", "Qinghe City", "city"),
    "kite-union": ("风筝联合会", "Kite Union", "association"),
    "press-house": ("新闻办", "Press House", "central"),
}
# briefing, turn, speaker, kind, section, reply_to, characters, syllables
TURNS = [
    ("kite-2031", 1, "lin-yizhou", "moderation", "opening", None, 40, 44),
    ("kite-2031", 2, "tao-jianshan", "statement", "opening", None, 300, 330),
    ("kite-2031", 3, "lin-yizhou", "moderation", "opening", None, 20, 22),
    ("kite-2031", 4, "zhou-tang", "statement", "opening", None, 140, 154),
    ("kite-2032", 1, "lin-yizhou", "moderation", "opening", None, 60, 66),
    ("kite-2032", 2, "tao-jianshan", "statement", "opening", None, 400, 440),
    ("kite-2032", 3, "lin-yizhou", "moderation", "q_and_a", None, 20, 22),
    ("kite-2032", 4, "morning-news", "question", "q_and_a", None, 30, 33),
    ("kite-2032", 5, "tao-jianshan", "answer", "q_and_a", 4, 250, 275),
    ("kite-2032", 6, "kite-central", "question", "q_and_a", None, 40, 44),
    ("kite-2032", 7, "zhou-tang", "answer", "q_and_a", 6, 100, 110),
    ("kite-2032", 8, "gu-nanqiao", "answer", "q_and_a", 6, 60, 66),
    ("kite-2032", 9, "harbour-post", "question", "q_and_a", None, 20, 22),
    ("kite-2032", 10, "lin-yizhou", "moderation", "q_and_a", None, 20, 22),
]
# briefing, speaker, title, organisation, slot, spoke
_APPEARANCES = [
    ("kite-2031", "lin-yizhou", "主持人", "press-house", "moderator", True),
    ("kite-2031", "tao-jianshan", "风筝节办公室主任", "kite-office", "convening_body", True),
    ("kite-2031", "zhou-tang", "松岭省委委员", "songling", "host_province", True),
    ("kite-2031", "gu-nanqiao", "风筝联合会秘书长", "kite-union", "association", False),
    ("kite-2032", "lin-yizhou", "主持人", "press-house", "moderator", True),
    ("kite-2032", "tao-jianshan", "风筝节办公室主任", "kite-office", "convening_body", True),
    ("kite-2032", "zhou-tang", "青禾市委委员", "qinghe", "host_city", True),
    ("kite-2032", "gu-nanqiao", "风筝联合会秘书长", "kite-union", "association", True),
    ("kite-2032", "morning-news", None, None, "press", True),
    ("kite-2032", "kite-central", None, None, "press", True),
    ("kite-2032", "harbour-post", None, None, "press", True),
]
_FACTS = [
    ("kite-2031", "dates", "2031-04-05"),
    ("kite-2031", "city", "青禾"),
    ("kite-2031", "organiser", "风筝节办公室"),
    ("kite-2032", "dates", "2032-04-04"),
    ("kite-2032", "city", "青禾"),
    ("kite-2032", "organiser", "风筝节办公室"),
    ("kite-2032", "organiser", "松岭省委"),
    ("kite-2032", "sub_forum", "纸鸢分论坛"),
]
_REPAIR = {
    "briefing_id": "kite-2031", "repair": 1, "kind": "pinyin_annotation", "line": 3, "column": 7,
    "before": "風(fēng)", "after": "風", "places": 1,
}  # fmt: skip


def tables() -> Mapping[str, pd.DataFrame]:
    """Every table of the invented corpus; those that the views do not read are empty."""
    turns = _turns()
    filled = {
        "briefings": _briefings(turns),
        "speakers": _speakers(),
        "organisations": _frame("organisations", [(k, *v) for k, v in _BODIES.items()]),
        "appearances": _frame("appearances", _APPEARANCES),
        "turns": turns,
        "paragraphs": _paragraphs(turns),
        "repairs": _records("repairs", [_REPAIR]),
        "facts": _frame(
            "facts", [(b, n, *fact, None, None, None) for n, (b, *fact) in enumerate(_FACTS, 1)]
        ),
    }
    return {name: filled.get(name, empty(name)) for name in TABLES}


def bare() -> Mapping[str, pd.DataFrame]:
    """The same tables with nothing known that need not be: every optional column is null."""
    optional = {
        name: [field.name for field in table.fields if field.nullable]
        for name, table in TABLES.items()
    }
    return {name: frame.assign(**dict.fromkeys(optional[name])) for name, frame in tables().items()}


def corpus(folder: Path, content: Mapping[str, pd.DataFrame] | None = None) -> Corpus:
    """Write `content`, or else the invented corpus, to `folder` and open it."""
    about = {"parser_version": "invented", "lexicon_version": "invented"}
    write(content or tables(), folder, about)
    return open_corpus(folder)


def _frame(name: str, rows: Sequence[tuple[object, ...]]) -> pd.DataFrame:
    built = pd.DataFrame(rows, columns=TABLES[name].columns)
    numeric = empty(name).select_dtypes("number").dtypes
    return built.astype(numeric.to_dict())


def _records(name: str, rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    return _frame(name, [tuple(row[column] for column in TABLES[name].columns) for row in rows])


def _turns() -> pd.DataFrame:
    rows = [
        (briefing, turn, who, kind, section, reply, size, size, syllables, 1, 1, None, None,
         syllables / 220 * 60, "estimated")
        for briefing, turn, who, kind, section, reply, size, syllables in TURNS
    ]  # fmt: skip
    return _frame("turns", rows)


def _paragraphs(turns: pd.DataFrame) -> pd.DataFrame:
    numbered = turns.assign(paragraph=turns.groupby("briefing_id").cumcount() + 1)
    built = numbered.assign(
        tokens_jieba=0, tokens_lexicon=0, text=None, repaired=None, published=None
    )
    return _frame(
        "paragraphs",
        list(built[TABLES["paragraphs"].columns].itertuples(index=False, name=None)),
    )


def _speakers() -> pd.DataFrame:
    people = [(key, False, zh, en, zh, None) for key, (zh, en) in _PEOPLE.items()]
    outlets = [(key, True, zh, en, zh, kind) for key, (zh, en, kind) in _OUTLETS.items()]
    return _frame("speakers", [*people, *outlets])


def _briefings(turns: pd.DataFrame) -> pd.DataFrame:
    return _records("briefings", [_briefing(year, turns) for year in (2031, 2032)])


def _briefing(year: int, turns: pd.DataFrame) -> dict[str, object]:
    own = turns[turns["briefing_id"] == f"kite-{year}"]
    size = int(own["characters"].sum())
    return {
        "briefing_id": f"kite-{year}",
        "series": "kite",
        "series_zh": "风筝节",
        "series_en": "Kite Festival",
        "year": year,
        "title": f"{year}年风筝节新闻发布会",
        "date_held": f"{year}-04-01",
        "date_held_basis": "stated",
        "published_at": f"{year}-04-02T10:00",
        "publisher": "青禾网",
        "credited_to": "青禾晨报",
        "source_url": "https://kite.example/2032" if year == 2032 else None,
        "source_sha256": str(year % 10) * 64,
        "fingerprint": str(year % 10) * 16,
        "host_province": "松岭",
        "host_city": "青禾",
        "host_city_en": "Qinghe",
        "sections_captured": "opening" if year == 2031 else "opening,q_and_a",
        "sections_announced": "opening,q_and_a",
        "turns": len(own),
        "speakers": own["speaker_id"].nunique(),
        "questions": int((own["kind"] == "question").sum()),
        "paragraphs": len(own),
        "characters": size,
        "han_characters": size,
        "repairs": 1 if year == 2031 else 0,
        "parser_version": "invented",
        "lexicon_version": "invented",
    }
