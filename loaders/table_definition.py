"""The definition of a table: its columns with their types, its key, codes and references."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa

TEXT, INT, NUMBER, FLAG = pa.string(), pa.int32(), pa.float64(), pa.bool_()


def required(**columns: pa.DataType) -> tuple[pa.Field, ...]:
    """Return columns that are never null."""
    return tuple(pa.field(name, kind, nullable=False) for name, kind in columns.items())


def optional(**columns: pa.DataType) -> tuple[pa.Field, ...]:
    """Return columns that may be null."""
    return tuple(pa.field(name, kind, nullable=True) for name, kind in columns.items())


@dataclass(frozen=True)
class Table:
    """Definition of a table: columns in order, primary key, coded columns and foreign keys.

    `codes` maps each coded column to its allowed values. Each item of `references` is a foreign
    key: a tuple of columns, and the name of the table whose primary key they refer to.
    """

    name: str
    fields: tuple[pa.Field, ...]
    key: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    references: tuple[tuple[tuple[str, ...], str], ...] = ()

    @cached_property
    def arrow(self) -> pa.Schema:
        """The Arrow schema of the columns."""
        return pa.schema(self.fields)

    @property
    def columns(self) -> list[str]:
        """The names of the columns in order."""
        return [column.name for column in self.fields]
