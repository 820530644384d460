"""Method records: how each figure is worked out; here, with their type, those of the texts.

A statistic of dashboard/stats has its record next to it. Those of the texts are here, since most
of their modules load the parser, which the server does without.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

JIN = (
    "Jin, Z., and Tanaka-Ishii, K. (2006), Unsupervised segmentation of Chinese text by use of "
    "branching entropy, ACL 2006"
)
CHURCH = (
    "Church, K. W., and Hanks, P. (1990), Word association norms, mutual information, and "
    "lexicography, Computational Linguistics 16(1)"
)
RODER = (
    "Röder, M., Both, A., and Hinneburg, A. (2015), Exploring the space of topic coherence "
    "measures, WSDM 2015"
)


@dataclass(frozen=True)
class Method:
    """The method of one measure: facts that are the same in every language.

    Its words are in dashboard/locales/*.methods.toml under `methods.measure.<key>`: name, summary,
    `symbol.<name>` for each symbol of a formula, definition (where no formula says it all), limits.

    file: that calculates it, from the repository's root. formulas: in symbols; a quantity in {}
    has its name in `methods.quantity`, or its value in `limits`. units: key of `methods.unit` ->
    the columns of tables and downloads in that unit. limits: the values of placeholders in formulas
    and words. papers: publications and other sources; none for a definition of this project.
    """

    key: str
    file: str
    formulas: tuple[str, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    limits: Mapping[str, float] = field(default_factory=dict)
    papers: tuple[str, ...] = ()


TEXTS = (
    Method("characters", "loaders/text/measures.py", units={"count": "characters"}),
    Method("syllables", "loaders/text/measures.py", units={"count": "syllables"}),
    Method("sentences", "loaders/text/measures.py", units={"count": "sentences"}),
    Method(
        "segmenter",
        "loaders/text/segmenter.py",
        units={"count": "tokens_jieba, tokens_lexicon"},
        papers=("jieba 0.42.1, https://github.com/fxsjy/jieba",),
    ),
    Method("word_breaks", "loaders/text/word_breaks.py"),
    Method(
        "term_counts",
        "loaders/tables/terms.py",
        units={"count": "occurrences, free_occurrences"},
    ),
    Method(
        "phrases",
        "loaders/tables/phrases.py",
        formulas=("H = -Σ p log2 p", "I = min log2(n N / (a b))"),
        units={"bits": "left_entropy, right_entropy, mutual_information"},
        limits={"shortest": 4, "longest": 12, "entropy": 0.9, "information": 3, "most": 23},
        papers=(JIN, CHURCH),
    ),
    Method("phrase_counts", "loaders/tables/phrases.py", units={"count": "free_occurrences"}),
    Method("topic_hits", "loaders/tables/topics.py", units={"count": "occurrences"}),
    Method(
        "cooccurrence",
        "loaders/tables/cooccurrence.py",
        formulas=("{observed_ratio} = n × u / (n_a × n_b)",),
        units={"units": "n, n_a, n_b, units"},
        limits={"window": 5, "longest": 200, "least": 9},
        papers=(RODER,),
    ),
)
