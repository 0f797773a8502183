"""The portal's one wiring: session, login, services, assets, pages, headers."""

from __future__ import annotations

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from commonward.identity.login import Login
from commonward.runtime import RegionParts
from commonward.web.limits import Window
from commonward.web.tracing import traced
from commonward_portal import (
    access_page,
    actions_page,
    acts_page,
    agree_page,
    assess_page,
    asset_page,
    board_page,
    breaches_page,
    case_list,
    case_page,
    close_page,
    cover_page,
    decide_page,
    disposal_page,
    entrance,
    files_page,
    forms_page,
    glass_page,
    health,
    home_page,
    identity_page,
    judge_page,
    levels_page,
    meet_page,
    meeting_files,
    minutes_page,
    network_page,
    overview_page,
    parked_page,
    raise_check,
    raise_page,
    ready,
    receipts_page,
    retention_page,
    ruling_page,
    running_page,
    same_child_page,
    sharing_page,
    siblings_page,
    subject_pages,
    take_back_page,
    taken_in_page,
    transfers_page,
    versions_page,
)
from commonward_portal.apis import Apis
from commonward_portal.assets import load_assets
from commonward_portal.errors import handle_errors
from commonward_portal.guards import guard_every_request
from commonward_portal.headers import harden
from commonward_portal.once import Once
from commonward_portal.parts import EXTENSION, Parts
from commonward_portal.presenting import present
from commonward_portal.sessions import SealedSessions, secure_cookies
from commonward_portal.stale import note_stale
from commonward_portal.uploads import FormRequest

PAGES = (
    home_page,
    identity_page,
    case_list,
    case_page,
    forms_page,
    versions_page,
    files_page,
    agree_page,
    decide_page,
    disposal_page,
    close_page,
    assess_page,
    judge_page,
    meet_page,
    ruling_page,
    minutes_page,
    receipts_page,
    meeting_files,
    levels_page,
    network_page,
    subject_pages,
    sharing_page,
    siblings_page,
    same_child_page,
    take_back_page,
    taken_in_page,
    actions_page,
    acts_page,
    glass_page,
    cover_page,
    access_page,
    raise_page,
    overview_page,
    breaches_page,
    board_page,
    retention_page,
    running_page,
    parked_page,
    transfers_page,
    raise_check,
    entrance,
    ready,
    asset_page,
    health,
)
LARGEST_FORM = 3 * 1024 * 1024
"""As much as a service takes, and what typing it into a form makes of it: a letter may become three."""


def create_app(region: RegionParts) -> Flask:
    """The portal's WSGI app. Raises SettingsError, or MissingAssets when `make setup` has not run."""
    settings = region.settings
    app = Flask("commonward_portal", static_folder=None)
    app.request_class = FormRequest
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_FORM, MAX_FORM_MEMORY_SIZE=LARGEST_FORM, **secure_cookies(settings))
    app.session_interface = SealedSessions.of(settings)
    app.extensions[EXTENSION] = Parts(
        settings=settings,
        procedures=region.procedures,
        verifier=region.verifier,
        apis=Apis(settings, note_stale),
        login=Login(app, settings),
        assets=load_assets(region.procedures),
        once=Once(),
        logins=Window(settings.limits.logins),
    )
    present(app)
    handle_errors(app)
    guard_every_request(app)
    harden(app, settings)
    for pages in PAGES:
        app.register_blueprint(pages.blueprint)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    app.wsgi_app = traced(app.wsgi_app)  # type: ignore[method-assign, assignment]  # Flask's own way to wrap it
    return app
