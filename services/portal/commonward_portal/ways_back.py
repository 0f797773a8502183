"""Where a page leads back to: one of ours, and nowhere else."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit
from uuid import UUID

from flask import request

HOME = "/"
THEN = "then"
"""The field of an address that says where to go on once its form is kept."""
LONGEST_WAY_BACK = 500


def way_back(target: str | None) -> str:
    """A page of ours to go back to; the first page in place of anything else."""
    target = target or HOME
    split = urlsplit(target)
    ours = target.startswith("/") and not target.startswith(("//", "/\\")) and not (split.scheme or split.netloc)
    plain = target.isascii() and target.isprintable() and len(target) <= LONGEST_WAY_BACK
    return target if ours and plain and not split.path.startswith(("/login", "/logout", "/signed-out")) else HOME


def form_path(case: str | UUID, form: str, about: str | UUID = "") -> str:
    """A form that this page asks for, which leads back here once it is kept."""
    asked = {"about": str(about)} if about else {}
    return f"/cases/{case}/forms/{form}?{urlencode({**asked, THEN: request.path})}"


def work_path(case: str | UUID, place: str) -> str:
    """Where under a case that is done which this page says is owed; a form leads back here."""
    page, _, form = place.partition("/")
    return form_path(case, form) if page == "forms" and form else f"/cases/{case}/{place}"


def then() -> str | None:
    """The page that asked for this form, where one did."""
    target = way_back(request.args.get(THEN))
    return None if target == HOME else target
