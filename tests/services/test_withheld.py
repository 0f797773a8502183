"""What the services answer holds exactly the groups of fields that the policy shows: every role, relation and route.

The policy is what is compared with; no list of fields is repeated here. The case holds a word of each group in every
service, and each route that reads is asked of each service.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from commonward.clock import utcnow
from commonward.contracts import Event
from commonward.contracts.field_groups import FieldGroup
from commonward.identity import Actor, Capability, person_id, policy
from commonward.procedure import events
from commonward.store import Relation
from tests.architecture.board_with_everything import ROLES
from tests.architecture.marked import ADULT, CHILD, HEALTH, MARKS, POLICE, WORDS, Marked, marked
from tests.architecture.scene import scene
from tests.services.referral.bodies import report

pytestmark = pytest.mark.thorough

FULL, WORKER = "head-of-service", "social-worker"
"""Who sees every group by whatever they are to a case; and who works on cases."""
RELATIONS = [
    (job, relation)
    for job, core in ROLES.items()
    for relation in policy.POLICY.allows(Capability.CASE_READ, frozenset({core}))
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Marked]:
    with scene(tmp_path_factory.mktemp("withheld")) as at:
        yield marked(at)


@pytest.fixture
def shut(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[FieldGroup]:
    """A policy under which practitioners see all but one group, whatever they are to a case."""
    group: FieldGroup = request.param
    rows = [
        row.model_copy(update={"sees": row.sees - {group}}) if row.roles == ("practitioner",) else row
        for row in policy.POLICY.row
    ]
    monkeypatch.setattr(policy, "POLICY", policy.POLICY.model_copy(update={"row": tuple(rows)}))
    policy._allows.cache_clear()
    yield group
    policy._allows.cache_clear()


def without(*groups: FieldGroup) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("shut", groups, indirect=True)


def become(made: Marked, who: str, relation: Relation) -> None:
    """Somebody is this to the case and to the adult's record, and nothing closer."""
    job, person, now = who.partition("/")[0], person_id("bolton", who), utcnow()
    later, absent = now + timedelta(hours=1), person_id("bolton", f"{who} is away for")
    team = job if relation is Relation.TEAM else "elsewhere"
    worker = {Relation.ALLOCATED: person, Relation.COVER: absent}.get(relation)
    made_so: Mapping[Relation, Event] = {
        Relation.NAMED: events.CaseRestricted(people=(person,), reason="other", restricted_by=person),
        Relation.REFERRER: events.ReferrerKnown(person=person),
        Relation.BREAK_GLASS: events.GlassBroken(person=person, reason="other", until=later),
    }
    with made.scene.region.platform.resources("referral").work(Actor.system("bolton", "referral")) as unit:
        for subject in (UUID(made.case), UUID(made.ids["subject"])):
            if unit.facts(subject).restricted:
                unit.publish(subject, events.RestrictionLifted(lifted_by=person))
            unit.publish(subject, events.CaseAllocated(worker=worker, role=WORKER, team=team))
            if relation in made_so:
                unit.publish(subject, made_so[relation])
        if relation is Relation.COVER:
            unit.begin_missing([absent])
            arrangement = {"arrangement": person, "person": absent, "cover": person, "since": now, "until": later}
            unit.publish(absent, events.CoverArranged.model_validate(arrangement))
    made.scene.region.settle()


def shown(job: str, relation: Relation, capability: Capability) -> frozenset[str]:
    """The groups that the policy shows to somebody who uses a capability, being this to a case."""
    allows = policy.POLICY.allows(capability, frozenset({ROLES[job]}))
    held = [allows[each] for each in {relation, Relation.AUTHORITY} & allows.keys()]
    counts = [each for each in held if each.restricted or relation is not Relation.NAMED]
    return frozenset[str]().union(*(each.groups for each in counts))


def differences(made: Marked, who: str, relation: Relation) -> dict[str, Any]:
    """Routes whose answer holds other marks than the policy shows; and what `withheld` does not own up to."""
    found: dict[str, Any] = {}
    for service, path, capability, query in made.readings():
        whole, full = made.seen(FULL, service, path, query)
        seen, answer = made.seen(who, service, path, query)
        groups = shown(who.partition("/")[0], relation, capability)
        expected = {mark for mark in whole if MARKS[mark] in groups}
        if path.endswith("/connections") and FieldGroup.ADULT_OF_CONCERN not in groups:
            expected = set()  # what ties a child to an adult is the adult's too
        if policy.heard([ROLES[who.partition("/")[0]]], ["police"]) and groups:  # they were at the scene's meeting
            heard = full.text if path.endswith("/minutes") else json.dumps((full.json or {}).get("plan"))
            expected |= {mark for mark in whole if mark in heard}
        if answer.status_code in (403, 404):
            expected = set() if not groups or "attachments/" in path else {"an answer", *expected}
        hidden = {str(MARKS[mark]) for mark in whole - seen if MARKS[mark] not in groups}
        silent = {group for group in hidden if f'"{group}"' not in answer.text and answer.status_code == 200}
        if seen != expected or silent:
            found[f"{service} {path}"] = (seen, expected, silent, answer.status_code)
    return found


def test_every_group_is_in_the_answers_of_whoever_sees_everything(made: Marked) -> None:
    seen: dict[str, set[str]] = {}
    for service, path, _, query in made.readings():
        marks, answer = made.seen(FULL, service, path, query)
        seen.setdefault(service, set()).update(marks)
        assert '"withheld":["' not in answer.text, path
    assert set().union(*seen.values()) == MARKS.keys()
    assert {"risk": MARKS.keys() - {CHILD}, "meetings": {HEALTH, POLICE, WORDS}, "notify": {WORDS}}.items() <= {
        service: seen[service] for service in ("risk", "meetings", "notify")
    }.items()


@pytest.mark.parametrize(("job", "relation"), RELATIONS)
def test_an_answer_holds_exactly_what_the_policy_shows(made: Marked, job: str, relation: Relation) -> None:
    who = f"{job}/{job}-{relation}"
    become(made, who, relation)
    assert differences(made, who, relation) == {}


@without(*(group for group in FieldGroup if group is not FieldGroup.CASE))
def test_whatever_group_the_policy_takes_away_goes_from_every_answer_and_nothing_else(
    made: Marked, shut: FieldGroup
) -> None:
    who = f"{WORKER}/without-{shut}"
    become(made, who, Relation.ALLOCATED)
    assert differences(made, who, Relation.ALLOCATED) == {}


def test_who_raised_a_concern_sees_neither_health_nor_intelligence_nor_adults_anywhere(made: Marked) -> None:
    who = f"{WORKER}/who-raised-it"
    become(made, f"{WORKER}/somebody-else", Relation.ALLOCATED)
    made.concern(who, account="Synthetic, and their own.")
    for service, path, _, query in made.readings():
        seen, answer = made.seen(who, service, path, query)
        assert seen <= {CHILD}, path
        assert answer.status_code in (200, 403, 404)
        assert made.ids["subject"] not in answer.text, path
    asked = made.scene.ask(f"bolton/{who}", "referral", "GET", f"/v1/cases/{made.case}")
    assert asked.json["case"]["child"].startswith(CHILD)
    accounts = {(line.get("account"), *line.get("withheld", ())) for line in asked.json["concerns"]}
    assert accounts == {
        (None, "health"),
        (None, "police-intelligence"),
        (None, "narrative"),
        ("Synthetic, and their own.",),
    }
    found = made.scene.ask(f"bolton/{who}", "referral", "POST", "/v1/children/search", {"given_name": CHILD})
    assert [line["given_name"] for line in found.json["candidates"]] == [CHILD]
    raised = made.scene.ask(f"bolton/{who}", "referral", "POST", "/v1/concerns/preview", report())
    assert not {mark for mark in (HEALTH, POLICE, ADULT, WORDS) if mark in raised.text}


# --- who may not see a group can't write over it


def as_worker(made: Marked, method: str, service: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
    return made.scene.ask(f"bolton/{WORKER}/writer", service, method, f"/v1{path}", body)


@without(FieldGroup.HEALTH)
def test_a_form_that_asks_what_one_may_not_see_is_not_offered_and_not_taken(made: Marked, shut: FieldGroup) -> None:
    become(made, f"{WORKER}/writer", Relation.ALLOCATED)
    forms = as_worker(made, "GET", "referral", f"/cases/{made.case}/forms").json["forms"]
    assert {form["id"]: form["yours"] for form in forms} == {"note": False, "health": False}
    body = {"kind": "note", "answers": {"kind": ["good"]}}
    assert as_worker(made, "POST", "referral", f"/cases/{made.case}/records", body).status_code == 403
    correction = {"corrections": {"sexually_active": "no"}, "reason": "A synthetic reason."}
    assert as_worker(made, "POST", "referral", f"/cases/{made.case}/corrections", correction).status_code == 403
    records = as_worker(made, "GET", "referral", f"/cases/{made.case}/records").json["records"]
    (record,) = (line for line in records if line["kind"] == "note")
    assert record["withheld"] == ["health"]
    assert set(record["answers"]) == {"kind", "visitor", "police", "words"}
    voiding = {"reason": "A synthetic reason."}
    assert as_worker(made, "POST", "referral", f"/records/{record['id']}/voiding", voiding).status_code == 403


@without(FieldGroup.HEALTH)
def test_a_draft_keeps_what_its_writer_may_not_see(made: Marked, shut: FieldGroup) -> None:
    become(made, f"{WORKER}/writer", Relation.ALLOCATED)
    as_worker(made, "POST", "risk", f"/cases/{made.case}/assessments", {"tool": "mill-tool"})
    made.scene.region.settle()
    listed = as_worker(made, "GET", "risk", f"/assessments?case={made.case}&state=requested").json["assessments"]
    path = next(f"/assessments/{line['id']}" for line in listed if line["tool"] == "mill-tool")
    full = f"bolton/{FULL}"
    healthy = {"entry": "health", "text": HEALTH}
    kept = made.scene.ask("bolton/specialist", "risk", "PUT", f"/v1{path}/answers", {"entries": [healthy]})
    assert kept.status_code == 200, kept.text
    mine = {"entry": "police", "text": POLICE}
    assert as_worker(made, "PUT", "risk", f"{path}/answers", {"entries": [mine]}).status_code == 200
    whole = made.scene.ask(full, "risk", "GET", f"/v1{path}").json["entries"]
    assert {line["entry"]: line["text"] for line in whole} == {"health": HEALTH, "police": POLICE}
    over = {"entries": [mine, {"entry": "health", "text": "Another word."}]}
    assert as_worker(made, "PUT", "risk", f"{path}/answers", over).status_code == 422


@without(FieldGroup.NARRATIVE)
def test_minutes_are_written_only_by_who_may_read_them(made: Marked, shut: FieldGroup) -> None:
    become(made, f"{WORKER}/writer", Relation.ALLOCATED)
    path = f"/meetings/{made.ids['meeting']}/minutes"
    assert as_worker(made, "POST", "meetings", path, {"text": "Other minutes."}).status_code == 403
    (version,) = as_worker(made, "GET", "meetings", path).json["versions"]
    assert "text" not in version
    assert version["withheld"] == ["narrative"]


@without(FieldGroup.POLICE_INTELLIGENCE)
def test_a_file_of_the_polices_concern_is_withheld_whole(made: Marked, shut: FieldGroup) -> None:
    become(made, f"{WORKER}/writer", Relation.ALLOCATED)
    (line,) = as_worker(made, "GET", "referral", f"/cases/{made.case}/attachments").json["attachments"]
    assert "name" not in line
    assert (line["group"], line["withheld"]) == ("police-intelligence", ["police-intelligence"])
    fetched = as_worker(made, "GET", "referral", f"/attachments/{made.ids['attachment']}/content")
    assert fetched.status_code == 403
    assert POLICE not in fetched.text
