"""The texts of the interface, in the reader's language.

The texts of a language are in locales/: `<language>.toml` and `<language>.<part>.toml`, nested
tables whose keys are joined with dots. For a missing key there is a warning (an error in the
tests), and the page shows the key itself.
"""

import tomllib
import warnings
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import streamlit as st

from dashboard import filters

# The filters of a run and its language: determined once a run, read hundreds of times.
_RUN: ContextVar[tuple[object, str]] = ContextVar("run", default=(None, ""))
LOCALES = Path(__file__).resolve().parent / "locales"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return dotted key -> text, merged from every locale file of `language`."""
    merged: dict[str, str] = {}
    for path in locale_files(language):
        merged.update(_flatten(tomllib.loads(path.read_text(encoding="utf-8"))))
    return merged


def locale_files(language: str) -> list[Path]:
    """Return the paths of the locale files of `language`, the general one first."""
    return [LOCALES / f"{language}.toml", *sorted(LOCALES.glob(f"{language}.*.toml"))]


def language() -> str:
    """Return this run's language: the URL's, else Chinese in a Chinese browser, else English."""
    chosen = filters.current()
    run, found = _RUN.get()
    if run is not chosen:
        found = chosen.lang or _browser_language()
        _RUN.set((chosen, found))
    return found


def _browser_language() -> str:
    return "zh" if (st.context.locale or "").lower().startswith("zh") else "en"


def t(key: str, **values: object) -> str:
    """Return the text of `key` in this run's language, with `values` filled in (see `fill`)."""
    return text(language(), key, **values)


class _Plurals(Formatter):
    """The formatter of texts whose words depend on a count: {n:has|have}.

    The first word is for a count of 1, which may be formatted already ("1"), the second for others.
    """

    def format_field(self, value: Any, format_spec: str) -> str:
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


def text(language: str, key: str, /, **values: object) -> str:
    """Return the text of `key` in `language`, for code outside a run (the data API). See `t`."""
    template = catalogue(language).get(key)
    if template is None:
        warnings.warn(f"locales/{language}.toml has no {key}", stacklevel=3)
        return key
    try:
        return fill(template, values)
    except (LookupError, ValueError, AttributeError) as error:
        warnings.warn(f"{key} in {language}: placeholder {error} has no value", stacklevel=3)
        return template


def pick(zh: str, en: str) -> str:
    """Return `zh` if this run's language is Chinese, else `en`."""
    return zh if language() == "zh" else en


def join(parts: list[str]) -> str:
    """Join `parts` with the list separator of this run's language."""
    return t("app.list_separator").join(parts)


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
