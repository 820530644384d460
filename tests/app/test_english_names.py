"""The English pages name speakers, titles, bodies and places of the bundled corpus in English.

Chinese is shown where it is the subject: the words and phrases that are counted, the titles of the
source pages, and in the tables of Data and sources, which hold both.
"""

import json
import re
from collections.abc import Iterator, Sequence

import pytest

from dashboard import i18n, registry
from loaders import lexicon
from loaders.corpus.store import BUNDLED, Corpus, open_corpus
from loaders.schema import NAME_SOURCES
from tests.app.test_invented_pages import visit, words

HAN = re.compile("[\u4e00-\u9fff]")
# These pages show counted words, some of which are names.
METHODS_EXAMPLES = [
    "one id for 中央网信办 and 国家网信办",
    "办会 in 中央网信办会同",
    "天津特色 and not 具有天津",
]
WITH_WORDS = ("overview", "word-clouds", "comparison")  # pages that quote wordings in Chinese


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return open_corpus(BUNDLED)


def names_of(corpus: Corpus) -> set[str]:
    """Return every Chinese name of a speaker, title, body, publisher, event or place."""
    facts = corpus.table("facts")
    columns = [
        corpus.table("speakers")["name"],
        corpus.table("organisations")["name_zh"],
        corpus.table("appearances")["title"].dropna(),
        facts.loc[facts["field"] != "dates", "value"],
        *(corpus.table("briefings")[column] for column in ("publisher", "credited_to")),
    ]
    return {name for column in columns for name in column}


def texts(value: object) -> Iterator[str]:
    """Yield every text in `value`, of nested lists and objects as JSON has them."""
    if isinstance(value, str):
        yield value.replace("<br>", " ")
    elif isinstance(value, list | dict):
        for each in value.values() if isinstance(value, dict) else value:
            yield from texts(each)


def shown(slug: str, language: str) -> list[str]:
    """Return every text of a page, with those of its charts; Markdown without backslashes."""
    app = visit(slug, lang=language)
    assert not app.exception
    charts = [json.loads(each.proto.spec) for each in app.get("plotly_chart")]
    return [each.replace("\\", "") for each in (*words(app), *texts(charts))]


def shown_names(said: Sequence[str], names: set[str], quoted: Sequence[str]) -> list[str]:
    """Return those of `names` that one of the texts `said` holds outside the texts `quoted`."""
    without = said
    for text in quoted:
        without = [each.replace(text, "") for each in without]
    return sorted(name for name in names if any(name in each for each in without))


def test_every_stored_name_has_its_english_form(corpus: Corpus) -> None:
    facts = corpus.table("facts")
    english = [
        corpus.table("speakers")["name_en"],
        corpus.table("organisations")["name_en"],
        corpus.table("appearances").dropna(subset="title")["title_en"],
        facts.loc[facts["field"] != "dates", "value_en"],
        *(corpus.table("briefings")[f"{column}_en"] for column in ("publisher", "credited_to")),
    ]
    for column in english:
        assert column.notna().all(), column.name
        assert not column.str.contains(HAN).any(), column.name


@pytest.mark.parametrize("slug", [page.slug for page in registry.PAGES])
def test_no_name_is_shown_in_chinese(corpus: Corpus, slug: str) -> None:
    said = shown(slug, "en")
    names = names_of(corpus)
    assert len(names) > 60
    if slug in WITH_WORDS:
        names -= {*corpus.table("terms")["term"], *corpus.table("phrases")["phrase"]}
    # Data and sources gives the publisher of a source in both languages.
    publishers = [f" ({name})" for name in names] if slug == "sources" else []
    # Methods explains Chinese wordings by examples, some of which hold a name.
    reasons = METHODS_EXAMPLES if slug == "methods" else []
    # Announcements gives the title of each document in Chinese too, after its English.
    shown_titles = corpus.table("mentions")["surface"].tolist() * (slug == "announcements")
    # Five editions gives the wording of each fact in Chinese too, after its English.
    shown_facts = corpus.table("facts")["value"].tolist() * (slug == "editions")
    quoted = [
        *shown_facts,
        *corpus.table("briefings")["title"],
        *publishers,
        *reasons,
        *shown_titles,
    ]
    assert shown_names(said, names, quoted) == []


def test_a_name_in_chinese_would_be_found(corpus: Corpus) -> None:
    said = [text for slug in ("overview", "comparison") for text in shown(slug, "zh")]
    found = shown_names(said, names_of(corpus), [])
    assert {"牛一兵", "国务院新闻办新闻局副局长、新闻发言人", "中央文明办", "松花江网"} <= {*found}


def test_the_ribbon_gives_titles_in_english() -> None:
    titles = "Secretary general of the China Federation of Internet Societies"
    assert any(titles in text for text in shown("overview", "en"))


def test_a_passage_gives_the_title_of_its_speaker_in_english() -> None:
    app = visit("search", lang="en", passage="civilization-conference-2022:5")
    said = [each.value.replace("\\", "").replace("[", "") for each in app.caption]  # a link within
    assert any("Deputy director of the Office of the Central Cyberspace" in each for each in said)


@pytest.mark.parametrize(
    ("table", "sentences"),
    [("organisations", ["english_names"]), ("speakers", ["english_names"]),
     ("appearances", ["english_titles"]), ("facts", ["english_names"]), ("turns", [])],
)  # fmt: skip
def test_tables_with_english_names_say_where_these_are_from(
    table: str, sentences: list[str]
) -> None:
    captions = [each.value for each in visit("sources", lang="en", table=table).caption]
    told = ("english_names", "english_titles")
    assert [key for key in told if i18n.text("en", f"sources.{key}") in captions] == sentences


def test_every_listed_name_states_its_source_or_is_ours(corpus: Corpus) -> None:
    listed = [*lexicon.read("organisations")["organisation"], *lexicon.read("outlets")["outlet"]]
    assert {row["name_en_source"] for row in listed} <= {*NAME_SOURCES}
    sources = corpus.table("organisations").set_index("name_zh")["name_en_source"]
    assert sources[["中央网信办", "天津市委宣传部"]].tolist() == ["reports", "ours"]
    people = corpus.table("speakers").query("not is_outlet")
    assert set(people["name_en_source"]) == {"romanised"}


def test_bodies_of_party_and_state_have_their_own_names(corpus: Corpus) -> None:
    facts = corpus.table("facts").set_index("value")["value_en"]
    central = "Office of the Central Cyberspace Affairs Commission"
    assert set(facts["中央网信办"]) == {central}
    assert facts["天津市委网信办"] == (
        "Office of the Cyberspace Affairs Commission of the CPC Tianjin Municipal Committee"
    )
    english = [*facts.dropna(), *corpus.table("organisations")["name_en"]]
    committees = {
        found for name in english for found in re.findall(r"CPC \w+ (?:\w+ )?Comm\w+", name)
    }
    assert committees == {
        "CPC Tianjin Municipal Committee",
        "CPC Fujian Provincial Committee",
        "CPC Xiamen Municipal Committee",
    }


def test_those_who_undertake_a_conference_do_not_co_organise_it() -> None:
    labels = {i18n.text("en", key) for key in ("fact.implementer", "code.field.implementer")}
    assert labels == {"Undertaken by"}
