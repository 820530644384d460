"""Find the words before a short name that say which work of that name is meant.

Decisions. A name of six Han characters or fewer (《行动倡议》, “十佳案例”, a bare 白皮书) is that
of many works. The noun phrase of four or more between the verb that releases or makes it and its
marks says which one (发布海江省阅读推广“十佳案例”), and is part of its key. A name that follows in
the list with no words of its own shares them. A phrase with 的, or that opens with a quantifier or
a pointer (一系列), is no part of a name.
"""

import re

from loaders.contract import MAX_STORED_HAN
from loaders.lexicon.mentions import mention_words
from loaders.tables.mention_clauses import MASK, Clauses
from loaders.tables.mention_verbs import Governor
from loaders.text.measures import HAN, han_characters

MAX_NAME, MIN_PHRASE = 6, 4  # Han characters
# The words before a list of marked names, whose end is where the name begins.
_BEFORE_LIST = re.compile(f"(?P<words>[{HAN}]*)(?:{MASK}{{1,200}}(?:[、和及与]|以及)?){{0,12}}$")


def modifier(clauses: Clauses, verb: Governor, start: int, name: str) -> str:
    """Return the words that belong to `name`, whose marks begin at `start`; "" for none."""
    if verb.is_after or verb.use not in ("release", "make") or han_characters(name) > MAX_NAME:
        return ""
    match = _BEFORE_LIST.search(clauses.masked, verb.end, start)
    words = match["words"].removeprefix("了") if match else ""
    if "的" in words or words.startswith(mention_words().unnamed.words):
        return ""
    return words if MIN_PHRASE <= len(words) <= MAX_STORED_HAN - MAX_NAME else ""
