"""A reason to close says nothing that the date of birth contradicts, at whatever board."""

from __future__ import annotations

from commonward.procedure import CORRECTION, Command, Facts, Force, Gate, gate

ADULT = 18
REACHED = "reached-18"


def is_of_age(facts: Facts) -> bool:
    """The 18th birthday came while the case was open, or before. A date of birth that nobody knows says neither."""
    return ADULT in facts.ages_reached or (facts.youngest is not None and facts.youngest >= ADULT)


GATES: tuple[Gate, ...] = (
    gate(
        "NAT-1.reached-18",
        on=Command.CLOSE_CASE,
        at=REACHED,
        force=Force.MUST,
        unless=is_of_age,
        missing="By the date of birth on record the child is not 18, or none is on record: "
        "put it right first, or close for another reason",
        supplied_by="team-manager",
        supplied_in=CORRECTION,
    ),
)
