"""One synthetic concern, played through every step of the main job against a running platform, by its APIs alone.

It knows no board: which tool, whose decision, which meeting and which plan it learns from what the services ask for.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import requests

from commonward.cli import bodies
from commonward.cli.forms import simplest, wanted_before
from commonward.clock import london, utcnow
from commonward.identity import CORE_ROLES, Capability, person_id
from commonward.identity.client import client_credentials_token
from commonward.identity.development import ReadyUser, ready_users
from commonward.procedure import Command, Procedure, RecordKind
from commonward.procedure.meeting_kinds import LEVEL
from commonward.settings import Settings

SERVICES = ("referral", "risk", "meetings", "notify")
SECRET = "development"  # the development provider's ready clients all have it; it opens nothing else
PATIENCE = 30.0
"""Seconds to wait for an event to have its effect in another service."""
QUIET = 1.5
"""Seconds without anything new after which the platform has come to rest."""
Say = Callable[[str], None]


class StoryFailed(Exception):
    """The platform did not answer as the story needs; the message says at which step."""


class Caller:
    """A ready development user who calls the APIs over HTTP."""

    def __init__(self, settings: Settings, authority: str, user: ReadyUser) -> None:
        self.user = user
        self.id = str(person_id(authority, user.sub))
        self.role = user.roles[0]
        self._settings = settings
        self._session = requests.Session()
        token = client_credentials_token(settings, authority, user.sub, SECRET)
        self._session.headers["Authorization"] = f"Bearer {token}"

    def get(self, service: str, path: str, **query: str) -> Any:
        """Read. Raises StoryFailed."""
        return self._call("GET", service, path, params=query)

    def post(self, service: str, path: str, body: Mapping[str, Any]) -> Any:
        """Do. Raises StoryFailed."""
        return self._call("POST", service, path, json=body)

    def put(self, service: str, path: str, body: Mapping[str, Any]) -> Any:
        """Save. Raises StoryFailed."""
        return self._call("PUT", service, path, json=body)

    def _call(self, method: str, service: str, path: str, **options: Any) -> Any:
        url = f"{self._settings.service_url(service)}/v1{path}"
        try:
            answer = self._session.request(method, url, timeout=10, **options)
        except requests.ConnectionError:
            raise StoryFailed(f"nothing answers at {url}; is the platform running (`commonward up`)?") from None
        if not answer.ok:
            raise StoryFailed(f"{method} {url} as {self.user.sub}: {answer.status_code} {answer.text}")
        return answer.json()


class Story:
    """The main job, for one authority."""

    def __init__(self, settings: Settings, procedure: Procedure, say: Say) -> None:
        self._settings = settings
        self._procedure = procedure
        self._authority = procedure.authority.code
        self._say = say
        self._users = ready_users(settings)[self._authority]

    def play(self) -> dict[str, Any]:
        """Play it, and return the case with its timeline. Raises StoryFailed, TokenRefused."""
        worker = self._person(Capability.ASSESSMENT_COMPLETE)
        raised = self.begin()
        case = raised["case"]
        self.assess(case, max(self._procedure.scale.levels, key=lambda level: level.rank).code)
        self.meet(case)
        entries = self._at_rest(worker, case)
        return {
            "authority": self._authority,
            "edition": self._procedure.edition,
            "case": case,
            "reference": raised["reference"],
            "timeline": entries,
        }

    # --- the steps

    def begin(self, name: tuple[str, str] = ("Synthetic", "Demonstration"), age: int = 15) -> dict[str, Any]:
        """Raise a concern about a synthetic child, and allocate the case. Returns what the API answered."""
        worker, manager = self._person(Capability.ASSESSMENT_COMPLETE), self._person(Capability.CASE_ALLOCATE)
        raised = self.report(name, age)
        manager.post("referral", f"/cases/{raised['case']}/allocation", bodies.allocation(worker, raised["team"]))
        return raised

    def report(self, name: tuple[str, str], age: int = 15) -> dict[str, Any]:
        """Raise a concern about a synthetic child; the case is allocated to nobody yet."""
        worker = self._person(Capability.ASSESSMENT_COMPLETE)
        raised: dict[str, Any] = worker.post("referral", "/concerns", self._concern(name, age))
        self._say(f"{raised['reference']}: concern routed to {self._procedure.words.of(raised['team'])}")
        return raised

    def _concern(self, name: tuple[str, str], age: int) -> dict[str, Any]:
        today = london(utcnow()).date()
        born = today.replace(year=today.year - age, day=1)
        area = self._procedure.authority.areas[0].code
        child = bodies.child(name, born, area, looked_after="no", open_to_social_care="no")
        account = "A synthetic concern, made by the demonstration."
        known = {"immediate_danger": "no", "significant_harm": "unknown", "sexually_active": "unknown"}
        return bodies.concern(child, today - timedelta(days=1), account=account, **known)

    def assess(self, case: str, level: str) -> None:
        """Complete the assessment that was asked for, at this level, with a second person where the board wants one."""
        worker = self._person(Capability.ASSESSMENT_COMPLETE)
        asked = self._wait(lambda: worker.get("risk", "/assessments", case=case)["assessments"], "an assessment")
        id, tool = asked[0]["id"], worker.get("risk", f"/assessments/{asked[0]['id']}")["tool"]
        self._fill_in(case, Command.COMPLETE_ASSESSMENT, tool["code"])
        self._fill_in(case, Command.DECIDE_LEVEL, level)
        last = self._hand_on(worker, id, tool, level)
        body = bodies.completion(tool, level)
        [done] = self._wait(
            lambda: [last.post("risk", f"/assessments/{id}/completion", body)], "the assessment", unready=409
        )
        self._say(f"{self._procedure.words.of(tool['code'])} completed: {self._procedure.words.of(level)}")
        if done["state"] == "completed" and self._procedure.scale.second_role:
            second = self._in_role(self._procedure.scale.second_role)
            second.post("risk", f"/assessments/{id}/decision", {"level": level})
            self._say(f"level decided with a second person: {second.user.name}")

    def _hand_on(self, worker: Caller, id: str, tool: Mapping[str, Any], level: str) -> Caller:
        """Complete every stage of the tool but the last, each by its role; return who completes the last."""
        draft = {name: bodies.completion(tool, level)[name] for name in ("answers", "entries", "contributions")}
        for stage in tool["stages"][:-1]:
            person = self._in_role(stage["completed_by"])
            person.put("risk", f"/assessments/{id}/answers", draft)
            person.post("risk", f"/assessments/{id}/stage", {"stage": stage["code"]})
        return self._in_role(tool["stages"][-1]["completed_by"]) if tool["stages"] else worker

    def _fill_in(self, case: str, command: Command, at: str) -> None:
        """Fill in the forms that the board wants before a command."""
        for kind in wanted_before(self._procedure, command, at):
            self._record(case, kind)

    def _record(self, case: str, kind: RecordKind) -> None:
        """Fill in a form, by whoever may; somebody else authorises it where the board wants that."""
        person = self._in_role(*kind.made_by) if kind.made_by else self._person(Capability.RECORD_MAKE)
        try:
            answers = simplest(kind, london(utcnow()).date())
        except LookupError as missing:
            raise StoryFailed(f"the demonstration can't fill in a form by itself: {missing}") from None
        made = person.post("referral", f"/cases/{case}/records", {"kind": kind.id, "answers": answers})
        if kind.second_role is not None:
            second = self._in_role(kind.second_role)
            second.post("referral", f"/records/{made['id']}/authorisation", {"agree": True})
        self._say(f"{kind.title}: filled in")

    def meet(self, case: str) -> None:
        """Hold every meeting that the level called for, and adopt and share its plan."""
        manager = self._person(Capability.CASE_ALLOCATE)
        if not self._called_for(manager, case):
            self._say("the level calls for no meeting")
            return
        wanted = self._wait(lambda: manager.get("meetings", "/meetings", case=case)["meetings"], "a meeting")
        for meeting in wanted:
            self._hold(manager, meeting)

    def _called_for(self, manager: Caller, case: str) -> list[str]:
        """The meetings that the level calls for."""

        def answers() -> list[dict[str, Any]]:
            entries = manager.get("risk", f"/cases/{case}/timeline")["entries"]
            return [entry["facts"] for entry in entries if entry["what"] == "response-called-for"]

        meetings: list[str] = self._wait(answers, "what the level calls for")[-1]["meetings"]
        return meetings

    def _hold(self, manager: Caller, meeting: Mapping[str, Any]) -> None:
        kind = self._procedure.meeting_kind(meeting["kind"])
        assert kind is not None  # the service asked for it by this procedure
        path, today = f"/meetings/{meeting['id']}", london(utcnow()).date()
        planned = utcnow() + timedelta(minutes=5)
        manager.post("meetings", f"{path}/convening", bodies.convening(kind, planned))
        if kind.records_before:
            self._at_rest(manager, meeting["case"])  # nobody writes for a meeting of which they have not heard
        for form in filter(None, map(self._procedure.record_kind, kind.records_before)):
            self._record(meeting["case"], form)
        self._fill_in(meeting["case"], Command.HOLD_MEETING, kind.id)
        held = bodies.holding(kind, utcnow())
        self._wait(lambda: [manager.post("meetings", f"{path}/holding", held)], "the meeting", unready=409)
        self._say(f"{kind.title}: convened, held")
        if LEVEL in kind.decides:
            self._rule(manager, path)
        if kind.plan is None:
            return
        plan = bodies.plan(kind, today)
        adopted = manager.post("meetings", f"{path}/plan", plan)
        if kind.shared_with:
            manager.post("meetings", f"/plans/{adopted['id']}/sharing", {})
        self._say(f"{self._procedure.words.of(kind.plan)} adopted")

    def _rule(self, manager: Caller, meeting: str) -> None:
        """Let the chair record that the meeting keeps the highest level, where the board gives levels to it."""
        chair = self._in_role(manager.get("meetings", meeting)["meeting"]["chair_role"])
        level = max(self._procedure.scale.levels, key=lambda level: level.rank).code
        chair.post(
            "meetings", f"{meeting}/decisions", {"about": LEVEL, "choice": level, "reason": "A synthetic reason."}
        )
        self._say(f"level decided by the meeting: {self._procedure.words.of(level)}")

    # --- waiting

    def _wait(self, look: Callable[[], Sequence[Any]], what: str, unready: int = 404) -> Sequence[Any]:
        """Look until something is there: a service may not have heard of the case, or of what was done, yet."""
        until, refusal = time.monotonic() + PATIENCE, ""
        while time.monotonic() < until:
            try:
                if found := look():
                    return found
            except StoryFailed as failure:
                if f": {unready} " not in str(failure):
                    raise
                refusal = f"; the last answer was: {failure}"
            time.sleep(0.1)
        why = refusal or "; do the workers run?"
        raise StoryFailed(f"{what} was not to be had within {PATIENCE:.0f} seconds{why}")

    def _at_rest(self, worker: Caller, case: str) -> list[dict[str, Any]]:
        """The whole timeline, once nothing new has come for a while and every notice has been delivered."""
        until, entries, since = time.monotonic() + PATIENCE, self._timeline(worker, case), time.monotonic()
        while time.monotonic() < until:
            time.sleep(0.2)
            newer = self._timeline(worker, case)
            if len(newer) != len(entries):
                entries, since = newer, time.monotonic()
            elif _all_delivered(entries) and time.monotonic() - since > QUIET:
                return entries
        raise StoryFailed(f"the platform did not come to rest within {PATIENCE:.0f} seconds")

    def _timeline(self, worker: Caller, case: str) -> list[dict[str, Any]]:
        found = [entry for service in SERVICES for entry in worker.get(service, f"/cases/{case}/timeline")["entries"]]
        return sorted(found, key=lambda entry: (entry["at"], entry["id"]))

    # --- people

    def _person(self, capability: Capability) -> Caller:
        """A ready user whose role carries the capability."""
        for user in self._users:
            core = self._procedure.core_roles(frozenset(user.roles))
            if any(capability in CORE_ROLES.get(role, ()) for role in core):
                return Caller(self._settings, self._authority, user)
        raise StoryFailed(f"no ready user of {self._authority} has {capability.value}")

    def _in_role(self, *roles: str) -> Caller:
        user = next((user for user in self._users if set(roles) & set(user.roles)), None)
        if user is None:
            raise StoryFailed(
                f"no ready user of {self._authority} is {' or '.join(roles)}; "
                "name a person with that role in the region's directory"
            )
        return Caller(self._settings, self._authority, user)


def _all_delivered(entries: Sequence[Mapping[str, Any]]) -> bool:
    raised = {entry["facts"]["notice"] for entry in entries if entry["what"] == "notice-raised"}
    delivered = {entry["facts"]["notice"] for entry in entries if entry["what"] == "notice-delivered"}
    return raised <= delivered
