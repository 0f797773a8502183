"""`commonward-stack run`: servers for one command, and gone with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

pytestmark = pytest.mark.stack

COMMAND = [str(Path(sys.executable).with_name("commonward-stack")), "run", "--no-kafka", "--"]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A temporary folder that the server's own account can enter; pytest's is closed to it."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


def _environment(**variables: str) -> dict[str, str]:
    """Ours without the servers of this test run."""
    return {key: value for key, value in os.environ.items() if not key.startswith("COMMONWARD_")} | variables


def _run(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = _environment(**variables)
    return subprocess.run([*COMMAND, *command], env=environment, capture_output=True, text=True, check=False)


def _is_reachable(url: str) -> bool:
    try:
        psycopg.connect(f"{url}?connect_timeout=2").close()
    except psycopg.OperationalError:
        return False
    return True


def test_the_command_is_given_the_address_of_a_running_server() -> None:
    code = "import os, psycopg; psycopg.connect(os.environ['COMMONWARD_TEST_DATABASE']).close(); print('connected')"

    assert _run(sys.executable, "-c", code).stdout == "connected\n"


def test_the_commands_exit_status_is_passed_on() -> None:
    assert _run("sh", "-c", "exit 3").returncode == 3


def test_the_server_ends_with_the_command() -> None:
    url = _run("sh", "-c", "echo $COMMONWARD_TEST_DATABASE").stdout.strip()

    assert url.startswith("postgresql://")
    assert not _is_reachable(url)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_launcher_that_is_told_to_end_leaves_neither_server_nor_files(number: signal.Signals, folder: Path) -> None:
    url = _end_with(number, folder)

    assert not _is_reachable(url)
    assert list(folder.iterdir()) == []


def test_a_launcher_that_is_killed_leaves_no_server(folder: Path) -> None:
    url = _end_with(signal.SIGKILL, folder)

    assert not _is_reachable(url)


def _end_with(number: signal.Signals, folder: Path) -> str:
    """Start a server, see that it is there, send the launcher a signal, and return the server's address."""
    command = [*COMMAND, "sh", "-c", "echo $COMMONWARD_TEST_DATABASE; exec sleep 5"]
    environment = _environment(TMPDIR=str(folder))
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout is not None
        url = launcher.stdout.readline().strip()
        assert _is_reachable(url)
        launcher.send_signal(number)
        launcher.wait(20)
    return url


def test_servers_of_ones_own_are_used_instead() -> None:
    own = {f"COMMONWARD_TEST_{name}": f"postgresql://{name}" for name in ("DATABASE", "OWNER", "ADMIN")}

    done = _run("sh", "-c", "echo $COMMONWARD_TEST_DATABASE", **own)

    assert done.stdout == "postgresql://DATABASE\n"
    assert "of your own" in done.stderr


def test_half_an_address_is_refused_with_the_names_that_are_missing() -> None:
    done = _run("true", COMMONWARD_TEST_ADMIN="postgresql://127.0.0.1/x")

    assert done.returncode == 2
    assert done.stderr.strip().endswith("COMMONWARD_TEST_DATABASE, COMMONWARD_TEST_OWNER is missing")


@pytest.mark.parametrize("wanted", [["--no-postgres"], ["--no-postgres", "--no-kafka", "--keycloak"]])
def test_a_missing_program_is_named_with_the_line_that_installs_it(tmp_path: Path, wanted: list[str]) -> None:
    done = subprocess.run(
        [COMMAND[0], "run", *wanted, "--", "true"],
        env=_environment(PATH=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (
        2,
        "JDK 17 is not installed: sudo apt-get install openjdk-17-jdk-headless\n",
    )
