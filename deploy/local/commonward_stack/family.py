"""The processes that a server has started itself."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

LEAVING = 5.0


def kill_family(pid: int) -> None:
    """Kill a process and all that descends from it, and wait until the descendants are gone.

    PostgreSQL's children leave its process group and outlive it for a moment, in which a new server on the same
    data refuses to start. Without `/proc` only the process group is killed.
    """
    _send(pid, signal.SIGSTOP)  # it starts no more while its children are counted
    family = _descendants(pid)
    with suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)
    for member in family:
        _send(member, signal.SIGKILL)
    deadline = time.monotonic() + LEAVING
    while any(map(_is_alive, family)) and time.monotonic() < deadline:
        time.sleep(0.01)


def _descendants(pid: int) -> list[int]:
    children: list[int] = []
    for listing in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            children += map(int, listing.read_text().split())
    return children + [grandchild for child in children for grandchild in _descendants(child)]


def _is_alive(pid: int) -> bool:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"  # a zombie holds nothing any more


def _send(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
