"""Build typed records from the tables of data/lexicon/, and check every field on the way.

A record is a NamedTuple, or a frozen dataclass without defaults where something is derived from it
once: to define a NamedTuple takes 0.06 ms, a dataclass 0.5. Its fields are those that the table may
have, and must have if there is no default (`class_` and `except_` are `class` and `except` in the
file). Text is not empty, nor is a list. A tuple of words has no word twice; for a frozenset a word
listed twice is one.
"""

import reprlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from keyword import iskeyword
from types import UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from loaders import lexicon
from loaders.errors import LexiconError

_Record = TypeVar("_Record")

_SCALARS = {str: "text that is not empty", int: "a whole number", bool: "true or false"}


def load(kind: type[_Record], name: str) -> _Record:
    """Return data/lexicon/`name`.toml as one record of `kind`.

    Raises LexiconError for a field that is unknown, missing, empty or of another type.
    """
    return cast("_Record", _build(kind, lexicon.read(name), place(name)))


def load_rows(kind: type[_Record], name: str, key: str) -> tuple[_Record, ...]:
    """Return the tables [[`key`]] of data/lexicon/`name`.toml, which has no others, as records.

    Raises LexiconError as `load` does.
    """
    types = {key: tuple[kind, ...]}  # type: ignore[valid-type]  # a type that is known at run time
    rows = _convert_fields(lexicon.read(name), types, {key}, place(name))[key]
    return cast("tuple[_Record, ...]", rows)


def place(name: str) -> str:
    """Return how a message names data/lexicon/`name`.toml."""
    return f"data/lexicon/{name}.toml"


def require_distinct(words: Iterable[str], where: str) -> None:
    """Raise LexiconError if one of `words`, listed at `where`, is there twice."""
    for word, n in Counter(words).items():
        if n > 1:
            raise LexiconError(f"{where}: {word} is listed twice; keep one of the two.")


def _build(kind: Any, table: object, where: str) -> object:
    if not isinstance(table, dict):
        raise _unexpected(table, "a table", where)
    types, required = _fields_of(kind)
    values = _convert_fields(table, types, required, where)
    # A field is named like its key, with _ after a word that Python reserves.
    return kind(**{key + "_" * iskeyword(key): value for key, value in values.items()})


@cache
def _fields_of(kind: Any) -> tuple[dict[str, Any], set[str]]:
    """Return key in the file -> type of each field of a record, and the keys without a default."""
    types = {name.removesuffix("_"): hint for name, hint in get_type_hints(kind).items()}
    optional = {name.removesuffix("_") for name in getattr(kind, "_field_defaults", ())}
    return types, types.keys() - optional


def _convert_fields(
    table: Mapping[str, object], types: Mapping[str, Any], required: set[str], where: str
) -> dict[str, Any]:
    for key in table.keys() - types.keys():
        raise LexiconError(
            f"{where}: the field {key} is unknown; name it one of {', '.join(types)}, or remove it."
        )
    for key in types:
        if key in required and key not in table:
            raise LexiconError(f"{where}: the field {key} is missing; add it.")
    return {key: _convert(table[key], types[key], f"{where}, {key}") for key in table}


def _convert(value: object, kind: Any, where: str) -> object:
    if converter := _CONVERTERS.get(get_origin(kind)):
        return converter(value, kind, where)
    if kind not in _SCALARS:
        return _build(kind, value, where)
    if type(value) is not kind or value == "":
        raise _unexpected(value, _SCALARS[kind], where)
    return value


def _convert_choice(value: object, kind: Any, where: str) -> object:
    if value not in get_args(kind):
        raise _unexpected(value, f"one of {', '.join(get_args(kind))}", where)
    return value


def _convert_optional(value: object, kind: Any, where: str) -> object:
    return _convert(value, get_args(kind)[0], where)


def _convert_list(value: object, kind: Any, where: str) -> tuple[object, ...]:
    """Convert a list to tuple[X, ...], or to tuple[X, X], which has as many items as types."""
    inner = get_args(kind)
    items = tuple(
        _convert(item, inner[0], f"{where} {number}{_name_of(item)}")
        for number, item in enumerate(_list(value, where), 1)
    )
    if ... not in inner and len(items) != len(inner):
        raise _unexpected(value, f"{len(inner)} words", where)
    if inner[0] is str:
        require_distinct(map(str, items), where)
    return items


def _convert_set(value: object, kind: Any, where: str) -> frozenset[object]:
    return frozenset(_convert(item, get_args(kind)[0], where) for item in _list(value, where))


def _convert_mapping(value: object, kind: Any, where: str) -> dict[str, object]:
    if not isinstance(value, dict) or not value:
        raise _unexpected(value, "a table that is not empty", where)
    inner = get_args(kind)[1]
    return {key: _convert(item, inner, f"{where}, {key}") for key, item in value.items()}


_CONVERTERS: Mapping[Any, Callable[[object, Any, str], object]] = {
    Literal: _convert_choice,
    Mapping: _convert_mapping,
    Union: _convert_optional,
    UnionType: _convert_optional,
    frozenset: _convert_set,
    tuple: _convert_list,
}


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list) or not value:
        raise _unexpected(value, "a list that is not empty", where)
    return value


def _name_of(item: object) -> str:
    """Return the first field of a row in brackets, by which a person finds it; "" for a word."""
    return f" ({next(iter(item.values()))})" if isinstance(item, dict) and item else ""


def _unexpected(value: object, expected: str, where: str) -> LexiconError:
    found = reprlib.repr(value)
    return LexiconError(f"{where}: found {found}, expected {expected}; correct it.")
