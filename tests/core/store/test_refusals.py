"""Which gates stop a command: a must always, a should unless a manager goes on with a reason, a may never."""

from __future__ import annotations

import pytest

from commonward.procedure import Force, Unmet
from commonward.store import NotReady, pass_gates


def unmet(force: Force) -> Unmet:
    return Unmet(f"EXA-1.{force}", force, "The plan is shared", "social-worker")


MUST, SHOULD, MAY = (unmet(force) for force in (Force.MUST, Force.SHOULD, Force.MAY))


@pytest.mark.parametrize("overridden", [True, False])
def test_a_must_blocks_whatever_reason_is_given(overridden: bool) -> None:
    with pytest.raises(NotReady) as refused:
        pass_gates([MUST, MAY], overridden=overridden)
    assert [error.field for error in refused.value.errors] == ["EXA-1.must"]


def test_a_should_blocks_until_it_is_overridden_and_is_named_then() -> None:
    with pytest.raises(NotReady):
        pass_gates([SHOULD], overridden=False)
    assert pass_gates([SHOULD], overridden=True) == ("EXA-1.should",)


def test_a_may_stops_nobody_and_needs_no_reason() -> None:
    assert pass_gates([MAY], overridden=False) == ()


def test_all_that_blocks_is_said_at_once_with_who_can_supply_it() -> None:
    with pytest.raises(NotReady) as refused:
        pass_gates([MUST, SHOULD], overridden=False)
    assert [error.message for error in refused.value.errors] == [
        "The plan is shared (must; social-worker can supply it)",
        "The plan is shared (should; social-worker can supply it)",
    ]
