"""Words near a word: sums over sections and roles, counted a second time from the sentences."""

from collections import Counter, defaultdict
from fractions import Fraction
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboard.features.search import near as panel
from dashboard.filters import Filters
from dashboard.i18n import text
from dashboard.queries import near_words
from loaders.corpus.store import Corpus
from loaders.lexicon.stopwords import stopwords
from loaders.tables import cooccurrence, terms
from loaders.text.segmenter import get_segmenter
from loaders.text.term_finder import Finder
from tests.fixtures import invented_corpus
from tests.fixtures.framed_pages import tokens_of, with_frames
from tests.support.run import serve
from tests.unit.dashboard.features.comparison.test_pair import tables_with_third

WORD = "未成年人"
# briefing, paragraph, turn, section, slot: as in the invented corpus; text
SAID = [
    ("kite-2031", 2, 2, "opening", "convening_body", "未成年人爱海洋。海洋阅读。"),
    ("kite-2032", 2, 2, "opening", "convening_body",
     "海洋阅读让未成年人爱海洋。未成年人要海洋阅读。天津的未成年人来了。天津欢迎未成年人。"),
    ("kite-2032", 5, 5, "q_and_a", "convening_body",
     "未成年人保护海洋。海洋保护为了未成年人，我们请学校和图书馆一起讲海洋科普。学校的未成年人。"),
    ("kite-2032", 7, 7, "q_and_a", "host_city", "未成年人看海洋。学校里有图书馆。"),
]  # fmt: skip


def made(folder: Path) -> Corpus:
    """Write the invented corpus with the words and pairs of SAID; the host city is 天津."""
    columns = ["briefing_id", "paragraph", "turn", "section", "slot", "text"]
    said = pd.DataFrame(SAID, columns=columns)
    words = with_frames(lambda rows: terms.terms(tokens_of(rows)))(said)
    finder = Finder(words["term"])
    count = with_frames(lambda rows: terms.term_counts(rows, tokens_of(rows), finder))
    pairs = with_frames(lambda rows: cooccurrence.cooccurrence(rows, tokens_of(rows)["lexicon"]))
    whole = dict(invented_corpus.tables())
    whole["briefings"] = whole["briefings"].assign(host_city="天津")
    content = {"terms": words, "term_counts": count(said), "cooccurrence": pairs(said)}
    return invented_corpus.corpus(folder, {**whole, **content})


@pytest.fixture(scope="module")
def near(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return made(tmp_path_factory.mktemp("corpus") / "near")


@pytest.fixture(autouse=True)
def served(near: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(monkeypatch, near)


def counted(**only: str) -> dict[str, tuple[int, Fraction]]:
    """Return word -> windows with WORD and their expected number, from the sentences of 2032."""
    windows: Counter[str] = Counter()
    expected: defaultdict[str, Fraction] = defaultdict(Fraction)
    for briefing, _, _, section, slot, words in SAID:
        group = {"section": section, "slot": slot}
        if briefing != "kite-2032" or not group.items() >= only.items():
            continue
        lists = [
            [word for word, _ in get_segmenter().tokens(sentence, "lexicon") if word.isalnum()]
            for sentence in words.split("。")[:-1]
        ]
        units = [set(w[i : i + 5]) for w in lists for i in range(max(1, len(w) - 4))]
        places = Counter(
            (set(pair) - {WORD}).pop()
            for each in lists
            for (i, a), (j, b) in combinations(enumerate(each), 2)
            if j - i < 5 and len(pair := {a, b}) == 2 and WORD in pair
        )
        for word, n in places.items():
            if n > 1 and len(word) > 1 and word not in stopwords():
                windows[word] += sum({word, WORD} <= unit for unit in units)
                alone = [sum(each in unit for unit in units) for each in (word, WORD)]
                expected[word] += Fraction(alone[0] * alone[1], len(units))
    return {word: (n, expected[word]) for word, n in windows.items()}


@pytest.mark.parametrize("only", [{}, {"section": "q_and_a"}, {"slot": "convening_body"}])
def test_sums_are_those_of_a_second_count(only: dict[str, str]) -> None:
    chosen = Filters().replace(**{name: (value,) for name, value in only.items()})
    found = near_words.near_words(WORD, chosen)
    assert set(found["briefing_id"]) == {"kite-2032"}
    expected = counted(**only)
    windows, by_chance, ratios = (
        dict(zip(found["near"], found[name], strict=True))
        for name in ("windows", "by_chance", "ratio")
    )
    assert windows == {word: n for word, (n, _) in expected.items()}
    assert by_chance == pytest.approx({word: float(e) for word, (_, e) in expected.items()})
    assert ratios == pytest.approx({word: float(n / e) for word, (n, e) in expected.items()})
    order = list(zip(-found["windows"], -found["ratio"], found["near"], strict=True))
    assert order == sorted(order)


def test_places_of_several_groups_are_added() -> None:
    """The one place of the host city is alone in its group, and has no row."""
    parts = [counted(section=section)["海洋"] for section in ("opening", "q_and_a")]
    found = near_words.near_words(WORD, Filters()).set_index("near")
    assert found.at["海洋", "windows"] == sum(n for n, _ in parts)
    assert near_words.near_words(WORD, Filters(slot=("host_city",))).empty


def test_hosts_are_marked() -> None:
    found = near_words.near_words(WORD, Filters()).set_index("near")
    assert found.index[found["host_name"]].tolist() == ["天津"]
    assert not found["sufficient"].any()  # of nine windows none
    said = panel.near_panel(WORD, Filters()).text.takeaway
    assert (
        f'2032 Qinghe: besides names of the hosts, 4 words are repeatedly near "{WORD}": ' in said
    )
    assert said.endswith("In what was captured of 2031 Qinghe none is counted.")
    hosts = panel._sentence(
        WORD, [panel._Near("天津", "kite-2032", 2, 1.0, False, True, None)], "X"
    )
    assert hosts == f'X: only names of the hosts are repeatedly near "{WORD}".'
    assert near_words.WINDOW == cooccurrence.WINDOW


@pytest.mark.parametrize(
    ("word", "reason"),
    [(WORD, ""), ("科普", ""), ("人", "character"), ("我们", "stopword"), ("海洋阅读", "word")],
)
def test_a_word_without_neighbours_has_a_reason(word: str, reason: str) -> None:
    assert near_words.why_none(word) == reason


def test_the_compared_pair_is_shown_unless_others_are_selected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    third: Any = tables_with_third()
    serve(monkeypatch, invented_corpus.corpus(tmp_path / "third", third))
    pair = near_words.shown(Filters(kind=("answer",), section=("opening",)))
    assert pair == Filters(
        year=("2031", "2032"), briefing=("kite-2031", "kite-2032"), section=("opening",)
    )
    chosen = Filters(year=("2032",))
    assert near_words.shown(chosen) == chosen
    part = text("en", "search.near.some_shown", n=3, shown=2)
    assert part in panel.near_panel("纸鸢", Filters()).text.caveat
    assert part not in panel.near_panel("纸鸢", Filters(year=("2031", "2032"))).text.caveat
    assert near_words.unreached(Filters(kind=("answer",), slot=("press",))) == ["kind"]
