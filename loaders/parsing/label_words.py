"""The words of a candidate label, parsed in every way in which a label may be formed.

label_scoring decides with the other lines of the page which of it holds.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from loaders.lexicon.surnames import surnames
from loaders.parsing.label_names import (
    Label,
    is_look_alike,
    is_name,
    parse_bare_name,
    parse_label,
    parse_role,
)
from loaders.text.measures import HAN
from loaders.text.segmenter import get_segmenter

# A word with a lower frequency in jieba's dictionary is as likely to be a person's name: 林网.
MIN_WORD_FREQUENCY = 100
# jieba tags of words that are also given to people as names: places, qualities, phrases.
_NAMELIKE_TAGS = {"ns", "nz", "a", "i", "l"}

_SHORT_HAN = re.compile(rf"[{HAN}]{{2,6}}")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a candidate label, and each label that they may be."""

    text: str

    @property
    def role(self) -> Label | None:
        """The label of a role without a name (主持人), or None."""
        return parse_role(self.text)

    @property
    def bare(self) -> Label | None:
        """The label of words that are formed like a name, or None."""
        return parse_bare_name(self.text)

    @property
    def titled(self) -> Label | None:
        """The label of a person with a post, or of an outlet's reporter; None for other words."""
        return parse_label(self.text)

    @property
    def is_name(self) -> bool:
        """True if the words are formed like a Chinese name."""
        return is_name(self.text)

    @property
    def is_look_alike(self) -> bool:
        """True if the words are listed as words before a colon that name nobody (来源)."""
        return is_look_alike(self.text)

    @property
    def is_word(self) -> bool:
        """True if the words are, or begin with, a common word: 时间, 安排如下.

        Only words of two or four characters are looked up; False for other lengths.
        """
        text = self.text
        if len(text) not in {2, 4} or text[:2] in surnames().compound:
            return False
        words = get_segmenter()
        tag = words.part_of_speech(text[:2]) or ""
        if words.frequency(text[:2]) < MIN_WORD_FREQUENCY or tag.startswith("nr"):
            return False
        return len(text) == 4 or tag not in _NAMELIKE_TAGS or self.is_look_alike

    @property
    def is_listed_word(self) -> bool:
        """True if jieba's dictionary lists the words as one word."""
        return get_segmenter().frequency(self.text) > 0

    @property
    def is_phrase(self) -> bool:
        """True if the words are formed like a name but are more likely a phrase: 文化强国."""
        if not self.is_name or get_segmenter().tokens(self.text, "jieba")[0] == (self.text, "nr"):
            return False
        begins_with_word = get_segmenter().frequency(self.text[:2]) > 0
        return len(self.text) > 3 or begins_with_word or self.is_listed_word

    @property
    def may_be_unlisted_name(self) -> bool:
        """True if the words may be a name that is not formed like a Chinese one: 伊原健作."""
        return bool(_SHORT_HAN.fullmatch(self.text)) and not self.is_look_alike

    @property
    def _is_doubtful(self) -> bool:
        """True if a common word follows the title: 部长安排, "the minister arranges"."""
        label = self.titled
        if label is None or label.is_outlet:
            return False
        is_glued = self.text == f"{label.title or '记者'}{label.name}"
        return is_glued and Words(label.name).is_word

    def certain(self, people: Collection[str]) -> Label | None:
        """Return the label of words that need no other evidence; None if they do.

        A common word that follows a title is not a name (部长安排), unless it is in `people`, the
        names that the page introduces or uses elsewhere.

        >>> words = Words("某局局长安排")
        >>> words.certain(()) is None, words.certain({"安排"}).name
        (True, '安排')
        """
        label = self.titled
        is_known = label is not None and label.name in people
        return label if is_known or not self._is_doubtful else None

    def speaker(self, people: Collection[str]) -> Label | None:
        """Return the label of words that are in `people`, else `certain`."""
        return Label(self.text) if self.text in people else self.certain(people)
