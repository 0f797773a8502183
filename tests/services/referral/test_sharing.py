"""The ledger of sharing decisions: what people, forms and plans shared or declined, each once and for good."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from commonward.clock import utcnow
from commonward.identity import Actor
from commonward.procedure import RecordKind, Shares, events, form
from tests.core.procedure.builders import example
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import CLOSE, case_id, sharing_decision
from tests.services.stage import Stage, errors_of

pytestmark = pytest.mark.thorough

SHARED_FORM = RecordKind(
    id="told",
    title="Told",
    because=("MIL-7.gate",),
    made_by=(),
    fields=(form.one_of("to", "To whom", "police", "health", needed=form.wanted), form.day("on", "When")),
    happened="on",
    shares=Shares(with_whom="to", purpose="disruption"),
)
ANSWERS = {"kind": "told", "answers": {"to": ["health"], "on": ["2026-03-02"]}}
with_a_form = pytest.mark.parametrize("board", [Board(records=(SHARED_FORM,))])


def ledger(referral: Stage, worker: Actor, case: str) -> list[dict[str, Any]]:
    answer = referral.get(worker, f"{case}/sharing-decisions")
    assert answer.status_code == 200, answer.text
    lines: list[dict[str, Any]] = answer.json["decisions"]
    return lines


def test_what_was_shared_is_listed_with_who_decided_when_and_on_which_basis(
    referral: Stage, case: str, worker: Actor
) -> None:
    told = sharing_decision(informed="not-informed", not_informed_because="A synthetic danger.")
    assert referral.post(worker, f"{case}/sharing-decisions", told).status_code == 201
    [line] = ledger(referral, worker, case)
    assert (line["outcome"], line["with_whom"], line["purpose"]) == ("shared", "police", "police-investigation")
    assert (line["basis"], line["what"]) == (told["basis"], told["what"])
    assert (line["decided_by"], line["not_informed_because"]) == (str(worker.person), "A synthetic danger.")
    assert {"sharing.decide", "sharing.read"} <= referral.audited(case_id(case))


def test_what_was_declined_is_listed_with_its_reason_and_published_without_it(
    referral: Stage, case: str, worker: Actor
) -> None:
    declined = sharing_decision(outcome="declined", basis=[], informed=None, reason="A synthetic reason.")
    assert referral.post(worker, f"{case}/sharing-decisions", declined).status_code == 201
    assert [line["reason"] for line in ledger(referral, worker, case)] == ["A synthetic reason."]
    [event] = referral.published(case_id(case), events.SharingDecided)
    assert (event.outcome, event.decided_by) == ("declined", worker.person)
    assert "synthetic" not in event.model_dump_json()


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"outcome": "declined"}, "why it was declined"),
        ({"basis": []}, "lawful basis"),
        ({"informed": None}, "whether the family"),
        ({"informed": "not-informed"}, "not told"),
        ({"what": []}, "say what"),
        ({"basis": ["because-we-can"]}, "must be one of these"),
        ({"decided_at": "2999-01-01T00:00:00Z"}, "is in the future"),
    ],
)
def test_a_decision_that_says_too_little_is_refused_and_leaves_nothing(
    referral: Stage, case: str, worker: Actor, wrong: dict[str, Any], says: str
) -> None:
    refused = referral.post(worker, f"{case}/sharing-decisions", sharing_decision(**wrong))
    assert refused.status_code == 422
    assert says in "".join(error["message"] for error in errors_of(refused).values())
    assert "body" not in errors_of(refused), "each fault is told at its field"
    assert ledger(referral, worker, case) == []


def test_each_recipient_of_a_shared_plan_has_a_line_and_shows_when_it_arrived(
    referral: Stage, case: str, worker: Actor
) -> None:
    shared = example(events.PlanShared, recipients=("coordinator", "health"), shared_at=utcnow())
    received = example(events.PlanReceived, plan=shared.plan, recipient="health", received_at=utcnow())
    referral.tell(case_id(case), shared, received)
    lines = {line["with_whom"]: line for line in ledger(referral, worker, case)}
    assert set(lines) == {"coordinator", "health"}
    assert lines["coordinator"]["received_at"] is None
    assert lines["health"]["received_at"] is not None
    assert {(line["source_id"], *line["because"]) for line in lines.values()} == {(str(shared.plan), "LDS-6.share-5wd")}
    assert {line["source"] for line in lines.values()} == {"plan"}


@with_a_form
def test_a_form_that_says_what_was_shared_is_in_the_ledger_until_it_is_voided(
    referral: Stage, case: str, worker: Actor, actor: ActorOf
) -> None:
    record = referral.post(worker, f"{case}/records", ANSWERS).json["id"]
    [line] = ledger(referral, worker, case)
    assert (line["source_id"], line["with_whom"], line["purpose"]) == (record, "health", "disruption")
    assert not line["voided"]
    proposal = referral.post(worker, f"/v1/records/{record}/voiding", {"reason": "A synthetic slip."}).json["id"]
    referral.post(actor("team-manager"), f"/v1/proposals/{proposal}/authorisation", {"agree": True})
    assert [line["voided"] for line in ledger(referral, worker, case)] == [True]


def test_a_closed_case_takes_a_decision_too(referral: Stage, case: str, worker: Actor, manager: Actor) -> None:
    referral.post(manager, f"{case}/closing", CLOSE)
    referral.settle()
    assert referral.post(worker, f"{case}/sharing-decisions", sharing_decision()).status_code == 201


def test_words_of_a_decision_are_sealed_and_its_line_holds_codes_only(
    referral: Stage, case: str, worker: Actor
) -> None:
    reason = sharing_decision(reason="Synthetic words.")
    referral.post(worker, f"{case}/sharing-decisions", reason)
    with referral.resources.database.session(referral.authority) as session:
        kept = [str(row) for table in ("sharing_decision", "sharing_words")
                for row in session.execute(text(f"SELECT * FROM {table}"))]  # fmt: skip
    assert len(kept) == 2
    assert "Synthetic words" not in "".join(kept)
