"""Codes of what the parser has to say, each with typed values, and their English words.

The parser and everything around it handle codes; a sentence is made where somebody reads it. The
English ones are in messages.toml, which the pages use too; the Chinese ones are in the locales.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Formatter

Value = str | int | float  # of a placeholder; all of them are valid in JSON
CodeObject = Mapping[str, Value]  # a doubt or a refusal in JSON: its code, and its values by name

FILE = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something in the reading of a page that a person should check: a code of [doubt], and values.

    values: placeholder -> value. `line`, if there, is the number of a line of the page, from 1;
    `places` is how often the same is found, if more than once.
    """

    code: str
    values: Mapping[str, Value] = field(default_factory=dict)

    @property
    def key(self) -> tuple[object, ...]:
        """The code and the values; equal for equal doubts, and hashable."""
        return self.code, *sorted(self.values.items())

    def sentence(self) -> str:
        """Return the doubt in English.

        >>> doubt("stated", text="灯", places=2).sentence()
        '灯 (2 such places in all.)'
        """
        told = fill(words()[f"doubt.{self.code}"], self.values)
        more = fill(words()["doubt_places"], {"n": self.values.get("places", 0)})
        return told + more if "places" in self.values else told

    def as_object(self) -> dict[str, Value]:
        """Return the doubt as an object of JSON."""
        return {"code": self.code, **self.values}


def doubt_of(stated: CodeObject) -> Doubt:
    """Return the doubt of an object of Doubt.as_object; LookupError if it has no code."""
    return Doubt(str(stated["code"]), {name: stated[name] for name in stated if name != "code"})


def doubt(code: str, /, **values: Value) -> Doubt:
    """Return the doubt with `code` and `values`."""
    return Doubt(code, values)


def placeholders(code: str) -> set[str]:
    """Return the names of the values of the doubt `code`; LookupError if there is no such code."""
    return {name for _, name, _, _ in Formatter().parse(words()[f"doubt.{code}"]) if name}


def refusal(code: str, values: Mapping[str, Value]) -> str:
    """Return in English why a file was refused; code: group.detail, as in [refusal]."""
    return fill(words()[f"refusal.{code}"], values)


@cache
def words() -> Mapping[str, str]:
    """Return dotted key -> English text of every code."""
    return dict(flatten(tomllib.loads(FILE.read_text(encoding="utf-8"))))


def flatten(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the texts of nested tables with their keys joined with dots."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


class _Plurals(Formatter):
    """The formatter of texts whose words depend on a count: {n:has|have}.

    The first word is for a count of 1, which may be formatted already ("1"), the second for others.
    """

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, others = format_spec.partition("|")
        if not bar:
            return str(super().format_field(value, format_spec))
        return one if str(value) == "1" else others


_PLURALS = _Plurals()


def fill(template: str, values: Mapping[str, object]) -> str:
    """Return `template` with `values` in its {placeholders}; {n:turn|turns} agrees with the count.

    >>> fill("{n} {n:turn has|turns have} a name", {"n": 1})
    '1 turn has a name'
    >>> fill("{n} {n:turn|turns}", {"n": "1,024"})
    '1,024 turns'
    """
    # Formatter is several times slower than format_map, and few texts need it.
    return (
        _PLURALS.vformat(template, (), values) if "|" in template else template.format_map(values)
    )
