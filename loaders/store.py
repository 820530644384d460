"""The corpus on disk: one Parquet file a table and a manifest, read through DuckDB.

The same tables give the same bytes on any machine: rows are sorted by key, columns are in the
schema's order, and the manifest's version is a hash of the tables' own hashes.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

from loaders.errors import CorpusError
from loaders.schema import SCHEMA_VERSION, TABLES, to_arrow, to_pandas, validate

__all__ = ["BUNDLED", "Corpus", "open_corpus", "write"]

BUNDLED = Path(__file__).resolve().parent.parent / "data" / "corpus"
MANIFEST = "manifest.json"
REMEDY = "rebuild it with `python -m loaders build`"


class Corpus:
    """A corpus opened read-only. Safe to share between threads: each call takes its own cursor."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        self.folder = folder
        self.manifest = manifest
        self._connection = duckdb.connect(":memory:", config={"threads": 2})
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
    _insist_on_corpus(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".corpus-") as scratch:
            version = _write_all(tables, Path(scratch) / "new", about)
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


def _write_all(tables: Mapping[str, pd.DataFrame], folder: Path, about: Mapping[str, Any]) -> str:
    folder.mkdir()
    entries = {name: _write_table(to_arrow(name, tables[name]), folder, name) for name in TABLES}
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
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        old.rename(folder)
        raise
    shutil.rmtree(old)


def _write_table(arrow: pa.Table, folder: Path, name: str) -> dict[str, Any]:
    import pyarrow.parquet as pq  # noqa: PLC0415 - the server, which only reads, saves 20 MB

    path = folder / f"{name}.parquet"
    pq.write_table(arrow, path, compression="zstd", store_schema=False)
    return {"rows": arrow.num_rows, "sha256": _digest(path)}


def _has_gaps(column: pa.Field, arrow: pa.Table) -> bool:
    return bool(pa.types.is_integer(column.type) and arrow.column(column.name).null_count)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
