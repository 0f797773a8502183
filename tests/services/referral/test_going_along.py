"""An adult or a place goes with the last case that names it, and stays while anything keeps it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from commonward.contracts.events import RecordDisposed
from commonward.identity import Actor
from commonward.procedure import After, RecordKind, Retention, form
from tests.services.boards import Board
from tests.services.referral.bodies import CLOSE, child, report
from tests.services.referral.test_connections import NAMES, name
from tests.services.referral.test_disposing import AGREE, WHY, proposed, settings  # noqa: F401  # a fixture
from tests.services.stage import Stage

pytestmark = pytest.mark.thorough

WAITS = replace(NAMES, id="waits", second_role="team-manager")
"""The same form where a second person must agree."""
OWN = RecordKind("own", "Of the adult", ("MIL-7.gate",), (), (form.one_of("kind", "Kind", "good"),), about=("adult",))


@pytest.fixture
def board() -> Board:
    schedule = Retention("need", "Need", 0, After.LAST_CONTACT, "A synthetic source.")
    return Board(records=(NAMES, WAITS, OWN), subjects=("child", "adult"), retention=(schedule,))


def close(referral: Stage, manager: Actor, case: str) -> None:
    referral.post(manager, f"{case}/closing", CLOSE)
    referral.settle()


def dispose(referral: Stage, manager: Actor, signs: Actor, case: str) -> None:
    close(referral, manager, case)
    assert referral.post(signs, proposed(referral, manager, case), AGREE).status_code == 200
    referral.settle()


def there(referral: Stage, manager: Actor, party: str) -> bool:
    return referral.get(manager, f"/v1/subjects/{party}").status_code == 200


def test_who_signs_off_is_told_who_goes_with_the_case(
    referral: Stage,
    worker: Actor,
    manager: Actor,
    case: str,
    adult: str,
) -> None:
    reference = referral.get(manager, f"/v1/subjects/{adult}").json["reference"]
    name(referral, worker, case, adult)
    close(referral, manager, case)
    proposed(referral, manager, case)
    [line] = referral.get(manager, "/v1/disposals").json["disposals"]
    assert line["with_it"] == [reference]


def test_an_adult_goes_with_the_last_case_that_names_them_and_not_with_the_first(
    referral: Stage,
    worker: Actor,
    manager: Actor,
    head: Actor,
    case: str,
    adult: str,
) -> None:
    raised = referral.post(worker, "/v1/concerns", report(child=child(given_name="Other", nhs_number=None)))
    other = f"/v1/cases/{raised.json['case']}"
    for each in (case, other):
        name(referral, worker, each, adult)
    dispose(referral, manager, head, case)
    assert there(referral, manager, adult)
    dispose(referral, manager, head, other)
    assert not there(referral, manager, adult)
    [told] = referral.published(UUID(adult), RecordDisposed)
    assert (told.proposed_by, told.signed_off_by) == (manager.person, head.person)


@pytest.mark.parametrize("keeps", ["a record of their own", "a legal hold"])
def test_an_adult_stays_for(
    referral: Stage,
    worker: Actor,
    manager: Actor,
    head: Actor,
    case: str,
    adult: str,
    keeps: str,
) -> None:
    name(referral, worker, case, adult)
    own: dict[str, Any] = {"kind": "own", "answers": {"kind": ["good"]}}
    path, body = {"a record of their own": ("records", own), "a legal hold": ("hold", WHY)}[keeps]
    assert referral.post(head, f"/v1/cases/{adult}/{path}", body).status_code == 201
    dispose(referral, manager, head, case)
    assert there(referral, manager, adult)


REFUSED = {"agree": False}


@pytest.mark.parametrize("refused_first", [False, True], ids=["waits", "refused"])
def test_a_form_that_does_not_count_keeps_whom_it_names_and_takes_them_along(
    referral: Stage,
    worker: Actor,
    manager: Actor,
    head: Actor,
    case: str,
    adult: str,
    refused_first: bool,
) -> None:
    raised = referral.post(worker, "/v1/concerns", report(child=child(given_name="Other", nhs_number=None)))
    other = f"/v1/cases/{raised.json['case']}"
    name(referral, worker, case, adult)
    record = name(referral, worker, other, adult, "waits")
    if refused_first:
        referral.post(manager, f"/v1/records/{record}/authorisation", REFUSED)
    dispose(referral, manager, head, case)
    assert there(referral, manager, adult)
    referral.post(manager, f"/v1/records/{record}/authorisation", REFUSED)  # no case closes before it is answered
    dispose(referral, manager, head, other)
    assert not there(referral, manager, adult)


def test_an_adult_that_no_case_named_is_not_touched(
    referral: Stage,
    manager: Actor,
    head: Actor,
    case: str,
    adult: str,
) -> None:
    dispose(referral, manager, head, case)
    assert there(referral, manager, adult)
