"""Who is told of what in Bolton, a module for each subject."""

from __future__ import annotations

from commonward.procedure import Notice
from commonward_bolton.edition_4_4_1.notices import care, framework, law
from commonward_bolton.edition_4_4_1.records import orders

NOTICES: tuple[Notice, ...] = (*framework.NOTICES, *law.NOTICES, *orders.NOTICES, *care.NOTICES)
