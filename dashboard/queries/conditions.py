"""Filters as SQL: conditions on turns, paragraphs and the other tables.

Values are never part of the text: each filter is a placeholder of its own name, as $year, which
takes the list of its ids (see `values_of`). A text names the filters that are set, and no others.
"""

from collections.abc import Container, Iterable, Mapping

from dashboard.filters import BRIEFING_PARAMETERS, ID_PARAMETERS, Filters
from loaders.schema import TABLES

# Paragraphs with their speaker. begin and finish are in characters from the start of the briefing;
# text and segmented (the text with its breaks) are null where the text is not stored.
PARAGRAPHS_WITH_SPEAKER = """
    SELECT p.briefing_id, b.year, p.paragraph, p.turn, p.finish - p.characters AS begin, p.finish,
        p.characters, p.syllables, p.tokens_jieba, p.tokens_lexicon, p.text, p.segmented,
        t.speaker_id,
        s.name AS speaker_zh, s.name_en AS speaker_en, s.is_outlet, s.outlet_class, a.slot,
        a.organisation_id, t.kind, t.section
    FROM (SELECT *, CAST(sum(characters) OVER (PARTITION BY briefing_id ORDER BY paragraph)
        AS INTEGER) AS finish FROM paragraphs) p
    JOIN turns t USING (briefing_id, turn)
    JOIN briefings b USING (briefing_id)
    JOIN appearances a USING (briefing_id, speaker_id)
    JOIN speakers s USING (speaker_id)
"""
ON_TOPIC = """(briefing_id, paragraph) IN (
    SELECT briefing_id, paragraph FROM topic_hits WHERE topic_id IN (SELECT unnest($topic)))"""
# The column of each filter in queries that alias briefings, turns and appearances as b, t and a. A
# topic selects paragraphs, so it is no condition on a turn.
_COLUMNS: Mapping[str, str] = {
    "year": "CAST(b.year AS VARCHAR)",
    "briefing": "b.briefing_id",
    "section": "t.section",
    "kind": "t.kind",
    "slot": "a.slot",
    "org": "a.organisation_id",
    "speaker": "t.speaker_id",
}
# The filters that apply to tables with a key of speakers.
SPEAKER_FILTERS = (*BRIEFING_PARAMETERS, "slot", "org", "speaker")
_SPEAKER_KEYS = {"speaker_id", "organisation_id"}
# The filters that select rows of a table by its own column. Kind is none of them: in repairs,
# phrases and mentions it is another code.
_OWN_COLUMNS: Mapping[str, str] = {"section": "section", "slot": "slot", "topic": "topic_id"}


def values_of(filters: Filters, parameters: Iterable[str] = ID_PARAMETERS) -> dict[str, object]:
    """Return parameter -> list of ids, for those of `parameters` that `filters` sets."""
    return {name: list(getattr(filters, name)) for name in parameters if getattr(filters, name)}


def turn_condition(filters: Filters, parameters: Iterable[str] = tuple(_COLUMNS)) -> str:
    """Return the condition of `parameters` on a turn, whose tables are aliased t, a and b."""
    return _condition(filters, {parameter: _COLUMNS[parameter] for parameter in parameters})


def paragraphs_within(filters: Filters) -> str:
    """Return the query of the paragraphs within `filters`, unordered (PARAGRAPHS_WITH_SPEAKER)."""
    on_topic = f"AND {ON_TOPIC}" if filters.topic else ""
    return f"{PARAGRAPHS_WITH_SPEAKER} WHERE {turn_condition(filters)} {on_topic}"


def table_condition(name: str, filters: Filters) -> str:
    """Return the condition on rows of table `name`, to which all of `filters` apply."""
    columns = TABLES[name].columns
    if _is_speech_table(name):
        key = f"briefing_id, {'paragraph' if 'paragraph' in columns else 'turn'}"
        rows = paragraphs_within(filters)
    elif _SPEAKER_KEYS & {*columns}:
        key = ", ".join(TABLES[name].key)
        rows = f"""SELECT a.* FROM appearances a
            JOIN briefings b USING (briefing_id) JOIN speakers t USING (speaker_id)
            WHERE {turn_condition(filters, SPEAKER_FILTERS)}"""
    else:
        key = "briefing_id"
        rows = f"SELECT * FROM briefings b WHERE {turn_condition(filters, BRIEFING_PARAMETERS)}"
    own = _condition(filters, _own_columns(columns))
    return f"({key}) IN (SELECT {key} FROM ({rows})) AND {own}"


def applicable_filters(name: str) -> tuple[str, ...]:
    """Return the parameters of the filters that apply to table `name`, which is one of TABLES.

    Every filter applies to tables of paragraphs and turns (a topic selects the turns that mention
    it). Appearances, speakers and organisations are filtered by the speakers of the selected
    briefings, cooccurrence by briefing, section and slot, and briefings, repairs, facts
    and editions by briefing. The vocabularies (terms, phrases, topics) belong to the whole corpus,
    and the facts of editions that no briefing states and their sources to no briefing.

    >>> applicable_filters("cooccurrence"), applicable_filters("terms")
    (('year', 'briefing', 'section', 'slot'), ())
    """
    columns = {*TABLES[name].columns}
    if _is_speech_table(name):
        return ID_PARAMETERS
    if _SPEAKER_KEYS & columns:
        return SPEAKER_FILTERS
    return (*BRIEFING_PARAMETERS, *_own_columns(columns)) if "briefing_id" in columns else ()


def _own_columns(columns: Container[str]) -> dict[str, str]:
    return {each: column for each, column in _OWN_COLUMNS.items() if column in columns}


def _condition(filters: Filters, columns: Mapping[str, str]) -> str:
    """Return the condition that each of `columns` has an id of the filter that is its key."""
    names = values_of(filters, columns)
    return " AND ".join(f"{columns[each]} IN (SELECT unnest(${each}))" for each in names) or "TRUE"


def _is_speech_table(name: str) -> bool:
    # A fact belongs to the whole conference, not to the turn that states it.
    return name != "facts" and not {"turn", "paragraph"}.isdisjoint(TABLES[name].columns)
