"""The committed contracts: up to date, and what may change in them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from commonward.contracts import event_types, events
from commonward.contracts.asyncapi import asyncapi
from commonward.contracts.compatibility import breaks, differences
from commonward.contracts.files import BrokenContract, check, export
from commonward.contracts.schemas import Schema, schema_of
from commonward.contracts.topics import (
    ALL_PARTNERS_IN,
    TOPICS,
    carried_by,
    owner_of_inbound,
    partner_answers,
    partner_inbound,
)

COMMITTED = Path(__file__).parents[2] / "contracts"
SCHEMA = schema_of(events.ConcernRaised)
CODE = SCHEMA["properties"]["source"]


def test_the_committed_contracts_are_what_the_models_say() -> None:
    assert check(COMMITTED) == []


def changed(**fields: Any) -> Schema:
    return {**SCHEMA, "properties": {**SCHEMA["properties"], **fields}}


def renamed(old: str, new: str) -> Schema:
    properties = {new if name == old else name: value for name, value in SCHEMA["properties"].items()}
    return {**SCHEMA, "properties": properties, "required": [new if n == old else n for n in SCHEMA["required"]]}


def without(name: str) -> Schema:
    properties = {key: value for key, value in SCHEMA["properties"].items() if key != name}
    return {**SCHEMA, "properties": properties, "required": [n for n in SCHEMA["required"] if n != name]}


NARROWER = {
    "a removed field": without("agency"),
    "a renamed field": renamed("agency", "sender"),
    "another type": changed(out_of_hours={"type": "string"}),
    "another pattern": changed(source={**CODE, "pattern": "^[a-z]+$"}),
    "a shorter text": changed(source={**CODE, "maxLength": 10}),
    "a new limit": changed(possible_matches={"type": "integer", "maximum": 9}),
    "null no longer possible": changed(family_area=CODE),
    "fewer words of an enum": {**SCHEMA, "$defs": {"Tri": {"type": "string", "enum": ["yes", "no"]}}},
    "another type in a list": changed(forms={"type": "array", "items": {"type": "integer"}}),
    "a new required field": {**changed(urgent=CODE), "required": [*SCHEMA["required"], "urgent"]},
}
WIDER = {
    "a new optional field": changed(urgent=CODE),
    "a longer text": changed(source={**CODE, "maxLength": 100}),
    "more words of an enum": {
        **SCHEMA,
        "$defs": {"Tri": {"type": "string", "enum": ["yes", "no", "unknown", "refused"]}},
    },
    "a required field became optional": {**SCHEMA, "required": [n for n in SCHEMA["required"] if n != "forms"]},
}


@pytest.mark.parametrize("new", [*NARROWER.values(), *WIDER.values()], ids=[*NARROWER, *WIDER])
def test_any_change_of_shape_breaks_readers_between_services(new: Schema) -> None:
    assert breaks(SCHEMA, new, may_widen=False)


@pytest.mark.parametrize("new", NARROWER.values(), ids=NARROWER)
def test_what_partners_send_is_never_narrowed(new: Schema) -> None:
    assert breaks(SCHEMA, new, may_widen=True)


@pytest.mark.parametrize("new", WIDER.values(), ids=WIDER)
def test_what_partners_send_may_be_widened(new: Schema) -> None:
    assert differences(SCHEMA, new)
    assert not breaks(SCHEMA, new, may_widen=True)


def test_an_optional_field_may_not_become_required() -> None:
    optional = WIDER["a required field became optional"]
    assert [str(each) for each in breaks(optional, SCHEMA, may_widen=True)] == [
        "forms: became required, so a new reader refuses old events"
    ]


def test_other_words_are_no_change() -> None:
    reworded = {**changed(source={**CODE, "title": "From", "description": "Who told us"}), "description": "Other words"}
    assert differences(SCHEMA, reworded) == []


def test_a_difference_says_where_and_who_is_hurt() -> None:
    assert [str(each) for each in differences(SCHEMA, without("agency"))] == [
        "agency: removed or renamed, so a new reader refuses old events"
    ]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(COMMITTED, tmp_path / "contracts"))


def rewrite(path: Path, **news: Any) -> None:
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **news}), encoding="utf-8")


@pytest.mark.thorough
def test_export_writes_what_check_finds_good(tmp_path: Path) -> None:
    written = export(tmp_path)
    assert len(written) == len(event_types()) + 1
    assert (check(tmp_path), export(tmp_path)) == ([], [])


def test_a_file_that_is_not_up_to_date_is_named(folder: Path) -> None:
    rewrite(folder / "asyncapi.json", info={})
    (folder / "events" / f"{events.CaseClosed.type}.json").unlink()
    assert [line.split(":")[0] for line in check(folder)] == [f"events/{events.CaseClosed.type}.json", "asyncapi.json"]


def test_export_refuses_to_break_a_reader_and_writes_nothing(folder: Path) -> None:
    path = folder / "events" / f"{events.CaseClosed.type}.json"
    rewrite(path, properties={}, required=[])
    before = path.read_text(encoding="utf-8")
    with pytest.raises(BrokenContract, match="add v2 beside it"):
        export(folder)
    assert path.read_text(encoding="utf-8") == before


def test_a_type_that_is_gone_is_refused(folder: Path) -> None:
    (folder / "events" / "uk.commonward.referral.gone.v1.json").write_text("{}", encoding="utf-8")
    assert any("gone.v1: removed" in line for line in check(folder))


def test_every_example_of_the_asyncapi_document_fits_its_message() -> None:
    document = asyncapi()
    for message in document["components"]["messages"].values():
        for part, schema in (("headers", message["headers"]), ("payload", message["payload"])):
            whole = {**schema, "components": document["components"]}
            Draft202012Validator(whole).validate(message["examples"][0][part])


def test_each_event_is_on_exactly_one_topic() -> None:
    carried = [name for topic in TOPICS for name in carried_by(topic)]
    assert sorted(carried) == sorted(event_types())


def test_only_services_named_by_a_topic_publish_its_events() -> None:
    assert all(cls.publisher in topic.publishers for topic in TOPICS for cls in carried_by(topic).values())


def test_personal_data_is_kept_no_longer_than_72_hours() -> None:
    (topic,) = [topic for topic in TOPICS if events.ConcernReported in carried_by(topic).values()]
    assert topic.retention_hours <= 72


def test_an_inbound_topic_tells_whose_it_is() -> None:
    topic = partner_inbound("bolton", "school-portal")
    assert owner_of_inbound(topic) == ("bolton", "school-portal")
    assert topic.startswith(ALL_PARTNERS_IN.removesuffix("*"))


@pytest.mark.parametrize("topic", ["case-events", partner_answers("bolton", "school"), "partners-in.bolton", ""])
def test_no_other_topic_has_a_partner(topic: str) -> None:
    assert owner_of_inbound(topic) is None


@pytest.mark.parametrize("code", ["", "Bolton", "a.b", "a b", "*", "a--b", "a_b"])
def test_a_topic_is_made_of_codes_only(code: str) -> None:
    with pytest.raises(ValueError, match="not a code"):
        partner_inbound("bolton", code)
    with pytest.raises(ValueError, match="not a code"):
        partner_answers(code, "school")
