"""The page Methods in both languages: measures with their formulas, limits, rates, glossary."""

import re

import pytest

from dashboard import i18n
from dashboard.escape import escape_markdown
from dashboard.features.methods import view
from dashboard.features.methods.catalogue import MEASURES
from dashboard.queries import simulation
from loaders.methods import Method
from tests.support.server import ROOT

# Written down from the papers and from what the statistics calculate.
FORMULAS = {
    "en": {
        "keyness": [
            "G² = 2 Σ O ln(O / E)",
            "BIC = |G²| - ln N",
            "log ratio = log2((a / c) / (b / d))",
            "log ratio with ½ = log2(((a + ½) / (c + 1)) / ((b + ½) / (d + 1)))",
        ],
        "dispersion": ["DP_0 = Σ |v_i - s_i| / 2", "DP = DP_0 / (1 - min s_i)"],
        "log_ratio": ["log ratio = log2(later rate / earlier rate)"],
        "multiple_tests": ["q(i) = min(m p(j) / j),  j ≥ i"],
        "random_deals": ["p = (1 + deals that reach the excess) / (1 + deals made)"],
        "ratio_interval": ["v = [(n - 1) s + 3 / k] / (n + 2)"],
        "speaking_time": [
            "minutes = syllables / rate",
            "minutes, low = syllables / (rate + 40)",
            "share = characters of the group / characters of the base",
        ],
        "cross_tabulation": ["expected count = row total × column total / grand total"],
        "topic_frequency": ["rate per 10,000 = 10,000 × occurrences / characters of the base"],
    },
    "zh": {
        "keyness": ["G² = 2 Σ O ln(O / E)", "对数比 = log2((a / c) / (b / d))"],
        "dispersion": ["DP = DP_0 / (1 - min s_i)"],
        "log_ratio": ["对数比 = log2(后一场每万字次数 / 前一场每万字次数)"],
        "random_deals": ["p = (1 + 达到的次数) / (1 + 分派次数)"],
        "speaking_time": ["时长 = 音节数 / 语速", "占比 = 本组字数 / 分母的字数"],
        "cross_tabulation": ["期望次数 = 行合计 × 列合计 / 总计"],
        "topic_frequency": ["每万字次数 = 10,000 × 次数 / 分母的字数"],
    },
}

parts = pytest.mark.parametrize("part", MEASURES)


def shown(key: str) -> view.Shown:
    return next(each for part in MEASURES for each in view.measures(part) if each.key == key)


def test_the_formulas_are_those_of_the_papers(language: str) -> None:
    for key, formulas in FORMULAS[language].items():
        lines = shown(key).formulas.splitlines()
        assert [formula for formula in formulas if formula not in lines] == [], key


@parts
def test_every_measure_says_how_it_is_worked_out(part: str, language: str) -> None:
    for each in view.measures(part):
        assert each.formulas or each.explained
        assert not re.search(r"[{}`]", each.formulas)
        assert "{" not in each.explained
        assert each.formulas.count("(") == each.formulas.count(")")
    assert language


@parts
def test_a_chinese_formula_has_no_english_word(part: str, language: str) -> None:
    words = {
        word for each in view.measures(part) for word in re.findall("[A-Za-z]{3,}", each.formulas)
    }
    if language == "zh":
        assert words <= {"log", "min", "max", "BIC"}


def test_a_measure_is_shown_with_all_of_its_record(language: str) -> None:
    each = shown("dispersion")
    assert each.name == i18n.text(language, "methods.measure.dispersion.name")
    symbol = i18n.text(language, "methods.measure.dispersion.symbol.v_i")
    assert f"`v_i` {escape_markdown(symbol)}" in each.explained
    limits = i18n.text(language, "methods.measure.dispersion.limits", least=5)
    assert escape_markdown(limits) in each.explained
    for part in ("Gries, S. Th. (2008)", "dp, dp_unnormalised", "dashboard/stats/dispersion.py"):
        assert escape_markdown(part) in each.source


def test_what_is_this_projects_own_says_so(language: str) -> None:
    own = escape_markdown(i18n.text(language, "methods.own"))
    assert own in shown("sequence").source
    assert own not in shown("keyness").source


def test_text_of_a_record_is_escaped(language: str) -> None:
    method = Method("coverage", "a_b.py", papers=("Tao, J. (2031), *Kites* of a_b",))
    assert r"\*Kites\* of a\_b" in view._shown_measure(method).source
    assert language


def test_the_address_of_a_source_is_a_link() -> None:
    method = Method("coverage", "a_b.py", papers=("Kites 1.0, https://kites.example/a",))
    shown = view._shown_measure(method).source
    assert shown.startswith(
        r"Kites 1\.0, [https:red[]\:\/\/kites\.example\/a](https://kites.example/a)"
    )


def test_the_error_rates_are_those_that_were_stored(language: str) -> None:
    figures = simulation.figures()
    version, statements, _ = view.error_rates()
    page = figures.pages["statements"]["term"]
    assert figures.corpus_version in version
    powers = [str(page.power_of_side[side][2]) for side in ("earlier", "later")]
    for figure in (f"{page.false_marks:.1%}", str(page.tests), *powers):
        assert escape_markdown(figure) in statements
    assert "{" not in statements
    table = view.coverage()
    assert len(table) == len(figures.coverage) == 6
    assert table.iloc[:, 1].tolist() == [f"{case.covered:.1%}" for case in figures.coverage]
    assert table.iloc[:, 0].is_unique
    assert language


# -- Glossary --------------------------------------------------------------------------------------


def test_the_glossary_is_that_of_the_readme(language: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("\n## Glossary\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    order = {"en": (0, 2, 1), "zh": (2, 0, 3)}[language]
    expected = [[f"**{row[order[0]]}**", row[order[1]], row[order[2]]] for row in rows]
    assert len(expected) > 20
    assert view.glossary().to_numpy().tolist() == expected


def test_the_glossary_speaks_the_readers_language(language: str) -> None:
    rows = view.glossary().to_numpy().tolist()
    assert {
        "zh": ["**发言**", "turn", "一个人不间断说的一段话"],
        "en": ["**turn**", "发言", "an unbroken stretch by one speaker"],
    }[language] in rows


def test_the_page_needs_no_document_of_the_repository() -> None:
    folder = ROOT / "dashboard" / "features" / "methods"
    sources = [path.read_text(encoding="utf-8") for path in folder.glob("*.py")]
    assert len(sources) > 3
    assert not any("README" in source or "ast" in source.split() for source in sources)
