"""People who work on cases, in words: they raise, record, assess, meet, decide and close, each by the APIs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from commonward.cli import bodies
from commonward.cli.forms import simplest
from commonward.clock import LONDON, london
from commonward.identity import Actor, person_id
from commonward.procedure import Facts, Given, MeetingKind, Procedure, faults
from commonward.settings import Settings
from tests.services.stage import token
from tests.stories.region import Region

Row = Mapping[str, Any]
Timeline = Counter[tuple[str, str, tuple[str, ...]]]
"""What the services say has happened, how often: the service, what it was, and the rules that it followed."""


class Refused(Exception):
    """A service refused a command: what stands against it, by rule or field."""

    def __init__(self, status: int, against: Mapping[str, str], says: str) -> None:
        super().__init__(f"{status}: {says} {dict(against)}")
        self.status, self.against = status, against


@contextmanager
def refused(*because: str, says: str) -> Iterator[None]:
    """What is done within is refused because of these rules or fields, and of no others, and says so in these words."""
    with pytest.raises(Refused) as caught:
        yield
    assert set(caught.value.against) == set(because), str(caught.value)
    assert says in str(caught.value)


class Board:
    """A board whose people and cases the story is about."""

    def __init__(self, region: Region, settings: Settings, code: str) -> None:
        self.region, self.code = region, code
        self._subs = {each.role: each.person for each in settings.authorities[code].directory}

    def person(self, role: str) -> Person:
        """Whoever holds the role, as the directory has them."""
        sub = self._subs.get(role) or f"{self.code}-{role}"
        return Person(self, role, Actor(self.code, person_id(self.code, sub), frozenset({role})))

    def procedure(self, edition: str) -> Procedure:
        """What the board's edition says."""
        return self.region.platform.procedures.of(self.code, edition)


class Time:
    """The calendar on the wall, in London."""

    def __init__(self, region: Region) -> None:
        self._region = region

    @property
    def today(self) -> date:
        """The day of the story."""
        return self._region.now.date()

    def passes(self, **limit: int) -> None:
        """So many `days` or `hours` go by in which nobody does anything."""
        self._region.come_to(self._region.now + timedelta(**limit))

    def comes_to(self, moment: str) -> None:
        """Nobody does anything until then: `2026-03-09 09:30`."""
        self._region.come_to(datetime.fromisoformat(moment).replace(tzinfo=LONDON))


@dataclass(frozen=True)
class Case:
    """A child's case."""

    board: Board
    id: str
    route: Row
    """Where its concern went, as the answer said."""
    about: Row
    """The child, as the referrer knew them."""

    @property
    def edition(self) -> str:
        """The edition of the procedure that it follows."""
        opened = [each for each in self.happened if each["what"] in ("case-opened", "edition-changed")]
        return str(opened[-1]["facts"]["edition"])

    @property
    def happened(self) -> list[Row]:
        """Its whole timeline, of all services, the oldest first."""
        someone = self.board.person("team-manager")
        found = [
            entry
            for service in self.board.region.http
            for entry in someone.get(service, f"/cases/{self.id}/timeline")["entries"]
        ]
        return sorted(found, key=lambda entry: str(entry["at"]))

    def last(self, what: str) -> Row:
        """The newest event of that name, as the timeline shows it."""
        return next(entry["facts"] for entry in reversed(self.happened) if entry["what"] == what)

    def has_happened(self, what: str, **facts: Any) -> bool:
        """Whether there is such an event with these facts."""
        found = [entry["facts"] for entry in self.happened if entry["what"] == what]
        return any(all(each[name] == value for name, value in facts.items()) for each in found)

    def clock(self, id: str) -> Clock:
        """The newest obligation of a clock."""
        asked = self.board.person("team-manager").get("notify", "/obligations", case=self.id, limit="200")
        found = [each for each in asked["obligations"] if each["clock"] == id]
        assert found, f"no clock {id} has started"
        return Clock(max(found, key=lambda each: str(each["started_at"])))

    def told(self) -> set[tuple[str, str]]:
        """Who was told of what: role and subject of every notice that was delivered to somebody who holds the role."""
        notices = self.board.person("team-manager").get("notify", "/notices", case=self.id)["notices"]
        return {(each["role"], each["about"]) for each in notices if each["state"] == "sent" and not each["duty"]}

    def assessment(self) -> Row:
        """The assessment that was asked for last."""
        return self._newest("risk", "assessments")

    def meeting(self, kind: str, **state: str) -> Row:
        """The newest meeting of a kind; in a `state`, if one is named."""
        return self._newest("meetings", "meetings", kind=kind, **state)

    def _newest(self, service: str, what: str, **wanted: str) -> Row:
        found = self.board.person("team-manager").get(service, f"/{what}", case=self.id)[what]
        return next(each for each in found if all(each[name] == value for name, value in wanted.items()))

    def kind(self, code: str) -> MeetingKind:
        """What the case's edition says of a kind of meeting."""
        kind = self.board.procedure(self.edition).meeting_kind(code)
        assert kind is not None, code
        return kind

    @property
    def timeline(self) -> Timeline:
        """What has happened, without its order and its moments."""
        entries = ((each["service"], each["what"], each["because"]) for each in self.happened)
        return Counter((service, what, tuple(rule["rule"] for rule in because)) for service, what, because in entries)


@dataclass(frozen=True)
class Clock:
    """Something owed, as the clocks' service shows it."""

    row: Row

    @property
    def state(self) -> str:
        """Open, breached, met, met-late, superseded."""
        return str(self.row["state"])

    @property
    def last_day(self) -> date | None:
        """The last day on which it is done in time; None where the text states no figure."""
        due = self.row["due"]
        return london(datetime.fromisoformat(due) - timedelta(microseconds=1)).date() if due else None

    @property
    def escalated_to(self) -> str | None:
        """Who heard that its time has passed."""
        return self.row["breaches"][-1]["escalated_to"] if self.row["breaches"] else None

    @property
    def acknowledged(self) -> Row | None:
        """What a manager said of that."""
        word: Row | None = self.row["acknowledged"]
        return word


class Person:
    """Somebody of the board, who acts in one role."""

    def __init__(self, board: Board, role: str, actor: Actor) -> None:
        self.board, self.role, self.actor = board, role, actor

    @property
    def id(self) -> str:
        """By which the platform knows them."""
        return str(self.actor.person)

    def get(self, service: str, path: str, **query: str) -> Any:
        """Read. Raises Refused."""
        return self._call(service, lambda http, given: http.get(f"/v1{path}", query_string=query, headers=given))

    def post(self, service: str, path: str, body: Row, override: str | None = None) -> Any:
        """Do, and let everything happen that follows from it. Raises Refused."""
        body = dict(body) | ({"override_reason": override} if override else {})
        said = self._call(service, lambda http, given: http.post(f"/v1{path}", json=body, headers=given))
        self.board.region.settle()
        return said

    def _call(self, service: str, call: Callable[[Any, Mapping[str, str]], TestResponse]) -> Any:
        answer = call(self.board.region.http[service], {"Authorization": f"Bearer {token(self.actor)}"})
        said = answer.get_json()
        if answer.status_code >= 400:
            against = {error["field"]: error["message"] for error in said.get("errors", ())}
            raise Refused(answer.status_code, against, f"{said['title']}. {said.get('detail', '')}")
        return said

    # --- referral

    def raises(self, account: str, child: Row, **known: Any) -> Case:
        """A concern about a child, of something that happened yesterday."""
        yesterday = self.board.region.now.date() - timedelta(days=1)
        routed = self.post("referral", "/concerns", bodies.concern(dict(child), yesterday, account=account, **known))
        return Case(self.board, routed["case"], routed, child)

    def allocates(self, case: Case, to: Person) -> None:
        """Gives the case to a worker."""
        self.post("referral", f"/cases/{case.id}/allocation", bodies.allocation(to, case.route["team"]))

    def records(self, case: Case, kind: str, override: str | None = None, **answers: str) -> None:
        """Fills in a form: with these answers, and the simplest there are to whatever else it asks for."""
        form = self.board.procedure(case.edition).record_kind(kind)
        assert form is not None, kind
        given = {name.replace("_", "-"): [value] for name, value in answers.items()}
        if not given or any(faults(form, Given({code: tuple(values) for code, values in given.items()}), Facts())):
            given = {**simplest(form, self.board.region.now.date()), **given}
        self.post("referral", f"/cases/{case.id}/records", {"kind": kind, "answers": given}, override)

    def reads_decision(self, case: Case, point: str) -> Row:
        """A decision, as the case's page shows it."""
        found: list[Row] = self.get("referral", f"/cases/{case.id}")["decisions"]
        return next(each for each in reversed(found) if each["decision"] == point)

    def reads_record(self, case: Case, kind: str) -> Row:
        """The newest record of a kind."""
        found: list[Row] = self.get("referral", f"/cases/{case.id}/records")["records"]
        return next(each for each in found if each["kind"] == kind)

    def decides(self, case: Case, point: str, option: str, reason: str, override: str | None = None) -> Row:
        """Decides at one of the board's decision points; the answer says whether it waits for a second person."""
        body = {"decision": point, "option": option, "reason": reason}
        made: Row = self.post("referral", f"/cases/{case.id}/decisions", body, override)
        return made

    def agrees(self, to: Row, *, yes: bool = True) -> None:
        """As the second person, agrees to a decision that waits, or refuses it."""
        self.post("referral", f"/decisions/{to['id']}/authorisation", {"agree": yes})

    def reports_missing(self, case: Case, since: str) -> Row:
        """The child is missing; the answer says what the board wants done."""
        gone = datetime.fromisoformat(since).replace(tzinfo=LONDON).isoformat()
        body = {"missing_from": gone, "agency": "police", "account": "A synthetic report."}
        answered: Row = self.post("referral", f"/cases/{case.id}/missing", body)
        return answered

    def reports_return(self, episode: Row) -> None:
        """The child is back."""
        body = {"returned_at": self.board.region.now.isoformat()}
        self.post("referral", f"/missing/{episode['episode']}/return", body)

    def proposes_correction(self, case: Case, reason: str, **right: str) -> Row:
        """What was held for true is otherwise; it holds once a second person agrees."""
        body = {"corrections": right, "reason": reason}
        made: Row = self.post("referral", f"/cases/{case.id}/corrections", body)
        return made

    def proposes_edition(self, case: Case, edition: str, reason: str) -> Row:
        """The open case should follow another edition; it does once a second person agrees."""
        made: Row = self.post("referral", f"/cases/{case.id}/edition", {"edition": edition, "reason": reason})
        return made

    def agrees_to_proposal(self, proposal: Row) -> None:
        """As the second person."""
        self.post("referral", f"/proposals/{proposal['id']}/authorisation", {"agree": True})

    def closes(self, case: Case, reason: str, override: str | None = None) -> None:
        """Asks to close the case. Raises Refused with everything that is still missing."""
        asked = self.post("referral", f"/cases/{case.id}/closing", {"reason": reason}, override)
        outcome = self.get("referral", f"/closings/{asked['request']}")
        if outcome["state"] != "closed":
            against = {each["gate"]: f"{each['missing']} ({each['force']})" for each in outcome["missing"]}
            raise Refused(409, against, " ".join(each["words"] for each in outcome["waits"]))

    # --- risk

    def asks_for_assessment(self, case: Case, tool: str | None = None, purpose: str | None = None) -> None:
        """With a tool, or with the one that was used last."""
        body = {name: value for name, value in (("tool", tool), ("purpose", purpose)) if value}
        self.post("risk", f"/cases/{case.id}/assessments", body)

    def assesses(self, case: Case, level: str) -> Row:
        """Completes the assessment that was asked for last, every item of it, and judges."""
        assessment = case.assessment()["id"]
        tool = self.get("risk", f"/assessments/{assessment}")["tool"]
        done: Row = self.post("risk", f"/assessments/{assessment}/completion", bodies.completion(tool, level))
        return done

    def decides_level(self, case: Case, level: str, reason: str) -> None:
        """As the second person."""
        body = {"level": level, "reason": reason}
        self.post("risk", f"/assessments/{case.assessment()['id']}/decision", body)

    # --- meetings

    def convenes(self, case: Case, kind: str, at: str, inviting: tuple[str, ...] = ()) -> None:
        """Gives the meeting that is wanted its time."""
        planned = datetime.fromisoformat(at).replace(tzinfo=LONDON)
        body = bodies.convening(case.kind(kind), planned, inviting=inviting)
        self.post("meetings", f"/meetings/{case.meeting(kind)['id']}/convening", body)

    def holds(self, case: Case, kind: str, without: str | None = None) -> Row:
        """Writes down that it took place now, with everybody invited or without one."""
        body = bodies.holding(case.kind(kind), self.board.region.now, without=without)
        held: Row = self.post("meetings", f"/meetings/{case.meeting(kind)['id']}/holding", body)
        return held

    def adopts_plan(self, case: Case, meeting: Row, actions: int = 1, **changes: Any) -> Row:
        """Writes down the plan that a meeting agreed; `changes` are to its first action."""
        held = london(datetime.fromisoformat(meeting["held_at"])).date()
        body = bodies.plan(case.kind(meeting["kind"]), held, other=case.about.get("plan_in_place"), actions=actions)
        body["actions"][0].update(changes)
        made: Row = self.post("meetings", f"/meetings/{meeting['id']}/plan", body)
        return made

    def shares(self, plan: Row) -> None:
        """With those whom the board names."""
        self.post("meetings", f"/plans/{plan['id']}/sharing", {})

    def files_signed_copy(self, plan: Row) -> None:
        """On paper."""
        day = self.board.region.now.date().isoformat()
        self.post("meetings", f"/plans/{plan['id']}/signed-copy", {"place": "The paper file.", "placed_on": day})

    def finishes_actions(self, case: Case, outcome: str = "achieved") -> None:
        """Says what became of every action that is open."""
        done = {"outcome": outcome, "completed_on": self.board.region.now.date().isoformat(), "text": "As agreed."}
        for action in self.get("meetings", "/actions", case=case.id, state="open")["actions"]:
            self.post("meetings", f"/actions/{action['id']}/outcome", done)

    # --- clocks

    def acknowledges(self, clock: Clock, reason: str, note: str, effect: str) -> None:
        """As a manager: why it came to a breach, and what it meant for the child."""
        body = {"reason": reason, "note": note, "effect": effect}
        self.post("notify", f"/obligations/{clock.row['id']}/acknowledgement", body)
