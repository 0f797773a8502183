"""From what was typed to a report, or to what is wrong with it."""

from __future__ import annotations

from datetime import date

import pytest

from commonward_portal.questions import Sheet, Typed
from commonward_portal.raise_steps import Step, check, place, report, state, steps, too_early
from tests.services.portal.place import CONCERN

TODAY = date(2026, 11, 28)
STEPS = steps((("bolton-north", "North"),), (("care-plan", "Care plan"),))


def typed(**changes: str) -> Typed:
    given = {**CONCERN, **{name.replace("__", "-"): value for name, value in changes.items()}}
    return {name: (value,) for name, value in given.items() if value}


def faults(given: Typed) -> set[str]:
    found: set[str] = set()
    for step in STEPS:
        sheet = Sheet(step.questions, given)
        check(step, sheet, TODAY)
        found |= sheet.errors.keys()
    return found


def page(code: str) -> Step:
    return next(step for step in STEPS if step.code == code)


def test_what_is_filled_in_well_has_no_fault() -> None:
    assert faults(typed()) == set()
    assert {state(step, typed(), TODAY, 18) for step in STEPS} == {"done"}


def test_what_is_empty_names_everything_that_is_needed() -> None:
    assert faults({}) == {"immediate_danger", "given_name", "child_id", "agency", "happened_on", "account"}
    assert {state(step, {}, TODAY, 18) for step in STEPS} == {"todo"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"happened_on__day": "31", "happened_on__month": "2"}, "happened_on"),
        ({"happened_on__year": ""}, "happened_on"),
        ({"happened_on__year": "2027"}, "happened_on"),
        ({"born__year": "٢٠١٢"}, "born"),
        ({"born__day": "-1"}, "born"),
        ({"born__year": "2027"}, "born"),
        ({"nhs_number": "12345"}, "nhs_number"),
        ({"account": "x" * 4001}, "account"),
        ({"family_name": "y" * 121}, "family_name"),
        ({"family_name": "y"}, "family_name"),
        ({"agency": "nobody"}, "agency"),
        ({"immediate_danger": "perhaps"}, "immediate_danger"),
        ({"significant_harm": "perhaps"}, "significant_harm"),
        ({"family_area": "nowhere"}, "family_area"),
        ({"account": "   "}, "account"),
    ],
)
def test_a_fault_stands_at_its_field(changes: dict[str, str], field: str) -> None:
    assert faults(typed(**changes)) == {field}


def test_two_answers_ticked_are_not_one() -> None:
    assert faults({**typed(), "significant_harm": ("yes", "no")}) == {"significant_harm"}


def test_a_new_child_is_reported_with_what_is_known() -> None:
    sent = report(typed(nhs_number="999 000 0018"), STEPS, "d")
    assert sent["child"] == {
        "given_name": "Synthetic",
        "family_name": "O'Example",
        "born": "2012-05-04",
        "nhs_number": "9990000018",
        "family_area": "bolton-north",
    }
    assert (sent["draft"], sent["happened_on"], sent["immediate_danger"]) == ("d", "2026-03-01", "no")


def test_a_child_on_record_is_named_by_the_record_alone() -> None:
    sent = report(typed(child_id="0190a5a0-0000-7000-8000-000000000000"), STEPS, "d")
    assert "child" not in sent
    assert sent["circumstances"] == {"family_area": "bolton-north"}


def test_a_page_without_needed_answers_is_done_once_it_was_seen() -> None:
    given = {name: values for name, values in typed().items() if name not in ("significant_harm", "sexually_active")}
    assert state(page("harm"), given, TODAY, 18) == "todo"
    assert state(page("harm"), {**given, "seen-harm": ("yes",)}, TODAY, 18) == "done"


@pytest.mark.parametrize(
    ("field", "found"),
    [("child.born", ("child", "born")), ("circumstances.family_area", ("care", "family_area")), ("x", ("", "x"))],
)
def test_the_service_s_fields_are_found_on_our_pages(field: str, found: tuple[str, str]) -> None:
    assert place(field, STEPS) == found


@pytest.mark.parametrize(
    ("born", "happened", "fault"),
    [
        ("28-11-2008", "", True),
        ("29-11-2008", "", False),
        ("1-1-1980", "31-12-1997", False),
        ("1-1-1980", "1-1-1998", True),
    ],
)
def test_whom_it_is_about_was_a_child_when_it_happened(born: str, happened: str, fault: bool) -> None:
    given = {
        f"{name}-{part}": (value,)
        for name, day in (("born", born), ("happened_on", happened))
        for part, value in zip(("day", "month", "year"), day.split("-"), strict=False)
    }
    assert bool(too_early(given, TODAY, 18)) is fault
