"""Whoever may not see a case gets 404 on each route about it, and its rightful user never does.

Shut out are: the practitioner of another team, whoever is not named on a restricted case, and whoever is blocked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from commonward.identity import allowed, person_id
from tests.architecture.asked import HEAD, MANAGER, WHY, Asked
from tests.architecture.asking import ASKED
from tests.architecture.board_with_everything import ROLES
from tests.architecture.scene import Scene, scene
from tests.architecture.test_routes_of_others import guards, send

pytestmark = pytest.mark.thorough

NOT_OF_A_CASE = (
    "/v1/drafts",  # what the caller typed, shown to nobody else
    "/v1/covers",  # who stands in for whom, shown to the two and to managers
    "/v1/concerns",  # a concern is taken from whoever may raise one
    "/v1/break-glass",  # the door for those who are shut out
    "/v1/transfers/{transfer}/acceptance",  # the case is another authority's
    "/v1/transfers/{transfer}/refusal",
    "/v1/parked",  # an operator's, who is told of no case
    "/v1/subjects",  # an adult's or a place's: nobody restricts it
)
BY_CASE = ("risk GET /v1/assessments", "meetings GET /v1/meetings", "meetings GET /v1/actions")
BY_CASE += ("notify GET /v1/obligations", "notify GET /v1/notices", "meetings POST /v1/sittings")
"""They name a case in the query or in the body."""
ABOUT_A_CASE = [
    operation
    for operation in ASKED
    if ("{" in operation or operation in BY_CASE) and not operation.split(" ")[2].startswith(NOT_OF_A_CASE)
]


@pytest.fixture(scope="module")
def bolton(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with scene(tmp_path_factory.mktemp("shut-out")) as made:
        yield made


def changed(at: Scene, case: str, what: str, body: dict[str, Any]) -> None:
    at.done(HEAD, "referral", f"/cases/{case}/{what}", {**body, "reason": WHY})


@contextmanager
def restricted(at: Scene, cases: list[str], _role: str) -> Iterator[None]:
    for case in cases:
        changed(at, case, "restriction", {"people": [], "code": "other"})
    yield
    for case in cases:
        changed(at, case, "restriction/lifting", {})


@contextmanager
def blocked(at: Scene, cases: list[str], role: str) -> Iterator[None]:
    person = {"person": str(person_id("bolton", role))}
    for case in cases:
        changed(at, case, "blocks", {**person, "code": "relative"})
    yield
    for case in cases:
        changed(at, case, "blocks/lifting", person)


def is_shut(at: Scene, who: str, operation: str, asked: Asked, why: str) -> None:
    answer = send(at, who, operation, asked)
    assert answer.status_code == 404, f"{operation} as {who}, {why}: {answer.status_code} {answer.text[:300]}"


@pytest.mark.parametrize("operation", ABOUT_A_CASE)
def test_the_shut_out_get_404_and_the_rightful_user_never_does(bolton: Scene, operation: str) -> None:
    before = len(bolton.cases)
    asked = ASKED[operation](bolton)
    cases = bolton.cases[before:] or [bolton.known]
    capability = guards(bolton, operation.split(" ")[0])[operation.partition(" ")[2]]
    if allowed(capability, {"practitioner"}):
        is_shut(bolton, "bolton/social-worker/elsewhere", operation, asked, "of another team")
    if ROLES[asked.role] != "head-of-service":
        with restricted(bolton, cases, asked.role):
            named = {MANAGER} & {asked.role} if operation.endswith("restriction/lifting") else set()
            if not named:
                is_shut(bolton, f"bolton/{asked.role}", operation, asked, "restricted")
        with blocked(bolton, cases, asked.role):
            is_shut(bolton, f"bolton/{asked.role}", operation, asked, "blocked")
    if operation.endswith("restriction/lifting"):
        changed(bolton, cases[0], "restriction", {"people": [str(person_id("bolton", MANAGER))], "code": "other"})
    rightful = send(bolton, f"bolton/{asked.role}", operation, asked)
    assert rightful.status_code in (200, 201, 202, 409, 422), rightful.text
