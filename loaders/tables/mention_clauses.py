"""Divide a paragraph into clauses and sentences, with its titles and quotations masked.

Decisions. What is between 《》 or “” is masked, so that no verb is found in a title or quotation. A
comma ends a clause, unless it separates the items of a list: between two masked stretches, or
before 以及, or before 和, 及 or 与 directly before a masked stretch. It is also no end of a clause
after a verb of saying (强调,“…”), nor is a colon before a masked stretch (三项成果:《…》). A mark
without its partner ends a clause, since what it encloses is unknown.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from functools import cached_property

from loaders.lexicon.mentions import mention_words

# A private-use character, which no clean text contains: for every character of a masked stretch.
MASK = "\ue000"

# No clause or sentence is followed further back than this, in characters.
MAX_SENTENCE = 1_000

_CANDIDATE = re.compile("[。！？!?\n；;，,：:“”「」《》]")
_SENTENCE_ENDS = frozenset("。！？!?\n；;")


class Clauses:
    """The clauses of a paragraph: `masked` has its length, `spans` (start, end) replaced by MASK.

    Positions are offsets in the paragraph, in characters from 0.
    """

    def __init__(self, text: str, spans: Iterable[tuple[int, int]]) -> None:
        pieces, position = [], 0
        for start, end in spans:
            if start < position:  # a title within a quotation
                continue
            pieces += [text[position:start], MASK * (end - start)]
            position = end
        self.text = text
        self.masked = "".join([*pieces, text[position:]])

    def clause_start(self, position: int) -> int:
        """Return where the clause that holds `position` begins, at most MAX_SENTENCE before it."""
        index = bisect_left(self._clause_ends, position)
        begin = self._clause_ends[index - 1] + 1 if index else 0
        return max(begin, position - MAX_SENTENCE)

    def clause_end(self, position: int) -> int:
        """Return where the clause that holds `position` ends, its punctuation excluded."""
        index = bisect_left(self._clause_ends, position)
        return self._clause_ends[index] if index < len(self._clause_ends) else len(self.text)

    def sentence_start(self, position: int) -> int:
        """Return where the sentence that holds `position` begins, at most MAX_SENTENCE before it.

        A semicolon ends a sentence.
        """
        index = bisect_left(self._sentence_ends, position)
        begin = self._sentence_ends[index - 1] + 1 if index else 0
        return max(begin, position - MAX_SENTENCE)

    @cached_property
    def plans_start(self) -> int:
        """The position from which the paragraph speaks of plans (下一步); its length if none."""
        words = "|".join(map(re.escape, mention_words().time.plans))
        match = re.search(f"(?:^|[。！？!?\n；;，,])(?:{words})", self.masked)
        return match.start() if match else len(self.masked)

    @cached_property
    def _clause_ends(self) -> list[int]:
        found = (match.start() for match in _CANDIDATE.finditer(self.masked))
        return [position for position in found if self._ends_clause(position)]

    @cached_property
    def _sentence_ends(self) -> list[int]:
        return [n for n in self._clause_ends if self.masked[n] in _SENTENCE_ENDS]

    def _ends_clause(self, position: int) -> bool:
        mark, after = self.masked[position], self.masked[position + 1 : position + 3]
        if mark in "：:":
            return not after.startswith(MASK)
        if mark not in "，,":
            return True
        before = self.masked[max(0, position - 2) : position]
        if after.startswith(MASK):
            return not (before.endswith(MASK) or before in _sayings())
        if before.endswith((MASK, "等")) and after[:1] in tuple("和及与"):
            return after[1:] != MASK
        return after != "以及"


def _sayings() -> frozenset[str]:
    return frozenset(word for word, use in mention_words().verbs.items() if use == "say")
