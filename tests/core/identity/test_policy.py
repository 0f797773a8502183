"""Who may do what."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from commonward.contracts.field_groups import FieldGroup
from commonward.identity import CORE_ROLES, Capability, allowed
from commonward.identity.policy import POLICY, Policy
from commonward.store import Relation

ABOUT_CHILDREN = {
    it for it in Capability if it.split(".")[0] in {"case", "assessment", "meeting", "plan", "obligation", "access-log"}
}


@pytest.mark.parametrize("roles", [[], ["no-such-role"], ["Manager"]])
def test_whoever_has_no_known_role_may_do_nothing(roles: list[str]) -> None:
    assert not any(allowed(capability, roles) for capability in Capability)


@pytest.mark.parametrize("role", ["operator", "analyst", "partner"])
def test_those_who_run_count_or_feed_the_platform_see_no_case(role: str) -> None:
    assert not CORE_ROLES[role] & ABOUT_CHILDREN


def test_an_analyst_counts_an_operator_runs_the_machinery_and_neither_does_anything_else() -> None:
    assert CORE_ROLES["analyst"] == {Capability.REPORT_READ}
    assert CORE_ROLES["operator"] == {Capability.OPERATE, Capability.PARTNER_MANAGE}


def test_only_operators_operate_and_manage_partners() -> None:
    for capability in (Capability.OPERATE, Capability.PARTNER_MANAGE):
        assert [role for role in CORE_ROLES if allowed(capability, [role])] == ["operator"]


def test_only_managers_close_a_case_or_override_a_gate() -> None:
    for capability in (Capability.CASE_CLOSE, Capability.CASE_OVERRIDE):
        assert [role for role in CORE_ROLES if allowed(capability, [role])] == ["manager", "head-of-service"]


def test_only_managers_read_who_looked_at_a_case() -> None:
    assert [role for role in CORE_ROLES if allowed(Capability.ACCESS_LOG_READ, [role])] == [
        "manager",
        "head-of-service",
    ]


def test_one_of_several_roles_is_enough() -> None:
    assert allowed(Capability.CASE_ALLOCATE, ["practitioner", "manager"])


def test_every_capability_is_somebodys() -> None:
    assert set().union(*CORE_ROLES.values()) == set(Capability)


@pytest.mark.parametrize("relation", Relation)
def test_the_police_see_what_they_know_and_neither_health_nor_free_words_whatever_they_are_to_a_case(
    relation: Relation,
) -> None:
    ways = [POLICY.allows(each, frozenset({"police"})).get(relation) for each in Capability]
    seen = frozenset[str]().union(*(way.groups for way in ways if way))
    assert not seen & {FieldGroup.HEALTH, FieldGroup.NARRATIVE}
    if relation is not Relation.REFERRER:
        assert seen == {
            FieldGroup.IDENTITY,
            FieldGroup.POLICE_INTELLIGENCE,
            FieldGroup.ADULT_OF_CONCERN,
            FieldGroup.CASE,
        }


def test_the_police_take_no_decision_and_assess_nobody() -> None:
    assert not CORE_ROLES["police"] & {Capability.CASE_DECIDE, Capability.ASSESSMENT_COMPLETE, Capability.CASE_CLOSE}


def table(sees: list[FieldGroup]) -> Policy:
    """A policy of one row, which shows these groups."""
    row = {"roles": ["analyst"], "relations": ["team"], "may": ["case.read"], "sees": sees}
    empty = {"on_restricted": [], "capabilities": {}, "fields": {}}
    return Policy.model_validate({**empty, "anywhere": {"analyst": []}, "at_meetings": {}, "row": [row]})


@pytest.mark.parametrize("group", [group for group in FieldGroup if group is not FieldGroup.NARRATIVE])
def test_free_words_are_shown_only_to_who_sees_every_group_that_they_may_repeat(group: FieldGroup) -> None:
    assert table(list(FieldGroup)).row[0].sees == set(FieldGroup)
    with pytest.raises(ValidationError, match="narrative may repeat"):
        table([each for each in FieldGroup if each is not group])
