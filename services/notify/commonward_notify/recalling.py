"""What this service was told of a case, from its own inbox: asked for only where something was put right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from commonward.contracts import Event, Happened
from commonward.runtime.history import history_of
from commonward.store import Work


def told_of(work: Work, happened: Happened[Any]) -> Sequence[Happened[Event]]:
    """The case's events in their order, up to the one that is being taken; a batch's later ones are there already."""
    work.flush()  # so that the batch's earlier ones are there too
    before = takewhile(lambda each: each.id != happened.id, history_of(work.session, happened.subject))
    return [*before, happened]
