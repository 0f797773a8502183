"""An id of another board in any position of a body or a query is as if it were nobody's.

The positions are those that the operations declare; in each stands what another board has of that kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from pydantic import BaseModel
from werkzeug.test import TestResponse

from commonward.identity import person_id
from tests.architecture.asked import HEAD, WORKER, Asked
from tests.architecture.asking import ASKED
from tests.architecture.made import a_child, a_draft, a_record
from tests.architecture.scene import ID, Scene, scene
from tests.architecture.test_routes_of_others import SERVICES, send
from tests.architecture.test_sql_in_texts import rows

pytestmark = pytest.mark.thorough

Place = tuple[str, ...]
KINDS: dict[str, str] = {
    **dict.fromkeys(("case", "about", "instead"), "case"),
    **dict.fromkeys(("child_id", "into", "other"), "child"),
    **dict.fromkeys(("concern", "row", "triggered_by"), "concern"),
    **dict.fromkeys(("person", "people", "worker", "chair", "cover", "owner_person"), "person"),
    **{each: each for each in ("record", "meeting", "sitting", "draft")},
}
"""What a field of that name names."""
INSTEAD_OF = {"child_id": "child", "concern": "record", "record": "concern"}
"""Fields of which a body has one or the other."""

TRACE = re.compile(r'"trace":"[0-9a-f]*"')


def places(model: type[BaseModel]) -> Iterator[Place]:
    """Where a body or a query may have an id."""
    for name, field in model.model_fields.items():
        yield from dict.fromkeys(_places(field.annotation, (name,)))


def _places(kind: Any, at: Place) -> Iterator[Place]:
    if kind is UUID:
        yield at
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        yield from ((*at, *inner) for inner in places(kind))
    else:
        for each in get_args(kind):
            yield from _places(each, at)


@pytest.fixture(scope="module")
def bolton(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with scene(tmp_path_factory.mktemp("bodies")) as made:
        yield made


@pytest.fixture(scope="module")
def leeds(bolton: Scene) -> Scene:
    return bolton.of("leeds")


@pytest.fixture(scope="module")
def theirs(bolton: Scene) -> dict[str, str]:
    """One thing of Bolton's of each kind."""
    page = bolton.own(WORKER, "referral", "GET", f"/v1/cases/{bolton.known}").json
    sitting, meeting = bolton.sitting()
    return {
        "case": bolton.known,
        "child": a_child(bolton, bolton.known),
        "concern": page["concerns"][0]["id"],
        "record": a_record(bolton),
        "person": str(person_id("bolton", WORKER)),
        "draft": a_draft("referral")(bolton),
        "meeting": meeting,
        "sitting": sitting,
    }


def declared(at: Scene) -> Iterator[tuple[str, str, Place]]:
    """Each operation with each place for an id: of its `body`, or of its `query`."""
    for service in SERVICES:
        app = at.clients[service].application
        for rule in app.url_map.iter_rules():
            told = getattr(app.view_functions[rule.endpoint], "__operation__", None)
            for part in ("body", "query") if told is not None else ():
                model = getattr(told, part)
                path = rule.rule.replace("<uuid:", "{").replace(">", "}")
                for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                    yield from ((f"{service} {method} {path}", part, at) for at in (places(model) if model else ()))


def with_id(asked: Asked, part: str, place: Place, id: str) -> Asked:
    """The same request with this id in that place, where it may have had another or none."""
    made = deepcopy(getattr(asked, part) or {})
    target = made
    for step in place[:-1]:
        target = target.setdefault(step, {})
        target = target[0] if isinstance(target, list) else target
    name = place[-1]
    target.pop(INSTEAD_OF.get(name, ""), None)
    target[name] = [id] if isinstance(target.get(name), list) else id
    return replace(asked, **{part: made})


def said(answer: TestResponse) -> tuple[int, str]:
    """What is answered, whichever id it was that was asked about or made, and whichever trace it is found by."""
    return answer.status_code, "" if answer.status_code < 300 else TRACE.sub("", ID.sub("ID", answer.text))


def test_every_place_for_an_id_is_of_a_kind_that_another_board_has_too(bolton: Scene) -> None:
    found = [*declared(bolton)]
    assert len(found) > 30
    assert {place[-1] for _, _, place in found} - KINDS.keys() == set(), "say in KINDS what a new field names"


def asking(at: Scene, operation: str, place: Place) -> Asked:
    """What the operation's rightful user asks; about somebody else a head of service does."""
    asked = ASKED[operation](at)
    return replace(asked, role=HEAD) if place == ("person",) else asked


def faults(at: Scene, operation: str, part: str, place: Place, id: str) -> Iterator[str]:
    """Where the answer tells another board's id from nobody's, or comes before either is looked at."""
    asked = asking(at, operation, place)
    nobody = send(at, f"leeds/{asked.role}", operation, with_id(asked, part, place, str(uuid4())))
    if nobody.status_code < 300 and part == "body":
        asked = asking(at, operation, place)  # what it was about is done
    answer = send(at, f"leeds/{asked.role}", operation, with_id(asked, part, place, id))
    told = f"{operation}: {part} {'.'.join(place)}: {answer.status_code} {answer.text}"
    if said(answer) != said(nobody):
        yield f"{told}, but of nobody's: {nobody.status_code} {nobody.text}"
    elif answer.status_code not in (200, 201, 404, 409, 422):
        yield f"{told}: that is about something else"
    elif answer.status_code == 422 and place[0] not in answer.text:
        yield f"{told}: that is about another field"


def test_another_boards_id_in_any_place_is_as_if_it_were_nobodys(
    bolton: Scene, leeds: Scene, theirs: dict[str, str]
) -> None:
    before = rows(bolton)
    found = [
        fault
        for operation, part, place in declared(bolton)
        for fault in faults(leeds, operation, part, place, theirs[KINDS[place[-1]]])
    ]
    assert found == []
    after = rows(bolton)
    assert [key for key, number in after.items() if key[2] == "bolton" and number != before[key]] == []
