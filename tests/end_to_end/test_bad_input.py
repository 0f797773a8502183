"""What can't be taken gets its own clear answer, with the field and what is allowed, and changes nothing."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
import requests
from joserfc import jwt

from commonward.clock import london, utcnow
from commonward.contracts.topics import CASE_EVENTS
from commonward.identity import Actor, Capability, person_id
from commonward.identity.client import client_credentials_token
from commonward.identity.development import issuer_url, with_development_issuers
from commonward.identity.development.issuer import signing_key
from commonward.messaging.relay import Relay
from commonward.procedure import Procedures
from commonward.runtime import Platform, find_service
from commonward.settings import Settings
from commonward_stack.ports import free_port
from tests.core.kept import distributed
from tests.end_to_end.running import embedded, up
from tests.services.stage import Tokens, token

if TYPE_CHECKING:
    from tests.conftest import Database

pytestmark = pytest.mark.timeout(180)
TODAY = london(utcnow()).date()
TOMORROW = (TODAY + timedelta(days=1)).isoformat()
JSON = {"Content-Type": "application/json"}
WORKERS = {"leeds": "leeds-social-worker", "bolton": "bolton-social-worker"}


def concern(**changes: Any) -> dict[str, Any]:
    """A good report; `child__born=...` changes something of the child."""
    born = TODAY.replace(year=TODAY.year - 14, day=1).isoformat()
    body: dict[str, Any] = {
        "child": {"given_name": "Synthetic", "family_name": "Example", "born": born},
        "agency": "school",
        "happened_on": (TODAY - timedelta(days=1)).isoformat(),
        "account": "A synthetic account.",
    }
    for name, value in changes.items():
        place, _, inner = name.partition("__")
        target, key = (body[place], inner) if inner else (body, place)
        if value is ...:
            del target[key]
        else:
            target[key] = value
    return body


@dataclass
class Caller:
    """Somebody who calls a running region."""

    settings: Settings
    board: str
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, settings: Settings, board: str) -> Caller:
        given = client_credentials_token(settings, board, WORKERS[board], "development")
        return cls(settings, board, {"Authorization": f"Bearer {given}"})

    def get(self, service: str, path: str) -> requests.Response:
        return requests.get(f"{self.settings.service_url(service)}/v1{path}", headers=self.headers, timeout=10)

    def post(self, service: str, path: str, headers: Mapping[str, str] | None = None, **body: Any) -> requests.Response:
        url = f"{self.settings.service_url(service)}/v1{path}"
        return requests.post(url, **{"timeout": 10, **body}, headers={**self.headers, **(headers or {})})

    def cases(self) -> list[Any]:
        return list(self.get("referral", "/cases").json()["cases"])


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = Path(tmp_path_factory.mktemp("bad"))
    with up(embedded(folder), folder) as running:
        yield with_development_issuers(running)


@pytest.fixture(scope="module")
def leeds(settings: Settings) -> Caller:
    return Caller.of(settings, "leeds")


@pytest.fixture(scope="module")
def bolton(settings: Settings) -> Caller:
    return Caller.of(settings, "bolton")


@pytest.fixture(scope="module")
def case(leeds: Caller) -> str:
    answer = leeds.post("referral", "/concerns", json=concern())
    assert answer.status_code == 201, answer.text
    return str(answer.json()["case"])


@pytest.fixture(scope="module")
def assessment(bolton: Caller) -> dict[str, Any]:
    case = bolton.post("referral", "/concerns", json=concern(child__family_area="bolton-north")).json()["case"]
    until = time.monotonic() + 20
    while time.monotonic() < until:
        found = bolton.get("risk", f"/assessments?case={case}").json().get("assessments", ())
        if found:
            page: dict[str, Any] = bolton.get("risk", f"/assessments/{found[0]['id']}").json()
            return page
        time.sleep(0.1)
    raise AssertionError("no assessment was asked for")


def refused(answer: requests.Response, status: int) -> dict[str, Any]:
    """The problem document, which every refusal is."""
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "application/problem+json"), answer.text
    document: dict[str, Any] = answer.json()
    assert document["status"] == status
    return document


FIELDS: dict[str, tuple[dict[str, Any], str, str]] = {
    "a day in the future": (concern(happened_on=TOMORROW), "happened_on", TODAY.isoformat()),
    "a birth in the future": (concern(child__born=TOMORROW), "child.born", TODAY.isoformat()),
    "somebody of age": (concern(child__born="1980-01-01"), "child.born", "under"),
    "a number for a day": (concern(happened_on=0), "happened_on", ""),
    "not a day": (concern(happened_on="31/12/2025"), "happened_on", ""),
    "a day on no calendar": (concern(happened_on="2025-02-30"), "happened_on", ""),
    "a word that is not one of three": (concern(immediate_danger="maybe"), "immediate_danger", "unknown"),
    "an NHS number of nine digits": (concern(child__nhs_number="999000001"), "child.nhs_number", "[0-9]{10}"),
    "an NHS number with a slip": (concern(child__nhs_number="9990000081"), "child.nhs_number", ""),
    "a day before the birth": (concern(happened_on="2001-01-01"), "happened_on", ""),
    "no account": (concern(account=...), "account", ""),
    "an empty account": (concern(account=""), "account", "1 long"),
    "an account of blanks": (concern(account=" \u200b\n"), "account", ""),
    "an account with NUL": (concern(account="A\0B"), "account", ""),
    "a name with NUL": (concern(child__given_name="A\0B"), "child.given_name", ""),
    "a name of two lines": (concern(child__given_name="A\nB"), "child.given_name", ""),
    "an address with NUL": (concern(child__address="A\0B"), "child.address", ""),
    "an account that is too long": (concern(account="x" * 4001), "account", "4000"),
    "an unknown field": (concern(severity="high"), "severity", ""),
    "a code with a space": (concern(agency="a school"), "agency", "a-z"),
    "no child": (concern(child=...), "body", ""),
    "an unknown child": (concern(child=..., child_id="0198c0de-0000-7000-8000-000000000000"), "child_id", ""),
    "an area of nobody": (concern(child__family_area="atlantis"), "child.family_area", ""),
}


@pytest.mark.parametrize(("body", "place", "allowed"), FIELDS.values(), ids=FIELDS)
def test_a_report_that_does_not_fit_names_its_field_and_changes_nothing(
    leeds: Caller, body: dict[str, Any], place: str, allowed: str
) -> None:
    before = leeds.cases()
    (error, *_) = refused(leeds.post("referral", "/concerns", json=body), 422)["errors"]
    assert error["field"] == place
    assert allowed in " ".join(error.get("allowed", ()))
    assert leeds.cases() == before


def test_all_that_is_wrong_is_said_at_once(leeds: Caller) -> None:
    body = concern(happened_on=TOMORROW, child__family_area="atlantis")
    errors = refused(leeds.post("referral", "/concerns", json=body), 422)["errors"]
    assert {error["field"] for error in errors} == {"happened_on", "child.family_area"}


def test_a_refusal_repeats_nothing_that_was_sent(leeds: Caller) -> None:
    answer = leeds.post("referral", "/concerns", json=concern(child__born="Confidential", agency="Confidential!"))
    refused(answer, 422)
    assert "Confidential" not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"given_name=Synthetic"])
def test_what_is_not_json_is_said_so(leeds: Caller, body: bytes) -> None:
    assert refused(leeds.post("referral", "/concerns", data=body, headers=JSON), 400)["type"].endswith("not-json")


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_another_media_type_is_refused(leeds: Caller, kind: str) -> None:
    headers = {"Content-Type": kind}
    answer = leeds.post("referral", "/concerns", data=json.dumps(concern()), headers=headers)
    assert "application/json" in refused(answer, 415)["detail"]


@pytest.mark.parametrize(
    "before", ["2026-01-01T00:00:00", "0", "yesterday", "0001-01-01T00:00:00+01:00", "2026-01-01x"]
)
def test_a_page_before_what_is_no_instant_is_refused(leeds: Caller, before: str) -> None:
    answer = leeds.get("referral", f"/cases?before={quote(before)}")
    assert refused(answer, 422)["errors"][0]["field"] == "before"
    assert before not in answer.text or before == "0"


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"'])
def test_json_of_another_shape_does_not_fit(leeds: Caller, body: bytes) -> None:
    assert refused(leeds.post("referral", "/concerns", data=body, headers=JSON), 422)["errors"]


def test_a_body_that_is_too_large_is_not_read(leeds: Caller) -> None:
    refused(leeds.post("referral", "/concerns", data=b" " * (1024 * 1024 + 1), headers=JSON), 413)


class TestWhoAsks:
    def signed(self, settings: Settings, key: str, **changes: Any) -> Caller:
        """A caller for Leeds whose token has these claims and the named authority's signature."""
        now, signer = int(time.time()), signing_key(settings.data_dir, key).keys[0]
        good = {"iss": issuer_url(settings, "leeds"), "sub": "leeds-social-worker", "aud": "commonward"}
        claims = {**good, "iat": now, "exp": now + 600, "client_id": "x", "roles": ["social-worker"], **changes}
        made = jwt.encode({"alg": "ES256", "kid": str(signer.kid), "typ": "at+jwt"}, claims, signer)
        return Caller(settings, "leeds", {"Authorization": f"Bearer {made}"})

    def test_a_good_token_of_this_making_is_taken(self, settings: Settings) -> None:
        assert self.signed(settings, "leeds").get("referral", "/cases").status_code == 200

    @pytest.mark.parametrize("service", ["referral", "risk", "meetings", "notify"])
    def test_an_expired_token_is_refused(self, settings: Settings, service: str) -> None:
        old = int(time.time()) - 3600
        caller = self.signed(settings, "leeds", iat=old, exp=old + 600)
        answer = caller.get(service, "/cases/0198c0de-0000-7000-8000-000000000000/timeline")
        assert "expired" in refused(answer, 401)["detail"]
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")

    def test_a_token_with_another_authoritys_signature_is_refused(self, settings: Settings) -> None:
        refused(self.signed(settings, "bolton").get("referral", "/cases"), 401)

    def test_a_token_of_an_unknown_authority_is_refused(self, settings: Settings) -> None:
        refused(self.signed(settings, "leeds", iss=issuer_url(settings, "kent")).get("referral", "/cases"), 401)

    def test_a_token_for_another_audience_is_refused(self, settings: Settings) -> None:
        refused(self.signed(settings, "leeds", aud="elsewhere").get("referral", "/cases"), 401)

    def test_a_role_without_the_capability_is_refused(self, settings: Settings) -> None:
        caller = self.signed(settings, "leeds", roles=["operator"])
        document = refused(caller.post("referral", "/concerns", json=concern()), 403)
        assert Capability.CONCERN_RAISE.value in document["detail"]


class TestAnotherAuthoritysCase:
    def test_another_authoritys_case_is_answered_as_one_that_is_not_there(self, bolton: Caller, case: str) -> None:
        missing = bolton.get("referral", "/cases/0198c0de-0000-7000-8000-000000000000")
        there = bolton.get("referral", f"/cases/{case}")
        assert {**refused(there, 404), "trace": ""} == {**refused(missing, 404), "trace": ""}

    @pytest.mark.parametrize("service", ["referral", "risk", "meetings", "notify"])
    def test_nor_is_the_timeline_of_another_authoritys_case_there(
        self, bolton: Caller, case: str, service: str
    ) -> None:
        refused(bolton.get(service, f"/cases/{case}/timeline"), 404)

    def test_nor_is_it_in_the_list(self, bolton: Caller, case: str) -> None:
        assert case not in {each["id"] for each in bolton.cases()}


class TestTheRiskTool:
    def completion(self, assessment: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        tool = assessment["tool"]
        choice = tool["choices"][0]["code"]
        level = Procedures({"bolton": ("national", "bolton")}).of("bolton").scale.levels[0].code
        items = [item["code"] for section in tool["sections"] for item in section["items"]]
        answers = [{"item": item, "choice": choice, "text": "A synthetic analysis."} for item in items]
        body = {"answers": answers, "judgement": level, "rationale": "A synthetic rationale."}
        change(wanted := deepcopy(body))
        return wanted

    @pytest.mark.parametrize(
        ("place", "change"),
        [
            ("judgement", lambda body: body.update(judgement="catastrophic")),
            ("the first item", lambda body: body["answers"].append({**body["answers"][0]})),
            ("the first item", lambda body: body["answers"][0].update(choice="catastrophic")),
            ("the first item", lambda body: body["answers"].pop(0)),
        ],
        ids=["an unknown level", "two levels for one indicator", "a level the tool does not know", "one left out"],
    )
    def test_a_completion_that_does_not_fit_names_its_field_and_changes_nothing(
        self, bolton: Caller, assessment: dict[str, Any], place: str, change: Callable[[dict[str, Any]], None]
    ) -> None:
        id = assessment["assessment"]["id"]
        answer = bolton.post("risk", f"/assessments/{id}/completion", json=self.completion(assessment, change))
        if place == "the first item":
            place = assessment["tool"]["sections"][0]["items"][0]["code"]
        errors = [error for error in refused(answer, 422)["errors"] if place in error["field"]]
        assert errors
        assert errors[0].get("allowed") or "answer" in errors[0]["message"]
        assert bolton.get("risk", f"/assessments/{id}").json() == assessment


@pytest.mark.stack
class TestPartsAreAway:
    """In production shape, one service's app at a time."""

    @pytest.fixture
    def shape(self, fresh_database: Database, topic_prefix: str) -> Settings:
        return distributed(fresh_database).model_copy(update={"topic_prefix": topic_prefix})

    def platform(self, settings: Settings) -> Platform:
        made = Platform(settings)
        made.verifier = Tokens()  # type: ignore[assignment]  # it answers the one question that the web app asks
        return made

    def headers(self) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {token(Actor('leeds', person_id('leeds', 'x'), frozenset({'social-worker'})))}"
        }

    def test_without_the_broker_a_concern_is_taken_and_published_later(
        self, shape: Settings, kafka_servers: str
    ) -> None:
        referral = find_service("referral")
        with closing(self.platform(shape.model_copy(update={"kafka_servers": f"127.0.0.1:{free_port()}"}))) as alone:
            alone.migrate(referral)
            client = alone.app(referral).test_client()
            answer = client.post("/v1/concerns", json=concern(), headers=self.headers())
            ready = client.get("/health/ready")
        assert (answer.status_code, ready.status_code, ready.get_json()["status"]) == (201, 200, "degraded")
        with closing(self.platform(shape.model_copy(update={"kafka_servers": kafka_servers}))) as together:
            together.ensure_topics()
            database = together.resources("referral").database
            with Relay(database, together.transport, together.procedures.authorities, shape.topic_prefix) as relay:
                assert relay.step() == 4
            with closing(together.transport.consumer("reader", [together.topic(CASE_EVENTS)])) as reader:
                until, read = time.monotonic() + 20, 0
                while read < 4 and time.monotonic() < until:
                    read += len(reader.poll(10, 0.5))
        assert read == 4

    @pytest.mark.parametrize(("method", "path"), [("POST", "/v1/concerns"), ("GET", "/v1/cases")])
    def test_without_the_database_the_caller_is_told_when_to_come_again(
        self, shape: Settings, method: str, path: str
    ) -> None:
        url = f"postgresql://nobody:none@127.0.0.1:{free_port()}/none"
        away = Settings.model_validate({**shape.model_dump(), "database_url": url})
        with closing(self.platform(away)) as platform:
            client = platform.app(find_service("referral")).test_client()
            body = concern() if method == "POST" else None
            answer = client.open(path, method=method, json=body, headers=self.headers())
            ready = client.get("/health/ready")
        assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
        assert int(answer.headers["Retry-After"]) > 0
        assert (ready.status_code, ready.get_json()["status"]) == (503, "unavailable")
