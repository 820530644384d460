"""Set phrases (提法): listed in the lexicon, in 《》, quoted, or found by their statistics."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import pandas as pd

from loaders.counts import found_in, stopwords
from loaders.measures import HAN, han_characters
from loaders.schema import TABLES
from loaders.segmenter import Token, shared
from loaders.wordings import LIMIT, family, wordings

__all__ = ["phrase_counts", "phrases"]

SHORTEST, LONGEST = 4, 12
# In bits. 0.9 lets two of three neighbours be the same and not three of four; at 3 the characters
# stand together eight times as often as by chance.
LEAST_ENTROPY, LEAST_INFORMATION = 0.9, 3.0
DECIMALS = 4

_RUN = re.compile(f"[{HAN}]+")
_DOCUMENT = re.compile(r"《([^《》\n]{2,60})》")
_QUOTED = re.compile(r"“([^“”《》。！？!?\n]{2,40})”")


def phrases(paragraphs: pd.DataFrame) -> pd.DataFrame:
    """The set phrases of `paragraphs`: table `phrases`, sorted by phrase.

    `source` is the first that applies: `lexicon` (every entry, also one that does not occur),
    `document` (in 《》), `quoted` (in “”, without a full stop), `statistics`. The last is two words
    or more of jieba's, 4 to 12 Han characters together, seen twice or more, with no stopword at
    either end, both boundary entropies of 0.9 bits or more and a mutual information of 3 or more;
    one that always stands in the same longer listed phrase is dropped. No phrase has more than 23
    Han characters.

    Boundary entropy: Shannon's entropy, in bits, of the characters beside a phrase (Jin and
    Tanaka-Ishii, "Unsupervised segmentation of Chinese text by use of branching entropy", ACL
    2006); where it begins or ends a stretch of Han characters it stands free, which counts as a
    neighbour of its own. Mutual information: log2 of the phrase's frequency over what its two
    parts would give by chance (Church and Hanks, "Word association norms, mutual information, and
    lexicography", Computational Linguistics 16, 1990), the smallest over all places to part it.
    Both are null for a phrase with anything but Han characters and for one that does not occur.
    `family` names the formula of which the phrase is or holds a form (loaders.wordings); `kind` is
    the lexicon's, null for what it does not list.
    """
    texts = list(paragraphs["text"])
    repeated = _repeated_spans(texts)
    sources = dict.fromkeys(_marked(_QUOTED, texts), "quoted")
    sources |= dict.fromkeys(_marked(_DOCUMENT, texts), "document")
    kinds = {row.phrase: row.kind for row in wordings()}
    sources |= dict.fromkeys(kinds, "lexicon")
    statistics = _Statistics(texts, repeated.union(sources))
    sources = {phrase: "statistics" for phrase in repeated if statistics.is_set(phrase)} | sources
    occurrences = _occurrences(texts, frozenset(sources))
    redundant = _redundant(occurrences)
    rows = [
        (phrase, source, occurrences[phrase], *statistics.of(phrase), family(phrase),
         kinds.get(phrase))
        for phrase, source in sorted(sources.items())
        if source != "statistics" or phrase not in redundant
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=TABLES["phrases"].columns)


def phrase_counts(paragraphs: pd.DataFrame, phrases: pd.DataFrame) -> pd.DataFrame:
    """How often each phrase stands in each paragraph: table `phrase_counts`, sorted by its key.

    Occurrences do not overlap each other; free ones do not lie inside a longer listed phrase: of
    未成年人 in 未成年人模式 there is one occurrence and no free one.
    """
    vocabulary = frozenset(phrases["phrase"])
    columns = (paragraphs[column] for column in ("briefing_id", "paragraph", "text"))
    rows = []
    for briefing_id, paragraph, text in zip(*columns, strict=True):
        free = _free_occurrences(text, vocabulary)
        rows += [
            (briefing_id, paragraph, phrase, text.count(phrase), free[phrase])
            for phrase in found_in(text, vocabulary)
        ]
    return pd.DataFrame(sorted(rows), columns=TABLES["phrase_counts"].columns)


class _Statistics:
    """How often each of some phrases and its parts stands in the texts, and beside what."""

    def __init__(self, texts: Iterable[str], phrases: Iterable[str]) -> None:
        self._beside = {p: (Counter[str](), Counter[str]()) for p in phrases if _RUN.fullmatch(p)}
        parts = {part for p in self._beside for k in range(len(p)) for part in (p[:k], p[k:])}
        self._counts: dict[str, int] = dict.fromkeys(parts, 0)
        self._lengths = sorted({len(part) for part in parts if part})
        self._total = 0
        for text in texts:
            for run in _RUN.findall(text):
                self._total += len(run)
                self._count(run)

    def _count(self, run: str) -> None:
        for length in self._lengths:
            for start in range(len(run) - length + 1):
                stretch = run[start : start + length]
                if stretch in self._counts:
                    self._counts[stretch] += 1
                if stretch in self._beside:
                    left, right = self._beside[stretch]
                    left[run[start - 1] if start else ""] += 1
                    right[run[start + length : start + length + 1]] += 1

    def is_set(self, phrase: str) -> bool:
        """Whether the phrase is free on both sides and firm inside."""
        left, right, information = self.of(phrase)
        if left is None or right is None or information is None:
            return False
        return min(left, right) >= LEAST_ENTROPY and information >= LEAST_INFORMATION

    def of(self, phrase: str) -> tuple[float | None, float | None, float | None]:
        """Left entropy, right entropy and mutual information, in bits, rounded."""
        n = self._counts.get(phrase, 0)
        if n == 0 or phrase not in self._beside or len(phrase) < 2:
            return None, None, None
        chance = max(
            self._counts[phrase[:place]] * self._counts[phrase[place:]]
            for place in range(1, len(phrase))
        )
        information = round(math.log2(n * self._total / chance), DECIMALS)
        left, right = self._beside[phrase]
        return _entropy(left), _entropy(right), information


def _entropy(neighbours: Counter[str]) -> float:
    """Shannon's entropy in bits; under "" stand the occurrences that each are free."""
    total = neighbours.total()
    free = neighbours[""]
    counts = [n for character, n in sorted(neighbours.items()) if character] + [1] * free
    return abs(round(-sum(n / total * math.log2(n / total) for n in counts), DECIMALS))


def _repeated_spans(texts: Iterable[str]) -> set[str]:
    spans = Counter(span for text in texts for span in _spans(shared().tokens(text, "jieba")))
    return {span for span, n in spans.items() if n >= 2}


def _spans(tokens: list[Token]) -> Iterator[str]:
    """Two or more neighbouring words, 4 to 12 Han characters, with a content word at either end."""
    for first, (opening, _) in enumerate(tokens):
        if not _is_edge(tokens[first]):
            continue
        span = opening
        for token in tokens[first + 1 : first + LONGEST]:
            span += token[0]
            if len(span) > LONGEST or not _RUN.fullmatch(token[0]):
                break
            if len(span) >= SHORTEST and _is_edge(token):
                yield span


def _is_edge(token: Token) -> bool:
    """A word that the dictionary knows (a guessed one may be cut wrongly) and no stopword."""
    word, tag = token
    return tag is not None and word not in stopwords() and _RUN.fullmatch(word) is not None


def _marked(marks: re.Pattern[str], texts: Iterable[str]) -> set[str]:
    found = {match.strip() for text in texts for match in marks.findall(text)}
    return {phrase for phrase in found if 2 <= han_characters(phrase) <= LIMIT}


def _occurrences(texts: Iterable[str], vocabulary: frozenset[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update({phrase: text.count(phrase) for phrase in found_in(text, vocabulary)})
    return counts


def _redundant(occurrences: Counter[str]) -> set[str]:
    """The phrases that always stand in one and the same longer phrase."""
    vocabulary = frozenset(occurrences)
    return {
        phrase
        for longer, n in occurrences.items()
        for phrase in found_in(longer, vocabulary)
        if phrase != longer and n * longer.count(phrase) == occurrences[phrase]
    }


def _free_occurrences(text: str, vocabulary: frozenset[str]) -> Counter[str]:
    spans = sorted(
        (match.start(), -match.end(), phrase)
        for phrase in found_in(text, vocabulary)
        for match in re.finditer(re.escape(phrase), text)
    )
    free: Counter[str] = Counter()
    covered = -1
    for _, negative_end, phrase in spans:
        if -negative_end > covered:
            free[phrase] += 1
            covered = -negative_end
    return free
