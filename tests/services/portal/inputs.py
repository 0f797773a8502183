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
    texts = _texts(form)
    for name, text in TEXTS.items():
        if texts:
            yield name, {**form.own, **{key: [text] for key in texts}}
    for name, parts in DAYS.items():
        typed = {f"{day}-{part}": [value] for day in _days(form) for part, value in zip(DAY, parts, strict=True)}
        if typed:
            yield name, {**form.own, **typed}
    if texts:
        yield "too-long-of-all", {**well(form), **{key: [TEXTS["too-long"]] for key in texts}}
    if ticked := two_ticked(form):
        yield "two-ticked", {**form.own, **ticked}
    chosen = {name: ["nowhere"] for name, (kind, _) in form.asked.items() if kind in ("select", "radio", "checkbox")}
    if chosen:
        yield "none-of-the-list", {**form.own, **chosen}


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


def _texts(form: Form) -> list[str]:
    return [name for name, (kind, _) in form.asked.items() if kind in TEXT and not _of_a_day(name)]


def _days(form: Form) -> list[str]:
    return sorted({name.rpartition("-")[0] for name in form.asked if _of_a_day(name)})


def _of_a_day(name: str) -> bool:
    return name.rpartition("-")[2] in (*DAY, "time")
