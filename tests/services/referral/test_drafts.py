"""A half-written form is its writer's alone, comes back as it was typed, and is gone once it is sent or old."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import select, text
from sqlmodel import col

from commonward.clock import simulated_time, utcnow
from commonward.identity import Actor
from commonward.store import Audit
from commonward.web import drafts
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import report
from tests.services.stage import Stage

TYPED = {"account": ["<b>O'Example</b> \u202e \U0001d51b"], "born-day": ["31"], "some": ["a", "b"]}


def kept(stage: Stage, who: Actor, **changes: Any) -> str:
    answer = stage.post(who, "/v1/drafts", {"kind": "concern", "typed": TYPED, **changes})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def listed(stage: Stage, who: Actor, query: str = "") -> list[str]:
    return [line["id"] for line in stage.get(who, f"/v1/drafts{query}").json["drafts"]]


def test_it_comes_back_as_it_was_typed(referral: Stage, worker: Actor) -> None:
    draft = kept(referral, worker)
    assert referral.get(worker, f"/v1/drafts/{draft}").json["typed"] == TYPED
    assert referral.put(worker, f"/v1/drafts/{draft}", {"typed": {"account": ["Other"]}}).status_code == 200
    assert referral.get(worker, f"/v1/drafts/{draft}").json["typed"] == {"account": ["Other"]}


def test_nobody_else_finds_a_draft_nor_writes_to_it(referral: Stage, worker: Actor, actor: ActorOf) -> None:
    draft, manager = kept(referral, worker), actor("team-manager")
    assert listed(referral, manager) == []
    assert referral.get(manager, f"/v1/drafts/{draft}").status_code == 404
    assert referral.put(manager, f"/v1/drafts/{draft}", {"typed": {}}).status_code == 404
    assert referral.delete(manager, f"/v1/drafts/{draft}").status_code == 404
    assert listed(referral, worker) == [draft]


def test_what_the_database_holds_is_sealed_and_the_audit_names_nothing(referral: Stage, worker: Actor) -> None:
    draft = kept(referral, worker)
    with referral.resources.database.session(referral.authority) as session:
        assert b"O'Example" not in session.execute(text("SELECT typed FROM draft")).scalar_one()
        audited = session.scalars(select(Audit).where(col(Audit.actor) == worker.person)).all()
    assert {(row.action, row.subject) for row in audited} == {("draft.keep", None)}
    assert draft


def test_about_a_case_there_is_one_of_each_kind(referral: Stage, worker: Actor) -> None:
    case = referral.post(worker, "/v1/concerns", report()).json["case"]
    first = kept(referral, worker, kind="form", what="note", about=case)
    assert kept(referral, worker, kind="form", what="note", about=case) == first
    assert kept(referral, worker, kind="form", what="health", about=case) != first
    assert listed(referral, worker, f"?kind=form&what=note&about={case}") == [first]


def test_a_case_that_is_not_there_has_none(referral: Stage, worker: Actor) -> None:
    body = {"kind": "form", "what": "note", "about": str(uuid4()), "typed": {}}
    assert referral.post(worker, "/v1/drafts", body).status_code == 404


def test_it_can_be_thrown_away(referral: Stage, worker: Actor) -> None:
    draft = kept(referral, worker)
    assert referral.delete(worker, f"/v1/drafts/{draft}").status_code == 200
    assert listed(referral, worker) == []


def test_an_old_one_is_not_shown_and_the_timer_throws_it_away(referral: Stage, worker: Actor) -> None:
    with simulated_time(utcnow()) as clock:
        old = kept(referral, worker)
        clock.set(utcnow() + timedelta(days=10))
        young = kept(referral, worker)
        clock.set(utcnow() + timedelta(days=4, seconds=1))
        assert listed(referral, worker) == [young]
        assert referral.get(worker, f"/v1/drafts/{old}").status_code == 404
        assert drafts.throw_away_old(referral.resources, referral.authority) == 1
        assert drafts.throw_away_old(referral.resources, referral.authority) == 0
        assert listed(referral, worker) == [young]


def test_nobody_keeps_more_than_there_is_room_for(referral: Stage, worker: Actor) -> None:
    for _ in range(drafts.MOST_DRAFTS):
        kept(referral, worker)
    full = referral.post(worker, "/v1/drafts", {"kind": "concern"})
    assert (full.status_code, full.json["type"]) == (409, "urn:commonward:problem:too-many-drafts")


def test_a_concern_ends_its_draft_and_is_taken_once_however_often_it_is_sent(referral: Stage, worker: Actor) -> None:
    sent = {**report(), "draft": kept(referral, worker)}
    with ThreadPoolExecutor(4) as at_once:
        answers = list(at_once.map(lambda _: referral.post(worker, "/v1/concerns", sent).status_code, range(4)))
    assert sorted(answers) == [201, 409, 409, 409]
    assert listed(referral, worker) == []


def test_a_concern_that_is_refused_leaves_its_draft(referral: Stage, worker: Actor) -> None:
    draft = kept(referral, worker)
    refused = referral.post(worker, "/v1/concerns", {**report(happened_on="2999-01-01"), "draft": draft})
    assert refused.status_code == 422
    assert listed(referral, worker) == [draft]


def test_the_draft_of_another_ends_with_nobodys_concern(referral: Stage, worker: Actor, actor: ActorOf) -> None:
    draft = kept(referral, worker)
    sent = referral.post(actor("team-manager"), "/v1/concerns", {**report(), "draft": draft})
    assert (sent.status_code, listed(referral, worker)) == (409, [draft])
