"""`commonward new-authority`: what it writes works as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from commonward.cli import cli
from commonward.testing import laws

pytestmark = pytest.mark.thorough


def written(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(cli, ["new-authority", *options, "--into", str(folder)])


def test_a_new_board_keeps_every_law_at_once(tmp_path: Path) -> None:
    folder, site = tmp_path / "board", tmp_path / "site"
    assert written(folder, "harbour", "--name", "Harbour & Bay").exit_code == 0
    options = ["--quiet", "--no-build-isolation", "--no-deps", "--disable-pip-version-check", "--target", str(site)]
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "PYTHONPATH": str(site)}
    subprocess.run([sys.executable, "-m", "pip", "install", *options, str(folder)], check=True, env=environment)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    proved = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert proved.returncode == 0, proved.stdout
    assert f"{len(laws.__all__) + 6} passed" in proved.stdout


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["Harbour"], "small letters"),
        (["harbour", "--register", "harbour"], "three capital letters"),
        (["harbour", "--gss", "35"], "a letter and eight digits"),
        (["harbour", "--name", 'A "B"'], "no quotes"),
    ],
)
def test_what_cannot_be_a_board_is_named(tmp_path: Path, options: list[str], says: str) -> None:
    refused = written(tmp_path / "board", *options)
    assert refused.exit_code == 2
    assert says in " ".join(refused.output.split())
    assert not (tmp_path / "board").exists()


def test_nothing_that_is_there_is_written_over(tmp_path: Path) -> None:
    assert written(tmp_path, "harbour").exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_can_not_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    refused = written(tmp_path / "file" / "board", "harbour")
    assert refused.exit_code == 1
    assert refused.output == f"Error: {tmp_path}/file/board can't be written: Not a directory\n"
