"""How long a case is kept: the longest confirmed schedule wins, a hold beats it, and what is not known has no end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonward.contracts import Tri
from commonward.identity import Actor
from commonward.procedure import After, Facts, Procedures, Retention, UnusableProcedure
from commonward.settings import Settings
from commonward_national import layer as national
from commonward_national.edition_1.retention import RETENTION
from commonward_referral.retention import Due, Known, due
from tests.services.boards import Board, layer
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import CLOSE, case_id
from tests.services.stage import Stage

SOURCE = "A synthetic source."
LAST = date(2026, 3, 2)
BORN = date(2012, 2, 29)
NEED = Retention("child-in-need", "Need", 6, After.LAST_CONTACT, SOURCE)
PROTECTION = Retention(
    "protection", "Protection", 35, After.LAST_CONTACT, SOURCE, lambda f: Tri.of(bool(f.plan_in_place))
)
CARE = Retention("looked-after", "Care", 75, After.BIRTH, SOURCE, lambda facts: facts.looked_after)
SCHEDULES = (NEED, PROTECTION, CARE)
NOT_CARED = Facts(looked_after=Tri.NO)


def ends(facts: Facts, *schedules: Retention, born: date | None = BORN, confirmed: bool = True) -> Due:
    return due(Known(facts, born, LAST), schedules, {each.id: LAST for each in schedules if confirmed})


def test_the_schedule_that_keeps_longest_wins() -> None:
    protected = NOT_CARED.model_copy(update={"plan_in_place": "child-protection"})
    assert ends(NOT_CARED, *SCHEDULES).on == date(2032, 3, 2)
    assert ends(protected, *SCHEDULES).on == date(2061, 3, 2)
    assert ends(Facts(looked_after=Tri.YES), *SCHEDULES).on == date(2087, 3, 1)


def test_who_is_not_known_to_be_no_looked_after_child_is_kept_as_one() -> None:
    assert ends(Facts(), NEED, CARE).schedule is CARE
    assert ends(NOT_CARED, NEED, CARE).schedule is NEED


def test_a_schedule_that_is_not_confirmed_has_no_end() -> None:
    found = ends(NOT_CARED, *SCHEDULES, confirmed=False)
    assert (found.on, found.because) == (None, ("child-in-need: the board has confirmed no schedule",))


def test_a_case_that_no_schedule_covers_has_no_end() -> None:
    assert ends(NOT_CARED, PROTECTION) == Due(None, ("no schedule of the board covers it",))


def test_a_schedule_from_birth_has_no_end_while_the_date_of_birth_is_not_known() -> None:
    assert ends(Facts(looked_after=Tri.YES), NEED, CARE, born=None).on is None


@given(
    st.lists(st.sampled_from(SCHEDULES), unique=True),
    st.sampled_from(Tri),
    st.sampled_from([None, "child-protection"]),
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
)
def test_no_case_is_due_before_the_end_of_any_schedule_that_covers_it(
    confirmed: list[Retention], looked_after: Tri, plan: str | None, last: date
) -> None:
    facts = Facts(looked_after=looked_after, plan_in_place=plan)
    found = due(Known(facts, BORN, last), SCHEDULES, {each.id: LAST for each in confirmed})
    covering = [each for each in SCHEDULES if each.covers(facts) is not Tri.NO]
    assert (found.on is None) is bool(set(covering) - set(confirmed))
    if found.on is not None:
        assert all(
            found.on.year >= (BORN if each.after is After.BIRTH else last).year + each.years for each in covering
        )


def test_commonward_retention_of_a_board_stands_in_for_the_national_one() -> None:
    longer = replace(NEED, id="child-in-need", years=80)
    own = layer(Board(retention=(longer,)))
    procedure = Procedures({"mill": ("national", "mill")}, {"national": national, "mill": own}).of("mill")
    assert {each.id for each in procedure.retention} == {each.id for each in RETENTION}
    assert longer in procedure.retention


@pytest.mark.parametrize("wrong", [replace(NEED, years=-1), replace(NEED, source=" ")])
def test_a_schedule_that_says_no_time_or_nobody_who_says_so_is_refused(wrong: Retention) -> None:
    with pytest.raises(UnusableProcedure, match="retention child-in-need"):
        Procedures({"mill": ("mill",)}, {"mill": layer(Board(retention=(wrong,)))}).of("mill")


# --- over HTTP

NOTHING_LONGER = replace(NEED, years=0)


@pytest.fixture
def board() -> Board:
    """A board that keeps nothing beyond the closing."""
    return Board(retention=(NOTHING_LONGER,))


@pytest.fixture
def settings(tmp_path: Path, board: Board) -> Settings:
    """As if it had confirmed that."""
    confirmed = {NOTHING_LONGER.id: date(2026, 1, 1)}
    mill = {"layers": (board.code,), "duty_mailbox": "duty@mill.example", "retention_confirmed": confirmed}
    values = {"environment": "development", "data_dir": tmp_path, "patience": 0, "authorities": {board.code: mill}}
    return Settings.model_validate(values)


def retained(referral: Stage, manager: Actor) -> list[dict[str, Any]]:
    answer = referral.get(manager, "/v1/retention")
    assert answer.status_code == 200, answer.text
    lines: list[dict[str, Any]] = answer.json["cases"]
    return lines


def close(referral: Stage, manager: Actor, case: str) -> None:
    referral.post(manager, f"{case}/closing", CLOSE)
    referral.settle()


def test_a_closed_case_is_listed_with_when_and_why_it_is_due(referral: Stage, case: str, manager: Actor) -> None:
    assert retained(referral, manager) == []
    close(referral, manager, case)
    [line] = retained(referral, manager)
    assert (line["is_due"], line["on_hold"], line["because"][0].endswith(SOURCE)) == (True, False, True)
    assert line["case"] == str(case_id(case))


def test_a_hold_keeps_a_case_until_it_is_lifted_with_a_reason(
    referral: Stage, case: str, manager: Actor, actor: ActorOf
) -> None:
    head, why = actor("head-of-service"), {"reason": "A synthetic inquiry."}
    assert referral.post(manager, f"{case}/hold", why).status_code == 403
    assert referral.post(head, f"{case}/hold", why).status_code == 201
    assert referral.post(head, f"{case}/hold", why).status_code == 409
    assert [(line["is_open"], line["hold"]) for line in retained(referral, manager)] == [(True, why["reason"])]
    close(referral, manager, case)
    [line] = retained(referral, manager)
    assert (line["is_due"], line["on_hold"], line["hold"]) == (False, True, why["reason"])
    assert referral.post(head, f"{case}/hold/lifting", {"reason": "It has ended."}).status_code == 200
    assert referral.post(head, f"{case}/hold/lifting", {"reason": "It has ended."}).status_code == 409
    assert [line["is_due"] for line in retained(referral, manager)] == [True]
    assert {"hold.set", "hold.lift"} <= referral.audited(case_id(case))


def test_only_those_who_manage_see_what_is_due(referral: Stage, worker: Actor) -> None:
    assert referral.get(worker, "/v1/retention").status_code == 403
