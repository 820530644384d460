"""The cases of tests/golden/damage: a damaged text, the expected result, and the expected log.

In the wild, synthetic and negative cases pass; a known failure must still fail, or be moved.
"""

import tomllib
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from loaders.lexicon import read
from loaders.repair.document import LINE_BREAK, CleanDocument
from loaders.repair.pipeline import REPAIR_KINDS, repair

KINDS_OF_CASE = {"synthetic", "in the wild", "negative", "known failure"}
FILES = sorted(Path(__file__).with_name("damage").glob("*.toml"))
CASES: dict[str, dict[str, Any]] = {
    f"{path.stem}: {case['why']}": case
    for path in FILES
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
}
cases = pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())


def text_of(clean: CleanDocument) -> str:
    return "\n".join(line.text for line in clean.lines)


@cases
def test_case(case: dict[str, Any]) -> None:
    clean = repair(case["published"])
    places = sorted([row.kind, row.line, row.column] for row in clean.repairs)
    is_right = text_of(clean) == case["expected"] and places == sorted(case["repairs"])
    assert is_right is not (case["kind"] == "known failure"), (text_of(clean), clean.repairs)
    doubts = sorted([row.kind, row.line, row.column] for row in clean.unsettled)
    assert doubts == sorted(case.get("doubts", []))


@cases
def test_a_case_is_well_formed(case: dict[str, Any]) -> None:
    assert case["kind"] in KINDS_OF_CASE
    if case["kind"] == "negative":
        assert {kind for kind, *_ in case["repairs"]} <= {"full_width"}
    assert {kind for kind, *_ in case["repairs"]} <= set(REPAIR_KINDS)


@cases
def test_repairing_is_idempotent(case: dict[str, Any]) -> None:
    once = text_of(repair(case["published"]))
    again = repair(once)
    assert text_of(again) == once
    assert again.repairs == ()


@cases
def test_the_published_text_has_the_logged_text_at_its_place(case: dict[str, Any]) -> None:
    lines = LINE_BREAK.split(case["published"])
    rows = repair(case["published"]).repairs
    decoded = {(row.line, row.column) for row in rows if row.kind == "mojibake"}
    for row in rows:
        found_there = normalize("NFC", lines[row.line - 1][row.column - 1 :])
        before = normalize("NFC", row.before.removesuffix("…"))
        assert found_there.startswith(before) or (row.line, row.column) in decoded


def test_every_listed_character_states_its_source_and_reason() -> None:
    rows = read("characters")["character"]
    for row in rows:
        assert row["source"]
        assert row["reason"]
        assert row["where"] in {"anywhere", "word"}
        assert row.get("name", "given") in {"given", "surname"}
    found = [character for row in rows for character in row["found"]]
    assert len(found) == len(set(found))
    assert not set(found) & {row["meant"] for row in rows}
