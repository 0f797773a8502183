"""A board that `commonward new-authority` writes, changed as a reader of the docs would, and found as if installed."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from commonward.cli import cli
from commonward.settings import Settings, load_settings

CODE = "harbour"
PACKAGE = f"commonward_{CODE}"


def skeleton(folder: Path) -> Path:
    """What the command writes, as it is; returns where."""
    home = folder / PACKAGE.replace("_", "-")
    made = CliRunner().invoke(cli, ["new-authority", CODE, "--register", "HAR", "--into", str(home)])
    assert made.exit_code == 0, made.output
    return home


def board(folder: Path, path: pytest.MonkeyPatch, changes: Mapping[str, tuple[str, str]]) -> Settings:
    """The region of a new board with these changes in its files: for each file, what is replaced by what."""
    home = skeleton(folder)
    for name, (old, new) in changes.items():
        text = (home / name).read_text(encoding="utf-8")
        assert old in text, f"{name} has no {old}"
        (home / name).write_text(text.replace(old, new), encoding="utf-8")
    found_as_installed(home, path)
    return region(home, folder)


def forget() -> None:
    """Each test writes its own board under the one name."""
    for name in [name for name in sys.modules if name.startswith(PACKAGE)]:
        del sys.modules[name]


def environment(home: Path) -> dict[str, str]:
    """Of a process that finds it as installed."""
    return {**os.environ, "PYTHONPATH": str(home)}


def found_as_installed(home: Path, path: pytest.MonkeyPatch) -> None:
    """Its entry point is found, as after `pip install -e`."""
    about = home / f"{PACKAGE}-0.1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {PACKAGE}\nVersion: 0.1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[commonward.procedures]\n{CODE} = {PACKAGE}:layer\n", encoding="utf-8")
    path.syspath_prepend(home)


def region(home: Path, folder: Path) -> Settings:
    """Its region, on a free port and with its files in the folder."""
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
