"""Merge briefings into a corpus on disk, or remove them from it.

The tables of a corpus are the union of the tables of its briefings, with two exceptions.

Every term and phrase of the whole vocabulary is counted in every paragraph with a stored text, so
that a word which one briefing adds is found in all others too. In a paragraph without text nothing
new can be counted: it has counts only for the vocabulary of the time when its text was available. A
missing count there means "not counted", not "not said".

A phrase that several briefings have gets one of their rows: by source (lexicon, then 《》, then
quotation, then statistics), and of several rows with that source the one with the highest mutual
information. The entropies and the mutual information in that row are those of one briefing. A
phrase that occurs in a briefing without text keeps its stored row.

DuckDB merges from files to files, so that no table is in memory as a whole.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from loaders import lexicon
from loaders.corpus.alignment import align
from loaders.corpus.engine import low_memory_config, relation_sql
from loaders.corpus.manifest import current_version, has_pointer
from loaders.corpus.publication import publish, writing
from loaders.corpus.recount import PHRASE_COUNTS, TERM_OCCURRENCES, Batch, BatchCounts, Vocabulary
from loaders.corpus.snapshot import take_current
from loaders.corpus.store import BUNDLED
from loaders.corpus.update_sql import MERGE, REMOVE, VOCABULARY
from loaders.errors import CorpusError
from loaders.fingerprint import Stated, are_of_one_year
from loaders.sandbox.own_folder import own_folder
from loaders.schema import TABLES, TEXT_COLUMNS
from loaders.tables.rows import PARSER_VERSION

# A table's buffer is written to its file at this many rows, or at this many chunks (each of which
# costs some kilobytes, even with a few rows).
MAX_BUFFERED_ROWS, MAX_BUFFERED_CHUNKS = 20_000, 500
BATCH_SIZE = 1_000  # paragraphs counted together
BRIEFINGS_PER_SORT = 250  # briefings whose rows are sorted together
# In a briefing with more characters, the paragraphs with so many are sorted together.
CHARACTERS_PER_SORT = 40_000
FILLED_TEXTS = pa.schema(
    [
        TABLES["paragraphs"].arrow.field(column)
        for column in ("briefing_id", "paragraph", *TEXT_COLUMNS)
    ]
)

CountBatches = Callable[[Iterable[Batch]], Iterable[BatchCounts]]


def require_own_corpus(folder: Path, *, new: bool) -> None:
    """Raise CorpusError if `folder` is that of the bundled corpus, which only `build` may change.

    If `new` is false, it also raises CorpusError for a folder without a corpus.
    """
    if folder.resolve() == BUNDLED.resolve():
        raise CorpusError(
            f"{folder} is the bundled corpus, which `build` alone makes; name a folder of your own "
            "with --corpus."
        )
    if not new and not has_pointer(folder):
        raise CorpusError(f"{folder} holds no corpus; name the folder of one with --corpus.")


class CorpusIndex:
    """Index of the briefings of a corpus, by SHA-256 of the page and by fingerprint of the speech.

    A row of `rows` is (briefing_id, sha256, fingerprint, has_text, fields of Stated).
    """

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._by_sha: dict[str, str] = {}
        self._by_fingerprint: dict[str, list[tuple[str, Stated]]] = {}
        self._without_text = set[str]()
        for briefing_id, sha256, fingerprint, has_text, *stated in rows:
            self.add(briefing_id, sha256, fingerprint, Stated(*stated))
            if not has_text:
                self._without_text.add(briefing_id)

    def add(self, briefing_id: str, sha256: str, fingerprint: str, stated: Stated) -> None:
        """Add a briefing to the index, as one with text."""
        self._by_sha[sha256] = briefing_id
        self._by_fingerprint.setdefault(fingerprint, []).append((briefing_id, stated))

    def mark_text_held(self, briefing_id: str) -> None:
        """Record that the corpus now has the text of a briefing."""
        self._without_text.discard(briefing_id)

    def find(self, sha256: str) -> tuple[str, bool] | None:
        """Return (briefing_id, has_text) of the briefing of the page with this SHA-256, or None."""
        found = self._by_sha.get(sha256)
        return (found, found not in self._without_text) if found else None

    def find_copy(self, fingerprint: str, stated: Stated) -> tuple[str, bool] | None:
        """Return (briefing_id, has_text) of the briefing of which a page is a copy, or None."""
        for briefing_id, other in self._by_fingerprint.get(fingerprint, ()):
            if are_of_one_year(stated, other):
                return briefing_id, briefing_id not in self._without_text
        return None


class CorpusWriter:
    """Context manager that merges briefings into the corpus in `folder` or removes them from it.

    It is the only writer of the corpus from its creation to its end; waiting: called once if
    another run has to end first. Briefings are queued by `add` and `fill_text`. Only `write` and
    `remove` change `folder`. If it has no corpus, `start` is the folder of the corpus to begin
    with, None for an empty corpus. All methods raise CorpusError if memory or disk space run out.
    """

    def __init__(
        self, folder: Path, *, start: Path | None, waiting: Callable[[], None] = lambda: None
    ) -> None:
        self._folder = folder
        with ExitStack() as stack:
            stack.enter_context(writing(folder, waiting=waiting))
            with self._space_errors():
                self._open(stack, start)
            self._stack = stack.pop_all()

    def _open(self, stack: ExitStack, start: Path | None) -> None:
        temporary = tempfile.TemporaryDirectory(prefix="merge-", dir=own_folder())
        scratch = Path(stack.enter_context(temporary))
        old = self._folder if has_pointer(self._folder) else start
        snapshot = take_current(old) if old else None
        self._version = snapshot.manifest.version if snapshot and old == self._folder else None
        self._connection = duckdb.connect(":memory:", config=low_memory_config(scratch))
        stack.callback(self._connection.close)
        self._vocabulary = scratch / "vocabulary"
        schemas = {f"new_{name}": table.arrow for name, table in TABLES.items()}
        schemas |= {"filled_texts": FILLED_TEXTS, "counted_terms": TERM_OCCURRENCES}
        schemas |= {"counted_phrases": PHRASE_COUNTS}
        self._files = {name: _TableFile(scratch / name, schema) for name, schema in schemas.items()}
        for name, table in TABLES.items():
            empty = _TableFile(scratch / f"old_{name}", table.arrow)
            self._register(f"old_{name}", snapshot.files[name] if snapshot else [empty.close()])
        self._snapshot = snapshot  # its files are read until the end

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def index(self) -> CorpusIndex:
        """Return an index of the briefings that the corpus has before `write`."""
        return CorpusIndex(
            self._fetch(
                """SELECT b.briefing_id, b.source_sha256, b.fingerprint,
                    coalesce(bool_and(p.text IS NOT NULL), true),
                    b.title, b.date_held, b.published_at
                FROM old_briefings b LEFT JOIN old_paragraphs p USING (briefing_id)
                GROUP BY ALL ORDER BY 1"""
            )
        )

    def series(self) -> dict[str, tuple[str, str]]:
        """Return the series before `write`, as id -> (Chinese name, English name)."""
        rows = self._fetch(
            "SELECT DISTINCT series, series_zh, series_en FROM old_briefings ORDER BY ALL"
        )
        return {name: (zh, en) for name, zh, en in rows}

    def add(self, tables: Mapping[str, pa.Table]) -> None:
        """Queue the tables of a new briefing, to be merged by `write`."""
        with self._space_errors():
            for name in TABLES:
                self._files[f"new_{name}"].append(tables[name])

    def fill_text(self, briefing_id: str, paragraphs: pa.Table) -> bool:
        """Queue the text of a copy for a briefing stored without text, to be merged by `write`.

        `paragraphs` are those of the copy. Returns False, and queues nothing, if the numbers of
        characters show another text (alignment.align).
        """
        stored = self._fetch(
            "SELECT paragraph, characters FROM old_paragraphs WHERE briefing_id = ? ORDER BY 1",
            [briefing_id],
        )
        texts = align([size for _, size in stored], paragraphs.to_pylist())
        if texts is None:
            return False
        rows = [
            {"briefing_id": briefing_id, "paragraph": paragraph, **text}
            for (paragraph, _), text in zip(stored, texts, strict=True)
        ]
        with self._space_errors():
            self._files["filled_texts"].append(pa.Table.from_pylist(rows, schema=FILLED_TEXTS))
        return True

    def write(self, count: CountBatches) -> str:
        """Merge all queued briefings and texts, write the corpus, and return its new version.

        `count` maps recount.count_batch over batches. Raises SchemaError if the tables are not
        valid, and CorpusError.
        """
        with self._space_errors():
            return self._merge(count)

    def _merge(self, count: CountBatches) -> str:
        for name in [*(f"new_{name}" for name in TABLES), "filled_texts"]:
            self._register(name, [self._files[name].close()])
        self._connection.execute(VOCABULARY)
        self._save_vocabulary()
        counted = ("counted_terms", "counted_phrases")
        for counts in count(self._batches()):
            for name, table in zip(counted, counts, strict=True):
                self._files[name].append(table)
        for name in counted:
            self._register(name, [self._files[name].close()])
        self._connection.execute(MERGE)
        return self._write_corpus()

    def remove(self, briefing_ids: Sequence[str]) -> str:
        """Remove briefings, and words that only they used; return the corpus's new version.

        A term is removed if the segmenter cuts it out of no remaining paragraph. A phrase is
        removed if no remaining paragraph contains it; a phrase of the lexicon always stays, and the
        term with the same wording stays while a paragraph contains it. Raises CorpusError if a
        briefing is not in the corpus, and the errors of `write`.
        """
        stored = {row[0] for row in self._fetch("SELECT briefing_id FROM old_briefings")}
        missing = [name for name in briefing_ids if name not in stored]
        if missing:
            raise CorpusError(
                f"{self._folder} holds no briefing {missing[0]}; `python -m loaders info` lists "
                f"the {len(stored)} that it holds."
            )
        with self._space_errors():
            self._connection.execute("CREATE TABLE removed (briefing_id VARCHAR)")
            ids = [[briefing_id] for briefing_id in briefing_ids]
            self._connection.executemany("INSERT INTO removed VALUES (?)", ids)
            self._connection.execute(REMOVE)
            return self._write_corpus()

    @contextmanager
    def _space_errors(self) -> Iterator[None]:
        try:
            yield
        except (OSError, duckdb.OutOfMemoryException, duckdb.IOException) as error:
            raise CorpusError(
                f"{self._folder} cannot be changed with the memory and the disk space at hand "
                f"({str(error).splitlines()[0]}); free some, there and in {tempfile.gettempdir()}, "
                "or keep a corpus of fewer briefings. It is as it was."
            ) from error

    def _save_vocabulary(self) -> None:
        names = ("all_terms", "all_phrases", "added_terms", "added_phrases")
        words = (tuple(row[0] for row in self._fetch(f"FROM {name}")) for name in names)
        Vocabulary(*words).save(self._vocabulary)

    def _batches(self) -> Iterator[Batch]:
        for name, is_new in (("new_texts", True), ("old_texts", False)):
            cursor = self._connection.cursor().execute(f"FROM {name}")
            while rows := cursor.fetchmany(BATCH_SIZE):
                yield Batch(self._vocabulary, is_new, tuple(rows))

    def _write_corpus(self) -> str:
        metadata = {"parser_version": PARSER_VERSION, "lexicon_version": lexicon.version()}
        chunks = {name: self._sorted_chunks(name) for name in TABLES}
        # Windows has no lock on the folder.
        if (current_version(self._folder) if has_pointer(self._folder) else None) != self._version:
            raise CorpusError(f"{self._folder} was changed meanwhile by another run; run it again.")
        return publish(chunks, self._folder, metadata)

    def _sorted_chunks(self, name: str) -> Iterator[pa.Table]:
        """Yield the rows of table `name` in chunks, sorted by the table's key.

        If the key begins with briefing_id, only the rows of one of _ranges are sorted at a time.
        """
        table = TABLES[name]
        columns = ", ".join(f'"{column}"' for column in table.columns)
        key = ", ".join(table.key)
        by_paragraph = table.key[1:2] == ("paragraph",)
        is_whole = table.key[0] != "briefing_id"
        for condition in ["true"] if is_whole else self._ranges(by_paragraph=by_paragraph):
            query = f"SELECT {columns} FROM {name} WHERE {condition} ORDER BY {key}"
            for batch in self._connection.cursor().sql(query).to_arrow_reader(MAX_BUFFERED_ROWS):
                yield pa.Table.from_batches([batch]).cast(table.arrow)

    def _ranges(self, *, by_paragraph: bool) -> Iterator[str]:
        """Yield SQL conditions, in order, that each select BRIEFINGS_PER_SORT briefings.

        by_paragraph: a long briefing is selected by conditions of its own, by paragraphs.
        """
        sql = f"SELECT briefing_id, characters > {CHARACTERS_PER_SORT} FROM briefings ORDER BY 1"
        for is_long, rows in groupby(self._fetch(sql), lambda row: row[1] and by_paragraph):
            ids = ["'" + briefing_id.replace("'", "''") + "'" for briefing_id, _ in rows]
            if is_long:
                yield from (each for name in ids for each in self._paragraph_ranges(name))
                continue
            for start in range(0, len(ids), BRIEFINGS_PER_SORT):
                group = ids[start : start + BRIEFINGS_PER_SORT]
                yield f"briefing_id BETWEEN {group[0]} AND {group[-1]}"

    def _paragraph_ranges(self, quoted_id: str) -> Iterator[str]:
        """Yield SQL conditions, in order, that each select CHARACTERS_PER_SORT of a briefing."""
        ends = self._fetch(
            f"""SELECT max(paragraph) FROM (SELECT paragraph,
                sum(characters) OVER (ORDER BY paragraph) // {CHARACTERS_PER_SORT} AS part
                FROM paragraphs WHERE briefing_id = {quoted_id}) GROUP BY part ORDER BY 1"""
        )
        for (before,), (last,) in pairwise([(0,), *ends]):
            yield f"briefing_id = {quoted_id} AND paragraph > {before} AND paragraph <= {last}"

    def _register(self, name: str, files: Sequence[Path]) -> None:
        self._connection.execute(relation_sql(name, files))

    def _fetch(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self._connection.execute(sql, list(parameters)).fetchall()


class _TableFile:
    """A Parquet file that is written through a buffer of rows."""

    def __init__(self, path: Path, columns: pa.Schema) -> None:
        self._path, self._columns = path, columns
        self._writer: pq.ParquetWriter | None = None
        self._buffer: list[pa.Table] = []
        self._buffered_rows = 0

    def append(self, rows: pa.Table) -> None:
        """Add `rows` to the buffer, and write the buffer to the file if it is full."""
        self._buffer.append(rows)
        self._buffered_rows += rows.num_rows
        if self._buffered_rows >= MAX_BUFFERED_ROWS or len(self._buffer) >= MAX_BUFFERED_CHUNKS:
            self._flush()

    def close(self) -> Path:
        """Write the rest of the buffer and close the file; return its path."""
        self._flush()
        if self._writer:
            self._writer.close()
        return self._path

    def _flush(self) -> None:
        self._writer = self._writer or pq.ParquetWriter(self._path, self._columns)
        rows = pa.concat_tables([self._columns.empty_table(), *self._buffer])
        self._writer.write_table(rows.combine_chunks())
        self._buffer, self._buffered_rows = [], 0
