"""Deny by default: every route of every service declares its guard, and a guarded one answers nobody unknown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.routing import Rule

from commonward.identity import Capability
from commonward.runtime import Platform, Service, installed_services
from commonward.web.operations import ANYBODY
from tests.core.kept import embedded

SERVICES = installed_services()
APIS = [service for service in SERVICES if service.app is None]
PUBLIC = {"/health/live", "/health/ready", "/openapi.json", "/docs", "/v1/logouts"}
"""All that an API says to anybody; a logout is proved by the provider's own token."""
a_service = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)
an_api = pytest.mark.parametrize("service", APIS, ids=lambda service: service.name)


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    settings = embedded(Path(tmp_path_factory.mktemp("routes")))
    often = settings.limits.model_copy(update={"strangers": 1_000_000})
    made = Platform(settings.model_copy(update={"limits": often}))
    for service in SERVICES:
        made.migrate(service)
    yield made
    made.close()


def rules(app: Flask) -> list[Rule]:
    return list(app.url_map.iter_rules())


def guard(app: Flask, rule: Rule) -> Any:
    return getattr(getattr(app.view_functions[rule.endpoint], "__operation__", None), "guard", None)


def methods(rule: Rule) -> set[str]:
    return (rule.methods or set()) - {"HEAD", "OPTIONS"}


@a_service
def test_every_route_declares_its_guard(platform: Platform, service: Service) -> None:
    app = platform.app(service)
    assert [rule.rule for rule in rules(app) if guard(app, rule) is None] == []


@an_api
def test_only_health_and_documents_are_for_anybody(platform: Platform, service: Service) -> None:
    app = platform.app(service)
    assert {rule.rule for rule in rules(app) if guard(app, rule) is ANYBODY} == PUBLIC


@an_api
def test_every_other_route_asks_for_a_capability(platform: Platform, service: Service) -> None:
    app = platform.app(service)
    guards = {guard(app, rule) for rule in rules(app)} - {ANYBODY}
    assert guards
    assert all(isinstance(each, Capability) for each in guards)


@an_api
@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer made-up"}, {"Authorization": "Basic eDp5"}])
def test_every_guarded_route_answers_401_without_a_good_token(
    platform: Platform, service: Service, headers: dict[str, str]
) -> None:
    app = platform.app(service)
    client = app.test_client()
    guarded = [rule for rule in rules(app) if guard(app, rule) is not ANYBODY]
    answers = {
        (method, rule.rule): client.open(_address(app, rule), method=method, headers=headers, json={})
        for rule in guarded
        for method in methods(rule)
    }
    assert {key: answer.status_code for key, answer in answers.items()} == dict.fromkeys(answers, 401)
    assert {answer.content_type for answer in answers.values()} == {"application/problem+json"}


@an_api
def test_its_document_names_every_guarded_route(platform: Platform, service: Service) -> None:
    app = platform.app(service)
    document = app.test_client().get("/openapi.json").get_json()
    wanted = {
        (rule.rule.replace("<uuid:", "{").replace(">", "}"), m.lower())
        for rule in rules(app)
        if guard(app, rule) is not ANYBODY
        for m in methods(rule)
    }
    told = {(path, method) for path, methods_ in document["paths"].items() for method in methods_}
    assert document["openapi"].startswith("3.")
    assert wanted <= told


@an_api
def test_its_page_needs_no_third_party(platform: Platform, service: Service) -> None:
    answer = platform.app(service).test_client().get("/docs")
    assert answer.status_code == 200
    assert "//" not in answer.text.replace("://127.0.0.1", "")


@an_api
def test_a_route_that_is_not_there_is_a_problem_document(platform: Platform, service: Service) -> None:
    answer = platform.app(service).test_client().get("/v1/nothing")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def _address(app: Flask, rule: Rule) -> str:
    with app.test_request_context():
        return str(app.url_map.bind("").build(rule.endpoint, dict.fromkeys(rule.arguments, UUID(int=1))))
