"""A board that reads its text otherwise than we do."""

from __future__ import annotations

from commonward.procedure import Procedure, Procedures


def reading(authority: str, question: str, choice: str) -> Procedure:
    """The board's procedure under another reading of one question."""
    return Procedures({authority: ["national", authority]}, readings={authority: {question: choice}}).of(authority)
