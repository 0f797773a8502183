"""The services do what their OpenAPI documents say, whatever is sent, as any role: made up by schemathesis.

A run sends the same few hundred requests each time. For a long look with other ones:
`COMMONWARD_TEST_EXAMPLES=500 .venv/bin/pytest tests/end_to_end/test_openapi.py`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.openapi import from_wsgi
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from commonward.identity.actor import PARTNER_ROLE
from tests.architecture.asking import ASKED
from tests.architecture.board_with_everything import ROLES
from tests.architecture.scene import Scene, scene

EXAMPLES = int(os.environ.get("COMMONWARD_TEST_EXAMPLES", "0"))
FEW = 10
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
WHO = [*(f"bolton/{role}" for role in (*ROLES, PARTNER_ROLE)), "leeds/team-manager"]
"""Every core role, and somebody of another board."""

pytestmark = pytest.mark.timeout(60 + 2 * EXAMPLES)


@pytest.fixture(scope="module")
def bolton(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with scene(tmp_path_factory.mktemp("openapi")) as made:
        yield made


@pytest.fixture(scope="module")
def documents(bolton: Scene) -> dict[str, BaseSchema]:
    """Each service's document, with the service behind it."""
    return {name: from_wsgi("/openapi.json", client.application) for name, client in bolton.clients.items()}


@pytest.mark.parametrize("operation", ASKED)
def test_what_its_rightful_user_is_answered_is_as_its_document_says(
    bolton: Scene, documents: dict[str, BaseSchema], operation: str
) -> None:
    service, method, path = operation.split(" ")
    described, asked = documents[service][path][method], ASKED[operation](bolton)
    sent = {"body": asked.body, "media_type": "application/json"} if asked.body is not None else {}
    names = [parameter.name for parameter in described.path_parameters]
    case = described.Case(path_parameters=dict.fromkeys(names, asked.id), query=asked.query, **sent)
    answer = case.call(headers={"Authorization": f"Bearer bolton/{asked.role}"})
    assert answer.status_code < 300, answer.text
    case.validate_response(answer, checks=CHECKS)


@pytest.mark.parametrize("operation", ASKED)
def test_an_operation_answers_as_its_document_says(
    bolton: Scene, documents: dict[str, BaseSchema], operation: str
) -> None:
    service, method, path = operation.split(" ")
    described, asked = documents[service][path][method], ASKED[operation](bolton)
    made_up = st.one_of(described.as_strategy(generation_mode=mode) for mode in GenerationMode)

    @settings(
        max_examples=EXAMPLES or FEW,
        derandomize=not EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(made_up, st.sampled_from([f"bolton/{asked.role}", *WHO]), st.booleans(), st.booleans())
    def explore(case: Case, who: str, known: bool, whole: bool) -> None:
        if known and asked.id:
            case.path_parameters = dict.fromkeys(case.path_parameters, asked.id)
        if known and "case" in asked.query:
            case.query = {**case.query, **asked.query}
        if whole and asked.body is not None and isinstance(case.body, dict):
            case.body = {**asked.body, **case.body}
        answer = case.call(headers={"Authorization": f"Bearer {who}"})
        case.validate_response(answer, checks=CHECKS)

    explore()
