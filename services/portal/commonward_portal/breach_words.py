"""Why a deadline was missed, in words; by the codes of the notify service."""

from __future__ import annotations

REASONS = (
    ("staff-absence", "Somebody was absent"),
    ("workload", "Too much work"),
    ("oversight", "It was overlooked"),
    ("late-information", "Information came late"),
    ("other-agency", "Another agency"),
    ("child-not-reached", "The child could not be reached"),
    ("family-not-reached", "The family could not be reached"),
    ("system-fault", "A fault of a system"),
    ("recorded-late", "Done in time, written down late"),
    ("other", "Something else"),
)
