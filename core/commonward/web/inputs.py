"""What an API takes from outside."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Input(BaseModel):
    """The base of every body: nothing in it is left out in silence, or turned into what it is not."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
