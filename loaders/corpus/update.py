"""A corpus that grows and shrinks: briefings of their own joined to it, or taken out again.

The tables of a corpus are the union of its briefings' own tables, with two things seen to.
Occurrences of every term and phrase of the whole vocabulary are counted in every paragraph whose
text is held, so that a word which one briefing brings is found in the others too. Where no text is
held nothing new can be counted: the vocabulary that was counted when the text was at hand is all
that can be asked of it ("not counted", not "not said").

A phrase that several briefings give has the row of the one that tells most of it: listed, then in
《》, then quoted, then by its statistics, the firmest first, which are those of that one text. That
of a briefing whose text is not held stays as it is.

DuckDB does the joining, from files and to files, so that no table is ever whole in memory.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from loaders import lexicon
from loaders.corpus.alignment import align
from loaders.corpus.recount import COUNTED, RECOUNTED, Batch, Recount, Vocabulary
from loaders.corpus.store import MANIFEST, low_memory_config, open_corpus, relation, write_sorted
from loaders.corpus.update_sql import JOIN, REMOVE, VOCABULARY
from loaders.errors import CorpusError
from loaders.schema import TABLES
from loaders.tables.rows import PARSER_VERSION

# Rows of one table that wait in memory to be written together, how many pieces they may come in (a
# piece of a few rows costs some kilobytes), and paragraphs counted together.
BUFFERED, MANY, BATCH = 100_000, 500, 1_000
TOGETHER = 250  # briefings whose rows are sorted together
FILLED = pa.schema(
    [
        ("briefing_id", pa.string()),
        ("paragraph", pa.int32()),
        ("text", pa.string()),
        ("repaired", pa.string()),
        ("published", pa.string()),
    ]
)

Counter = Callable[[Iterable[Batch]], Iterable[Recount]]


class CorpusIndex:
    """What a corpus holds already, by the bytes of the page and by the words of the speech."""

    def __init__(self, rows: Iterable[tuple[str, str, str, bool]]) -> None:
        self._by_sha: dict[str, str] = {}
        self._by_fingerprint: dict[str, str] = {}
        self._without_text = set[str]()
        for briefing_id, sha256, print_, holds_text in rows:
            self.add(briefing_id, sha256, print_)
            if not holds_text:
                self._without_text.add(briefing_id)

    def add(self, briefing_id: str, sha256: str, fingerprint: str) -> None:
        """Remember a briefing."""
        self._by_sha[sha256] = briefing_id
        self._by_fingerprint[fingerprint] = briefing_id

    def with_text(self, briefing_id: str) -> None:
        """Remember that the text of a briefing is held from now on."""
        self._without_text.discard(briefing_id)

    def find(self, sha256: str, fingerprint: str | None = None) -> tuple[str, bool] | None:
        """The briefing of these bytes or this speech, and whether its text is held."""
        found = self._by_sha.get(sha256) or self._by_fingerprint.get(fingerprint or "")
        return (found, found not in self._without_text) if found else None


class CorpusWriter:
    """The corpus in `folder`, or none yet, and what joins it; nothing changes before `write`.

    `start` is the corpus to begin with where `folder` has none: None for an empty one.
    """

    def __init__(self, folder: Path, *, start: Path | None) -> None:
        self._folder = folder
        here = open_corpus(folder) if (folder / MANIFEST).exists() else None
        self._version = here.version if here else None
        self._scratch = tempfile.TemporaryDirectory(prefix="briefings-")
        place = Path(self._scratch.name)
        self._connection = duckdb.connect(":memory:", config=low_memory_config(place))
        self._vocabulary = place / "vocabulary"
        columns = {f"new_{name}": table.arrow for name, table in TABLES.items()}
        columns |= {"filled": FILLED, "counted": COUNTED, "recounted": RECOUNTED}
        columns |= {"phrases_anew": TABLES["phrase_counts"].arrow}
        self._files = {name: _File(place / name, schema) for name, schema in columns.items()}
        old = folder if here else start
        for name, table in TABLES.items():
            path = (
                old / f"{name}.parquet" if old else _File(place / f"old_{name}", table.arrow).done()
            )
            self._know(f"old_{name}", path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._scratch.cleanup()

    def known(self) -> CorpusIndex:
        """What the corpus holds so far."""
        return CorpusIndex(
            self._rows(
                """SELECT b.briefing_id, b.source_sha256, b.fingerprint,
                    coalesce(bool_and(p.text IS NOT NULL), true)
                FROM old_briefings b LEFT JOIN old_paragraphs p USING (briefing_id)
                GROUP BY ALL ORDER BY 1"""
            )
        )

    def series(self) -> dict[str, tuple[str, str]]:
        """The series of the corpus: id -> names in Chinese and English."""
        rows = self._rows(
            "SELECT DISTINCT series, series_zh, series_en FROM old_briefings ORDER BY ALL"
        )
        return {name: (zh, en) for name, zh, en in rows}

    def add(self, tables: Mapping[str, pa.Table]) -> None:
        """Have a briefing join, from the tables of a corpus that holds it alone."""
        for name in TABLES:
            self._files[f"new_{name}"].append(tables[name])

    def fill(self, briefing_id: str, paragraphs: pa.Table) -> bool:
        """Put the text of a copy into a briefing that is here without; False where it differs."""
        here = self._rows(
            "SELECT paragraph, characters FROM old_paragraphs WHERE briefing_id = ? ORDER BY 1",
            [briefing_id],
        )
        texts = align([size for _, size in here], paragraphs.to_pylist())
        if texts is None:
            return False
        rows = [
            {"briefing_id": briefing_id, "paragraph": paragraph, **text}
            for (paragraph, _), text in zip(here, texts, strict=True)
        ]
        self._files["filled"].append(pa.Table.from_pylist(rows, schema=FILLED))
        return True

    def write(self, count: Counter) -> str:
        """Join everything and put it in the folder; return the new version.

        `count` does loaders.recount.recount for each batch. Raises CorpusError where there is no
        room for it, in memory or on the disk.
        """
        with self._room():
            return self._join(count)

    def _join(self, count: Counter) -> str:
        for name in [*(f"new_{name}" for name in TABLES), "filled"]:
            self._know(name, self._files[name].done())
        self._connection.execute(VOCABULARY)
        self._save_vocabulary()
        for found in count(self._batches()):
            for name, table in zip(("counted", "phrases_anew", "recounted"), found, strict=True):
                self._files[name].append(table)
        for name in ("counted", "phrases_anew", "recounted"):
            self._know(name, self._files[name].done())
        self._connection.execute(JOIN)
        return self._put()

    def remove(self, briefing_ids: Sequence[str]) -> str:
        """Take briefings out, with what only they used; return the new version.

        A term goes when no text that stays has it as a word, a phrase when none has it at all.
        Raises CorpusError where a briefing is not there.
        """
        here = {row[0] for row in self._rows("SELECT briefing_id FROM old_briefings")}
        missing = [name for name in briefing_ids if name not in here]
        if missing:
            raise CorpusError(
                f"{self._folder} holds no briefing {missing[0]}; `python -m loaders info` lists "
                f"the {len(here)} that it holds."
            )
        with self._room():
            self._connection.execute("CREATE TABLE gone (briefing_id VARCHAR)")
            self._connection.executemany("INSERT INTO gone VALUES (?)", [[n] for n in briefing_ids])
            self._connection.execute(REMOVE)
            return self._put()

    @contextmanager
    def _room(self) -> Iterator[None]:
        try:
            yield
        except (duckdb.OutOfMemoryException, duckdb.IOException) as error:
            raise CorpusError(
                f"{self._folder} is too large to be changed in the memory and on the disk at hand "
                f"({str(error).splitlines()[0]}); free some, or keep a corpus of fewer briefings."
            ) from error

    def _save_vocabulary(self) -> None:
        names = ("joined_terms", "joined_phrases", "added_terms", "added_phrases")
        words = (tuple(row[0] for row in self._rows(f"FROM {name}")) for name in names)
        Vocabulary(*words).save(self._vocabulary)

    def _batches(self) -> Iterator[Batch]:
        for name, joins in (("joining_paragraphs", True), ("held_paragraphs", False)):
            rows = self._connection.cursor().execute(f"FROM {name}")
            while found := rows.fetchmany(BATCH):
                yield Batch(self._vocabulary, joins, tuple(found))

    def _put(self) -> str:
        about = {"parser_version": PARSER_VERSION, "lexicon_version": lexicon.version()}
        ranges = self._ranges()
        chunks = {name: self._sorted(name, ranges) for name in TABLES}
        return write_sorted(chunks, self._folder, about, replaces=self._version)

    def _sorted(self, name: str, ranges: Sequence[str]) -> Iterator[pa.Table]:
        """The rows of a table by its key: of some briefings at a time, none sorted whole."""
        table = TABLES[name]
        columns = ", ".join(f'"{column}"' for column in table.columns)
        for within in ranges if table.key[0] == "briefing_id" else ["true"]:
            query = f"SELECT {columns} FROM {name} WHERE {within} ORDER BY {', '.join(table.key)}"
            for batch in self._connection.cursor().sql(query).to_arrow_reader(BUFFERED):
                yield pa.Table.from_batches([batch]).cast(table.arrow)

    def _ranges(self) -> list[str]:
        """Conditions that each hold of TOGETHER briefings, in the order of their ids."""
        ids = [row[0] for row in self._rows("SELECT briefing_id FROM briefings ORDER BY 1")]
        groups = [ids[place : place + TOGETHER] for place in range(0, len(ids), TOGETHER)]
        quoted = [[each.replace("'", "''") for each in (ids[0], ids[-1])] for ids in groups]
        return [f"briefing_id BETWEEN '{first}' AND '{last}'" for first, last in quoted]

    def _know(self, name: str, path: Path) -> None:
        self._connection.execute(relation(name, path))

    def _rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, list(parameters)).fetchall()


class _File:
    """A table on its way to a file, some rows at a time."""

    def __init__(self, path: Path, columns: pa.Schema) -> None:
        self._path, self._columns = path, columns
        self._writer: pq.ParquetWriter | None = None
        self._waiting: list[pa.Table] = []
        self._rows = 0

    def append(self, rows: pa.Table) -> None:
        """Have `rows` follow."""
        self._waiting.append(rows)
        self._rows += rows.num_rows
        if self._rows >= BUFFERED or len(self._waiting) >= MANY:
            self._flush()

    def done(self) -> Path:
        """Close the file; return where it is."""
        self._flush()
        if self._writer:
            self._writer.close()
        return self._path

    def _flush(self) -> None:
        self._writer = self._writer or pq.ParquetWriter(self._path, self._columns)
        together = pa.concat_tables([self._columns.empty_table(), *self._waiting])
        self._writer.write_table(together.combine_chunks())
        self._waiting, self._rows = [], 0
