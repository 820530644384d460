"""The vocabulary and its counts: occurrences and tokens.

Occurrences are matches of a term's characters, each of which is one passage; free ones are not
inside a longer word (loaders.text.word_breaks). Tokens are the words that one scheme of
loaders.text.segmenter cuts; they are used for totals and ranks only.
"""

import re

import numpy as np
import pyarrow as pa

from loaders.lexicon.stopwords import stopwords
from loaders.schema import from_columns
from loaders.text.segmenter import SCHEMES, get_segmenter
from loaders.text.set_phrases import phrase_finder
from loaders.text.term_finder import Finder, Integers
from loaders.text.tokens import Tokens, TokensByScheme
from loaders.text.word_breaks import find

# In jieba's tag set: pronouns (各项, 本届), and numerals, of which some are nouns (少年).
_PRONOUN_TAG, _NUMERAL_TAG = "r", "m"
_NUMERAL = re.compile("[一二三四五六七八九十两几半百千万亿]")


def terms(tokens: TokensByScheme) -> pa.Table:
    """Build table `terms`, the vocabulary of all texts, sorted by term.

    The terms are all words that either scheme cuts and that contain a Han character, a letter or a
    digit, and all entries of the policy lexicon that occur, also inside a word. The part of speech
    is jieba's tag, null for a word in no dictionary that is neither a number nor Latin. Such a word
    is a fragment: the segmentation's model guessed it (于民 in 问需于民), and no list offers it.
    Stopwords are those of the lexicon, pronouns and numerals.
    """
    found = {word for scheme in SCHEMES for word in tokens[scheme].vocabulary}
    found.update(phrase_finder().words_in(tokens["lexicon"].texts.joined))
    columns = {
        "term": list(found),
        "is_stopword": list(map(is_stopword, found)),
        "is_fragment": list(map(is_fragment, found)),
        "part_of_speech": list(map(get_segmenter().part_of_speech, found)),
        "partly_counted": [None] * len(found),
    }
    return from_columns("terms", columns)


def is_stopword(word: str) -> bool:
    """Return whether `word` is a stopword of the lexicon, a pronoun or a numeral.

    >>> [is_stopword(word) for word in ("各项", "两年", "少年", "网络")]
    [True, True, False, False]
    """
    tag = get_segmenter().part_of_speech(word)
    is_numeral = tag == _NUMERAL_TAG and _NUMERAL.match(word) is not None
    return word in stopwords() or tag == _PRONOUN_TAG or is_numeral


def is_fragment(word: str) -> bool:
    """Return whether the segmentation's model guessed `word`, which no dictionary has.

    >>> [is_fragment(word) for word in ("于民", "人民")]
    [True, False]
    """
    return get_segmenter().part_of_speech(word) is None


def term_counts(paragraphs: pa.Table, tokens: TokensByScheme, finder: Finder) -> pa.Table:
    """Count each term in each paragraph: table `term_counts`, sorted by its key.

    There is a row for every word of `finder` (the words of table `terms`) that occurs in the
    paragraph. If no scheme cuts the term there as a word, its numbers of tokens are 0. Occurrences
    of one term do not overlap: 人人人 contains 人人 once.

    An occurrence is free if it begins and ends where a word may: at a boundary of a word under
    either scheme, or between two parts of a compound, each of two or more characters (生活 in
    美好生活). 文明办 in 文明办网 and 十大 in 二十大 are inside a longer word: they are in
    `occurrences` and not in `free_occurrences`, and `inside` names the longer words. Pages show
    free occurrences. Inside a phrase of the lexicon a single character is no word of its own,
    unless it is a function word: 网信 in 网信办 is not free. A word that no dictionary has is a
    fragment that the segmentation's model guessed (column `is_fragment` of table `terms`), and no
    list or cloud offers it.
    """
    text, term, n, free, inside = find(paragraphs["segmented"].to_pylist(), finder)
    columns = {
        "briefing_id": paragraphs["briefing_id"].take(text),
        "paragraph": paragraphs["paragraph"].take(text),
        "term": finder.words_at(term),
        "occurrences": n,
        "free_occurrences": free,
        "inside": inside,
    }
    for scheme in SCHEMES:
        columns[f"tokens_{scheme}"] = _token_counts(tokens[scheme], finder, text, term)
    return from_columns("term_counts", columns)


def token_totals(tokens: TokensByScheme) -> dict[str, Integers]:
    """Return tokens_jieba and tokens_lexicon: the number of words of each paragraph, as arrays."""
    return {f"tokens_{scheme}": tokens[scheme].count() for scheme in SCHEMES}


def _token_counts(tokens: Tokens, finder: Finder, text: Integers, term: Integers) -> Integers:
    """Count the tokens of each term in each text, for the pairs given by `text` and `term`.

    `text` has indices of texts, `term` indices of finder.words; the pairs are sorted by both. Every
    token of `tokens` that is in finder.words must have its pair.
    """
    size = max(1, len(finder.words))
    index = {word: number for number, word in enumerate(finder.words)}
    term_of_word = np.array([index.get(word, -1) for word in tokens.vocabulary], np.int64)
    term_of_token = term_of_word[tokens.word]
    known = term_of_token >= 0
    pair, n = np.unique(tokens.text[known] * size + term_of_token[known], return_counts=True)
    counts = np.zeros(len(text), np.int64)
    counts[np.searchsorted(text * size + term, pair)] = n
    return counts
