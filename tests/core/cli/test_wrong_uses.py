"""A wrong use of the commands about procedures is told in a line that says what is allowed, without a traceback."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from commonward.cli import main

REGION = 'environment = "development"\ndata_dir = "{}"\n[authorities.leeds]\nduty_mailbox = "duty@leeds.example"\n'


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
    ],
)
def test_a_wrong_use_is_one_clear_line(
    typed: str, status: int, says: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["commonward", *typed.split()])
    with pytest.raises(SystemExit) as left:
        main()
    told = capsys.readouterr()
    assert (left.value.code, told.out) == (status, "")
    assert says in told.err.splitlines()[-1]
    assert "Traceback" not in told.err
