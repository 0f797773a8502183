"""What a provider calls a role or group, and which job role that is."""

from __future__ import annotations

import pytest

from commonward.identity.roles import roles_of
from commonward.settings import IssuerSettings

GROUPS = {"SG-CSE-Practice": ("social-worker",), "SG-CSE-Leads": ("team-manager", "reviewing-officer")}


def issuer(**changes: object) -> IssuerSettings:
    return IssuerSettings.model_validate({"issuer": "https://idp.example", "roles_claim": "groups", **changes})


@pytest.mark.parametrize(
    ("named", "roles"),
    [
        (["SG-CSE-Practice"], {"social-worker"}),
        (["SG-CSE-Practice", "SG-CSE-Leads"], {"social-worker", "team-manager", "reviewing-officer"}),
        (["SG-Printers"], set()),
        (["team-manager"], set()),
        ([], set()),
        ("SG-CSE-Leads", set()),
    ],
)
def test_a_name_means_what_the_settings_say_and_any_other_gives_no_role(named: object, roles: set[str]) -> None:
    assert roles_of({"groups": named}, issuer(roles=GROUPS)) == roles


def test_without_a_translation_the_names_are_job_roles() -> None:
    assert roles_of({"groups": ["team-manager"]}, issuer()) == {"team-manager"}


def test_another_claim_is_not_read() -> None:
    assert roles_of({"roles": ["SG-CSE-Leads"]}, issuer(roles=GROUPS)) == frozenset()
