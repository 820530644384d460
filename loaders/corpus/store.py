"""A corpus on disk, opened read-only through DuckDB, or written as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa

from loaders.corpus.engine import relation_sql, threads
from loaders.corpus.publication import publish, writing
from loaders.corpus.snapshot import Snapshot, take, take_current
from loaders.corpus.version_files import write_version
from loaders.errors import CorpusError
from loaders.schema import TABLES, to_arrow, to_pandas

if TYPE_CHECKING:
    import pandas as pd  # who adds a page does without

BUNDLED = Path(__file__).resolve().parents[2] / "data" / "corpus"


class Corpus:
    """One version of a corpus, opened read-only from private copies of its files.

    Threads may share one instance: each call takes its own cursor. folder: that of the corpus,
    which is read no more.
    """

    def __init__(self, folder: Path, snapshot: Snapshot) -> None:
        self.folder = folder
        self.manifest = snapshot.manifest
        self._snapshot = snapshot
        self._connection = duckdb.connect(":memory:", config={**threads()})
        for name, files in snapshot.files.items():
            self._connection.execute(relation_sql(name, files))

    @property
    def version(self) -> str:
        """12 hexadecimal digits that change when any table does."""
        return self.manifest.version

    def is_intact(self) -> bool:
        """Return whether its private files are there: the system may clean temporary folders."""
        return self._snapshot.is_intact()

    def save_copy(self, folder: Path) -> None:
        """Write this version to the new folder `folder`, by hard links where they are possible.

        Raises OSError if it cannot be written.
        """
        files = [path for found in self._snapshot.files.values() for path in found]
        folder.mkdir(parents=True)
        write_version(
            self.manifest, files, folder, scratch=folder, is_current=True, is_lasting=False
        )

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
    """Open the current version of the corpus in `folder`; compare each file with its SHA-256.

    A version that is damaged there is read from the archive. Raises CorpusError if the corpus is
    missing or damaged, OtherReleaseError if this release cannot read it.
    """
    return Corpus(folder, take_current(folder))


def open_archived(folder: Path, version: str) -> Corpus:
    """Open `version` of the corpus in `folder`, which that folder or the archive holds.

    Raises CorpusError if neither does, OtherReleaseError if this release cannot read it.
    """
    return Corpus(folder, take(folder, version))


def write(tables: Mapping[str, pd.DataFrame], folder: Path, metadata: Mapping[str, Any]) -> str:
    """Make `tables` the current version of the corpus in `folder`, and return it.

    metadata: added to the manifest (versions of parser and lexicon). Raises CorpusError if `folder`
    contains anything but a corpus or cannot be written, SchemaError if the tables are not valid.
    """
    chunks = {name: [to_arrow(name, tables[name])] for name in TABLES}
    with writing(folder):
        return publish(chunks, folder, metadata)


def _has_nulls(column: pa.Field, arrow: pa.Table) -> bool:
    return bool(pa.types.is_integer(column.type) and arrow.column(column.name).null_count)
