"""The board's forms over HTTP: what makes one complete, who may make, authorise and read it."""

from __future__ import annotations

from typing import Any

import pytest

from commonward.identity import Actor
from commonward.procedure import WRITING, Command, Force, Prompt, RecordKind, events, form, gate
from commonward.store import new_id
from tests.services.boards import Board
from tests.services.conftest import ActorOf
from tests.services.referral.bodies import case_id, today
from tests.services.stage import Stage, errors_of

RULE = "MIL-7.gate"
RESTRICTION = RecordKind(
    id="restriction",
    title="Restriction",
    because=(RULE,),
    made_by=("social-worker",),
    fields=(
        form.some_of(
            "what", "What is restricted", "calls", "letters", "nothing", exclusive=("nothing",), needed=form.wanted
        ),
        form.words("why", "Why", needed=form.wanted),
        form.yes_no("agreed", "Did the manager agree?"),
        form.person("manager", "Which manager"),
        form.subject("visitor", "Which visitor"),
        form.day("since", "Since when"),
        form.day("until", "Until when"),
    ),
    checks=(
        form.check(
            RULE, "agreed", "the manager's word is wanted", unless=lambda given, facts: given.yes("agreed"),
            force=Force.SHOULD,
        ),
    ),
    happened="since",
)  # fmt: skip
HEALTH = RecordKind(
    id="health",
    title="Health",
    because=(RULE,),
    made_by=(),
    fields=(form.one_of("offer", "Offer", "accepted", "declined", kept=True),),
    second_role="team-manager",
    read_by=("coordinator",),
)
VISIT = RecordKind(
    id="visit", title="Visit", because=(RULE,), made_by=(), fields=(form.words("what", "What"),), about=("adult",)
)
ANSWERS: dict[str, Any] = {"what": ["calls"], "why": ["Kept words."], "agreed": ["yes"], "since": ["2026-03-02"]}
board_with_forms = pytest.mark.parametrize(
    "board", [Board(records=(RESTRICTION, HEALTH, VISIT), subjects=("child", "adult"))]
)


def body(kind: str = "restriction", **answers: list[str]) -> dict[str, Any]:
    return {"kind": kind, "answers": {**(ANSWERS if kind == "restriction" else {}), **answers}}


@board_with_forms
def test_a_complete_record_is_kept_and_its_codes_are_published(referral: Stage, case: str, worker: Actor) -> None:
    made = referral.post(worker, f"{case}/records", body())
    assert (made.status_code, made.json["state"]) == (201, "made"), made.text
    [event] = referral.published(case_id(case), events.RecordMade)
    assert (event.kind, event.all("what"), event.all("why"), event.because) == ("restriction", ("calls",), (), (RULE,))
    assert event.happened_at.isoformat() == "2026-03-02T00:00:00+00:00"
    [kept] = referral.get(worker, f"{case}/records").json["records"]
    assert kept["answers"]["why"] == ["Kept words."]
    assert "record.make" in referral.audited(case_id(case))


@board_with_forms
@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"what": ["visitors"]}, "answers.what"),
        ({"what": ["calls", "nothing"]}, "answers.what"),
        ({"why": [""]}, "answers.why"),
        ({"colour": ["blue"]}, "answers.colour"),
        ({"manager": ["0198c0de-0000-7000-8000-000000000001"]}, "answers.manager"),
        ({"visitor": ["0198c0de-0000-7000-8000-000000000001"]}, "answers.visitor"),
        ({"since": ["2999-01-01"]}, "answers.since"),
        ({"until": ["2126-01-01"]}, "answers.until"),
    ],
)
def test_what_is_wrong_names_its_field_and_changes_nothing(
    referral: Stage, case: str, worker: Actor, wrong: dict[str, list[str]], field: str
) -> None:
    refused = referral.post(worker, f"{case}/records", body(**wrong))
    assert refused.status_code in (409, 422), refused.text
    assert field in errors_of(refused)
    assert referral.published(case_id(case), events.RecordMade) == []


@board_with_forms
def test_what_a_court_orders_may_hold_for_decades(referral: Stage, case: str, worker: Actor) -> None:
    until = today().replace(year=today().year + 30, day=1).isoformat()
    assert referral.post(worker, f"{case}/records", body(until=[until])).status_code == 201


@board_with_forms
def test_a_record_may_name_the_concern_that_it_is_about(referral: Stage, case: str, worker: Actor) -> None:
    (raised,) = referral.published(case_id(case), events.ConcernRaised)
    answer = referral.post(worker, f"{case}/records", {**body(), "about": str(raised.concern)})
    (told,) = referral.published(case_id(case), events.RecordTied)
    kept = referral.get(worker, f"{case}/records").json
    assert answer.status_code == 201
    assert told.about == raised.concern
    assert kept is not None
    assert kept["records"][0]["about"] == str(raised.concern)


@board_with_forms
def test_what_a_record_is_about_has_to_be_known_of_its_case(referral: Stage, case: str, worker: Actor) -> None:
    answer = referral.post(worker, f"{case}/records", {**body(), "about": str(new_id())})
    assert answer.status_code == 422
    assert "concern, meeting" in errors_of(answer)["about"]["message"]


@board_with_forms
def test_a_record_that_the_board_does_not_keep_here_is_refused(referral: Stage, case: str, worker: Actor) -> None:
    refused = referral.post(worker, f"{case}/records", body("visit"))
    assert errors_of(refused)["kind"]["allowed"] == ["restriction", "health"]


@board_with_forms
def test_a_should_is_overridden_by_a_manager_with_a_reason_only(
    referral: Stage, case: str, worker: Actor, actor: ActorOf
) -> None:
    missing = body(agreed=["no"])
    assert RULE in errors_of(referral.post(worker, f"{case}/records", missing))["answers.agreed"]["message"]
    reasoned = {**missing, "override_reason": "A synthetic reason."}
    assert referral.post(worker, f"{case}/records", reasoned).status_code == 403
    both = actor("social-worker", "team-manager")
    assert referral.post(both, f"{case}/records", reasoned).status_code == 201
    made = referral.get(worker, f"{case}/records").json["records"][0]
    assert (made["override_reason"], made["overridden"]) == ("A synthetic reason.", [RULE])


@board_with_forms
def test_a_record_is_made_by_the_roles_of_the_board(referral: Stage, case: str, manager: Actor) -> None:
    assert referral.post(manager, f"{case}/records", body()).status_code == 403


@board_with_forms
def test_a_record_that_wants_a_second_person_waits_for_another_one(
    referral: Stage, case: str, worker: Actor, actor: ActorOf
) -> None:
    made = referral.post(worker, f"{case}/records", body("health", offer=["accepted"]))
    assert made.json["state"] == "waiting"
    path = f"/v1/records/{made.json['id']}/authorisation"
    assert referral.published(case_id(case), events.RecordMade) == []
    assert referral.post(worker, path, {"agree": True}).status_code == 403
    assert referral.post(actor("coordinator"), path, {"agree": True}).status_code == 403
    assert referral.post(actor("team-manager"), path, {"agree": True}).status_code == 200
    [event] = referral.published(case_id(case), events.RecordMade)
    assert (event.authorised_by, event.answers) == (actor("team-manager").person, ())


@board_with_forms
def test_a_restricted_record_is_read_by_its_roles_and_by_who_made_it(
    referral: Stage, case: str, worker: Actor, actor: ActorOf
) -> None:
    referral.post(worker, f"{case}/records", body("health", offer=["accepted"]))
    seen = {role: len(referral.get(actor(role), f"{case}/records").json["records"]) for role in ("coordinator",)}
    assert seen == {"coordinator": 1}
    assert referral.get(actor("team-manager"), f"{case}/records").json["records"] == []
    assert len(referral.get(worker, f"{case}/records").json["records"]) == 1


@board_with_forms
def test_a_form_of_which_nothing_is_answered_is_no_record(referral: Stage, case: str, worker: Actor) -> None:
    refused = referral.post(worker, f"{case}/records", body("health", offer=[" "]))
    assert errors_of(refused)["answers"]["message"].startswith("answer at least one question")
    assert referral.get(worker, f"{case}/records").json["records"] == []


@board_with_forms
def test_each_record_of_a_kind_is_its_next_version(referral: Stage, case: str, worker: Actor) -> None:
    for answers in (body(), body("health", offer=["accepted"]), body(why=["Other words."])):
        assert referral.post(worker, f"{case}/records", answers).status_code == 201
    listed = referral.get(worker, f"{case}/records").json["records"]
    versions = [(line["kind"], line["number"]) for line in listed]
    assert versions == [("restriction", 2), ("health", 1), ("restriction", 1)]


@board_with_forms
def test_the_forms_of_a_case_are_those_about_a_child(referral: Stage, case: str, worker: Actor) -> None:
    forms = referral.get(worker, f"{case}/forms").json["forms"]
    assert [form["id"] for form in forms] == ["restriction", "health"]
    assert forms[0]["fields"][0]["choices"] == ["calls", "letters", "nothing"]
    assert forms[0]["fields"][0]["exclusive"] == ["nothing"]


@board_with_forms
def test_an_adult_of_concern_has_a_record_without_a_child(referral: Stage, worker: Actor) -> None:
    opened = referral.post(worker, "/v1/subjects", {"kind": "adult", "label": "Synthetic Adult"})
    assert opened.status_code == 201, opened.text
    adult = opened.json["id"]
    made = referral.post(worker, f"/v1/cases/{adult}/records", body("visit", what=["Words."]))
    assert made.status_code == 201, made.text
    assert [one["id"] for one in referral.get(worker, "/v1/subjects?kind=adult").json["subjects"]] == [adult]
    assert referral.get(worker, f"/v1/subjects/{adult}").json["label"] == "Synthetic Adult"


@board_with_forms
@pytest.mark.parametrize("kind", ["child", "lorry"])
def test_only_the_boards_subjects_are_opened_like_that(referral: Stage, worker: Actor, kind: str) -> None:
    refused = referral.post(worker, "/v1/subjects", {"kind": kind, "label": "Synthetic"})
    assert errors_of(refused)["kind"]["allowed"] == ["adult"]


GATE = gate(
    RULE,
    on=Command.MAKE_RECORD,
    at="restriction",
    force=Force.MUST,
    unless=lambda facts: facts.looked_after,
    missing="The child is looked after",
    supplied_by="social-worker",
)


@pytest.mark.parametrize("board", [Board(records=(RESTRICTION, HEALTH), gates=(GATE,))])
def test_a_gate_may_stand_before_one_kind_of_record(referral: Stage, case: str, worker: Actor) -> None:
    assert RULE in errors_of(referral.post(worker, f"{case}/records", body()))
    assert referral.post(worker, f"{case}/records", body("health", offer=["accepted"])).status_code == 201


LINT = Prompt("lint", "Say what happened to the child.", (WRITING,), (RULE,), phrases=("lifestyle",))
ASK = Prompt("ask", "Ask about siblings.", ("restriction",), (RULE,))


@pytest.mark.parametrize("board", [Board(prompts=(LINT, ASK))])
def test_prompts_and_suggestions_remind_and_never_block(referral: Stage, case: str, worker: Actor) -> None:
    prompts = referral.get(worker, f"{case}/prompts?at=restriction").json["prompts"]
    assert [prompt["id"] for prompt in prompts] == ["ask"]
    found = referral.post(worker, "/v1/wording", {"text": "A Lifestyle of synthetic words."}).json["suggestions"]
    assert found == [{"phrase": "lifestyle", "words": "Say what happened to the child.", "because": [RULE]}]
