"""Build the rows of the tables that need no counts of words: briefings, repairs, turns, ..."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from loaders import lexicon
from loaders.briefing import Briefing
from loaders.lexicon.places import places
from loaders.parsing.participants import english_publisher, english_title
from loaders.parsing.turns import Turn
from loaders.repair.document import LINE_BREAK
from loaders.schema import SYLLABLES_PER_MINUTE
from loaders.tables.search_names import search_names
from loaders.text import measures

# Increase this version whenever the parser reads a page differently than before.
PARSER_VERSION = "5"
_SEPARATOR = "、"  # between the forms of a name

Row = dict[str, object]


def _briefing_rows(briefings: Sequence[Briefing]) -> Iterator[Row]:
    for briefing in briefings:
        entry, header = briefing.entry, briefing.transcript.header
        speech = [
            measures.length(line.text)
            for turn in briefing.transcript.turns
            for line in turn.paragraphs
        ]
        whole = measures.Length.total(speech)
        stated = {
            "briefing_id": briefing.briefing_id,
            "series": entry.series,
            "series_zh": entry.series_zh,
            "series_en": entry.series_en,
            "year": entry.year,
            "title": header.title,
            "date_held": header.date_held,
            "published_at": header.published_at,
            "publisher": header.publisher,
            "credited_to": header.credited_to,
            "source_url": entry.url,
            "source_sha256": briefing.source.sha256,
            "fingerprint": briefing.transcript.fingerprint,
            **host_place(briefing),
            "sections_captured": ",".join(briefing.transcript.captured),
            "sections_announced": ",".join(header.announced),
            "turns": len(briefing.transcript.turns),
            "speakers": sum(p.spoke for p in briefing.participants),
            "questions": _questions(briefing),
            "paragraphs": len(speech),
            "characters": whole.characters,
            "han_characters": whole.han_characters,
            "repairs": len(briefing.clean.repairs),
            "parser_version": PARSER_VERSION,
            "lexicon_version": lexicon.version(),
        }
        yield _corrected(stated, entry.corrections)


def _questions(briefing: Briefing) -> int | None:
    """Return the number of questions, None if they were announced and not captured."""
    count = sum(turn.kind == "question" for turn in briefing.transcript.turns)
    return None if not count and "q_and_a" in briefing.transcript.header.announced else count


def _corrected(stated: Row, corrections: Mapping[str, str]) -> Row:
    """Return a row of `briefings` with its corrections, and the columns that depend on them.

    date_held_basis is "correction" for a corrected date, else "stated", None without a date. The
    English names of publisher and credited outlet are None for names that are not listed.
    """
    row = {**stated, **corrections}
    basis = "correction" if "date_held" in corrections else "stated"
    english = {
        f"{field}_en": row[field] and english_publisher(str(row[field]))
        for field in ("publisher", "credited_to")
    }
    return {**row, "date_held_basis": row["date_held"] and basis, **english}


def host_place(briefing: Briefing) -> Row:
    """Return the columns of the host place, from the names of the hosts' organisations."""
    listed = places()
    bodies = [p.organisation.name_zh for p in briefing.participants if p.slot.startswith("host_")
              and p.organisation]  # fmt: skip
    city = _first_place(bodies, listed.cities)
    province = _first_place(bodies, listed.provinces)
    if province in listed.municipalities:
        city = province
    english = {**listed.cities, **listed.provinces}
    return {"host_province": province, "host_city": city, "host_city_en": english.get(city or "")}


def _first_place(bodies: Iterable[str], names: Iterable[str]) -> str | None:
    return next((name for body in bodies for name in names if body.startswith(name)), None)


def _repair_rows(briefings: Sequence[Briefing]) -> Iterator[Row]:
    for briefing in briefings:
        for number, repair in enumerate(briefing.clean.repairs, 1):
            yield {"briefing_id": briefing.briefing_id, "repair": number, **vars(repair)}


def _speaker_rows(briefings: Sequence[Briefing]) -> Iterator[Row]:
    variants: dict[str, set[str]] = {}
    everyone = {p.speaker_id: p for b in briefings for p in b.participants}
    for briefing in briefings:
        for person in briefing.participants:
            variants.setdefault(person.speaker_id, set()).update(person.printed_names)
    for speaker_id, person in everyone.items():
        outlet_class = person.organisation.outlet_class if person.organisation else None
        yield {
            "speaker_id": speaker_id,
            "is_outlet": person.is_outlet,
            "name": person.name,
            "name_en": person.name_en,
            "name_en_source": person.name_en_source,
            "variants": _SEPARATOR.join(sorted(variants[speaker_id])),
            "search_names": _SEPARATOR.join(
                search_names(person.name, person.name_en, printed=variants[speaker_id])
            ),
            "outlet_class": outlet_class,
        }


def _organisation_rows(briefings: Sequence[Briefing]) -> Iterator[Row]:
    everyone = (p.organisation for b in briefings for p in b.participants)
    for organisation in {o.organisation_id: o for o in everyone if o}.values():
        yield {
            "organisation_id": organisation.organisation_id,
            "name_zh": organisation.name_zh,
            "name_en": organisation.name_en,
            "name_en_source": organisation.name_en_source,
            "search_names": _SEPARATOR.join(
                search_names(organisation.name_zh, organisation.name_en)
            ),
            "level": organisation.level,
        }


def _appearance_rows(briefings: Sequence[Briefing]) -> Iterator[Row]:
    for briefing in briefings:
        for person in briefing.participants:
            yield {
                "briefing_id": briefing.briefing_id,
                "speaker_id": person.speaker_id,
                "title": person.title,
                "title_en": english_title(person.title),
                "organisation_id": person.organisation and person.organisation.organisation_id,
                "slot": person.slot,
                "spoke": person.spoke,
            }


def _turn_rows(briefings: Sequence[Briefing]) -> Iterator[Row]:
    for briefing in briefings:
        ids = _speaker_ids(briefing)
        for number, turn in briefing.numbered_turns():
            lengths = [measures.length(line.text) for line in turn.paragraphs]
            whole = measures.Length.total(lengths)
            yield {
                "briefing_id": briefing.briefing_id,
                "turn": number,
                "speaker_id": ids[turn.label.name],
                "kind": turn.kind,
                "section": turn.section,
                "reply_to": turn.reply_to,
                **whole._asdict(),
                "paragraphs": len(lengths),
                **_timing(turn, whole.syllables),
            }


def _timing(turn: Turn, syllables: int) -> Row:
    """Return start, end and duration in seconds if the source times the turn, else an estimate."""
    if turn.start is None or turn.end is None:
        seconds = round(syllables / SYLLABLES_PER_MINUTE * 60, 1)
        return {"start": None, "end": None, "seconds": seconds, "seconds_basis": "estimated"}
    seconds = round(turn.end - turn.start, 1)
    return {"start": turn.start, "end": turn.end, "seconds": seconds, "seconds_basis": "timed"}


def _speaker_ids(briefing: Briefing) -> dict[str, str]:
    """Return label name -> speaker id, for all participants of the briefing."""
    return {label: p.speaker_id for p in briefing.participants for label in p.labels}


def _paragraph_rows(briefings: Sequence[Briefing]) -> Iterator[Row]:
    for briefing in briefings:
        lines = (
            (number, line) for number, turn in briefing.numbered_turns() for line in turn.paragraphs
        )
        published = LINE_BREAK.split(briefing.source.text)
        for paragraph, (turn, line) in enumerate(lines, 1):
            yield {
                "briefing_id": briefing.briefing_id,
                "paragraph": paragraph,
                "turn": turn,
                **measures.length(line.text)._asdict(),
                "tokens_jieba": 0,
                "tokens_lexicon": 0,
                # Several spaces in a row are displayed as one.
                "text": " ".join(line.text.split()),
                # A paragraph of an edition that is not on its page has only its text.
                "repaired": line.printed or None,
                "published": published[line.number - 1].strip() if line.printed else None,
                "segmented": None,  # filled in with the words: loaders.tables.build
            }


ROWS: dict[str, Callable[[Sequence[Briefing]], Iterator[Row]]] = {
    "briefings": _briefing_rows,
    "repairs": _repair_rows,
    "speakers": _speaker_rows,
    "organisations": _organisation_rows,
    "appearances": _appearance_rows,
    "turns": _turn_rows,
    "paragraphs": _paragraph_rows,
}
