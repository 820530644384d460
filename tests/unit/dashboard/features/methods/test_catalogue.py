"""The methods page: every statistic has its row, its formula and its paper, and its words."""

import ast
import re
import sys
from pathlib import Path

import pytest

from dashboard import filters, i18n
from dashboard.escape import escape_markdown
from dashboard.features.methods import catalogue as methods_catalogue
from dashboard.features.methods import view
from dashboard.filters import VIEWS, Filters
from dashboard.queries import simulation
from loaders import lexicon
from loaders.errors import BriefingsError
from loaders.schema import OUTLET_CLASSES
from tests.support.server import ROOT

STATISTICS = sorted(
    path.stem for path in (ROOT / "dashboard" / "stats").glob("*.py") if path.stem != "__init__"
)
# Statistics that follow no publication. A new statistic names its paper in its docstring, or is
# listed here.
OWN = {
    "coverage", "distinctiveness", "exchanges", "fact_comparison", "nested_forms", "sequence",
    "speaking_time", "term_frequency",
}  # fmt: skip
# Surnames that a person found in the docstrings, and in the field's literature for that measure.
PAPERS = {
    "concordance": ["Luhn"],
    "cross_tabulation": ["Pearson", "Cochran"],
    "dispersion": ["Gries", "Lijffijt"],
    "keyness": ["Dunning", "Wilson", "Hardie", "Evert"],
    "log_ratio": ["Hardie"],
    "multiple_tests": ["Benjamini", "Holm"],
    "random_deals": ["Besag", "Phipson", "Lijffijt"],
    "ratio_interval": ["Cochran"],
    "topic_frequency": ["McEnery"],
    "topic_coverage": ["Nation"],
    "phrases": ["Jin", "Church"],
    "cooccurrence": ["Röder"],
    "segmenter": ["jieba"],
}
FORMULAS = {
    "keyness": [
        "G2 = 2 sum O ln(O / E)",
        "bic = |g2| - ln N",
        "log_ratio = log2((a / c) / (b / d))",
    ],
    "dispersion": [
        "dp_unnormalised = sum |v_i - s_i| / 2",
        "dp = dp_unnormalised / (1 - min(s_i))",
    ],
    "log_ratio": ["log_ratio = log2(later rate / earlier rate)"],
    "multiple_tests": ["q_value = min over j ≥ i of m p(j) / j"],
    "random_deals": ["p_value = (1 + hits) / (1 + deals)"],
    "ratio_interval": ["v = [(n - 1) s + 3 / k] / (n + 2)"],
    "speaking_time": ["minutes = syllables / rate", "share = characters of the group / base"],
    "cross_tabulation": ["expected = row_total * column_total / base"],
    "topic_frequency": ["per_10k = occurrences / base_characters"],
}

every_measure = pytest.mark.parametrize(
    "measure",
    [each for part in methods_catalogue.PARTS for each in methods_catalogue.measures(part)],
    ids=lambda measure: measure.key,
)


def found(key: str) -> methods_catalogue.Measure:
    return next(
        each
        for part in methods_catalogue.PARTS
        for each in methods_catalogue.measures(part)
        if each.key == key
    )


def test_every_statistic_has_its_row_and_every_row_its_file() -> None:
    rows = methods_catalogue.measures("statistics")
    assert sorted(row.key for row in rows) == STATISTICS
    assert len(STATISTICS) > 10
    keys = [
        each.key for part in methods_catalogue.PARTS for each in methods_catalogue.measures(part)
    ]
    assert len(set(keys)) == len(keys), "a key is an anchor: it stands once on the page"
    assert all((ROOT / row.file).is_file() for row in rows)


@every_measure
def test_every_measure_says_how_it_is_worked_out(measure: methods_catalogue.Measure) -> None:
    assert measure.formulas
    for formula in measure.formulas:
        assert len(formula) > 10
        assert "`" not in formula
        assert ">>>" not in formula
        assert formula.count("(") == formula.count(")")


@pytest.mark.parametrize("key", sorted(set(STATISTICS) - OWN))
def test_every_statistic_names_its_paper_or_is_this_projects_own(key: str) -> None:
    papers = found(key).papers
    assert papers, f"{key}: name the paper in its docstring, or the key in OWN"
    assert all(re.search(r"(18|19|20)\d\d", paper) for paper in papers)


def test_every_statistic_is_listed_with_its_papers_or_as_our_own() -> None:
    unlisted = set(STATISTICS) - set(PAPERS) - OWN
    assert not unlisted, f"{unlisted}: add the surnames of its papers to PAPERS, or the key to OWN"


def test_what_is_our_own_names_no_paper() -> None:
    assert {key for key in OWN if found(key).papers} == set()


@pytest.mark.parametrize("key", PAPERS)
def test_the_papers_are_those_of_the_docstring(key: str) -> None:
    papers = found(key).papers
    missing = [name for name in PAPERS[key] if not any(name in paper for paper in papers)]
    assert missing == []
    assert not any("`" in paper or " = " in paper for paper in papers)


@pytest.mark.parametrize("key", FORMULAS)
def test_the_formulas_are_those_of_the_docstring(key: str) -> None:
    said = "\n".join(found(key).formulas)
    assert [part for part in FORMULAS[key] if part not in said] == []


def test_a_paper_in_full_stands_without_its_short_form() -> None:
    papers = found("dispersion").papers
    assert len(papers) == 2
    assert papers[0].startswith("S. Th. Gries, ")
    assert not any(re.fullmatch(r"\w+ \d{4}", paper) for paper in papers)


def test_nothing_of_a_parser_is_imported_for_it() -> None:
    file = ROOT / "dashboard" / "features" / "methods" / "catalogue.py"
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {
        node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
    }
    assert {name for name in names if name.startswith("loaders")} == {
        "loaders",
        "loaders.errors",
        "loaders.messages",
    }
    assert "importlib" not in sys.modules["dashboard.features.methods.catalogue"].__dict__


# -- In the reader's language ----------------------------------------------------------------------


@pytest.mark.parametrize("part", methods_catalogue.PARTS)
def test_every_measure_has_a_name_and_a_summary(part: str, language: str) -> None:
    shown = view.measures(part)
    named = view.measure_names()
    catalogue = i18n.catalogue(language)
    assert [each.key for each in shown] == [key for key in named if key in {e.key for e in shown}]
    for each in shown:
        assert f"methods.measure.{each.key}.summary" in catalogue, each.key


def test_no_name_stands_for_a_measure_that_is_gone(language: str) -> None:
    keys = {
        each.key for part in methods_catalogue.PARTS for each in methods_catalogue.measures(part)
    }
    assert set(view.measure_names()) - keys == set()
    assert language


def test_a_new_statistic_shows_before_it_has_a_name(language: str) -> None:
    new = methods_catalogue.Measure(
        "lexical_richness", "a.py", "How rich *a* text is.", ("a = b",), ()
    )
    shown = view._shown_measure(new)
    assert shown.name == "Lexical richness"
    assert shown.text == r"How rich \*a\* text is\."
    assert escape_markdown(i18n.text(language, "methods.own")) in shown.source


def test_every_caveat_of_the_locales_is_on_the_page(language: str) -> None:
    catalogue = i18n.catalogue(language)
    keys = [key for key in catalogue if key.endswith("caveat")]
    said = view.limits() + "".join(text for _, text in view.caveats())
    for key in keys:
        opening = re.split(r"[{。.]", catalogue[key])[0]
        assert escape_markdown(opening) in said, key
    assert "{" not in said
    assert len(keys) > 8


def test_the_estimate_of_minutes_names_the_rates(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filters, "current", lambda: Filters(lang=language, rate=200))
    said = dict(view.caveats())[i18n.text(language, "nav.speaking_time.title")]
    assert "160" in said
    assert "240" in said


def test_caveats_stand_under_the_names_of_their_pages(language: str) -> None:
    titles = [title for title, _ in view.caveats()]
    pages = ["speaking_time", "topics", "comparison", "questions"]
    named = [i18n.text(language, f"nav.{page}.title") for page in pages]
    assert [title for title in titles if title in named] == named


def test_what_depends_on_a_selection_is_left_open() -> None:
    catalogue = {"a.title": "甲", "a.caveat": "共 {n} 个，至少 {least} 次。", "a.other": "{n}"}
    assert methods_catalogue.caveats(catalogue, {"": {"least": 5}}) == [
        ("a", "甲", "共 … 个，至少 5 次。")
    ]
    assert methods_catalogue.caveats(catalogue, {"": {"least": 5}, "a": {"least": 4}})[0][
        2
    ].endswith("4 次。")


def test_a_caveat_states_the_minimum_of_its_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The minimum of topics and questions; one of another page is not filled in with it.
    monkeypatch.setattr(view, "MIN_OCCURRENCES", 77)
    listed = dict(view.caveats())
    stated = {title: text for title, text in listed.items() if "77" in text}
    pages = {i18n.t("nav.topics.title"), i18n.t("nav.questions.title")}
    assert set(stated) == pages


def test_the_error_rates_are_those_that_were_stored(language: str) -> None:
    figures = simulation.figures()
    version, statements, _ = view.error_rates()
    page = figures["pages"]["statements"]["term"]
    assert figures["corpus_version"] in version
    powers = [str(page["power"][side]["2"]) for side in ("earlier", "later")]
    for figure in (f"{page['false_marks']:.1%}", str(page["tests"]), *powers):
        assert escape_markdown(figure) in statements
    assert "{" not in statements
    table = view.coverage()
    assert len(table) == len(figures["coverage"]) == 6
    assert table.iloc[:, 1].tolist() == [f"{case['covered']:.1%}" for case in figures["coverage"]]
    assert table.iloc[:, 0].is_unique
    assert language


# -- Glossary and lexicons -------------------------------------------------------------------------


def test_the_glossary_is_that_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    words_of_it = {word.en: word for word in methods_catalogue.glossary()}
    assert words_of_it["turn"].meaning_en == "an unbroken stretch by one speaker"
    for word in words_of_it.values():
        assert f"| {word.en} | {word.meaning_en} |" in readme
    rows = readme.partition("## Glossary")[2].partition("\n## ")[0].count("\n|")
    assert len(words_of_it) == rows - 2


def test_every_word_of_the_glossary_is_explained_in_chinese() -> None:
    assert [
        word.en for word in methods_catalogue.glossary() if not (word.zh and word.meaning_zh)
    ] == []


def test_the_glossary_speaks_the_readers_language(
    language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = methods_catalogue.Word("turn", "an unbroken stretch", "发言", "不间断的一段话")
    bare = methods_catalogue.Word("slot", "a part in the briefing")
    monkeypatch.setattr(methods_catalogue, "glossary", lambda: (one, bare))
    rows = view.glossary().to_numpy().tolist()
    assert (
        rows
        == {
            "zh": [
                ["**发言**", "turn", "不间断的一段话"],
                ["**slot**", "slot", "a part in the briefing"],
            ],
            "en": [
                ["**turn**", "发言", "an unbroken stretch"],
                ["**slot**", "", "a part in the briefing"],
            ],
        }[language]
    )


def test_a_readme_without_a_glossary_is_an_error_that_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(methods_catalogue, "_ROOT", tmp_path)
    methods_catalogue.glossary.cache_clear()
    with pytest.raises(BriefingsError, match="Glossary"):
        methods_catalogue.glossary()


@pytest.mark.parametrize("name", VIEWS["lexicon"])
def test_every_entry_of_a_lexicon_is_a_row(name: str) -> None:
    text = (lexicon.FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    rows = methods_catalogue.lexicon_rows(name)
    # Counted in the file by other means: an entry begins with [[ or, in a list, with {.
    entries = len(re.findall(r"^(?:\[\[|  \{ )", text, flags=re.MULTILINE))
    lists = len(re.findall(r"^[a-z_]+ = \[", text, flags=re.MULTILINE)) if not entries else 0
    parts = text.partition("[parts]")[2].partition("\n[[")[0]
    assert len(rows) == entries + lists + len(re.findall(r"^[a-z_]+ = ", parts, flags=re.MULTILINE))
    assert not rows.map(lambda cell: isinstance(cell, list | dict)).any(axis=None)
    about = methods_catalogue.lexicon_about(name)
    assert text.startswith(f"# {about.splitlines()[0]}")
    assert not about.startswith("#")
    assert len(about) > 40


@pytest.mark.parametrize("name", VIEWS["lexicon"])
def test_every_column_of_a_lexicon_has_its_name(name: str, language: str) -> None:
    catalogue = i18n.catalogue(language)
    columns = methods_catalogue.lexicon_rows(name).columns
    assert [column for column in columns if f"column.{column}" not in catalogue] == []
    assert f"methods.lexicon.{name}" in catalogue
    assert f"view.lexicon.{name}" in catalogue


def test_codes_of_the_lexicons_have_their_names(language: str) -> None:
    catalogue = i18n.catalogue(language)
    for name, column in (("stopwords", "word_class"), ("stopwords", "list"), ("phrases", "kind")):
        codes = set(methods_catalogue.lexicon_rows(name)[column])
        assert {code for code in codes if f"code.{column}.{code}" not in catalogue} == set()
    assert set(methods_catalogue.lexicon_rows("outlets")["outlet_class"]) <= set(OUTLET_CLASSES)


def test_a_list_of_a_lexicon_is_written_out() -> None:
    topics = methods_catalogue.lexicon_rows("topics").set_index("topic_id")
    listed = {each["topic_id"]: each["terms"] for each in lexicon.read("topics")["topic"]}
    assert topics["terms"]["algorithms"].split("、") == listed["algorithms"]
    stop = methods_catalogue.lexicon_rows("stopwords").set_index("word_class")["words"]
    assert stop["pronouns"].startswith("我、你、")
