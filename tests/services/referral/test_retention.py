"""How long a case is kept: the longest confirmed schedule wins, a hold beats it, and what is not known has no end."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonward.contracts import Tri
from commonward.identity import Actor
from commonward.procedure import Facts
from commonward.settings import RetentionSettings, Settings
from commonward_referral.retention import CATEGORIES, categories, due
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import CLOSE, case_id
from tests.services.stage import Stage

SOURCE = "A synthetic source."
LAST = date(2026, 3, 2)
BORN = date(2012, 2, 29)


def schedule(category: str, years: int, after: str = "last-contact", *, confirmed: bool = True) -> RetentionSettings:
    day = date(2026, 1, 1) if confirmed else None
    given = {"category": category, "years": years, "after": after, "source": SOURCE, "confirmed_on": day}
    return RetentionSettings.model_validate(given)


NEED, PROTECTION = schedule("child-in-need", 6), schedule("child-protection", 35)
CARE = schedule("looked-after", 75, "birth")
NOT_CARED = Facts(looked_after=Tri.NO)


def test_the_schedule_that_keeps_longest_wins() -> None:
    protected = NOT_CARED.model_copy(update={"plan_in_place": "child-protection"})
    assert due(NOT_CARED, BORN, LAST, [NEED, PROTECTION]).on == date(2032, 3, 2)
    assert due(protected, BORN, LAST, [NEED, PROTECTION]).on == date(2061, 3, 2)
    assert due(Facts(looked_after=Tri.YES), BORN, LAST, [NEED, CARE]).on == date(2087, 3, 1)


def test_who_is_not_known_to_be_no_looked_after_child_is_kept_as_one() -> None:
    assert "looked-after" in categories(Facts())
    assert "looked-after" not in categories(NOT_CARED)


@pytest.mark.parametrize("schedules", [[], [schedule("child-in-need", 6, confirmed=False)], [PROTECTION]])
def test_a_category_without_a_confirmed_schedule_has_no_end(schedules: list[RetentionSettings]) -> None:
    ends = due(NOT_CARED, BORN, LAST, schedules)
    assert (ends.on, ends.because) == (None, ("child-in-need: the board has confirmed no schedule",))


def test_a_schedule_from_birth_has_no_end_while_the_date_of_birth_is_not_known() -> None:
    assert due(Facts(looked_after=Tri.YES), None, LAST, [NEED, CARE]).on is None


@given(
    st.lists(st.sampled_from(CATEGORIES), unique=True),
    st.sampled_from(Tri),
    st.sampled_from([None, "child-protection"]),
    st.dates(date(2000, 1, 1), date(2030, 1, 1)),
)
def test_no_case_is_due_before_the_end_of_any_category_of_its_own(
    known: list[str], looked_after: Tri, plan: str | None, last: date
) -> None:
    facts = Facts(looked_after=looked_after, plan_in_place=plan)
    of = {"child-in-need": NEED, "child-protection": PROTECTION, "looked-after": CARE}
    ends = due(facts, BORN, last, [of[code] for code in known])
    wanted = categories(facts)
    assert (ends.on is None) is bool(set(wanted) - set(known))
    if ends.on is not None:
        assert all(ends.on.year >= (BORN if of[c].after == "birth" else last).year + of[c].years for c in wanted)


# --- over HTTP


@pytest.fixture
def settings(tmp_path: Path, board: Board) -> Settings:
    """A board that keeps nothing beyond the closing, as if it had confirmed that."""
    kept = [{"category": code, "years": 0, "after": "last-contact", "source": SOURCE, "confirmed_on": date(2026, 1, 1)}
            for code in CATEGORIES]  # fmt: skip
    authorities = {board.code: {"layers": (board.code,), "duty_mailbox": "duty@mill.example", "retention": kept}}
    return Settings.model_validate(
        {"environment": "development", "data_dir": tmp_path, "patience": 0, "authorities": authorities}
    )


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
    close(referral, manager, case)
    [line] = retained(referral, manager)
    assert (line["is_due"], line["on_hold"], line["hold"]) == (False, True, why["reason"])
    assert referral.post(head, f"{case}/hold/lifting", {"reason": "It has ended."}).status_code == 200
    assert referral.post(head, f"{case}/hold/lifting", {"reason": "It has ended."}).status_code == 409
    assert [line["is_due"] for line in retained(referral, manager)] == [True]
    assert {"hold.set", "hold.lift"} <= referral.audited(case_id(case))


def test_only_those_who_manage_see_what_is_due(referral: Stage, worker: Actor) -> None:
    assert referral.get(worker, "/v1/retention").status_code == 403
