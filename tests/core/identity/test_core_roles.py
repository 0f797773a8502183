"""The core roles that a plugin may name are those that the policy knows."""

from __future__ import annotations

from commonward.identity.policy import CORE_ROLES
from commonward.procedure.authority import CORE_ROLES as NAMEABLE


def test_every_core_role_that_a_plugin_may_name_has_its_capabilities_and_no_other_is_there() -> None:
    assert set(NAMEABLE) == set(CORE_ROLES)
