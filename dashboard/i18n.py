"""The texts of the interface, in the reader's language.

The texts of a language are in locales/: `<language>.toml` and `<language>.<part>.toml`, nested
tables whose keys are joined with dots. For a missing key there is a warning (an error in the
tests), and the page shows the key itself.
"""

import tomllib
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from dashboard.run_context import current_run
from loaders.messages import fill, flatten
from loaders.messages import words as parser_words

LOCALES = Path(__file__).resolve().parent / "locales"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return dotted key -> text, merged from every locale file of `language`.

    The English words of the parser's doubts are its own, at the keys that the Chinese ones have.
    """
    own = {key: words for key, words in parser_words().items() if key.startswith("doubt")}
    merged = {f"adding.{key}": words for key, words in own.items()} if language == "en" else {}
    for path in locale_files(language):
        merged.update(flatten(tomllib.loads(path.read_text(encoding="utf-8"))))
    return merged


def locale_files(language: str) -> list[Path]:
    """Return the paths of the locale files of `language`, the general one first."""
    return [LOCALES / f"{language}.toml", *sorted(LOCALES.glob(f"{language}.*.toml"))]


def t(key: str, /, **values: object) -> str:
    """Return the text of `key` in this run's language, with `values` filled in (see `fill`)."""
    return text(current_run().language, key, **values)


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
    return zh if current_run().language == "zh" else en


def pick_both(zh: str, en: str) -> tuple[str, str]:
    """Return the name in this run's language, and the one in the other."""
    return (zh, en) if current_run().language == "zh" else (en, zh)


def join_sentences(*parts: str) -> str:
    """Join the non-empty sentences `parts`: Chinese puts no space between them."""
    return pick("", " ").join(filter(None, parts))


def join(parts: list[str]) -> str:
    """Join `parts` with the list separator of this run's language."""
    return t("app.list_separator").join(parts)


def join_some(parts: Sequence[str], most: int, *, more: str = "app.and_more") -> str:
    """Join the first `most` of `parts`, and count the others.

    more: the key of the words for it, with placeholders "names" and "n".
    """
    named, n = join([*parts[:most]]), len(parts) - most
    return t(more, names=named, n=n) if n > 0 else named
