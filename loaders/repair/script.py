"""Which lines of a page are in traditional characters: each by its own measure.

A page may be in one script with passages of the other: a quotation, a part taken from elsewhere. A
line is judged by the characters that one script alone has. One that has too few of them goes with
the next line that has enough, since a label is followed by its speech, or with the page.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from loaders.repair.variants import to_simplified
from loaders.text.measures import HAN

# Traditional text has every fifth character or so in a form of its own.
SHARE = 0.05
# A single one may be a name that keeps its form.
FEWEST = 2
# Japanese has forms in common with both.
KANA = re.compile("[\u3041-\u30fa]")
KANA_SHARE = 0.1
HAN_ONE = re.compile(f"[{HAN}]")
# Quotations and sentences, with what parts them.
PIECE = re.compile("[^“”「」『』。！？；]{1,100000}|[“”「」『』。！？；]{1,100000}")


@dataclass(frozen=True, slots=True)
class Measure:
    """How many Han characters a text has, and how many of them are of one script alone."""

    han: int
    traditional: int
    simplified: int

    @property
    def script(self) -> str | None:
        """What the text is in; None where it has too few to tell."""
        return self.script_by(fewest=FEWEST)

    def script_by(self, *, fewest: int) -> str | None:
        """What the text is in, where `fewest` characters of one script tell it."""
        most = max(self.traditional, self.simplified)
        if most < fewest or most <= SHARE * self.han or self.traditional == self.simplified:
            return None
        return "traditional" if self.traditional > self.simplified else "simplified"


def simplified_lines(lines: list[str]) -> tuple[list[str], str]:
    """The lines in simplified characters, and the script that they were in.

    "traditional", "simplified", or "mixed" where a good part of it is surely in the other script.

    >>> simplified_lines(["湖光燈會開幕", "湖光灯会开幕", "他說：“燈會開幕”，我们说：“灯会开幕”"])
    (['湖光灯会开幕', '湖光灯会开幕', '他说：“灯会开幕”，我们说：“灯会开幕”'], 'mixed')
    """
    measures = [_measure(line) for line in lines]
    page = Measure(
        sum(measure.han for measure in measures),
        sum(measure.traditional for measure in measures),
        sum(measure.simplified for measure in measures),
    )
    general = page.script_by(fewest=1) or "simplified"
    own = [measure.script for measure in measures]
    scripts = reversed(list(_filled(reversed(own), reversed(measures), general)))
    pieces = [
        list(_pieces(line, measure, script))
        for line, measure, script in zip(lines, measures, scripts, strict=True)
    ]
    texts = _converted(pieces)
    other = sum(measure.han for measure in measures if measure.script not in (None, general))
    return texts, "mixed" if other > SHARE * page.han else general


def _filled(own: Iterator[str | None], measures: Iterator[Measure], general: str) -> Iterator[str]:
    """The script of each line, from the last to the first."""
    below = general
    for script, measure in zip(own, measures, strict=True):
        below = script or below
        is_label = measure.traditional and general == "simplified"
        yield script or (below if is_label else general)


def _pieces(line: str, measure: Measure, script: str) -> Iterator[tuple[str, bool]]:
    """A line in pieces, each with whether it is traditional: one, unless it has both scripts."""
    if min(measure.traditional, measure.simplified) < FEWEST:
        yield line, script == "traditional" and measure.han > 0
        return
    for piece in PIECE.findall(line):
        yield piece, _script_of_piece(_measure(piece), script) == "traditional"


def _converted(lines: list[list[tuple[str, bool]]]) -> list[str]:
    """The lines, their traditional pieces simplified: all at once, since calls cost."""
    old = [piece for pieces in lines for piece, is_traditional in pieces if is_traditional]
    new = iter(to_simplified("\n".join(old)).split("\n"))
    return [
        "".join(next(new) if is_traditional else piece for piece, is_traditional in pieces)
        for pieces in lines
    ]


def _script_of_piece(piece: Measure, line: str) -> str:
    """A piece of a line that has both scripts needs less to tell which it is in."""
    if piece.traditional and not piece.simplified:
        return "traditional"
    return piece.script or line


def _measure(text: str) -> Measure:
    if text.isascii():
        return Measure(0, 0, 0)
    han = len(HAN_ONE.findall(text))
    if len(KANA.findall(text)) > KANA_SHARE * han:
        return Measure(0, 0, 0)
    traditional, simplified = (len(forms.findall(text)) for forms in _forms())
    return Measure(han, traditional, simplified)


@cache
def _forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The characters that only traditional text has, and those that only simplified text has.

    The first are changed by opencc and not in GB 2312; the second are in GB 2312 and not in Big5,
    and opencc leaves them as they are.
    """
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    pairs = list(zip(characters, to_simplified("\n".join(characters)).split("\n"), strict=True))
    traditional = [old for old, new in pairs if old != new and not _has(old, "gb2312")]
    simplified = [
        old for old, new in pairs if old == new and _has(old, "gb2312") and not _has(old, "big5")
    ]
    return re.compile(f"[{''.join(traditional)}]"), re.compile(f"[{''.join(simplified)}]")


def _has(character: str, table: str) -> bool:
    try:
        character.encode(table)
    except UnicodeEncodeError:
        return False
    return True
