"""The course of a briefing: the kind of each turn, where questions begin, what replies to what."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from loaders.parsing.introductions import addressed, introduced
from loaders.parsing.turns import Turn

MODERATES = ("主持人", "新闻发言人")
# The moderator's own closing and handing over: no answer, though it may follow a question.
CLOSES = re.compile(
    r"到此结束|到这里结束|就到这里|到此为止|下面请|先请|有请|请.{1,20}(?:回答|作答|介绍|提问)"
    r"|\b(?:concludes?|(?:that|this) is (?:all|the end)|that['’]s all|to (?:a|an) (?:close|end)"
    r"|(?:next|last|final) question|floor (?:is|to)|over to|thank you (?:all|everyone))\b",
    re.IGNORECASE,
)
# How somebody who opens hands over to another who speaks.
HANDS_OVER = re.compile(
    r"(?:下面|先|首先|现在|接下来)(?:有?请|由).{1,40}(?:介绍|发布|致辞|讲话|发言|通报)"
    r"|\b(?:floor|hand|turn it|turn things|pass it) (?:over )?to\b|\bover to (?!you)"
    r"|\b(?:let me|pleased to|would like to|['’]d like to|will) (?:introduce|welcome|invite)\b"
    r"|, please\.(?:\s|\Z)|\b(?:invited|joined by|with us)\b",
    re.IGNORECASE,
)
ASKS = re.compile(r"[？?][”\"’」』）)]{0,2}$")
# A share of a speaker's turns that end with a question mark.
MOSTLY, SELDOM = 0.4, 0.2


def classify_turns(turns: Sequence[Turn]) -> tuple[list[Turn], list[str]]:
    """The turns with kind, section and the question each replies to; and what was only inferred."""
    moderator = turns[0].label.name if _moderates(turns[0]) else None
    askers, told = _askers(turns, moderator)
    if moderator is None and turns[0].label.name not in askers and _hands_over(turns):
        moderator = turns[0].label.name
    asks = [turn.label.asks or turn.label.name in askers for turn in turns]
    begins = _questions_begin(turns, asks, moderator)
    placed: list[Turn] = []
    question: int | None = None
    for index, turn in enumerate(turns):
        kind = "question" if asks[index] else _kind(turns, asks, index, moderator, question)
        question = index + 1 if kind == "question" else question
        section = "q_and_a" if index >= begins else "opening"
        reply = question if kind == "answer" else None
        placed.append(replace(turn, kind=kind, section=section, reply_to=reply))
    return placed, told


def _questions_begin(turns: Sequence[Turn], asks: Sequence[bool], moderator: str | None) -> int:
    """The first turn of the section of questions: the moderator's invitation belongs to it."""
    first = next((i for i, asked in enumerate(asks) if asked), len(turns))
    invited = 0 < first < len(turns) and turns[first - 1].label.name == moderator
    return first - 1 if invited else first


def _moderates(first: Turn) -> bool:
    """Whether the one who speaks first is the moderator: by role, title, or form of address."""
    if first.label.role or first.label.is_outlet:
        return first.label.role == "moderator"
    by_title = (first.label.title or "").endswith(MODERATES)
    return by_title or any(addressed(line.text) for line in first.paragraphs)


def _hands_over(turns: Sequence[Turn]) -> bool:
    """Whether the first speaker opens and hands over to another, who does not ask."""
    first = turns[0]
    others = {turn.label.name for turn in turns if not turn.label.asks} - {first.label.name}
    if not others or first.label.role or first.label.is_outlet:
        return False
    return any(
        HANDS_OVER.search(line.text) or next(introduced(line.text, others), None)
        for line in first.paragraphs
    )


def _kind(
    turns: Sequence[Turn],
    asks: Sequence[bool],
    index: int,
    moderator: str | None,
    question: int | None,
) -> str:
    turn = turns[index]
    if turn.label.name == moderator or turn.label.role == "moderator":
        return "answer" if _host_answers(turns, asks, index) else "moderation"
    if turn.label.role == "answers":
        return "answer"
    return "statement" if question is None else "answer"


def _host_answers(turns: Sequence[Turn], asks: Sequence[bool], index: int) -> bool:
    """Whether the moderator answers: after a question, alone, and not to close or hand over."""
    if index == 0 or not asks[index - 1]:
        return False
    answered = index + 1 < len(turns) and not asks[index + 1]
    text = "".join(line.text for line in turns[index].paragraphs)
    return not answered and not CLOSES.search(text[-120:])


def _askers(turns: Sequence[Turn], moderator: str | None) -> tuple[frozenset[str], list[str]]:
    """Who asks where no label says it, as in an interview: whose turns end as questions do."""
    if any(turn.label.asks for turn in turns):
        return frozenset(), []
    spoke = Counter(turn.label.name for turn in turns)
    asked = Counter(
        turn.label.name
        for turn in turns
        if turn.label.name != moderator and ASKS.search(turn.paragraphs[-1].text[-8:])
    )
    shares = {name: asked[name] / count for name, count in spoke.items()}
    askers = [name for name in spoke if shares[name] >= MOSTLY and asked[name] > 1]
    if not askers or not any(share < SELDOM for share in shares.values()):
        return frozenset(), []
    told = [
        f"No label says who asks: {name} is taken to ask, since {asked[name]} of {spoke[name]} "
        "turns end in a question mark."
        for name in askers
    ]
    return frozenset(askers), told
