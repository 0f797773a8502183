"""What the board would have one think of about the words of a form. It suggests and never blocks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash

from commonward_portal.guards import user
from commonward_portal.parts import parts
from commonward_portal.questions import Asks, Sheet

LONGEST = 20_000
"""As much as the service looks at."""


def suggestions(sheet: Sheet) -> Sequence[Mapping[str, Any]]:
    """The suggestions about everything that was written; nothing while the service is away."""
    text = "\n".join(sheet.one(question.name) for question in sheet.questions if question.asks is Asks.WORDS)
    if not text.strip():
        return ()
    answer = parts().apis.send(user().access_token, "referral", "/v1/wording", {"text": text[:LONGEST]})
    return tuple(answer.body["suggestions"]) if answer.ok else ()


def second_thoughts(sheet: Sheet) -> str:
    """What is said once a form was sent: the phrases that the board would have one think of again."""
    found = dict.fromkeys(line["phrase"] for line in suggestions(sheet))
    return f" You may want to think again about these words: {', '.join(list(found)[:5])}." if found else ""


def tell(done: str, sheet: Sheet) -> None:
    """Say on the next page that the form was taken, and what to think of again in its words."""
    flash(done + second_thoughts(sheet))
