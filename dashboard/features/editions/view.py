"""Sentences of the page, made by rule from the facts that it shows."""

from collections.abc import Iterable, Sequence

from dashboard.features.editions.cells import name
from dashboard.features.editions.subjects import EVENT, Edition, Fact, Programme, Subject, bodies
from dashboard.i18n import join, pick, t
from dashboard.queries import identifiers

_INTEGRITY = "integrity"  # the topic whose forum some editions count apart


def subject_name(subject: Subject) -> str:
    """Return the one wording of a subject, or the name of the topic that its wordings are on."""
    wordings = {fact.value for own in subject.facts.values() for fact in own}
    labels = identifiers.labels()
    if len(wordings) > 1 and subject.key in labels:
        return pick(*labels[subject.key])
    return name(subject.first)


def integrity(programme: Programme, edition: Edition) -> str:
    """Say whether a forum on integrity is one of the sub-forums, counted apart or not named."""
    own = (each for each in programme.subjects if each.key == _INTEGRITY)
    facts = next(own, Subject("")).facts.get(edition.edition_id, [])
    if not facts:
        return t(f"editions.integrity.{'none' if programme.is_whole(edition) else 'not_named'}")
    return t(f"editions.integrity.{'apart' if facts[0].field == EVENT else 'within'}")


def title(programme: Programme) -> str:
    """Return the finding as a headline: the edition that kept least of the one before it."""
    changes = {each.edition.edition_id: each for each in programme.new()}
    turned = [each for each in programme.not_again() if each.subjects]
    if not turned:
        return t("editions.matrix_title")
    most = max(turned, key=lambda each: len(each.subjects))
    before = programme.editions[programme.editions.index(most.edition) - 1]
    first = changes.get(most.edition.edition_id)
    return t(
        "editions.headline" if first else "editions.headline_gone",
        year=most.edition.year,
        before=before.year,
        gone=len(most.subjects),
        all=len(programme.of(before)),
        new=len(first.subjects) if first else 0,
    )


def changes_sentence(programme: Programme) -> str:
    """Say what is new in each edition, and what the next one does not announce again."""
    new = [
        t(
            "editions.change" if programme.is_whole(each.edition) else "editions.change_named",
            year=each.edition.year,
            names=_names(each.subjects),
            named=programme.named[each.edition.edition_id],
            n=each.edition.sub_forums,
        )
        for each in programme.new()
    ]
    gone = [
        t("editions.change", year=each.edition.year, names=_names(each.subjects))
        for each in programme.not_again()
    ]
    sentences = [
        t(key, parts=t("editions.separator").join(parts))
        for key, parts in (("editions.new", new), ("editions.not_again", gone))
        if parts
    ]
    return "  \n".join([*sentences, *filter(None, [_called_new(programme), _left_out(programme)])])


def names_sentence(programme: Programme, facts: Iterable[Fact]) -> str:
    """Say which body has which name in which editions, where its name changed."""
    years = {each.edition_id: each.year for each in programme.editions}
    said = []
    for own in bodies(facts):
        spans: dict[str, list[int]] = {}
        for fact in own:
            spans.setdefault(name(fact), []).append(years[fact.edition_id])
        if len(spans) > 1:
            parts = [
                t("editions.named_in", name=each, years=join([str(year) for year in span]))
                for each, span in spans.items()
            ]
            said.append(t("editions.renamed", parts=t("editions.separator").join(parts)))
    return " ".join(said) or t("editions.no_renamed")


def _names(subjects: Sequence[Subject]) -> str:
    return join([subject_name(each) for each in subjects]) or t("editions.none")


def _called_new(programme: Programme) -> str:
    """Name what a report calls new and an earlier edition announced already; "" for nothing."""
    said = []
    for edition in programme.editions:
        for subject in programme.of(edition):
            earlier = [
                str(each.year)
                for each in programme.editions
                if each.number < edition.number and each.edition_id in subject.facts
            ]
            if earlier and any(fact.called_new for fact in subject.facts[edition.edition_id]):
                own = subject.facts[edition.edition_id][0]
                words = {"name": name(own), "year": edition.year, "years": join(earlier)}
                said.append(t("editions.called_new", **words))
    return " ".join(said)


def _left_out(programme: Programme) -> str:
    said = [
        t("editions.left_out", year=each.year, n=each.sub_forums,
          rest=each.sub_forums - programme.named[each.edition_id])
        for each in programme.editions
        if not programme.is_whole(each)
    ]  # fmt: skip
    return " ".join(said)
