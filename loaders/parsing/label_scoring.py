"""Which heads of a page are labels: what each says by itself, and what the others say of it.

A post with a name, an outlet's reporter, or a name that was introduced with a title is a label by
itself. A role (主持人, 问) needs company on the page, a letter its partner (Q and A). A name
alone has to come again in the same form, or stand among labels that cover the page. A line that
only says a name is a label where the page has no other form for them.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from loaders import lexicon
from loaders.parsing.introductions import (
    certain_label,
    introduced,
    listed_people,
    surnames_with_posts,
)
from loaders.parsing.label_forms import Head
from loaders.parsing.label_names import Label, bare_name, is_look_alike, is_name, role
from loaders.text.measures import HAN
from loaders.text.segmenter import get_segmenter

# Labels that cover this share of a page's lines are its way of naming speakers.
DENSE = 0.5
# A form that labels less than this share of what the page's main form does needs sure labels.
MINOR = 0.25

_SENTENCE_END = re.compile(r"[。！？!?.…”\"’」』）)：:;；~～]$")
# The letter first, since few stand in a text, then what may stand before it.
_LETTER = re.compile(r"([QAqa问答])(?<![^\s。！？!?.”].)\d{0,3} ?[:：]")
_UNKNOWN = re.compile(rf"[{HAN}]{{2,6}}")

Heads = Sequence[Head | None]
Kind = tuple[str, int]
Key = tuple[Kind, str]


def ends_as_sentence(text: str) -> bool:
    """Whether a line ends as speech does; headings and the names of links do not."""
    return bool(_SENTENCE_END.search(text[-3:]))


def people_of(lines: Sequence[str], heads: Heads) -> dict[str, Label]:
    """Name -> label of those whom the page introduces, lists or labels with a title."""
    found: dict[str, Label] = {}
    closed = {head.text for head in heads if head and head.closed and bare_name(head.text)}
    called = {head.text for head in heads if head and is_name(head.text)}
    for text, head in zip(lines, heads, strict=True):
        labels = list(introduced(text, called))
        labels += listed_people(text, head)
        if head and (label := certain_label(head.text, closed)):
            labels.append(label)
        for label in labels:
            if label.title and not label.is_outlet:
                found.setdefault(label.name, label)
    return {**_by_surname(lines, heads), **found}


def _by_surname(lines: Sequence[str], heads: Heads) -> dict[str, Label]:
    """Those whom lines of their own name and speech calls by surname and post: 高厅长, 高明远."""
    alone = {h.text for h in heads if h and h.form != "colon" and len(h.text) in {2, 3}}
    names = {text for text in alone if is_name(text) and not get_segmenter().frequency(text)}
    called = {surname for text in lines if names for surname in surnames_with_posts(text)}
    return {name: Label(name) for name in names if name[0] in called}


def accept_labels(
    lines: Sequence[str], heads: Heads, people: Mapping[str, Label]
) -> dict[Key, tuple[Label, bool]]:
    """Kind and words of every head that is a label, with its label and whether that is sure."""
    groups: dict[Kind, list[tuple[int, Head]]] = {}
    for index, head in enumerate(heads):
        if head:
            groups.setdefault(head.kind, []).append((index, head))
    bare = groups.pop(("bare", 0), [])
    closed = Counter(head.text for head in heads if head and head.closed)
    anyone_sure = any(
        _sure(text, people) or (count > 1 and bare_name(text)) for text, count in closed.items()
    )
    words = {head.text.casefold() for head in heads if head} | _letters(lines)
    weighed = {
        kind: _weigh(_Group(group, lines), people, words, anyone_sure=anyone_sure)
        for kind, group in groups.items()
    }
    counts = Counter(h.kind for h in heads if h and h.text in weighed.get(h.kind, {}))
    accepted = {
        (kind, text): pair
        for kind in _ruling(counts)
        for text, pair in weighed[kind].items()
        if pair[1] or counts[kind] >= MINOR * max(counts.values())
    }
    accepted |= _bare(lines, bare, people, more_than=max(counts.values(), default=0))
    return accepted


def _letters(lines: Sequence[str]) -> set[str]:
    """The letters that stand before a colon anywhere: 问：…… 答：…… may share a paragraph."""
    return {found.casefold() for found in _LETTER.findall("\n".join(lines))}


def _ruling(counts: Mapping[Kind, int]) -> list[Kind]:
    """The forms in which a page labels its turns; headings leave no room for another."""
    most = max(counts, key=lambda kind: counts[kind], default=None)
    if most and most[0] == "heading":
        return [most]
    return [kind for kind in counts if kind[0] == "colon" or counts[kind] > 1]


class _Group:
    """The heads of one kind: how often each comes, and how far they cover the page."""

    def __init__(self, heads: Sequence[tuple[int, Head]], lines: Sequence[str]) -> None:
        self.heads, self.lines = heads, lines
        self.counts = Counter(head.text for _, head in heads)
        self.closed = {head.text for _, head in heads if head.closed}
        self.alone = {
            head.text
            for index, head in heads
            if (head.closed or head.form in {"heading", "bold"})
            and not lines[index][head.end :].strip()
        }

    def covers(self, words: set[str]) -> bool:
        """Whether lines that open with one of `words` make up most of the page from there on."""
        places = [(i, h) for i, h in self.heads if h.text in words]
        if not places:
            return False
        below = sum(h.text in self.alone for _, h in places)
        return (len(places) + below) / (len(self.lines) - places[0][0]) >= DENSE

    def labels_all(self) -> bool:
        """Whether the headings of this level are labels: most of them end with a colon."""
        closed = sum(head.closed for _, head in self.heads)
        return self.heads[0][1].form == "heading" and closed >= max(2, 0.6 * len(self.heads))


def _sure(text: str, people: Mapping[str, Label]) -> Label | None:
    return Label(text) if text in people else certain_label(text, people)


def _weigh(
    group: _Group, people: Mapping[str, Label], words: set[str], *, anyone_sure: bool
) -> dict[str, tuple[Label, bool]]:
    """The heads of a group that are labels: words -> label, and whether it is sure by itself."""
    sure = {text: label for text in group.counts if (label := _sure(text, people))}
    roles = {
        text: label
        for text in group.counts
        if text not in sure and (label := role(text)) and (anyone_sure or _has_partner(text, words))
    }
    rest = [text for text in group.counts if text not in sure and text not in roles]
    if group.labels_all():
        open_to = (t for t in rest if t in group.closed and not is_look_alike(t))
        weak, sure = {}, {**{t: bare_name(t) or Label(t) for t in open_to}, **roles, **sure}
    else:
        weak = {**roles, **_plain(group, rest, {*sure, *roles})}
    return {text: (label, text in sure) for text, label in {**weak, **sure}.items()}


def _has_partner(text: str, words: set[str]) -> bool:
    """Whether a letter's other letter is on the page; a whole word needs none."""
    word = text.rstrip("0123456789 ").casefold()
    pairs = [[letter.casefold() for letter in pair] for pair in lexicon.read("labels")["lettered"]]
    for pair in pairs:
        if word in pair:
            other = pair[1 - pair.index(word)]
            return any(w.rstrip("0123456789 ") == other for w in words)
    return True


def _plain(group: _Group, rest: Sequence[str], certain: set[str]) -> dict[str, Label]:
    """Names alone that are labels: they come again, or stand among labels that cover the page."""
    # A heading of words may come again before a colon; between labels it seldom does.
    often = 2 if group.heads[0][1].form == "colon" else 1
    formed = {
        text: label
        for text in rest
        if (label := bare_name(text))
        and (label.is_outlet or group.counts[text] > often or not _is_of_words(text))
    }
    again = {text for text in formed if group.counts[text] > 1}
    anchors = len(certain) + len(again)
    found = again if anchors > 1 or any(group.counts[t] > 2 for t in again) else set()
    if len(certain) + len(formed) > 1 and group.covers({*certain, *formed}):
        found = set(formed)
    elif anchors:
        found = found | {text for text in formed if text in group.alone}
    labels = {text: formed[text] for text in found}
    unlisted = {t for t in rest if t not in formed and group.counts[t] > 2 and _unlisted(t)}
    every = {*certain, *labels, *unlisted}
    if len(every) > 1 and group.covers(every):
        labels |= {text: Label(text) for text in unlisted}
    return labels


def _is_of_words(text: str) -> bool:
    """Whether what is formed like a name is rather a heading of words: 文化强国, 安全生产."""
    if not is_name(text):
        return False
    words = get_segmenter()
    if words.tokens(text, "jieba")[0] == (text, "nr"):
        return False
    return len(text) > 3 or words.frequency(text[:2]) > 0 or words.frequency(text) > 0


def _unlisted(text: str) -> bool:
    """Whether `text` may be a name that is not formed like a Chinese one: 伊原健作."""
    return bool(_UNKNOWN.fullmatch(text)) and not is_look_alike(text)


def _bare(
    lines: Sequence[str],
    heads: Sequence[tuple[int, Head]],
    people: Mapping[str, Label],
    *,
    more_than: int,
) -> dict[Key, tuple[Label, bool]]:
    """Lines that only say a name, where the page has no other form for its labels."""
    followed = [(i, h) for i, h in heads if i + 1 < len(lines) and ends_as_sentence(lines[i + 1])]
    if not followed:
        return {}
    group = _Group(followed, lines)
    words = {head.text.casefold() for _, head in followed}
    sure = any(_sure(text, people) for text in group.counts)
    found = _weigh(group, people, words, anyone_sure=sure)
    count = sum(group.counts[text] for text in found)
    if count < 2 or count <= more_than or len(found) < 2:
        return {}
    return {(("bare", 0), text): pair for text, pair in found.items()}
