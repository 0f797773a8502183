"""Minutes: written after the meeting, in versions, sealed, and signed off by the chair alone."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlmodel import col

from commonward.identity import Actor
from commonward.procedure import events
from commonward_meetings.model import Minutes
from tests.services.boards import PANEL, Board
from tests.services.conftest import ActorOf
from tests.services.meetings.bodies import convening, holding
from tests.services.stage import Stage, errors_of

SAID = {"text": "What was said, synthetic."}


def test_minutes_are_written_once_the_meeting_was_held(meetings: Stage, convened: str, worker: Actor) -> None:
    answer = meetings.post(worker, f"{convened}/minutes", SAID)
    assert (answer.status_code, list(errors_of(answer))) == (409, ["meeting"])


def test_a_correction_is_a_new_version_and_the_old_one_stays(
    meetings: Stage, case: UUID, held: str, worker: Actor
) -> None:
    meetings.post(worker, f"{held}/minutes", SAID)
    answer = meetings.post(worker, f"{held}/minutes", {"text": "What was really said."})
    assert (answer.status_code, answer.json["minutes_version"]) == (201, 2)
    versions = meetings.get(worker, f"{held}/minutes").json["versions"]
    assert [(made["version"], made["text"]) for made in versions] == [(2, "What was really said."), (1, SAID["text"])]
    assert [made.minutes_version for made in meetings.published(case, events.MinutesWritten)] == [1, 2]


def test_the_text_is_sealed_where_it_is_kept(meetings: Stage, held: str, worker: Actor) -> None:
    meetings.post(worker, f"{held}/minutes", SAID)
    with meetings.acting(worker) as work:
        (kept,) = work.session.scalars(select(col(Minutes.text))).all()
    assert b"synthetic" not in kept


def test_the_chair_signs_and_who_may_gate_on_it_knows(
    meetings: Stage, case: UUID, held: str, worker: Actor, manager: Actor
) -> None:
    meetings.post(worker, f"{held}/minutes", SAID)
    assert meetings.post(manager, f"{held}/minutes/signature", {"minutes_version": 1}).status_code == 200
    (signed,) = meetings.published(case, events.MinutesSigned)
    assert (signed.minutes_version, signed.signed_by) == (1, manager.person)
    with meetings.acting(worker) as work:
        assert work.facts(case).minutes_signed("panel")
    assert meetings.get(worker, held).json["minutes_signed"]


def test_a_correction_after_the_signature_waits_for_a_new_one(
    meetings: Stage, case: UUID, held: str, worker: Actor, manager: Actor
) -> None:
    meetings.post(worker, f"{held}/minutes", SAID)
    meetings.post(manager, f"{held}/minutes/signature", {"minutes_version": 1})
    meetings.post(worker, f"{held}/minutes", SAID)
    with meetings.acting(worker) as work:
        assert not work.facts(case).minutes_signed("panel")
    assert meetings.post(manager, f"{held}/minutes/signature", {"minutes_version": 2}).status_code == 200


def test_nobody_but_the_chair_signs_not_even_who_manages_meetings(
    meetings: Stage, held: str, worker: Actor, actor: ActorOf
) -> None:
    meetings.post(worker, f"{held}/minutes", SAID)
    for role in ("social-worker", "coordinator", "head-of-service"):
        answer = meetings.post(actor(role), f"{held}/minutes/signature", {"minutes_version": 1})
        assert answer.json["type"] == "urn:commonward:problem:not-yours"


def test_where_the_chair_is_a_person_only_that_person_signs(
    meetings: Stage, required: str, worker: Actor, manager: Actor, actor: ActorOf
) -> None:
    meetings.post(worker, f"{required}/convening", convening(chair=str(manager.person)))
    meetings.post(worker, f"{required}/holding", holding())
    meetings.post(worker, f"{required}/minutes", SAID)
    other = actor("team-manager", name="another")
    assert meetings.post(other, f"{required}/minutes/signature", {"minutes_version": 1}).status_code == 403
    assert meetings.post(manager, f"{required}/minutes/signature", {"minutes_version": 1}).status_code == 200


def test_only_the_newest_version_is_signed_and_only_once(
    meetings: Stage, held: str, worker: Actor, manager: Actor
) -> None:
    assert meetings.post(manager, f"{held}/minutes/signature", {"minutes_version": 1}).status_code == 409
    meetings.post(worker, f"{held}/minutes", SAID)
    meetings.post(worker, f"{held}/minutes", SAID)
    old = meetings.post(manager, f"{held}/minutes/signature", {"minutes_version": 1})
    assert errors_of(old)["minutes_version"]["allowed"] == ["2"]
    assert meetings.post(manager, f"{held}/minutes/signature", {"minutes_version": 2}).status_code == 200
    assert meetings.post(manager, f"{held}/minutes/signature", {"minutes_version": 2}).status_code == 409


@pytest.mark.parametrize("board", [Board(meetings=(replace(PANEL, convened_by="coordinator"),))])
def test_who_neither_convenes_nor_chairs_nor_manages_writes_no_minutes(
    meetings: Stage, required: str, worker: Actor, manager: Actor, board: Board
) -> None:
    meetings.post(manager, f"{required}/convening", convening())
    meetings.post(manager, f"{required}/holding", holding())
    answer = meetings.post(worker, f"{required}/minutes", SAID)
    assert answer.json["type"] == "urn:commonward:problem:not-yours"
    assert meetings.post(manager, f"{required}/minutes", SAID).status_code == 201


def test_empty_minutes_are_none(meetings: Stage, held: str, worker: Actor) -> None:
    assert list(errors_of(meetings.post(worker, f"{held}/minutes", {"text": " "}))) == ["text"]
