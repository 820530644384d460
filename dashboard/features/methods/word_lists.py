"""The word lists of data/lexicon, as rows, and their comments."""

from collections.abc import Iterator
from typing import Any

import pandas as pd

from loaders import lexicon

# Lexicon field -> column of the tables.
_COLUMNS = {"class": "outlet_class", "en": "value_en", "en_source": "value_en_source"}


def lexicon_about(name: str) -> str:
    """Return the comment at the beginning of data/lexicon/`name`.toml, without its # signs."""
    lines = (lexicon.FOLDER / f"{name}.toml").read_text(encoding="utf-8").splitlines()
    head = []
    for line in lines:
        if not line.startswith("#"):
            break
        head.append(line.removeprefix("#").removeprefix(" "))
    return "\n".join(head).strip()


def lexicon_rows(name: str) -> pd.DataFrame:
    """Return the entries of data/lexicon/`name`.toml: a row per entry, a column per field.

    A list is joined to one text. Named lists of words (stopwords) have one row per list. Raises
    LexiconError, as lexicon.read does.
    """
    rows = [
        row for group, entries in lexicon.read(name).items() for row in _entries(group, entries)
    ]
    frame = pd.DataFrame([{field: _plain(row[field]) for field in row} for row in rows])
    frame = frame.rename(columns=_COLUMNS)
    return frame.astype(object).where(frame.notna(), None)


def _entries(group: str, entries: Any) -> Iterator[dict[str, Any]]:
    if isinstance(entries, list):
        yield from entries
    elif isinstance(entries, dict):
        for name, content in entries.items():
            if isinstance(content, list):
                yield {"list": group, "word_class": name, "words": content}
            elif name != "reason":
                yield {"id": name, "reason": content}


def _plain(value: object) -> object:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {text}" for key, text in value.items())
    return "、".join(map(str, value)) if isinstance(value, list) else value
