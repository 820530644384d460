"""Labels in every form: synthetic pages with their expected turns, and real transcripts."""

import html
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from loaders.errors import NotATranscriptError
from loaders.parsing.pipeline import parse
from loaders.parsing.transcript import Transcript
from loaders.repair.pipeline import repair
from loaders.text.measures import HAN
from tests.fixtures.transcripts import transcript_of

KINDS = {"synthetic", "in the wild", "negative", "known failure"}
FOLDER = Path(__file__).with_name("labels")


def _cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


def _failures(case: dict[str, Any]) -> list[str]:
    """Return a line for each expectation of `case` that the reading of its page does not meet."""
    repaired = repair(case["page"].strip())
    if "refused" in case:
        try:
            turns = [turn.label.name for turn in parse(repaired, name="page.txt")[1].turns]
        except NotATranscriptError as error:
            is_reason = re.search(case["refused"], str(error))
            return [] if is_reason else [f"the reason is another: {error}"]
        return [f"read as a transcript of {turns}"]
    document, transcript = parse(repaired, name="page.txt")
    found = {
        "turns": [
            [t.label.name, t.kind, *(p.text for p in t.paragraphs)] for t in transcript.turns
        ],
        "timestamps": [turn.timestamp or "" for turn in transcript.turns],
        "set_aside": [row.kind for row in document.repairs if not row.after],
        "title": transcript.header.title,
        "hours": transcript.header.hours,
        "held": transcript.header.date_held,
        "warnings": len(transcript.doubts),
        "published": transcript.header.published_at,
        "outlets": [turn.label.name for turn in transcript.turns if turn.label.is_outlet],
        "attendees": _attendees(transcript),
        "doubted": [row.before for row in document.unsettled]
        + [line.text for line in transcript.label_like_lines],
    }
    return [
        f"{key}: {found[key]} is not {case[key]}"
        for key in found
        if key in case and found[key] != case[key]
    ]


def _attendees(transcript: Transcript) -> list[list[str]]:
    """Return [name, first stated title] of each attendee, in order of appearance."""
    first: dict[str, str] = {}
    for attendee in transcript.attendees:
        first.setdefault(attendee.name, attendee.title)
    return [[name, title] for name, title in first.items()]


@pytest.mark.parametrize("case", list(_cases()))
def test_a_page_is_read_as_expected(case: dict[str, Any]) -> None:
    assert case["kind"] in KINDS
    failures = _failures(case)
    if case["kind"] == "known failure":
        assert failures, "this reads well now: give the case another kind"
    else:
        assert not failures, "\n".join(failures)


# A heading `### name：` of the real transcripts is a label; a note under it is not speech.
NOTE = re.compile(r"> ?(?:[(（\[].*[)）\]])?")


def _headings(text: str) -> list[list[Any]]:
    """Return [name, number of paragraphs] of each run of consecutive headings with one name."""
    runs: list[list[Any]] = []
    for line in map(str.strip, text.split("\n")):
        if line.startswith("### "):
            name = line.removeprefix("### ").rstrip(":： ")
            if not runs or runs[-1][0] != name:
                runs.append([name, 0])
        elif runs and line and not line.startswith("## ") and not NOTE.fullmatch(line):
            runs[-1][1] += 1
    return [[_strip_honorific(name), count] for name, count in runs]


def _strip_honorific(label: str) -> str:
    """Return `label` without an honorific before it or 記者 (reporter) after it."""
    return re.sub(r"^Dr\. |(?<=..)記者$", "", label)


def test_every_label_of_the_real_transcripts_is_read(folder: Path) -> None:
    """80 pages, 8,397 turns: name, number of paragraphs, order."""
    pages = sorted((folder / "cc0").glob("*.md"))
    turn_count, wrong = 0, []
    for page in pages:
        turns = transcript_of(text := page.read_text(encoding="utf-8"), name=page.name).turns
        expected = _headings(text)
        turn_count += len(expected)
        if expected != [
            [_strip_honorific(turn.printed_name), len(turn.paragraphs)] for turn in turns
        ]:
            wrong.append(page.name)
    assert (len(pages), turn_count, wrong) == (80, 8397, [])


def test_english_is_not_changed(folder: Path) -> None:
    """The turns of an English page have its text word for word, without Markdown marks."""
    for page in sorted((folder / "cc0").glob("*-Interview-with-*.md")):
        raw = page.read_text(encoding="utf-8")
        text = unicodedata.normalize("NFC", html.unescape(html.unescape(raw)))
        document, transcript = parse(repair(raw), name=page.name)
        repaired_lines = {row.line for row in document.repairs if row.kind == "mojibake"}
        lines = (line for turn in transcript.turns for line in turn.paragraphs)
        spoken = [line.text for line in lines if line.number not in repaired_lines]
        printed = set(map(str.strip, re.sub("> |<br>", "", text).split("\n")))
        changed = [
            line for line in spoken if not re.search(f"[{HAN}]", line) and line not in printed
        ]
        assert not changed, page.name
