"""How long closed cases are kept: what is due for disposal, what is held and why, and what is kept without an end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Blueprint, abort, render_template, request

from commonward_portal.apis import Ask
from commonward_portal.guards import SIGNED_IN, page, user
from commonward_portal.parts import parts
from commonward_portal.timeline import sheet_of

Line = Mapping[str, Any]
SHOWN: Mapping[str, tuple[str, Callable[[Line], bool]]] = {
    "due": ("Due for disposal", lambda line: bool(line["is_due"])),
    "held": ("On hold", lambda line: bool(line["on_hold"])),
    "later": ("Due later", lambda line: line["due_on"] is not None and not line["is_due"]),
    "endless": ("Kept without an end", lambda line: line["due_on"] is None and not line["is_open"]),
}
"""Each list by the name in its address: its title, and what stands in it."""

blueprint = Blueprint("retention", __name__)


@page(blueprint, "/retention", guard=SIGNED_IN)
def retention() -> str:
    """One of the lists, the case that is due first at the top."""
    answer = parts().apis.read(user().access_token, {"it": Ask("referral", "/v1/retention")})["it"]
    if answer.refused:
        abort(403)
    lines: Sequence[Line] = answer.body["cases"] if answer.ok else []
    wanted = request.args.get("show", "")
    show = wanted if wanted in SHOWN else "due"
    found = [line for line in lines if SHOWN[show][1](line)]
    text = request.args.get("sheet", "1")
    lines, sheet, sheets = sheet_of(found, int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1)
    return render_template(
        "retention.html",
        lines=lines,
        show=show,
        shown={name: title for name, (title, _) in SHOWN.items()},
        sheet=sheet,
        sheets=sheets,
        away=answer.away,
        confirmed=answer.body["categories"] if answer.ok else (),
    )
