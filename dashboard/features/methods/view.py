"""View of the methods in this run's language: measures, limits, caveats, glossary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from dashboard import filters
from dashboard.escape import escape_markdown
from dashboard.features.clouds import view as clouds_view
from dashboard.features.comparison import view as comparison_view
from dashboard.features.methods import catalogue as methods_catalogue
from dashboard.i18n import catalogue, join, language, pick, t
from dashboard.labels import sources
from dashboard.labels.numbers import number, percent
from dashboard.queries import selection, simulation
from dashboard.registry import PAGES
from dashboard.stats.random_deals import DEALS
from dashboard.stats.ratio_interval import MIN_JOINT_OCCURRENCES
from dashboard.stats.speaking_time import rate_range
from dashboard.stats.topic_frequency import MIN_OCCURRENCES

_PREFIX = "methods.measure."
_SAID_ELSEWHERE = ("api",)  # parts of the locale whose caveat is among the limits


@dataclass(frozen=True)
class Shown:
    """A measure as a page shows it: Markdown, except the formula, which is plain text."""

    key: str
    name: str
    text: str
    formula: str
    source: str


def measures(part: str) -> list[Shown]:
    """Return the measures of a part (one of PARTS), in the order of the locale.

    A measure without a name in the locale comes last, named by its key and described by the summary
    of its docstring.
    """
    order = list(measure_names())
    found = methods_catalogue.measures(part)
    places = {
        each.key: order.index(each.key) if each.key in order else len(order) for each in found
    }
    return [_shown_measure(each) for each in sorted(found, key=lambda each: places[each.key])]


def index(part: str) -> str:
    """Return links to the measures of `part` (one of PARTS), in one line of Markdown."""
    return "\u00a0· ".join(f"[{shown.name}](#{shown.key})" for shown in measures(part))


def measure_names() -> dict[str, str]:
    """Return the names of the measures in this run's locale: key -> name."""
    words = catalogue(language())
    return {
        key.removeprefix(_PREFIX).removesuffix(".name"): text
        for key, text in words.items()
        if key.startswith(_PREFIX) and key.endswith(".name")
    }


def _shown_measure(measure: methods_catalogue.Measure) -> Shown:
    words = catalogue(language())
    fallback = measure.key.replace("_", " ").capitalize()
    papers = escape_markdown("; ".join(measure.papers) or t("methods.own"))
    file = escape_markdown(t("methods.file", file=measure.file))
    return Shown(
        key=measure.key,
        name=escape_markdown(words.get(f"{_PREFIX}{measure.key}.name", fallback)),
        text=escape_markdown(words.get(f"{_PREFIX}{measure.key}.summary", measure.summary)),
        formula="\n\n".join(measure.formulas),
        source=f"{papers}  \n{file}",
    )


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


def caveats() -> list[tuple[str, str]]:
    """Return (page name, caveats of its panels), both in Markdown, in the order of the pages."""
    words, rate = catalogue(language()), filters.current().rate
    slow, fast = rate_range(rate)
    everywhere = {"rate": rate, "slow": slow, "fast": fast, "gaps": ""}
    values: Mapping[str, Mapping[str, object]] = {
        "": {
            **everywhere,
            "draws": number(DEALS),
            "fewest": MIN_JOINT_OCCURRENCES,
        },
        "topics": {"least": MIN_OCCURRENCES},
        "questions": {"least": MIN_OCCURRENCES},
        "clouds": {"least": _clouds_least()},
        "comparison": {
            "least": comparison_view.MIN_OCCURRENCES,
            **{each: t(f"comparison.{each}.briefings") for each in ("unit", "units")},
        },
    }
    found: dict[str, list[str]] = {page.title_key: [] for page in PAGES}
    for part, title, text in methods_catalogue.caveats(words, values):
        if part not in _SAID_ELSEWHERE:
            headed = (
                f"**{escape_markdown(title)}**  \n{escape_markdown(text)}"
                if title
                else escape_markdown(text)
            )
            found.setdefault(_title_key(part), []).append(headed)
    return [(escape_markdown(t(key)), "\n\n".join(own)) for key, own in found.items() if own]


def _clouds_least() -> str:
    distinctive = clouds_view.MIN_DISTINCTIVE_OCCURRENCES
    return t("methods.clouds_least", n=clouds_view.MIN_OCCURRENCES, distinctive=distinctive)


def _title_key(part: str) -> str:
    """Return the locale key of the title of a page; `{part}.title` if `part` is not a page."""
    pages = {page.title_key.split(".")[1]: page.title_key for page in PAGES}
    part = {"adding": "add_a_briefing"}.get(part, part)
    return next((key for name, key in pages.items() if name.endswith(part)), f"{part}.title")


def error_rates() -> list[str]:
    """Return, in Markdown, sentences on how often the comparison of the bundled briefings errs.

    They are made of the figures that `make simulate` stored.
    """
    found = simulation.figures()
    version = escape_markdown(t("methods.errors_version", version=found["corpus_version"]))
    sentences = []
    for scope, pages in found["pages"].items():
        page = pages["term"]
        words = {
            "scope": t(f"view.scope.{scope}"),
            "sizes": _sizes(page["paragraphs"]),
            "tests": number(page["tests"]),
            "deals": number(page["deals"]),
            "false": percent(page["false_marks"]),
        }
        said = [t(f"methods.errors_{scope}", **words)]
        for side, by_expected in page["power"].items():
            power = {expected: number(times) for expected, times in by_expected.items() if times}
            lists = {"base": join([*power]), "times": join([*power.values()])}
            key = f"errors_{'power' if power else 'unmarked'}_{side}"
            said.append(t(f"methods.{key}", most=number(found["most_times"]), **lists))
        sentences.append(" ".join(escape_markdown(text) for text in said))
    return [version, *sentences]


def coverage() -> pd.DataFrame:
    """Return the table of how many 95% intervals hold the true ratio, in Markdown."""
    rows = []
    for case in simulation.figures()["coverage"]:
        thinned = "thinned" if case["thinned"] else "plain"
        strata = [stratum["covered"] for stratum in case["strata"].values()]
        rows.append(
            (
                t(f"methods.errors_{thinned}", sizes=_sizes(case["paragraphs"])),
                *(percent(share) if share else "" for share in (case["covered"], *strata)),
            )
        )
    heads = ("case", "all", "one", "few", "more")
    return pd.DataFrame(rows, columns=[t(f"methods.errors_{head}") for head in heads])


def _sizes(paragraphs: Sequence[int]) -> str:
    first, last = map(number, paragraphs)
    return t("methods.errors_sizes", first=first, last=last)


def glossary() -> pd.DataFrame:
    """Return the glossary as a table in Markdown: word, word in the other language, meaning."""
    rows = [
        (
            f"**{pick(word.zh or word.en, word.en)}**",
            pick(word.en, word.zh),
            pick(word.meaning_zh or word.meaning_en, word.meaning_en),
        )
        for word in methods_catalogue.glossary()
    ]
    heads = ("glossary_word", "glossary_other", "glossary_meaning")
    return pd.DataFrame(rows, columns=[t(f"methods.{head}") for head in heads])
