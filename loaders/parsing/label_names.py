"""Parse the text of a speaker label into a name, a title and a role.

`parse_label` and `parse_role` recognise a label by a post, an outlet or a word for a role.
`parse_bare_name` accepts any text that is formed like a name; label_scoring decides whether that
text is a label.
"""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain

from msgspec.structs import astuple

from loaders.lexicon.labels import labels
from loaders.lexicon.outlets import outlets_by_form
from loaders.lexicon.surnames import surnames
from loaders.lexicon.titles import titles
from loaders.text.measures import HAN

MAX_ROLE = 40

HAN_NAME = re.compile(rf"[{HAN}]{{2,4}}|[{HAN}]{{1,8}}(?:[·•・][{HAN}]{{1,10}}){{1,3}}")
_REPORTER = re.compile(
    r"(?!.{0,20}(?:回答|刚才|接受|下面|告诉|答))(.{2,20}?)(?<![有位名些个各问次])的?"
    rf"(?:特派|驻京|首席|见习)?记者(?: ?({HAN_NAME.pattern}))??(?:提问|问)?"
)
_LATIN_REPORTER = re.compile(
    r"(.{2,30}?) (?:reporter|correspondent|journalist)"
    r"|(?:reporter|correspondent|journalist) (?:from|with|of) (?:the )?(.{2,30})",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"(.{1,40}?) ?[(（] ?([^()（）]{1,40}) ?[)）]")
_NUMBERED = re.compile(
    r"(.{1,30}?) ?[#№]?\d{1,3}|(.{2,30}?) ?[甲乙丙丁戊己A-F一二三四五六七八九十]"
)


@dataclass(frozen=True)
class Label:
    """The speaker of a turn: a person with the title as stated (or None), an outlet or a role.

    `role` is moderator, asks, answers, other or None. If a label states a role without a name,
    `name` is the word for the role, as printed (主持人).
    """

    name: str
    title: str | None = None
    is_outlet: bool = False
    role: str | None = None

    @property
    def asks(self) -> bool:
        """True if the label alone shows that its turn is a question: outlet, or role "asks"."""
        return self.is_outlet or self.role == "asks"


@lru_cache(maxsize=1 << 16)
def parse_label(text: str) -> Label | None:
    """Parse a label that needs no context: a person with a post, or an outlet's reporter.

    A name also counts with an honorific (Mr. Jan Meer) or with a role (主持人（王芳）). None for
    other text, such as a name alone or a word for a role alone.

    >>> parse_label("青禾省商务厅副厅长李明远")
    Label(name='李明远', title='青禾省商务厅副厅长', is_outlet=False, role=None)
    >>> parse_label("青禾晚报记者")
    Label(name='青禾晚报', title=None, is_outlet=True, role=None)
    >>> parse_label("主要有三点") is None
    True
    """
    if is_look_alike(text) or parse_role(text):
        return None
    if inside := _PARENTHESIS.fullmatch(text):
        return _parse_parenthesis(inside[1], inside[2])
    if outlet := outlet_of_reporter(text):
        return Label(outlet, is_outlet=True)
    by_outlet_or_role = _parse_outlet_and_reporter(text) or _parse_after_role(text)
    return by_outlet_or_role or parse_titled_name(text) or _parse_english(text)


def _parse_parenthesis(base: str, inner: str) -> Label | None:
    """Parse `base` and `inner`, the words in brackets after it; None if they name no speaker.

    Examples: 主持人（某局副局长 王芳）, 李明（某局副局长）, 记者（青禾晚报）,
    某局副局长李明（视频连线）.
    """
    stated = parse_role(base)
    if stated and stated.role == "asks":
        outlet = outlet_of_reporter(inner) or inner
        return Label(inner, role="asks") if is_name(inner) else Label(outlet, is_outlet=True)
    if stated:
        person = parse_label(inner) or (Label(inner) if is_name(inner) else None)
        return replace(person, role=stated.role) if person else None
    if not (is_name(base) or _is_latin_name(base)):
        return parse_label(base)
    employer = outlet_of_reporter(inner) or (inner if is_outlet(inner) else None)
    if employer:
        return Label(employer, is_outlet=True)
    return Label(base, inner) if ends_as_title(inner) or has_english_office(inner) else None


def outlet_of_reporter(text: str) -> str | None:
    """Return the outlet whose reporter `text` states, or None.

    The forms are 青禾晚报记者, 青禾晚报记者王芳, BBC reporter and reporter from BBC.
    """
    if found := _LATIN_REPORTER.fullmatch(text):
        return found[1] or found[2]
    found = _REPORTER.fullmatch(text.replace("《", "").replace("》", ""))
    return found[1].strip() if found and (found[2] is None or is_name(found[2])) else None


def _parse_outlet_and_reporter(text: str) -> Label | None:
    """Parse an outlet and its reporter's name (青禾晚报 王芳) into a label of the outlet."""
    outlet, _, reporter = text.rpartition(" ")
    if outlet and is_name(reporter) and is_outlet(outlet):
        return Label(outlet, is_outlet=True)
    return None


def _parse_after_role(text: str) -> Label | None:
    """Parse a moderator with a title: 主持人 某局副局长 王芳."""
    first, _, rest = text.partition(" ")
    label = parse_titled_name(rest) if _roles().get(first) == "moderator" else None
    return replace(label, role="moderator") if label and label.title else None


def parse_titled_name(text: str) -> Label | None:
    """Parse a post and a name, with or without spaces: 某局副局长李明, 某局副局长 李 明.

    A name after 记者 gets the role asks instead of a title. None for any other text.
    """
    parts = _join_spaced_name(text.split(" "))
    title = "、".join(parts[:-1])
    if len(parts) > 1 and ends_as_title(title):
        if is_name(parts[-1]) or _is_unlisted_name(parts[-1]):
            return Label(parts[-1], title)
        return None
    if len(parts) > 1 and is_name(parts[-1]):
        return Label(parts[-1], role="asks") if title == "记者" else None
    joined = "".join(parts)
    if joined.startswith("记者") and is_name(joined[2:]):
        return Label(joined[2:], role="asks")
    for cut in range(max(2, len(joined) - 9), len(joined) - 1):
        if ends_as_title(joined[:cut]) and is_name(joined[cut:]):
            return Label(joined[cut:], joined[:cut])
    return None


def _join_spaced_name(parts: list[str]) -> list[str]:
    """Join the last two of `parts` if they are a name printed with a space: 李 明."""
    if len(parts) > 2 and len(parts[-1]) == len(parts[-2]) == 1 and is_name("".join(parts[-2:])):
        return [*parts[:-2], "".join(parts[-2:])]
    return parts


def ends_as_title(text: str) -> bool:
    """Return whether `text` ends with a post: 某局副局长."""
    return text.endswith(titles().endings)


def is_name(text: str) -> bool:
    """Return whether `text` is formed like a Chinese name and does not end with a speech verb.

    A surname and a verb are still a name (王问), but an adverb and a verb are not (曾说).

    >>> is_name("谷雨晴"), is_name("谷雨晴表示"), is_name("主要")
    (True, False, False)
    >>> is_name("解释"), is_name("曾说"), is_name("王问")
    (False, False, True)
    """
    if not HAN_NAME.fullmatch(text):
        return False
    if not re.search("[·•・]", text) and not (
        text[0] in surnames().single or text[:2] in surnames().compound
    ):
        return False
    forms = labels().han_forms
    verb = max(filter(text.endswith, forms.speaking), key=len, default="")
    before = text.removesuffix(verb)
    return not verb or (len(before) == 1 and before not in forms.adverbs)


def _is_unlisted_name(text: str) -> bool:
    """Return whether `text`, after a title and a space, may be an unlisted name: 阿依古丽."""
    if not re.fullmatch(rf"[{HAN}]{{2,8}}", text) or text.endswith(labels().han_forms.speaking):
        return False
    return not ends_as_title(text) and not is_look_alike(text)


@lru_cache(maxsize=1 << 16)
def parse_role(text: str) -> Label | None:
    """Parse a label that states a role and no name (主持人, 问, Question 2); None for other text.

    >>> parse_role("有记者问").role, parse_role("Moderator").role, parse_role("灯会")
    ('asks', 'moderator', None)
    """
    if len(text) > MAX_ROLE:
        return None
    numbered = _NUMBERED.fullmatch(text)
    word = (numbered[1] or numbered[2]) if numbered else text
    code = _roles().get(word.casefold())
    return Label(text, role=code) if code else None


@lru_cache(maxsize=1 << 16)
def parse_bare_name(text: str) -> Label | None:
    """Parse text that is formed like a name; label_scoring decides whether it is a label.

    Accepted are names of outlets, names of people, also with a form of address (白杉先生), an
    honorific or an English office (Mr. Green), and a surname with a post (王部长). None for other
    text, and for words before a colon that name nobody (来源).
    """
    if is_look_alike(text):
        return None
    if is_listed_outlet(text):
        return Label(text, is_outlet=True)
    if is_name(text) or _addressed().fullmatch(text):
        return Label(text)
    if text[:1] in surnames().single and text[1:] in titles().endings:
        return Label(text)
    if is_outlet(text):
        return Label(text, is_outlet=True)
    return _parse_english(text) or (Label(text) if _is_latin_name(text) else None)


def is_outlet(text: str) -> bool:
    """Return whether `text` is a listed outlet, or formed like the name of one."""
    if is_listed_outlet(text):
        return True
    if re.fullmatch(rf"[{HAN}A-Za-z0-9]{{3,14}}", text):
        return text.endswith(labels().han_forms.outlets)
    return text.casefold().endswith(_latin_outlet_endings()) and _is_latin_name(text)


def is_certain_outlet(text: str) -> bool:
    """Return whether `text` is a listed outlet, or has an ending that only outlets have.

    An ending of one Han character (报, 网, 社) is not enough, since other words have it too.

    >>> [is_certain_outlet(name) for name in ("青禾卫视", "互联网", "Lakeside Daily")]
    [True, False, True]
    """
    ending = next((end for end in labels().han_forms.outlets if text.endswith(end)), "")
    return is_listed_outlet(text) or (is_outlet(text) and len(ending) != 1)


def is_listed_outlet(text: str) -> bool:
    """Return whether `text` is a name or alias of an outlet in data/lexicon/outlets.toml.

    Case is ignored.

    >>> is_listed_outlet("央视"), is_listed_outlet("REUTERS"), is_listed_outlet("青禾台")
    (True, True, False)
    """
    return text.casefold() in outlets_by_form()


def _parse_english(text: str) -> Label | None:
    """Parse a Latin name with an honorific or an office: MR. GREEN; Jane Green, Minister of Tea."""
    if not re.match(r"[A-Z]", text) or "\u4e00" <= text[-1] <= "\u9fff":
        return None
    name, comma, office = text.partition(", ")
    if comma:
        return Label(name, office) if _is_latin_name(name) and has_english_office(office) else None
    words = text.split(" ")
    first, forms = words[0].rstrip(".").casefold(), labels().english_forms
    if len(words) > 2 and first in forms.honorifics:
        rest = " ".join(words[1:])
        return Label(rest, words[0]) if _is_latin_name(rest) else None
    has_title = first in forms.honorifics or first in forms.offices
    return Label(text) if has_title and len(words) > 1 and _is_latin_name(text) else None


def has_english_office(text: str) -> bool:
    """Return whether a word of `text` is an office in English: Vice Minister of Lanterns."""
    words = re.split(r"[\s-]+", text)
    offices = labels().english_forms.offices
    return any(word.rstrip(".,").casefold() in offices for word in words)


def _is_latin_name(text: str) -> bool:
    words = text.split(" ")
    are_words = all(re.fullmatch(r"[^\W\d_][\w.'’-]{0,30}", word) for word in words)
    is_sentence = any(re.fullmatch(r"\w{4,}\.", word) for word in words[:-1])
    if not 1 <= len(words) <= 6 or not are_words or is_sentence:
        return False
    if re.search(f"[{HAN}]", text) or is_look_alike(text):
        return False
    capitals = [word[0].isupper() for word in words]
    particles = (word.casefold() in labels().english_forms.particles for word in words)
    if not capitals[0] or not capitals[-1]:
        return False
    return all(c or p for c, p in zip(capitals, particles, strict=True))


def is_look_alike(text: str) -> bool:
    """Return whether `text` is listed as a word before a colon that names nobody: 来源, 时间."""
    return text.casefold() in _look_alikes()


@cache
def _addressed() -> re.Pattern[str]:
    """Compile a pattern of a name before a form of address: 白杉先生."""
    return re.compile(rf"[{HAN}]{{1,6}}(?:{'|'.join(labels().han_forms.addresses)})")


@cache
def _roles() -> dict[str, str]:
    words = labels()
    lists = {
        "moderator": words.moderators,
        "asks": (*words.asking, "q"),
        "answers": (*words.answering, "a"),
        "other": words.others,
    }
    return {word: code for code, listed in lists.items() for word in listed}


@cache
def _look_alikes() -> frozenset[str]:
    return frozenset(chain(*astuple(labels().look_alikes)))


@cache
def _latin_outlet_endings() -> tuple[str, ...]:
    return tuple(f" {word}" for word in labels().english_forms.outlets)
