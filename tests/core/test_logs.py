"""A log is one line an event, with fields from a closed list; a broker that is away does not flood it."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from commonward.settings import TelemetrySettings
from commonward.telemetry import configure_logs, logger

Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def root_as_it_was() -> Iterator[None]:
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = before, level


def lines(captured: Captured) -> list[dict[str, Any]]:
    return [json.loads(line) for line in captured.readouterr().err.splitlines()]


def test_what_a_library_says_is_a_line_of_json_like_ours(capsys: Captured) -> None:
    configure_logs(TelemetrySettings())
    logger("risk").info("worker started")
    logging.getLogger("some.library").warning("gone:\n  %s", "a node")
    ours, theirs = lines(capsys)
    assert (ours["service"], ours["event"]) == ("risk", "worker started")
    assert (theirs["logger"], theirs["level"], theirs["event"]) == ("some.library", "warning", "gone: a node")


def test_why_the_keys_of_an_issuer_were_not_fetched_is_in_the_line(capsys: Captured) -> None:
    configure_logs(TelemetrySettings())
    told = {"issuer": "https://identity.example", "why": "HTTPError", "name_of_a_child": "somebody"}
    logging.getLogger("commonward.identity.keys").warning("keys of an issuer not fetched", extra=told)
    [line] = lines(capsys)
    assert (line["issuer"], line["why"]) == ("https://identity.example", "HTTPError")
    assert "somebody" not in str(line)


def test_of_an_exception_its_type_is_told_and_not_its_words(capsys: Captured) -> None:
    configure_logs(TelemetrySettings())
    try:
        raise ValueError("Mill Lane 1")
    except ValueError:
        logging.getLogger("some.library").exception("failed")
    [line] = lines(capsys)
    assert line["defect"] == "ValueError"
    assert "Mill Lane" not in str(line)


def test_a_library_says_the_same_once_a_minute(capsys: Captured) -> None:
    configure_logs(TelemetrySettings())
    for number in range(50):
        logging.getLogger("kafka.cluster").warning("no node %s", number)
    logging.getLogger("kafka.cluster").error("something else")
    assert [line["event"] for line in lines(capsys)] == ["no node 0", "something else"]


def test_in_development_a_line_is_for_people(capsys: Captured) -> None:
    configure_logs(TelemetrySettings(json_logs=False))
    logging.getLogger("some.library").warning("gone")
    said = capsys.readouterr().err
    assert "gone" in said
    assert not said.startswith("{")
