"""Corpora that hold their texts: the two invented pages, and as many generated ones as wanted."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from loaders.briefing import entry_of, read_briefing
from loaders.build import build
from loaders.readers import read_bytes
from loaders.rows import ROWS
from loaders.schema import TABLES, empty
from loaders.store import Corpus, open_corpus, write
from tests import invented
from tests.transcripts import DAMAGED, LABELS_APART, catalogue

__all__ = ["corpus", "generated", "open_tables", "tables"]

TEXTS = ["text", "repaired", "published"]
_PAGES = {"lantern-2031": LABELS_APART, "lantern-2030": DAMAGED}
_CATALOGUE = catalogue(_PAGES)
for _row in _CATALOGUE["source"]:
    _row["url"] = f"https://lantern.example/{_row['briefing_id']}"


def tables(*without: str) -> Mapping[str, pd.DataFrame]:
    """The tables of both invented pages with their texts, but for the briefings `without`."""
    documents = [read_bytes(f"{name}.txt", page.encode()) for name, page in _PAGES.items()]
    built = build(documents, catalogue=_CATALOGUE)
    briefings = [read_briefing(page, entry_of(page, _CATALOGUE)) for page in documents]
    texts = pd.DataFrame(list(ROWS["paragraphs"](briefings)))
    held = texts.loc[~texts["briefing_id"].isin(without), ["briefing_id", "paragraph", *TEXTS]]
    paragraphs = built["paragraphs"].drop(columns=TEXTS)
    joined = paragraphs.merge(held, how="left", on=["briefing_id", "paragraph"])
    joined = joined.assign(**{name: joined[name].astype(object) for name in TEXTS})
    return {**built, "paragraphs": joined.where(joined.notna(), None)}


def generated(count: int, *, text: str, paragraphs: int = 1) -> Mapping[str, pd.DataFrame]:
    """`count` briefings of one speaker, of so many paragraphs with the same `text` each."""
    whole = invented.tables()
    first = {
        name: whole[name].loc[whole[name]["briefing_id"] == "kite-2032"].head(1)
        for name in ("briefings", "appearances", "turns", "paragraphs")
    }
    names = [f"gen-{number:05}" for number in range(count)]
    turn = {"turn": 1, "paragraphs": paragraphs}
    many = {name: _for_each(frame, names) for name, frame in first.items()}
    inside = many["paragraphs"].loc[many["paragraphs"].index.repeat(paragraphs)]
    numbered = inside.assign(
        paragraph=(inside.groupby("briefing_id").cumcount() + 1).astype("int32"),
        turn=1,
        characters=sum(map(str.isalnum, text)),
        **dict.fromkeys(TEXTS, text),
    )
    filled = {**whole, **many, "turns": many["turns"].assign(**turn), "paragraphs": numbered}
    return {
        name: filled[name] if name in {*many, "speakers", "organisations"} else empty(name)
        for name in TABLES
    }


def _for_each(frame: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    repeated = frame.loc[frame.index.repeat(len(names))].reset_index(drop=True)
    return repeated.assign(briefing_id=names)


def open_tables(folder: Path, content: Mapping[str, pd.DataFrame]) -> Corpus:
    """Write `content` to `folder` and open it."""
    write(content, folder, {"parser_version": "invented", "lexicon_version": "invented"})
    return open_corpus(folder)


def corpus(folder: Path, *without: str) -> Corpus:
    """Both invented pages with their texts, but for the briefings `without`."""
    return open_tables(folder, tables(*without))
