"""A case goes in every service at once: nothing of it stays but its tombstone, and what others need of its child."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import String, cast, func, select
from sqlmodel import SQLModel

from commonward.clock import utcnow
from commonward.contracts import CASE_EVENTS, BadEvent, Happened, encode
from commonward.contracts.events import AttachmentVoided, RecordDisposed
from commonward.identity import Actor
from commonward.messaging.consumer import BatchConsumer
from commonward.messaging.replay import discard, replay
from commonward.messaging.transport import Outgoing
from commonward.runtime import find_service, installed_services
from commonward.runtime.verifying import verify as rebuild_and_compare
from commonward.store import CORE_TABLES, Parked, new_id
from commonward.store.audit_sealing import seal
from commonward.store.audit_verifying import verify
from tests.architecture.scene import Scene, scene

SERVICES = [service for service in installed_services() if service.app is None]
HEAD, MANAGER, WORKER = "head-of-service", "team-manager", "social-worker"
WHY = {"reason": "A synthetic reason."}
AGREE = {"agree": True}
STAYS = {
    "audit": "who did what, as ids; it may only be added to",
    "audit_seal": "the chain over it",
    "data_key": "the authority's keys",
    "ended_session": "of sessions, not of cases",
    "partner": "a partner's system",
    "cover": "who stands in for whom",
    "sharing_decision": "the ledger may only be added to: codes and ids, whose words go",
    "sent_once": "forgotten within a day, by its timer",
    "erasure": "the tombstone's counts",
}
"""Tables that no disposal empties, and why."""


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with scene(tmp_path_factory.mktemp("disposal")) as made:
        yield made


def rows_about(at: Scene, case: str) -> dict[str, int]:
    """In how many rows of each table the case's id stands, anywhere."""
    found: dict[str, int] = {}
    for service in SERVICES:
        with at.region.platform.resources(service.name).database.session("bolton") as session:
            for model in service.models:
                table = SQLModel.metadata.tables[str(model.__tablename__)]
                ids = [column for column in table.columns if str(column.type) in ("UUID", "CHAR(32)", "Uuid")]
                named = [cast(column, String).in_([case, case.replace("-", "")]) for column in ids]
                rows = sum(session.scalar(select(func.count()).select_from(table).where(each)) or 0 for each in named)
                if rows:
                    found[f"{service.name}.{table.name}"] = rows
    return found


def disposed(at: Scene, *named: str) -> str:
    """A case that was signed off and has gone; a record of it named each of these."""
    case = at.closed(*named)
    proposal = at.done(MANAGER, "referral", f"/cases/{case}/disposal", WHY)["id"]
    at.done(HEAD, "referral", f"/disposals/{proposal}/sign-off", AGREE)
    return case


def tombstone(at: Scene, case: str) -> dict[str, Any]:
    listed = at.ask(f"bolton/{MANAGER}", "referral", "GET", "/v1/tombstones").json["tombstones"]
    return next(line for line in listed if line["case"] == case)


def test_every_table_is_emptied_by_a_disposal_or_stays_for_a_reason() -> None:
    core = {str(model.__tablename__) for model in CORE_TABLES}
    for service in SERVICES:
        erased = {str(each.model.__tablename__) for each in import_module(f"commonward_{service.name}.held").ERASED}
        child = {"child", "child_token", "former_identity", "sibling_link"} if service.name == "referral" else set()
        own = {str(model.__tablename__) for model in service.models} - core
        assert own - erased - child - STAYS.keys() == set(), "add it to the service's held.py"


def test_nothing_of_the_case_stays_but_its_tombstone_and_the_trail(region: Scene) -> None:
    case = disposed(region)
    left = rows_about(region, case)
    assert left.pop("referral.disposal") == 1
    assert left.pop("referral.outbox") == 1
    assert [left.pop(f"{service.name}.inbox") for service in SERVICES] == [1] * len(SERVICES)
    assert all(name.endswith(".audit") for name in left), left


def test_the_tombstone_says_by_whom_and_how_much_each_service_erased_and_nothing_of_the_child(region: Scene) -> None:
    case = disposed(region)
    stone = tombstone(region, case)
    assert stone["signed_off_by"] == str(Actor.from_token("bolton", HEAD, frozenset({HEAD})).person)
    assert stone["proposed_by"] == str(Actor.from_token("bolton", MANAGER, frozenset({MANAGER})).person)
    assert {line["service"] for line in stone["erased"]} == {service.name for service in SERVICES}
    assert all(line["rows"] > 3 for line in stone["erased"])
    assert stone.keys() == {
        *("case", "authority", "schedule", "source", "due_on", "proposed_by", "signed_off_by", "disposed_at", "erased")
    }


def test_it_is_not_there_any_more_for_anybody(region: Scene) -> None:
    case = disposed(region)
    for role in (WORKER, MANAGER, HEAD):
        for service in SERVICES:
            answer = region.ask(f"bolton/{role}", service.name, "GET", f"/v1/cases/{case}/timeline")
            assert answer.status_code == 404, f"{service.name} as {role}"
        assert region.ask(f"bolton/{role}", "referral", "GET", f"/v1/cases/{case}").status_code == 404
    assert region.ask(f"bolton/{WORKER}", "referral", "GET", "/v1/tombstones").status_code == 403


def test_replay_finds_no_difference_and_the_audit_trail_is_whole(region: Scene) -> None:
    disposed(region)
    for service in SERVICES:
        resources = region.region.platform.resources(service.name)
        assert rebuild_and_compare(resources, "bolton", service.verify).differences == []
        seal(resources.database, "bolton")
        assert verify(resources.database, "bolton").faults == []


def late(at: Scene, case: str) -> None:
    """Another event about the case, as if referral had said it after all."""
    fact = AttachmentVoided.model_validate(
        {name: utcnow() if name.endswith("_at") else new_id() for name in AttachmentVoided.model_fields}
    )
    happened: Happened[Any] = Happened(new_id(), "bolton", UUID(case), 900, "referral", utcnow(), fact)
    headers, body = encode(happened)
    producer = at.region.platform.transport.producer()
    producer.send([Outgoing(at.region.platform.topic(CASE_EVENTS), UUID(case).bytes, body, headers)])
    producer.close()
    at.region.settle()


def parked(at: Scene, service: str, case: str) -> list[Parked]:
    with at.region.platform.resources(service).database.session("bolton") as session:
        query = select(Parked).where(Parked.subject == UUID(case), Parked.state == "parked")  # type: ignore[arg-type]  # columns
        return list(session.scalars(query))


def test_an_event_that_comes_too_late_is_parked_and_can_only_be_given_up(region: Scene) -> None:
    case = disposed(region)
    late(region, case)
    platform, service = region.region.platform, find_service("risk")
    (row,) = parked(region, "risk", case)
    assert row.reason == "disposed"
    with (
        pytest.raises(BadEvent, match="disposed"),
        platform.resources("risk").work(Actor.system("bolton", "risk")) as unit,
    ):
        replay(unit, row.id, platform.sealer, service.reactions, because="hope")
    for each in SERVICES:
        (row,) = parked(region, each.name, case)
        with platform.resources(each.name).work(Actor.system("bolton", each.name)) as unit:
            discard(unit, row.id, each.reactions, because="looked at")
    left = rows_about(region, case)
    assert left["risk.parked"] == 1
    assert "risk.subject" not in left


def test_what_was_taken_before_and_comes_again_changes_nothing(region: Scene) -> None:
    """As after a crash between the transaction and the commit of its offset."""
    case = disposed(region)
    before = rows_about(region, case)
    platform = region.region.platform
    for service in SERVICES:
        resources = platform.resources(service.name)
        member = platform.transport.consumer(f"again-{service.name}", [CASE_EVENTS])
        consumer = BatchConsumer(
            resources.database,
            member,
            reactions=service.reactions,
            procedures=resources.procedures,
            sealer=resources.sealer,
            actor=resources.worker,
        )
        assert sum(iter(lambda taker=consumer: taker.step(timeout=0), 0)) > 10  # type: ignore[misc]  # its own consumer
        member.close()
    assert rows_about(region, case) == before
    assert not parked(region, "risk", case)


def test_the_childs_record_stays_while_another_case_needs_it_and_goes_with_the_last(region: Scene) -> None:
    case = region.closed()
    child = region.ask(f"bolton/{MANAGER}", "referral", "GET", f"/v1/cases/{case}").json["child_id"]
    other = region.case()
    twin = region.ask(f"bolton/{MANAGER}", "referral", "GET", f"/v1/cases/{other}").json["child_id"]
    merging = region.done(WORKER, "referral", f"/children/{child}/merging", {"into": twin, **WHY})["id"]
    region.done(MANAGER, "referral", f"/proposals/{merging}/authorisation", AGREE)
    proposal = region.done(MANAGER, "referral", f"/cases/{case}/disposal", WHY)["id"]
    region.done(HEAD, "referral", f"/disposals/{proposal}/sign-off", AGREE)
    assert {"referral.child", "referral.child_token"} <= rows_about(region, child).keys()
    assert region.ask(f"bolton/{MANAGER}", "referral", "GET", f"/v1/cases/{other}").status_code == 200
    gone = disposed(region)
    assert "referral.child_case" not in rows_about(region, gone)


def test_a_child_whose_only_case_goes_is_found_no_more(region: Scene) -> None:
    case = region.closed()
    child = region.ask(f"bolton/{MANAGER}", "referral", "GET", f"/v1/cases/{case}").json["child_id"]
    right = {"given_name": "Rightly", "family_name": "Synthetic", "nhs_number": None, "address": None, **WHY}
    region.ask(f"bolton/{MANAGER}", "referral", "PUT", f"/v1/children/{child}/identity", right)
    assert "referral.former_identity" in rows_about(region, child)
    proposal = region.done(MANAGER, "referral", f"/cases/{case}/disposal", WHY)["id"]
    region.done(HEAD, "referral", f"/disposals/{proposal}/sign-off", AGREE)
    assert rows_about(region, child) == {}


def test_an_adult_whom_only_that_case_named_goes_in_every_service_with_a_tombstone_of_their_own(region: Scene) -> None:
    alone, shared = region.adult(), region.adult()
    region.names(region.case(), shared)
    case = disposed(region, alone, shared)
    stone, of_the_case = tombstone(region, alone), tombstone(region, case)
    same = ("schedule", "due_on", "proposed_by", "signed_off_by", "disposed_at")
    assert [stone[name] for name in same] == [of_the_case[name] for name in same]
    assert {line["service"] for line in stone["erased"]} == {service.name for service in SERVICES}
    left = rows_about(region, alone)
    assert left.pop("referral.disposal") == left.pop("referral.outbox") == 1
    assert [left.pop(f"{service.name}.inbox") for service in SERVICES] == [1] * len(SERVICES)
    assert all(name.endswith(".audit") for name in left), left
    assert region.ask(f"bolton/{MANAGER}", "referral", "GET", f"/v1/subjects/{alone}").status_code == 404
    assert region.ask(f"bolton/{MANAGER}", "referral", "GET", f"/v1/subjects/{shared}").status_code == 200


def test_the_event_says_ids_codes_and_days_alone() -> None:
    assert RecordDisposed.model_fields.keys() == {
        *("disposal", "schedule", "due_on", "proposed_by", "signed_off_by", "disposed_at")
    }
