"""What is owed leads to where it is done."""

from __future__ import annotations

import re

import pytest

from commonward.procedure import Procedures
from commonward_portal.doing import place_to_do
from tests.services.portal.place import Visitor, story

BOARDS = ("bolton", "leeds")
BY_ITSELF = {"LDS-3.coord-24h", "LDS-3.form-24h"}
"""Met by a notice that the platform sends."""


@pytest.fixture(scope="module")
def procedures() -> Procedures:
    return Procedures({board: ["national", board] for board in BOARDS})


@pytest.mark.parametrize("board", BOARDS)
def test_everything_that_people_do_has_a_place(procedures: Procedures, board: str) -> None:
    procedure = procedures.of(board)
    nowhere = {clock.id for clock in procedure.clocks if place_to_do(clock.id, procedure) is None}
    assert nowhere == {clock.id for clock in procedure.clocks} & BY_ITSELF


@pytest.mark.parametrize(
    ("board", "clock", "place"),
    [
        ("leeds", "LDS-2.psu", "forms/police-liaison"),
        ("leeds", "LDS-6.record-2wd", "forms/mosaic"),
        ("leeds", "LDS-4.high-open-cla", "decisions/reviewing-officer-answer"),
        ("leeds", "LDS-2.vrmm", "meetings"),
        ("bolton", "BOL-7.5.advise", "forms/advice-given"),
        ("bolton", "BOL-A4.f2f", "forms"),
        ("bolton", "BOL-10.10.use", "assessments"),
    ],
)
def test_it_is_the_form_that_meets_the_clock_and_not_one_that_opens_it(
    procedures: Procedures, board: str, clock: str, place: str
) -> None:
    assert place_to_do(clock, procedures.of(board)) == place


def test_a_clock_that_an_edition_does_not_know_leads_nowhere(procedures: Procedures) -> None:
    assert place_to_do("LDS-9.none", procedures.of("leeds")) is None


@pytest.mark.thorough
def test_a_coordinator_gets_from_what_is_due_to_the_form(visitor: Visitor) -> None:
    raised = story(visitor.address, "leeds").begin(("Leading", "Example"))
    visitor.sign_in("leeds-cse-missing-coordinator")
    page = visitor.until("/", raised["reference"])
    form = f"/cases/{raised['case']}/forms/police-liaison"
    assert f'href="{form}?then=%2F"' in page
    case = visitor.get(f"/cases/{raised['case']}").text
    assert f'href="{form}?then=%2Fcases%2F{raised["case"]}"' in case
    places = set(re.findall(rf'<h3[^>]*><a class="govuk-link" href="(/cases/{raised["case"]}/[^"?]+)', case))
    assert len(places) > 1
    assert {visitor.get(each).status_code for each in places} == {200}
