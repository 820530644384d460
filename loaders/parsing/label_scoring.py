"""Decide which candidate labels on a page are real, from their form and from the whole page.

A post with a name, an outlet's reporter, or a name that was introduced with a title is a certain
label. A role (主持人, 问) needs other labels on the page, and a letter needs its partner (Q and A).
A bare name must be repeated in the same form, or be one of the labels that cover the page. A line
that contains only a name is a label if no other form has as many labels on the page.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from loaders.lexicon.labels import labels
from loaders.parsing.label_forms import Head
from loaders.parsing.label_names import Label
from loaders.parsing.page import Lines

# Labels cover the page if this share of its lines, from the first label on, belongs to them.
MIN_COVERAGE = 0.5
# In a form with less than this share of the labels of the most frequent form, only certain labels
# are accepted.
MIN_MINOR_SHARE = 0.25

# The letter is matched first, since few occur in a text; then the character before it is checked.
_LETTER = re.compile(r"([QAqa问答])(?<![^\s。！？!?.”].)\d{0,3} ?[:：]")

Kind = tuple[str, int]
Key = tuple[Kind, str]


class Accepted(NamedTuple):
    """The label of an accepted head; certain if it needs no support from other labels."""

    label: Label
    is_certain: bool


def accept_labels(lines: Lines, people: Mapping[str, Label]) -> dict[Key, Accepted]:
    """Return (kind, text) -> label for every head that is accepted as a label.

    `people` maps the names that the page introduces, lists or labels with a title to their labels
    (find_people).
    """
    heads = [(index, line.head) for index, line in enumerate(lines) if line.head]
    groups: dict[Kind, list[tuple[int, Head]]] = {}
    for index, head in heads:
        groups.setdefault(head.kind, []).append((index, head))
    bare = groups.pop(("bare", 0), [])
    closed = Counter(head.text for _, head in heads if head.is_closed)
    any_speaker = any(
        head.words.speaker(people) or (head.words.bare and closed[head.text] > 1)
        for _, head in heads
        if head.is_closed
    )
    words = {head.text.casefold() for _, head in heads} | _letters_before_colons(lines)
    scored = {
        kind: _score_group(_Group(group, lines), people, words, any_speaker=any_speaker)
        for kind, group in groups.items()
    }
    counts = Counter(h.kind for _, h in heads if h.text in scored.get(h.kind, {}))
    accepted = {
        (kind, text): found
        for kind in _prevailing_kinds(counts)
        for text, found in scored[kind].items()
        if found.is_certain or counts[kind] >= MIN_MINOR_SHARE * max(counts.values())
    }
    accepted |= _accept_bare_lines(lines, bare, people, more_than=max(counts.values(), default=0))
    return accepted


def _letters_before_colons(lines: Lines) -> set[str]:
    """Return the letters of questions and answers (q, a, 问, 答) before a colon anywhere in a line.

    A question and its answer may be in one paragraph: 问：…… 答：…….
    """
    return {found.casefold() for found in _LETTER.findall("\n".join(line.text for line in lines))}


def _prevailing_kinds(counts: Mapping[Kind, int]) -> list[Kind]:
    """Return the kinds of heads that label turns, given the number of labels of each kind.

    If Markdown headings are the most frequent kind, all other kinds are excluded. Otherwise a kind
    needs two labels, unless its form is colon.
    """
    most = max(counts, key=lambda kind: counts[kind], default=None)
    if most and most[0] == "heading":
        return [most]
    return [kind for kind in counts if kind[0] == "colon" or counts[kind] > 1]


class _Group:
    """The heads of one kind, with their line indices: their counts, and how much they cover.

    `parsed` are their words by text. `label_only` are the texts of heads with no speech on their
    line.
    """

    def __init__(self, heads: Sequence[tuple[int, Head]], lines: Lines) -> None:
        self.heads, self.lines = heads, lines
        self.counts = Counter(head.text for _, head in heads)
        self.parsed = {head.text: head.words for _, head in heads}
        self.closed_texts = {head.text for _, head in heads if head.is_closed}
        self.label_only = {
            head.text
            for index, head in heads
            if (head.is_closed or head.form in {"heading", "bold"})
            and not lines[index].text[head.end :].strip()
        }

    def covers(self, words: set[str]) -> bool:
        """Return whether heads with the texts `words` cover the page (MIN_COVERAGE).

        The lines counted are those with such a head and, if the head is alone on its line, the next
        line. Their share is that of all lines from the first such head on.
        """
        heads = [(i, h) for i, h in self.heads if h.text in words]
        if not heads:
            return False
        below = sum(h.text in self.label_only for _, h in heads)
        return (len(heads) + below) / (len(self.lines) - heads[0][0]) >= MIN_COVERAGE

    def is_all_labels(self) -> bool:
        """Return whether these are Markdown headings of which two and 60 % or more have a colon.

        On such a page every heading with a colon is a label, unless its words name nobody (来源).
        """
        closed = sum(head.is_closed for _, head in self.heads)
        return self.heads[0][1].form == "heading" and closed >= max(2, 0.6 * len(self.heads))


def _score_group(
    group: _Group, people: Mapping[str, Label], words: set[str], *, any_speaker: bool
) -> dict[str, Accepted]:
    """Return text -> label for the heads of a group that are labels.

    `any_speaker`: the page labels a speaker by name. Otherwise a letter (Q) is a label only if its
    partner is in `words`: the casefolded texts of heads, and the letters before colons in any line.
    """
    parsed = group.parsed
    certain = {text: label for text in parsed if (label := parsed[text].speaker(people))}
    roles = {
        text: label
        for text in parsed
        if text not in certain
        and (label := parsed[text].role)
        and (any_speaker or _has_partner(text, words))
    }
    rest = [text for text in parsed if text not in certain and text not in roles]
    if group.is_all_labels():
        names = (t for t in rest if t in group.closed_texts and not parsed[t].is_look_alike)
        weak = {}
        certain = {**{t: parsed[t].bare or Label(t) for t in names}, **roles, **certain}
    else:
        weak = {**roles, **_score_bare_names(group, rest, {*certain, *roles})}
    return {text: Accepted(label, text in certain) for text, label in {**weak, **certain}.items()}


def _has_partner(text: str, words: set[str]) -> bool:
    """Return whether `words` has the partner of a letter (Q and A); True if `text` is a word."""
    word = text.rstrip("0123456789 ").casefold()
    pairs = [[letter.casefold() for letter in pair] for pair in labels().lettered]
    for pair in pairs:
        if word in pair:
            other = pair[1 - pair.index(word)]
            return any(w.rstrip("0123456789 ") == other for w in words)
    return True


def _score_bare_names(group: _Group, rest: Sequence[str], certain: set[str]) -> dict[str, Label]:
    """Return text -> label for names that are repeated or among labels that cover the page.

    `rest` are the texts to judge; `certain` are texts of the group that are accepted already.
    """
    # A phrase formed like a name may be repeated before a colon, but seldom in another form.
    max_of_phrase = 2 if group.heads[0][1].form == "colon" else 1
    formed = {
        text: label
        for text in rest
        if (label := group.parsed[text].bare)
        and (
            label.is_outlet
            or group.counts[text] > max_of_phrase
            or not group.parsed[text].is_phrase
        )
    }
    repeated = {text for text in formed if group.counts[text] > 1}
    anchors = len(certain) + len(repeated)
    found = repeated if anchors > 1 or any(group.counts[t] > 2 for t in repeated) else set()
    if len(certain) + len(formed) > 1 and group.covers({*certain, *formed}):
        found = set(formed)
    elif anchors:
        found = found | {text for text in formed if text in group.label_only}
    labels = {text: formed[text] for text in found}
    others = (text for text in rest if text not in formed and group.counts[text] > 2)
    unlisted = {text for text in others if group.parsed[text].may_be_unlisted_name}
    candidates = {*certain, *labels, *unlisted}
    if len(candidates) > 1 and group.covers(candidates):
        labels |= {text: Label(text) for text in unlisted}
    return labels


def _accept_bare_lines(
    lines: Lines,
    heads: Sequence[tuple[int, Head]],
    people: Mapping[str, Label],
    *,
    more_than: int,
) -> dict[Key, Accepted]:
    """Return (kind, text) -> label for lines that contain only a name.

    Empty unless these lines have at least two different labels, and more in all than `more_than`,
    the number of labels in the most frequent other form.
    """
    followed = [(i, h) for i, h in heads if i + 1 < len(lines) and lines[i + 1].ends_as_sentence]
    if not followed:
        return {}
    group = _Group(followed, lines)
    words = {head.text.casefold() for _, head in followed}
    any_certain = any(words.speaker(people) for words in group.parsed.values())
    found = _score_group(group, people, words, any_speaker=any_certain)
    count = sum(group.counts[text] for text in found)
    if count < 2 or count <= more_than or len(found) < 2:
        return {}
    return {(("bare", 0), text): label for text, label in found.items()}
