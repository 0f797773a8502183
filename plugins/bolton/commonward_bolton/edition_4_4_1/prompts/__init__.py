"""What Bolton wants people to be reminded of where they work and write."""

from __future__ import annotations

from commonward.procedure import Prompt
from commonward_bolton.edition_4_4_1.prompts import care, law
from commonward_bolton.edition_4_4_1.records import disclosures

PROMPTS: tuple[Prompt, ...] = (*law.PROMPTS, *disclosures.PROMPTS, *care.PROMPTS)
