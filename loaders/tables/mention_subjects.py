"""Find who does what the verb of a mention says.

Decisions. The subject is what the sentence names, in one of five forms; else it is null.

1. The body, or the person with a title, that opens the clause of the verb, if an adverb or a verb
   shows where the name ends (海江省文旅厅将发布…; 李梅部长指出).
2. 我们 in that place, with the body for which the speaker appears: 我们（海江省教育厅）.
3. The body behind 由 in the clause of the verb (由海江省教育厅发布的《…》).
4. A body or event of the lexicon between another verb and this one (落实中办国办印发的《…》).
5. If the clause opens with a verb, an adverb or a preposition, the subject of the clause before it
   in the same sentence (我们制定方案,编制《…》). A clause that opens with anything else may have a
   subject of its own that these rules cannot read, and ends the search.

A verb that follows its object has the subject of form 3 or none. A name before 指出 and other verbs
of saying is a subject in full (沈望舒指出).
"""

import re
from functools import cache

from loaders.lexicon.mentions import mention_words
from loaders.lexicon.organisations import organisations
from loaders.lexicon.phrases import set_phrases
from loaders.lexicon.places import places
from loaders.lexicon.surnames import surnames
from loaders.tables.mention_clauses import MASK, Clauses
from loaders.tables.mention_verbs import Governor, alternation, first_tag
from loaders.text.measures import HAN
from loaders.text.segmenter import get_segmenter

# Longest subject and longest opening before it, in characters.
_MAX_SUBJECT, _MAX_CLAUSES = 30, 8
_MAX_PLAIN_NAME = 10
# Between a subject and a verb before 的, in characters.
_MAX_ADVERBS = 4
# In jieba's tag set.
_VERB_TAGS = frozenset(["v", "vi", "vg", "a"])
_ADVERB_TAGS = frozenset(["vd", "d", "p", "c", "ad"])


def subject(clauses: Clauses, verb: Governor, speaks_for: str | None) -> str | None:
    """Return the subject of `verb`, None if the sentence does not say.

    `speaks_for` is the name of the body for which the speaker appears, None if unknown.
    """
    clause = clauses.masked[clauses.clause_start(verb.start) : verb.start]
    if verb.is_after:
        return _agent(clause)
    if clauses.masked.startswith("的", verb.end):
        found = _relative_subject(clause)
    else:
        found = _main_subject(clauses, verb, clause)
    if speaks_for and found and found.startswith("我们"):
        return f"我们（{speaks_for}）{found.removeprefix('我们')}"
    return found


def _main_subject(clauses: Clauses, verb: Governor, clause: str) -> str | None:
    is_speech = mention_words().verbs[verb.verb] == "say"
    return (
        _opening_subject(clause + MASK)
        or _agent(clause)
        or (_speaker(clause) if is_speech else None)
        or _listed_at_end(clause)
        or (_earlier_subject(clauses, verb.start) if _continues(clause) else None)
    )


def _earlier_subject(clauses: Clauses, position: int) -> str | None:
    """Return the subject of the clauses before that of `position`, in its sentence."""
    sentence, start = clauses.sentence_start(position), clauses.clause_start(position)
    for _ in range(_MAX_CLAUSES):
        if start <= sentence:
            return None
        end = start - 1
        start = max(sentence, clauses.clause_start(end))
        clause = clauses.masked[start:end]
        if (found := _opening_subject(clause + MASK)) or not _continues(clause):
            return found
    return None


def _relative_subject(clause: str) -> str | None:
    """Return the subject of a verb before 的; that of the whole clause may be another.

    >>> _relative_subject("海江省文旅厅将"), _relative_subject("海江省文旅厅落实中办国办")
    ('海江省文旅厅', '中办国办')
    """
    if found := _agent(clause) or _listed_at_end(clause):
        return found
    found = _opening_subject(clause + MASK)
    return found if found and len(clause) - len(found) <= _MAX_ADVERBS else None


def _listed_at_end(clause: str) -> str | None:
    match = _listed().search(clause)
    if not match:
        return None
    # Within a longer name or a list the body would not be the whole subject (教育厅、省文明办).
    before = clause[: match.start()]
    return match[1] if not before or _ends_with_verb(before) else None


def _ends_with_verb(words: str) -> bool:
    if words.endswith(tuple(mention_words().verbs)):
        return True
    segmenter = get_segmenter()
    return (
        segmenter.part_of_speech(segmenter.words(words[-12:], "jieba")[-1])
        in _VERB_TAGS | _ADVERB_TAGS
    )


def _speaker(clause: str) -> str | None:
    """Return a clause that is nothing but a name of 2 to 20 characters (沈望舒指出)."""
    if not re.fullmatch(f"[{HAN}]{{2,20}}(?<![上下中前后里间时已曾就还也又再将均都])", clause):
        return None
    # A longer one may be a sentence: 会议分析形势强调.
    if len(clause) > _MAX_PLAIN_NAME and _predicates().search(clause):
        return None
    # A noun, a pronoun, or a name that jieba does not know; 多次 and 反复 name nobody.
    is_name = (first_tag(clause) or "n")[0] in "nr" and not _openings().fullmatch(clause)
    return clause if is_name and not _continues(clause) else None


def _opening_subject(clause: str) -> str | None:
    match = _subjects().match(clause)
    if not match:
        return None
    name = match["body"] or match["person"] or match["we"]
    # A verb or coverb before the body belongs to no name (会同司法部加快推进).
    is_name = match["body"] is None or not _begins_predicate(name)
    return name if is_name and len(name) <= _MAX_SUBJECT else None


def _agent(clause: str) -> str | None:
    match = _agents().search(clause)
    return match["body"] if match else None


def _continues(clause: str) -> bool:
    """Return whether a clause has no subject of its own: it opens with a verb, adverb or coverb."""
    words = _openings().sub("", clause.lstrip(), count=1)
    if not words or _predicates().match(words):
        return not words.startswith("由")
    # Of a verb that the lexicon lacks 了 is required: 展览 in 展览反响热烈 is a noun.
    tag = first_tag(words)
    return tag in _ADVERB_TAGS or (tag in _VERB_TAGS and words[2:3] == "了")


def _begins_predicate(words: str) -> bool:
    return bool(_predicates().match(words)) or first_tag(words) in _VERB_TAGS | _ADVERB_TAGS


@cache
def _openings() -> re.Pattern[str]:
    days = "(?:[0-9]{4}年(?:以来|起)?)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日|[上中下]旬)?"
    return re.compile(f"(?:{alternation(mention_words().predicates.openings)}|{days}){{0,4}}")


@cache
def _predicates() -> re.Pattern[str]:
    words = [*mention_words().predicates.words, *mention_words().verbs]
    # 会 begins a predicate, but also 会上 and 会议.
    return re.compile(f"(?!会[上中后议场期员])(?:{alternation(words)}|[0-9]{{1,4}}[年月])")


@cache
def _listed() -> re.Pattern[str]:
    """Compile a pattern of a body or event of the lexicon at the end of a clause."""
    names = {row.phrase for row in set_phrases() if row.kind in ("body", "event")}
    names |= {alias for body in organisations() for alias in body.aliases}
    adverbs = "已经|已|即将|将|正式|联合|共同|还将|还"
    return re.compile(f"({alternation(names)})(?:{adverbs})?$")


@cache
def _subjects() -> re.Pattern[str]:
    """Compile a pattern of a clause's opening: a body, a person with a title, or 我们."""
    persons, body = mention_words().bodies.persons, _body()
    surname = f"(?!时任|现任)[{surnames().single}]"
    person = f"{surname}[{HAN}]{{1,2}}?(?:{alternation(persons)})"
    joint = _joint()
    follows = f"(?={_predicates().pattern}|[,，{MASK}])"
    return re.compile(
        f"(?:{_openings().pattern})"
        f"(?:(?P<we>我们{joint}){follows}"
        f"|(?:[{HAN}]{{0,12}}的)?(?P<person>{person}){follows}"
        f"|(?P<body>{body}{joint}){follows})"
    )


@cache
def _agents() -> re.Pattern[str]:
    """Compile a pattern of 由 and a body at the end of a clause, before its verb."""
    return re.compile(f"由(?P<body>{_body()}{_joint()})(?:联合|共同|牵头|负责|正式){{0,2}}$")


@cache
def _body() -> str:
    endings = [*mention_words().bodies.endings, *places().provinces, *places().cities]
    # The pattern of the first of several bodies; the others, in _joint, hold no 和.
    return f"[{HAN}]{{0,18}}?(?:{alternation(endings)})市?"


@cache
def _joint() -> str:
    number = "[0-9一二三四五六七八九十多]{1,3}(?:个|家)?(?:部门|单位|机构)"
    others = f"等(?:{number})?|会同{number}"
    separators = "、|和|与|会同|联合"
    body = _body().replace(f"[{HAN}]", f"(?:(?!{separators})[{HAN}])", 1)
    return f"(?:(?:{separators}){body}){{0,6}}(?:{others})?"
