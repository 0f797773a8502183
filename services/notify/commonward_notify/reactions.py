"""What the notify service does when something happens: every event may move a clock or call for a notice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from commonward.clock import london
from commonward.contracts import Happened
from commonward.contracts.events import CaseMadeLive, RecordDisposed
from commonward.procedure import Facts
from commonward.runtime import Reactions, disposes
from commonward.store import Work
from commonward_notify.clocks import keep_clocks
from commonward_notify.held import ERASED
from commonward_notify.ledger import Ledger
from commonward_notify.living import tell_what_is_owed
from commonward_notify.notices import Raised, raise_notices


def look_up(work: Work, happenings: Sequence[Happened[Any]]) -> None:
    """Read what is owed on the cases of a batch, and the notices of its events, in two queries."""
    Ledger.of(work).look_up(work, [happened.subject for happened in happenings])
    Raised.of(work).look_up(work, [happened.id for happened in happenings])


def follow(work: Work, happened: Happened[Any], facts: Facts) -> None:
    """Clocks first, so that what opens or ends is told before the notices of the same event."""
    if facts.edition is None:
        procedure = work.procedures.current(work.authority, london(happened.at).date())
    else:
        procedure = work.procedures.of(work.authority, facts.edition)
    keep_clocks(work, happened, facts, procedure)
    raise_notices(work, happened, facts, procedure)
    if isinstance(happened.event, CaseMadeLive):
        tell_what_is_owed(work, happened)


REACTIONS = Reactions(on={RecordDisposed: disposes(ERASED)}, every=follow, prepare_every=look_up)
