"""SQL in every text that a body or a query may hold: taken as the text that it is, or refused, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel

from commonward.runtime import installed_services
from tests.architecture.asked import Asked
from tests.architecture.asking import ASKED
from tests.architecture.scene import BOARDS, Scene, scene
from tests.architecture.test_routes_of_others import send

pytestmark = pytest.mark.thorough

PAYLOADS = (
    "'; DELETE FROM subject; --",
    "x' OR '1'='1",
    "'); INSERT INTO partner VALUES ('leeds'); --",
    '" UNION SELECT wrapped FROM data_key --',
    "%' ESCAPE '\\",
)
TOLD = ("sqlite", "psycopg", "syntax", "near ", "select", "traceback", "data_key")
"""Words of a database, or of its driver, that no answer has."""
TAKEN = {200, 201, 202}
REFUSED = {400, 403, 404, 409, 422}


@pytest.fixture(scope="module")
def bolton(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with scene(tmp_path_factory.mktemp("sql")) as made:
        yield made


def texts(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where texts stand in a body."""
    if isinstance(value, dict):
        for name, each in value.items():
            yield from texts(each, (*at, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from texts(each, (*at, number))
    elif isinstance(value, str):
        yield at


def free_texts(at: Scene, operation: str) -> Iterator[str]:
    """Texts that the body may have and the table's does not."""
    service, method, path = operation.split(" ")
    document = at.clients[service].get("/openapi.json").get_json()
    described = document["paths"][path][method.lower()].get("requestBody")
    if described is None:
        return
    name = described["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    for field, schema in document["components"]["schemas"][name].get("properties", {}).items():
        if any(kind.get("type") == "string" for kind in [schema, *schema.get("anyOf", [])]):
            yield field


def changed(body: Any, at: tuple[Any, ...], text: str) -> Any:
    made = deepcopy(body)
    target = made
    for step in at[:-1]:
        target = target[step]
    target[at[-1]] = text
    return made


def with_payloads(at: Scene, operation: str, asked: Asked) -> Iterator[Asked]:
    body = dict(asked.body or {})
    places = [*texts(body), *((field,) for field in free_texts(at, operation) if field not in body)]
    for number, place in enumerate(places):
        yield Asked(asked.role, asked.id, changed(body, place, PAYLOADS[number % len(PAYLOADS)]), asked.query)
    for number, name in enumerate(asked.query):
        query = {**asked.query, name: PAYLOADS[number % len(PAYLOADS)]}
        yield Asked(asked.role, asked.id, asked.body, query)


def rows(at: Scene) -> dict[tuple[str, str, str], int]:
    """How many rows each table has of each board."""
    found = {}
    for service in (each for each in installed_services() if each.app is None):
        database = at.region.platform.resources(service.name).database
        for board in BOARDS:
            with database.session(board) as session:
                for model in service.models:
                    table = SQLModel.metadata.tables[str(model.__tablename__)]
                    wanted = select(func.count()).select_from(table).where(table.c.authority == board)
                    found[service.name, table.name, board] = session.scalar(wanted) or 0
    return found


@pytest.mark.parametrize("operation", ASKED)
def test_sql_is_a_text_like_any_other(bolton: Scene, operation: str) -> None:
    asked = ASKED[operation](bolton)
    before = rows(bolton)
    for tried in with_payloads(bolton, operation, asked):
        answer = send(bolton, f"bolton/{tried.role}", operation, tried)
        said = f"{operation}: {tried.body or tried.query}: {answer.status_code} {answer.text[:300]}"
        assert answer.status_code in TAKEN | REFUSED, said
        if answer.status_code in REFUSED:
            assert not [word for word in TOLD if word in answer.text.lower()], said
    after = rows(bolton)
    lost = {key: (number, after[key]) for key, number in before.items() if after[key] < number and key[1] != "draft"}
    assert {key: number for key, number in lost.items() if key[1] != "tie"} == {}  # lifting takes ties away
    assert [key for key, number in after.items() if key[2] == "leeds" and number != before[key]] == []
