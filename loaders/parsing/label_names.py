"""Whom the words of a label name: a post and a name, an outlet's reporter, a role, a name alone.

What `named` and `role` read stands by itself. What `plain` reads is formed like a name and no more:
whether it is a label is for loaders.layout to weigh.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from loaders import lexicon
from loaders.text.measures import HAN

LONGEST_ROLE = 40

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
    """Who a turn is ascribed to: a person with the title as stated (or none), an outlet, a role.

    `role` is what the label says of its speaker: moderator, asks, answers, other; `name` is then
    the word as printed, where no name goes with it.
    """

    name: str
    title: str | None = None
    is_outlet: bool = False
    role: str | None = None

    @property
    def asks(self) -> bool:
        """Whether the label itself says that a question follows."""
        return self.is_outlet or self.role == "asks"


def read_label(text: str, *, known: Collection[str]) -> Label | None:
    """The label that the words `text` are, or None when they name no speaker for certain.

    `known` are names introduced with a title before: they may stand alone.

    >>> read_label("青禾省商务厅副厅长李明远", known=frozenset())
    Label(name='李明远', title='青禾省商务厅副厅长', is_outlet=False, role=None)
    >>> read_label("青禾晚报记者", known=frozenset())
    Label(name='青禾晚报', title=None, is_outlet=True, role=None)
    >>> read_label("主要有三点", known=frozenset()) is None
    True
    """
    words = " ".join(text.split())
    return Label(words) if words in known else parse_label(words) or role(words)


@lru_cache(maxsize=1 << 16)
def parse_label(text: str) -> Label | None:
    """Whom `text` names by itself: a person with a post, an outlet by its reporter."""
    if is_look_alike(text) or role(text):
        return None
    if inside := _PARENTHESIS.fullmatch(text):
        return _with_parenthesis(inside[1], inside[2])
    if outlet := outlet_of_reporter(text):
        return Label(outlet, is_outlet=True)
    return _by_outlet(text) or _behind_role(text) or by_title(text) or _english(text)


def _with_parenthesis(base: str, inner: str) -> Label | None:
    """主持人（某局副局长 王芳）, 李明（某局副局长）, 记者（青禾晚报）, 李明（视频连线）."""
    doing = role(base)
    if doing and doing.role == "asks":
        outlet = outlet_of_reporter(inner) or inner
        return Label(inner, role="asks") if is_name(inner) else Label(outlet, is_outlet=True)
    if doing:
        who = parse_label(inner) or (Label(inner) if is_name(inner) else None)
        return replace(who, role=doing.role) if who else None
    if not (is_name(base) or _is_latin_name(base)):
        return parse_label(base)
    asked_for = outlet_of_reporter(inner) or (inner if is_outlet(inner) else None)
    if asked_for:
        return Label(asked_for, is_outlet=True)
    return Label(base, inner) if ends_as_title(inner) or has_office(inner) else None


def outlet_of_reporter(text: str) -> str | None:
    """The outlet in 青禾晚报记者, 青禾晚报记者王芳, BBC reporter, reporter from BBC."""
    if found := _LATIN_REPORTER.fullmatch(text):
        return found[1] or found[2]
    found = _REPORTER.fullmatch(text.replace("《", "").replace("》", ""))
    return found[1].strip() if found and (found[2] is None or is_name(found[2])) else None


def _by_outlet(text: str) -> Label | None:
    """An outlet and its reporter's name: 青禾晚报 王芳."""
    outlet, _, reporter = text.rpartition(" ")
    named_so = outlet and is_name(reporter) and is_outlet(outlet)
    return Label(outlet, is_outlet=True) if named_so else None


def _behind_role(text: str) -> Label | None:
    """主持人 某局副局长 王芳."""
    first, _, rest = text.partition(" ")
    label = by_title(rest) if _roles().get(first) == "moderator" else None
    return replace(label, role="moderator") if label and label.title else None


def by_title(text: str) -> Label | None:
    """A post and a name, glued or apart: 某局副局长李明, 某局副局长 李 明."""
    parts = _closed_up(text.split(" "))
    title = "、".join(parts[:-1])
    if len(parts) > 1 and ends_as_title(title):
        if is_name(parts[-1]) or _is_name_apart(parts[-1]):
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


def _closed_up(parts: list[str]) -> list[str]:
    """A name of two characters is often set apart: 李 明."""
    if len(parts) > 2 and len(parts[-1]) == len(parts[-2]) == 1 and is_name("".join(parts[-2:])):
        return [*parts[:-2], "".join(parts[-2:])]
    return parts


def ends_as_title(text: str) -> bool:
    """Whether `text` ends as titles do, before a name."""
    return text.endswith(_endings())


def is_name(text: str) -> bool:
    """Whether `text` is formed like a Chinese name, and does not end like "so-and-so said".

    >>> is_name("谷雨晴"), is_name("谷雨晴表示"), is_name("主要")
    (True, False, False)
    >>> is_name("解释"), is_name("曾说"), is_name("王问")
    (False, False, True)
    """
    if not HAN_NAME.fullmatch(text):
        return False
    surnames = lexicon.read("surnames")
    if not re.search("[·•・]", text) and not (
        text[0] in surnames["single"] or text[:2] in surnames["compound"]
    ):
        return False
    said = max(filter(text.endswith, _speaking()), key=len, default="")
    before = text.removesuffix(said)
    return not said or (len(before) == 1 and before not in _words("han_forms", "adverbs"))


def _is_name_apart(text: str) -> bool:
    """A name without a listed surname, which a space parts from its title: 阿依古丽."""
    formed = re.fullmatch(rf"[{HAN}]{{2,8}}", text)
    said = text.endswith(_speaking())
    return bool(formed) and not said and not ends_as_title(text) and not is_look_alike(text)


@lru_cache(maxsize=1 << 16)
def role(text: str) -> Label | None:
    """What a word that names nobody says of its speaker: 主持人, 问, Question 2.

    >>> role("有记者问").role, role("Moderator").role, role("灯会")
    ('asks', 'moderator', None)
    """
    if len(text) > LONGEST_ROLE:
        return None
    numbered = _NUMBERED.fullmatch(text)
    word = (numbered[1] or numbered[2]) if numbered else text
    found = _roles().get(word.casefold())
    return Label(text, role=found) if found else None


@lru_cache(maxsize=1 << 16)
def bare_name(text: str) -> Label | None:
    """The speaker that `text` would be, were it a label: it is formed like a name, and no more."""
    if is_look_alike(text):
        return None
    if is_listed_outlet(text):
        return Label(text, is_outlet=True)
    if is_name(text) or re.fullmatch(rf"[{HAN}]{{1,6}}(?:{_either('addresses')})", text):
        return Label(text)
    if text[:1] in lexicon.read("surnames")["single"] and text[1:] in _endings():
        return Label(text)
    if is_outlet(text):
        return Label(text, is_outlet=True)
    return _english(text) or (Label(text) if _is_latin_name(text) else None)


def is_outlet(text: str) -> bool:
    """Whether `text` is an outlet that the lexicon lists, or formed like one."""
    if is_listed_outlet(text):
        return True
    if re.fullmatch(rf"[{HAN}A-Za-z0-9]{{3,14}}", text):
        return text.endswith(_words("han_forms", "outlets"))
    return text.casefold().endswith(_latin_outlets()) and _is_latin_name(text)


def is_certain_outlet(text: str) -> bool:
    """Whether a list knows the outlet, or its name ends in a word that no other body's does.

    >>> surely_outlet("青禾卫视"), surely_outlet("互联网"), surely_outlet("Lakeside Daily")
    (True, False, True)
    """
    ends = next((end for end in _words("han_forms", "outlets") if text.endswith(end)), "")
    return is_listed_outlet(text) or (is_outlet(text) and len(ends) != 1)


def is_listed_outlet(text: str) -> bool:
    """Whether the lexicon lists an outlet of that name, in Chinese or in English.

    >>> is_listed_outlet("央视"), is_listed_outlet("REUTERS"), is_listed_outlet("青禾台")
    (True, True, False)
    """
    return text.casefold() in _listed_outlets()


def _english(text: str) -> Label | None:
    """MR. GREEN, Minister Jane Green, Jane Green (Minister), Jane Green, Minister of Lanterns."""
    if not re.match(r"[A-Z]", text) or "\u4e00" <= text[-1] <= "\u9fff":
        return None
    name, comma, office = text.partition(", ")
    if comma:
        return Label(name, office) if _is_latin_name(name) and has_office(office) else None
    words = text.split(" ")
    first = words[0].rstrip(".").casefold()
    if len(words) > 2 and first in _words("english_forms", "honorifics"):
        rest = " ".join(words[1:])
        return Label(rest, words[0]) if _is_latin_name(rest) else None
    leads = first in _words("english_forms", "honorifics", "offices")
    return Label(text) if leads and len(words) > 1 and _is_latin_name(text) else None


def has_office(text: str) -> bool:
    """Whether a word of `text` is an office in English: Vice Minister of Lanterns."""
    words = re.split(r"[\s-]+", text)
    return any(word.rstrip(".,").casefold() in _words("english_forms", "offices") for word in words)


def _is_latin_name(text: str) -> bool:
    words = text.split(" ")
    formed = all(re.fullmatch(r"[^\W\d_][\w.'’-]{0,30}", word) for word in words)
    sentence = any(re.fullmatch(r"\w{4,}\.", word) for word in words[:-1])
    if not 1 <= len(words) <= 6 or not formed or sentence:
        return False
    if re.search(f"[{HAN}]", text) or is_look_alike(text):
        return False
    capital = [w[0].isupper() for w in words]
    small = (w.casefold() in _words("english_forms", "particles") for w in words)
    return capital[0] and capital[-1] and all(c or s for c, s in zip(capital, small, strict=True))


def is_look_alike(text: str) -> bool:
    """Whether `text` is one of the words that stand before a colon and name nobody."""
    return text.casefold() in _look_alikes()


@cache
def _endings() -> tuple[str, ...]:
    return tuple(lexicon.read("titles")["endings"])


@cache
def _words(table: str, *names: str) -> tuple[str, ...]:
    words = lexicon.read("labels")[table]
    return tuple(word for name in names for word in words[name])


@cache
def _speaking() -> tuple[str, ...]:
    return _words("han_forms", "speaking")


@cache
def _either(name: str) -> str:
    return "|".join(_words("han_forms", name))


@cache
def _roles() -> dict[str, str]:
    words = lexicon.read("labels")
    lists = {"moderators": "moderator", "asking": "asks", "answering": "answers", "others": "other"}
    found = {word: doing for name, doing in lists.items() for word in words[name]}
    return {**found, "q": "asks", "a": "answers"}


@cache
def _look_alikes() -> frozenset[str]:
    lists = lexicon.read("labels")["look_alikes"]
    return frozenset(word for words in lists.values() for word in words)


@cache
def _listed_outlets() -> frozenset[str]:
    rows = lexicon.read("outlets")["outlet"]
    forms = (form for row in rows for form in (row["name_zh"], row["name_en"], *row["aliases"]))
    return frozenset(form.casefold() for form in forms)


@cache
def _latin_outlets() -> tuple[str, ...]:
    return tuple(f" {word}" for word in _words("english_forms", "outlets"))
