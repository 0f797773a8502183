"""Marks: how far the service that decides access has published. They are about no case, so they are no events."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from commonward.contracts.envelope import BadEvent


class Mark(BaseModel):
    """Whatever its publisher had committed before `at` stands on the cases' topic, before these ends."""

    model_config = ConfigDict(frozen=True)

    at: AwareDatetime
    ends: Mapping[int, int]
    """For each partition, the offset that the next message gets."""


def read_mark(body: bytes | None) -> Mark:
    """Understand a mark. Raises BadEvent."""
    try:
        return Mark.model_validate_json(body or b"")
    except ValidationError:
        raise BadEvent("malformed", "not a mark") from None
