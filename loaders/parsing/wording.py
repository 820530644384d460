"""Judge the wording of a line or of a name: whether it reads as speech, or is a common word."""

import re

from loaders.lexicon.surnames import surnames
from loaders.parsing.label_names import is_look_alike
from loaders.text.segmenter import get_segmenter

# A word with a lower frequency in jieba's dictionary is as likely to be a person's name: 林网.
MIN_WORD_FREQUENCY = 100
# jieba tags of words that are also given to people as names: places, qualities, phrases.
_NAMELIKE_TAGS = {"ns", "nz", "a", "i", "l"}

_SENTENCE_END = re.compile(r"[。！？!?.…”\"’」』）)：:;；~～]$")


def ends_as_sentence(text: str) -> bool:
    """Return whether `text` ends with punctuation, as speech does; headings and links do not."""
    return bool(_SENTENCE_END.search(text[-3:]))


def is_word(name: str) -> bool:
    """Return whether text formed like a name is, or begins with, a common word: 时间, 安排如下.

    Only `name`s of two or four characters are looked up; False for other lengths.
    """
    if len(name) not in {2, 4} or name[:2] in surnames().compound:
        return False
    words = get_segmenter()
    tag = words.part_of_speech(name[:2]) or ""
    if words.frequency(name[:2]) < MIN_WORD_FREQUENCY or tag.startswith("nr"):
        return False
    return len(name) == 4 or tag not in _NAMELIKE_TAGS or is_look_alike(name)
