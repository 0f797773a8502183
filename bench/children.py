"""Synthetic children, no two alike, as a partner or a practitioner would report them. No such people exist."""

from __future__ import annotations

import json

from commonward.clock import utcnow

AREAS = ("cluster-east", "cluster-south", "cluster-west")


def report(number: int, run: str = "") -> dict[str, object]:
    """A concern about the child of that number; every third has an NHS number."""
    child: dict[str, object] = {
        "given_name": "Synthetic",
        "family_name": f"Example {run}{number}",
        "born": f"{2010 + number % 6}-{1 + number % 12:02}-{1 + number % 28:02}",
        "family_area": AREAS[number % 3],
        "open_to_social_care": "no",
        "looked_after": "no",
    }
    if number % 3 == 0 and (checked := _nhs_number(f"{999_000_000 + number}")):
        child["nhs_number"] = checked
    return {
        "child": child,
        "agency": "school",
        "happened_on": f"{utcnow().year - 1}-11-02",
        "account": "A synthetic account of a concern, as long as a short paragraph that somebody writes in a hurry.",
        "immediate_danger": "no",
        "forms": ["online"],
        "indicators": ["missing-episodes"],
    }


def body(number: int, run: str = "") -> bytes:
    """The same as JSON."""
    return json.dumps(report(number, run)).encode()


def _nhs_number(nine: str) -> str | None:
    """The nine digits with their check digit (modulus 11), or None where there is none."""
    check = (11 - sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True)) % 11) % 11
    return None if check == 10 else f"{nine}{check}"
