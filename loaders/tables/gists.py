"""Build the table `gists` from data/gists.toml, and check it against the paragraphs' texts."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

import msgspec
import pyarrow as pa

from loaders import schema
from loaders.errors import LexiconError
from loaders.lexicon.records import Record, Rows, Text
from loaders.text.measures import characters

FILE = Path(__file__).resolve().parents[2] / "data" / "gists.toml"
HASH_DIGITS = 8
MIN_CHARACTERS = 25  # a shorter paragraph has no gist: what it is can be said by rule


class Gist(Record, frozen=True):
    """A paragraph in words of this project; `hash` is text_hash of what was summarised."""

    briefing: Text
    paragraph: Annotated[int, msgspec.Meta(ge=1)]
    hash: Annotated[str, msgspec.Meta(pattern=f"^[0-9a-f]{{{HASH_DIGITS}}}$")]
    zh: Text
    en: Text


class _File(Record, frozen=True):
    gist: Rows[Gist]


def gists(texts: pa.Table) -> pa.Table:
    """Build `gists`: those of data/gists.toml for the briefings in `texts`.

    texts: columns briefing_id, paragraph and text. Raises LexiconError if a listed briefing has a
    paragraph of MIN_CHARACTERS or more without a gist, or a gist whose paragraph is missing, short
    or not the text that was summarised.
    """
    listed = _listed()
    rows = schema.rows_of(texts, "briefing_id", "paragraph", "text")
    briefings = {briefing for briefing, _ in listed}
    wanted = {
        (briefing, paragraph): text_hash(text)
        for briefing, paragraph, text in rows
        if briefing in briefings and characters(text) >= MIN_CHARACTERS
    }
    present = {briefing for briefing, _ in wanted}
    own = {key: gist for key, gist in listed.items() if key[0] in present}
    for key in sorted(wanted.keys() | own.keys()):
        _check(key, wanted.get(key), own.get(key))
    return schema.from_rows(
        "gists",
        (
            {
                "briefing_id": briefing,
                "paragraph": paragraph,
                "text_hash": gist.hash,
                "gist_zh": gist.zh,
                "gist_en": gist.en,
            }
            for (briefing, paragraph), gist in own.items()
        ),
    )


def text_hash(text: str) -> str:
    """Return the first eight hexadecimal digits of the SHA-256 of a paragraph's `text`."""
    return hashlib.sha256(text.encode()).hexdigest()[:HASH_DIGITS]


@cache
def _listed() -> Mapping[tuple[str, int], Gist]:
    try:
        rows = msgspec.toml.decode(FILE.read_bytes(), type=_File).gist
    except (OSError, msgspec.DecodeError) as error:
        raise LexiconError(f"{FILE} cannot be read: {error}; correct it.") from error
    listed = {(row.briefing, row.paragraph): row for row in rows}
    if len(listed) < len(rows):
        raise LexiconError(f"{FILE} has two gists of one paragraph; keep one of the two.")
    return listed


def _check(key: tuple[str, int], found: str | None, gist: Gist | None) -> None:
    where = "{}, {}, paragraph {}".format(FILE.name, *key)
    if gist is None:
        raise LexiconError(f"{where}: a gist is missing; its hash is {found}.")
    if found is None:
        raise LexiconError(f"{where}: the page has no paragraph of that length there.")
    if found != gist.hash:
        raise LexiconError(
            f"{where}: the text is not the one that was summarised ({gist.hash}); read the gist "
            f"against it again, then enter the hash {found}."
        )
