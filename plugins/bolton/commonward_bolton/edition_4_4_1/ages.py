"""The age bands of paragraph 9. The younger of the two ages counts; an unknown age is in the strictest band."""

from __future__ import annotations

from commonward.procedure import Facts


def under_13(facts: Facts) -> bool:
    """Too young to consent, or of unknown age."""
    return facts.youngest is None or facts.youngest < 13


def under_16(facts: Facts) -> bool:
    """Below the age of consent, or of unknown age."""
    return facts.youngest is None or facts.youngest < 16


def from_13_to_15(facts: Facts) -> bool:
    """Below the age of consent, but not under 13."""
    return under_16(facts) and not under_13(facts)


def from_16_to_17(facts: Facts) -> bool:
    """Of the age of consent, and a child."""
    return facts.youngest is not None and 16 <= facts.youngest < 18
