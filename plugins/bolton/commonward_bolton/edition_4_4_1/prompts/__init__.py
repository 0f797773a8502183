"""What Bolton wants people to be reminded of where they work and write."""

from __future__ import annotations

from commonward.procedure import Prompt

PROMPTS: tuple[Prompt, ...] = ()
