"""`commonward audit`, as an operator types it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import CliRunner, Result

from commonward.cli import cli
from commonward.runtime import Platform, installed_services
from commonward.store import new_id, work
from commonward.store.audit_sealing import seal
from tests.core.kept import embedded

pytestmark = pytest.mark.thorough

PERSON = UUID(int=7)


class Region:
    """Every service's database, with a trail of Leeds in the referral service's."""

    def __init__(self, platform: Platform, folder: Path) -> None:
        self._platform = platform
        self._file = folder / "data" / "referral.sqlite"
        self._variables = {"COMMONWARD_CONFIG": str(folder / "region.toml")}
        self.checkpoint = folder / "checkpoint.json"

    def add(self, *, sealed: bool = True) -> None:
        database = self._platform.resources("referral").database
        with work(database, "leeds", actor=PERSON, procedures=self._platform.procedures) as unit:
            unit.audit("case.read", new_id())
        if sealed:
            assert seal(database, "leeds") == 1

    def tamper(self, statement: str) -> None:
        with sqlite3.connect(self._file) as connection:
            connection.execute(statement)
        connection.close()

    def __call__(self, *words: str) -> Result:
        return CliRunner().invoke(cli, ["audit", *words], env=self._variables)


@pytest.fixture
def region(tmp_path: Path) -> Iterator[Region]:
    lines = ['environment = "development"', f'data_dir = "{tmp_path / "data"}"']
    lines += [f'[authorities.{code}]\nduty_mailbox = "duty@{code}.example"' for code in ("leeds", "bolton")]
    (tmp_path / "region.toml").write_text("\n".join(lines))
    platform = Platform(embedded(tmp_path / "data"))
    for service in installed_services():
        platform.migrate(service)
    yield Region(platform, tmp_path)
    platform.close()


def test_a_whole_trail_is_said_to_be_whole_with_what_is_not_sealed_yet(region: Region) -> None:
    region.add()
    region.add(sealed=False)
    done = region("verify")
    assert done.exit_code == 0, done.output
    assert "referral leeds: 1 rows under 1 seals, 1 not sealed yet, the oldest for 0." in done.stderr
    assert "notify bolton: 0 rows under 0 seals, 0 not sealed yet: no fault" in done.stderr


def test_a_tampered_byte_is_named_with_its_row(region: Region) -> None:
    region.add()
    region.tamper("UPDATE audit SET action = 'case.reae'")
    done = region("verify", "--authority", "leeds", "--service", "referral", "--json")
    (fault,) = json.loads(done.stdout)
    assert done.exit_code == 1
    assert (fault["service"], fault["authority"], fault["what"], fault["seal"]) == (
        "referral",
        "leeds",
        "row changed",
        1,
    )
    assert UUID(fault["row"]).version == 7


def test_a_tail_that_was_cut_off_shows_against_a_checkpoint(region: Region) -> None:
    region.add()
    assert region("checkpoint", "--out", str(region.checkpoint)).exit_code == 0
    assert region("verify", "--checkpoint", str(region.checkpoint)).exit_code == 0
    region.tamper("DELETE FROM audit"), region.tamper("DELETE FROM audit_seal")
    assert region("verify").exit_code == 0
    cut = region("verify", "--checkpoint", str(region.checkpoint))
    assert (cut.exit_code, "tail cut off" in cut.stdout) == (1, True)


def test_its_signature_is_checked_where_the_secret_is_not(region: Region) -> None:
    region("checkpoint", "--out", str(region.checkpoint))
    public = region("key").output.strip()
    assert region("verify", "--checkpoint", str(region.checkpoint), "--public-key", public).exit_code == 0
    region.checkpoint.write_text(region.checkpoint.read_text().replace('"number": 0', '"number": 1', 1))
    refused = region("verify", "--checkpoint", str(region.checkpoint), "--public-key", public)
    assert (refused.exit_code, "was changed" in refused.stderr) == (1, True)


def test_a_trail_with_a_fault_is_not_signed(region: Region) -> None:
    region.add()
    region.tamper("DELETE FROM audit")
    assert region("checkpoint", "--out", str(region.checkpoint)).exit_code == 1
    assert not region.checkpoint.exists()


def test_an_older_checkpoint_is_not_overwritten(region: Region) -> None:
    region("checkpoint", "--out", str(region.checkpoint))
    before = region.checkpoint.read_text()
    again = region("checkpoint", "--out", str(region.checkpoint))
    assert (again.exit_code, region.checkpoint.read_text()) == (1, before)


def test_a_service_or_board_that_is_not_there_is_named(region: Region) -> None:
    assert "is not served here" in region("verify", "-a", "nowhere").stderr
    assert region("verify", "-s", "nowhere").exception is not None
