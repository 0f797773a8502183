"""A case goes to another authority: asked for, previewed, and the sender's side decides whatever comes at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from commonward.identity import Actor
from commonward.identity.actor import person_id
from commonward.procedure import Procedures, events
from commonward.runtime import Platform
from commonward.settings import Settings
from commonward_referral import service
from commonward_referral.courier import carry
from commonward_referral.model import Case
from tests.conftest import Database
from tests.services.boards import Board, layer
from tests.services.referral.bodies import CLOSE, NHS_NUMBER, case_id, child, report
from tests.services.stage import Stage, Tokens, errors_of
from tests.services.test_on_postgresql import on_postgresql

pytestmark = pytest.mark.thorough

HERE, THERE = "mill", "weir"
ACCOUNT = "Words that were not granted."
NOTE = "The family moves to your area."


def manager_of(code: str) -> Actor:
    return Actor(code, person_id(code, "team-manager"), frozenset({"team-manager"}))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Two boards in one region."""
    authorities = {code: {"layers": (code,), "duty_mailbox": f"duty@{code}.example"} for code in (HERE, THERE)}
    return Settings.model_validate(
        {"environment": "development", "data_dir": tmp_path, "patience": 0, "authorities": authorities}
    )


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.stack)])
def region(request: pytest.FixtureRequest, tmp_path: Path, board: Board) -> Iterator[Platform]:
    """The region's two boards, on each of the databases."""
    if request.param == "sqlite":
        made = Platform(request.getfixturevalue("settings"))
        made.ensure_topics()
        yield _two_boards(made, board)
        made.close()
    else:
        for made in on_postgresql(request.getfixturevalue("fresh_database"), tmp_path, board):
            authorities = dict.fromkeys((HERE, THERE), made.settings.authorities[board.code])
            made.settings = made.settings.model_copy(update={"authorities": authorities})
            yield _two_boards(made, board)


def _two_boards(platform: Platform, board: Board) -> Platform:
    boards = {HERE: layer(board), THERE: layer(board.but(code=THERE))}
    platform.procedures = Procedures({code: (code,) for code in boards}, boards)
    platform.verifier = Tokens()  # type: ignore[assignment]  # it answers the one question that the web app asks
    return platform


class Two:
    """Both sides of the region's referral service."""

    def __init__(self, region: Platform, nhs_number: str | None = None) -> None:
        self.stage = Stage(region, service, HERE)
        self.sender, self.receiver = manager_of(HERE), manager_of(THERE)
        opened = self.stage.post(
            self.sender, "/v1/concerns", report(account=ACCOUNT, child=child(nhs_number=nhs_number))
        )
        assert opened.status_code == 201, opened.text
        self.stage.settle()
        self.case, self.reference = f"/v1/cases/{opened.json['case']}", opened.json["reference"]

    def ask(self, *parts: str) -> str:
        """A request of the sender's, which the receiver has heard of: its path."""
        asked = self.stage.post(self.sender, f"{self.case}/transfers", {"to": THERE, "parts": parts, "note": NOTE})
        assert asked.status_code == 201, asked.text
        self.carry()
        return f"/v1/transfers/{asked.json['id']}"

    def carry(self) -> None:
        """What the worker does again and again."""
        while sum(carry(self.stage.resources, code) for code in (HERE, THERE)):
            pass
        self.stage.settle()

    @property
    def offers(self) -> list[dict[str, Any]]:
        """As the receiver sees them."""
        return self.seen_by(self.receiver)

    def seen_by(self, who: Actor) -> list[dict[str, Any]]:
        """The transfers of this case that stand in the list of somebody's board."""
        lines = self.stage.get(who, "/v1/transfers").json["transfers"]
        return [line for line in lines if line["reference"] == self.reference]

    @property
    def offered(self) -> str:
        """The path of the receiver's newest offer."""
        return f"/v1/transfers/{self.offers[0]['id']}"

    @property
    def requests(self) -> list[dict[str, Any]]:
        """As the sender sees them, the newest first."""
        lines: list[dict[str, Any]] = self.stage.get(self.sender, f"{self.case}/transfers").json["transfers"]
        return lines

    def accept(self) -> int:
        return self.stage.post(self.receiver, f"{self.offered}/acceptance", {}).status_code

    @property
    def state(self) -> str:
        """Of the sender's case."""
        return str(self.stage.get(self.sender, self.case).json["case"]["state"])


@pytest.fixture
def two(region: Platform) -> Iterator[Two]:
    made = Two(region)
    yield made
    made.stage.close()


def test_an_accepted_case_is_closed_here_and_new_there_with_a_link_and_what_was_granted(two: Two) -> None:
    two.ask("concerns", "level")
    assert two.accept() == 200
    two.carry()
    [line] = two.stage.get(two.sender, f"{two.case}/sharing-decisions").json["decisions"]
    assert (line["with_whom"], line["what"]) == (THERE, ["identity", "concerns", "level"])
    [came] = two.offers
    assert (two.state, came["state"], two.requests[0]["state"]) == ("closed", "received", "accepted")
    page = two.stage.get(two.receiver, f"/v1/cases/{came['case']}").json
    assert (page["case"]["state"], page["case"]["child"]) == ("open", "Synthetic Example")
    assert page["case"]["id"] != two.case.rpartition("/")[2]
    assert [concern["account"] for concern in page["concerns"]] == [ACCOUNT]
    [link] = two.stage.get(two.receiver, f"/v1/cases/{came['case']}/transfers").json["transfers"]
    assert (link["authority"], link["reference"]) == (HERE, came["reference"])
    assert link["package"]["concerns"][0]["account"] == ACCOUNT


def test_what_was_not_granted_is_nowhere_on_the_other_side(two: Two) -> None:
    two.ask()
    two.accept()
    two.carry()
    [came] = two.offers
    page = two.stage.get(two.receiver, f"/v1/cases/{came['case']}").text
    link = two.stage.get(two.receiver, f"/v1/cases/{came['case']}/transfers").text
    assert ACCOUNT not in page + link
    assert NOTE in page


def test_a_preview_shows_what_would_go_and_tells_nobody(two: Two) -> None:
    body = {"to": THERE, "parts": ["concerns"]}
    package = two.stage.post(two.sender, f"{two.case}/transfers/preview", body).json
    assert (package["concerns"][0]["account"], package["decisions"]) == (ACCOUNT, [])
    two.carry()
    assert (two.offers, two.requests) == ([], [])
    assert "transfer.preview" in two.stage.audited(case_id(two.case))


def test_before_it_accepts_the_receiver_reads_the_note_and_nothing_of_the_child(two: Two) -> None:
    two.ask("concerns")
    shown = two.stage.get(two.receiver, "/v1/transfers").text
    assert NOTE in shown
    assert "Example" not in shown
    assert ACCOUNT not in shown
    assert two.case.rpartition("/")[2] not in shown


def test_an_offer_is_told_on_the_other_side_once_without_a_word_of_the_child(two: Two) -> None:
    two.ask("concerns")
    two.carry()
    there = Stage(two.stage.platform, service, THERE)
    [offered] = there.published(UUID(two.offers[0]["id"]), events.TransferOffered)
    assert (offered.sender, offered.reference, offered.parts) == (HERE, two.reference, ("concerns",))
    there.close()


def test_a_refused_case_stays_and_may_be_asked_again(two: Two) -> None:
    two.ask()
    refusal = {"reason": "not-in-our-area"}
    assert two.stage.post(two.receiver, f"{two.offered}/refusal", refusal).status_code == 200
    two.carry()
    assert (two.state, two.requests[0]["state"], two.requests[0]["why"]) == ("open", "refused", "not-in-our-area")
    assert "transfer.refused" in two.stage.audited(case_id(two.case))
    two.ask()
    assert [line["state"] for line in two.requests] == ["requested", "refused"]


def test_only_one_request_is_open_at_a_time(two: Two) -> None:
    two.ask()
    body = {"to": THERE, "note": NOTE}
    again = two.stage.post(two.sender, f"{two.case}/transfers", body)
    assert (again.status_code, "still open" in again.text) == (409, True)


@pytest.mark.parametrize(("to", "says"), [("mill", "this authority itself"), ("far-away", "by hand")])
def test_only_another_authority_of_the_region_is_asked(two: Two, to: str, says: str) -> None:
    refused = two.stage.post(two.sender, f"{two.case}/transfers", {"to": to, "note": NOTE})
    assert says in errors_of(refused)["to"]["message"]
    assert errors_of(refused)["to"]["allowed"] == [THERE]


def test_only_managers_transfer_and_a_closed_case_does_not_go(two: Two) -> None:
    worker = Actor(HERE, person_id(HERE, "social-worker"), frozenset({"social-worker"}))
    body = {"to": THERE, "note": NOTE}
    assert two.stage.post(worker, f"{two.case}/transfers", body).status_code == 403
    two.stage.post(two.sender, f"{two.case}/closing", CLOSE)
    two.stage.settle()
    assert errors_of(two.stage.post(two.sender, f"{two.case}/transfers", body))["case"]["message"] == "is closed"


# --- what comes at once


def test_withdrawn_before_the_answer_arrives_is_withdrawn(two: Two) -> None:
    asked = two.ask("concerns")
    assert two.accept() == 200
    assert two.stage.post(two.sender, f"{asked}/withdrawal", {}).status_code == 200
    two.carry()
    assert (two.state, two.offers[0]["state"], two.offers[0]["case"]) == ("open", "withdrawn", None)
    assert two.stage.published(case_id(two.case), events.CaseTransferred) == []


def test_who_asked_finds_their_open_requests_among_the_offers_until_they_end(two: Two) -> None:
    asked = two.ask("concerns")
    [line] = two.seen_by(two.sender)
    assert asked.endswith(line["id"])
    assert (line["direction"], line["authority"], line["reference"]) == ("out", THERE, two.reference)
    assert line["package"] is None
    two.stage.post(two.sender, f"{asked}/withdrawal", {})
    assert two.seen_by(two.sender) == []


def test_once_it_is_accepted_nothing_is_withdrawn(two: Two) -> None:
    asked = two.ask()
    two.accept()
    two.carry()
    assert two.stage.post(two.sender, f"{asked}/withdrawal", {}).status_code == 409
    assert two.state == "closed"


def test_a_second_acceptance_is_refused(two: Two) -> None:
    two.ask()
    assert [two.accept(), two.accept()] == [200, 409]


def test_a_closing_waits_for_the_request_to_be_withdrawn(two: Two) -> None:
    two.ask()
    closing = two.stage.post(two.sender, f"{two.case}/closing", CLOSE).json["request"]
    two.stage.settle()
    outcome = two.stage.get(two.sender, f"/v1/closings/{closing}").json
    assert (outcome["state"], two.state) == ("refused", "open")
    assert "withdraw that first" in outcome["waits"][0]["words"]


def test_a_concern_that_came_in_meanwhile_keeps_the_case_here(two: Two) -> None:
    two.ask("concerns")
    with two.stage.acting(two.sender) as unit:
        whose = unit.session.get(Case, (HERE, case_id(two.case)))
        assert whose is not None
        body = {name: value for name, value in report(child_id=str(whose.child)).items() if name != "child"}
    assert two.stage.post(two.sender, "/v1/concerns", body).json["opened"] is False
    two.stage.settle()
    two.accept()
    two.carry()
    assert (two.state, two.requests[0]["why"], two.offers[0]["state"]) == ("open", "newer-concern", "withdrawn")


@pytest.mark.parametrize("region", ["sqlite"], indirect=True)
@pytest.mark.parametrize("order", [*permutations(("withdraw", "accept", "carry", "close"))], ids="-".join)
def test_whatever_the_order_the_case_is_open_in_one_place_or_properly_closed(two: Two, order: tuple[str, ...]) -> None:
    asked = two.ask()
    steps: dict[str, Callable[[], object]] = {
        "withdraw": lambda: two.stage.post(two.sender, f"{asked}/withdrawal", {}),
        "accept": two.accept,
        "carry": two.carry,
        "close": lambda: two.stage.post(two.sender, f"{two.case}/closing", CLOSE),
    }
    for step in order:
        steps[step]()
    two.carry()
    went = [each["case"] for each in two.offers if each["case"]]
    gone = two.stage.published(case_id(two.case), events.CaseTransferred)
    assert len(went) == len(gone) <= 1
    assert not (went and two.state == "open")


@pytest.mark.parametrize("region", [pytest.param("postgresql", marks=pytest.mark.stack)], indirect=True)
def test_withdrawal_and_acceptance_and_two_couriers_at_once_agree(two: Two) -> None:
    for _ in range(6):
        asked, offered = two.ask("concerns"), two.offered
        with ThreadPoolExecutor(5) as at_once:
            done = [
                at_once.submit(two.stage.post, two.receiver, f"{offered}/acceptance", {}),
                at_once.submit(two.stage.post, two.receiver, f"{offered}/acceptance", {}),
                at_once.submit(two.stage.post, two.sender, f"{asked}/withdrawal", {}),
            ]
            answers = [each.result().status_code for each in done]
        assert sorted(answers[:2]) in ([200, 409], [409, 409])
        with ThreadPoolExecutor(2) as couriers:
            [*couriers.map(lambda code: carry(two.stage.resources, code), (THERE, THERE))]
        two.carry()
        [mine] = [line for line in two.requests if asked.endswith(line["id"])]
        assert (mine["state"] == "accepted") is (two.state == "closed")
        if two.state == "closed":
            break
    assert len([each for each in two.offers if each["case"]]) == len(
        two.stage.published(case_id(two.case), events.CaseTransferred)
    )


@pytest.mark.parametrize("region", [pytest.param("postgresql", marks=pytest.mark.stack)], indirect=True)
def test_no_row_of_one_side_is_seen_by_the_other(two: Two, fresh_database: Database) -> None:
    two.ask("concerns")
    two.accept()
    two.carry()
    for code in (HERE, THERE):
        with two.stage.resources.database.session(code) as session:
            for table in ("transfer_out", "transfer_in"):
                seen = set(session.scalars(text(f"SELECT authority FROM {table}")))
                assert seen <= {code}, (code, table)


def test_a_child_whose_number_is_another_childs_there_is_received_beside_them(region: Platform) -> None:
    two = Two(region, NHS_NUMBER)
    other = child(given_name="Other", born="2012-01-01")
    two.stage.post(two.receiver, "/v1/concerns", report(child=other))
    two.stage.settle()
    two.ask()
    two.accept()
    two.carry()
    page = two.stage.get(two.receiver, f"/v1/cases/{two.offers[0]['case']}").json
    assert page["case"]["child"] == "Synthetic Example"
    beside = two.stage.get(two.receiver, f"/v1/children/{page['child_id']}/alike").json["candidates"]
    assert ("Other", ["nhs-number", "other-birth"]) in [(each["given_name"], each["why"]) for each in beside]
    two.stage.close()


def test_events_on_both_sides_say_ids_and_codes_only(two: Two) -> None:
    two.ask("concerns")
    two.accept()
    two.carry()
    here = two.stage.published(case_id(two.case), events.TransferRequested, events.CaseTransferred, events.CaseClosed)
    assert [type(event).__name__ for event in here] == ["TransferRequested", "CaseTransferred", "CaseClosed"]
    there = Stage(two.stage.platform, service, THERE)
    [received] = there.published(UUID(two.offers[0]["case"]), events.TransferReceived)
    assert (received.sender, received.accepted_by) == (HERE, two.receiver.person)
    there.close()
