"""Both boards, both shapes: the same concern leads to the same decisions, each with its citation."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.end_to_end.running import distributed, embedded, json_of, up

if TYPE_CHECKING:
    from tests.conftest import Database

pytestmark = [pytest.mark.stack, pytest.mark.timeout(300)]

BOARDS = ("bolton", "leeds")
UNTOLD = {"notice-delivered", "time-reached"}
"""These say when something was done, not what was decided."""
CITED = {
    "concern-routed",
    "assessment-requested",
    "level-decided",
    "response-called-for",
    "meeting-required",
    "obligation-opened",
    "obligation-discharged",
    "obligation-superseded",
    "notice-raised",
}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(T[0-9:.]+(Z|[+-]\d{2}:\d{2}))?")
REFERENCE = re.compile(r"[A-Z]{3}-\d{4}-[0-9A-Z]{6}")
Told = dict[str, dict[str, Any]]


@pytest.fixture(scope="module")
def on_one_process(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What both boards did on SQLite, without a broker."""
    folder = Path(tmp_path_factory.mktemp("embedded"))
    return _play(embedded(folder), folder)


@pytest.fixture(scope="module")
def on_servers(tmp_path_factory: pytest.TempPathFactory, fresh_database: Database, kafka_servers: str) -> Told:
    """What both boards did on Kafka and PostgreSQL."""
    folder = Path(tmp_path_factory.mktemp("distributed"))
    return _play(distributed(folder, fresh_database, kafka_servers), folder)


def _play(environment: Any, folder: Path) -> Told:
    with up(environment, folder):
        return {case["authority"]: case for case in json_of(environment, "demo")}


def decisions(case: dict[str, Any]) -> Counter[tuple[str, ...]]:
    """What was decided, by whom and by which rule, without ids and times."""
    return Counter(
        (
            entry["service"],
            entry["what"],
            _plain(entry["facts"]),
            ", ".join(citation["rule"] for citation in entry["because"]),
        )
        for entry in case["timeline"]
        if entry["what"] not in UNTOLD
    )


def _plain(facts: Any) -> str:
    text = repr(sorted(facts.items()))
    for pattern, name in ((UUID, "<id>"), (REFERENCE, "<reference>"), (MOMENT, "<moment>")):
        text = pattern.sub(name, text)
    return text


@pytest.mark.parametrize("board", BOARDS)
def test_both_shapes_come_to_the_same_decisions(on_one_process: Told, on_servers: Told, board: str) -> None:
    assert decisions(on_one_process[board]) == decisions(on_servers[board])


@pytest.mark.parametrize("board", BOARDS)
def test_the_concern_goes_all_the_way(on_servers: Told, board: str) -> None:
    happened = {entry["what"] for entry in on_servers[board]["timeline"]}
    way = {
        "case-opened",
        "concern-routed",
        "assessment-completed",
        "response-called-for",
        "meeting-held",
        "plan-adopted",
    }
    assert way <= happened


@pytest.mark.parametrize("board", BOARDS)
def test_every_decision_shows_the_paragraph_that_it_follows(on_servers: Told, board: str) -> None:
    decided = [entry for entry in on_servers[board]["timeline"] if entry["what"] in CITED]
    assert decided
    assert [entry["says"] for entry in decided if not entry["because"]] == []
    assert all(cited["paragraph"] and cited["summary"] for entry in decided for cited in entry["because"])


@pytest.mark.parametrize("board", BOARDS)
def test_every_notice_that_was_raised_was_delivered_once(on_servers: Told, board: str) -> None:
    timeline = on_servers[board]["timeline"]
    raised = Counter(entry["facts"]["notice"] for entry in timeline if entry["what"] == "notice-raised")
    delivered = Counter(entry["facts"]["notice"] for entry in timeline if entry["what"] == "notice-delivered")
    assert raised == delivered
    assert set(raised.values()) == {1}


def test_the_boards_answer_alike_only_what_is_national(on_servers: Told) -> None:
    bolton, leeds = (decisions(on_servers[board]) for board in BOARDS)
    assert {key[3] for key in bolton & leeds if key[3]} == {"NAT-3.action", "NAT-3.next-meeting"}


@pytest.mark.parametrize("board", BOARDS)
def test_no_entry_names_the_child(on_servers: Told, board: str) -> None:
    assert "Demonstration" not in repr(on_servers[board])
