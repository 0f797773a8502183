"""Another program uses the port: `commonward up` says so in a line before it makes anything, with what to do."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[3]


def test_it_names_the_port_and_the_setting_and_has_begun_nothing(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"http://127.0.0.1:{other.getsockname()[1]}"
        environment = {
            "PATH": os.environ["PATH"],
            "COMMONWARD_CONFIG": str(ROOT / "deploy/regions/development.toml"),
            "COMMONWARD_DATA_DIR": str(tmp_path / "data"),
            "COMMONWARD_PUBLIC_URL": address,
        }
        up = [sys.executable, "-c", "from commonward.cli import main; main()", "up"]
        told = subprocess.run(up, env=environment, capture_output=True, text=True, timeout=60, check=False)
    [line] = told.stderr.splitlines()
    assert told.returncode == 1
    assert address in line
    assert "COMMONWARD_PUBLIC_URL" in line
    assert not (tmp_path / "data").exists()
