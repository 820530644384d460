"""Sentences that hold only in some states are shown in these states, and in no other.

Each state is a corpus and a query. Whether a sentence holds is worked out here from the stored
tables, without the dashboard's own selections and statistics.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import i18n
from loaders.corpus.store import BUNDLED, Corpus, open_corpus
from loaders.schema import KINDS
from tests.app.test_invented_pages import visit, words
from tests.fixtures import corpus_with_text
from tests.support.run import serve
from tests.unit.dashboard.features.comparison.test_pair import NEW

# A count of one before a plural, as no English sentence has it.
UNGRAMMATICAL = re.compile(
    r"(?<![\d,.])1 (?:turns|questions|exchanges|paragraphs|outlets|topics|occurrences|briefings|"
    r"characters|places|have|are|of them have)\b"
)
SHORT = 60  # characters of a short paragraph
ENGLISH = "The lanterns are lit in June. Everybody is welcome."


@cache
def table(corpus: Corpus, name: str) -> pd.DataFrame:
    """Return all rows of table `name`; a state asks for the same one many times."""
    return corpus.table(name)


@dataclass(frozen=True)
class State:
    """A corpus with the query of a page, and what of the corpus the query selects."""

    corpus: Corpus
    query: Mapping[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.query["lang"]

    @cached_property
    def briefings(self) -> pd.DataFrame:
        rows = table(self.corpus, "briefings")
        for parameter, column in (("year", "year"), ("briefing", "briefing_id")):
            if parameter in self.query:
                wanted = self.query[parameter].split(",")
                rows = rows.loc[rows[column].astype(str).isin(wanted)]
        return rows

    @cached_property
    def turns(self) -> pd.DataFrame:
        """The turns within every filter."""
        rows = table(self.corpus, "turns").merge(self.briefings[["briefing_id"]], on="briefing_id")
        for parameter, column in (("section",) * 2, ("kind",) * 2, ("speaker", "speaker_id")):
            if parameter in self.query:
                rows = rows.loc[rows[column].isin(self.query[parameter].split(","))]
        return rows

    @cached_property
    def paragraphs(self) -> pd.DataFrame:
        keys = self.turns[["briefing_id", "turn", "kind", "speaker_id"]]
        return table(self.corpus, "paragraphs").merge(keys, on=["briefing_id", "turn"])

    @property
    def sections_differ(self) -> bool:
        """True if the briefings have not all captured the same of the selected sections."""
        wanted = self.query.get("section", "opening,q_and_a").split(",")
        captured = [set(each.split(",")) for each in self.briefings["sections_captured"]]
        return len({frozenset(each & set(wanted)) for each in captured}) > 1

    @property
    def has_questions(self) -> bool:
        whole = table(self.corpus, "turns").merge(self.briefings[["briefing_id"]], on="briefing_id")
        return bool(whole["section"].eq("q_and_a").any())

    @cached_property
    def uncovered(self) -> pd.DataFrame:
        """The paragraphs within every filter that no topic has a hit in."""
        hits = table(self.corpus, "topic_hits")[["briefing_id", "paragraph"]].drop_duplicates()
        joined = self.paragraphs.merge(hits, how="left", indicator=True)
        return joined.loc[joined["_merge"] == "left_only"]

    @property
    def unheld(self) -> set[str]:
        """The ids of briefings with a paragraph without text, in the whole corpus."""
        rows = table(self.corpus, "paragraphs")
        return set(rows.loc[rows["text"].isna(), "briefing_id"])

    def text(self, key: str, **values: object) -> str:
        return i18n.text(self.language, key, **values)


STATES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "both": ("bundled", {}),
    "one without questions": ("bundled", {"year": "2022"}),
    "one with questions": ("bundled", {"year": "2023"}),
    "openings": ("bundled", {"section": "opening"}),
    "questions alone": ("bundled", {"kind": "question"}),
    "nothing": ("bundled", {"year": "2022", "section": "q_and_a"}),
    "one question": ("bundled", {"kind": "question", "speaker": "bauhinia"}),
    "two of one year": ("three", {"year": "2032"}),
    "three": ("three", {}),
    "one of two of a year": ("three", {"briefing": NEW}),
    "texts": ("held", {}),
    "one text": ("partly held", {}),
    "foreign": ("foreign", {}),
}


@pytest.fixture(scope="module")
def corpora(
    tmp_path_factory: pytest.TempPathFactory, three_briefings: Corpus
) -> Callable[[str], Corpus]:
    folder = tmp_path_factory.mktemp("states")
    makers: Mapping[str, Callable[[], Corpus]] = {
        "bundled": lambda: open_corpus(BUNDLED),
        "three": lambda: three_briefings,
        "held": lambda: corpus_with_text.corpus(folder / "held"),
        "partly held": lambda: corpus_with_text.corpus(folder / "partly", "lantern-2030"),
        "foreign": lambda: corpus_with_text.open_tables(
            folder / "foreign", corpus_with_text.generated(1, text=ENGLISH)
        ),
    }
    return cache(lambda name: makers[name]())


# AppTest sends the choice of a briefing as it is named outside of a run, which is in English.
PARAMS = [
    (name, language)
    for name, (_, query) in STATES.items()
    for language in ("zh", "en")
    if language == "en" or "briefing" not in query
]


@pytest.fixture(params=PARAMS, ids="-".join)
def state(
    request: pytest.FixtureRequest,
    corpora: Callable[[str], Corpus],
    monkeypatch: pytest.MonkeyPatch,
) -> State:
    name, language = request.param
    made, query = STATES[name]
    corpus = corpora(made)
    serve(monkeypatch, corpus)
    return State(corpus, {"lang": language, **query})


def shown(state: State, slug: str) -> str:
    """Return all that the page `slug` says in `state`, without the escapes of Markdown.

    Everything captured is shown: what like with like shows has tests of its own.
    """
    app: AppTest = visit(slug, **{**state.query, "scope": "whole"})
    assert [each.message for each in app.exception] == []
    headers = [str(each.value) for each in (*app.header, *app.success, *app.info)]
    said = re.sub(r"\\([^\w\s])", r"\1", "\n".join([*headers, *words(app)]))
    if state.language == "en":
        assert UNGRAMMATICAL.findall(said) == []
    return said


def assert_said(said: str, conditions: Mapping[str, bool]) -> None:
    """Assert that exactly those sentences are in `said` whose condition holds."""
    wrong = {text: holds for text, holds in conditions.items() if (text.strip() in said) != holds}
    assert wrong == {}


def test_overview_and_speaking_time_say_what_holds(state: State) -> None:
    several = len(state.briefings) > 1
    overview = shown(state, "overview")
    assert_said(
        overview,
        {
            state.text("chart.one_scale"): several,
            state.text("chart.questions_line"): state.has_questions,
            state.text("overview.whole"): bool({"section", "kind", "speaker"} & set(state.query)),
        },
    )
    captured = state.briefings["sections_captured"]
    assert (state.text("panel.unequal") in overview) == (captured.nunique() > 1)
    time = shown(state, "speaking-time")
    if len(state.turns):
        assert (state.text("panel.unequal") in time) == (several and state.sections_differ)
    assert_said(time, {state.text("panel.nothing"): state.turns.empty})


def expected_short(state: State, briefing_id: str) -> str:
    """Return the sentence on a briefing's short paragraphs under no topic, "" if it has none."""
    own = state.uncovered.loc[state.uncovered["briefing_id"] == briefing_id]
    short = own.loc[own["characters"] < SHORT]
    if short.empty:
        return ""
    counts = {kind: int(short["kind"].eq(kind).sum()) for kind in KINDS}
    named = [
        state.text("topics.coverage_kind", kind=state.text(f"code.kind.{kind}"), n=n)
        for kind, n in sorted(counts.items(), key=lambda pair: -pair[1])
        if n
    ]
    kinds = state.text("app.list_separator").join(named)
    return state.text("topics.coverage_short", n=len(short), characters=SHORT, kinds=kinds)


def test_topics_say_what_holds(state: State) -> None:
    said = shown(state, "topics")
    if state.turns.empty:
        assert state.text("panel.nothing") in said
        return
    sections = state.query.get("section", "opening,q_and_a").split(",")
    spoken = table(state.corpus, "turns").merge(state.briefings[["briefing_id"]], on="briefing_id")
    hits = table(state.corpus, "topic_hits")[["briefing_id", "paragraph"]].drop_duplicates()
    on_topic = table(state.corpus, "paragraphs").merge(hits)[["briefing_id", "turn"]]
    speakers = table(state.corpus, "speakers")
    outlets = set(speakers.loc[speakers["is_outlet"], "speaker_id"])
    pressing = spoken.loc[spoken["section"].isin(sections) & spoken["speaker_id"].isin(outlets)]
    uncovered = state.uncovered
    unheld = state.unheld & set(state.briefings["briefing_id"])
    has_topics = len(table(state.corpus, "topics")) > 0
    assert_said(
        said,
        {
            state.text("topics.strip_scale"): False,  # each briefing has its own
            state.text("topics.strip_line"): has_topics
            and state.has_questions
            and "q_and_a" in sections,
            state.text("topics.matrix_press"): len(pressing.merge(on_topic)) > 0,
            state.text("topics.largest_none"): uncovered.empty,
            state.text("topics.largest_unheld"): bool(unheld) and len(uncovered) > 0,
        },
    )
    short = [expected_short(state, key) for key in state.briefings["briefing_id"]]
    assert [each for each in short if each not in said] == []
    if not any(short):
        assert (
            state.text("topics.coverage_short", n="", characters=SHORT, kinds="")[-20:] not in said
        )


def test_methods_and_sources_say_what_holds(state: State) -> None:
    methods = shown(state, "methods")
    every = table(state.corpus, "briefings")
    digests = {"6148b91a", "90c321ca"}  # of the two bundled pages
    bundled = every["source_sha256"].str[:8].isin(digests)
    assert_said(
        methods,
        {state.text("methods.limit.briefings", n=n): n == len(every) for n in (1, 2, 3, 4)},
    )
    kept = {"zh": "转载页面", "en": "republished page"}[state.language]
    assert (kept in methods) == bool(bundled.any())
    sources = shown(state, "sources")
    own = state.briefings
    forbids = own["source_sha256"].str[:8].isin(digests)
    no_reproduction = {"zh": "未经许可不得转载", "en": "forbids reproduction"}[state.language]
    unknown = {"zh": "没有记录，引用", "en": "not on record here"}[state.language]
    assert (no_reproduction in sources) == bool(forbids.any())
    assert (unknown in sources) == bool((~forbids).any())
    assert (state.text("sources.no_url") in sources) == bool(own["source_url"].isna().any())
    held = len(every) - len(state.unheld)
    version = state.corpus.version
    assert_said(
        sources,
        {
            state.text("app.footer", version=version): held == 0,
            state.text("app.footer_held", version=version, n=held, all=len(every)): held > 0,
        },
    )


def test_no_heading_is_a_year_that_two_briefings_share(state: State) -> None:
    app = visit("overview", **state.query)
    headings = [re.sub(r"\\", "", each.value) for each in app.header if "●" in each.value]
    names = [heading.rpartition("} ")[2] for heading in headings]
    assert len(names) == len(set(names)) == len(state.briefings)
    years = table(state.corpus, "briefings")["year"].astype(str)
    assert not set(names) & set(years[years.duplicated(keep=False)])
