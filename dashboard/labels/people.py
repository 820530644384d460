"""Links to the page of a person or body, and sentences whose names are such links."""

import re
from collections.abc import Iterable
from urllib.parse import urlencode

from dashboard import run_context
from dashboard.escape import escape_markdown
from dashboard.labels.names import filter_name
from dashboard.queries import identifiers
from dashboard.queries.query import cached_per_corpus
from dashboard.run_context import current_run

SLUG = "people"  # of the page
# The filters that select who speaks: the page of one person or body leaves them out.
_OF_SPEAKERS = ("slot", "org", "speaker")
_MIN_LENGTH = 2  # of a name that is sought in a sentence
_BOUND = "[0-9A-Za-z]"  # a Latin name is not sought within a word


def query(who: str) -> dict[str, str]:
    """Return the query of the page of `who`: its id, and this run's filters but for who speaks."""
    kept = {name: text for name, text in run_context.link_query().items()
            if name not in _OF_SPEAKERS}  # fmt: skip
    return {**kept, "who": who}


def address(who: str) -> str:
    """Return the address of the page of `who`, from any page of the dashboard."""
    return f"{SLUG}?{urlencode(query(who), safe=',:')}"


def link(who: str, name: str = "") -> str:
    """Return the name of `who`, or another `name` of it, as a link to its page, in Markdown.

    On that page it is no link, nor is an id that no person, outlet or body of the corpus has.
    """
    shown = escape_markdown(name or filter_name("speaker", who))
    known = who in identifiers.known_ids()["who"] and who != current_run().filters.who
    return f"[{shown}]({address(who)})" if known else shown


def addresses(ids: Iterable[str | None]) -> dict[str, str]:
    """Return the name of each person, outlet and body of `ids` -> the address of its page."""
    return {filter_name("speaker", who): address(who) for who in dict.fromkeys(filter(None, ids))}


def linked(sentence: str) -> str:
    """Return `sentence` as Markdown in which each name of a person or body links to its page."""
    parts, end = [], 0
    for start, stop, who in _names_in(sentence, current_run().language):
        parts += [escape_markdown(sentence[end:start]), link(who, sentence[start:stop])]
        end = stop
    return "".join([*parts, escape_markdown(sentence[end:])])


@cached_per_corpus(maxsize=512)
def _names_in(sentence: str, language: str) -> list[tuple[int, int, str]]:
    """Return the names in `sentence`, in order, each with its offsets and the id that it names.

    The longest name counts where names overlap, and a person before a body of the same name.
    """
    own = {name: who for name, who in _ids(language).items() if name in sentence}
    if not own:
        return []
    names = "|".join(re.escape(name) for name in sorted(own, key=len, reverse=True))
    found = re.finditer(f"(?<!{_BOUND})(?:{names})(?!{_BOUND})", sentence)
    return [(*match.span(), own[match[0]]) for match in found]


@cached_per_corpus(maxsize=4)
def _ids(language: str) -> dict[str, str]:
    """Return name, in `language` -> id of each person, outlet and body."""
    labels, names = identifiers.labels(), dict[str, str]()
    for who in identifiers.known_ids()["who"]:
        zh, en = labels[who]
        name = zh if language == "zh" else en
        if len(name) >= _MIN_LENGTH:
            names.setdefault(name, who)
    return names
