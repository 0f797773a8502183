"""`commonward history load`: what an operator is told, and what is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commonward.cli import cli
from tests.end_to_end import running

pytestmark = pytest.mark.thorough

Load = Callable[..., Result]
CONCERN = {
    "kind": "concern",
    "case": "MIG-1",
    "at": "2025-12-01T10:00:00+00:00",
    "child": {"given_name": "Synthetic", "family_name": "Example", "born": "2011-01-15"},
    "agency": "school",
    "happened_on": "2025-11-30",
    "account": "Synthetic words.",
}


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Run it in an empty region of development, with these lines."""
    for name, value in running.embedded(tmp_path / "region").items():
        monkeypatch.setenv(name, value)
    assert CliRunner().invoke(cli, ["migrate"]).exit_code == 0

    def run(*lines: str, options: tuple[str, ...] = ()) -> Result:
        file = tmp_path / "past.jsonl"
        file.write_text("\n".join(lines), encoding="utf-8")
        return CliRunner().invoke(cli, ["history", "load", str(file), "-a", "leeds", *options])

    return run


def test_it_is_told_what_was_loaded_and_again_that_it_is_there(load: Load) -> None:
    looked = load(json.dumps(CONCERN), options=("--dry-run",))
    assert (looked.exit_code, looked.stderr.splitlines()[-1]) == (0, "1 cases would be loaded, 0 there already")
    done = load(json.dumps(CONCERN))
    assert "MIG-1  LDS-2025-" in done.stdout
    assert done.stderr.splitlines()[-1] == "1 cases loaded, 0 there already"
    assert load(json.dumps(CONCERN)).stderr.splitlines()[-1] == "0 cases loaded, 1 there already"


def test_each_wrong_line_is_told_with_its_file_and_number(load: Load) -> None:
    refused = load("", json.dumps({**CONCERN, "agency": 4}), "{")
    assert refused.exit_code == 1
    first, agency, broken = refused.stderr.splitlines()
    assert first == "Error: 2 mistakes; nothing was loaded"
    assert agency.partition("past.jsonl")[2].startswith(":2: concern.agency: ")
    assert broken.partition("past.jsonl")[2].startswith(":3: the line: Invalid JSON")


def test_a_file_in_another_encoding_is_told_where_it_is(load: Load, tmp_path: Path) -> None:
    file = tmp_path / "latin.jsonl"
    file.write_bytes(b"{}\n\xe9")
    refused = CliRunner().invoke(cli, ["history", "load", str(file), "-a", "leeds"])
    assert f"{file}:2: is not UTF-8; nothing was loaded" in refused.stderr


def test_a_board_that_is_not_served_is_refused(load: Load) -> None:
    refused = load(json.dumps(CONCERN), options=("-a", "nowhere"))
    assert (refused.exit_code, "nowhere is not served here" in refused.stderr) == (2, True)
