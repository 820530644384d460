"""The tables of the editions of a conference, which schema.TABLES has with the others."""

from loaders.table_definition import FLAG, INT, NUMBER, TEXT, Table, optional, required


def edition_tables(name_sources: tuple[str, ...]) -> tuple[Table, ...]:
    """Return the definitions; name_sources: the codes of where an English name is from."""
    return (
        Table(
            # briefing_id: of the briefing that states the facts, whether the corpus has it or not;
            # null if edition_facts has them. sub_forums: as many as were announced.
            "editions",
            (
                *required(edition_id=TEXT, series=TEXT, year=INT, number=INT, sub_forums=INT),
                *optional(days=NUMBER, briefing_id=TEXT, source=TEXT),
            ),
            key=("edition_id",),
        ),
        Table(
            # source: ids of edition_sources, with spaces between. other_value: as printed by
            # other_source.
            "edition_facts",
            (
                *required(edition_id=TEXT, fact=INT, field=TEXT, value=TEXT),
                *optional(value_en=TEXT, value_en_source=TEXT, match=TEXT, wider=TEXT),
                *required(called_new=FLAG, source=TEXT),
                *optional(other_value=TEXT, other_value_en=TEXT, other_source=TEXT),
            ),
            key=("edition_id", "fact"),
            codes={"value_en_source": name_sources},
            references=((("edition_id",), "editions"), (("other_source",), "edition_sources")),
        ),
        Table(
            "edition_sources",
            (
                *required(source_id=TEXT, name=TEXT, name_en=TEXT, published_on=TEXT),
                *optional(url=TEXT),
            ),
            key=("source_id",),
        ),
    )
