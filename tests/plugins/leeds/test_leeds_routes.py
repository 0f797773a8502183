"""Paragraph 3: an open case is passed on, any other referred to its cluster."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commonward.contracts import events
from commonward.procedure import Procedure, Route, Tri
from tests.core.procedure.builders import example, folded

KNOWN = {"family_area": "cluster-east", "open_to_social_care": "no", "immediate_danger": "no"}
NOT_OPEN = st.sampled_from(["no", "unknown"])
AREAS = st.sampled_from(["cluster-east", "somewhere-new", None])


def routed(leeds: Procedure, **said: Any) -> Route:
    concern = example(events.ConcernRaised, **{**KNOWN, **said})
    return leeds.route(concern, folded(concern))


@pytest.mark.rule("LDS-3.open-forward")
def test_news_of_an_open_case_goes_straight_to_its_worker(leeds: Procedure) -> None:
    route = routed(leeds, open_to_social_care="yes")
    assert route.outcome == "pass-on"
    assert route.tasks == ("pass-to-allocated-social-worker",)


@pytest.mark.rule("LDS-3.open-forward")
def test_a_second_concern_goes_to_the_worker_who_holds_the_first_whoever_reports_it(leeds: Procedure) -> None:
    first, second = (example(events.ConcernRaised, **{**KNOWN, "concern": str(UUID(int=n))}) for n in (71, 72))
    allocated = example(events.CaseAllocated, role="social-worker", team="cluster-east")
    to_nobody = example(events.CaseAllocated, role="duty-and-advice", team="duty-and-advice")
    assert leeds.route(second, folded(first, allocated, second)).outcome == "pass-on"
    assert leeds.route(second, folded(first, to_nobody, second)).outcome == "refer"
    again = leeds.route(first, folded(first, allocated))
    assert (again.team, again.outcome) == ("cluster-east", "refer")


@pytest.mark.rule("LDS-2.refer")
@pytest.mark.rule("LDS-3.cluster")
@pytest.mark.rule("LDS-3.cfa")
def test_a_case_that_is_not_open_goes_to_its_cluster_for_an_assessment(leeds: Procedure) -> None:
    route = routed(leeds)
    assert (route.team, route.outcome) == ("cluster-east", "refer")
    assert route.tasks == ("child-and-family-assessment",)


@pytest.mark.rule("LDS-2.refer")
@pytest.mark.rule("LDS-3.cluster")
def test_while_nobody_knows_whether_it_is_open_it_is_referred_and_somebody_finds_out(leeds: Procedure) -> None:
    route = routed(leeds, open_to_social_care="unknown")
    assert route.outcome == "refer"
    assert "check-open-status" in route.tasks


@pytest.mark.rule("LDS-3.da-screen")
def test_an_address_in_no_known_cluster_stays_with_duty_and_advice(leeds: Procedure) -> None:
    route = routed(leeds, family_area=None)
    assert route.team == "duty-and-advice"
    assert "find-cluster" in route.tasks


@pytest.mark.rule("NAT-1.danger")
def test_duty_and_advice_asks_about_danger_that_nobody_spoke_of(leeds: Procedure) -> None:
    assert "ask-immediate-danger" in routed(leeds, immediate_danger="unknown").tasks


@pytest.mark.rule("LDS-3.form-each")
@pytest.mark.parametrize("is_open", list(Tri))
def test_every_concern_asks_for_the_form(leeds: Procedure, is_open: Tri) -> None:
    assert routed(leeds, open_to_social_care=is_open).tool == "leeds-information-report"


@pytest.mark.rule("LDS-1.scope")
@pytest.mark.parametrize("age", [16, 17])
def test_a_young_person_of_sixteen_or_seventeen_is_never_left_out(leeds: Procedure, age: int) -> None:
    route = routed(leeds, age_at_event=age, age_at_referral=18)
    assert (route.team, route.outcome) == ("cluster-east", "refer")


@pytest.mark.rule("LDS-1.scope")
def test_somebody_of_eighteen_gets_the_national_answer(leeds: Procedure) -> None:
    assert routed(leeds, age_at_event=18, age_at_referral=19).because == ("NAT-1.adult",)


@pytest.mark.rule("LDS-3.cluster")
@given(is_open=NOT_OPEN, area=AREAS, age=st.none() | st.integers(0, 17), danger=st.sampled_from(list(Tri)))
def test_no_child_who_is_not_known_to_be_open_goes_unreferred(
    leeds: Procedure, is_open: str, area: str | None, age: int | None, danger: Tri
) -> None:
    said = {"age_at_event": age, "age_at_referral": age, "immediate_danger": danger}
    assert routed(leeds, open_to_social_care=is_open, family_area=area, **said).outcome == "refer"
