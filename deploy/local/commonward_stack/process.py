"""One server process: started, asked whether it is ready, stopped or killed; never left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from commonward_stack.account import Account
from commonward_stack.family import kill_family

STARTING = 300.0
"""Seconds a server may take until it answers. Keycloak took 42 on two busy cores, and 130 beside three test runs."""
STOPPING = 30.0

_spawner = ThreadPoolExecutor(1, "spawner")
"""Linux sends the death signal when the *thread* that started the child ends, so one lasting thread starts them all."""


class StackError(Exception):
    """A server can't be had or does not start. The message is for the person at the terminal."""


class Server(ABC):
    """A server on a free loopback port, with its data in a temporary folder until `close`.

    `stop` and `kill` keep port and data, so that `start` brings the same server back.
    """

    name: str
    stop_signal = signal.SIGTERM

    def __init__(self, account: Account) -> None:
        self._account = account
        self._process: subprocess.Popen[bytes] | None = None
        self._prepared = False
        self.folder = Path(tempfile.mkdtemp(prefix=f"commonward-{self.name}-"))
        account.give(self.folder)

    @property
    @abstractmethod
    def version(self) -> str:
        """The release of the server's software."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Whether the server answers its own protocol now."""

    @abstractmethod
    def _prepare(self) -> None:
        """Lay out the data folder, once."""

    @abstractmethod
    def _command(self) -> Sequence[str]:
        """The program and its arguments, run in the foreground."""

    def _environment(self) -> Mapping[str, str]:
        """Variables that the program is given besides those of this process."""
        return {}

    @property
    def log(self) -> Path:
        """What the server printed."""
        return self.folder / "server.log"

    @property
    def is_running(self) -> bool:
        """Whether the process lives (it may not be ready yet)."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start the server and wait until it is ready. Raises StackError with the end of its log."""
        if self.is_running:
            return
        try:
            if not self._prepared:
                self._prepare()
                self._prepared = True
            self._process = _spawner.submit(self._spawn).result()
            self._wait_until_ready()
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """Stop the server in good order; kill it if it does not obey."""
        if self._process is None:
            return
        self._process.send_signal(self.stop_signal)  # nothing happens if it has ended
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOPPING)
        self.kill()

    def kill(self) -> None:
        """End the server and its children at once, as a power cut would (SIGKILL)."""
        if self._process is None:
            return
        if self.is_running:  # the number of a process that ended may belong to another one now
            kill_family(self._process.pid)
            self._process.wait()
        self._process = None

    def close(self) -> None:
        """Stop the server and remove its data."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [*_dies_with_us(), *self._command()],
                cwd=self.folder,
                env={**os.environ, "HOME": str(self.folder), **self._environment()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A session of its own: Ctrl-C at the terminal is for the command, and the servers outlive it.
                start_new_session=True,
                **self._account.popen,
            )

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + STARTING
        while not self.is_ready():
            if not self.is_running:
                raise StackError(f"{self.name} ended while starting:\n{self._end_of_log()}")
            if time.monotonic() > deadline:
                raise StackError(f"{self.name} was not ready after {STARTING:.0f} s:\n{self._end_of_log()}")
            time.sleep(0.1)

    def _end_of_log(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])


def _dies_with_us() -> list[str]:
    """A prefix that lets the kernel kill the server should this process be killed (Linux; elsewhere nothing)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []
