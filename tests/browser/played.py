"""Cases that were played by the APIs, so that each page of a browser's tour has something to show."""

from __future__ import annotations

from dataclasses import dataclass

from commonward.cli.forms import simplest
from commonward.clock import london, utcnow
from commonward.procedure import Procedures
from tests.services.portal.place import Visitor, person, story

FORM = "mosaic"
"""A form of Leeds that is filled in here."""


@dataclass(frozen=True, slots=True)
class Played:
    """A Leeds case with a level, a meeting held, and an adopted plan; and where its parts stand."""

    case: str
    meeting: str
    assessment: str


def play(address: str) -> Played:
    """Play it. The pages hear of everything a moment later: the last of them is waited for."""
    played = story(address, "leeds")
    case = played.begin(("Synthia", "Example"))["case"]
    played.assess(case, "high")
    played.meet(case)
    manager = Visitor(address)
    manager.sign_in("leeds-team-manager")
    manager.until(f"/cases/{case}", "version 1, adopted")
    caller = person(address, "leeds-team-manager")
    meetings = caller.get("meetings", f"/meetings?case={case}")["meetings"]
    [assessment, *_] = caller.get("risk", f"/assessments?case={case}")["assessments"]
    held = next(one["id"] for one in meetings if one["held_at"])
    _fill_in_twice(address, case)
    return Played(case, held, assessment["id"])


def _fill_in_twice(address: str, case: str) -> None:
    """A form with two versions."""
    kind = Procedures({"leeds": ["national", "leeds"]}).of("leeds").record_kind(FORM)
    assert kind is not None
    body = {"kind": FORM, "answers": simplest(kind, london(utcnow()).date())}
    for _ in range(2):
        person(address, "leeds-team-manager").post("referral", f"/cases/{case}/records", body)


def pages(played: Played) -> dict[str, tuple[str, str]]:
    """The main pages by name: who looks, and at what."""
    case, manager = f"/cases/{played.case}", "Leeds team manager"
    return {
        "my-work": ("Leeds Duty and Advice worker", "/"),
        "raise-a-concern": (manager, "/raise"),
        "case": (manager, case),
        "assessment": (manager, f"/assessments/{played.assessment}"),
        "meeting": (manager, f"/meeting/{played.meeting}"),
        "actions": (manager, f"{case}/actions"),
        "level-history": (manager, f"{case}/levels"),
        "overview": ("Leeds CSE and Missing Coordinator", "/overview"),
        "missed-deadlines": (manager, "/breaches"),
        "team-and-board": (manager, "/board"),
    }


def further_pages(played: Played) -> dict[str, tuple[str, str]]:
    """The rest, of which no picture is kept."""
    case, manager = f"/cases/{played.case}", "Leeds team manager"
    return {
        "people-and-places": (manager, f"{case}/people"),
        "who-looked": (manager, f"{case}/access"),
        "minutes": (manager, f"/meeting/{played.meeting}/minutes"),
        "printed-plan": (manager, f"/meeting/{played.meeting}/plan"),
        "cases": (manager, "/cases"),
        "forms": (manager, f"{case}/forms"),
        "files": (manager, f"{case}/files"),
        "sharing": (manager, f"{case}/sharing"),
        "share": (manager, f"{case}/sharing/new"),
        "retention": (manager, "/retention"),
        "disposals": (manager, "/disposals"),
        "receipts": (manager, f"/meeting/{played.meeting}/receipts"),
        "versions": (manager, f"{case}/versions/{FORM}"),
        "siblings": (manager, f"{case}/siblings"),
        "identity": (manager, f"{case}/identity"),
        "same-child": (manager, f"{case}/same-child"),
        "take-back": (manager, f"{case}/take-back/file/{played.meeting}"),
        "decisions": (manager, f"{case}/decisions"),
        "closing": (manager, f"{case}/closing"),
        "services": ("Operator", "/running"),
    }
