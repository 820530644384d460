"""The caveats below all charts, page by page, with the thresholds that they state."""

from collections import defaultdict
from collections.abc import Mapping

from dashboard.escape import escape_markdown
from dashboard.i18n import catalogue, t
from dashboard.labels.numbers import number
from dashboard.queries.near_words import MIN_WINDOWS
from dashboard.registry import PAGES
from dashboard.run_context import current_run
from dashboard.stats.distinctiveness import MIN_IN_GROUP
from dashboard.stats.log_ratio import MIN_LISTED
from dashboard.stats.random_deals import DEALS
from dashboard.stats.ratio_interval import MIN_JOINT_OCCURRENCES
from dashboard.stats.speaking_time import rate_range
from dashboard.stats.term_frequency import MIN_DRAWN
from dashboard.stats.topic_frequency import MIN_OCCURRENCES
from loaders.messages import fill

_OPEN = "…"
_AMONG_LIMITS = ("api",)  # parts of the locale whose caveat the page shows with the limits


def caveats() -> list[tuple[str, str]]:
    """Return (page name, caveats of its panels), both in Markdown, in the order of the pages."""
    titles = {page.locale: page.title_key for page in PAGES}
    found: dict[str, list[str]] = {key: [] for key in titles.values()}
    for part, title, text in filled_caveats(catalogue(current_run().language), _values()):
        if part not in _AMONG_LIMITS:
            headed = f"**{escape_markdown(title)}**  \n" if title else ""
            page = part.partition(".")[0]
            key = titles.get(page, f"{part}.title")  # a part that is no page has its own title
            found.setdefault(key, []).append(headed + escape_markdown(text))
    return [(escape_markdown(t(key)), "\n\n".join(own)) for key, own in found.items() if own]


def filled_caveats(
    words: Mapping[str, str], values: Mapping[str, Mapping[str, object]]
) -> list[tuple[str, str, str]]:
    """Return (page, panel, text) for every caveat of the locale `words`, in the locale's order.

    A caveat is a key that ends in "caveat". Its page is the part of the key before the last dot.
    Its panel is the text of the same key with "title" in place of "caveat", or "".

    values: the values of the placeholders: those for all pages under "", those for one page under
    its name. A placeholder without a value depends on what a reader selects, and becomes "…".
    """
    found = []
    for key, text in words.items():
        page, _, name = key.rpartition(".")
        if name.endswith("caveat"):
            title = words.get(f"{page}.{name.removesuffix('caveat')}title", "")
            known = defaultdict(lambda: _OPEN, {**values.get("", {}), **values.get(page, {})})
            headed, said = (fill(each, known).strip() for each in (title, text))
            found.append((page, headed, said))
    return found


def _values() -> Mapping[str, Mapping[str, object]]:
    rate = current_run().filters.rate
    slow, fast = rate_range(rate)
    everywhere = {"rate": rate, "slow": slow, "fast": fast, "gaps": ""}
    of_clouds = t("methods.clouds_least", n=MIN_DRAWN, distinctive=MIN_IN_GROUP)
    of_pair = {each: t(f"comparison.{each}.briefings") for each in ("unit", "units")}
    return {
        "": {**everywhere, "draws": number(DEALS), "fewest": MIN_JOINT_OCCURRENCES},
        "topics": {"least": MIN_OCCURRENCES},
        "questions": {"least": MIN_OCCURRENCES},
        "clouds": {"least": of_clouds},
        "search.near": {"least": MIN_WINDOWS},
        "comparison": {"least": MIN_LISTED, **of_pair},
    }
