"""The 37 rules that must block each do so by a declaration that can refuse, not by a reminder or a notice."""

from __future__ import annotations

from collections import defaultdict

import pytest

from commonward.procedure import CLOSING, Facts, Given, Procedure, Procedures, SetBy
from commonward.procedure.citing import cited

BLOCKS = {
    "gate": (
        "BOL-6.1.cp BOL-9.6.parties BOL-9.6.refer BOL-10.3.lp BOL-10.9.ooh BOL-10.10.close BOL-10.12.split "
        "BOL-10.13.lp BOL-10.13.plan BOL-10.19.plan LDS-2.level-by-form LDS-2.vrmm LDS-3.form-each LDS-4.high-open-cla"
    ),
    "form": "BOL-9.16.inperson BOL-A3.restrict LDS-4.secure LDS-8.inperson",
    "check": "BOL-9.16.warning BOL-12.2.cse LDS-8.warning",
    "meeting": (
        "BOL-10.7.planmin BOL-10.15.quorum LDS-5.freq LDS-5.owner LDS-5.refer-plan LDS-5.smart LDS-5.views "
        "LDS-7.actions"
    ),
    "tool": "LDS-4.all LDS-4.analysis LDS-4.one-level LDS-4.overall",
    "two people": "BOL-13.3.authorise LDS-3.decide",
    "reasons to close": "BOL-2.2.16plus LDS-1.consent",
}
EACH = [pytest.param(how, rule, id=rule) for how, rules in BLOCKS.items() for rule in rules.split()]


@pytest.fixture(scope="module")
def blocking() -> dict[str, set[str]]:
    """The rules of each declaration that can refuse, by how it does."""
    found: dict[str, set[str]] = defaultdict(set)
    for code in ("bolton", "leeds"):
        board = Procedures({code: ["national", code]}).of(code)
        found["gate"] |= {gate.id for gate in board.gates}
        found["meeting"] |= {rule for kind in board.meeting_kinds for rule in (*kind.because, *kind.plan_because)}
        found["tool"] |= {rule for tool in board.tools for rule in cited(tool)}
        found["two people"] |= _by_two(board)
        found["reasons to close"] |= {
            rule for point in board.decisions if point.id == CLOSING for rule in point.because
        }
        for kind in board.records:
            found["check"] |= {check.id for check in kind.checks}
            needed = [field for field in kind.fields if field.needed(Given({}), Facts())]
            found["form"] |= {rule for field in needed for rule in field.because}
    return found


def _by_two(board: Procedure) -> set[str]:
    scale = set(board.scale.because) if board.scale.set_by is SetBy.TWO_PEOPLE else set[str]()
    return scale | {rule for point in board.decisions if point.second_role for rule in point.because}


@pytest.mark.parametrize(("how", "rule"), EACH)
def test_what_must_block_can_refuse(blocking: dict[str, set[str]], how: str, rule: str) -> None:
    assert rule in blocking[how]


def test_there_are_37_of_them() -> None:
    assert len(EACH) == 37
