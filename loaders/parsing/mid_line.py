"""Find the labels that open turns in the middle of lines: before a colon, or in brackets.

Such a label opens a turn only if it names a speaker for certain, if it answers the question on its
line (问：…… 答：……), or if the page runs its turns together.
"""

import re
from collections.abc import Mapping, Sequence

from loaders.parsing.label_forms import COLONS, STOPS
from loaders.parsing.label_names import Label
from loaders.parsing.label_words import Words
from loaders.parsing.page import Lines, Openings, TurnOpening

# A page with fewer labels than this at the beginning of lines may run its turns together, so that
# its labels in the middle of lines open turns too.
MIN_LINE_LABELS = 3

_COLON = re.compile(
    rf"(?<=[。！？!?.…”」』）)\]】\s])(?=([^{STOPS}|\s][^{STOPS}|]{{0,39}})[{COLONS}])"
)
_BRACKET = re.compile(
    rf"[【\[〔［] ?([^【】\[\]〔〕［］{STOPS}]{{1,40}}?) ?[】\]〕］](?!\() ?[{COLONS}]?"
)
# The pattern of the labels in the middle of lines, by the form of the first label of the page.
_BY_FORM = {"colon": _COLON, "bracket": _BRACKET, "cell": _COLON, "spaced": _COLON}
# A character that ends a label in the middle of a line. Most lines have none, and this test is
# faster than a search for labels.
_END = re.compile(rf"[{COLONS}】\]〕］]")


def titled_mid_line(lines: Lines) -> dict[str, Label]:
    """Return name -> label for the labels with a title before a colon in the middle of lines."""
    labels = (opening.label for line in lines for opening in _find(line.text, _COLON, {}))
    return {label.name: label for label in labels if label.title and not label.role}


def add_mid_line(lines: Lines, found: Openings, people: Mapping[str, Label]) -> Openings:
    """Return the openings `found` at the beginning of lines, with those in the middle of lines.

    They are before colons or in brackets, as the first label of the page is; without any, whichever
    are more. `people` maps the names that the page introduces or lists to labels.
    """
    first = next((line.head for line, openings in zip(lines, found, strict=True) if openings), None)
    patterns = [_BY_FORM.get(first.form)] if first else [_COLON, _BRACKET]
    extended = [_add(lines, found, people, pattern) for pattern in patterns if pattern]
    return max(extended, key=lambda openings: sum(map(len, openings)), default=found)


def _add(
    lines: Lines, found: Openings, people: Mapping[str, Label], pattern: re.Pattern[str]
) -> Openings:
    def find_all() -> list[list[TurnOpening]]:
        return [
            _find(line.text, pattern, known, openings[-1].speech_start if openings else 0)
            for line, openings in zip(lines, found, strict=True)
        ]

    known = {**people, **_by_name(found)}
    known |= _by_name(find_all())
    is_packed = sum(map(len, found)) < MIN_LINE_LABELS
    return [
        [*line, *(o for o in more if is_packed or o.is_certain or _is_inline_answer(line, o))]
        for line, more in zip(found, find_all(), strict=True)
    ]


def _find(
    text: str, pattern: re.Pattern[str], known: Mapping[str, Label], after: int = 0
) -> list[TurnOpening]:
    """Return the labels from index `after` of the line `text` on; none begins within another.

    Their words are in `known`, are certain (label_words) or state a role.
    """
    if not _END.search(text):
        return []
    found: list[TurnOpening] = []
    for match in pattern.finditer(text):
        begin = match.start()
        end = match.end() if match.end() > begin else match.end(1) + 1
        if begin < after:
            continue
        words = Words(" ".join(match[1].split()))
        certain = words.speaker(known)
        if label := certain or words.role:
            found.append(TurnOpening(label, begin, end, None, bool(certain)))
            after = end
    return found


def _by_name(openings: Openings) -> dict[str, Label]:
    """Return name -> label for the labels without a role."""
    labels = (opening.label for line in openings for opening in line)
    return {label.name: label for label in labels if not label.role}


def _is_inline_answer(line: Sequence[TurnOpening], opening: TurnOpening) -> bool:
    """Return whether `opening` is an answer on the line of its question: 问：…… 答：……."""
    return opening.label.role == "answers" and bool(line) and line[0].label.asks
