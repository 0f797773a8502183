"""What the risk service holds about a case."""

from __future__ import annotations

from commonward.store.drafts import Draft
from commonward.store.held import Held, always, beside, of_case
from commonward_risk.model import Assessment

HELD = (Held(Assessment, of_case(Assessment), always("requested_by", "completed_by", "decided_by")),)
ERASED = (*HELD, beside(Draft, of_case(Draft, "about")))
"""What goes when a case is disposed of."""
