"""Pages of what goes wrong are as good as any: a defect, a service away, an old copy, a deadline that nobody kept."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NoReturn
from uuid import UUID

import pytest
from flask import Blueprint, abort
from playwright.sync_api import Browser, Page, expect
from werkzeug.serving import make_server

from commonward.cli import bodies
from commonward.clock import utcnow
from commonward.contracts.events import TimeReached
from commonward.identity import Actor
from commonward.identity.development import with_development_issuers
from commonward.messaging.marks import Marking
from commonward.runtime import Platform
from commonward_portal import create_app
from commonward_portal.guards import PUBLIC
from commonward_portal.guards import page as portal_page
from tests.browser.conftest import sign_in
from tests.browser.keyboard import walk
from tests.browser.looks import looks
from tests.services.portal.place import RUNNING, Visitor, make_settings, person, running, story

pytestmark = pytest.mark.thorough

Violations = Callable[[Page], list[str]]
NOBODY = "http://127.0.0.1:1"
UNKNOWN = "0190a5a0-0000-7000-8000-000000000000"
TOO_OLD = 15


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A platform of its own: what is missed here is missed nowhere else."""
    with running(tmp_path_factory.mktemp("trouble")) as address:
        yield address


@contextmanager
def window(chromium: Browser, address: str, name: str = "") -> Iterator[Page]:
    """Somebody's window, who wants nothing to move."""
    context = chromium.new_context(base_url=address, reduced_motion="reduce")
    page = context.new_page()
    if name:
        sign_in(page, name)
    yield page
    context.close()


def faults(page: Page, violations: Violations) -> list[str]:
    return [*violations(page), *looks(page), *walk(page)]


@pytest.fixture(scope="module")
def overdue(here: str) -> str:
    """A Leeds case of which every deadline has passed."""
    case = story(here, "leeds").begin(("Missed", "Example"))["case"]
    with RUNNING[here].resources("notify").work(Actor.system("leeds", "notify")) as unit:
        unit.load([UUID(case)])
        unit.publish(UUID(case), TimeReached(reached=utcnow() + timedelta(days=60)))
    manager = Visitor(here)
    manager.sign_in("leeds-team-manager")
    manager.until(f"/cases/{case}", "overdue")
    return str(case)


@pytest.mark.parametrize("path", ["/", "/cases/{}", "/breaches", "/overview"])
def test_a_deadline_that_nobody_kept_is_shown_as_well_as_any(
    here: str, overdue: str, chromium: Browser, violations: Violations, path: str
) -> None:
    with window(chromium, here, "Leeds team manager") as page:
        page.goto(path.format(overdue))
        expect(page.get_by_text("overdue").or_(page.get_by_text("Missed")).first).to_be_visible()
        assert faults(page, violations) == []


def test_the_reason_for_a_missed_deadline_is_given_and_its_faults_are_told(
    here: str, overdue: str, chromium: Browser, violations: Violations
) -> None:
    with window(chromium, here, "Leeds team manager") as page:
        page.goto("/breaches")
        page.locator("main a[href^='/breaches/']").first.click()
        assert faults(page, violations) == []
        with page.expect_event("load"):
            page.locator("main form[method=post] button").last.click()
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        assert faults(page, violations) == []


def test_a_second_person_who_gives_no_reason_for_another_level_is_told_so(
    here: str, chromium: Browser, violations: Violations
) -> None:
    case = story(here, "leeds").begin(("Level", "Example"))["case"]
    judge = person(here, "leeds-duty-and-advice")
    [asked, *_] = judge.get("risk", "/assessments", case=case)["assessments"]
    tool = judge.get("risk", f"/assessments/{asked['id']}")["tool"]
    judge.post("risk", f"/assessments/{asked['id']}/completion", bodies.completion(tool, "medium"))
    with window(chromium, here, "Leeds team manager") as page:
        page.goto(f"/assessments/{asked['id']}/level")
        assert faults(page, violations) == []
        page.get_by_label("High").check()
        with page.expect_event("load"):
            page.get_by_role("button", name="Decide the level").click()
        expect(page.locator(".govuk-error-summary")).to_be_focused()
        assert faults(page, violations) == []


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[str]:
    """A portal of which one page fails and another finds its service away."""
    pages = Blueprint("broken", __name__)

    @portal_page(pages, "/broken/500", guard=PUBLIC)
    def fail() -> NoReturn:
        raise RuntimeError("a synthetic defect")

    @portal_page(pages, "/broken/503", guard=PUBLIC)
    def away() -> NoReturn:
        abort(503)

    settings = with_development_issuers(make_settings(tmp_path))
    app = create_app(Platform(settings))
    app.register_blueprint(pages)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@pytest.mark.parametrize(
    ("status", "says"), [(500, "Something went wrong here"), (503, "This is unavailable at the moment")]
)
def test_a_page_that_fails_says_so_plainly(
    broken: str, chromium: Browser, violations: Violations, status: int, says: str
) -> None:
    with window(chromium, broken) as page:
        answer = page.goto(f"/broken/{status}")
        assert answer is not None
        assert answer.status == status
        expect(page.get_by_role("heading", level=1)).to_have_text(says)
        assert faults(page, violations) == []


def test_what_a_service_that_is_away_leaves_out_is_said_as_well(
    tmp_path: Path, chromium: Browser, violations: Violations
) -> None:
    with (
        running(tmp_path, services={"referral": NOBODY}) as address,
        window(chromium, address, "Bolton social worker") as page,
    ):
        expect(page.get_by_role("region", name="Unavailable parts")).to_be_visible()
        assert faults(page, violations) == []
        answer = page.goto(f"/cases/{UNKNOWN}/decisions")
        assert answer is not None
        assert answer.status == 503
        assert faults(page, violations) == []


def test_the_banner_of_an_old_copy_is_as_good(
    tmp_path: Path, chromium: Browser, violations: Violations, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running(tmp_path, stale_seconds=TOO_OLD) as address:
        case = story(address, "bolton").begin(("Stale", "Example"))["case"]
        manager = Visitor(address)
        manager.sign_in("bolton-team-manager")
        with monkeypatch.context() as standing:
            standing.setattr(Marking, "step", lambda *_: None)
            manager.until(f"/cases/{case}/assessments", "Only your own cases")
            with window(chromium, address, "Bolton team manager") as page:
                page.goto(f"/cases/{case}/assessments")
                expect(page.get_by_role("region", name="Parts that are behind")).to_be_visible()
                assert faults(page, violations) == []
