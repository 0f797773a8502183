"""What might be typed in a form: well, and in each of the ways in which things go wrong."""

from __future__ import annotations

from collections.abc import Iterator

from tests.services.portal.crawling import TEXT, Form

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'"
TURNED = "\u202e\u05d0\u05d1\u05d2 \U0001d51b\U0001f600\u202c"
APOSTROPHE = "Siân O'Example-d'Arc"
SUGGESTED = "lifestyle choice"
"""A phrase of which both boards would have one think again."""
TEXTS = {"script": SCRIPT, "turned": TURNED, "apostrophe": APOSTROPHE, "too-long": "x" * 25_000}
DAYS = {"wrong-day": ("31", "2", "2026"), "day-to-come": ("1", "1", "2199"), "no-day": ("first", "-1", "٢٠٢٦")}
DAY = ("day", "month", "year")
Typed = dict[str, list[str]]


def bad(form: Form) -> Iterator[tuple[str, Typed]]:
    """Each way with its name; the rest is left empty."""
    yield "empty", form.own
    for name, typed in (*_in_words(form), *_in_days(form), *_in_choices(form)):
        yield name, {**form.own, **typed}
    yield "script-in-each-field", {**form.own, **{name: [SCRIPT] for name in form.asked}}
    for name, does in form.buttons:
        yield f"{name}-{does}", {**form.own, **{key: [SCRIPT] for key in form.asked}, name: [does]}


def _in_words(form: Form) -> Iterator[tuple[str, Typed]]:
    if texts := _texts(form):
        yield from ((name, {key: [text] for key in texts}) for name, text in TEXTS.items())
        yield "too-long-of-all", {**well(form), **{key: [TEXTS["too-long"]] for key in texts}}


def _in_days(form: Form) -> Iterator[tuple[str, Typed]]:
    if days := _days(form):
        for name, parts in DAYS.items():
            yield name, {f"{day}-{part}": [value] for day in days for part, value in zip(DAY, parts, strict=True)}


def _in_choices(form: Form) -> Iterator[tuple[str, Typed]]:
    if ticked := two_ticked(form):
        yield "two-ticked", ticked
    if chosen := [name for name, (kind, _) in form.asked.items() if kind in ("select", "radio", "checkbox")]:
        yield "none-of-the-list", {name: ["nowhere"] for name in chosen}


def two_ticked(form: Form) -> Typed:
    """Two answers to each question that wants one."""
    radios = {name: values for name, (kind, values) in form.asked.items() if kind == "radio"}
    return {name: values[:2] for name, values in radios.items() if len(values) > 1}


def well(form: Form) -> Typed:
    """Everything answered: the first choice, a day that has passed, some words that the boards suggest others for."""
    typed = form.own | {name: [APOSTROPHE] for name in _texts(form)}
    typed |= {name: [f"{APOSTROPHE}: a {SUGGESTED}."] for name, (kind, _) in form.asked.items() if kind == "textarea"}
    for name, (kind, values) in form.asked.items():
        if kind in ("select", "radio", "checkbox"):
            typed[name] = [value for value in values if value][:1]
    for day in _days(form):
        typed |= {f"{day}-{part}": [value] for part, value in zip(DAY, ("1", "3", "2026"), strict=True)}
    return typed | {name: ["9:30"] for name in form.asked if name.endswith("-time")}


def again(form: Form) -> Typed:
    """The page as it stood, gone back to after it was sent, with other words in it."""
    return well(form) | {name: [f"{TURNED} anew"] for name in _texts(form)}


def _texts(form: Form) -> list[str]:
    return [name for name, (kind, _) in form.asked.items() if kind in TEXT and not _of_a_day(name)]


def _days(form: Form) -> list[str]:
    return sorted({name.rpartition("-")[0] for name in form.asked if _of_a_day(name)})


def _of_a_day(name: str) -> bool:
    return name.rpartition("-")[2] in (*DAY, "time")
