"""The editions of the conference, and the facts of each: of reports, or of a briefing held here."""

from dashboard.queries.query import corpus_query


@corpus_query(maxsize=4)
def editions() -> str:
    """Select the editions by number; paragraph: the first on the programme in its briefing.

    The briefing states the number of sub-forums and the length there; null without a briefing.
    """
    return """SELECT e.*, f.paragraph FROM editions e LEFT JOIN (
            SELECT briefing_id, min(paragraph) AS paragraph FROM facts
            WHERE field = 'main_event' GROUP BY ALL) f USING (briefing_id)
        ORDER BY e.number"""


@corpus_query(maxsize=4)
def facts() -> str:
    """Select the facts of all editions, by edition and in the order of their source.

    A fact of a report has source, ids of edition_sources; one of a briefing briefing_id and
    paragraph. In a briefing a release is a work that is promised for release at an event; several
    forms of one title are one release, the first.
    """
    return """WITH of_briefings AS (
            SELECT e.edition_id, f.fact, f.field, f.value, f.value_en, f.value_en_source, f.match,
                f.briefing_id, f.paragraph
            FROM facts f JOIN editions e USING (briefing_id)
            UNION ALL
            SELECT e.edition_id, 1000 + m.mention, 'release',
                CASE WHEN ends_with(m.title_key, m.surface) THEN m.title_key ELSE m.surface END,
                m.english, CASE WHEN m.english_source = 'ours' THEN 'ours' ELSE 'reports' END, NULL,
                m.briefing_id, m.paragraph
            FROM mentions m JOIN editions e USING (briefing_id)
            WHERE m.verb_use = 'release' AND m.tense = 'promised' AND m.occasion IS NOT NULL
                AND m.kind IN ('document', 'deliverable')
            QUALIFY row_number() OVER
                (PARTITION BY m.briefing_id, m.title_key ORDER BY m.mention) = 1)
        SELECT e.year, e.number, f.* FROM (
            SELECT edition_id, fact, field, value, value_en, value_en_source, match, called_new,
                source, other_value, other_value_en, other_source,
                NULL AS briefing_id, NULL AS paragraph
            FROM edition_facts
            UNION ALL BY NAME SELECT *, false AS called_new FROM of_briefings) f
        JOIN editions e USING (edition_id) ORDER BY e.number, f.fact"""


@corpus_query(maxsize=4)
def sources() -> str:
    """Select the published reports that state facts of editions, by day."""
    return "SELECT * FROM edition_sources ORDER BY published_on, source_id"
