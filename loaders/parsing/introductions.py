"""Find the people that a page names with a post: in labels, introductions and the header's list.

The words that introduce people (邀请到) and those that follow a name (介绍, 出席) are in
data/lexicon/titles.toml.
"""

import re
from collections.abc import Collection, Iterator
from functools import cache, lru_cache

from loaders.lexicon.labels import labels
from loaders.lexicon.titles import titles
from loaders.parsing.label_forms import Head
from loaders.parsing.label_names import (
    Label,
    ends_as_title,
    has_english_office,
    is_name,
    parse_titled_name,
)
from loaders.parsing.label_words import Words
from loaders.text.measures import HAN

# The longest entry of a list of people in characters, in Chinese and in Latin text.
MAX_LISTED, MAX_LISTED_LATIN = 60, 160
# Characters of one introduction that are searched: the longest list of people on a podium fits.
MAX_ROSTER = 400
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


def introduced_people(text: str, people: Collection[str] = ()) -> Iterator[Label]:
    """Yield the people whom `text` introduces with a title, before 先生 or after 邀请到, each once.

    A name that is also a common word is accepted before a form of address, or if it is in `people`,
    the names that the page uses elsewhere.

    >>> [who.name for who in introduced_people("今天请到了某厅厅长高明远、副厅长陆小满，欢迎。")]
    ['高明远', '陆小满']
    >>> [who.title for who in introduced_people("We are joined by Mr. Jan Meer, mayor of Wells.")]
    ['mayor of Wells']
    """
    found: dict[str, Label] = {}
    in_chinese = (*addressed_people(text), *_enumerated_people(text, people))
    for label in (*in_chinese, *_people_in_english(text)):
        found.setdefault(label.name, label)
    yield from found.values()


@lru_cache(maxsize=8_192)
def addressed_people(text: str) -> tuple[Label, ...]:
    """Return the people with a title before a form of address: 邀请到某局局长李明先生."""
    words = titles()
    found: list[Label] = []
    for piece in re.split("|".join(words.addresses), text)[:-1]:
        tail = re.split(r"[，,。:：;；!！]", piece)[-1]
        tail = re.split("|".join(words.introductions), tail)[-1]
        entry = tail.lstrip("和及以、 ")
        label = parse_titled_name(" ".join(entry.split())) if len(tail) < 200 else None
        if label and label.title:
            found += list(parse_roster(entry, {label.name})) or [label]
    return tuple(found)


def _enumerated_people(text: str, people: Collection[str]) -> Iterator[Label]:
    """Yield the people whom `text` lists after words of introduction.

    A short `text` that ends like an entry of such a list (with ； or ，) yields its person.
    """
    if len(text) <= MAX_LISTED and text[-1:] in set("；;，,、"):
        label = _titled(" ".join(text[:-1].split()), people)
        yield from [label] if label else []
    for sentence in _BREAK.split(text):
        for part in _introductions().split(sentence)[1:]:
            yield from parse_roster(part[:MAX_ROSTER], people)


def parse_roster(text: str, people: Collection[str] = ()) -> Iterator[Label]:
    """Yield the people of a list of posts and names; a post may itself contain a separator.

    A name in `people` is accepted even if it is also a common word.

    >>> [(who.title, who.name) for who in parse_roster("某市委常委、部长白杉，某局局长李明介绍")]
    [('某市委常委、部长', '白杉'), ('某局局长', '李明')]
    """
    before = ""
    for piece in _PIECE.split(text):
        words = before + piece
        is_separator = _PIECE.fullmatch(piece)
        label = None if is_separator else _parse_roster_entry(" ".join(words.split()), people)
        if label:
            yield label
        # An organisation or a post may contain 和 or 、, but 、 after a bare name ends the entry.
        is_end = piece in set("，,；;:：—") or (piece == "、" and is_name(before.strip()))
        is_unfinished = not (label or is_end) and len(words) <= MAX_LISTED
        before = words if is_unfinished and words.strip("、和及以 ") else ""


def _parse_roster_entry(words: str, people: Collection[str]) -> Label | None:
    ends = [*(found.start() for found in _after_name().finditer(words)), len(words)]
    titled = (_titled(words[:end].strip(), people) for end in ends)
    return next(filter(None, titled), None) or _parse_name_first(words)


def _parse_name_first(words: str) -> Label | None:
    """Parse a name before its title: 高明远 某省某厅厅长."""
    name, _, title = words.partition(" ")
    return Label(name, title) if title and is_name(name) and ends_as_title(title) else None


def _titled(text: str, people: Collection[str]) -> Label | None:
    """Return the certain label of a person with a title (label_words), or None."""
    label = Words(text).certain(people)
    return label if label and label.title else None


@lru_cache(maxsize=8_192)
def _people_in_english(text: str) -> tuple[Label, ...]:
    folded = text.casefold()  # searching word by word is faster than one alternation
    if not any(word in folded for word in titles().presenting_english):
        return ()
    parts = _introductions_in_english().split(text)[1:]
    return tuple(label for part in parts for label in _people_in_apposition(part[:MAX_ROSTER]))


def _people_in_apposition(text: str) -> Iterator[Label]:
    """Yield the people in "Mr. Jan Meer, mayor of Wells" and "Deputy Mayor Jan Meer"."""
    for found in _office_and_name().finditer(text):
        yield Label(found[2], found[1].strip())
    for found in _APPOSITION.finditer(text):
        title = _TITLE_ENDS.split(found[2])[0].strip()
        if has_english_office(title):
            yield Label(found[1], title)


def listed_person(text: str, word: str, end: int) -> Label | None:
    """Return the person in a header line that names exactly one: 主持人：某局副局长 李明.

    The line begins with `word`, and the list at index `end`. None where the line names nobody or
    several, and where the word is neither a role nor one of a header (出席).
    """
    longest = MAX_LISTED if re.search(f"[{HAN}]", text[end:]) else MAX_LISTED_LATIN
    if len(text) - end > longest or not _begins_list(word):
        return None
    label = Words(" ".join(text[end:].split())).titled
    return label if label and not label.is_outlet else None


def listed_people(text: str, head: Head | None) -> list[Label]:
    """Return the people of a header line: 出席：某局副局长 李明、某市市长 王芳.

    `head` is the parsed start of `text`. If it is bare, as on the line below 出席：, the whole line
    is parsed as one person; so is a Latin line whose `head` is None. Empty if nobody is named.
    """
    if head is None or head.form == "bare":
        is_latin = len(text) <= MAX_LISTED_LATIN and not re.search(f"[{HAN}]", text)
        alone = Words(text).certain(()) if head or is_latin else None
        return [alone] if alone else []
    if len(text) - head.end > MAX_ROSTER or not _begins_list(head.text):
        return []
    one = listed_person(text, head.text, head.end)
    several = [*parse_roster(text[head.end :]), *_people_in_apposition(text[head.end :])]
    return several or ([one] if one else [])


def _begins_list(word: str) -> bool:
    words = Words(word)
    return words.is_look_alike or words.role is not None


@cache
def _office_and_name() -> re.Pattern[str]:
    offices = "|".join(word.capitalize() for word in labels().english_forms.offices)
    name = rf"(?!(?:{offices})\b){_LATIN}(?: {_LATIN}){{1,2}}"
    return re.compile(rf"\b((?:(?:{offices})(?:-General)? ){{1,4}})({name})")


@cache
def _introductions() -> re.Pattern[str]:
    words = titles()
    return re.compile("|".join([*words.introductions, *words.presenting]))


@cache
def _introductions_in_english() -> re.Pattern[str]:
    words = "|".join(titles().presenting_english)
    return re.compile(rf"\b(?:{words})\b", re.IGNORECASE)


@cache
def _after_name() -> re.Pattern[str]:
    words = titles()
    return re.compile("|".join([*words.addresses, *words.behind_names]))
