"""python -m loaders info: describe a corpus."""

import argparse
import json

from loaders.corpus.store import BUNDLED, Corpus, open_corpus
from loaders.schema import TABLES

BRIEFING_COLUMNS = (
    "briefing_id", "series", "year", "title", "date_held", "published_at", "publisher", "turns",
    "speakers", "questions", "characters",
)  # fmt: skip


def run(options: argparse.Namespace) -> int:
    """Print versions, briefings and the number of rows of each table of a corpus; return 0."""
    corpus = open_corpus(options.corpus or BUNDLED)
    print(_as_json(corpus) if options.json else "\n".join(_lines(corpus)))
    return 0


def _as_json(corpus: Corpus) -> str:
    manifest = corpus.manifest
    briefings = corpus.query(
        f"SELECT {', '.join(BRIEFING_COLUMNS)} FROM briefings ORDER BY briefing_id"
    )
    with_text = _ids_with_text(corpus)
    rows = json.loads(briefings.to_json(orient="records", force_ascii=False))
    return json.dumps(
        {
            "corpus": str(corpus.folder),
            "version": corpus.version,
            "schema_version": manifest.schema_version,
            **manifest.metadata,
            "tables": {name: manifest.rows(name) for name in TABLES},
            "briefings": [{**row, "text_held": row["briefing_id"] in with_text} for row in rows],
        },
        ensure_ascii=False,
    )


def _ids_with_text(corpus: Corpus) -> set[str]:
    sql = "SELECT DISTINCT briefing_id FROM paragraphs WHERE text IS NOT NULL"
    return {str(briefing_id) for briefing_id in corpus.query(sql)["briefing_id"]}


def _lines(corpus: Corpus) -> list[str]:
    manifest, with_text = corpus.manifest, _ids_with_text(corpus)
    stated = {"schema_version": manifest.schema_version, **manifest.metadata}
    versions = "  ".join(f"{name.removesuffix('_version')} {of}" for name, of in stated.items())
    return [
        f"corpus {corpus.version}  {versions}",
        *(
            f"  {row.briefing_id}: {row.turns} turns, {row.speakers} speakers, "
            f"{row.questions} questions, {row.characters:,} characters, "
            f"text {'held' if row.briefing_id in with_text else 'not held'}"
            for row in corpus.table("briefings").itertuples()
        ),
        *(f"  {name:15} {manifest.rows(name):8,} rows" for name in TABLES),
    ]
