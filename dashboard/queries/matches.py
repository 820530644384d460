"""Give the terms that a selection searches for, and find them in a stored text."""

import re
from collections.abc import Callable, Iterable

from dashboard import search_text
from dashboard.filters import Filters
from dashboard.queries import search, selection
from loaders.contract import BREAK
from loaders.lexicon.topics import split
from loaders.text.asked import asked_matches
from loaders.text.breaks import free_matches

# A function that takes a segmented text and the kind of its turn, and returns the (start, end) of
# each match, in characters of the text without its breaks.
FindSpans = Callable[[str, str], Iterable[tuple[int, int]]]


def terms_of(chosen: Filters) -> list[str] | None:
    """Return the terms to search for: those of the search text, or else the clicked term.

    [] means to search for the selected topics, None that there is nothing to search for.
    """
    if chosen.q:
        return search_text.terms(chosen.q) or None
    if chosen.term:
        return [chosen.term]
    return [] if chosen.topic else None


def span_finder(chosen: Filters) -> FindSpans:
    """Return a function that finds the terms or topics of `chosen` in a segmented text.

    The function takes the text and the kind of its turn. It returns the (start, end) of each match
    that is not inside a longer word, in characters; [] if `chosen` searches for nothing.
    """
    terms, every = terms_of(chosen), search.topic_patterns()
    if terms is None:
        return lambda _segmented, _kind: []
    if terms:
        patterns = [re.compile(re.escape(term)) for term in terms]
        return lambda segmented, _kind: [
            match.span() for each in patterns for match in free_matches(each, segmented)
        ]
    listed = selection.topics().set_index("topic_id")["terms"]
    wanted = {topic: set(split(listed[topic])) for topic in chosen.topic if topic in every}
    return lambda segmented, kind: [
        match.span()
        for topic, own in wanted.items()
        for match in asked_matches(
            free_matches(every[topic], segmented), text=segmented.replace(BREAK, ""), kind=kind
        )
        if match[0] in own
    ]
