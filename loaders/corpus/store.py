"""The corpus on disk: one Parquet file for each table and a manifest, read through DuckDB.

The same tables give the same bytes on any machine: rows are sorted by key, columns are in the
schema's order, and the manifest's version is a hash of the hashes of the tables.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from loaders.corpus.validation import check_relations, check_unique_keys, validate
from loaders.errors import CorpusError
from loaders.sandbox.limits import is_limited
from loaders.schema import SCHEMA_VERSION, TABLES, to_arrow, to_pandas

if sys.platform != "win32":
    import fcntl

BUNDLED = Path(__file__).resolve().parents[2] / "data" / "corpus"
MANIFEST = "manifest.json"
REBUILD_HINT = "rebuild it with `python -m loaders build`"
# Rows of a Parquet row group. It is fixed, so that a table written in chunks has the same bytes as
# one written at once.
ROW_GROUP_SIZE = 122_880
# Tables up to this file size are loaded into memory; larger ones are read by each query.
MAX_LOADED_BYTES = 1_000_000


class Corpus:
    """A corpus opened read-only.

    Threads may share one instance: each call takes its own cursor.
    """

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        self.folder = folder
        self.manifest = manifest
        self._connection = duckdb.connect(":memory:", config={**_threads()})
        for name in TABLES:
            path = str(folder / f"{name}.parquet").replace("'", "''")
            self._connection.execute(f"CREATE VIEW {name} AS FROM read_parquet('{path}')")

    @property
    def version(self) -> str:
        """12 hexadecimal digits that change when any table does."""
        return str(self.manifest["version"])

    def table(self, name: str) -> pd.DataFrame:
        """Return all rows of table `name`, sorted by key; CorpusError if `name` is unknown."""
        if name not in TABLES:
            raise CorpusError(f"There is no table {name}; the tables are {', '.join(TABLES)}.")
        key = ", ".join(TABLES[name].key)
        arrow = self._connection.cursor().sql(f"FROM {name} ORDER BY {key}").to_arrow_table()
        return to_pandas(arrow.cast(TABLES[name].arrow))

    def query(self, sql: str, values: Mapping[str, object] | None = None) -> pd.DataFrame:
        """Return the rows that the DuckDB query `sql` selects.

        values: name -> value of each placeholder $name in `sql`; no value may be part of `sql`. An
        integer column with nulls has pandas' type Int64, never a float type.
        """
        arrow = self._connection.cursor().sql(sql, params=dict(values or {})).to_arrow_table()
        frame: pd.DataFrame = arrow.to_pandas()
        nullable = [f.name for f in arrow.schema if _has_nulls(f, arrow)]
        return frame.astype(dict.fromkeys(nullable, "Int64"))


def open_corpus(folder: Path = BUNDLED) -> Corpus:
    """Open the corpus in `folder`, and compare every file with the manifest's SHA-256.

    Raises CorpusError if the corpus is missing, damaged, or of another SCHEMA_VERSION.
    """
    _recover(folder)
    manifest = _read_manifest(folder)
    if manifest.get("schema_version") != SCHEMA_VERSION:
        raise CorpusError(
            f"{folder} is of schema {manifest.get('schema_version')}, "
            f"expected {SCHEMA_VERSION}; {REBUILD_HINT}."
        )
    for name in TABLES:
        path = folder / f"{name}.parquet"
        entry = manifest["tables"].get(name)
        if (
            not path.is_file()
            or not isinstance(entry, dict)
            or entry.get("sha256") != _sha256(path)
        ):
            raise CorpusError(f"{path} is not the file that the manifest names; {REBUILD_HINT}.")
    return Corpus(folder, manifest)


def _read_manifest(folder: Path) -> dict[str, Any]:
    path = folder / MANIFEST
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CorpusError(
            f"{folder} holds no corpus ({error.strerror}: {path}); {REBUILD_HINT}."
        ) from error
    except ValueError as error:
        raise CorpusError(f"{path} is damaged ({error}); {REBUILD_HINT}.") from error
    if not isinstance(manifest, dict) or not isinstance(manifest.get("tables"), dict):
        raise CorpusError(f"{path} is damaged: it lists no tables; {REBUILD_HINT}.")
    return manifest


def write(tables: Mapping[str, pd.DataFrame], folder: Path, metadata: Mapping[str, Any]) -> str:
    """Validate `tables`, replace the corpus in `folder` with them, and return its version.

    `metadata` is added to the manifest (parser and lexicon versions). The new corpus is written
    next to the old one and then renamed, so that a failed step leaves one of the two in place. A
    running server has to be restarted to show the new corpus. Raises CorpusError if `folder`
    contains anything but a corpus or cannot be written, SchemaError if the tables are not valid.
    """
    validate(tables)
    chunks = {name: [to_arrow(name, tables[name])] for name in TABLES}
    return _install(folder, lambda new: _write_files(chunks, new, metadata), lambda: None)


def write_sorted(
    chunks: Mapping[str, Iterable[pa.Table]],
    folder: Path,
    metadata: Mapping[str, Any],
    *,
    replaces: str | None,
) -> str:
    """Replace the corpus in `folder` as `write` does, with tables that arrive in chunks.

    The rows of a table must be sorted by its key over all its chunks. No table is in memory as a
    whole; the files are validated after they are written. `replaces` is the version of the corpus
    from which the tables were derived, None if there was no corpus.

    Raises the errors of `write`, and CorpusError if the corpus in `folder` now has another version
    than `replaces`.
    """

    def write_files(new: Path) -> str:
        version = _write_files(chunks, new, metadata)
        _check_files(new)
        return version

    def require_unchanged() -> None:
        if (folder / MANIFEST).exists() and _read_manifest(folder)["version"] != replaces:
            raise CorpusError(f"{folder} was changed meanwhile by another run; run this one again.")

    return _install(folder, write_files, require_unchanged)


def _install(folder: Path, write_files: Callable[[Path], str], check: Callable[[], None]) -> str:
    """Write a new corpus next to `folder` and rename it to `folder`; return its version.

    `write_files` creates the folder that it is given, fills it with the corpus, and returns the
    version. `check` runs under the lock before the rename, and raises if `folder` may not be
    replaced.
    """
    _recover(folder)
    _check_is_corpus(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".corpus-") as scratch:
            version = write_files(Path(scratch) / "new")
            with _locked(folder.parent):
                check()
                _replace(folder, Path(scratch) / "new")
    except OSError as error:
        raise CorpusError(f"{folder} cannot be written: {error.strerror or error}.") from error
    return version


def _check_is_corpus(folder: Path) -> None:
    """Raise CorpusError if `folder` is a file, or contains a file that is not part of a corpus."""
    corpus_files = {MANIFEST, *(f"{name}.parquet" for name in TABLES)}
    if folder.is_dir():
        others = sorted(path.name for path in folder.iterdir() if path.name not in corpus_files)
    else:
        others = [folder.name] if folder.exists() else []
    if others:
        raise CorpusError(
            f"{folder} holds {others[0]}, which is no part of a corpus, and would lose it; "
            "name an empty or a new folder."
        )


def _write_files(
    tables: Mapping[str, Iterable[pa.Table]], folder: Path, metadata: Mapping[str, Any]
) -> str:
    folder.mkdir()
    entries = {name: _write_table(tables[name], folder, name) for name in TABLES}
    hashes = "".join(f"{name}{entry['sha256']}" for name, entry in entries.items())
    version = hashlib.sha256(hashes.encode()).hexdigest()[:12]
    manifest = {"version": version, "schema_version": SCHEMA_VERSION, **metadata, "tables": entries}
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")
    return version


def _replace(folder: Path, new: Path) -> None:
    """Rename `new` to `folder`; restore the old `folder` if that fails."""
    if not folder.exists():
        new.rename(folder)
        return
    old = _backup_path(folder)
    shutil.rmtree(old, ignore_errors=True)
    folder.rename(old)
    try:
        new.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old)


def _backup_path(folder: Path) -> Path:
    """Return the path to which the old corpus is renamed while `folder` is being replaced."""
    return folder.with_name(f".{folder.name}.old")


def _recover(folder: Path) -> None:
    """Restore the old corpus if a run was killed between the two renames of `_replace`."""
    old = _backup_path(folder)
    if folder.exists() or not (old / MANIFEST).is_file():
        return
    with _locked(folder.parent):  # wait for a run that is between the two renames now
        if not folder.exists() and old.exists():
            old.rename(folder)


@contextmanager
def _locked(parent: Path) -> Iterator[None]:
    """Hold an exclusive lock on the folder `parent`. Windows has no such lock."""
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(parent, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write_table(chunks: Iterable[pa.Table], folder: Path, name: str) -> dict[str, Any]:
    import pyarrow.parquet as pq  # noqa: PLC0415 - the server, which only reads, saves 20 MB

    path = folder / f"{name}.parquet"
    columns, rows = TABLES[name].arrow, 0
    with pq.ParquetWriter(path, columns, compression="zstd", store_schema=False) as writer:
        last = columns.empty_table()
        for group in _rebatch(chunks, columns):
            check_unique_keys(name, pa.concat_tables([last, group]))
            last = group.slice(max(0, group.num_rows - 1))
            writer.write_table(group)
            rows += group.num_rows
    return {"rows": rows, "sha256": _sha256(path)}


def _rebatch(chunks: Iterable[pa.Table], columns: pa.Schema) -> Iterator[pa.Table]:
    """Yield the rows of `chunks` in tables of ROW_GROUP_SIZE rows; an empty table for no rows."""
    pending, is_first = columns.empty_table(), True
    for chunk in chunks:
        pending = pa.concat_tables([pending, chunk])
        while pending.num_rows >= ROW_GROUP_SIZE:
            yield pending.slice(0, ROW_GROUP_SIZE).combine_chunks()
            pending, is_first = pending.slice(ROW_GROUP_SIZE), False
    if pending.num_rows or is_first:
        yield pending.combine_chunks()


def _check_files(folder: Path) -> None:
    """Raise SchemaError if a file in `folder` has an unknown code or a reference without target."""
    with duckdb.connect(":memory:", config=low_memory_config(folder.parent)) as connection:
        for name in TABLES:
            connection.execute(relation_sql(name, folder / f"{name}.parquet"))
        check_relations(connection)


def low_memory_config(scratch: Path) -> dict[str, str | bool | int | float | list[str]]:
    """Return settings that limit DuckDB to 1 GB of memory and let it spill to files in `scratch`.

    In a process under --limit the memory is 160 MB, which the limit leaves next to the parser.
    """
    return {
        **_threads(),
        "memory_limit": "160MB" if is_limited() else "1GB",
        "preserve_insertion_order": False,
        "temp_directory": str(scratch / "spilt"),
    }


def _threads() -> dict[str, int]:
    """Return DuckDB's thread settings: 2 threads, or one of each kind in a process under limits."""
    return {"threads": 1, "async_threads": 1} if is_limited() else {"threads": 2}


def relation_sql(name: str, path: Path) -> str:
    """Return the SQL statement that makes the rows of a Parquet file available as `name`.

    A file below MAX_LOADED_BYTES becomes a table, which is read once. A larger file becomes a view,
    which each query reads again.
    """
    kind = "TABLE" if path.stat().st_size < MAX_LOADED_BYTES else "VIEW"
    quoted = str(path).replace("'", "''")
    return f"CREATE {kind} {name} AS FROM read_parquet('{quoted}')"


def _has_nulls(column: pa.Field, arrow: pa.Table) -> bool:
    return bool(pa.types.is_integer(column.type) and arrow.column(column.name).null_count)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
