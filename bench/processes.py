"""Processes that are measured: started, waited for, stopped; what they said is shown when they die."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from bench.region import Unusable

COMMONWARD = str(Path(sys.executable).with_name("commonward"))
START_SECONDS = 240.0
"""So long may many processes take to start on a busy machine."""
STOP_SECONDS = 15


class Running:
    """A process and what it says."""

    def __init__(self, command: Sequence[str], process: subprocess.Popen[bytes], said: IO[bytes]) -> None:
        self._command = " ".join(command)
        self._process = process
        self._said = said

    @property
    def pid(self) -> int:
        """The process itself; the servers' workers are its children."""
        return self._process.pid

    def check(self) -> None:
        """Raise Unusable if it has ended by itself."""
        if self._process.poll() is not None:
            raise Unusable(f"`{self._command}` ended with {self._process.returncode}:\n{self._last_words()}")

    def _last_words(self) -> str:
        self._said.seek(0)
        return self._said.read().decode("utf-8", "replace")[-3000:]


@contextmanager
def running(command: Sequence[str], environment: Mapping[str, str]) -> Iterator[Running]:
    """The process, until the context ends."""
    with TemporaryFile() as said:
        process = subprocess.Popen(command, env=dict(environment), stdout=said, stderr=said)
        try:
            yield Running(command, process, said)
        finally:
            _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def wait_until(what: str, ready: Callable[[], bool], *watched: Running, seconds: float = START_SECONDS) -> None:
    """Ask again and again. Raises Unusable when it takes too long or a watched process ends."""
    until = time.monotonic() + seconds
    while not ready():
        for process in watched:
            process.check()
        if time.monotonic() > until:
            raise Unusable(f"{what} did not happen within {seconds:.0f} s")
        time.sleep(0.05)


def answers(url: str) -> bool:
    """Whether a GET gets an answer at all."""
    try:
        urllib.request.urlopen(url, timeout=2).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True
