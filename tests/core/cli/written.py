"""A board that `commonward new-authority` writes, changed as a reader of the docs would, and found as if installed."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from commonward.cli import cli
from commonward.settings import Settings, load_settings

CODE = "harbour"
PACKAGE = f"commonward_{CODE}"


def board(folder: Path, path: pytest.MonkeyPatch, changes: Mapping[str, tuple[tuple[str, str], ...]]) -> Settings:
    """The region of a new board with these changes in its files: for each file, what is replaced by what."""
    home = folder / PACKAGE.replace("_", "-")
    made = CliRunner().invoke(cli, ["new-authority", CODE, "--into", str(home)])
    assert made.exit_code == 0, made.output
    for name, replaced in changes.items():
        file = home / name
        text = file.read_text(encoding="utf-8")
        for old, new in replaced:
            assert old in text, f"{name} has no {old}"
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
    found_as_installed(home, path)
    return _region(home, folder)


def found_as_installed(home: Path, path: pytest.MonkeyPatch) -> None:
    """Its entry point is found, as after `pip install -e`."""
    about = home / f"{PACKAGE}-0.1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: 0.1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[commonward.procedures]\n{CODE} = {PACKAGE}:layer\n", encoding="utf-8")
    path.syspath_prepend(home)


def _region(home: Path, folder: Path) -> Settings:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return load_settings(
        {
            "COMMONWARD_CONFIG": str(home / "region.toml"),
            "COMMONWARD_DATA_DIR": str(folder / "data"),
            "COMMONWARD_PUBLIC_URL": f"http://127.0.0.1:{port}",
        }
    )
