"""The ledger of the page Wording: its sentences, its rows, and what its file holds."""

import pandas as pd

from dashboard.components.panel import Panel, PanelText
from dashboard.features.wording import by_speaker, people, sentences, view
from dashboard.features.wording.calendar import has_calendar
from dashboard.features.wording.view import Listed
from dashboard.filters import BRIEFING_PARAMETERS, ID_PARAMETERS, Filters
from dashboard.i18n import join, join_sentences, t
from dashboard.labels import briefings as labels_briefings
from dashboard.labels import provenance, wordings
from dashboard.labels.numbers import number
from dashboard.labels.wordings import REWORDED
from dashboard.queries import selection, statistics, wording
from dashboard.queries.pair import sides_of
from dashboard.queries.rows import BriefingRow, rows_of

VIEWS = ("q", "status", "order", "words")
BY_SPEAKER = "speaker"  # a choice of VIEWS["order"]
_SPEECH = tuple(each for each in ID_PARAMETERS if each not in BRIEFING_PARAMETERS)


def listed(chosen: Filters) -> pd.DataFrame:
    """Return the rows of the ledger that `chosen` selects, with its search text and status.

    Whether a family is reworded is a matter of all its rows, whatever else is selected.
    """
    rows = wording.ledger(chosen)
    if chosen.status == REWORDED:
        turned = wordings.in_turns(_whole(chosen))
        return view.matches(rows.loc[rows["wording"].isin(turned)], chosen.q, ())
    return view.matches(rows, chosen.q, _statuses(chosen))


def _statuses(chosen: Filters) -> tuple[str, ...]:
    """Return the statuses to list; none for all."""
    if chosen.status == "any":
        return ()
    return tuple(sentences.CHOICES.get(chosen.status, (chosen.status,)))


def _whole(chosen: Filters) -> pd.DataFrame:
    """Return the ledger of the compared briefings, whatever is filtered or searched."""
    return wording.ledger(chosen.only(*BRIEFING_PARAMETERS, "words"))


def material(chosen: Filters) -> Listed:
    """Return the material of the rows of the ledger of `chosen`."""
    return Listed(
        _whole(chosen),
        said=wording.speakers(chosen),
        longer=wording.longer(chosen),
        names=wording.other_names(chosen),
        sides=sides_of(chosen),
        bases=_bases(chosen),
        chosen=chosen,
    )


def ledger(chosen: Filters) -> Panel:
    """Build the panel of the listed wordings; `drawing.draw_ledger` draws its rows."""
    shown = listed(chosen)
    words = PanelText(
        headline(chosen),
        reading(chosen, shown),
        join_sentences(
            _other_names(chosen, shown), _basis(chosen), t("wording.ledger_caveat"), _gaps(chosen)
        ),
    )
    frame = _frame(shown, chosen)
    if chosen.order == BY_SPEAKER:
        frame = by_speaker.spoken(shown, material(chosen))
    return Panel(frame, [], words, views=VIEWS)


def headline(chosen: Filters) -> str:
    """Return the title: how many wordings there are of each status, whatever is filtered."""
    whole, sides = _whole(chosen), sides_of(chosen)
    if sides is None:
        rows = rows_of(selection.briefings(chosen.briefings_only), BriefingRow)
        one = rows[-1] if rows else None
        return sentences.alone(whole, one, words=chosen.words) if one else t("wording.no_briefing")
    covered = statistics.coverage(wording.briefings_filters(chosen))
    gaps = [bool(provenance.missing_sections(covered, row.briefing_id)) for row in sides]
    return sentences.headline(whole, sides, status=chosen.status, words=chosen.words, gaps=gaps)


def reading(chosen: Filters, shown: pd.DataFrame) -> str:
    """Return the sentences below the title: what changed or who says it, and what is filtered."""
    sides = sides_of(chosen)
    if sides is None:
        alone = (t("wording.needs_two"), _only_nested(chosen), _filtered(chosen, len(shown)))
        return join_sentences(*alone)
    is_any = chosen.status == "any"
    return join_sentences(
        _of_many(chosen),
        _filtered(chosen, len(shown)),
        sentences.turns_sentence(shown, sides) if is_any else "",
        sentences.headings_sentence(shown) if is_any and chosen.order != BY_SPEAKER else "",
        "" if wording.compared_part(chosen).is_alike else t("wording.unlike"),
        "" if is_any else people.who_sentence(wording.speakers(chosen), shown["wording"]),
    )


def _other_names(chosen: Filters, shown: pd.DataFrame) -> str:
    """Say how many of `shown`, listed as new or gone, the other briefing names otherwise."""
    words, names = material(chosen).words, wording.other_names(chosen)
    return sentences.names_sentence(shown, names, words, chosen.status) if words else ""


def _only_nested(chosen: Filters) -> str:
    """Say how many more wordings of a single briefing have a row beside another; "" if none.

    It says them within longer ones alone, the other briefing by themselves.
    """
    every = chosen.only("words")
    sides, ids = sides_of(every), selection.briefings(chosen.briefings_only)["briefing_id"]
    if sides is None or len(ids) != 1 or ids.iloc[0] not in sides.ids.values():
        return ""
    side = "older" if ids.iloc[0] == sides.earlier.briefing_id else "newer"
    both = wording.ledger(every)
    own = set(both.loc[both[f"{side}_all"].fillna(0).gt(0), "wording"])
    first, last = map(sentences.short_name, sides)
    n = len(own - {*_whole(chosen)["wording"]})
    return t("wording.only_nested", n=n, first=first, last=last) if n else ""


def _filtered(chosen: Filters, n: int) -> str:
    """Say how many wordings filters of who speaks on what, and the search, leave; "" without."""
    is_filtered = any(getattr(chosen, name) for name in _SPEECH)
    if not (is_filtered or chosen.q):
        return ""
    key = "filtered" if is_filtered else "searched"
    both = "_searched" if is_filtered and chosen.q else ""
    return t(f"wording.{key}{both}", n=number(n), q=chosen.q)


def _of_many(chosen: Filters) -> str:
    """Say which two of more briefings are compared; "" if none are."""
    sides = sides_of(chosen)
    if sides is None or not has_calendar(chosen):
        return ""
    n = len(selection.briefings(chosen.briefings_only))
    first, last = map(sentences.short_name, sides)
    return t("wording.of_many", n=n, first=first, last=last)


def _basis(chosen: Filters) -> str:
    """Say what of both briefings is compared; "" if nothing is."""
    part, names = wording.compared_part(chosen), labels_briefings.names()
    if not (part.is_alike and sides_of(chosen)):
        return ""
    rows = part.briefings()
    parts = [
        t("wording.part", briefing=names[key], characters=number(characters))
        for key, characters in zip(rows["briefing_id"], rows["compared_characters"], strict=True)
    ]
    return t("wording.compared", parts=join(parts))


def _gaps(chosen: Filters) -> str:
    within = wording.briefings_filters(chosen)
    return provenance.caveat(
        selection.briefings(within), statistics.coverage(within), sections=(), is_alike=True
    )


def _frame(shown: pd.DataFrame, chosen: Filters) -> pd.DataFrame:
    """Return the rows of the table and the download: the ledger with rates, and who says it."""
    spoken = people.texts(wording.speakers(chosen))
    said_by = [spoken.get(word, "") for word in shown["wording"]]
    bases = _bases(chosen)
    rates = {
        f"{side}_rate": (shown[f"{side}_compared"].astype("Float64") * 1e4 / bases[key])
        for side, key in zip(("older", "newer"), bases, strict=False)
        if bases[key]
    }
    held = view.held_within(_whole(chosen), wording.longer(chosen), most=len(shown))
    within = [held.get(word, "") for word in shown["wording"]]
    return shown.assign(**rates, within=within, said_by=said_by)


def _bases(chosen: Filters) -> dict[str, int]:
    """Return briefing_id -> characters of the compared part, the older briefing first."""
    sides, part = sides_of(chosen), wording.compared_part(chosen)
    if sides is None or not part.is_alike:
        return {}
    rows = part.briefings().set_index("briefing_id")["compared_characters"]
    return {key: int(rows[key]) for key in sides.ids.values()}
