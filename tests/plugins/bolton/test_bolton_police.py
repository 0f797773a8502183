"""What the police are on the platform: their own forms and intelligence, and nothing of a child's health."""

from __future__ import annotations

import pytest

from commonward.contracts.field_groups import FieldGroup
from commonward.identity import Capability
from commonward.identity.policy import POLICY
from commonward.procedure import Procedure
from commonward.store import Relation
from tests.plugins.filling import form_of

FORMS = (
    "offences",
    "charge",
    "civil-order",
    "civil-order-prohibition",
    "civil-order-breach",
    "disclosure-enquiry",
    "disclosure",
)


def seen(bolton: Procedure) -> frozenset[str]:
    """What a police officer sees of any case of the authority that is not restricted."""
    held = frozenset(bolton.core_roles(frozenset({"police-officer"})))
    return POLICY.allows(Capability.RECORD_MAKE, held)[Relation.AUTHORITY].groups


def test_a_police_officer_sees_intelligence_and_no_health(bolton: Procedure) -> None:
    assert FieldGroup.POLICE_INTELLIGENCE in seen(bolton)
    assert FieldGroup.HEALTH not in seen(bolton)


@pytest.mark.parametrize("form", FORMS)
def test_a_police_officer_may_fill_in_whatever_is_for_the_police(bolton: Procedure, form: str) -> None:
    assert form_of(bolton, form).groups <= seen(bolton)


def test_no_form_that_names_the_police_asks_for_what_they_do_not_see(bolton: Procedure) -> None:
    theirs = [kind for kind in bolton.records if "police-officer" in (*kind.made_by, *kind.read_by)]
    assert theirs
    assert all(kind.groups <= seen(bolton) for kind in theirs)
