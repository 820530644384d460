"""The English of docstrings, comments and test names, as far as a program can judge it.

ruff's D401 asks for the imperative outside of tests; here are the words that it does not know.
"""

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.sources import files, per_file, tree_of

PRODUCT = ("loaders", "dashboard", "pages", "benchmarks")
FILES = [*files(*PRODUCT), *files("tests")]
RELATIVE = re.compile(r"(?:What|Whom|Whose|Where|Whether|Whoever|Which|Who|How)\b")
NOT_A_VERB = re.compile(r"(?:The|A|An|All|Every|Each|Those|These|One|Its|Of|As|In)\b")
FILLERS = re.compile(
    r"\b(?:stands?(?!-)|stood|tells?|told|put right|lets? go|taken in|anew|whoever)\b",
    re.IGNORECASE,
)
LONGEST_TEST_NAME = 60

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def documented(path: Path) -> Iterator[tuple[Documented, str]]:
    """Yield every node of `path` that has a docstring, and the docstring."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, Documented) and (text := ast.get_docstring(node)):
            yield node, text


def is_noun(node: Documented) -> bool:
    """Return whether a noun phrase may document `node`: not if it is a plain function."""
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        return True
    decorators = " ".join(map(ast.unparse, node.decorator_list))
    return "property" in decorators or "fixture" in decorators


def comments(path: Path) -> Iterator[tuple[int, str]]:
    source = io.StringIO(path.read_text(encoding="utf-8"))
    for token in tokenize.generate_tokens(source.readline):
        if token.type == tokenize.COMMENT:
            yield token.start[0], token.string


@per_file(FILES)
def test_no_docstring_opens_with_a_relative_word(path: Path) -> None:
    assert [text for _, text in documented(path) if RELATIVE.match(text)] == []


@per_file(files(*PRODUCT))
def test_a_function_is_documented_by_a_verb(path: Path) -> None:
    nouns = [text for node, text in documented(path) if not is_noun(node)]
    assert [text for text in nouns if NOT_A_VERB.match(text)] == []


@per_file(FILES)
def test_no_filler_words(path: Path) -> None:
    lines = [line for _, text in documented(path) for line in text.partition(">>>")[0].splitlines()]
    lines += [f"line {number}: {text}" for number, text in comments(path)]
    lines = [re.sub(r'"[^"]*"', "", line) for line in lines]  # quoted words are somebody's
    assert [line for line in lines if FILLERS.search(line)] == []


@per_file([path for path in FILES if path.name.startswith("test_")])
def test_names_of_tests_are_short(path: Path) -> None:
    names = [
        node.name
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]
    assert [name for name in names if len(name) > LONGEST_TEST_NAME] == []


@pytest.mark.parametrize(
    ("text", "is_filler"),
    [("The list stands here.", True), ("A stand-in", False), ("Put right by hand", True)],
)
def test_fillers_are_found(text: str, *, is_filler: bool) -> None:
    assert bool(FILLERS.search(text)) == is_filler
