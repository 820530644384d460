"""Classify turns by kind and section, and find the question that each answer replies to."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from loaders.messages import Doubt, doubt
from loaders.parsing.attendees import Attendees
from loaders.parsing.page import Page
from loaders.parsing.turns import Turn

MODERATOR_TITLES = ("主持人", "新闻发言人")
# Words with which a moderator closes the briefing or hands over: such a turn is no answer, though
# it may follow a question.
NO_ANSWER = re.compile(
    r"到此结束|到这里结束|就到这里|到此为止|下面请|先请|有请|请.{1,20}(?:回答|作答|介绍|提问)"
    r"|\b(?:concludes?|(?:that|this) is (?:all|the end)|that['’]s all|to (?:a|an) (?:close|end)"
    r"|(?:next|last|final) question|floor (?:is|to)|over to|thank you (?:all|everyone))\b",
    re.IGNORECASE,
)
# Words with which the first speaker hands over to another speaker, as a moderator does.
HANDS_OVER = re.compile(
    r"(?:下面|先|首先|现在|接下来)(?:有?请|由).{1,40}(?:介绍|发布|致辞|讲话|发言|通报)"
    r"|\b(?:floor|hand|turn it|turn things|pass it) (?:over )?to\b|\bover to (?!you)"
    r"|\b(?:let me|pleased to|would like to|['’]d like to|will) (?:introduce|welcome|invite)\b"
    r"|, please\.(?:\s|\Z)|\b(?:invited|joined by|with us)\b",
    re.IGNORECASE,
)
QUESTION_END = re.compile(r"[？?][”\"’」』）)]{0,2}$")
# Shares of a speaker's turns that end with a question mark. An asker has at least the first share,
# and askers are inferred only if some speaker has less than the second.
MIN_ASKER_SHARE, MAX_ANSWERER_SHARE = 0.4, 0.2


def classify_turns(page: Page, attendees: Attendees) -> Page:
    """Return the page, which has turns, with the kind, section and reply_to of each.

    The speaker of the first turn is the moderator if it introduces `attendees`.

    Doubts about inferred askers come before those that the page has.
    """
    turns = page.turns
    moderator = turns[0].label.name if _is_moderator(turns[0], attendees) else None
    askers, doubts = _infer_askers(turns, moderator)
    first = turns[0].label.name
    if moderator is None and first not in askers and _hands_over(turns, attendees):
        moderator = first
    is_question = [turn.label.asks or turn.label.name in askers for turn in turns]
    first_of_questions = _first_of_questions(turns, is_question, moderator)
    classified: list[Turn] = []
    question: int | None = None
    for index, turn in enumerate(turns):
        kind = (
            "question"
            if is_question[index]
            else _classify(turns, is_question, index, moderator, question)
        )
        question = index + 1 if kind == "question" else question
        section = "q_and_a" if index >= first_of_questions else "opening"
        reply = question if kind == "answer" else None
        classified.append(replace(turn, kind=kind, section=section, reply_to=reply))
    return replace(page, turns=tuple(classified), doubts=(*doubts, *page.doubts))


def _first_of_questions(
    turns: Sequence[Turn], is_question: Sequence[bool], moderator: str | None
) -> int:
    """Return the index of the first turn of the section of questions and answers.

    A turn of the moderator right before the first question is the invitation to ask, and belongs to
    that section. Without a question, the number of turns is returned.
    """
    first = next((i for i, asked in enumerate(is_question) if asked), len(turns))
    is_invited = 0 < first < len(turns) and turns[first - 1].label.name == moderator
    return first - 1 if is_invited else first


def _is_moderator(first: Turn, attendees: Attendees) -> bool:
    """Return whether the first speaker is the moderator: by role, title or introductions."""
    if first.label.role or first.label.is_outlet:
        return first.label.role == "moderator"
    has_title = (first.label.title or "").endswith(MODERATOR_TITLES)
    return has_title or attendees.by_address


def _hands_over(turns: Sequence[Turn], attendees: Attendees) -> bool:
    """Return whether the first turn hands over to or introduces a speaker who does not ask."""
    first = turns[0]
    others = {turn.label.name for turn in turns if not turn.label.asks} - {first.label.name}
    if not others or first.label.role or first.label.is_outlet:
        return False
    hands_over = any(HANDS_OVER.search(line.text) for line in first.paragraphs)
    return hands_over or attendees.of_others


def _classify(
    turns: Sequence[Turn],
    is_question: Sequence[bool],
    index: int,
    moderator: str | None,
    question: int | None,
) -> str:
    turn = turns[index]
    if turn.label.name == moderator or turn.label.role == "moderator":
        return "answer" if _is_moderators_answer(turns, is_question, index) else "moderation"
    if turn.label.role == "answers":
        return "answer"
    return "statement" if question is None else "answer"


def _is_moderators_answer(turns: Sequence[Turn], is_question: Sequence[bool], index: int) -> bool:
    """Return whether the moderator's turn at `index` is an answer.

    A turn that follows a question directly is an answer, unless somebody else answers that question
    next, or the last words of the turn close the briefing or hand over.
    """
    if index == 0 or not is_question[index - 1]:
        return False
    is_answered = index + 1 < len(turns) and not is_question[index + 1]
    text = "".join(line.text for line in turns[index].paragraphs)
    return not is_answered and not NO_ANSWER.search(text[-120:])


def _infer_askers(
    turns: Sequence[Turn], moderator: str | None
) -> tuple[frozenset[str], list[Doubt]]:
    """Return the names of speakers who are inferred to ask, and a doubt for each of them.

    They are speakers whose turns often end with a question mark. Nobody is inferred if a label of
    the page states who asks.
    """
    if any(turn.label.asks for turn in turns):
        return frozenset(), []
    spoke = Counter(turn.label.name for turn in turns)
    asked = Counter(
        turn.label.name
        for turn in turns
        if turn.label.name != moderator and QUESTION_END.search(turn.paragraphs[-1].text[-8:])
    )
    shares = {name: asked[name] / count for name, count in spoke.items()}
    askers = [name for name in spoke if shares[name] >= MIN_ASKER_SHARE and asked[name] > 1]
    if not askers or not any(share < MAX_ANSWERER_SHARE for share in shares.values()):
        return frozenset(), []
    doubts = [doubt("asks", name=name, asked=asked[name], n=spoke[name]) for name in askers]
    return frozenset(askers), doubts
