"""What pydantic finds wrong reaches nobody in its own words."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import pytest
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from commonward.contracts import Code, Day, Moment
from commonward.web.problems import field_errors


class Wanted(BaseModel):
    """One of each kind of field."""

    model_config = ConfigDict(extra="forbid")

    words: str = Field(default="", max_length=3)
    some: str = Field(default="x", min_length=1)
    code: Code = "code"
    number: int = Field(default=1, ge=1, le=9)
    day: date = date(2026, 1, 1)
    on: Day = date(2026, 1, 1)
    at: Moment | None = None
    zoned: AwareDatetime | None = None
    moment: datetime | None = None
    who: UUID | None = None
    answer: Literal["yes", "no"] = "yes"
    several: tuple[str, ...] = Field(default=("a",), min_length=1, max_length=2)
    sure: bool = True


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"words": "long"}, "must have 3 characters or fewer"),
        ({"words": 1}, "must be words"),
        ({"some": ""}, "is empty"),
        ({"code": "Not A Code"}, "must be a short code of small letters, numbers and hyphens, such as not-known"),
        ({"number": "many"}, "must be a whole number"),
        ({"number": 0}, "must be 1 or more"),
        ({"number": 10}, "must be 9 or less"),
        ({"day": "yesterday"}, "must be a real date, such as 2026-03-27"),
        ({"on": "2026-02-31"}, "must be a real date, written as 2026-03-27 is"),
        ({"at": "noon"}, "must be a real date and time, written as 2026-03-27T14:05:00+00:00 is"),
        ({"moment": "noon"}, "must be a real date and time, such as 2026-03-27T14:05:00+00:00"),
        ({"zoned": "2026-03-27T14:05:00"}, "must say which time it is: with its offset, such as +00:00"),
        ({"who": "me"}, "must be an id"),
        ({"answer": "maybe"}, "must be one of these: yes or no"),
        ({"several": []}, "is empty"),
        ({"several": ["a", "b", "c"]}, "must have 2 entries or fewer"),
        ({"sure": "perhaps"}, "must be yes or no (true or false)"),
        ({"more": 1}, "is not asked for here"),
    ],
)
def test_a_fault_is_said_in_plain_words_with_what_is_allowed(sent: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Wanted.model_validate_json(json.dumps(sent))
    assert [error.message for error in field_errors(refused.value)] == [said]
