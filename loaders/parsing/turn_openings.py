"""Find the labels that open turns in the lines of a page, judged against the page as a whole."""

import re
from collections.abc import Mapping

from loaders.parsing.label_names import Label
from loaders.parsing.label_scoring import Accepted, Key
from loaders.parsing.mid_line import add_mid_line
from loaders.parsing.page import Lines, Openings, PageLine, TurnOpening, ends_as_sentence

MAX_HEADLINE = 60

_DATED = re.compile(r"\d{4}[-/年.]\d{1,2}[-/月.]\d{1,2}|(?:来源|稿源)\s?[:：]")


def find_openings(
    lines: Lines, labels: Mapping[Key, Accepted], people: Mapping[str, Label]
) -> Openings:
    """Return the labels that open turns on each of `lines`, in order.

    `labels` are the heads that are accepted as labels (label_scoring), `people` those whom the page
    names. There are no openings if the page has only one label and that label is not certain.
    """
    at_start = [_openings_at_start(line, labels) for line in lines]
    found = _drop_headline(lines, add_mid_line(lines, at_start, people))
    all_openings = [opening for line in found for opening in line]
    if not any(opening.is_certain for opening in all_openings) and len(all_openings) < 2:
        return [[] for _ in lines]
    return found


def _openings_at_start(line: PageLine, labels: Mapping[Key, Accepted]) -> list[TurnOpening]:
    head = line.head
    if head is None or (head.kind, head.text) not in labels:
        return []
    label, is_certain = labels[head.kind, head.text]
    if label.asks and line.names_only:
        return []
    return [TurnOpening(label, 0, head.end, head.stamp, is_certain)]


def _drop_headline(lines: Lines, openings: Openings) -> Openings:
    """Remove the first opening if its line is the page's headline, with a name before a colon.

    In a headline, a short text without an end mark follows the colon. Within three lines a date or
    a source follows, or the page has no other opening.
    """
    first = next((i for i, line in enumerate(openings) if line), None)
    if first is None or openings[first][0].label.role:
        return openings
    rest = lines[first].text[openings[first][0].speech_start :].strip()
    is_headline = 0 < len(rest) <= MAX_HEADLINE and not ends_as_sentence(rest)
    is_dated = any(_DATED.search(line.text) for line in lines[first + 1 : first + 4])
    is_only_opening = sum(map(len, openings)) == 1 and len(lines) > 1
    if is_headline and len(openings[first]) == 1 and (is_dated or is_only_opening):
        return [*openings[:first], [], *openings[first + 1 :]]
    return openings
