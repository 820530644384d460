"""The records of all measures: complete, worded in both languages, and true to the code."""

import ast
import re
from importlib import import_module
from string import Formatter
from types import ModuleType

import pytest

from dashboard import i18n
from dashboard.features.methods.catalogue import MEASURES
from dashboard.queries import near_words
from loaders import methods
from loaders.contract import MAX_STORED_HAN
from loaders.methods import TEXTS, Method
from loaders.schema import TABLES
from loaders.tables import cooccurrence, phrases
from tests.support.server import ROOT
from tests.support.sources import tree_of

STATISTICS = sorted(
    path.stem
    for path in (ROOT / "dashboard" / "stats").glob("*.py")
    if path.stem not in ("__init__", "rate_base")  # a constant of three statistics
)
# Statistics that follow no publication. A new statistic names its paper in its record, or is
# listed here.
OWN = {
    "announcement_series", "coverage", "distinctiveness", "exchanges", "fact_comparison",
    "nested_forms", "sequence", "speaking_time", "term_frequency", "topic_uptake",
    "wording_changes",
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
# Names in formulas that need no words: functions, and the ranks that a symbol explains.
KNOWN = {"log2", "ln", "min", "max", "i", "j"}
# Lower-case Latin words of the Chinese page that are names.
LATIN_NAMES = {"jieba", "data", "letters", "lexicon", "phrases", "toml"}
ALL = [method for part in MEASURES.values() for method in part]

every_measure = pytest.mark.parametrize("method", ALL, ids=lambda method: method.key)


def found(key: str) -> Method:
    return next(method for method in ALL if method.key == key)


def module_of(method: Method) -> ModuleType:
    return import_module(method.file.removesuffix(".py").replace("/", "."))


def words_of(method: Method, language: str) -> dict[str, str]:
    prefix = f"methods.measure.{method.key}."
    words = i18n.catalogue(language)
    return {key.removeprefix(prefix): text for key, text in words.items() if key.startswith(prefix)}


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def symbols(formula: str) -> set[str]:
    """Return the symbols of a formula, without their numbers: R2 and R1 are R."""
    names = re.findall(r"G²|[A-Za-z]+(?:_\w+|2)?", re.sub(r"\{\w+\}", "", formula))
    return {name if name in KNOWN else name.rstrip("2") for name in names} - KNOWN


# -- Complete --------------------------------------------------------------------------------------


def test_every_statistic_has_its_record() -> None:
    assert sorted(method.key for method in MEASURES["statistics"]) == STATISTICS
    for method in MEASURES["statistics"]:
        assert method.file == f"dashboard/stats/{method.key}.py"
        assert module_of(method).METHOD is method
    assert MEASURES["texts"] == TEXTS
    keys = [method.key for method in ALL]
    assert len(set(keys)) == len(keys), "a key is an anchor: it may be on the page once"


@every_measure
def test_a_record_names_code_that_exists(method: Method) -> None:
    module = module_of(method)
    assert method.key in (method.file.rpartition("/")[2].removesuffix(".py"), *vars(module))


@every_measure
def test_every_measure_has_its_words(method: Method, language: str) -> None:
    words = words_of(method, language)
    assert {"name", "summary"} <= set(words)
    assert method.formulas or "definition" in words, "how is it worked out?"
    assert "limits" in words or method in TEXTS, "what does it not say?"


def test_no_words_are_of_a_measure_that_is_gone(language: str) -> None:
    named = {key.split(".")[2] for key in i18n.catalogue(language) if "methods.measure." in key}
    assert named == {method.key for method in ALL}


@every_measure
def test_every_symbol_of_a_formula_is_explained(method: Method, language: str) -> None:
    keys = [key for key in words_of(method, language) if key.startswith("symbol.")]
    explained = {name for key in keys for name in key.removeprefix("symbol.").split(", ")}
    assert explained == {name for formula in method.formulas for name in symbols(formula)}


def test_symbols_are_found() -> None:
    assert symbols("{low} = log2(R2 / R1) + G² - n_a Σl, j ≥ i") == {"R", "G²", "n_a", "l"}


def test_every_quantity_of_a_formula_has_its_words(language: str) -> None:
    words = i18n.catalogue(language)
    named = {key.rpartition(".")[2] for key in words if key.startswith("methods.quantity.")}
    used = {
        name
        for method in ALL
        for formula in method.formulas
        for name in placeholders(formula) - set(method.limits)
    }
    assert named == used


@every_measure
def test_every_value_in_the_words_is_that_of_the_record(method: Method, language: str) -> None:
    words = {name for text in words_of(method, language).values() for name in placeholders(text)}
    in_formulas = {name for formula in method.formulas for name in placeholders(formula)}
    assert words <= set(method.limits) <= words | in_formulas
    hidden = {f"methods.quantity.{name}" for name in in_formulas & set(method.limits)}
    assert hidden & set(i18n.catalogue(language)) == set(), "a value in place of a quantity"


@every_measure
def test_every_column_exists_and_its_unit_has_words(method: Method, language: str) -> None:
    words = i18n.catalogue(language)
    stored = {column for table in TABLES.values() for column in table.columns}
    source = (ROOT / method.file).read_text(encoding="utf-8")
    for unit, columns in method.units.items():
        assert f"methods.unit.{unit}" in words
        for column in columns.split(", "):
            assert f"column.{column}" in words
            assert column in stored or re.search(rf"\b{column}\b", source), column


def test_the_thresholds_of_texts_are_those_of_the_parser() -> None:
    assert found("phrases").limits == {
        "shortest": phrases.MIN_LENGTH,
        "longest": phrases.MAX_LENGTH,
        "entropy": phrases.MIN_ENTROPY,
        "information": phrases.MIN_INFORMATION,
        "most": MAX_STORED_HAN,
    }
    assert found("cooccurrence").limits == {
        "window": cooccurrence.WINDOW,
        "longest": cooccurrence.MAX_SENTENCE_WORDS,
        "least": near_words.MIN_WINDOWS,
    }


def test_the_records_need_the_standard_library_alone() -> None:
    imports = [node for node in ast.walk(tree_of(ROOT / "loaders" / "methods.py"))
               if isinstance(node, ast.Import | ast.ImportFrom)]  # fmt: skip
    assert {ast.unparse(node).split()[1] for node in imports} == {"collections.abc", "dataclasses"}
    assert methods.__doc__


# -- Papers ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(set(STATISTICS) - OWN))
def test_every_statistic_names_its_paper_or_is_this_projects_own(key: str) -> None:
    assert found(key).papers, f"{key}: name the paper in its record, or the key in OWN"


def test_every_statistic_is_listed_with_its_papers_or_as_our_own() -> None:
    unlisted = set(STATISTICS) - set(PAPERS) - OWN
    assert not unlisted, f"{unlisted}: add the surnames of its papers to PAPERS, or the key to OWN"


def test_what_is_our_own_names_no_paper() -> None:
    assert {key for key in OWN if found(key).papers} == set()


@pytest.mark.parametrize("key", PAPERS)
def test_the_papers_are_those_of_the_literature(key: str) -> None:
    papers = found(key).papers
    missing = [name for name in PAPERS[key] if not any(name in paper for paper in papers)]
    assert missing == []
    assert not any("`" in paper or " = " in paper for paper in papers)


@every_measure
def test_a_paper_is_given_in_full_and_cited_in_the_code(method: Method) -> None:
    source = (ROOT / method.file).read_text(encoding="utf-8").replace("\n    ", " ")
    cited = " ".join(re.findall(r'r?"""(.*?)"""', source, re.DOTALL))
    for paper in method.papers:
        if paper.startswith("jieba"):
            assert paper in source
            continue
        full = re.fullmatch(r"([\w-]+), [A-Z]\..* \(((?:18|19|20)\d\d)\), .{15,}", paper)
        assert full, paper
        assert full[1] in cited
        assert full[2] in cited


# -- In the reader's language ----------------------------------------------------------------------


@every_measure
def test_the_chinese_words_of_a_measure_are_chinese(method: Method) -> None:
    texts = words_of(method, "zh").values()
    latin = {word for text in texts for word in re.findall(r"(?<![{:\w])[a-z]{2,}", text)}
    assert latin - LATIN_NAMES - KNOWN == set()
    assert all(re.search("[\u4e00-\u9fff]", text) for text in texts)


def test_the_chinese_names_of_quantities_are_chinese() -> None:
    words = i18n.catalogue("zh")
    names = [text for key, text in words.items() if re.match(r"methods\.(quantity|unit)\.", key)]
    assert [text for text in names if re.search("[A-Za-z]", text)] == []
