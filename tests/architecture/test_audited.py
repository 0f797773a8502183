"""Whatever is audited has words, so that no manager reads the name of an operation in a case's access log."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from commonward.messaging.parking import FORGED
from commonward.store import Relation
from commonward_portal.access_words import PARTS, WHAT, WHY
from commonward_portal.timeline import SERVICES
from commonward_referral.access_model import BLOCKED, LIFTED, RESTRICTED, UNBLOCKED
from commonward_referral.comparisons import COMPARE
from commonward_referral.identities import PARTS as PARTS_OF_IDENTITY
from commonward_referral.identities import READ
from commonward_referral.proposals import TITLES

SOURCES = ("core/commonward", "services")
MADE = {
    "proposal.": tuple(TITLES.keys() - {COMPARE}),  # that one the platform asks, and nobody proposes
    "case.": (RESTRICTED, LIFTED, BLOCKED, UNBLOCKED),
    "identity.": (READ, *PARTS_OF_IDENTITY),
    "obligation.": ("pause", "resume"),
    "parked.": ("replayed", "discarded"),
}
"""How names go on that are put together as they are written."""


def calls() -> Iterator[ast.expr]:
    """The first argument of each call of `audit`, and each `action` of a row of the trail."""
    for source in SOURCES:
        for path in Path(source).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                if isinstance(node.func, ast.Attribute) and node.func.attr == "audit" and node.args:
                    yield node.args[0]
                if isinstance(node.func, ast.Name) and node.func.id == "Audit":
                    yield from (word.value for word in node.keywords if word.arg == "action")


def names(said: ast.expr) -> Iterator[str]:
    """What an argument may be."""
    match said:
        case ast.Constant(value=str(name)):
            yield name
        case ast.IfExp():
            yield from (*names(said.body), *names(said.orelse))
        case ast.JoinedStr(values=[ast.Constant(value=str(beginning)), *_]):
            yield from (f"{beginning}{end}" for end in MADE[beginning])
        case _:
            raise AssertionError(f"say here what this may be: {ast.unparse(said)}")


@pytest.fixture(scope="module")
def actions() -> set[str]:
    """The names that the audit trail may hold."""
    return {name for said in calls() for name in names(said)}


def test_every_audited_operation_has_words(actions: set[str]) -> None:
    assert len(actions) > 100
    assert actions - WHAT.keys() == set()


def test_no_words_are_left_of_what_is_audited_no_more(actions: set[str]) -> None:
    assert WHAT.keys() - actions == set()


def test_every_reason_that_lets_somebody_has_words() -> None:
    assert {*Relation, "role", *FORGED} - WHY.keys() == set()


def test_every_service_has_words() -> None:
    assert PARTS.keys() == set(SERVICES)
