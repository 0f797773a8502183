"""The batch consumer: at least once on the wire, once in effect; what can't be taken is set aside with its reason."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from commonward.contracts.envelope import MAX_BODY, report_id
from commonward.contracts.events import ConcernReported, ReportSetAside
from commonward.contracts.topics import CASE_EVENTS
from commonward.messaging.consumer import DEFECTS_A_MINUTE, TooManyDefects
from commonward.messaging.embedded import EmbeddedTransport
from commonward.messaging.parking import DEFECT, FORGED
from commonward.messaging.transport import Outgoing, Position, Received
from commonward.procedure import Procedures
from commonward.store import UNASSIGNED, Audit, Database, DatabaseAway, Inbox, Outbox, Parked, Subject, new_id
from commonward.store.database import postgresql_engine
from commonward.store.sealed_rotation import destroy
from tests.core.messaging.desk import ACTOR, SEALER, Desk, bad


def header(message: Outgoing, name: str, value: bytes | None) -> Outgoing:
    """The message with another value for a header, or without it."""
    others = tuple(pair for pair in message.headers if pair[0] != name)
    return dataclasses.replace(message, headers=others if value is None else (*others, (name, value)))


CHILD: dict[str, Any] = ConcernReported.example["child"]


def body(desk: Desk, **changes: Any) -> Outgoing:
    """A report with other fields."""
    return dataclasses.replace(desk.report(), value=json.dumps({**ConcernReported.example, **changes}).encode())


class TestOnceInEffect:
    def test_an_event_that_comes_twice_in_a_batch_takes_effect_once(self, desk: Desk) -> None:
        event = desk.event(new_id())
        assert desk.take(event, event) == 2
        assert (len(desk.rows(Inbox)), desk.parked()) == (1, [])

    def test_an_event_that_comes_again_later_takes_effect_once(self, desk: Desk) -> None:
        subject = new_id()
        event = desk.event(subject)
        desk.take(event)
        desk.take(event)
        assert (desk.took(subject), desk.parked()) == (["took-1"], [])

    def test_a_batch_that_was_not_committed_comes_again_and_takes_effect_once(self, desk: Desk) -> None:
        subject = new_id()
        desk.take(desk.event(subject))
        desk.send(desk.event(subject))
        member = desk.transport.consumer("commonward-referral", ["case-events"])
        desk.close()
        again = member.poll(10, 0.5)
        member.close()
        desk.consumer.take(again)
        desk.consumer.take(again)
        assert (desk.took(subject), desk.parked()) == (["took-1", "took-2"], [])

    def test_a_partners_event_is_the_same_under_the_same_id(self, desk: Desk) -> None:
        desk.take(desk.report(id=b"A-1"), desk.report(id=b"A-1"), desk.report(id=b"A-2"))
        assert (len(desk.rows(Inbox)), desk.parked()) == (2, [])

    def test_events_of_a_subject_take_effect_in_their_order(self, desk: Desk) -> None:
        subject = new_id()
        desk.take(*(desk.event(subject) for _ in range(12)))
        assert desk.took(subject) == [f"took-{n}" for n in range(1, 13)]

    def test_each_authoritys_events_stay_with_it(self, desk: Desk) -> None:
        desk.take(desk.event(new_id()), desk.event(new_id(), authority="bolton"))
        assert (len(desk.rows(Inbox)), len(desk.rows(Inbox, authority="bolton"))) == (1, 1)

    def test_facts_are_folded_into_the_subject(self, desk: Desk) -> None:
        subject = new_id()
        desk.take(desk.event(subject))
        assert [row.id for row in desk.rows(Subject)] == [subject]


REFUSED: dict[str, tuple[str, Callable[[Desk], Outgoing]]] = {
    "unknown type": ("unknown-type", lambda desk: desk.report(type=b"uk.commonward.partner.nonsense.v1")),
    "unknown version": ("unknown-version", lambda desk: desk.report(type=b"uk.commonward.partner.concern-reported.v9")),
    "no id": ("malformed", lambda desk: desk.report(id=None)),
    "another CloudEvents version": ("malformed", lambda desk: desk.report(specversion=b"0.3")),
    "a time without a zone": ("malformed", lambda desk: desk.report(time=b"2026-03-01T10:00:00")),
    "a header that is not UTF-8": ("malformed", lambda desk: desk.report(source=b"\xff")),
    "not JSON": ("schema", lambda desk: dataclasses.replace(desk.report(), value=b"{")),
    "a body that fails its schema": ("schema", lambda desk: dataclasses.replace(desk.report(), value=b'{"agency":1}')),
    "too large": ("oversized", lambda desk: dataclasses.replace(desk.report(), value=b" " * (MAX_BODY + 1))),
    "for another authority": ("foreign-authority", lambda desk: desk.report(authority=b"bolton")),
    "a service's event from a partner": (
        "foreign-type",
        lambda desk: dataclasses.replace(
            desk.report(type=b"uk.commonward.risk.assessment-requested.v1"), value=desk.event(new_id()).value
        ),
    ),
    "a service's event from a partner, whose body is none": (
        "foreign-type",
        lambda desk: desk.report(type=b"uk.commonward.risk.assessment-requested.v1"),
    ),
    "another service's event": ("foreign-type", lambda desk: header(desk.event(new_id()), "ce_source", b"/services/x")),
}


class TestWhatCannotBeTaken:
    @pytest.mark.parametrize(("reason", "message"), REFUSED.values(), ids=REFUSED)
    def test_it_is_parked_with_its_reason_and_changes_nothing(
        self, desk: Desk, reason: str, message: Callable[[Desk], Outgoing]
    ) -> None:
        refused = message(desk)
        desk.take(refused)
        assert desk.parked() == [reason]
        answers = int(refused.topic != CASE_EVENTS)
        assert desk.changed() == {"Subject": 0, "Inbox": 0, "Outbox": answers, "Audit": int(reason in FORGED)}

    @pytest.mark.parametrize(
        ("reason", "places", "message"),
        [
            ("schema", ["account"], lambda desk: body(desk, account="")),
            ("schema", ["child.born"], lambda desk: body(desk, child={**CHILD, "born": "4 May"})),
            ("schema", [], lambda desk: body(desk, Mill_Lane="a field that nobody expects")),
            ("malformed", ["ce_time"], lambda desk: desk.report(time=b"2026-03-01T10:00:00")),
            ("unknown-version", ["ce_type"], lambda desk: desk.report(type=ConcernReported.type[:-1].encode() + b"9")),
        ],
    )
    def test_its_sender_is_told_the_reason_and_the_places_on_its_own_topic_and_nothing_that_was_sent(
        self, desk: Desk, reason: str, places: list[str], message: Callable[[Desk], Outgoing]
    ) -> None:
        refused = message(desk)
        desk.take(refused)
        (row,) = desk.rows(Outbox)
        told = ReportSetAside.model_validate_json(row.body)
        assert (row.topic, told.reason, list(told.places)) == ("partners-out.leeds.school-mis", reason, places)
        assert told.reported == report_id(dict(refused.headers), "leeds", "school-mis")
        assert "Mill" not in row.body
        assert "4 May" not in row.body

    def test_without_an_id_its_sender_is_told_where_it_stands(self, desk: Desk) -> None:
        desk.take(desk.report(), desk.report(id=None))
        told = [ReportSetAside.model_validate_json(row.body) for row in desk.rows(Outbox)]
        assert [(each.reported, each.offset, each.places) for each in told] == [(None, 1, ("ce_id",))]

    def test_its_sender_is_told_once(self, desk: Desk) -> None:
        refused = desk.report(id=None)
        desk.take(refused)
        desk.consumer.take([Received(Position(refused.topic, 0, 0), refused.key, refused.value, refused.headers)])
        assert len(desk.rows(Outbox)) == 1

    def test_of_a_defect_which_is_ours_its_sender_is_not_told(self, desk: Desk) -> None:
        report = desk.report()
        desk.errors[report_id(dict(report.headers), "leeds", "school-mis")] = KeyError()
        desk.take(report)
        assert (desk.parked(), desk.rows(Outbox)) == ([DEFECT], [])

    def test_a_forged_one_is_in_the_trail_of_the_board_that_it_was_sent_to_once(self, desk: Desk) -> None:
        forged = desk.report(authority=b"bolton")
        desk.take(forged)
        (row,) = desk.rows(Audit)
        assert (row.action, row.why, row.actor) == ("event.forged", "foreign-authority", ACTOR)
        desk.consumer.take([Received(Position(forged.topic, 0, 0), forged.key, forged.value, forged.headers)])
        assert (len(desk.rows(Audit)), desk.rows(Audit, authority="bolton")) == (1, [])

    def test_under_another_boards_name_it_changes_nothing_of_the_case_that_it_names(self, desk: Desk) -> None:
        subject = new_id()
        desk.take(desk.event(subject))
        (before,) = [row.model_dump() for row in desk.rows(Subject)]
        desk.take(header(desk.event(subject), "ce_authority", b"bolton"))
        assert [row.model_dump() for row in desk.rows(Subject)] == [before]
        assert (desk.took(subject), len(desk.rows(Inbox))) == (["took-1"], 1)

    @pytest.mark.parametrize("named", [b"kent", b"", None, b"\xff"])
    def test_of_an_unknown_authority_it_is_parked_for_nobody(self, desk: Desk, named: bytes | None) -> None:
        desk.take(header(desk.event(new_id()), "ce_authority", named))
        assert (desk.parked(UNASSIGNED), desk.parked()) == (["unknown-authority"], [])

    def test_a_partners_topic_of_an_unknown_authority_is_parked_for_nobody(self, desk: Desk) -> None:
        desk.take(desk.report(topic="partners-in.kent.school-mis"))
        assert desk.parked(UNASSIGNED) == ["unknown-authority"]

    def test_what_is_parked_is_sealed(self, desk: Desk) -> None:
        desk.take(dataclasses.replace(desk.report(), value=b'{"child": "Synthetic Secret"}'))
        (row,) = desk.rows(Parked)
        assert b"Secret" not in bytes(row.sealed)
        assert b"Secret".hex().encode() in SEALER.open(bytes(row.sealed), "leeds")

    def test_the_reason_repeats_nothing_of_the_body(self, desk: Desk) -> None:
        desk.take(dataclasses.replace(desk.report(), value=b'{"Synthetic Secret": 1, "agency": "Synthetic Secret"}'))
        assert "Secret" not in desk.rows(Parked)[0].detail

    def test_the_good_ones_of_its_batch_take_effect(self, desk: Desk) -> None:
        subject = new_id()
        desk.take(desk.report(type=b"nonsense"), desk.event(subject), desk.report())
        assert (desk.parked(), desk.took(subject), len(desk.rows(Inbox))) == (["unknown-type"], ["took-1"], 2)


def test_later_events_wait_also_behind_one_that_was_no_event_and_earlier_ones_do_not(desk: Desk) -> None:
    subject = new_id()
    earlier, middle, later = (desk.event(subject) for _ in range(3))
    desk.take(earlier, dataclasses.replace(middle, value=b"{}"), later)
    assert (desk.parked(), desk.took(subject)) == (["schema"], ["took-1"])


def test_what_was_no_event_is_parked_once_however_often_it_comes(desk: Desk) -> None:
    message = Received(Position("case-events", 0, 7), b"", b"{}", desk.event(new_id()).headers)
    desk.consumer.take([message])
    desk.consumer.take([message])
    assert desk.parked() == ["schema"]


class TestAReactionThatFails:
    def test_only_the_culprit_is_parked_and_the_rest_of_the_batch_takes_effect(self, desk: Desk) -> None:
        before, culprit, after = new_id(), new_id(), new_id()
        desk.errors[culprit] = bad()
        desk.take(*(desk.event(subject) for subject in (before, culprit, after)))
        assert desk.parked() == ["unacceptable"]
        assert [desk.took(subject) for subject in (before, culprit, after)] == [["took-1"], [], ["took-1"]]

    def test_what_it_had_written_is_undone(self, desk: Desk) -> None:
        culprit = new_id()
        desk.errors[culprit] = bad()
        desk.take(desk.event(culprit))
        assert desk.changed() == {"Subject": 0, "Inbox": 1, "Outbox": 0, "Audit": 0}
        assert [row.state for row in desk.rows(Inbox)] == ["parked"]

    def test_delivered_again_it_does_not_wait_behind_itself(self, desk: Desk) -> None:
        culprit = new_id()
        desk.errors[culprit] = bad()
        again = desk.event(culprit)
        desk.take(again)
        desk.take(again)
        assert (desk.parked(), [row.state for row in desk.rows(Inbox)]) == (["unacceptable"], ["parked"])

    def test_later_events_of_its_subject_wait_and_others_go_on(self, desk: Desk) -> None:
        culprit, other = new_id(), new_id()
        desk.errors[culprit] = bad()
        desk.take(desk.event(culprit))
        desk.errors.clear()
        desk.take(desk.event(culprit), desk.event(other))
        assert (desk.took(culprit), desk.took(other)) == ([], ["took-1"])
        assert sorted(row.state for row in desk.rows(Inbox)) == ["applied", "parked", "waiting"]

    def test_later_events_of_its_subject_in_the_same_batch_wait_too(self, desk: Desk) -> None:
        culprit = new_id()
        desk.errors[culprit] = bad()
        desk.take(desk.event(culprit), desk.event(culprit))
        assert (desk.parked(), [row.state for row in desk.rows(Inbox)]) == (["unacceptable"], ["parked", "waiting"])

    def test_an_unexpected_error_parks_a_defect_that_names_only_its_kind(self, desk: Desk) -> None:
        culprit = new_id()
        desk.errors[culprit] = KeyError("Synthetic Secret")
        desk.take(desk.event(culprit))
        (row,) = desk.rows(Parked)
        assert (row.reason, row.detail, row.subject) == ("defect", "KeyError", culprit)

    def test_more_than_a_few_defects_a_minute_stop_the_worker_and_lose_nothing(self, desk: Desk) -> None:
        culprits = [new_id() for _ in range(DEFECTS_A_MINUTE + 1)]
        for subject in culprits:
            desk.errors[subject] = RuntimeError()
            desk.send(desk.event(subject))
        with pytest.raises(TooManyDefects):
            desk.consumer.step(0.05)
        assert desk.parked() == ["defect"] * DEFECTS_A_MINUTE

    def test_started_again_the_worker_goes_on_behind_what_was_parked(self, desk: Desk) -> None:
        culprits = [new_id() for _ in range(DEFECTS_A_MINUTE + 1)]
        for subject in culprits:
            desk.errors[subject] = RuntimeError()
            desk.send(desk.event(subject))
        with pytest.raises(TooManyDefects):
            desk.consumer.step(0.05)
        desk.errors.clear()
        desk.consumer._defects.clear()  # as in a new process
        desk.consumer.step(0.05)
        assert sorted(desk.took(subject) for subject in culprits) == [[]] * DEFECTS_A_MINUTE + [["took-1"]]

    def test_bad_events_of_others_never_stop_the_worker(self, desk: Desk) -> None:
        for _ in range(3 * DEFECTS_A_MINUTE):
            subject = new_id()
            desk.errors[subject] = bad()
            desk.send(desk.event(subject))
        desk.consumer.step(0.05)
        assert desk.parked() == ["unacceptable"] * 3 * DEFECTS_A_MINUTE


class TestAnAuthorityWhoseKeysWereDestroyed:
    def test_its_events_are_passed_over_and_the_others_go_on(self, desk: Desk) -> None:
        destroyed(desk, "leeds")
        many, other = [new_id() for _ in range(2 * DEFECTS_A_MINUTE)], new_id()
        desk.take(*map(desk.event, many), desk.event(other, authority="bolton"), desk.report())
        assert [row.state for row in desk.rows(Inbox, authority="bolton")] == ["applied"]
        assert (desk.rows(Inbox), desk.rows(Parked), desk.rows(Subject)) == ([], [], [])

    def test_what_was_taken_before_stays(self, desk: Desk) -> None:
        desk.take(desk.event(new_id()))
        destroyed(desk, "leeds")
        desk.take(desk.event(new_id()))
        with desk.database.session("leeds") as session:
            assert session.scalars(select(col(Inbox.state))).all() == ["applied"]


def destroyed(desk: Desk, authority: str) -> None:
    with desk.database.session(authority, writing=True):
        pass  # the first keys are made
    destroy(desk.database, authority)


class TestTheDatabaseIsAway:
    def test_in_mid_batch_nothing_is_lost_and_nothing_parked(self, desk: Desk) -> None:
        first, second = new_id(), new_id()
        desk.errors[second] = OperationalError("SELECT 1", None, Exception("the server closed the connection"))
        desk.send(desk.event(first), desk.event(second))
        with pytest.raises(DatabaseAway):
            desk.consumer.step(0.05)
        desk.errors.clear()
        desk.consumer.step(0.05)
        assert (desk.took(first), desk.took(second), desk.parked()) == (["took-1"], ["took-1"], [])

    def test_from_the_start_the_batch_comes_again(self, procedures: Procedures, tmp_path: Path) -> None:
        transport = EmbeddedTransport(tmp_path / "log.sqlite")
        away = Database(postgresql_engine("postgresql://nobody:none@127.0.0.1:9/none", "referral"), "referral")
        desk = Desk(away, procedures, transport)
        desk.send(desk.event(new_id()))
        for _ in range(2):
            with pytest.raises(DatabaseAway):
                desk.consumer.step(0.5)
        desk.close()
        transport.close()
