"""Convert the tables of data/lexicon/ to typed records with msgspec, which checks every field.

A `Record` has the fields that its table may have, and must have if there is no default. Text is not
empty, nor is a list or a mapping: Text, Words, WordSet, Rows and Table are the types of fields.
Words have no word twice; for a WordSet a word listed twice is one.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, TypeVar, cast, get_args, get_origin

import msgspec

from loaders import lexicon
from loaders.errors import LexiconError

_T = TypeVar("_T")

_FULL = msgspec.Meta(min_length=1)
Text = Annotated[str, _FULL]
Words = Annotated[tuple[Text, ...], _FULL]
WordSet = Annotated[frozenset[Text], _FULL]
Rows = Annotated[tuple[_T, ...], _FULL]
Table = Annotated[Mapping[str, _T], _FULL]


def _key(field: str) -> str:
    """Return the key of a field in the file: `class` for `class_`, which Python reserves."""
    return field.removesuffix("_")


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename=_key):
    """A table of a file, or a whole file."""


def load(kind: type[_T], name: str) -> _T:
    """Return data/lexicon/`name`.toml as one record of `kind`.

    Raises LexiconError for a field that is unknown, missing, empty or of another type.
    """
    table = lexicon.read(name)
    parts = _parts(kind, table, place(name))
    try:
        record = msgspec.convert(table, kind)
    except msgspec.ValidationError:
        for part_kind, value, where in parts:
            _check(part_kind, value, where)
        raise
    for part_kind, value, where in parts:
        if isinstance(value, list) and isinstance(value[0], str) and part_kind != WordSet:
            require_distinct(value, where)
    return record


def load_rows(kind: type[_T], name: str, key: str) -> tuple[_T, ...]:
    """Return the tables [[`key`]] of data/lexicon/`name`.toml, which has no others, as records.

    Raises LexiconError as `load` does.
    """
    rows = Rows[kind]  # type: ignore[valid-type]  # a type that is known at run time
    file = msgspec.defstruct("File", [(key, rows)], bases=(Record,))
    return cast("tuple[_T, ...]", getattr(load(file, name), key))


def place(name: str) -> str:
    """Return how a message names data/lexicon/`name`.toml."""
    return f"data/lexicon/{name}.toml"


def require_distinct(words: Iterable[str], where: str) -> None:
    """Raise LexiconError if one of `words`, listed at `where`, is there twice."""
    for word, n in Counter(words).items():
        if n > 1:
            raise LexiconError(f"{where}: {word} is listed twice; keep one of the two.")


def _check(kind: Any, value: object, where: str) -> None:
    """Raise LexiconError if `value`, whose parts are valid, is not of type `kind`."""
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        choices = get_args(kind) if get_origin(kind) is Literal else _fields_of(kind)
        known = f" (known: {', '.join(choices)})" if choices else ""
        raise LexiconError(f"{where}: {error}{known}; found {value!r:.60}; correct it.") from error


def _parts(kind: Any, value: Any, where: str) -> Iterator[tuple[Any, Any, str]]:
    """Yield the type, value and place of each part of `value`, then of `value` itself."""
    plain = kind.__origin__ if get_origin(kind) is Annotated else kind
    origin, inner = get_origin(plain), get_args(plain)
    if isinstance(value, list) and origin in {tuple, frozenset}:
        for number, item in enumerate(value, 1):
            yield from _parts(inner[0], item, f"{where} {number}{_name_of(item)}")
    elif isinstance(value, dict):
        types = dict.fromkeys(value, inner[1]) if origin is Mapping else _fields_of(plain)
        for key in filter(value.__contains__, types):
            yield from _parts(types[key], value[key], f"{where}, {key}")
    yield kind, value, where


def _fields_of(kind: Any) -> dict[str, Any]:
    """Return key in the file -> type of the fields of a record; none for another type."""
    keys = getattr(kind, "__struct_encode_fields__", ())
    return dict(zip(keys, kind.__annotations__.values(), strict=True)) if keys else {}


def _name_of(item: object) -> str:
    """Return the first field of a row in brackets, by which a person finds it; "" for a word."""
    return f" ({next(iter(item.values()))})" if isinstance(item, dict) and item else ""
