"""The queries that join briefings to a corpus (JOIN) and take them out of it (TAKE_OUT).

Views old_X hold the corpus as it is, new_X what joins; each list ends with a view X for every
table X of the schema. `counted`, `phrases_anew` and `recounted` are what loaders.recount found,
`filled` the texts that came for briefings which were here without, `gone` the ids to take out.
"""

from loaders.schema import TABLES

_ALONE = ("briefings", "repairs", "appearances", "turns", "cooccurrence", "topic_hits", "mentions",
          "facts")  # fmt: skip
_SHARED = ("organisations", "terms", "topics")
_SOURCES = "['statistics', 'quoted', 'document', 'lexicon']"

VOCABULARY = """
CREATE VIEW joined_terms AS SELECT term FROM old_terms UNION SELECT term FROM new_terms;
CREATE VIEW joined_phrases AS SELECT phrase FROM old_phrases UNION SELECT phrase FROM new_phrases;
CREATE VIEW added_terms AS SELECT term FROM new_terms EXCEPT SELECT term FROM old_terms;
CREATE VIEW added_phrases AS SELECT phrase FROM new_phrases EXCEPT SELECT phrase FROM old_phrases;
CREATE VIEW joining_paragraphs AS
    SELECT briefing_id, paragraph, text FROM new_paragraphs
    UNION ALL SELECT briefing_id, paragraph, text FROM filled;
CREATE VIEW held_paragraphs AS
    SELECT briefing_id, paragraph, text FROM old_paragraphs ANTI JOIN filled
    USING (briefing_id, paragraph) WHERE text IS NOT NULL;
"""


def _join_alone(name: str) -> str:
    columns = ", ".join(f'"{column}"' for column in TABLES[name].columns)
    return f"""CREATE VIEW {name} AS
        SELECT {columns} FROM old_{name} UNION ALL SELECT {columns} FROM new_{name};"""


def _join_shared(name: str) -> str:
    """One row a key; where both have one, the new: it is of the lexicon of today."""
    columns = ", ".join(f'"{column}"' for column in TABLES[name].columns)
    key = ", ".join(TABLES[name].key)
    return f"""CREATE VIEW {name} AS
        SELECT {columns} FROM
            (SELECT {columns}, 1 AS age FROM old_{name}
            UNION ALL SELECT {columns}, 0 AS age FROM new_{name})
        QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY age, {columns}) = 1;"""


JOIN = (
    "".join(map(_join_alone, _ALONE))
    + "".join(map(_join_shared, _SHARED))
    + f"""
CREATE VIEW speakers AS
    WITH both_ AS (
        SELECT *, 1 AS age FROM old_speakers UNION ALL SELECT *, 0 AS age FROM new_speakers),
    forms AS (
        SELECT speaker_id, string_agg(DISTINCT form, '、' ORDER BY form) AS forms FROM
            (SELECT speaker_id, unnest(string_split(variants, '、')) AS form FROM both_)
        GROUP BY speaker_id)
    SELECT speaker_id, is_outlet, name, name_en, forms AS variants, outlet_class
    FROM both_ JOIN forms USING (speaker_id)
    QUALIFY row_number() OVER (PARTITION BY speaker_id ORDER BY age, name, name_en) = 1;
CREATE VIEW paragraphs AS
    SELECT o.* REPLACE (
        coalesce(f.text, o.text) AS text, coalesce(f.repaired, o.repaired) AS repaired,
        coalesce(f.published, o.published) AS published)
    FROM old_paragraphs o LEFT JOIN filled f USING (briefing_id, paragraph)
    UNION ALL BY NAME SELECT * FROM new_paragraphs;
CREATE VIEW own_term_counts AS
    SELECT * FROM old_term_counts UNION ALL SELECT * FROM new_term_counts;
CREATE VIEW term_counts AS
    SELECT * FROM own_term_counts
    UNION ALL SELECT briefing_id, paragraph, term, occurrences, 0::INT, 0::INT
    -- Only where paragraphs join can a term have its row already: elsewhere they are new terms.
    FROM counted ANTI JOIN (
        SELECT * FROM new_term_counts UNION ALL
        SELECT * FROM old_term_counts SEMI JOIN filled USING (briefing_id))
    USING (briefing_id, paragraph, term);
CREATE VIEW phrase_counts AS
    SELECT * FROM old_phrase_counts ANTI JOIN recounted USING (briefing_id, paragraph)
    UNION ALL SELECT * FROM phrases_anew;
CREATE VIEW phrases AS
    WITH without_text AS (
        SELECT DISTINCT briefing_id FROM old_paragraphs WHERE text IS NULL),
    settled AS (
        SELECT DISTINCT phrase FROM old_phrase_counts SEMI JOIN without_text USING (briefing_id)),
    ranked AS (
        SELECT *, phrase IN (FROM settled) AS stays FROM old_phrases
        UNION ALL SELECT *, false AS stays FROM new_phrases),
    sums AS (SELECT phrase, sum(occurrences)::INT AS n FROM phrase_counts GROUP BY phrase)
    SELECT phrase, source, coalesce(n, 0) AS occurrences, left_entropy, right_entropy,
        mutual_information, family, kind
    FROM ranked LEFT JOIN sums USING (phrase)
    QUALIFY row_number() OVER (PARTITION BY phrase ORDER BY
        stays DESC, list_position({_SOURCES}, source) DESC, mutual_information DESC NULLS LAST,
        left_entropy DESC NULLS LAST, right_entropy DESC NULLS LAST) = 1;
"""
)

_OF_BRIEFINGS = tuple(name for name, table in TABLES.items() if table.key[0] == "briefing_id")
_STAYING = "".join(
    f"CREATE VIEW {name} AS SELECT * FROM old_{name} ANTI JOIN gone USING (briefing_id);"
    for name in _OF_BRIEFINGS
    if name != "term_counts"
)
REMOVE = (
    _STAYING
    + """
CREATE VIEW staying_term_counts AS
    SELECT * FROM old_term_counts ANTI JOIN gone USING (briefing_id);
CREATE VIEW terms AS
    SELECT * FROM old_terms SEMI JOIN (
        SELECT term FROM staying_term_counts
        GROUP BY term HAVING sum(tokens_jieba + tokens_lexicon) > 0
            OR term IN (SELECT phrase FROM old_phrases WHERE source = 'lexicon')) USING (term);
CREATE VIEW term_counts AS SELECT * FROM staying_term_counts SEMI JOIN terms USING (term);
CREATE VIEW phrases AS
    SELECT p.* REPLACE (coalesce(n, 0) AS occurrences)
    FROM old_phrases p LEFT JOIN
        (SELECT phrase, sum(occurrences)::INT AS n FROM phrase_counts GROUP BY phrase)
    USING (phrase) WHERE n IS NOT NULL OR source = 'lexicon';
CREATE VIEW speakers AS SELECT * FROM old_speakers SEMI JOIN appearances USING (speaker_id);
CREATE VIEW organisations AS
    SELECT * FROM old_organisations SEMI JOIN appearances USING (organisation_id);
CREATE VIEW topics AS SELECT * FROM old_topics;
"""
)
