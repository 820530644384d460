"""The locales: both languages have the same keys, among them every key that the code names."""

import ast
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from dashboard import i18n, registry
from dashboard.filters import LANGUAGES, Filters
from loaders.schema import TABLES
from tests.support.run import show
from tests.support.sources import files, tree_of

CODE = files("dashboard", "pages")
SPEAKERS = {"t", "i18n.t", "i18n.text"}


def keys(table: object, prefix: str = "") -> Iterator[str]:
    assert isinstance(table, dict)
    for key, value in table.items():
        if isinstance(value, dict):
            yield from keys(value, f"{prefix}{key}.")
        else:
            assert isinstance(value, str), f"{prefix}{key} is no text"
            yield f"{prefix}{key}"


def placeholders(text: str) -> Counter[str]:
    return Counter(name for _, name, _, _ in Formatter().parse(text) if name is not None)


def named_in(path: Path) -> Iterator[tuple[int, str, bool]]:
    """Yield (line, key, is_whole) for each key that a call of t() or the like in `path` names.

    A key that is not whole is the constant beginning of an f-string.
    """
    for call in ast.walk(tree_of(path)):
        if not (isinstance(call, ast.Call) and ast.unparse(call.func) in SPEAKERS and call.args):
            continue
        key = call.args[ast.unparse(call.func) == "i18n.text"]
        for node in (key.body, key.orelse) if isinstance(key, ast.IfExp) else (key,):
            if isinstance(node, ast.Constant):
                yield call.lineno, str(node.value), True
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                yield call.lineno, str(node.values[0].value), False


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    zh, en = (i18n.catalogue(language) for language in ("zh", "en"))
    assert set(zh) == set(en)
    assert {k for k in zh if set(placeholders(zh[k])) != set(placeholders(en[k]))} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_stands_twice_and_no_text_is_empty(language: str) -> None:
    files = [tomllib.loads(path.read_text("utf-8")) for path in i18n.locale_files(language)]
    counted = Counter(key for table in files for key in keys(table))
    assert [key for key, n in counted.items() if n > 1] == []
    assert [key for key, text in i18n.catalogue(language).items() if not text.strip()] == []


def test_every_key_that_the_code_names_exists() -> None:
    known = set(i18n.catalogue("en"))
    found = [(path, *named) for path in CODE for named in named_in(path)]
    assert len(found) > 30
    missing = [
        f"{path.name}:{line} {key}"
        for path, line, key, whole in found
        if not (key in known if whole else any(each.startswith(key) for each in known))
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_and_every_code_of_the_schema_has_its_words(language: str) -> None:
    known = i18n.catalogue(language)
    wanted = {key for page in registry.PAGES for key in (page.title_key, page.caption_key)}
    for table in TABLES.values():
        wanted |= {f"code.{column}.{c}" for column, codes in table.codes.items() for c in codes}
    assert wanted - set(known) == set()


def test_a_missing_key_shows_itself_and_warns() -> None:
    with pytest.warns(UserWarning, match=r"en.toml has no no\.such\.key"):
        assert i18n.text("en", "no.such.key") == "no.such.key"


def test_a_missing_value_warns_and_shows_the_template() -> None:
    with pytest.warns(UserWarning, match="'n' has no value"):
        assert i18n.text("en", "filter.several") == "{n} chosen"


def test_a_value_is_never_read_as_a_template() -> None:
    assert i18n.text("en", "filter.several", n="{0.__class__}") == "{0.__class__} chosen"


@pytest.mark.parametrize(
    ("most", "expected"),
    [(2, ("甲、乙等，另有 1 项", "甲, 乙 and 1 more")), (3, ("甲、乙、丙", "甲, 乙, 丙"))],
)
def test_of_many_the_first_are_named_and_the_others_counted(
    most: int, expected: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for language, said in zip(("zh", "en"), expected, strict=True):
        show(monkeypatch, Filters(lang=language))
        assert i18n.join_some(["甲", "乙", "丙"], most) == said
