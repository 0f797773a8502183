"""A model that remembers the file it was read from, so that a fault found later can name it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import BaseModel, PrivateAttr


class FromFile(BaseModel):
    """Its reader gives the path as the context of the validation."""

    _file: Path | None = PrivateAttr(None)

    def model_post_init(self, context: Any) -> None:
        """Keep the file."""
        self._file = context if isinstance(context, Path) else None

    @property
    def file(self) -> Path | None:
        """The file that it was read from; None for what code made."""
        return self._file
