"""What a person does to a case by one short form; each keeps what was typed and says what is wrong at its field."""

from __future__ import annotations

import pytest

from commonward.clock import london, utcnow
from commonward.identity import Capability, person_id
from commonward.identity.policy import POLICY
from commonward.procedure import Procedures
from commonward_portal.acts import ACTS, Known
from commonward_portal.questions import Asks, Question
from tests.services.portal.place import Visitor, person, story

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def case(address: str) -> str:
    return str(story(address, "bolton").begin(("Acts", "Example"))["case"])


def signed_in(address: str, sub: str) -> Visitor:
    visitor = Visitor(address)
    visitor.sign_in(sub)
    return visitor


@pytest.fixture
def manager(address: str) -> Visitor:
    return signed_in(address, "bolton-team-manager")


def offers(visitor: Visitor, path: str, act: str) -> bool:
    """Whether the case's page has the act among what can be done about it."""
    listed = visitor.get(path).text.partition("Do something about this case")[2]
    return f'href="{path}/do/{act}"' in listed


def day(name: str, on: int) -> dict[str, str]:
    return {f"{name}-day": str(on), f"{name}-month": "3", f"{name}-year": "2026"}


def at(name: str, on: int) -> dict[str, str]:
    return {**day(name, on), f"{name}-time": "21:30"}


@pytest.mark.parametrize("name", ACTS)
def test_an_empty_form_says_what_to_answer(manager: Visitor, case: str, name: str) -> None:
    answer = manager.send(f"/cases/{case}/do/{name}")
    assert answer.status_code == 422
    assert "answer this" in answer.text.lower()


def test_a_case_is_allocated(manager: Visitor, case: str) -> None:
    answer = manager.send(f"/cases/{case}/do/allocation", role="social-worker", team="referral-and-assessment-north")
    assert "Allocated." in answer.text


def test_a_case_is_given_to_nobody_who_works_with_none(manager: Visitor, case: str) -> None:
    sent = {"role": "social-worker", "team": "referral-and-assessment-north"}
    operator = str(person_id("bolton", "operator"))
    answer = manager.send(f"/cases/{case}/do/allocation", worker=operator, **sent)
    assert answer.status_code == 422
    assert operator not in manager.get(f"/cases/{case}/do/allocation").text


def test_a_case_is_given_to_nobody_in_a_role_that_is_not_theirs(manager: Visitor, case: str) -> None:
    typed = {"worker": str(person_id("bolton", "bolton-social-worker")), "team": "referral-and-assessment-north"}
    answer = manager.send(f"/cases/{case}/do/allocation", **typed, role="exit-worker")
    assert answer.status_code == 422
    assert 'href="#role">In which role? This is not theirs: they are Social worker' in answer.text
    assert "Allocated." in manager.send(f"/cases/{case}/do/allocation", **typed, role="social-worker").text


def test_a_role_that_nobody_knows_is_told_at_its_field(manager: Visitor, case: str) -> None:
    answer = manager.send(f"/cases/{case}/do/allocation", role="astronaut", team="referral-and-assessment-north")
    assert answer.status_code == 422
    assert 'href="#role"' in answer.text


def test_a_child_that_is_missing_stands_at_the_top_of_the_case(manager: Visitor, case: str) -> None:
    manager.send(f"/cases/{case}/do/missing", agency="police", account="A synthetic report.", **at("missing_from", 1))
    assert "The child is missing" in manager.until(f"/cases/{case}", "The child is missing")


def test_a_child_that_came_back_is_recorded_once_from_where_the_case_says_that_it_is_missing(
    address: str, manager: Visitor
) -> None:
    path = f"/cases/{story(address, 'bolton').begin(('Returns', 'Example'))['case']}"
    assert not offers(manager, path, "return")
    assert "there is nothing of this to do" in manager.get(f"{path}/do/return").text
    manager.send(f"{path}/do/missing", agency="police", **at("missing_from", 1))
    page = manager.until(path, "The child is missing")
    assert f'<a class="govuk-link" href="{path}/do/return">The child is missing</a>' in page
    assert not offers(manager, path, "missing")
    early = manager.send(f"{path}/do/return", **{**at("returned_at", 1), "returned_at-time": "20:30"})
    assert (early.status_code, 'href="#returned_at' in early.text) == (422, True)
    back = manager.send(f"{path}/do/return", **at("returned_at", 2))
    assert "Recorded. The child is back." in back.text
    assert "The child is missing" not in manager.get(path).text
    assert (offers(manager, path, "return"), offers(manager, path, "missing")) == (False, True)
    assert manager.send(f"{path}/do/return", **at("returned_at", 3)).status_code == 409


def test_who_raised_a_concern_says_that_the_child_is_missing_and_is_back(address: str, worker: Visitor) -> None:
    case = str(story(address, "bolton").begin(("Referred", "Example"))["case"])
    head, referrer, other = (
        person(address, f"bolton-{role}") for role in ("team-manager", "social-worker", "exit-worker")
    )
    told = {"child_id": head.get("referral", f"/cases/{case}")["child_id"], "agency": "school"}
    today = london(utcnow()).date().isoformat()
    referrer.post("referral", "/concerns", {**told, "happened_on": today, "account": "A synthetic account."})
    allocated = {"role": "exit-worker", "team": "elsewhere", "worker": other.id}
    head.post("referral", f"/cases/{case}/allocation", allocated)
    path = f"/cases/{case}"
    assert (offers(worker, path, "missing"), offers(worker, path, "correction")) == (True, False)
    assert "Reported." in worker.send(f"{path}/do/missing", agency="school", **at("missing_from", 1)).text
    assert "Recorded." in worker.send(f"{path}/do/return", **at("returned_at", 2)).text


def test_a_restriction_is_said_on_the_case_and_is_lifted_only_while_there_is_one(
    address: str, manager: Visitor
) -> None:
    path = f"/cases/{story(address, 'bolton').begin(('Kept', 'Example'))['case']}"
    assert not offers(manager, path, "lifting")
    manager.send(f"{path}/do/restriction", code="known-person", reason="A synthetic reason.")
    assert "The case is restricted" in manager.get(path).text
    assert offers(manager, path, "lifting")
    assert "Lifted." in manager.send(f"{path}/do/lifting", reason="A synthetic reason.").text
    assert "The case is restricted" not in manager.get(path).text


def test_somebody_is_let_in_again_only_where_somebody_is_kept_out(address: str, manager: Visitor) -> None:
    path = f"/cases/{story(address, 'bolton').begin(('Conflict', 'Example'))['case']}"
    assert not offers(manager, path, "unblock")
    other = person(address, "bolton-exit-worker").id
    manager.send(f"{path}/do/block", person=other, code="relative", reason="A synthetic reason.")
    assert offers(manager, path, "unblock")


def test_a_case_is_held_or_let_go_never_both(address: str) -> None:
    head = signed_in(address, "bolton-head-of-service")
    path = f"/cases/{story(address, 'bolton').begin(('Held', 'Example'))['case']}"
    assert (offers(head, path, "hold"), offers(head, path, "hold-lifting")) == (True, False)
    head.send(f"{path}/do/hold", reason="A synthetic inquiry.")
    assert (offers(head, path, "hold"), offers(head, path, "hold-lifting")) == (False, True)


def test_the_form_of_a_restriction_names_everybody_who_still_sees_the_case() -> None:
    rows = [row for row in POLICY.row if row.also_restricted and Capability.CASE_READ in row.may]
    assert {role for row in rows for role in row.roles} == {"head-of-service"}
    assert "the head of service" in ACTS["restriction"].lead


def test_a_correction_waits_for_a_second_person(manager: Visitor, case: str) -> None:
    answer = manager.send(f"/cases/{case}/do/correction", looked_after="yes", reason="A synthetic mistake.")
    assert "It waits for a second person" in answer.text
    assert f"/cases/{case}/agree/proposal/" in manager.get(f"/cases/{case}").text


def test_where_there_are_several_concerns_a_correction_says_which_it_is_about() -> None:
    which = Question("concern", "Which concern is it about?", Asks.PICK, (("a", "A"), ("b", "B")))
    procedure = Procedures({"bolton": ("national", "bolton")}).of("bolton")
    known = Known(procedure, people=(), agencies=(), teams=(), which_concern=[which])
    assert ACTS["correction"].asks(known)[0] is which
    read = {"concern": ("b",), "looked_after": ("no",), "reason": ("Synthetic.",)}
    body = {"corrections": {"looked_after": "no"}, "concern": "b", "reason": "Synthetic."}
    assert ACTS["correction"].body(read) == body


def test_a_correction_of_nothing_is_refused_and_keeps_the_reason(manager: Visitor, case: str) -> None:
    answer = manager.send(f"/cases/{case}/do/correction", reason="A synthetic reason.")
    assert answer.status_code in (409, 422)
    assert "A synthetic reason." in answer.text


def test_who_may_not_allocate_is_not_offered_it_and_is_refused(worker: Visitor, case: str) -> None:
    assert f"/cases/{case}/do/allocation" not in worker.get(f"/cases/{case}").text
    answer = worker.send(f"/cases/{case}/do/allocation", role="social-worker", team="referral-and-assessment-north")
    assert answer.status_code == 403


def test_an_act_that_nobody_knows_is_not_there(manager: Visitor, case: str) -> None:
    assert manager.get(f"/cases/{case}/do/erase").status_code == 404


def test_a_case_is_offered_to_another_board_which_takes_it(address: str, manager: Visitor) -> None:
    raised = story(address, "bolton").begin(("Moves", "Example"))
    asked = manager.send(f"/cases/{raised['case']}/do/transfer", to="leeds", note="The family moves to Leeds.")
    assert "Asked. The other board answers." in asked.text
    other = signed_in(address, "leeds-team-manager")
    assert 'href="/transfers"' in other.until("/", "Bolton", "asks you to take a case", raised["reference"])
    page = other.until("/transfers", "The family moves to Leeds.", "Take the case")
    action = page.partition('action="/transfers/')[2].partition('"')[0]
    done = other.post(f"/transfers/{action}", {"csrf": page.partition('name="csrf" value="')[2].partition('"')[0]})
    assert "Accepted." in done.text
    told = manager.until("/", "Leeds has taken the case.")
    assert f'href="/cases/{raised["case"]}"' in told
    assert "asks you to take a case" not in other.get("/").text, "it is answered"


def test_a_board_that_does_not_take_a_case_tells_who_asked_why(address: str, manager: Visitor) -> None:
    raised = story(address, "bolton").begin(("Stays", "Example"))
    manager.send(f"/cases/{raised['case']}/do/transfer", to="leeds", note="They may move, perhaps.")
    other = signed_in(address, "leeds-team-manager")
    page = other.until("/transfers", "They may move, perhaps.").partition("They may move, perhaps.")[2]
    offer = page.partition('action="/transfers/')[2].partition("/")[0]
    csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
    other.post(f"/transfers/{offer}/refuse", {"csrf": csrf, "reason": "more-is-wanted"})
    told = manager.until("/", "The case was not transferred to Leeds (Refused: More is wanted). It stays here.")
    assert f'href="/cases/{raised["case"]}"' in told


def test_nobody_is_asked_to_put_right_what_they_may_not_know(address: str, manager: Visitor) -> None:
    path = f"/cases/{story(address, 'bolton').begin(('Police', 'Example'))['case']}/do/correction"
    assert 'name="sexually_active"' in manager.get(path).text
    page = signed_in(address, "bolton-police-officer").get(path).text
    assert 'name="sexually_active"' not in page
    assert 'name="significant_harm"' in page
