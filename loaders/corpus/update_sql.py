"""SQL that merges briefings into a corpus (VOCABULARY, MERGE) and removes them from it (REMOVE).

For each table X of the schema, old_X has the rows of the stored corpus and new_X the rows of the
added briefings. VOCABULARY creates views of the words and of the texts to count them in (the terms
that each added briefing has are counted in all of them, and are not counted again); MERGE and
REMOVE create, for each X, the view X of the resulting rows.

`counted_terms` and `counted_phrases` have the results of loaders.corpus.recount, `filled_texts` the
texts for briefings that were stored without text, `removed` the ids of the briefings to remove.
"""

from loaders.schema import TABLES

_PER_BRIEFING = (
    "briefings", "repairs", "appearances", "turns", "cooccurrence", "topic_hits", "mentions",
    "facts", "gists",
)  # fmt: skip
# Tables of the lexicon, whatever briefings the corpus has.
_OF_LEXICON = ("topics", "editions", "edition_facts", "edition_sources")
_SHARED = ("organisations", *_OF_LEXICON)
# Of a word that the stored corpus did not have: it is counted in the stored texts alone.
_PARTLY_COUNTED = """CASE WHEN {word} NOT IN
    (SELECT {word} FROM old_{name} WHERE partly_counted IS NOT TRUE)
    AND EXISTS (FROM paragraphs WHERE text IS NULL) THEN true END"""
_SOURCES = "['statistics', 'quoted', 'document', 'lexicon']"

VOCABULARY = """
CREATE VIEW known_terms AS
    SELECT term FROM new_terms WHERE NOT EXISTS (FROM filled_texts)
    GROUP BY term HAVING count(*) = (SELECT count(*) FROM new_briefings);
CREATE VIEW all_terms AS
    (SELECT term FROM old_terms UNION SELECT term FROM new_terms) EXCEPT FROM known_terms;
CREATE VIEW all_phrases AS SELECT phrase FROM old_phrases UNION SELECT phrase FROM new_phrases;
CREATE VIEW added_terms AS SELECT term FROM new_terms EXCEPT SELECT term FROM old_terms;
CREATE VIEW added_phrases AS SELECT phrase FROM new_phrases EXCEPT SELECT phrase FROM old_phrases;
CREATE VIEW new_texts AS
    SELECT briefing_id, paragraph, segmented FROM new_paragraphs
    UNION ALL SELECT briefing_id, paragraph, segmented FROM filled_texts;
CREATE VIEW old_texts AS
    SELECT briefing_id, paragraph, segmented FROM old_paragraphs ANTI JOIN filled_texts
    USING (briefing_id, paragraph) WHERE segmented IS NOT NULL;
"""


def _union_sql(name: str) -> str:
    columns = ", ".join(f'"{column}"' for column in TABLES[name].columns)
    return f"""CREATE VIEW {name} AS
        SELECT {columns} FROM old_{name} UNION ALL SELECT {columns} FROM new_{name};"""


def _newest_sql(name: str, view: str = "") -> str:
    """Return SQL for the view `name` (or `view`), with one row for each key of old and new rows.

    A new row replaces the old one, since new rows were made with the current lexicon.
    """
    columns = ", ".join(f'"{column}"' for column in TABLES[name].columns)
    key = ", ".join(TABLES[name].key)
    return f"""CREATE VIEW {view or name} AS
        SELECT {columns} FROM
            (SELECT {columns}, 1 AS age FROM old_{name}
            UNION ALL SELECT {columns}, 0 AS age FROM new_{name})
        QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY age, {columns}) = 1;"""


MERGE = (
    "".join(map(_union_sql, _PER_BRIEFING))
    + "".join(map(_newest_sql, _SHARED))
    + _newest_sql("terms", "newest_terms")
    + f"""
CREATE VIEW speakers AS
    WITH all_speakers AS (
        SELECT *, 1 AS age FROM old_speakers UNION ALL SELECT *, 0 AS age FROM new_speakers),
    forms AS (
        SELECT speaker_id, string_agg(DISTINCT form, '、' ORDER BY form) AS forms FROM
            (SELECT speaker_id, unnest(string_split(variants, '、')) AS form FROM all_speakers)
        GROUP BY speaker_id),
    sought AS (
        SELECT speaker_id, string_agg(DISTINCT form, '、' ORDER BY form) AS sought FROM
            (SELECT speaker_id, unnest(string_split(search_names, '、')) AS form FROM all_speakers)
        WHERE form <> '' GROUP BY speaker_id)
    SELECT speaker_id, is_outlet, name, name_en, name_en_source, forms AS variants,
        coalesce(sought, '') AS search_names, outlet_class
    FROM all_speakers JOIN forms USING (speaker_id) LEFT JOIN sought USING (speaker_id)
    QUALIFY row_number() OVER (PARTITION BY speaker_id ORDER BY age, name, name_en) = 1;
CREATE VIEW paragraphs AS
    SELECT o.* REPLACE (
        coalesce(f.text, o.text) AS text, coalesce(f.repaired, o.repaired) AS repaired,
        coalesce(f.published, o.published) AS published,
        coalesce(f.segmented, o.segmented) AS segmented)
    FROM old_paragraphs o LEFT JOIN filled_texts f USING (briefing_id, paragraph)
    UNION ALL BY NAME SELECT * FROM new_paragraphs;
CREATE VIEW terms AS SELECT * REPLACE (
    {_PARTLY_COUNTED.format(word="term", name="terms")} AS partly_counted) FROM newest_terms;
CREATE VIEW briefing_term_counts AS
    SELECT * FROM old_term_counts UNION ALL SELECT * FROM new_term_counts;
CREATE VIEW term_counts AS
    SELECT * FROM briefing_term_counts
    UNION ALL
    SELECT briefing_id, paragraph, term, occurrences, free_occurrences, inside, 0::INT, 0::INT
    -- A counted term can have a row already only in new paragraphs: in old ones, new terms alone
    -- were counted.
    FROM counted_terms ANTI JOIN (
        SELECT * FROM new_term_counts UNION ALL
        SELECT * FROM old_term_counts SEMI JOIN filled_texts USING (briefing_id))
    USING (briefing_id, paragraph, term);
CREATE VIEW phrase_counts AS
    SELECT * FROM old_phrase_counts ANTI JOIN counted_phrases USING (briefing_id, paragraph, phrase)
    UNION ALL SELECT * FROM counted_phrases;
CREATE VIEW phrases AS
    WITH without_text AS (
        SELECT DISTINCT briefing_id FROM old_paragraphs WHERE text IS NULL),
    fixed_phrases AS (
        SELECT DISTINCT phrase FROM old_phrase_counts SEMI JOIN without_text USING (briefing_id)),
    ranked AS (
        SELECT *, phrase IN (FROM fixed_phrases) AS is_fixed FROM old_phrases
        UNION ALL SELECT *, false AS is_fixed FROM new_phrases),
    sums AS (SELECT phrase, sum(occurrences)::INT AS n, sum(free_occurrences)::INT AS free
        FROM phrase_counts GROUP BY phrase)
    SELECT phrase, source, coalesce(n, 0) AS occurrences, coalesce(free, 0) AS free_occurrences,
        left_entropy, right_entropy, mutual_information, family, kind, english, english_source,
        {_PARTLY_COUNTED.format(word="phrase", name="phrases")} AS partly_counted
    FROM ranked LEFT JOIN sums USING (phrase)
    QUALIFY row_number() OVER (PARTITION BY phrase ORDER BY
        is_fixed DESC, list_position({_SOURCES}, source) DESC, mutual_information DESC NULLS LAST,
        left_entropy DESC NULLS LAST, right_entropy DESC NULLS LAST) = 1;
"""
)

_BRIEFING_TABLES = tuple(name for name, table in TABLES.items() if table.key[0] == "briefing_id")
_REMAINING = "".join(
    f"CREATE VIEW {name} AS SELECT * FROM old_{name} ANTI JOIN removed USING (briefing_id);"
    for name in _BRIEFING_TABLES
    if name != "term_counts"
)
REMOVE = (
    _REMAINING
    + "".join(f"CREATE VIEW {name} AS SELECT * FROM old_{name};" for name in _OF_LEXICON)
    + """
CREATE VIEW remaining_term_counts AS
    SELECT * FROM old_term_counts ANTI JOIN removed USING (briefing_id);
CREATE VIEW terms AS
    SELECT * FROM old_terms SEMI JOIN (
        SELECT term FROM remaining_term_counts
        GROUP BY term HAVING sum(tokens_jieba + tokens_lexicon) > 0
            OR term IN (SELECT phrase FROM old_phrases WHERE source = 'lexicon')) USING (term);
CREATE VIEW term_counts AS SELECT * FROM remaining_term_counts SEMI JOIN terms USING (term);
CREATE VIEW phrases AS
    SELECT p.* REPLACE (
        coalesce(n, 0) AS occurrences, coalesce(free, 0) AS free_occurrences)
    FROM old_phrases p LEFT JOIN
        (SELECT phrase, sum(occurrences)::INT AS n, sum(free_occurrences)::INT AS free
        FROM phrase_counts GROUP BY phrase)
    USING (phrase) WHERE n IS NOT NULL OR source = 'lexicon';
CREATE VIEW speakers AS SELECT * FROM old_speakers SEMI JOIN appearances USING (speaker_id);
CREATE VIEW organisations AS
    SELECT * FROM old_organisations SEMI JOIN appearances USING (organisation_id);
"""
)
