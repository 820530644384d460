"""python -m loaders parse: show how one page is read."""

import argparse
import json
from collections import Counter

from loaders.briefing import Briefing
from loaders.edition import serialize
from loaders.edition.model import Edition, EditionTurn
from loaders.reading import read_source
from loaders.text import segmenter


def run(options: argparse.Namespace) -> int:
    """Print the reading of a page, as lines for a person or as one JSON object; return 0."""
    segmenter.use_fast_segmenter()
    briefing = read_source(options.file)
    reading = serialize.to_json(briefing)
    if options.json:
        print(json.dumps(reading, ensure_ascii=False))
    else:
        print("\n".join(_description(briefing, reading)))
    return 0


def _description(briefing: Briefing, reading: Edition) -> list[str]:
    published, publisher = reading["published_at"], reading["publisher"]
    repairs = Counter(row["kind"] for row in reading["repairs"])
    captured, announced = reading["sections"]["captured"], reading["sections"]["announced"]
    silent = [p.name for p in briefing.participants if not p.spoke]
    return [
        f"title      {reading['title']}",
        f"held       {reading['date_held'] or 'not stated'}",
        f"published  {published or 'not stated'} by {publisher or 'not stated'}",
        f"sections   captured {', '.join(captured)}; announced {', '.join(announced)}",
        f"script     {reading['script']}, encoding {reading['encoding']}",
        f"repairs    {', '.join(f'{kind} {n}' for kind, n in sorted(repairs.items())) or 'none'}",
        "",
        *map(_turn_line, reading["turns"]),
        *([f"\npresent without a turn: {'、'.join(silent)}"] if silent else []),
        *reading["warnings"],
    ]


def _turn_line(turn: EditionTurn) -> str:
    kind = f"{turn['kind']} to {turn['reply_to']}" if turn["reply_to"] else turn["kind"]
    return (
        f"{turn['seq']:4}  {turn['section']:8} {kind:13} {turn['characters']:6,}  "
        f"{turn['slot']:15} {turn['speaker']}"
    )
