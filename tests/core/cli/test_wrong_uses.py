"""A wrong use, a server that is away or settings that can't be read are told in a line, never by a traceback."""

from __future__ import annotations

import base64
import sys
from pathlib import Path
from typing import Any

import pytest

from commonward.cli import main

REGION = (
    'environment = "development"\ndata_dir = "{}"\npublic_url = "http://127.0.0.1:9"\n'
    '[authorities.leeds]\nduty_mailbox = "duty@leeds.example"\n'
)


ID = "0198c0de-0000-7000-8000-00000000000d"
NEEDS_TABLES = (
    "replay -a leeds",
    "replay -a leeds --redecide",
    "partners list",
    "parked list",
    f"parked discard {ID} --because obsolete",
    "keys rotate -a leeds",
    "audit verify",
    f"access explain sam {ID} -a leeds",
)


@pytest.fixture(autouse=True)
def configured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A region with Leeds in it, and no tables yet."""
    path = tmp_path / "region.toml"
    path.write_text(REGION.format(tmp_path / "data"), encoding="utf-8")
    monkeypatch.setenv("COMMONWARD_CONFIG", str(path))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("typed", "status", "says"),
    [
        ("migrate police", 1, "no service 'police' is installed; installed: meetings, notify, portal, referral, risk"),
        ("parked list -s police", 1, "no service 'police' is installed"),
        ("rules --authority york", 2, "york is not served here; known: leeds"),
        ("questions -a york", 2, "york is not served here; known: leeds"),
        ("questions leeds", 2, "unexpected extra argument (leeds)"),
        ("replay", 2, "Missing option '--authority' / '-a'"),
        ("replay -a york", 2, "york is not served here; known: leeds"),
        ("replay -a leeds", 1, "no such table: data_key; `commonward migrate` makes the tables"),
        ("replay -a leeds --redecide", 1, "`commonward migrate` makes the tables"),
        ("synthesise", 2, "Missing option '--into'"),
        ("synthesise --into .", 1, ". exists already; name a folder that does not"),
        ("synthesise --cases none --into year", 2, "'none' is not a valid integer range"),
        ("synthesise --into year -a york", 2, "york is not served here; known: leeds"),
        ("new-authority", 2, "Missing argument 'CODE'"),
        ("new-authority York", 2, "use 2 to 31 small letters and digits, a letter first"),
        ("new-authority york --into region.toml", 1, "region.toml exists already; nothing was written"),
        ("synthesise --into nowhere/year", 1, "nowhere/year: No such file or directory"),
        ("nothing", 2, "No such command 'nothing'"),
        ("authorities leeds", 2, "unexpected extra argument (leeds)"),
        ("partners list -a york", 2, "york is not served here; known: leeds"),
        ("partners list", 1, "no such table: data_key; `commonward migrate` makes the tables"),
        ("partners add police -a leeds", 2, "Missing option '--agency'"),
        ("partners add P! -a leeds --agency police", 2, "use lower-case letters, digits and single hyphens"),
        ("events publish nowhere -a leeds --partner x", 2, "File 'nowhere' does not exist"),
        ("events publish region.toml -a leeds --partner x", 1, "must be a CloudEvent in JSON"),
        ("parked list -s nowhere", 1, "no service 'nowhere' is installed; installed: "),
        ("parked list", 1, "`commonward migrate` makes the tables"),
        ("parked show 1", 2, "'1' is not a valid UUID"),
        (f"parked replay {ID}", 2, "Missing option '--because'"),
        ("contracts check --folder nowhere", 1, "differences (`commonward contracts export` writes new files"),
        ("contracts export --folder region.toml", 1, "region.toml/events: Not a directory"),
        ("keys rotate -a york", 2, "york is not served here; known: leeds"),
        ("keys rewrap", 1, "`commonward migrate` makes the tables"),
        ("keys destroy -a leeds --repeat york", 1, "--repeat must be the same authority; nothing was destroyed"),
        ("history load nowhere -a leeds", 2, "File 'nowhere' does not exist"),
        ("history load region.toml -a leeds", 1, "region.toml:5: "),
        ("audit verify -s nowhere", 1, "no service 'nowhere' is installed; installed: "),
        ("audit verify --checkpoint region.toml", 1, "region.toml: this is no checkpoint of the audit trail"),
        ("audit checkpoint", 2, "Missing option '--out'"),
        (f"access explain sam {ID} -a york", 2, "york is not served here; known: leeds"),
        (f"access explain sam {ID} -a leeds", 1, "`commonward migrate` makes the tables"),
        (f"subject-access {ID} --out new --token t", 1, "referral can't be reached at http://127.0.0.1:9"),
        ("demo -a york", 2, "york is not served here; known: leeds"),
        ("demo", 1, "can't be reached or is no OIDC provider"),
        ("migrate nowhere", 1, "no service 'nowhere' is installed; installed: "),
        ("api nowhere", 1, "no service 'nowhere' is installed; installed: "),
        ("api referral --port 99999", 2, "99999 is not in the range 1<=x<=65535"),
        ("api referral --workers 0", 2, "0 is not in the range x>=1"),
        ("worker portal", 1, "portal has no worker; it only serves pages"),
        ("worker referral --only nothing", 2, "'nothing' is not one of 'consumer', 'relay', 'timers'"),
        ("up later", 2, "unexpected extra argument (later)"),
    ],
)
def test_a_wrong_use_is_one_clear_line(
    typed: str, status: int, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _is_one_line(typed, status, says, monkeypatch, capsys)


SERVERS_AWAY = {
    "COMMONWARD_MODE": "distributed",
    "COMMONWARD_KAFKA_SERVERS": "127.0.0.1:9",
    "COMMONWARD_DATABASE_URL": "postgresql://nobody:secret@127.0.0.1:9/none",
    "COMMONWARD_MIGRATION_URL": "postgresql://nobody:secret@127.0.0.1:9/none",
    **dict.fromkeys(("COMMONWARD_SEAL_KEY", "COMMONWARD_SESSION_KEY"), base64.b64encode(bytes(32)).decode()),
}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        *((typed, "port 9 failed: Connection refused") for typed in NEEDS_TABLES),
        ("migrate referral", "port 9 failed: Connection refused"),
        ("partners add police -a leeds --agency police", "127.0.0.1:9: [Errno 111] Connection refused"),
        ("events tail --seconds 1", "127.0.0.1:9: [Errno 111] Connection refused"),
    ],
)
def test_a_server_that_is_away_is_one_clear_line(
    typed: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in SERVERS_AWAY.items():
        monkeypatch.setenv(name, value)
    _is_one_line(typed, 1, says, monkeypatch, capsys)


@pytest.mark.stack
@pytest.mark.parametrize("typed", NEEDS_TABLES)
def test_tables_that_postgresql_has_not_yet_are_one_clear_line(
    typed: str, fresh_database: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in {**SERVERS_AWAY, "COMMONWARD_DATABASE_URL": fresh_database.app_url}.items():
        monkeypatch.setenv(name, value)
    _is_one_line(typed, 1, "does not exist; `commonward migrate` makes the tables", monkeypatch, capsys)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("CONFIG", "nowhere.toml", "configuration file nowhere.toml does not exist"),
        ("CONFIG", ".", "configuration file . can't be read"),
        ("CONFIG", "bytes.toml", "configuration file bytes.toml is not UTF-8"),
        ("CONFIG", "words.toml", "configuration file words.toml is not valid TOML"),
        ("PATIENCE", "long", "COMMONWARD_PATIENCE: patience: Input should be a valid number"),
        ("DATABASE_URL", "mysql://secret", "COMMONWARD_DATABASE_URL: database_url: must be postgresql://"),
    ],
)
def test_settings_that_cannot_be_read_are_one_clear_line(
    name: str, value: str, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("bytes.toml").write_bytes(b"\xff\xfe")
    Path("words.toml").write_text("words", encoding="utf-8")
    monkeypatch.setenv(f"COMMONWARD_{name}", value)
    _is_one_line("replay -a leeds", 1, says, monkeypatch, capsys)


def _is_one_line(
    typed: str, status: int, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["commonward", *typed.split()])
    with pytest.raises(SystemExit) as left:
        main()
    told = capsys.readouterr()
    assert (left.value.code, told.out) == (status, "")
    assert says in told.err.splitlines()[-1]
    assert not {"Traceback", "secret"} & set(told.err.replace(":", " ").split())
