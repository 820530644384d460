"""Write the tables of a corpus as Parquet files, a chunk at a time, and check the files.

The same tables give the same bytes on any machine: rows are sorted by key, columns are in the
schema's order.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from loaders.corpus.engine import low_memory_config, relation_sql
from loaders.corpus.manifest import Fragment, file_name, sha256_of
from loaders.corpus.validation import check_relations, check_unique_keys
from loaders.schema import TABLES

# Rows of a Parquet row group. It is fixed, so that a table written in chunks has the same bytes as
# one written at once.
ROW_GROUP_SIZE = 122_880


def write_files(
    chunks: Mapping[str, Iterable[pa.Table]], folder: Path
) -> dict[str, tuple[Fragment, ...]]:
    """Write each table to a file in `folder`, named after its contents; return its fragments.

    The rows of a table must be sorted by its key over all its chunks; no table is in memory as a
    whole. Raises SchemaError if a key is there twice.
    """
    return {name: (_write_table(chunks[name], folder, name),) for name in TABLES}


def check_files(folder: Path, tables: Mapping[str, tuple[Fragment, ...]]) -> None:
    """Raise SchemaError if a file in `folder` has an unknown code or a reference without target."""
    with duckdb.connect(":memory:", config=low_memory_config(folder)) as connection:
        for name, fragments in tables.items():
            connection.execute(relation_sql(name, [folder / each.name for each in fragments]))
        check_relations(connection)


def _write_table(chunks: Iterable[pa.Table], folder: Path, name: str) -> Fragment:
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
    sha256 = sha256_of(path)
    named = file_name(name, sha256)
    path.rename(folder / named)
    return Fragment(named, rows, sha256)


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
