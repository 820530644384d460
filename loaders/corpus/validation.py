"""Validate the tables of a corpus against loaders.schema, including references between tables."""

from collections.abc import Mapping

import pandas as pd

from loaders.errors import SchemaError
from loaders.schema import TABLES, Table, to_arrow


def validate(tables: Mapping[str, pd.DataFrame]) -> None:
    """Check that all tables are there, and the columns, types, codes, keys and references of each.

    Raises SchemaError at the first violation, naming the table and what is invalid.
    """
    missing = sorted(set(TABLES) - set(tables))
    if missing:
        raise SchemaError(f"The corpus lacks the tables {missing}; rebuild it.")
    for name, table in TABLES.items():
        frame = tables[name]
        to_arrow(name, frame)
        _check_key(table, frame)
        _check_codes(table, frame)
        for columns, target in table.references:
            _check_reference(table, frame, columns, tables[target], TABLES[target])


def _check_key(table: Table, frame: pd.DataFrame) -> None:
    duplicated = frame.duplicated(list(table.key))
    if duplicated.any():
        row = frame.loc[duplicated, list(table.key)].iloc[0].tolist()
        raise SchemaError(f"Table {table.name}: the key {row} stands on two rows.")


def _check_codes(table: Table, frame: pd.DataFrame) -> None:
    for column, allowed in table.codes.items():
        wrong = set(frame[column].dropna()) - set(allowed)
        if wrong:
            raise SchemaError(
                f"Table {table.name}: {column} holds {sorted(wrong)}, expected one of {allowed}."
            )


def _check_reference(
    table: Table, frame: pd.DataFrame, columns: tuple[str, ...], other: pd.DataFrame, target: Table
) -> None:
    known = set(other[list(target.key)].itertuples(index=False, name=None))
    for row in frame[list(columns)].dropna().itertuples(index=False, name=None):
        if tuple(row) not in known:
            raise SchemaError(f"Table {table.name}: {row} is not in {target.name}.")
