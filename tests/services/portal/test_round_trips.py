"""What a page asks of the services, and they of their databases: counted, as time says little on a busy machine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask, has_request_context, request, request_started
from sqlalchemy import event
from sqlalchemy.engine import Engine

from commonward.cli.forms import simplest
from commonward.clock import london, utcnow
from commonward.procedure import Procedures
from tests.services.glances import of_a_request
from tests.services.portal.place import Visitor, person, story

pytestmark = pytest.mark.thorough

CASE_PAGE = {
    "/v1/cases/<uuid:case>": 15,
    "/v1/cases/<uuid:case>/prompts": 3,
    "/v1/cases/<uuid:case>/timeline": 4,
    "/v1/obligations": 5,
}
"""The most queries of each of its requests: with the audit's row, and one for events that are still on their way."""
FIRST_PAGE = {
    "/v1/work-list": 3,
    "/v1/cases": 2,
    "/v1/waiting": 4,
    "/v1/told": 3,
    "/v1/transfers": 3,
    "/v1/news": 3,
    "/v1/drafts": 2,
}


class Counted:
    """The rules of requests, and of those that queries were for; several threads add to both."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.queries: list[str] = []

    def each(self) -> dict[str, float]:
        """How many queries a request of each rule took."""
        queries = Counter(self.queries)
        return {rule: queries[rule] / many for rule, many in Counter(self.requests).items()}


@contextmanager
def counting() -> Iterator[Counted]:
    counted = Counted()

    def begun(_app: Flask, **_: Any) -> None:
        rule = str(request.url_rule)
        if rule.startswith("/v1/"):
            counted.requests.append(rule)

    def asked(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if has_request_context() and of_a_request(statement):
            counted.queries.append(str(request.url_rule))

    request_started.connect(begun)
    event.listen(Engine, "before_cursor_execute", asked)
    try:
        yield counted
    finally:
        event.remove(Engine, "before_cursor_execute", asked)
        request_started.disconnect(begun)


def test_a_page_of_a_case_asks_seven_things_and_no_more_of_a_longer_one(address: str) -> None:
    case, manager = str(story(address, "leeds").begin(("Often", "Counted"))["case"]), Visitor(address)
    manager.sign_in("leeds-team-manager")
    for records in (2, 20):
        _record(address, case, records)
        with counting() as counted:
            assert manager.get(f"/cases/{case}").status_code == 200
        assert len(counted.requests) == 7
        _no_more_than(CASE_PAGE, counted)


def test_the_first_page_asks_thirteen_things_and_no_more_of_more_cases(address: str) -> None:
    manager = Visitor(address)
    manager.sign_in("leeds-team-manager")
    for name in ("One", "Another"):
        story(address, "leeds").begin((name, "Listed"))
        with counting() as counted:
            assert manager.get("/").status_code == 200
        assert len(counted.requests) == 13
        _no_more_than(FIRST_PAGE, counted)


def _record(address: str, case: str, many: int) -> None:
    kind = Procedures({"leeds": ["national", "leeds"]}).of("leeds").record_kind("mosaic")
    assert kind is not None
    worker, answers = person(address, "leeds-team-manager"), simplest(kind, london(utcnow()).date())
    for _ in range(many):
        worker.post("referral", f"/cases/{case}/records", {"kind": kind.id, "answers": answers})


def _no_more_than(wanted: dict[str, int], counted: Counted) -> None:
    took = counted.each()
    assert took.keys() == wanted.keys()
    assert {rule: many for rule, many in took.items() if many > wanted[rule]} == {}
