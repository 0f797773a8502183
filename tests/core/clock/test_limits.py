"""A limit reads like the procedure and travels as JSON."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest
from pydantic import TypeAdapter, ValidationError

from commonward.clock import Limit, Unit, days, hours, months, weeks, working_days, years


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (hours(24), "24 hours"),
        (hours(1), "1 hour"),
        (days(28), "28 days"),
        (working_days(1), "1 working day"),
        (working_days(2), "2 working days"),
        (weeks(6), "6 weeks"),
        (months(3), "3 months"),
        (years(1), "1 year"),
    ],
)
def test_a_limit_reads_as_the_procedure_states_it(limit: Limit, words: str) -> None:
    assert str(limit) == words


@pytest.mark.parametrize("unit", Unit)
def test_a_limit_comes_back_from_json_as_it_went(unit: Unit) -> None:
    adapter = TypeAdapter(Limit)
    assert adapter.validate_json(adapter.dump_json(Limit(3, unit))) == Limit(3, unit)


def test_the_json_form_is_amount_and_unit() -> None:
    assert TypeAdapter(Limit).dump_python(working_days(2), mode="json") == {"amount": 2, "unit": "working_days"}


@pytest.mark.parametrize(
    "text",
    [
        '{"amount": 0, "unit": "hours"}',
        '{"amount": -1, "unit": "days"}',
        '{"amount": 1.5, "unit": "hours"}',
        '{"amount": "2", "unit": "days"}',
        '{"amount": 2, "unit": "fortnights"}',
        '{"amount": 2, "unit": "days", "from": "monday"}',
    ],
)
def test_what_is_not_a_limit_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Limit).validate_json(text)


def test_a_limit_of_nothing_cannot_be_built() -> None:
    with pytest.raises(ValueError, match="greater than or equal to 1"):
        hours(0)


def test_a_limit_is_frozen_and_hashable() -> None:
    with pytest.raises(FrozenInstanceError):
        hours(24).amount = 48  # type: ignore[misc]  # the very thing that must fail
    assert len({hours(24), hours(24), days(1)}) == 2
