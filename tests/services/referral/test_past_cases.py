"""A board's past cases are loaded from a file: all or none, each once, each step as of its own time."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import col

from commonward.clock import utcnow
from commonward.identity import Actor
from commonward.procedure import Command, Force, RecordKind, events, form, gate
from commonward.runtime.past import BadHistory, Line, Loaded
from commonward.store import Audit, Outbox
from commonward_referral.history import load_history
from commonward_referral.model import Case, Child, Concern
from tests.services.boards import Board
from tests.services.referral.bodies import child, report
from tests.services.stage import Stage

pytestmark = pytest.mark.thorough

NOTE = RecordKind("note", "Note", ("MIL-7.gate",), (), (form.one_of("kind", "Kind", "good", "bad"),))
AGREED = RecordKind(
    "agreed",
    "Agreed",
    ("MIL-7.gate",),
    ("social-worker",),
    (form.one_of("kind", "Kind", "good", "bad"),),
    second_role="team-manager",
)
SEEN = gate(
    "MIL-7.gate",
    on=Command.ALLOCATE,
    force=Force.MUST,
    unless=lambda facts: facts.record("seen") is not None,
    missing="The child was seen",
    supplied_by="social-worker",
)
WORKER, MANAGER = {"role": "social-worker", "id": "left-long-ago"}, {"role": "team-manager", "id": "manager-then"}


def ago(days: float) -> datetime:
    return utcnow() - timedelta(days=days)


def told(kind: str, days_ago: float, case: str = "MIG-1", **said: Any) -> dict[str, Any]:
    return {"kind": kind, "case": case, "at": ago(days_ago).isoformat(), **said}


def concern(days_ago: float = 90, **said: Any) -> dict[str, Any]:
    account = {"agency": "school", "happened_on": ago(days_ago + 1).date().isoformat(), "account": "Synthetic words."}
    return told("concern", days_ago, **{"child": child(), **account, **said})


def later(days_ago: float, **said: Any) -> dict[str, Any]:
    entry = concern(days_ago, **said)
    del entry["child"]
    return entry


def note(days_ago: float, kind: str = "note", **said: Any) -> dict[str, Any]:
    return told("record", days_ago, form=kind, answers={"kind": ["good"]}, by=WORKER, **said)


def load(referral: Stage, *entries: dict[str, Any] | str, dry_run: bool = False) -> list[Loaded]:
    texts = [entry if isinstance(entry, str) else json.dumps(entry) for entry in entries]
    lines = [Line(number, text) for number, text in enumerate(texts, 1)]
    return load_history(referral.resources, referral.authority, lines, dry_run)


def kept(referral: Stage, model: Any) -> list[Any]:
    with referral.resources.database.session(referral.authority) as session:
        return list(session.scalars(select(model)))


def test_a_case_is_told_by_its_own_time_once_it_is_known_as_history(referral: Stage) -> None:
    [loaded] = load(referral, concern(90), later(30))
    [case] = kept(referral, Case)
    assert loaded.reference == case.reference
    assert case.opened_at < ago(89)
    types = [type(event) for event in referral.published(case.id)]
    assert types[:3] == [events.CaseOpened, events.HistoryLoaded, events.ConcernRaised]
    assert types.count(events.ConcernRouted) == 2
    with referral.resources.database.session(referral.authority) as session:
        dated = session.execute(select(col(Outbox.type), col(Outbox.at)).order_by(col(Outbox.sequence))).all()
    assert all(at < ago(29) for _, at in dated)
    assert sorted(row.received_at.date() for row in kept(referral, Concern)) == [ago(90).date(), ago(30).date()]


def test_its_loading_is_audited_as_of_today(referral: Stage) -> None:
    load(referral, concern(90))
    [case] = kept(referral, Case)
    assert {"history.load", "concern.raise"} <= referral.audited(case.id)
    assert all(row.at > ago(1) for row in kept(referral, Audit))


@pytest.mark.parametrize("board", [Board(records=(NOTE, AGREED))])
def test_forms_and_missing_episodes_come_with_it(referral: Stage) -> None:
    missing = told(
        *("missing", 50),
        missing_from=ago(50.5).isoformat(),
        returned_at=ago(50.1).isoformat(),
        agency="police",
        account="Synthetic.",
        by=WORKER,
    )
    load(referral, concern(90), note(60), note(55, "agreed", agreed_by=MANAGER), missing)
    [case] = kept(referral, Case)
    made = referral.published(case.id, events.RecordMade)
    assert [each.kind for each in made] == ["note", "agreed"]
    assert made[1].authorised_by not in (None, made[1].made_by)
    assert all(each.made_at < ago(54) for each in made)
    assert len(referral.published(case.id, events.MissingReturned)) == 1


@pytest.mark.parametrize("board", [Board(records=(NOTE, AGREED))])
@pytest.mark.parametrize(
    ("wrong", "line", "says"),
    [
        (["no JSON"], 1, "the line: Invalid JSON"),
        ([told("gossip", 3)], 1, "kind"),
        ([later(90)], 1, "the first line of a case must be a concern"),
        ([concern(90), note(91)], 2, "at: is earlier"),
        ([concern(90), concern(80)], 2, "child: the case's first line has said it"),
        ([concern(-1)], 1, "at: is in the future"),
        ([concern(90, shoe_size=4)], 1, "holds a field that nobody expects"),
        ([concern(90, immediate_danger="perhaps")], 1, "immediate_danger"),
        ([concern(90, child=child(nhs_number="9990000019"))], 1, "child.nhs_number: is not an NHS number"),
        ([concern(90), told("allocation", 80, role="nobody", team="duty")], 2, "role: is not a role of this board"),
        ([concern(90), told("allocation", 80, role="social-worker", team="duty", worker="x")], 2, "worker: is nobody"),
        ([concern(90), note(80, "gossip")], 2, "kind: is not a record"),
        ([concern(90), note(80, "agreed")], 2, "agreed_by: say who agreed"),
        ([concern(90), note(80, "agreed", agreed_by={**MANAGER, "id": WORKER["id"]})], 2, "agreed_by: nobody agrees"),
        ([concern(90), {**note(80, "agreed", agreed_by=MANAGER), "by": MANAGER | {"id": "other"}}], 2, "by: Agreed is"),
    ],
)
def test_a_wrong_line_is_told_with_its_reason_and_nothing_is_loaded(
    referral: Stage, wrong: list[Any], line: int, says: str
) -> None:
    fine = {**concern(95, child=child(nhs_number="9990000026", given_name="Other")), "case": "MIG-0"}
    with pytest.raises(BadHistory) as refused:
        load(referral, *wrong, fine)
    assert [(each.line, says in each.message) for each in refused.value.wrong] == [(line, True)], refused.value.wrong
    assert kept(referral, Case) == kept(referral, Outbox) == kept(referral, Child) == kept(referral, Audit) == []


def test_all_wrong_lines_of_a_file_are_told_at_once_and_no_value_of_theirs(referral: Stage) -> None:
    personal = {"born": "the second of Maymonth", "given_name": "Marker\u0007"}
    with pytest.raises(BadHistory) as refused:
        load(referral, concern(90, child=child(**personal)), {**later(80), "case": "MIG-2"})
    assert {each.line for each in refused.value.wrong} == {1, 2}
    assert not any(word in each.message for each in refused.value.wrong for word in ("Maymonth", "Marker"))


def test_looking_at_what_would_be_loaded_loads_nothing(referral: Stage) -> None:
    [loaded] = load(referral, concern(90), later(30), dry_run=True)
    assert (loaded.case, loaded.lines, loaded.known) == ("MIG-1", 2, False)
    assert kept(referral, Case) == kept(referral, Outbox) == kept(referral, Audit) == []


def test_the_same_file_again_loads_nothing_again_and_more_cases_of_it(referral: Stage) -> None:
    load(referral, concern(90))
    before = len(kept(referral, Outbox))
    other = {**concern(80, child=child(nhs_number="9990000026", given_name="Other")), "case": "MIG-2"}
    assert [each.known for each in load(referral, concern(90))] == [True]
    assert len(kept(referral, Outbox)) == before
    assert [each.known for each in load(referral, concern(90), other)] == [True, False]


def test_a_case_that_has_grown_since_it_was_loaded_is_refused(referral: Stage) -> None:
    load(referral, concern(90))
    with pytest.raises(BadHistory) as refused:
        load(referral, concern(90), later(30))
    assert [each.line for each in refused.value.wrong] == [2]
    assert "had 1 concern then" in refused.value.wrong[0].message


def test_a_child_who_has_an_open_case_here_is_left_to_people(referral: Stage, worker: Actor) -> None:
    referral.post(worker, "/v1/concerns", report())
    with pytest.raises(BadHistory) as refused:
        load(referral, concern(90))
    assert "open case here already" in refused.value.wrong[0].message


@pytest.mark.parametrize("board", [Board(gates=(SEEN,))])
def test_the_boards_gates_hold_for_what_is_past(referral: Stage) -> None:
    with pytest.raises(BadHistory) as refused:
        load(referral, concern(90), told("allocation", 80, role="social-worker", team="duty"))
    [wrong] = refused.value.wrong
    assert (wrong.line, wrong.message.partition(" (")[0]) == (2, "MIL-7.gate: The child was seen")
