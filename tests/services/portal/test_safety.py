"""What the portal lets nobody do."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from flask import Flask

from commonward.identity.development import with_development_issuers
from commonward.runtime import Platform
from commonward.settings import SettingsError
from commonward_portal import create_app
from commonward_portal.app import LARGEST_FORM
from commonward_portal.guards import Guard, Page, guard_every_request
from commonward_portal.sessions import SealedSessions, secure_cookies
from commonward_portal.ways_back import way_back
from tests.services.portal.place import Visitor, hidden, make_settings

pytestmark = pytest.mark.thorough


def declared(app: Flask) -> dict[str, Page | None]:
    views = {rule.rule: app.view_functions[rule.endpoint] for rule in app.url_map.iter_rules()}
    return {rule: getattr(view, "__operation__", None) for rule, view in views.items()}


def test_every_page_declares_its_guard(app: Flask) -> None:
    assert [rule for rule, page in declared(app).items() if page is None] == []


def test_only_these_pages_are_open_to_anybody(app: Flask) -> None:
    public = {rule for rule, page in declared(app).items() if page and page.guard is Guard.PUBLIC}
    entrance = {"/login", "/login/<authority>", "/login/<authority>/callback", "/logout", "/signed-out"}
    assert public == {*entrance, "/accessibility", "/tour", "/assets/<name>", "/health/live", "/health/ready"}


def test_a_view_without_a_guard_is_never_called() -> None:
    app = Flask("bare")
    guard_every_request(app)
    app.add_url_rule("/open", "open", lambda: "reached")
    assert app.test_client().get("/open").status_code == 500


@pytest.mark.parametrize("path", ["/", "/raise", "/cases/0190a5a0-0000-7000-8000-000000000000", "/signed-in"])
def test_whoever_has_not_signed_in_is_sent_to_do_so_and_back(visitor: Visitor, path: str) -> None:
    answer = visitor.get(path, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/login?next={path}")


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        "/\\elsewhere.example",
        "/a\nb",
        "raise",
        "/login",
        "/" * 501,
    ],
)
def test_the_way_back_never_leads_elsewhere(elsewhere: str) -> None:
    assert way_back(elsewhere) == "/"


def test_a_form_without_the_session_s_token_changes_nothing_and_keeps_what_was_typed(worker: Visitor) -> None:
    draft = worker.begin()
    answer = worker.post(f"{draft}/child", worker.fill("child", csrf="another", family_name="Not-Trusted"))
    assert answer.status_code == 400
    assert 'name="family_name" value="Not-Trusted"' in answer.text
    assert "Not-Trusted" not in worker.get(f"{draft}/child").text


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_form_from_another_site_is_refused_even_with_the_token(worker: Visitor, site: str) -> None:
    typed = worker.fill("child")
    answer = worker.post(f"{worker.begin()}/child", typed, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert "This form came from another site" in answer.text
    assert "role" not in answer.text.partition("<main")[2].partition("</main>")[0]


def test_a_form_sent_after_signing_out_keeps_what_was_typed_until_it_is_taken(worker: Visitor) -> None:
    draft, form = worker.begin(), worker.fill("child", family_name="Kept")
    worker.http.cookies.clear()
    lost = worker.post(f"{draft}/child", form)
    worker.sign_in()
    again = worker.post(f"{draft}/child", form)
    taken = worker.post(f"{draft}/child", {**form, "csrf": hidden(again.text, "csrf")})
    assert (lost.status_code, again.status_code, taken.status_code) == (401, 400, 200)
    assert 'name="family_name" value="Kept"' in lost.text
    assert 'value="Kept"' in worker.get(f"{draft}/child").text


def test_signing_out_needs_the_token_too(worker: Visitor) -> None:
    assert worker.post("/logout", {}).status_code == 400
    assert worker.get("/", allow_redirects=False).status_code == 200


def test_the_session_cookie_is_sealed_and_out_of_scripts_reach(visitor: Visitor) -> None:
    answer = visitor.get("/login/bolton", allow_redirects=False)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "_state_" not in cookie


def test_a_cookie_that_was_changed_is_no_session(worker: Visitor) -> None:
    sealed = worker.http.cookies["commonward"]
    changed = sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:]
    answers = [
        Visitor(worker.address).get("/", allow_redirects=False, cookies={"commonward": it}) for it in (sealed, changed)
    ]
    assert [answer.status_code for answer in answers] == [200, 302]


def test_the_development_key_is_its_owner_s_alone_and_stays(tmp_path: Path) -> None:
    settings = make_settings(tmp_path)
    SealedSessions.of(settings)
    first = (tmp_path / "session.key").read_bytes()
    SealedSessions.of(settings)
    assert (tmp_path / "session.key").read_bytes() == first
    assert stat.S_IMODE((tmp_path / "session.key").stat().st_mode) == 0o600


def test_production_does_not_start_without_a_key(tmp_path: Path) -> None:
    production = make_settings(tmp_path).model_copy(update={"environment": "production"})
    with pytest.raises(SettingsError, match="session_key"):
        SealedSessions.of(production)


def test_every_answer_forbids_framing_sniffing_keeping_and_strangers(app: Flask, worker: Visitor) -> None:
    nobodys = "0190a5a0-0000-7000-8000-000000000000"
    for rule in declared(app):
        if rule.startswith("/assets"):
            continue  # they hold nothing of anybody and are kept for speed
        path = re.sub(r"<\w+>", "x", re.sub(r"<uuid:\w+>", nobodys, rule))
        headers = worker.get(path, allow_redirects=False).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'self'; base-uri 'none'"), rule
        assert "frame-ancestors 'none'" in policy, rule
        assert "unsafe" not in policy, rule
        told = [headers[name] for name in ("Cache-Control", "X-Content-Type-Options", "X-Frame-Options")]
        assert told == ["no-store", "nosniff", "DENY"], rule


def test_a_form_that_is_too_large_is_not_read(worker: Visitor) -> None:
    answer = worker.post("/raise", {"immediate_danger": "n" * LARGEST_FORM})
    assert answer.status_code == 413
    assert "Nothing was sent." in answer.text


def test_behind_https_the_cookie_is_bound_to_this_host(tmp_path: Path) -> None:
    cookies = secure_cookies(make_settings(tmp_path, public_url="https://portal.example"))
    assert cookies == {"SESSION_COOKIE_NAME": "__Host-commonward", "SESSION_COOKIE_SECURE": True}


def test_behind_https_browsers_are_told_to_use_nothing_else_for_a_year(tmp_path: Path) -> None:
    told = {}
    for url in ("http://portal.example", "https://portal.example"):
        platform = Platform(with_development_issuers(make_settings(tmp_path, public_url=url)))
        answer = create_app(platform).test_client().get("/login")
        told[url] = answer.headers.get("Strict-Transport-Security")
        platform.close()
    year = "max-age=31536000; includeSubDomains"
    assert told == {"http://portal.example": None, "https://portal.example": year}
