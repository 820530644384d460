"""Labels in every form: pages written for it with their turns, and real transcripts."""

import html
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from loaders.errors import NotATranscriptError
from loaders.parsing.boilerplate import strip_boilerplate
from loaders.parsing.transcript import Transcript, read_transcript
from loaders.repair.document import CleanDocument
from loaders.repair.pipeline import repair
from loaders.text.measures import HAN
from tests.fixtures.transcripts import cleaned

KINDS = {"synthetic", "in the wild", "negative", "known failure"}
FOLDER = Path(__file__).with_name("labels")


def _cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield pytest.param(case, id=f"{path.stem}: {case['name']}")


def _read(document: CleanDocument) -> Transcript:
    return read_transcript(document.lines, name="page.txt")


def _fails(case: dict[str, Any]) -> list[str]:
    """What a case expects and the page does not give."""
    document = cleaned(case["page"].strip())
    if "refused" in case:
        try:
            turns = [turn.label.name for turn in _read(document).turns]
        except NotATranscriptError as error:
            found = re.search(case["refused"], str(error))
            return [] if found else [f"the reason is another: {error}"]
        return [f"read as a transcript of {turns}"]
    reading = _read(document)
    got = {
        "turns": [[t.label.name, t.kind, *(p.text for p in t.paragraphs)] for t in reading.turns],
        "timestamps": [turn.timestamp or "" for turn in reading.turns],
        "set_aside": [row.kind for row in document.repairs if not row.after],
        "title": reading.header.title,
        "hours": reading.header.hours,
        "held": reading.header.date_held,
        "warnings": len(reading.warnings),
        "published": reading.header.published_at,
        "outlets": [turn.label.name for turn in reading.turns if turn.label.is_outlet],
        "attendees": _attendees(reading),
        "doubted": [row.before for row in document.doubts] + [x.text for x in reading.doubts],
    }
    return [
        f"{key}: {got[key]} is not {case[key]}"
        for key in got
        if key in case and got[key] != case[key]
    ]


def _attendees(reading: Transcript) -> list[list[str]]:
    """Name and title of each attendee, the title that the page states first."""
    first: dict[str, str] = {}
    for attendee in reading.attendees:
        first.setdefault(attendee.name, attendee.title)
    return [[name, title] for name, title in first.items()]


@pytest.mark.parametrize("case", list(_cases()))
def test_a_page_reads_as_written_out(case: dict[str, Any]) -> None:
    assert case["kind"] in KINDS
    fails = _fails(case)
    if case["kind"] == "known failure":
        assert fails, "this reads well now: give the case another kind"
    else:
        assert not fails, "\n".join(fails)


# A heading `### name：` of the real transcripts is a label; what stands in one as a note is none.
NOTE = re.compile(r"> ?(?:[(（\[].*[)）\]])?")


def _headings(text: str) -> list[list[Any]]:
    """Name and number of paragraphs under each run of headings of one name."""
    runs: list[list[Any]] = []
    for line in map(str.strip, text.split("\n")):
        if line.startswith("### "):
            name = line.removeprefix("### ").rstrip(":： ")
            if not runs or runs[-1][0] != name:
                runs.append([name, 0])
        elif runs and line and not line.startswith("## ") and not NOTE.fullmatch(line):
            runs[-1][1] += 1
    return [[_name_in(name), count] for name, count in runs]


def _name_in(label: str) -> str:
    """What a label says beside the name: that somebody is of the press, or an honorific."""
    return re.sub(r"^Dr\. |(?<=..)記者$", "", label)


def test_every_label_of_the_real_transcripts_is_read(folder: Path) -> None:
    """80 pages, 8,397 stretches of one speaker: name, number of paragraphs, order."""
    pages = sorted((folder / "cc0").glob("*.md"))
    stretches, wrong = 0, []
    for page in pages:
        document = strip_boilerplate(repair(text := page.read_text(encoding="utf-8")))
        turns = read_transcript(document.lines, name=page.name).turns
        truth = _headings(text)
        stretches += len(truth)
        if truth != [[_name_in(turn.printed_name), len(turn.paragraphs)] for turn in turns]:
            wrong.append(page.name)
    assert (len(pages), stretches, wrong) == (80, 8397, [])


def test_english_comes_through_untouched(folder: Path) -> None:
    """What an English page says is what its turns say, word for word, marks of Markdown apart."""
    for page in sorted((folder / "cc0").glob("*-Interview-with-*.md")):
        raw = page.read_text(encoding="utf-8")
        text = unicodedata.normalize("NFC", html.unescape(html.unescape(raw)))
        document = strip_boilerplate(repair(raw))
        mended = {row.line for row in document.repairs if row.kind == "mojibake"}
        lines = (line for turn in _read(document).turns for line in turn.paragraphs)
        said = [line.text for line in lines if line.number not in mended]
        printed = set(map(str.strip, re.sub("> |<br>", "", text).split("\n")))
        lost = [line for line in said if not re.search(f"[{HAN}]", line) and line not in printed]
        assert not lost, page.name
