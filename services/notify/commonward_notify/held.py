"""What the notify service holds about a case. Notices name nobody, and their attempts only mailboxes."""

from __future__ import annotations

from commonward.store.held import Held, always, beside, never, of_case, through
from commonward_notify.model import Attempt, Breach, Notice, Owed, Remark

HELD = (
    Held(Owed, of_case(Owed), always("worker", "ended_by")),
    Held(Breach, of_case(Breach), always("corrected_by", "acknowledged_by")),
    Held(Remark, of_case(Remark), always("said_by")),
    Held(Notice, of_case(Notice), never),
)
ERASED = (*HELD, beside(Attempt, through(Attempt, "notice", Notice)))
"""What goes when a case is disposed of: notices that were not sent yet go unsent."""
