"""What is connected with an adult or a place by records: found, searched, and only as far as one may see it."""

from __future__ import annotations

from typing import Any

import pytest
from alembic import command

from commonward.identity import Actor
from commonward.procedure import RecordKind, form
from commonward_referral import service
from tests.core.store.test_migrations import alembic
from tests.services.boards import Board
from tests.services.referral.bodies import child, report
from tests.services.stage import Stage

NAMES = RecordKind(
    id="person-of-concern",
    title="A person of concern",
    because=("MIL-7.gate",),
    made_by=(),
    fields=(form.subject("who", "Who", needed=form.wanted),),
)
PRIVATE = RecordKind(
    id="private",
    title="Private",
    because=("MIL-7.gate",),
    made_by=(),
    read_by=("team-manager",),
    fields=(form.subject("who", "Who", needed=form.wanted),),
)
pytestmark = pytest.mark.parametrize("board", [Board(records=(NAMES, PRIVATE), subjects=("child", "adult", "place"))])


def name(referral: Stage, who: Actor, case: str, adult: str, kind: str = "person-of-concern") -> Any:
    made = referral.post(who, f"{case}/records", {"kind": kind, "answers": {"who": [adult]}})
    assert made.status_code == 201, made.text
    referral.settle()
    return made.json["id"]


def connected(referral: Stage, who: Actor, subject: str) -> list[tuple[str, tuple[str, ...]]]:
    lines = referral.get(who, f"/v1/subjects/{subject}/connections").json["connections"]
    return [(line["label"], tuple(line["records"])) for line in lines]


def test_a_case_whose_record_names_an_adult_is_connected_once(
    referral: Stage, worker: Actor, case: str, adult: str
) -> None:
    for _ in range(2):
        name(referral, worker, case, adult)
    [(label, records)] = connected(referral, worker, adult)
    assert records == ("A person of concern",)
    assert label == " ".join((child()["given_name"], child()["family_name"]))


def test_the_connection_holds_in_the_other_direction(referral: Stage, worker: Actor, case: str, adult: str) -> None:
    name(referral, worker, case, adult)
    assert [label for label, _ in connected(referral, worker, case.rsplit("/", 1)[1])] == ["Synthetic Adult-Stranger"]


def test_a_record_that_was_voided_connects_nothing(
    referral: Stage, worker: Actor, manager: Actor, case: str, adult: str
) -> None:
    record = name(referral, worker, case, adult)
    proposed = referral.post(worker, f"/v1/records/{record}/voiding", {"reason": "A synthetic mistake."})
    referral.post(manager, f"/v1/proposals/{proposed.json['id']}/authorisation", {"agree": True})
    referral.settle()
    assert connected(referral, worker, adult) == []


def test_a_record_that_the_caller_may_not_read_connects_nothing_for_them(
    referral: Stage, worker: Actor, manager: Actor, case: str, adult: str
) -> None:
    name(referral, manager, case, adult, "private")
    assert connected(referral, worker, adult) == []
    assert [records for _, records in connected(referral, manager, adult)] == [("Private",)]


def test_a_restricted_case_is_connected_for_nobody_who_may_not_see_it(
    referral: Stage, worker: Actor, manager: Actor, case: str, adult: str
) -> None:
    other = referral.post(worker, "/v1/concerns", report(child=child(given_name="Another", nhs_number="9990000026")))
    path = f"/v1/cases/{other.json['case']}"
    for each in (case, path):
        name(referral, worker, each, adult)
    body = {"people": [], "code": "other", "reason": "A synthetic reason."}
    assert referral.post(manager, f"{path}/restriction", body).status_code == 201
    referral.settle()
    assert len(connected(referral, manager, adult)) == 2
    assert len(connected(referral, worker, adult)) == 1


@pytest.mark.parametrize(
    ("words", "found"), [("adult stranger", True), ("STRANG", True), ("adult other", False), ("--", False)]
)
def test_an_adult_is_found_by_the_beginnings_of_their_names_words(
    referral: Stage, worker: Actor, adult: str, words: str, found: bool
) -> None:
    answer = referral.post(worker, "/v1/subjects/search", {"kind": "adult", "words": words})
    assert [line["id"] for line in answer.json["subjects"]] == ([adult] if found else [])
    assert referral.post(worker, "/v1/subjects/search", {"kind": "place", "words": words}).json["subjects"] == []


def test_what_was_recorded_before_is_connected_by_the_migration(
    referral: Stage, worker: Actor, case: str, adult: str
) -> None:
    name(referral, worker, case, adult)
    before = connected(referral, worker, adult)
    for run in (lambda config: command.downgrade(config, "0018"), lambda config: command.upgrade(config, "head")):
        alembic(referral.platform.settings, service, run)
    assert connected(referral, worker, adult) == before
    assert len(before) == 1
