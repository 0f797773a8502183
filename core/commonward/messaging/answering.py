"""What a partner hears of a report that can't be taken: the reason and the places, on its own answer topic."""

from __future__ import annotations

import re
from uuid import UUID

from commonward.contracts import BadEvent
from commonward.contracts.envelope import report_id
from commonward.contracts.events import ReportSetAside
from commonward.contracts.topics import owner_of_inbound, partner_answers
from commonward.messaging.parking import DEFECT
from commonward.messaging.transport import Received
from commonward.store import Work, new_id

_PLACE = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
MOST = 10


def answer_refused(unit: Work, received: Received, fault: BadEvent, prefix: str = "") -> None:
    """Tell the sender, within the transaction that sets its message aside. A service's own event has no such sender.

    Of a defect nothing is told: it is ours to mend, and may come of what is known of the child.
    """
    owner = owner_of_inbound(received.position.topic.removeprefix(prefix))
    if owner is None or owner[0] != unit.authority or fault.reason == DEFECT:
        return
    reported = _reported(received, owner)
    answer = ReportSetAside(
        reported=reported,
        partition=received.position.partition,
        offset=received.position.offset,
        reason=fault.reason,
        places=tuple(place for place in fault.places if _PLACE.fullmatch(place))[:MOST],
        set_aside_at=unit.now,
    )
    unit.answer(partner_answers(*owner), reported or new_id(), answer)


def _reported(received: Received, owner: tuple[str, str]) -> UUID | None:
    try:
        return report_id(dict(received.headers), *owner)
    except BadEvent:
        return None
