"""Detect the script of each line of a page, and convert traditional lines to simplified.

A page may be in one script with passages of the other: a quotation, or a part from another source.
A line is classified by the characters that only one script has. One with too few of them gets the
script of the next line that has enough, since a label is followed by its speech, or of the page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from loaders.repair.variants import to_simplified
from loaders.text.measures import HAN

# In traditional text about every fifth character has a form that simplified text lacks.
MIN_SCRIPT_SHARE = 0.05
# A single character may be in a name that keeps its form.
MIN_CHARACTERS = 2
# Japanese shares forms with both scripts.
KANA = re.compile("[\u3041-\u30fa]")
MAX_KANA_SHARE = 0.1
HAN_CHARACTER = re.compile(f"[{HAN}]")
# Sentences and quotations, and the marks between them.
SENTENCE_OR_MARKS = re.compile("[^“”「」『』。！？；]{1,100000}|[“”「」『』。！？；]{1,100000}")


@dataclass(frozen=True, slots=True)
class ScriptCounts:
    """Numbers of Han characters of a text, and of those that only one script has."""

    han: int
    traditional: int
    simplified: int

    @property
    def script(self) -> str | None:
        """The script of the text, "traditional" or "simplified"; None for too few characters."""
        return self.decide(min_characters=MIN_CHARACTERS)

    def decide(self, *, min_characters: int) -> str | None:
        """Return the script; None if fewer than `min_characters` show it, or both are equal."""
        most = max(self.traditional, self.simplified)
        if (
            most < min_characters
            or most <= MIN_SCRIPT_SHARE * self.han
            or self.traditional == self.simplified
        ):
            return None
        return "traditional" if self.traditional > self.simplified else "simplified"


def simplify_lines(lines: list[str]) -> tuple[list[str], str]:
    """Return the lines in simplified characters, and the script that they were in.

    This is "traditional" or "simplified", or "mixed" if over 5 % of the Han characters are in lines
    that are certainly in the other script.

    >>> simplify_lines(["湖光燈會開幕", "湖光灯会开幕", "他說：“燈會開幕”，我们说：“灯会开幕”"])
    (['湖光灯会开幕', '湖光灯会开幕', '他说：“灯会开幕”，我们说：“灯会开幕”'], 'mixed')
    """
    counts = [_count_scripts(line) for line in lines]
    page = ScriptCounts(
        sum(each.han for each in counts),
        sum(each.traditional for each in counts),
        sum(each.simplified for each in counts),
    )
    page_script = page.decide(min_characters=1) or "simplified"
    line_scripts = [each.script for each in counts]
    scripts = reversed(list(_fill_undecided(reversed(line_scripts), reversed(counts), page_script)))
    pieces = [
        list(_split_by_script(line, each, script))
        for line, each, script in zip(lines, counts, scripts, strict=True)
    ]
    texts = _simplify_pieces(pieces)
    other_han = sum(each.han for each in counts if each.script not in (None, page_script))
    return texts, "mixed" if other_han > MIN_SCRIPT_SHARE * page.han else page_script


def _fill_undecided(
    line_scripts: Iterator[str | None], counts: Iterator[ScriptCounts], page_script: str
) -> Iterator[str]:
    """Yield the script of each line; all sequences go from the last line to the first."""
    below = page_script
    for script, each in zip(line_scripts, counts, strict=True):
        below = script or below
        is_label = each.traditional and page_script == "simplified"
        yield script or (below if is_label else page_script)


def _split_by_script(line: str, counts: ScriptCounts, script: str) -> Iterator[tuple[str, bool]]:
    """Split a line that has both scripts; yield each piece and whether it is traditional."""
    if min(counts.traditional, counts.simplified) < MIN_CHARACTERS:
        yield line, script == "traditional" and counts.han > 0
        return
    for piece in SENTENCE_OR_MARKS.findall(line):
        yield piece, _piece_script(_count_scripts(piece), script) == "traditional"


def _simplify_pieces(lines: list[list[tuple[str, bool]]]) -> list[str]:
    """Join the pieces of each line, and simplify the traditional ones in one call, for speed."""
    old = [piece for pieces in lines for piece, is_traditional in pieces if is_traditional]
    new = iter(to_simplified("\n".join(old)).split("\n"))
    return [
        "".join(next(new) if is_traditional else piece for piece, is_traditional in pieces)
        for pieces in lines
    ]


def _piece_script(piece: ScriptCounts, line_script: str) -> str:
    """Return the script of a piece; one traditional character suffices, unlike for a line."""
    if piece.traditional and not piece.simplified:
        return "traditional"
    return piece.script or line_script


def _count_scripts(text: str) -> ScriptCounts:
    if text.isascii():
        return ScriptCounts(0, 0, 0)
    han = len(HAN_CHARACTER.findall(text))
    if len(KANA.findall(text)) > MAX_KANA_SHARE * han:
        return ScriptCounts(0, 0, 0)
    traditional, simplified = (len(pattern.findall(text)) for pattern in _script_patterns())
    return ScriptCounts(han, traditional, simplified)


@cache
def _script_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of the characters that only traditional, and only simplified text has.

    The first are changed by opencc and not in GB 2312; the second are in GB 2312 and not in Big5,
    and opencc does not change them.
    """
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    pairs = list(zip(characters, to_simplified("\n".join(characters)).split("\n"), strict=True))
    traditional = [old for old, new in pairs if old != new and not _is_encodable(old, "gb2312")]
    simplified = [
        old
        for old, new in pairs
        if old == new and _is_encodable(old, "gb2312") and not _is_encodable(old, "big5")
    ]
    return re.compile(f"[{''.join(traditional)}]"), re.compile(f"[{''.join(simplified)}]")


def _is_encodable(character: str, encoding: str) -> bool:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
