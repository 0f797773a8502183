"""What all that is known shares: it is frozen, and an event makes the next one by saying what is new."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict

News: TypeAlias = Mapping[str, object]
"""What an event changes, by the name of the field."""


class Fact(BaseModel):
    """Something that is known."""

    model_config = ConfigDict(frozen=True)
