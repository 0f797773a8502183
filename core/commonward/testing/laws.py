"""The kit's tests. A board's own suite takes them over with `from commonward.testing.laws import *`.

Which board they are about, its pyproject.toml says under `[tool.pytest.ini_options]`: `commonward_authority`, and
`commonward_layers` from the general to the local.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from commonward.procedure import Procedure
from commonward.testing import conditions, invariants, purity

__all__ = [
    "test_a_form_asks_what_it_checks",
    "test_every_case_has_a_schedule_of_retention",
    "test_every_clock_has_a_role_and_a_consequence",
    "test_every_concern_has_a_route_and_no_young_child_is_left_to_advice",
    "test_every_gate_can_be_asked_of_a_case_of_which_nothing_is_known",
    "test_every_hook_answers_the_same_frozen_values_without_the_outside_world",
    "test_every_rule_of_the_register_is_followed_somewhere",
    "test_it_is_installed_and_can_be_used",
    "test_its_source_reaches_for_nothing_beyond_the_procedure",
    "test_nobody_authorises_alone",
    "test_what_a_level_calls_for_exists",
]


def _none(found: Iterable[str]) -> None:
    """Fail with what was found, in words: whoever wrote the plugin has no use for the kit's own code."""
    if faults := list(dict.fromkeys(found)):
        pytest.fail("\n".join(faults[:20]), pytrace=False)


def test_it_is_installed_and_can_be_used(procedure: Procedure) -> None:
    assert procedure.authority.code


def test_every_hook_answers_the_same_frozen_values_without_the_outside_world(procedure: Procedure) -> None:
    _none(purity.contributed(procedure))


def test_its_source_reaches_for_nothing_beyond_the_procedure(procedure: Procedure) -> None:
    _none(purity.sources(procedure))


def test_every_concern_has_a_route_and_no_young_child_is_left_to_advice(procedure: Procedure) -> None:
    _none(invariants.routes(procedure))


def test_what_a_level_calls_for_exists(procedure: Procedure) -> None:
    _none(invariants.responses(procedure))


def test_every_clock_has_a_role_and_a_consequence(procedure: Procedure) -> None:
    _none(conditions.clocks(procedure))


def test_every_gate_can_be_asked_of_a_case_of_which_nothing_is_known(procedure: Procedure) -> None:
    _none(conditions.gates(procedure))


def test_a_form_asks_what_it_checks(procedure: Procedure) -> None:
    _none(invariants.forms(procedure))


def test_every_case_has_a_schedule_of_retention(procedure: Procedure) -> None:
    _none(invariants.retention(procedure))


def test_nobody_authorises_alone(procedure: Procedure) -> None:
    _none(invariants.second_persons(procedure))


def test_every_rule_of_the_register_is_followed_somewhere(procedure: Procedure) -> None:
    _none(invariants.register(procedure))
