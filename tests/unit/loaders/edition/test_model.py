"""The model of an edition has the fields that are checked and written, no more and no fewer."""

from loaders.briefing import Entry, read_briefing
from loaders.contract import POSITION_FIELDS
from loaders.edition import model, serialize, validation
from loaders.readers import read_bytes
from tests.fixtures.transcripts import DAMAGED


def required(kind: type) -> frozenset[str]:
    fields: frozenset[str] = vars(kind)["__required_keys__"]
    return fields


def optional(kind: type) -> frozenset[str]:
    fields: frozenset[str] = vars(kind)["__optional_keys__"]
    return fields


def test_validation_has_a_rule_for_each_field() -> None:
    checked = model.CheckedEdition
    assert required(checked) == {*validation._PAGE, "sections"}
    assert optional(checked) == {*validation._EXTRAS, *validation._DOUBTS}
    assert required(model.CheckedTurn) == {*validation._TURN, "paragraphs"}
    assert optional(model.CheckedTurn) == validation._PLACES.keys() == {*POSITION_FIELDS}
    assert required(model.LoggedRepair) == {*validation._REPAIR, "place"}
    assert required(model.FirstPlace) == validation._PLACE.keys()
    assert required(model.TurnRepair) == {*validation._REPAIR, *validation._SPAN, "place"}
    assert required(model.Place) == validation._POINT.keys()


def test_what_is_written_are_the_fields_of_an_edition() -> None:
    edition = serialize.to_json(read_briefing(read_bytes("page.txt", DAMAGED.encode())))
    assert edition.keys() == required(model.Edition)
    assert {*optional(model.Edition)} <= {*vars(Entry())}
    repaired = [turn for turn in edition["turns"] if turn["repairs"]]
    assert edition["repairs"]
    assert repaired
    for turn in edition["turns"]:
        assert turn.keys() == required(model.EditionTurn) | optional(model.EditionTurn)
    for row in edition["repairs"]:
        assert row.keys() == required(model.LoggedRepair)
        assert row["place"].keys() == required(model.FirstPlace)
    for turn in repaired:
        for made in turn["repairs"] or []:
            assert made.keys() == required(model.TurnRepair)
            assert made["place"].keys() == required(model.Place)
