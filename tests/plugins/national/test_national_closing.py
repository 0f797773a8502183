"""What closes a case at no board: a reason that the date of birth on record contradicts."""

from __future__ import annotations

import pytest

from commonward.contracts import Event, events
from commonward.procedure import CORRECTION, Command, Procedure
from tests.core.procedure.builders import example
from tests.plugins.listening import missing_to

RULE = "NAT-1.reached-18"


def raised(age: int | None) -> Event:
    return example(events.ConcernRaised, age_at_event=age, age_at_referral=age)


def blocks(board: Procedure, *history: Event, reason: str = "reached-18") -> bool:
    return RULE in missing_to(board, Command.CLOSE_CASE, reason, *history)


@pytest.mark.rule("NAT-1.reached-18")
@pytest.mark.parametrize("age", [15, 17, None])
def test_nobody_closes_a_case_as_reached_18_who_is_younger_or_of_no_known_age(
    board: Procedure, age: int | None
) -> None:
    assert blocks(board, raised(age))


@pytest.mark.rule("NAT-1.reached-18")
def test_the_birthday_lets_it_close_and_so_does_an_age_put_right(board: Procedure) -> None:
    assert not blocks(board, raised(17), example(events.AgeReached, age=18))
    assert not blocks(board, raised(18))
    assert blocks(board, raised(15), example(events.AgeReached, age=16))


@pytest.mark.rule("NAT-1.reached-18")
def test_another_reason_says_nothing_of_the_age(board: Procedure) -> None:
    assert not blocks(board, raised(15), reason="safeguarded")


@pytest.mark.rule("NAT-1.reached-18")
def test_the_way_out_is_to_put_the_date_of_birth_right(board: Procedure) -> None:
    [gate] = [gate for gate in board.gates if gate.id == RULE]
    assert gate.supplied_in == CORRECTION
