"""Find what a question asks, apart from what the journalist says before it.

A question opens with thanks, praise and what the outlet has noticed; its topics are those of what
it asks.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import accumulate

from loaders.text.measures import split_sentences

# The words with which a journalist in a press briefing comes to the question.
_OPENING = re.compile(
    "请问|请教|想问|想了解|我们?的问题是|提的问题是|第[一二三]个问题"
    "|请[^。？！?!]{0,10}介绍|请[^。？！?!]{0,6}谈"
)
_INTERROGATIVE = re.compile("[？?]")


def asked_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans (start, end) of a question's paragraph `text` that ask, in characters.

    What is asked begins with the first opening such as 请问 and goes on to the end. Without an
    opening it is the sentences that end in a question mark, and without these all of `text`.

    >>> text = "灯会办得很好。请问,今年有哪些新意?谢谢。"
    >>> [text[start:end] for start, end in asked_spans(text)]
    ['请问,今年有哪些新意?谢谢。']
    """
    opening = _OPENING.search(text)
    if opening:
        return [(opening.start(), len(text))]
    sentences = split_sentences(text)
    ends = [*accumulate(map(len, sentences))]
    places = zip(sentences, [0, *ends], ends, strict=False)
    asked = [(start, end) for each, start, end in places if _INTERROGATIVE.search(each)]
    return asked or [(0, len(text))]


def asked_matches(
    matches: Iterable[re.Match[str]], *, text: str, kind: str
) -> Iterator[re.Match[str]]:
    """Yield those of `matches` in the paragraph `text` that count for its topics.

    These are all, unless the paragraph's turn is of the kind "question".
    """
    spans = asked_spans(text) if kind == "question" else [(0, len(text))]
    for match in matches:
        if any(start <= match.start() and match.end() <= end for start, end in spans):
            yield match
