"""A whole region in processes of its own: its environment, and what is started in it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commonward.settings import Settings, load_settings
from commonward_stack.ports import free_port
from tests.core.kept import SEAL

if TYPE_CHECKING:
    from tests.conftest import Database

CONFIG = Path(__file__).parents[2] / "deploy/regions/development.toml"
COMMONWARD = Path(sys.executable).with_name("commonward")
STARTING = 60.0

Environment = Mapping[str, str]


def embedded(folder: Path, **more: str) -> Environment:
    """The region of `make run`, on a port and in a folder of its own."""
    return {
        "COMMONWARD_CONFIG": str(CONFIG),
        "COMMONWARD_PUBLIC_URL": f"http://127.0.0.1:{free_port()}",
        "COMMONWARD_DATA_DIR": str(folder),
        **more,
    }


def distributed(folder: Path, database: Database, kafka: str, **more: str) -> Environment:
    """The same on Kafka and PostgreSQL, with topics of its own."""
    shape = {
        "COMMONWARD_MODE": "distributed",
        "COMMONWARD_DATABASE_URL": database.app_url,
        "COMMONWARD_MIGRATION_URL": database.owner_url,
        "COMMONWARD_KAFKA_SERVERS": kafka,
        "COMMONWARD_TOPIC_PREFIX": f"t{uuid.uuid4().hex[:12]}.",
        "COMMONWARD_SEAL_KEY": SEAL,
        "COMMONWARD_SESSION_KEY": "only for tests",
    }
    return {**embedded(folder), **shape, **more}


def settings_of(environment: Environment) -> Settings:
    """What a process in this environment reads."""
    return load_settings(environment)


def call(environment: Environment, *arguments: str, seconds: float = 90) -> subprocess.CompletedProcess[str]:
    """Run `commonward` to its end; fails when it does."""
    done = subprocess.run(
        [COMMONWARD, *arguments],
        env={**_inherited(), **environment},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, f"commonward {' '.join(arguments)}:\n{done.stdout}\n{done.stderr}"
    return done


def json_of(environment: Environment, *arguments: str) -> Any:
    """What a command prints for programs."""
    return json.loads(call(environment, *arguments, "--json").stdout)


def start(environment: Environment, log: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start `commonward` and let it run."""
    with log.open("ab") as output:
        return subprocess.Popen(
            [*_dies_with_us(), COMMONWARD, *arguments],
            env={**_inherited(), **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def stop(process: subprocess.Popen[bytes], seconds: float = 15) -> None:
    """End it in good order, or else at once."""
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


@contextmanager
def up(environment: Environment, folder: Path) -> Iterator[Settings]:
    """`commonward up` until the context ends."""
    log = folder / "up.log"
    process = start(environment, log, "up", "--no-sample")
    try:
        wait_for(f"{environment['COMMONWARD_PUBLIC_URL']}/referral/health/ready", process, log)
        yield settings_of(environment)
    finally:
        stop(process)


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the address answers 200."""
    until = time.monotonic() + STARTING
    while time.monotonic() < until:
        assert process.poll() is None, f"it ended while starting:\n{log.read_text(errors='replace')[-3000:]}"
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"{url} does not answer:\n{log.read_text(errors='replace')[-3000:]}")


def _dies_with_us() -> list[str]:
    """Should the tests be killed, the kernel kills what they started (Linux)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []


def _inherited() -> dict[str, str]:
    """This process's environment without its own configuration."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COMMONWARD_")}
