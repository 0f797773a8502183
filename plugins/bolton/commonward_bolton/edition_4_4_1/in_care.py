"""Who is looked after: paragraph 12 holds for a child from the day on which it is decided to accommodate them."""

from __future__ import annotations

from commonward.procedure import Facts, Tri


def in_care(facts: Facts) -> bool:
    """Looked after, as a concern has said or as was decided since."""
    decided = facts.decision("accommodation")
    return facts.looked_after is Tri.YES or (decided is not None and decided.option == "accommodate")
