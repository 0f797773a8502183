"""A case of which every service holds something of every group of fields, each with a word by which it is found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from commonward.clock import utcnow
from commonward.contracts.field_groups import FieldGroup
from commonward.identity import Capability
from tests.architecture.made import PAUSE, missing
from tests.architecture.scene import Scene
from tests.architecture.test_routes_of_others import SERVICES, guards
from tests.services.meetings.bodies import action, convening, outcome, plan, receipt
from tests.services.referral.bodies import child, report, sharing_decision
from tests.services.referral.files import file
from tests.services.risk.bodies import completion

CHILD, HEALTH, POLICE, ADULT, WORDS = "Ivybank", "Hyssop", "Pimpernel", "Aconite", "Nettle"
MARKS: Mapping[str, FieldGroup] = {
    CHILD: FieldGroup.IDENTITY,
    HEALTH: FieldGroup.HEALTH,
    POLICE: FieldGroup.POLICE_INTELLIGENCE,
    ADULT: FieldGroup.ADULT_OF_CONCERN,
    WORDS: FieldGroup.NARRATIVE,
}
WORKER, MANAGER = "social-worker", "team-manager"
QUERIES = {"/v1/subjects": {"kind": "adult"}, "/v1/cases/{case}/prompts": {"at": "close-case"}}
BY_CASE = {"/v1/assessments", "/v1/meetings", "/v1/actions", "/v1/obligations", "/v1/notices"}


@dataclass(frozen=True)
class Marked:
    """The case, and what belongs to it, by the names that paths give it."""

    scene: Scene
    child: str
    ids: Mapping[str, str]

    @property
    def case(self) -> str:
        """The case's id."""
        return self.ids["case"]

    def concern(self, who: str, agency: str = "school", account: str = f"{WORDS}.") -> None:
        """Somebody raises a concern about the child."""
        known = {"child_id": self.child, "agency": agency, "account": account}
        body = {name: value for name, value in report(**known).items() if name != "child"}
        answer = self.scene.ask(f"bolton/{who}", "referral", "POST", "/v1/concerns", body)
        assert answer.status_code == 201, answer.text
        self.scene.region.settle()

    def readings(self) -> Iterator[tuple[str, str, Capability, Mapping[str, str]]]:
        """Every route that reads, in every service: service, path, what it asks for, its query."""
        for service in SERVICES:
            for operation, capability in sorted(guards(self.scene, service).items()):
                method, path = operation.split(" ")
                names = re.findall(r"{(\w+)}", path)
                if method == "GET" and set(names) <= self.ids.keys():
                    query = QUERIES.get(path, {"case": self.case} if path in BY_CASE else {})
                    yield service, re.sub(r"{(\w+)}", lambda it: self.ids[it[1]], path), capability, query

    def seen(self, who: str, service: str, path: str, query: Mapping[str, str]) -> tuple[set[str], Any]:
        """The marks in what somebody is answered, and the answer."""
        answer = self.scene.ask(f"bolton/{who}", service, "GET", path, query=query)
        return {mark for mark in MARKS if mark in answer.text}, answer


def marked(scene: Scene) -> Marked:
    """Let everybody do something about one child."""
    done = scene.done
    known = {key: value for key, value in child(given_name=CHILD).items() if key != "nhs_number"}
    case = str(done(WORKER, "referral", "/concerns", report(child=known, account=f"{WORDS}."))["case"])
    page = scene.ask(f"bolton/{WORKER}", "referral", "GET", f"/v1/cases/{case}").json
    party = done(WORKER, "referral", "/subjects", {"kind": "adult", "label": ADULT, "details": ADULT})["id"]
    made = Marked(scene, page["child_id"], {"case": case, "subject": party})
    made.concern(WORKER, "police", f"{POLICE}.")
    made.concern(WORKER, "health", f"{HEALTH}.")
    ids = {**_referral(made, party), **_notify(made), **_risk(made), **_meetings(made)}
    return Marked(scene, made.child, {**made.ids, **ids})


def _referral(made: Marked, party: str) -> dict[str, str]:
    done, case = made.scene.done, made.case
    answers = {"kind": ["good"], "visitor": [party], "health": [HEALTH], "police": [POLICE], "words": [WORDS]}
    done(WORKER, "referral", f"/cases/{case}/records", {"kind": "note", "answers": answers})
    told = made.scene.ask(f"bolton/{WORKER}", "referral", "GET", f"/v1/cases/{case}").json["concerns"]
    police = next(line["id"] for line in told if line["agency"] == "police")
    attached = file(name=f"{POLICE}.pdf", concern=police)
    attachment = done(WORKER, "referral", f"/cases/{case}/attachments", attached)["id"]
    done(WORKER, "referral", f"/cases/{case}/decisions", {"decision": "enquiry", "option": "wanted", "reason": WORDS})
    done(WORKER, "referral", f"/cases/{case}/corrections", {"corrections": {"looked_after": "yes"}, "reason": WORDS})
    done(WORKER, "referral", f"/cases/{case}/sharing-decisions", sharing_decision(reason=WORDS))
    done(WORKER, "referral", f"/cases/{case}/missing", {**missing(), "account": WORDS})
    return {"attachment": attachment}


def _risk(made: Marked) -> dict[str, str]:
    done, case = made.scene.done, made.case
    listed = made.scene.ask(f"bolton/{WORKER}", "risk", "GET", "/v1/assessments", query={"case": case})
    first = listed.json["assessments"][0]["id"]
    words = {"health": HEALTH, "police": POLICE, "adults": ADULT, "words": WORDS}
    filled = {
        "answers": [{"item": "family", "choice": "low"}, {"item": "missing", "choice": "high", "text": WORDS}],
        "entries": [{"entry": entry, "text": text} for entry, text in words.items()],
        "contributions": [{"agency": "police", "text": POLICE}, {"agency": "health", "text": HEALTH}],
    }
    done(WORKER, "risk", f"/assessments/{first}/completion", completion(**filled, rationale=WORDS))
    return {"assessment": first}


def _meetings(made: Marked) -> dict[str, str]:
    done, case = made.scene.done, made.case
    meeting = done(MANAGER, "meetings", f"/cases/{case}/meetings", {"kind": "panel"})["id"]
    done(WORKER, "meetings", f"/meetings/{meeting}/convening", convening())
    told = {"police": POLICE, "health": HEALTH}
    attendance = [{"agency": agency, "person": WORDS, "contribution": mark} for agency, mark in told.items()]
    held = {"held_at": utcnow().isoformat(), "attendance": attendance, "views": [{"of": "child", "given": WORDS}]}
    done(WORKER, "meetings", f"/meetings/{meeting}/holding", held)
    done(WORKER, "meetings", f"/meetings/{meeting}/minutes", {"text": WORDS})
    agreed = plan(sections={"risks": WORDS, "aims": WORDS}, actions=[action(what=WORDS, measure=WORDS)])
    adopted = done(MANAGER, "meetings", f"/meetings/{meeting}/plan", agreed)["id"]
    done(WORKER, "meetings", f"/plans/{adopted}/sharing", {})
    done(WORKER, "meetings", f"/plans/{adopted}/receipts", receipt(person=WORDS))
    listed = made.scene.ask(f"bolton/{WORKER}", "meetings", "GET", "/v1/actions", query={"case": case})
    done(WORKER, "meetings", f"/actions/{listed.json['actions'][0]['id']}/outcome", outcome(text=WORDS))
    return {"meeting": meeting}


def _notify(made: Marked) -> dict[str, str]:
    query = {"case": made.case}
    listed = made.scene.ask(f"bolton/{MANAGER}", "notify", "GET", "/v1/obligations", query=query).json["obligations"]
    visit = next(line["id"] for line in listed if line["clock"] == "MIL-9.visit")
    made.scene.done(MANAGER, "notify", f"/obligations/{visit}/pause", {**PAUSE, "note": WORDS})
    return {"obligation": visit}
