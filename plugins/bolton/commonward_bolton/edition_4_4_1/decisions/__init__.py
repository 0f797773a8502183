"""Where a person decides in Bolton, a module for each subject."""

from __future__ import annotations

from commonward.procedure import DecisionPoint
from commonward_bolton.edition_4_4_1.decisions import care, closing, framework, law

DECISIONS: tuple[DecisionPoint, ...] = (*framework.DECISIONS, *law.DECISIONS, *care.DECISIONS, *closing.DECISIONS)
