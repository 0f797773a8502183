"""The loop: load, kill, start again; then rest, and look."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.load import under_load
from tests.faults.outcome import Outcome, at_rest, look
from tests.faults.region import WORKERS, Kill, running

if TYPE_CHECKING:
    from tests.conftest import Database

A_SECOND = 6.0
"""Concerns; each leads to some twenty events and several mails."""


def survive(folder: Path, database: Database, *, kills: int, brokers: int, say: Callable[[str], None]) -> Outcome:
    """Kill so often, of which the broker so often, evenly spread; return what was found at the end."""
    with running(folder, database) as region:
        with under_load(region, a_second=A_SECOND) as accepted:
            time.sleep(3)
            for number in range(1, kills + 1):
                if number * brokers % kills < brokers:
                    region.kill_broker()
                elif (service := _next(region.kills)) == "notify" and random.random() < 0.5:
                    region.kill_in_mid_delivery()
                else:
                    region.kill_in_mid_batch(service)
                last = region.kills[-1]
                say(f"{number}/{kills}: {last.what} killed, {last.where}; {len(accepted)} concerns accepted")
                time.sleep(random.uniform(0, 0.5))
        say("at rest soon ...")
        at_rest(region)
        assert region.dead() == []
        return look(region, accepted)


def _next(kills: Sequence[Kill]) -> str:
    """By chance one of the two that have run longest: the broker lets a killed one's successor wait for ten seconds."""
    killed = [kill.what for kill in kills]
    longest = sorted(WORKERS, key=lambda service: service in killed and len(killed) - killed[::-1].index(service))
    return random.choice(longest[:2])
