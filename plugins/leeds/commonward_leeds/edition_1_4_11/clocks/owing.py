"""Who owes most of what is owed, and who hears of what was missed."""

from __future__ import annotations

from commonward.procedure import escalate_to

WORKER = "allocated-social-worker"
COORDINATOR = "cse-missing-coordinator"
MANAGER = escalate_to("team-manager")
