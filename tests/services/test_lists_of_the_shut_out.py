"""What names nobody in its address shows nothing of a case that its caller may not see: not even that it is there.

Every route of every service is in `asking`, so a new list, search or report is asked here too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pytest

from commonward.identity import person_id
from tests.architecture.asked import HEAD, MANAGER, WORKER, Asked
from tests.architecture.asking import ASKED
from tests.architecture.board_with_everything import ROLES
from tests.architecture.made import (
    BREACH,
    a_breached_obligation,
    a_draft,
    a_held_case,
    a_link,
    a_merged_child,
    a_provisional_level,
    a_transfer,
    a_waiting_decision,
    a_waiting_record,
    an_offer,
    break_glass,
)
from tests.architecture.scene import ID, Scene, scene
from tests.architecture.test_routes_of_others import send
from tests.architecture.test_routes_of_the_shut_out import blocked, restricted
from tests.services.meetings.bodies import convening
from tests.services.referral.bodies import child, report

pytestmark = pytest.mark.thorough

CHANGING = ("/v1/concerns", "/v1/subjects", "/v1/break-glass", "/v1/covers", "/v1/sittings", "/v1/drafts")
"""A POST to these writes something; what it answers is asked of in the tests of each."""
OF_ONE_CASE = ("meetings GET /v1/actions", "notify GET /v1/notices")
"""They want a case in their query: `test_routes_of_the_shut_out` asks them."""
NAMES_NOBODY = [
    operation
    for operation in ASKED
    if "{" not in operation
    and operation not in OF_ONE_CASE
    and not (operation.split(" ")[1] == "POST" and operation.endswith(CHANGING))
]
SHOWS = {
    "referral GET /v1/cases",
    "referral GET /v1/waiting",
    "referral GET /v1/news",
    "referral GET /v1/transfers",
    "referral GET /v1/break-glass",
    "referral GET /v1/drafts",
    "referral POST /v1/children/search",
    "referral POST /v1/concerns/preview",
    "risk GET /v1/assessments",
    "risk GET /v1/waiting",
    "meetings GET /v1/news",
    "risk GET /v1/drafts",
    "meetings GET /v1/drafts",
    "meetings GET /v1/meetings",
    "notify GET /v1/obligations",
    "notify GET /v1/breaches",
}
"""Those that do show something of a case to whoever may see it: else the test would prove nothing of them."""
ALICE = {"given_name": "Synthetic", "family_name": "Marker", "born": child()["born"]}
"""One child all along: the scene's days go on, perhaps into another month."""


@dataclass(frozen=True)
class Board:
    """Much that is about cases, what is asked for it, and whatever would give a case away."""

    scene: Scene
    asked: Mapping[str, Asked]
    marks: frozenset[str]

    def shown(self, operation: str) -> set[str]:
        """What of the cases an answer gives away."""
        asked = self.asked[operation]
        answer = send(self.scene, f"bolton/{asked.role}", operation, asked)
        assert answer.status_code == 200, f"{operation}: {answer.status_code} {answer.text}"
        return {mark for mark in self.marks if mark in answer.text}


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    with scene(tmp_path_factory.mktemp("lists")) as made:
        happen(made)
        asked = {operation: of_everything(ASKED[operation](made)) for operation in NAMES_NOBODY}
        asked["referral POST /v1/children/search"] = Asked(WORKER, body=dict(ALICE))
        asked["referral POST /v1/concerns/preview"] = Asked(WORKER, body=report(child=child(**ALICE)))
        yield Board(made, asked, marks(made))


def happen(at: Scene) -> None:
    """One of each kind of thing, each about a case of its own."""
    for make in (
        a_waiting_record,
        a_waiting_decision,
        a_transfer,
        a_held_case,
        a_merged_child,
        a_link,
        a_provisional_level,
        Scene.proposal,
        Scene.judged,
        Scene.plan,
        *(a_draft(service) for service in ("referral", "risk", "meetings")),
    ):
        make(at)
    at.done(WORKER, "referral", "/break-glass", break_glass(at).body or {})
    at.done(MANAGER, "referral", f"/transfers/{an_offer(at)}/acceptance", {})
    at.later(minutes=1)
    others_act(at)
    case = at.done(WORKER, "referral", "/concerns", report(child=child(**ALICE)))["case"]
    at.cases.append(str(case))
    at.done(MANAGER, "notify", f"/obligations/{a_breached_obligation(at)}/acknowledgement", BREACH)


def others_act(at: Scene) -> None:
    """What is news to the worker: others wrote and convened on a case of theirs, at another time than they did."""
    meeting = at.meeting()
    case = at.cases[-1]
    at.later(minutes=1)
    at.done(MANAGER, "referral", f"/cases/{case}/records", {"kind": "note", "answers": {"kind": ["good"]}})
    at.done(MANAGER, "meetings", f"/meetings/{meeting}/convening", convening())


def of_everything(asked: Asked) -> Asked:
    """The list as a whole, where it can be had."""
    return replace(asked, query={name: value for name, value in asked.query.items() if name != "case"})


def marks(at: Scene) -> frozenset[str]:
    """Ids and references of every case, and the ids of what is about it, as the head of service reads them."""
    offered = at.ask(f"bolton/{HEAD}", "referral", "GET", "/v1/transfers").json["transfers"]
    at.cases += [line["case"] for line in offered if line["case"]]
    found: set[str] = set()
    for case in at.cases:
        page = at.ask(f"bolton/{HEAD}", "referral", "GET", f"/v1/cases/{case}")
        found |= {case, page.json["case"]["reference"], *ID.findall(page.text)}
        for service, what in (("risk", "assessments"), ("meetings", "meetings"), ("notify", "obligations")):
            listed = at.ask(f"bolton/{HEAD}", service, "GET", f"/v1/{what}", query={"case": case})
            found |= {line["id"] for line in listed.json[what]}
    return frozenset(found - {str(person_id("bolton", role)) for role in ROLES} - {"None"})


def test_they_do_show_a_case_to_whoever_may_see_it(board: Board) -> None:
    assert {operation for operation in NAMES_NOBODY if board.shown(operation)} >= SHOWS


@pytest.mark.parametrize("role", ["analyst", "operator", "partner"])
def test_those_who_work_with_no_child_are_told_of_none(board: Board, role: str) -> None:
    for operation, asked in board.asked.items():
        answer = send(board.scene, f"bolton/{role}", operation, asked)
        assert answer.status_code in (200, 403), f"{operation}: {answer.status_code}"
        assert not {mark for mark in board.marks if mark in answer.text}, operation


@pytest.mark.parametrize("how", [restricted, blocked])
def test_nothing_of_a_case_is_shown_to_the_shut_out(board: Board, how: type) -> None:
    at = board.scene
    for role in (WORKER, MANAGER):
        with how(at, list(dict.fromkeys(at.cases)), role):
            mine = [operation for operation, asked in board.asked.items() if asked.role == role]
            told = {operation: board.shown(operation) for operation in mine}
        assert {operation: found for operation, found in told.items() if found} == {}, role
