"""Whom a page names with a post: in a label, in speech that introduces, in the head's list.

The words that introduce, and those behind a name (介绍, 出席), stand in data/lexicon/titles.toml.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache

from loaders import lexicon
from loaders.parsing.label_forms import Head
from loaders.parsing.label_names import (
    Label,
    by_title,
    ends_as_title,
    has_office,
    is_look_alike,
    is_name,
    parse_label,
    role,
)
from loaders.text.measures import HAN
from loaders.text.segmenter import get_segmenter

LONGEST_LISTED, LONGEST_LATIN = 60, 160
# What one introduction may name: the longest lists of a podium are not longer.
LONGEST_ROSTER = 400
# A word that jieba's dictionary counts less often is as likely what somebody is called: 林网.
COMMON = 100

# How jieba's dictionary tags what people are called as well: places, qualities, phrases.
_NAMELIKE = {"ns", "nz", "a", "i", "l"}
_LATIN = r"[A-Z][\w'’-]{0,30}"
_BREAK = re.compile(r"[。！？!?\n]")
_PIECE = re.compile(r"([，,、；;:：—]|以及|和|及)")
_APPOSITION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.? |\b(?:Professor|Minister) )?"
    r"\b([A-Z][\w'’-]{0,30}(?: (?:[a-z]{2,3} )?[A-Z][\w'’-]{0,30}){1,3}), "
    r"((?:the )?[A-Za-z][^,;.:!?\n]{2,100})"
)
_TITLE_ENDS = re.compile(
    r" (?:and|with) (?:Mr|Mrs|Ms|Miss|Dr|Prof)\b| (?:to|who|is|are|will|has|here|with)\b"
)


def certain_label(text: str, people: Collection[str]) -> Label | None:
    """Whom `text` names by itself, unless the name behind the post is a word: 部长安排.

    Some are called so: one of `people`, whom the page introduces or names elsewhere, stays a name.

    >>> surely("某局局长安排", ()) is None, surely("某局局长安排", {"安排"}).name
    (True, '安排')
    """
    label = parse_label(text)
    if label is None or label.is_outlet or label.name in people:
        return label
    glued = text == f"{label.title or '记者'}{label.name}"
    return None if glued and is_a_word(label.name) else label


def is_a_word(name: str) -> bool:
    """Whether what is formed like a name is a word, or begins with one: 时间, 安排如下."""
    if len(name) not in {2, 4} or name[:2] in lexicon.read("surnames")["compound"]:
        return False
    words = get_segmenter()
    tag = words.part_of_speech(name[:2]) or ""
    if words.frequency(name[:2]) < COMMON or tag.startswith("nr"):
        return False
    return len(name) == 4 or tag not in _NAMELIKE or is_look_alike(name)


def introduced(text: str, people: Collection[str] = ()) -> Iterator[Label]:
    """Those whom a passage of speech introduces with a title: before 先生, or behind 邀请到.

    A name that is a word counts before a form of address, or as one of `people`.

    >>> [label.name for label in introduced("今天请到了某省某厅厅长高明远、副厅长陆小满，欢迎。")]
    ['高明远', '陆小满']
    >>> [label.title for label in introduced("We are joined by Mr. Jan Meer, mayor of Wells.")]
    ['mayor of Wells']
    """
    found: dict[str, Label] = {}
    for label in (*addressed(text), *_enumerated(text, people), *_in_english(text)):
        found.setdefault(label.name, label)
    yield from found.values()


@lru_cache(maxsize=8_192)
def addressed(text: str) -> tuple[Label, ...]:
    """Those before a form of address: 邀请到某局局长李明先生."""
    words = lexicon.read("titles")
    found: list[Label] = []
    for piece in re.split("|".join(words["addresses"]), text)[:-1]:
        tail = re.split(r"[，,。:：;；!！]", piece)[-1]
        tail = re.split("|".join(words["introductions"]), tail)[-1]
        label = by_title(" ".join(tail.lstrip("和及以、 ").split())) if len(tail) < 200 else None
        if label and label.title:
            found += list(parse_roster(tail.lstrip("和及以、 "), {label.name})) or [label]
    return tuple(found)


def _enumerated(text: str, people: Collection[str]) -> Iterator[Label]:
    """Those in the list behind an introduction; and the one whom a line of such a list names."""
    if len(text) <= LONGEST_LISTED and text[-1:] in set("；;，,、"):
        label = certain_label(" ".join(text[:-1].split()), people)
        if label and label.title:
            yield label
    for sentence in _BREAK.split(text):
        for part in _introductions().split(sentence)[1:]:
            yield from parse_roster(part[:LONGEST_ROSTER], people)


def parse_roster(text: str, people: Collection[str] = ()) -> Iterator[Label]:
    """Those whom a list of posts and names names; a post may itself hold the marks that part it.

    >>> [(label.title, label.name) for label in roll("某市委常委、部长白杉，某局局长李明介绍")]
    [('某市委常委、部长', '白杉'), ('某局局长', '李明')]
    """
    before = ""
    for piece in _PIECE.split(text):
        words = before + piece
        label = None if _PIECE.fullmatch(piece) else _roster_entry(" ".join(words.split()), people)
        if label:
            yield label
        # A body's name and a post may hold 和 and 、; a name alone does not go on.
        ends = piece in set("，,；;:：—") or (piece == "、" and is_name(before.strip()))
        goes_on = not (label or ends) and len(words) <= LONGEST_LISTED
        before = words if goes_on and words.strip("、和及以 ") else ""


def _roster_entry(words: str, people: Collection[str]) -> Label | None:
    ends = [*(found.start() for found in _behind_names().finditer(words)), len(words)]
    labels = (certain_label(words[:end].strip(), people) for end in ends)
    return next((label for label in labels if label and label.title), None) or _name_first(words)


def _name_first(words: str) -> Label | None:
    """高明远 某省某厅厅长."""
    name, _, title = words.partition(" ")
    return Label(name, title) if title and is_name(name) and ends_as_title(title) else None


@lru_cache(maxsize=8_192)
def _in_english(text: str) -> tuple[Label, ...]:
    folded = text.casefold()  # to look for a word is quicker than to look for any at once
    if not any(word in folded for word in lexicon.read("titles")["presenting_english"]):
        return ()
    parts = _introductions_in_english().split(text)[1:]
    return tuple(label for part in parts for label in _in_apposition(part[:LONGEST_ROSTER]))


def _in_apposition(text: str) -> Iterator[Label]:
    """Mr. Jan Meer, mayor of Wells; and Deputy Mayor Jan Meer."""
    for found in _office_and_name().finditer(text):
        yield Label(found[2], found[1].strip())
    for found in _APPOSITION.finditer(text):
        title = _TITLE_ENDS.split(found[2])[0].strip()
        if has_office(title):
            yield Label(found[1], title)


def surnames_with_posts(text: str) -> list[str]:
    """The characters before a post, as in 高厅长: those who are addressed by surname and post.

    >>> surnames_with_posts("请高厅长和某局局长回答。")
    ['高', '局']
    """
    return _posts().findall(text)


def listed(text: str, head: Head) -> Label | None:
    """The one person that a line of the page's head lists: 主持人：某局副局长 李明."""
    longest = LONGEST_LISTED if re.search(f"[{HAN}]", text[head.end :]) else LONGEST_LATIN
    if len(text) - head.end > longest or not _heads_a_list(head):
        return None
    label = parse_label(" ".join(text[head.end :].split()))
    return label if label and not label.is_outlet else None


def listed_people(text: str, head: Head | None) -> list[Label]:
    """All whom such a line lists, or one below it: 出席：某局副局长 李明、某市市长 王芳."""
    if head is None or head.form == "bare":
        is_latin = len(text) <= LONGEST_LATIN and not re.search(f"[{HAN}]", text)
        alone = certain_label(text, ()) if head or is_latin else None
        return [alone] if alone else []
    if len(text) - head.end > LONGEST_ROSTER or not _heads_a_list(head):
        return []
    one = listed(text, head)
    several = [*parse_roster(text[head.end :]), *_in_apposition(text[head.end :])]
    return several or ([one] if one else [])


def _heads_a_list(head: Head) -> bool:
    return is_look_alike(head.text) or role(head.text) is not None


@cache
def _office_and_name() -> re.Pattern[str]:
    offices = "|".join(
        word.capitalize() for word in lexicon.read("labels")["english_forms"]["offices"]
    )
    name = rf"(?!(?:{offices})\b){_LATIN}(?: {_LATIN}){{1,2}}"
    return re.compile(rf"\b((?:(?:{offices})(?:-General)? ){{1,4}})({name})")


@cache
def _posts() -> re.Pattern[str]:
    return re.compile(rf"([{HAN}])(?:{'|'.join(lexicon.read('titles')['endings'])})")


@cache
def _introductions() -> re.Pattern[str]:
    words = lexicon.read("titles")
    return re.compile("|".join([*words["introductions"], *words["presenting"]]))


@cache
def _introductions_in_english() -> re.Pattern[str]:
    words = "|".join(lexicon.read("titles")["presenting_english"])
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@cache
def _behind_names() -> re.Pattern[str]:
    words = lexicon.read("titles")
    return re.compile("|".join([*words["addresses"], *words["behind_names"]]))
