"""View of the methods in this run's language: measures, limits, error rates, glossary."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import filters
from dashboard.escape import escape_markdown
from dashboard.features.methods.catalogue import MEASURES
from dashboard.i18n import catalogue, join, t
from dashboard.labels import sources
from dashboard.labels.numbers import number, percent
from dashboard.queries import selection, simulation
from dashboard.run_context import current_run
from loaders.messages import fill
from loaders.methods import Method

_ADDRESS_PATTERN = re.compile(r"(https://\S+)")


@dataclass(frozen=True)
class Shown:
    """A measure as the page shows it: Markdown, except the formulas, which are plain text.

    explained: the symbols of the formulas, the definition and the limits. formulas: a line each, ""
    where the definition says it all. source: papers, columns and file.
    """

    key: str
    name: str
    summary: str
    formulas: str
    explained: str
    source: str


def measures(part: str) -> list[Shown]:
    """Return the measures of a part (a key of MEASURES), in its order."""
    return [_shown_measure(method) for method in MEASURES[part]]


def index(part: str) -> str:
    """Return links to the measures of `part` (a key of MEASURES), in one line of Markdown."""
    return "\u00a0· ".join(f"[{shown.name}](#{shown.key})" for shown in measures(part))


def _shown_measure(method: Method) -> Shown:
    quantities = {**_texts("methods.quantity"), **method.limits}
    return Shown(
        key=method.key,
        name=escape_markdown(t(f"methods.measure.{method.key}.name")),
        summary=escape_markdown(t(f"methods.measure.{method.key}.summary")),
        formulas="\n".join(fill(each, quantities) for each in method.formulas),
        explained="\n\n".join(_explanations(method)),
        source="  \n".join(map(_with_links, _sources(method))),
    )


def _explanations(method: Method) -> Iterator[str]:
    """Yield the paragraphs below the formulas of `method`, in Markdown."""
    words = _texts(f"methods.measure.{method.key}")
    symbols = _texts(f"methods.measure.{method.key}.symbol")
    if symbols:
        yield "  \n".join(f"`{name}` {escape_markdown(text)}" for name, text in symbols.items())
    if "definition" in words:
        yield escape_markdown(fill(words["definition"], method.limits))
    if "limits" in words:
        stated = escape_markdown(fill(words["limits"], method.limits))
        yield t("methods.limits_text", text=stated)


def _sources(method: Method) -> Iterator[str]:
    """Yield the papers of `method`, its columns with their units, and its file."""
    yield from method.papers or (t("methods.own"),)
    columns = [
        t("methods.column", columns=columns, unit=t(f"methods.unit.{unit}"))
        for unit, columns in method.units.items()
    ]
    if columns:
        yield t("methods.columns", columns=" · ".join(columns))
    yield t("methods.file", file=method.file)


def _with_links(source: str) -> str:
    """Return one of _sources in Markdown, with its address, if it has one, as a link."""
    return "".join(
        f"[{escape_markdown(part)}]({part})"
        if part.startswith("https://")
        else escape_markdown(part)
        for part in _ADDRESS_PATTERN.split(source)
    )


def _texts(table: str) -> dict[str, str]:
    """Return key -> text of the table `table` of this run's locale, tables within it left out."""
    words = catalogue(current_run().language).items()
    parts = ((*key.rpartition("."), text) for key, text in words)
    return {name: text for within, _, name, text in parts if within == table}


def limits() -> str:
    """Return the limits of every figure, then of this corpus, as a Markdown list."""
    briefings = selection.briefings(filters.Filters())
    said = [
        t("api.caveat"),
        t("methods.limit.briefings", n=number(len(briefings))),
        sources.republished_sentence(briefings),
        *(t(f"methods.limit.{key}") for key in ("repaired", "rules", "estimates", "few")),
    ]
    return "\n".join(f"- {escape_markdown(text)}" for text in said if text)


def error_rates() -> list[str]:
    """Return, in Markdown, sentences on how often the comparison of the bundled briefings errs.

    They are made of the figures that `make simulate` stored.
    """
    found = simulation.figures()
    version = escape_markdown(t("methods.errors_version", version=found.corpus_version))
    sentences = []
    for scope, pages in found.pages.items():
        page = pages["term"]
        words = {
            "scope": t(f"view.scope.{scope}"),
            "sizes": _sizes(page.paragraphs),
            "tests": number(page.tests),
            "deals": number(page.deals),
            "false": percent(page.false_marks),
        }
        said = [t(f"methods.errors_{scope}", **words)]
        for side, by_expected in page.power_of_side.items():
            power = {expected: number(times) for expected, times in by_expected.items() if times}
            lists = {"base": join([*map(str, power)]), "times": join([*power.values()])}
            key = f"errors_{'power' if power else 'unmarked'}_{side}"
            said.append(t(f"methods.{key}", most=number(found.most_times), **lists))
        sentences.append(" ".join(escape_markdown(text) for text in said))
    return [version, *sentences]


def coverage() -> pd.DataFrame:
    """Return the table of how many 95% intervals hold the true ratio, in Markdown."""
    rows = []
    for case in simulation.figures().coverage:
        thinned = "thinned" if case.thinned else "plain"
        shares = (case.covered, *case.covered_by_count.values())
        name = t(f"methods.errors_{thinned}", sizes=_sizes(case.paragraphs))
        rows.append((name, *(percent(share) if share else "" for share in shares)))
    heads = ("case", "all", "one", "few", "more")
    return pd.DataFrame(rows, columns=[t(f"methods.errors_{head}") for head in heads])


def _sizes(paragraphs: Sequence[int]) -> str:
    first, last = map(number, paragraphs)
    return t("methods.errors_sizes", first=first, last=last)


def glossary() -> pd.DataFrame:
    """Return the glossary as a table in Markdown: word, word in the other language, meaning."""
    language = current_run().language
    own, other = catalogue(language), catalogue("zh" if language == "en" else "en")
    words = [key for key in own if key.startswith("glossary.") and key.endswith(".word")]
    rows = [
        (f"**{own[key]}**", other[key], own[f"{key.removesuffix('word')}meaning"]) for key in words
    ]
    heads = ("glossary_word", "glossary_other", "glossary_meaning")
    return pd.DataFrame(rows, columns=[t(f"methods.{head}") for head in heads])
