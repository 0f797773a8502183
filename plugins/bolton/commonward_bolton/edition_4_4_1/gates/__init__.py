"""What must hold before a command in Bolton, a module for each subject."""

from __future__ import annotations

from commonward.procedure import Gate
from commonward_bolton.edition_4_4_1.gates import care, framework, law

GATES: tuple[Gate, ...] = (*framework.GATES, *law.GATES, *care.GATES)
