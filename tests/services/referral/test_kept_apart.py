"""A case that somebody may not see is kept from them wherever its child's name could give it away."""

from __future__ import annotations

from uuid import UUID

import pytest

from commonward.identity import Actor
from commonward_referral import commands, restricting
from commonward_referral.access_schemas import Block, Restrict, WhyBlocked, WhyRestricted
from commonward_referral.schemas import Allocation
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import CLOSE, NHS_NUMBER, case_id, child, report
from tests.services.referral.test_merging import child_of, found, merge, pair  # noqa: F401  # a fixture
from tests.services.referral.test_news import news
from tests.services.referral.test_preview import previewed
from tests.services.referral.test_putting_right import propose
from tests.services.stage import Stage
from tests.services.test_policy_queries import asked_of

pytestmark = pytest.mark.thorough

WHY = "A synthetic reason."
NOBODYS_NUMBER = "9990000042"


def restrict(stage: Stage, manager: Actor, case: UUID) -> None:
    with stage.acting(manager) as unit:
        restricting.restrict(unit, case, Restrict(people=(), code=WhyRestricted.OTHER, reason=WHY), lambda person: True)
    stage.settle()


def block(stage: Stage, manager: Actor, case: UUID, person: Actor) -> None:
    with stage.acting(manager) as unit:
        wanted = Block(person=person.person, code=WhyBlocked.RELATIVE, reason=WHY)
        restricting.block(unit, case, wanted, lambda person: True, others=True)
    stage.settle()


@pytest.fixture
def another(actor: ActorOf) -> Actor:
    return actor("team-manager", name="another")


def test_whoever_is_blocked_hears_nothing_new_of_a_case_that_is_allocated_to_them(
    referral: Stage, case: str, manager: Actor, worker: Actor, actor: ActorOf
) -> None:
    with referral.acting(manager) as unit:
        given = Allocation(role="social-worker", team="duty", worker=worker.person)
        commands.allocate(unit, case_id(case), given, lambda person: {given.role})
    referral.post(actor("social-worker", name="another"), "/v1/concerns", report())
    referral.post(worker, "/v1/concerns", report(child=child(given_name="Other", nhs_number=None)))
    before = news(referral, worker)
    block(referral, manager, case_id(case), worker)
    about = str(case_id(case))
    lines = [[line for line in found if line["case"] == about] for found in (before, news(referral, worker))]
    assert (len(lines[0]) > 0, lines[1]) == (True, [])


def test_everybody_may_declare_their_own_conflict_of_interest_and_nobody_lifts_it_themselves(
    referral: Stage, case: str, worker: Actor, manager: Actor
) -> None:
    wanted = Block(person=worker.person, code=WhyBlocked.RELATIVE, reason=WHY)
    with referral.acting(worker) as unit:
        restricting.block(unit, case_id(case), wanted, lambda person: True, others=False)
    referral.settle()
    assert referral.get(worker, case).status_code == 404
    lifting = {"person": str(manager.person), "reason": WHY}
    assert referral.post(manager, f"{case}/blocks/lifting", lifting).status_code == 403
    lifted = referral.post(manager, f"{case}/blocks/lifting", lifting | {"person": str(worker.person)})
    assert lifted.status_code == 200, lifted.text
    assert referral.get(worker, case).status_code == 200


def test_whoever_is_no_manager_shuts_nobody_else_out(referral: Stage, case: str, worker: Actor, manager: Actor) -> None:
    body = {"person": str(manager.person), "code": "relative", "reason": WHY}
    assert referral.post(worker, f"{case}/blocks", body).status_code == 403
    assert referral.get(manager, case).status_code == 200


def test_how_long_a_restricted_case_is_kept_is_listed_for_whom_it_is_open_to(
    referral: Stage, case: str, manager: Actor, another: Actor
) -> None:
    assert referral.post(manager, f"{case}/closing", CLOSE).status_code in (200, 202)
    referral.settle()
    lines = [len(referral.get(who, "/v1/retention").json["cases"]) for who in (manager, another)]
    restrict(referral, manager, case_id(case))
    lines += [len(referral.get(who, "/v1/retention").json["cases"]) for who in (manager, another)]
    assert lines == [1, 1, 1, 0]


def test_the_name_under_which_a_restricted_case_is_kept_is_not_told_by_the_record_that_goes_on(
    referral: Stage,
    worker: Actor,
    manager: Actor,
    pair: tuple[str, str],  # noqa: F811  # the fixture
) -> None:
    first, second = pair
    merge(referral, worker, manager, first, second)
    old, new = {"given_name": "Kathryn", "family_name": "Stonefield"}, {"given_name": "Kathryn", "family_name": "Quill"}
    assert len(found(referral, worker, **old)) == 1
    restrict(referral, manager, UUID(first))
    page = referral.get(worker, f"/v1/cases/{second}").json
    assert (page["together"], page["merged"]) == ([], [])
    assert found(referral, worker, **old) == []
    [candidate] = found(referral, worker, **new)
    assert (candidate["case"], candidate["merged_from"]) == (second, [])
    assert found(referral, manager, **old)[0]["merged_from"][0]["family_name"] == "Stonefield"


def test_whoever_is_blocked_does_not_find_the_child(referral: Stage, case: str, worker: Actor, manager: Actor) -> None:
    child = referral.get(worker, case).json["case"]["child"].split()
    named = {"given_name": child[0], "family_name": child[1]}
    before = found(referral, worker, **named)
    block(referral, manager, case_id(case), worker)
    assert (len(before), found(referral, worker, **named)) == (1, [])


@pytest.mark.parametrize("how", ["restricted", "blocked"])
def test_a_concern_about_the_child_of_a_secret_case_is_taken_as_one_about_a_child_who_has_none(
    referral: Stage, case: str, worker: Actor, manager: Actor, how: str
) -> None:
    known = previewed(referral, worker, report())
    if how == "restricted":
        restrict(referral, manager, case_id(case))
    else:
        block(referral, manager, case_id(case), worker)
    told = previewed(referral, worker, report())
    raised = referral.post(worker, "/v1/concerns", report()).json
    assert (known["opens"], told["opens"], told["reference"], raised["opened"]) == (False, True, None, True)
    assert len(referral.get(manager, case).json["concerns"]) == 2


@pytest.mark.parametrize("hidden", [0, 1])
@pytest.mark.parametrize("agree", [True, False])
def test_who_sees_one_of_two_records_neither_hears_of_their_merge_nor_answers_it(
    referral: Stage,
    worker: Actor,
    manager: Actor,
    another: Actor,
    pair: tuple[str, str],  # noqa: F811  # the fixture
    hidden: int,
    agree: bool,
) -> None:
    first, second = (child_of(referral, worker, each) for each in pair)
    path = propose(referral, worker, f"/v1/children/{first}/merging", into=second)
    restrict(referral, manager, UUID(pair[hidden]))
    assert referral.get(another, "/v1/waiting").json["waiting"] == []
    assert referral.post(another, path, {"agree": agree}).status_code == 404
    assert referral.get(manager, "/v1/waiting").json["waiting"] != []
    assert referral.post(manager, path, {"agree": agree}).status_code == 200


def test_a_search_asks_the_database_as_much_for_a_hidden_child_as_for_nobody(
    referral: Stage, case: str, manager: Actor, worker: Actor
) -> None:
    block(referral, manager, case_id(case), worker)
    asked = []
    for number in (NHS_NUMBER, NOBODYS_NUMBER):
        with asked_of(referral) as statements:
            answer = referral.post(worker, "/v1/children/search", {"nhs_number": number})
        assert answer.json == {"candidates": []}
        asked.append(len(statements))
    assert asked[0] == asked[1]
