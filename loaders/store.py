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
    remedy = "rebuild it with `python -m loaders build`"
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        found = {name: _digest(folder / f"{name}.parquet") for name in TABLES}
    except FileNotFoundError as error:
        raise CorpusError(
            f"{folder} holds no corpus: {error.filename} is missing; {remedy}."
        ) from error
    except json.JSONDecodeError as error:
        raise CorpusError(f"{folder / MANIFEST} is damaged at {error.pos}; {remedy}.") from error
    if manifest.get("schema_version") != SCHEMA_VERSION:
        raise CorpusError(
            f"{folder} is of schema {manifest.get('schema_version')}, "
            f"expected {SCHEMA_VERSION}; {remedy}."
        )
    for name, digest in found.items():
        if manifest["tables"].get(name, {}).get("sha256") != digest:
            raise CorpusError(
                f"{folder / name}.parquet is not the file that the manifest names; {remedy}."
            )
    return Corpus(folder, manifest)


def write(tables: Mapping[str, pd.DataFrame], folder: Path, about: Mapping[str, Any]) -> str:
    """Validate `tables`, write them to `folder` in one step, return the corpus version.

    `about` joins the manifest (parser and lexicon versions). A reader sees the old corpus or the
    new one, never a mixture: the new one is written beside it and then put in its place.
    """
    validate(tables)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".corpus-") as scratch:
        fresh = Path(scratch) / "new"
        fresh.mkdir()
        entries = {name: _write_table(to_arrow(name, tables[name]), fresh, name) for name in TABLES}
        version = hashlib.sha256(
            "".join(f"{name}{entry['sha256']}" for name, entry in entries.items()).encode()
        ).hexdigest()[:12]
        manifest = {
            "version": version,
            "schema_version": SCHEMA_VERSION,
            **about,
            "tables": entries,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
        (fresh / MANIFEST).write_text(text, encoding="utf-8")
        if folder.exists():
            folder.rename(Path(scratch) / "old")
        shutil.move(fresh, folder)
    return version


def _write_table(arrow: pa.Table, folder: Path, name: str) -> dict[str, Any]:
    import pyarrow.parquet as pq  # noqa: PLC0415 - the server, which only reads, saves 20 MB

    path = folder / f"{name}.parquet"
    pq.write_table(arrow, path, compression="zstd", store_schema=False)
    return {"rows": arrow.num_rows, "sha256": _digest(path)}


def _has_gaps(column: pa.Field, arrow: pa.Table) -> bool:
    return bool(pa.types.is_integer(column.type) and arrow.column(column.name).null_count)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
