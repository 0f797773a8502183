"""No board lets one person alone take a level down steeply, or a child out of sight."""

from __future__ import annotations

import pytest

from commonward.contracts.events import Fall
from commonward.procedure import Procedure

pytestmark = pytest.mark.rule("NAT-3.fall")


def by_rank(board: Procedure) -> list[str]:
    return [level.code for level in sorted(board.scale.levels, key=lambda level: level.rank)]


def test_a_fall_by_more_than_one_step_is_guarded_at_every_board(board: Procedure) -> None:
    lowest, *_, highest = by_rank(board)
    assert Fall.STEPS in board.scale.guarded(highest, lowest, 0)


def test_one_step_down_is_one_persons_to_decide_twice_a_day(board: Procedure) -> None:
    *_, next_highest, highest = by_rank(board)
    assert [board.scale.guarded(highest, next_highest, falls) for falls in range(3)] == [(), (), (Fall.SEVERAL,)]


def test_the_lowest_level_is_out_of_monitoring_so_no_fall_to_it_is_one_persons(board: Procedure) -> None:
    lowest, next_lowest, *_ = by_rank(board)
    assert board.scale.guarded(next_lowest, lowest, 0) == (Fall.UNMONITORED,)


def test_the_guard_says_which_rule_it_follows(board: Procedure) -> None:
    assert board.scale.guard is not None
    assert board.scale.guard.because == ("NAT-3.fall",)
