"""The corpus on disk: one Parquet file a table and a manifest, read through DuckDB.

The same tables give the same bytes on any machine: rows are sorted by key, columns are in the
schema's order, and the manifest's version is a hash of the tables' own hashes.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from loaders.corpus.validation import validate
from loaders.errors import CorpusError, SchemaError
from loaders.sandbox.limits import VARIABLE
from loaders.schema import SCHEMA_VERSION, TABLES, to_arrow, to_pandas

if sys.platform != "win32":
    import fcntl

__all__ = ["BUNDLED", "Corpus", "frugal", "open_corpus", "relation", "write", "write_sorted"]

BUNDLED = Path(__file__).resolve().parents[2] / "data" / "corpus"
MANIFEST = "manifest.json"
REMEDY = "rebuild it with `python -m loaders build`"
# So many rows are written together, also of a table that is never whole in memory: the same rows
# then give the same bytes.
ROWS_TOGETHER = 122_880
# Bytes of a file whose rows fit in memory many times over.
SMALL = 1_000_000


class Corpus:
    """A corpus opened read-only. Safe to share between threads: each call takes its own cursor."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        self.folder = folder
        self.manifest = manifest
        self._connection = duckdb.connect(":memory:", config={**_threads()})
        for name in TABLES:
            path = str(folder / f"{name}.parquet").replace("'", "''")
            self._connection.execute(f"CREATE VIEW {name} AS FROM read_parquet('{path}')")

    @property
    def version(self) -> str:
        """Twelve hexadecimal digits that change when any table does."""
        return str(self.manifest["version"])

    def table(self, name: str) -> pd.DataFrame:
        """All rows of table `name`, in key order."""
        if name not in TABLES:
            raise CorpusError(f"There is no table {name}; the tables are {', '.join(TABLES)}.")
        key = ", ".join(TABLES[name].key)
        arrow = self._connection.cursor().sql(f"FROM {name} ORDER BY {key}").to_arrow_table()
        return to_pandas(arrow.cast(TABLES[name].arrow))

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        """The rows that `sql` selects; values go in `parameters`, never into the text.

        An integer column that holds a null comes back as pandas' Int64, never as a float.
        """
        arrow = self._connection.cursor().sql(sql, params=list(parameters)).to_arrow_table()
        frame: pd.DataFrame = arrow.to_pandas()
        gaps = [f.name for f in arrow.schema if _has_gaps(f, arrow)]
        return frame.astype(dict.fromkeys(gaps, "Int64"))


def open_corpus(folder: Path = BUNDLED) -> Corpus:
    """Open the corpus in `folder`. Raises CorpusError where it is missing, damaged or outdated."""
    _recover(folder)
    manifest = _manifest(folder)
    if manifest.get("schema_version") != SCHEMA_VERSION:
        raise CorpusError(
            f"{folder} is of schema {manifest.get('schema_version')}, "
            f"expected {SCHEMA_VERSION}; {REMEDY}."
        )
    for name in TABLES:
        path = folder / f"{name}.parquet"
        entry = manifest["tables"].get(name)
        if (
            not path.is_file()
            or not isinstance(entry, dict)
            or entry.get("sha256") != _digest(path)
        ):
            raise CorpusError(f"{path} is not the file that the manifest names; {REMEDY}.")
    return Corpus(folder, manifest)


def _manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CorpusError(
            f"{folder} holds no corpus ({error.strerror}: {path}); {REMEDY}."
        ) from error
    except ValueError as error:
        raise CorpusError(f"{path} is damaged ({error}); {REMEDY}.") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("tables"), dict):
        raise CorpusError(f"{path} is damaged: it lists no tables; {REMEDY}.")
    return manifest


def write(tables: Mapping[str, pd.DataFrame], folder: Path, about: Mapping[str, Any]) -> str:
    """Validate `tables`, put them in the place of the corpus in `folder`, return its version.

    `about` joins the manifest (parser and lexicon versions). The new corpus is written beside the
    old one and then takes its place; whatever goes wrong, one of the two is there. A server that is
    running has to be started again. Raises CorpusError where `folder` holds anything but a corpus,
    or cannot be written.
    """
    validate(tables)
    whole = {name: [to_arrow(name, tables[name])] for name in TABLES}
    return _put(folder, lambda new: _write_all(whole, new, about), lambda: None)


def write_sorted(
    chunks: Mapping[str, Iterable[pa.Table]],
    folder: Path,
    about: Mapping[str, Any],
    *,
    replaces: str | None,
) -> str:
    """As `write`, for tables that come chunk by chunk, each sorted by its key.

    No table is held whole; what `validate` checks is checked on the files that were written.
    `replaces` is the version of the corpus that these tables were made from, None where there was
    none: raises CorpusError where another stands in `folder` by now.
    """

    def make(new: Path) -> str:
        version = _write_all(chunks, new, about)
        _insist_on_schema(new)
        return version

    def insist() -> None:
        there = (folder / MANIFEST).exists() and _manifest(folder)["version"] != replaces
        if there:
            raise CorpusError(f"{folder} was changed meanwhile by another run; run this one again.")

    return _put(folder, make, insist)


def _put(folder: Path, make: Callable[[Path], str], insist: Callable[[], None]) -> str:
    """Have `make` write a new corpus beside `folder` and put it there; return its version.

    `insist` raises where it may no longer take that place: nobody else changes it meanwhile.
    """
    _recover(folder)
    _insist_on_corpus(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".corpus-") as scratch:
            version = make(Path(scratch) / "new")
            with _locked(folder.parent):
                insist()
                _replace(folder, Path(scratch) / "new")
    except OSError as error:
        raise CorpusError(f"{folder} cannot be written: {error.strerror or error}.") from error
    return version


def _insist_on_corpus(folder: Path) -> None:
    """Refuse a place that holds anything which no build has put there."""
    ours = {MANIFEST, *(f"{name}.parquet" for name in TABLES)}
    if folder.is_dir():
        strange = sorted(path.name for path in folder.iterdir() if path.name not in ours)
    else:
        strange = [folder.name] if folder.exists() else []
    if strange:
        raise CorpusError(
            f"{folder} holds {strange[0]}, which is no part of a corpus, and would lose it; "
            "name an empty or a new folder."
        )


def _write_all(
    tables: Mapping[str, Iterable[pa.Table]], folder: Path, about: Mapping[str, Any]
) -> str:
    folder.mkdir()
    entries = {name: _write_table(tables[name], folder, name) for name in TABLES}
    together = "".join(f"{name}{entry['sha256']}" for name, entry in entries.items())
    version = hashlib.sha256(together.encode()).hexdigest()[:12]
    manifest = {"version": version, "schema_version": SCHEMA_VERSION, **about, "tables": entries}
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    return version


def _replace(folder: Path, fresh: Path) -> None:
    """Put `fresh` in the place of `folder`, or leave `folder` as it was."""
    if not folder.exists():
        fresh.rename(folder)
        return
    old = _set_aside(folder)
    shutil.rmtree(old, ignore_errors=True)
    folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old)


def _set_aside(folder: Path) -> Path:
    """Where the old corpus stands while the new one takes its place."""
    return folder.with_name(f".{folder.name}.old")


def _recover(folder: Path) -> None:
    """Put the old corpus back where a run was killed between its two steps."""
    old = _set_aside(folder)
    if folder.exists() or not (old / MANIFEST).is_file():
        return
    with _locked(folder.parent):  # or a run is between its two steps just now
        if not folder.exists() and old.exists():
            old.rename(folder)


@contextmanager
def _locked(parent: Path) -> Iterator[None]:
    """Change what stands in `parent` while nobody else does. Windows has no such lock."""
    if sys.platform == "win32":
        yield
        return
    place = os.open(parent, os.O_RDONLY)
    try:
        fcntl.flock(place, fcntl.LOCK_EX)
        yield
    finally:
        os.close(place)


def _write_table(chunks: Iterable[pa.Table], folder: Path, name: str) -> dict[str, Any]:
    import pyarrow.parquet as pq  # noqa: PLC0415 - the server, which only reads, saves 20 MB

    path = folder / f"{name}.parquet"
    columns, rows = TABLES[name].arrow, 0
    with pq.ParquetWriter(path, columns, compression="zstd", store_schema=False) as writer:
        last = columns.empty_table()
        for together in _even(chunks, columns):
            _insist_on_keys(name, pa.concat_tables([last, together]))
            last = together.slice(max(0, together.num_rows - 1))
            writer.write_table(together)
            rows += together.num_rows
    return {"rows": rows, "sha256": _digest(path)}


def _insist_on_keys(name: str, rows: pa.Table) -> None:
    """Refuse sorted `rows` of which two have one key: they stand side by side."""
    from pyarrow import compute  # noqa: PLC0415 - as above

    if rows.num_rows < 2:
        return
    same = [
        compute.equal(rows[column].slice(1), rows[column].slice(0, rows.num_rows - 1))
        for column in TABLES[name].key
    ]
    twice = compute.index(reduce(compute.and_, same), True).as_py()
    if twice >= 0:
        row = rows.select(list(TABLES[name].key)).slice(twice, 1).to_pylist()[0]
        raise SchemaError(f"Table {name}: the key {list(row.values())} stands on two rows.")


def _even(chunks: Iterable[pa.Table], columns: pa.Schema) -> Iterator[pa.Table]:
    """The rows of `chunks`, ROWS_TOGETHER at a time; of no rows, one empty table."""
    held, first = columns.empty_table(), True
    for chunk in chunks:
        held = pa.concat_tables([held, chunk])
        while held.num_rows >= ROWS_TOGETHER:
            yield held.slice(0, ROWS_TOGETHER).combine_chunks()
            held, first = held.slice(ROWS_TOGETHER), False
    if held.num_rows or first:
        yield held.combine_chunks()


def _insist_on_schema(folder: Path) -> None:
    """What validation.validate checks of frames, of the files in `folder`: codes and references."""
    with duckdb.connect(":memory:", config=frugal(folder.parent)) as connection:
        for name in TABLES:
            connection.execute(relation(name, folder / f"{name}.parquet"))
        for name, sql in _breaches():
            found = connection.execute(sql).fetchone()
            if found:
                raise SchemaError(f"Table {name}: {list(found)} breaks a key, code or reference.")


def frugal(scratch: Path) -> dict[str, str | bool | int | float | list[str]]:
    """Settings with which DuckDB takes 1 GB at most and puts the rest into files in `scratch`.

    In a process under limits it takes what those leave beside the parser.
    """
    return {
        **_threads(),
        "memory_limit": "160MB" if os.environ.get(VARIABLE) else "1GB",
        "preserve_insertion_order": False,
        "temp_directory": str(scratch / "spilt"),
    }


def _threads() -> dict[str, int]:
    """Return DuckDB's numbers of threads: one of each kind in a process under limits."""
    return {"threads": 1, "async_threads": 1} if os.environ.get(VARIABLE) else {"threads": 2}


def relation(name: str, path: Path) -> str:
    """The statement by which DuckDB knows the rows of a Parquet file as `name`.

    A small file is read once, a large one by each query.
    """
    kind = "TABLE" if path.stat().st_size < SMALL else "VIEW"
    quoted = str(path).replace("'", "''")
    return f"CREATE {kind} {name} AS FROM read_parquet('{quoted}')"


def _breaches() -> Iterator[tuple[str, str]]:
    """Queries that find a row which breaks the schema, and the table that each looks at."""
    for name, table in TABLES.items():
        for column, codes in table.codes.items():
            listed = ", ".join(f"'{code}'" for code in codes)
            yield name, f"SELECT {column} FROM {name} WHERE {column} NOT IN ({listed}) LIMIT 1"
        for columns, target in table.references:
            pairs = list(zip(columns, TABLES[target].key, strict=True))
            match = " AND ".join(f"a.{ours} = b.{theirs}" for ours, theirs in pairs)
            stated = " AND ".join(f"a.{ours} IS NOT NULL" for ours in columns)
            shown = ", ".join(f"a.{ours}" for ours in columns)
            lost = f"SELECT {shown} FROM {name} a ANTI JOIN {target} b ON {match}"
            yield name, f"{lost} WHERE {stated} LIMIT 1"


def _has_gaps(column: pa.Field, arrow: pa.Table) -> bool:
    return bool(pa.types.is_integer(column.type) and arrow.column(column.name).null_count)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
