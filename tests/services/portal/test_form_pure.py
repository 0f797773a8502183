"""From what was typed to a report, or to what is wrong with it."""

from __future__ import annotations

from typing import Any

import pytest

from commonward_portal.raise_form import Form
from tests.services.portal.place import CONCERN


def typed(**changes: str) -> Form:
    return Form({**CONCERN, **{name.replace("__", "-"): value for name, value in changes.items()}})


def faults(**changes: str) -> dict[str, str]:
    form = typed(**changes)
    form.report()
    return form.errors


def test_a_form_that_is_filled_in_well_has_no_fault() -> None:
    assert faults() == {}


def test_what_is_not_known_stays_unknown() -> None:
    report: dict[str, Any] = typed(significant_harm="", born__day="", born__month="", born__year="").report()
    assert report["significant_harm"] == "unknown"
    assert report["child"]["born"] is None


def test_an_empty_form_names_everything_that_is_needed() -> None:
    form = Form({})
    form.report()
    needed = {"given_name", "family_name", "agency", "happened_on", "account", "immediate_danger"}
    assert form.errors.keys() == needed


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"happened_on__day": "31", "happened_on__month": "2"}, "happened_on"),
        ({"happened_on__year": ""}, "happened_on"),
        ({"born__year": "٢٠١٢"}, "born"),
        ({"born__day": "-1"}, "born"),
        ({"nhs_number": "12345"}, "nhs_number"),
        ({"account": "x" * 4001}, "account"),
        ({"family_name": "y" * 121}, "family_name"),
        ({"agency": "nobody"}, "agency"),
        ({"immediate_danger": "perhaps"}, "immediate_danger"),
        ({"significant_harm": "perhaps"}, "significant_harm"),
        ({"given_name": "   "}, "given_name"),
    ],
)
def test_a_fault_stands_at_its_field(changes: dict[str, str], field: str) -> None:
    assert faults(**changes).keys() == {field}


def test_an_nhs_number_may_be_typed_in_groups() -> None:
    assert typed(nhs_number="999 000 0018").report()["child"]["nhs_number"] == "9990000018"


def test_the_service_s_faults_stand_at_our_fields() -> None:
    form = typed()
    form.refused([{"field": "child.born", "message": "is in the future", "allowed": ["up to 2026-01-01"]}])
    assert form.errors == {"born": "Date of birth is in the future (up to 2026-01-01)"}
