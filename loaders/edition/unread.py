"""Find the fields that a page probably states and that the parser could not read."""

import re
from collections.abc import Iterator, Mapping

from loaders.briefing import Briefing
from loaders.messages import Doubt, doubt
from loaders.parsing.header import MIN_TITLE
from loaders.tables.facts import Fact, Sentence, find_facts
from loaders.tables.rows import host_place
from loaders.text.measures import split_sentences

# Field of table facts -> words by which a text announces such a fact.
CUES: Mapping[str, re.Pattern[str]] = {
    "dates": re.compile(r"(?:将于|定于|拟于)[^。，,]{0,12}?[0-9]{1,2}月[0-9]{1,2}日"),
    "theme": re.compile(r"主题(?:是|为|定为)[:：]?“|”为主题"),
    "organiser": re.compile("主办"),
    "implementer": re.compile("承办"),
    "main_event": re.compile("开幕式"),
    "sub_forum": re.compile("(?:分|平行|专题)论坛"),
}


def unread_fields(briefing: Briefing) -> Iterator[Doubt]:
    """Yield a doubt for each field of `briefing`, a page, that was not read.

    Of the header: the title, the day on which the briefing was held, publisher and day of
    publication together. The host city, if a body of a city or the announced place names one. Of
    the facts of the conference: those whose words (CUES) the text has and none of which was found.
    """
    header = briefing.transcript.header
    if not header.title:
        yield doubt("no_title")
    elif len(header.title) < MIN_TITLE:
        yield doubt("short_title", text=header.title)
    if header.date_held is None:
        yield doubt("no_day")
    if header.published_at is None and header.publisher is None:
        yield doubt("unpublished")
    lines = [line for turn in briefing.transcript.turns for line in turn.paragraphs]
    sentences = [
        Sentence(paragraph, sentence.strip())
        for paragraph, line in enumerate(lines, 1)
        for sentence in split_sentences(line.text)
    ]
    facts = find_facts(sentences)
    yield from _unread_city(briefing, facts)
    found = {fact.field for fact in facts}
    for field, cue in CUES.items():
        at = next((each.paragraph for each in sentences if cue.search(each.text)), None)
        if at is not None and field not in found:
            yield doubt("no_fact", line=lines[at - 1].number, field=field)


def _unread_city(briefing: Briefing, facts: list[Fact]) -> Iterator[Doubt]:
    hosts = [p.organisation.name_zh for p in briefing.participants
             if p.slot == "host_city" and p.organisation]  # fmt: skip
    stated = [*(fact.value for fact in facts if fact.field == "city"), *hosts]
    if stated and host_place(briefing)["host_city"] is None:
        yield doubt("no_city", text=stated[0])
