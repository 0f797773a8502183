"""A timeline says in the board's words what an event's code alone would not."""

from __future__ import annotations

import re

import pytest
from pydantic_core import to_json

from commonward.contracts import Event, event_types
from commonward.procedure import Procedure, Procedures, RecordKind, events, form, tell
from tests.services.boards import Board, layer

NOTE = RecordKind("note", "Note of a call", ("MIL-7.gate",), (), (form.one_of("kind", "Kind", "good", "bad"),))


@pytest.fixture(scope="module")
def procedure() -> Procedure:
    board = Board(records=(NOTE,))
    return Procedures({board.code: (board.code,)}, {board.code: layer(board)}).of(board.code)


def example(event: type[Event], **changes: object) -> Event:
    return event.model_validate_json(to_json({**event.example, **changes}))


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (events.RecordMade, f"Recorded: {NOTE.title}"),
        (events.RecordVoided, f"Taken back as wrong: {NOTE.title}"),
    ],
)
def test_a_record_is_told_by_its_forms_title(procedure: Procedure, event: type[Event], says: str) -> None:
    assert tell(example(event, kind=NOTE.id), procedure) == says


def test_every_event_is_told_in_one_line(procedure: Procedure) -> None:
    for event in event_types().values():
        said = tell(example(event), procedure)
        assert re.fullmatch(r"[A-Z].+", said), event.type
