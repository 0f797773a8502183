"""The form to raise a concern: from what was typed to what the service takes, or to what is wrong with it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

LONGEST_NAME = 120
LONGEST_ACCOUNT = 4000
TRI = ("yes", "no", "unknown")
QUESTIONS = ("immediate_danger", "significant_harm", "sexually_active")
AGENCIES = {
    "school": "School or college",
    "health": "Health",
    "police": "Police",
    "social-care": "Children's social care",
    "youth-service": "Youth service",
    "voluntary": "Voluntary organisation",
    "public": "Family or member of the public",
    "other": "Somebody else",
}
"""Who the concern comes from."""
FIELD_OF = {
    "child.given_name": "given_name",
    "child.family_name": "family_name",
    "child.born": "born",
    "child.nhs_number": "nhs_number",
    "child.family_area": "family_area",
}
"""The service's names for fields that ours name otherwise."""


@dataclass
class Form:
    """What was typed, what it means, and what is wrong with it, by field."""

    typed: Mapping[str, str]
    errors: dict[str, str] = field(default_factory=dict)

    def report(self) -> dict[str, Any]:
        """The report to send. Where `errors` is not empty afterwards, it must not be sent."""
        child = {
            "given_name": self._text("given_name", LONGEST_NAME, "Enter the child's first name"),
            "family_name": self._text("family_name", LONGEST_NAME, "Enter the child's last name"),
            "born": self._day("born", "The date of birth", needed=False),
            "nhs_number": self._nhs_number(),
            "family_area": self._value("family_area") or None,
        }
        return {
            "child": child,
            "agency": self._choice("agency", tuple(AGENCIES), "Select who the concern comes from"),
            "happened_on": self._day("happened_on", "The date that it happened", needed=True),
            "account": self._text("account", LONGEST_ACCOUNT, "Describe what happened"),
            "immediate_danger": self._choice("immediate_danger", TRI, "Select whether the child is in danger now"),
            "significant_harm": self._choice("significant_harm", TRI, "Select yes, no or not known", "unknown"),
            "sexually_active": self._choice("sexually_active", TRI, "Select yes, no or not known", "unknown"),
        }

    def refused(self, errors: list[dict[str, Any]]) -> None:
        """Take over what the service says is wrong."""
        for error in errors:
            allowed = f" ({', '.join(error['allowed'])})" if error.get("allowed") else ""
            name = FIELD_OF.get(error["field"], error["field"])
            self.errors.setdefault(name, f"{_title(name)} {error['message']}{allowed}")

    def _value(self, name: str) -> str:
        return self.typed.get(name, "").strip()

    def _text(self, name: str, longest: int, missing: str) -> str:
        value = self._value(name).replace("\r\n", "\n")
        if not value:
            self.errors[name] = missing
        elif len(value) > longest:
            self.errors[name] = f"{_title(name)} must be {longest} characters or less; it has {len(value)}"
        return value

    def _choice(self, name: str, allowed: tuple[str, ...], missing: str, unanswered: str = "") -> str:
        value = self._value(name) or unanswered
        if value not in allowed:
            self.errors[name] = missing
        return value

    def _nhs_number(self) -> str | None:
        digits = self._value("nhs_number").replace(" ", "")
        if digits and not (len(digits) == 10 and digits.isascii() and digits.isdigit()):
            self.errors["nhs_number"] = "NHS number must be 10 digits, like 999 000 0018"
        return digits or None

    def _day(self, name: str, title: str, *, needed: bool) -> str | None:
        parts = [self._value(f"{name}-{part}") for part in ("year", "month", "day")]
        if not any(parts):
            if needed:
                self.errors[name] = f"Enter {title[0].lower()}{title[1:]}"
            return None
        try:
            read = date(*(_number(part) for part in parts))
        except ValueError:
            self.errors[name] = f"{title} must be a real date, like 27 3 2011"
            return None
        return read.isoformat()


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError("not a number")
    return int(text)


def _title(name: str) -> str:
    return {
        "given_name": "First name",
        "family_name": "Last name",
        "born": "Date of birth",
        "happened_on": "The date that it happened",
        "nhs_number": "NHS number",
        "family_area": "Area",
        "account": "The description",
    }.get(name, name.replace("_", " ").capitalize())
