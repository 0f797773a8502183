"""Nobody of one board reaches anything of another: each operation of the OpenAPI documents, as each core role.

The same request by its rightful user answers 2xx, so that a 404 is for whose it is and not for what it says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from uuid import uuid4

import pytest
from werkzeug.test import TestResponse

from commonward.identity import CORE_ROLES, Capability, allowed
from commonward.identity.actor import PARTNER_ROLE
from commonward.runtime import find_service
from commonward.web.operations import ANYBODY
from tests.architecture.asked import WHY, Asked
from tests.architecture.asking import ASKED
from tests.architecture.board_with_everything import ROLES
from tests.architecture.made import a_party
from tests.architecture.scene import ID, Scene, scene
from tests.services.referral.bodies import report

pytestmark = pytest.mark.thorough

SERVICES = ("referral", "risk", "meetings", "notify")
STRANGERS = {**ROLES, PARTNER_ROLE: "partner"}
"""Job roles of the other board, and their core roles."""


@pytest.fixture(scope="module")
def bolton(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with scene(tmp_path_factory.mktemp("routes")) as made:
        yield made


def guards(at: Scene, service: str) -> dict[str, Capability]:
    """What each operation of a service asks for, by its method and path in the OpenAPI document."""
    app = at.clients[service].application
    found = {}
    for rule in app.url_map.iter_rules():
        guard = app.view_functions[rule.endpoint].__operation__.guard  # type: ignore[attr-defined]
        if guard is not ANYBODY:
            path = re.sub(r"<uuid:(\w+)>", r"{\1}", rule.rule)
            found |= {f"{method} {path}": guard for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    return found


def send(at: Scene, who: str, operation: str, asked: Asked) -> TestResponse:
    service, method, path = operation.split(" ")
    return at.ask(who, service, method, re.sub(r"{\w+}", asked.id, path), asked.body, asked.query)


def elsewhere(asked: Asked) -> Asked:
    """The same about what was never there."""
    query = {**asked.query, "case": str(uuid4())} if "case" in asked.query else asked.query
    return replace(asked, id=str(uuid4()), query=query)


def test_the_strangers_have_every_core_role() -> None:
    assert set(STRANGERS.values()) == set(CORE_ROLES)


def test_every_operation_of_every_document_is_in_the_table(bolton: Scene) -> None:
    documented = set()
    for service in SERVICES:
        assert find_service(service).name == service
        paths = bolton.clients[service].get("/openapi.json").get_json()["paths"]
        told = {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}
        documented |= {f"{service} {each}" for each in told & guards(bolton, service).keys()}
    assert documented == ASKED.keys(), "say in tests/architecture/asking.py what a new route is asked"


@pytest.mark.parametrize("operation", ASKED)
def test_another_boards_people_get_404_and_the_rightful_user_a_2xx(bolton: Scene, operation: str) -> None:
    asked = ASKED[operation](bolton)
    capability = guards(bolton, operation.split(" ")[0])[operation.partition(" ")[2]]
    names_somebody = ID.search(f"{asked.id} {json.dumps(asked.body)}")
    if not names_somebody:
        send(bolton, f"bolton/{asked.role}", operation, asked)  # so that there is something to be seen
    before = set(bolton.ids)
    for role, core in STRANGERS.items():
        answer = send(bolton, f"leeds/{role}", operation, asked)
        told = f"{operation} as leeds/{role}: {answer.status_code} {answer.text[:300]}"
        if not allowed(capability, {core}):
            assert answer.status_code == 403, told
        elif asked.id or "case" in asked.query:
            never_there = send(bolton, f"leeds/{role}", operation, elsewhere(asked))
            assert (answer.status_code, answer.text) == (never_there.status_code, never_there.text), told
            assert answer.status_code == 404 or not asked.id, told
        elif names_somebody:
            assert answer.status_code in (404, 422), told
        assert not [id for id in before if id in answer.text], told
    rightful = send(bolton, f"bolton/{asked.role}", operation, asked)
    assert 200 <= rightful.status_code < 300, rightful.text


def bodies(at: Scene) -> dict[str, tuple[str, dict[str, object]]]:
    """Commands about a case of one's own (`own`) that name something of Bolton's."""
    sought = {"given_name": "Synthetic", "family_name": "Example"}
    child = at.done("social-worker", "referral", "/children/search", sought)["candidates"][0]["child"]
    reported = {name: value for name, value in report(child_id=child).items() if name != "child"}
    note = {"kind": "note", "answers": {"kind": ["good"], "visitor": [a_party(at)]}}
    return {
        "the child of a concern": ("concerns", reported),
        "the child of a correction": ("cases/own/corrections", {"corrections": {"child_id": child}, "reason": WHY}),
        "an adult in a form": ("cases/own/records", note),
        "a sibling": ("cases/own/siblings", {"child_id": child, "relation": "full", "reason": WHY}),
        "the case that stays": ("cases/own/voiding", {"kind": "duplicate", "instead": at.known, "reason": WHY}),
    }


def test_an_id_of_another_board_inside_a_body_is_as_if_it_were_nobodys(bolton: Scene) -> None:
    own = bolton.ask("leeds/social-worker", "referral", "POST", "/v1/concerns", report()).json["case"]
    rightful = bolton.case()
    bolton.region.settle()
    for what, (path, body) in bodies(bolton).items():
        nobody = json.loads(ID.sub(str(uuid4()), json.dumps(body)))
        theirs, never_there = (
            bolton.ask("leeds/social-worker", "referral", "POST", f"/v1/{path.replace('own', own)}", sent)
            for sent in (body, nobody)
        )
        assert theirs.status_code in (404, 422), f"{what}: {theirs.status_code} {theirs.text}"
        assert (theirs.status_code, theirs.text) == (never_there.status_code, never_there.text), what
        bolton.done("social-worker", "referral", f"/{path.replace('own', rightful)}", body)
