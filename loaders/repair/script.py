"""Detect the script of each line of a page, and convert traditional lines to simplified.

A page may be in one script with passages of the other: a quotation, or a part from another source.
A line is classified by the characters that only one script has. A line with too few of them gets
the script of the page. But on a simplified page a line with a traditional character gets the script
of the next line that has enough, since a label is followed by its speech.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from loaders.repair.variants import to_simplified
from loaders.text.measures import HAN

# The scripts of a page.
SCRIPTS = ("simplified", "traditional", "mixed", "none")
# In traditional text about every fifth character has a form that simplified text lacks.
MIN_SCRIPT_SHARE = 0.05
# A single such character may be part of a name that is not converted.
MIN_CHARACTERS = 2
# Japanese has characters of both scripts, so text with more kana than MAX_KANA_SHARE is in neither.
KANA = re.compile("[\u3041-\u30fa]")
MAX_KANA_SHARE = 0.1
HAN_CHARACTER = re.compile(f"[{HAN}]")
# Sentences and quotations, and the marks between them.
SENTENCE_OR_MARKS = re.compile("[^“”「」『』。！？；]{1,100000}|[“”「」『』。！？；]{1,100000}")


@dataclass(frozen=True, slots=True)
class ScriptCounts:
    """Counts of a text: its Han characters, and those that only one script has, for each script."""

    han: int
    traditional: int
    simplified: int

    @property
    def script(self) -> str | None:
        """The script of the text, "traditional" or "simplified"; None for too few characters."""
        return self.decide(min_characters=MIN_CHARACTERS)

    def decide(self, *, min_characters: int) -> str | None:
        """Return the script that has more characters of its own in the text, or None if undecided.

        The text is undecided if both scripts have equally many, or if the script with more has
        fewer than `min_characters` or at most MIN_SCRIPT_SHARE of all Han characters.
        """
        most = max(self.traditional, self.simplified)
        if (
            most < min_characters
            or most <= MIN_SCRIPT_SHARE * self.han
            or self.traditional == self.simplified
        ):
            return None
        return "traditional" if self.traditional > self.simplified else "simplified"


def simplify_lines(lines: list[str]) -> tuple[list[str], str]:
    """Return the lines in simplified characters, and the script that the page was in before.

    The script is "traditional" or "simplified", "mixed" if over 5 % of the Han characters are in
    lines that are certainly in the script that the page is mostly not in, or "none" if the page has
    no Han character.

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
    if not page.han:
        return texts, "none"
    other_han = sum(each.han for each in counts if each.script not in (None, page_script))
    return texts, "mixed" if other_han > MIN_SCRIPT_SHARE * page.han else page_script


def _fill_undecided(
    line_scripts: Iterator[str | None], counts: Iterator[ScriptCounts], page_script: str
) -> Iterator[str]:
    """Yield the script of each line; both iterators and the result run from the last to the first.

    An undecided line gets the script of the page. But on a simplified page an undecided line with a
    traditional character gets the script of the nearest decided line below.
    """
    below = page_script
    for script, each in zip(line_scripts, counts, strict=True):
        below = script or below
        is_label = each.traditional and page_script == "simplified"
        yield script or (below if is_label else page_script)


def _split_by_script(line: str, counts: ScriptCounts, script: str) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a line, and for each whether it is traditional.

    Only a line that has characters of both scripts is split. `script` is that of the line.
    """
    if min(counts.traditional, counts.simplified) < MIN_CHARACTERS:
        yield line, script == "traditional" and counts.han > 0
        return
    for piece in SENTENCE_OR_MARKS.findall(line):
        yield piece, _piece_script(_count_scripts(piece), script) == "traditional"


def _simplify_pieces(lines: list[list[tuple[str, bool]]]) -> list[str]:
    """Return the text of each line, joined from its pieces, with the traditional ones simplified.

    All pieces are simplified in one call, for speed.
    """
    old = [piece for pieces in lines for piece, is_traditional in pieces if is_traditional]
    new = iter(to_simplified("\n".join(old)).split("\n"))
    return [
        "".join(next(new) if is_traditional else piece for piece, is_traditional in pieces)
        for pieces in lines
    ]


def _piece_script(piece: ScriptCounts, line_script: str) -> str:
    """Return the script of a piece of a line, or that of the line if the piece is undecided.

    One traditional character suffices for a piece, unlike for a line.
    """
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
    """Return two patterns: one character of traditional text only, one of simplified text only.

    The traditional characters are changed by opencc and are not in GB 2312. The simplified ones are
    not changed by opencc, and are in GB 2312 but not in Big5.
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
