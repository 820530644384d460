"""Validate the tables of a corpus against loaders.schema, including references between tables."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import TYPE_CHECKING

import duckdb
import pyarrow as pa

from loaders.errors import SchemaError
from loaders.schema import TABLES, to_arrow
from loaders.table_definition import Table

if TYPE_CHECKING:
    import pandas as pd


def validate(tables: Mapping[str, pd.DataFrame]) -> None:
    """Check that all tables are there, and the columns, types, codes, keys and references of each.

    Raises SchemaError at the first violation, naming the table and what is invalid.
    """
    missing = sorted(set(TABLES) - set(tables))
    if missing:
        raise SchemaError(f"The corpus lacks the tables {missing}; rebuild it.")
    with duckdb.connect(":memory:") as connection:
        for name in TABLES:
            rows = to_arrow(name, tables[name])
            check_unique_keys(name, rows)
            connection.register(name, rows)
        check_relations(connection)


def check_unique_keys(name: str, rows: pa.Table) -> None:
    """Raise SchemaError for a duplicate key; `rows` are sorted, so duplicates are adjacent."""
    from pyarrow import compute  # noqa: PLC0415 - the server, which only reads, saves 20 MB

    if rows.num_rows < 2:
        return
    same = [
        compute.equal(rows[column].slice(1), rows[column].slice(0, rows.num_rows - 1))
        for column in TABLES[name].key
    ]
    duplicate = compute.index(reduce(compute.and_, same), True).as_py()
    if duplicate >= 0:
        row = rows.select(list(TABLES[name].key)).slice(duplicate, 1).to_pylist()[0]
        raise SchemaError(f"Table {name}: the key {list(row.values())} stands on two rows.")


def check_relations(connection: duckdb.DuckDBPyConnection) -> None:
    """Raise SchemaError for an unknown code or a reference without target.

    `connection` has a relation for each table of schema.TABLES.
    """
    for table in TABLES.values():
        _check_codes(connection, table)
        for columns, target in table.references:
            _check_reference(connection, table, columns, TABLES[target])


def _check_codes(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    for column, allowed in table.codes.items():
        listed = ", ".join(f"'{code}'" for code in allowed)
        sql = f"SELECT DISTINCT {column} FROM {table.name} WHERE {column} NOT IN ({listed})"
        wrong = sorted(code for (code,) in connection.execute(sql).fetchall())
        if wrong:
            raise SchemaError(
                f"Table {table.name}: {column} holds {wrong}, expected one of {allowed}."
            )


def _check_reference(
    connection: duckdb.DuckDBPyConnection, table: Table, columns: tuple[str, ...], target: Table
) -> None:
    pairs = zip(columns, target.key, strict=True)
    match = " AND ".join(f"a.{column} = b.{key}" for column, key in pairs)
    not_null = " AND ".join(f"a.{column} IS NOT NULL" for column in columns)
    selected = ", ".join(f"a.{column}" for column in columns)
    dangling = f"SELECT {selected} FROM {table.name} a ANTI JOIN {target.name} b ON {match}"
    row = connection.execute(f"{dangling} WHERE {not_null} LIMIT 1").fetchone()
    if row:
        raise SchemaError(f"Table {table.name}: {row} is not in {target.name}.")
