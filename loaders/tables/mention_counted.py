"""Find what a figure counts, and the unit that counts it.

Decisions. The quantity that is named before the figure (阅读量超过61亿), else, with a measure word,
the noun phrase behind it (12场分论坛), else the one before it where the figure ends its clause
(收集意见建议1700多件). 和 ends a phrase unless 相关 or 有关 follows. Of a phrase with 的 the part
behind it is counted.

A duration counts what went on: the object of the verb behind it (连续四年举办…), the time since the
verb before it (印发了近两年: 印发以来), the noun before it (会期一天半), or the time that is left
(再有二十天: 倒计时). Of sessions (举办了两届) it is the name behind or the subject of the clause,
of a place on a list that list (登上热搜榜第二名).

None where none of these is there.
"""

import re
from functools import cache

from loaders.contract import DURATIONS, MAX_STORED_HAN, RANK, SESSIONS
from loaders.lexicon.mentions import mention_words
from loaders.tables.mention_clauses import Clauses
from loaders.tables.mention_verbs import alternation
from loaders.text.measures import HAN, han_characters
from loaders.text.segmenter import get_segmenter

# Looked at before and behind a figure, in characters.
MAX_LOOK = 40
_MIN_PHRASE = 2
_PLAIN_UNITS = frozenset(["部门", "人", "人次", "国", "省", "市", "县", "村", "校", "户"])
# With these verbs a duration is the time since.
_POINTS = ("成立", "设立", "施行", "开通", "上线", "启动")
_REACHES = re.compile("(?:累计|总计|合计|共计|已经|已|共|总)?(?:达到|达|为|是|有|近)?了?$")
_QUANTITY = re.compile(f"[{HAN}]{{1,10}}(?:人数|人次|量|数|额|率|规模|比例|总值|面积)$")
# A list, behind the verb or preposition that leads to it.
_LIST = re.compile(f"(?:(?![了入上居列到在至为登])[{HAN}]){{1,20}}(?:榜单|榜)$")
# Measures of a quantity, which has its name before them, and ages, which have none.
_MEASURES = frozenset(
    ["%", "‰", "个百分点", "公里", "平方公里", "平方米", "立方米", "米", "公斤", "斤", "吨", "公顷",
     "亩", "千瓦", "千瓦时", "元", "倍", "岁", "级"]
)  # fmt: skip
_PERSON_UNITS = frozenset(["个", "名", "位"])
# In jieba's tag set: what a noun phrase ends with, and what it cannot contain.
_NOUN_TAGS = ("n", "l", "j", "eng", "vn", "i")
_STOP_TAGS = tuple("dpcuryqmxftz")
# Nouns that a duration may follow.
_TERMS = ("会期", "展期", "工期", "任期", "赛期", "假期", "刑期")
# Words that join two nouns to one, although they count things elsewhere (学习类APP).
_JOINTS = frozenset(["类", "型", "级", "版", "式"])
# A word that no dictionary has and that opens so is none (会分, 只会).
_ADVERBS = "会只才就都要能可"
_GOES_ON = ("相关", "有关", "其他", "其它")


def counted(clauses: Clauses, start: int, end: int, unit: str | None) -> str | None:
    """Return what the figure between `start` and `end` counts, None if unclear."""
    before = clauses.masked[max(clauses.clause_start(start), start - MAX_LOOK) : start]
    after = clauses.masked[end : min(clauses.clause_end(end), end + MAX_LOOK)]
    if unit in DURATIONS:
        return _of_duration(before, after)
    if unit == SESSIONS:
        return noun_phrase_at_start(after) or _held(before)
    if unit == RANK:
        match = _LIST.search(before)
        return match[0] if match else None
    quantity = _quantity(before)
    return quantity if quantity or unit in _MEASURES else _measured(before, after, unit)


def _measured(before: str, after: str, unit: str | None) -> str | None:
    """Return what a measure word, or a number without a unit, counts behind or before it."""
    if unit in _PLAIN_UNITS:
        return unit
    if unit in _PERSON_UNITS and after.startswith("人") and not after.startswith("人工"):
        return "人"
    found = noun_phrase_at_start(after)
    return found if found or unit is None else _noun_phrase_before(before, after)


def noun_phrase_at_start(words: str) -> str | None:
    """Return the noun phrase that opens `words`, None if they open with none.

    >>> noun_phrase_at_start("互联网头部企业和相关机构")
    '互联网头部企业和相关机构'
    >>> noun_phrase_at_start("分论坛和读书活动"), noun_phrase_at_start("围绕阅读")
    ('分论坛', None)
    """
    tokens = get_segmenter().words(words, "lexicon")
    found: list[str] = []
    for place, word in enumerate(tokens):
        if word == "的" and found and "的" not in tokens[:place]:
            found = []
        elif _goes_on(tokens[place : place + 2]) and found:
            found.append(word)
        elif _stops(word):
            # 政府做的事: what comes before the verb is its subject.
            return None if "的" in tokens[place : place + 3] else _phrase(found)
        else:
            found.append(word)
    return _phrase(found)


def _goes_on(pair: list[str]) -> bool:
    """Return whether 和 goes on with a noun of the same phrase (企业和相关机构)."""
    return pair[0] in ("和", "及", "与") and pair[-1] in _GOES_ON


def _noun_phrase_before(before: str, after: str) -> str | None:
    """Return the noun phrase at the end of `before` if the figure ends its clause."""
    return None if after else _phrase(_last_nouns(before))


def _last_nouns(words: str) -> list[str]:
    found: list[str] = []
    for word in reversed(get_segmenter().words(words, "lexicon")):
        is_verb = _tag(word).startswith("v") and _tag(word) != "vn"
        if _stops(word) or is_verb or get_segmenter().part_of_speech(word) is None:
            break
        found.insert(0, word)
    return found


def _quantity(before: str) -> str | None:
    """Return the quantity that `before` ends with (阅读量达): a noun phrase, or None."""
    match = _QUANTITY.search(_REACHES.sub("", before))
    if not match:
        return None
    tokens = get_segmenter().words(match[0], "lexicon")
    for number in range(len(tokens) - 1, -1, -1):
        if tokens[number] == "的" or _stops(tokens[number]):
            tokens = tokens[number + 1 :]
            break
    return _phrase(tokens)


def _of_duration(before: str, after: str) -> str | None:
    if before.endswith(("再有", "还有")) and not after:
        return "倒计时"
    if not after.startswith("的") and (since := _since().search(before)):
        return f"{since[1]}以来"
    if before.endswith("连续"):
        verb = _verb_with_object().match(after)
        return noun_phrase_at_start(after[verb.end() :]) if verb else None
    return next((term for term in _TERMS if before.endswith(term)), None)


def _held(before: str) -> str | None:
    """Return the subject of a clause that ends in a verb of holding (大会已成功举办了)."""
    return noun_phrase_at_start(before) if _holding().search(before) else None


def _stops(word: str) -> bool:
    if word in _JOINTS:
        return False
    if (
        word in _predicates()
        or word.startswith(_openings())
        or not re.match(f"[{HAN}A-Za-z]", word)
    ):
        return True
    tag = _tag(word)
    if get_segmenter().part_of_speech(word) is None and word[0] in _ADVERBS:
        return True
    return tag.startswith(_STOP_TAGS) or (tag.startswith("v") and len(word) == 1)


def _tag(word: str) -> str:
    return get_segmenter().part_of_speech(word) or "n"


def _phrase(tokens: list[str]) -> str | None:
    """Return the words of `tokens` up to the last noun, None if they are no noun phrase."""
    while tokens and not _tag(tokens[-1]).startswith(_NOUN_TAGS):
        tokens = tokens[:-1]
    phrase = "".join(tokens)
    is_storable = len(phrase) >= _MIN_PHRASE and han_characters(phrase) <= MAX_STORED_HAN
    return phrase if is_storable else None


@cache
def _predicates() -> frozenset[str]:
    listed = mention_words()
    return frozenset({*listed.predicates.words, *listed.verbs} - {*listed.compounds.verbs})


@cache
def _openings() -> tuple[str, ...]:
    """Return the adverbs with which a set phrase of the lexicon may open (紧紧围绕)."""
    words = frozenset(mention_words().predicates.words) - {*mention_words().compounds.verbs}
    return tuple(word for word in words if len(word) > 1)


@cache
def _since() -> re.Pattern[str]:
    verbs = [verb for verb, use in mention_words().verbs.items() if use == "release"]
    return re.compile(f"({alternation([*verbs, *_POINTS])})(?:已|已经)?了?$")


@cache
def _holding() -> re.Pattern[str]:
    verbs = [verb for verb, use in mention_words().verbs.items() if use == "hold"]
    return re.compile(f"(?:{alternation(verbs)})了?过?$")


@cache
def _verb_with_object() -> re.Pattern[str]:
    return re.compile(f"(?:成功)?(?:{alternation(mention_words().verbs)})了?")
