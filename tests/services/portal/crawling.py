"""Every form of the portal, found by following its links as somebody would who looks at everything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from tests.services.portal.place import Visitor

HIDDEN, TEXT = "hidden", ("text", "textarea")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_ELSEWHERE = re.compile(r"^/(login|logout|mailbox|assets|tour)\b|\.\w+$|/files/.")
_STATES = re.compile(r"^/(meeting|assessments)/\{id\}")
"""Pages that look otherwise as what they show goes on: several of each are opened."""
_BOARDS_FORMS = re.compile(r"^/cases/\{id\}/forms/")
MOST_ALIKE = 3
MOST_PAGES = 250


@dataclass
class Form:
    """A form as the browser knows it: where it goes, and each field with its kind and what it offers."""

    path: str
    fields: dict[str, tuple[str, list[str]]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    """Those that say what is to be done besides sending it."""

    @property
    def own(self) -> dict[str, list[str]]:
        """What belongs to the page and nobody types."""
        return {name: values[:1] for name, (kind, values) in self.fields.items() if kind == HIDDEN}

    @property
    def asked(self) -> dict[str, tuple[str, list[str]]]:
        """What somebody fills in."""
        return {name: it for name, it in self.fields.items() if it[0] not in (HIDDEN, "file")}

    @property
    def make(self) -> tuple[str, ...]:
        """What makes it another form than others: its address, what it asks, and which step it takes."""
        where = shape(self.path)
        if _BOARDS_FORMS.match(where):  # a board has dozens of these, all made in one way
            return (_BOARDS_FORMS.pattern, *sorted({kind for kind, _ in self.asked.values()}))
        return (where, *sorted(self.asked), *self.own.get("step", ()))


class Reader(HTMLParser):
    """The forms that are sent, and the links, of a page."""

    def __init__(self, path: str, page: str) -> None:
        super().__init__()
        self.path, self.forms, self.links = path, list[Form](), list[str]()
        self._form: Form | None = None
        self._picking = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "form" and given.get("method") == "post":
            self._form = Form(given.get("action") or self.path)
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(self._form, tag, given)

    def _field(self, form: Form, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "button" and name:
            form.buttons.append((name, given.get("value", "")))
        elif tag == "option" and self._picking:
            form.fields[self._picking][1].append(given.get("value", ""))
        elif name and tag in ("input", "textarea", "select"):
            kind = given.get("type", "text") if tag == "input" else tag
            self._picking = name if tag == "select" else ""
            offered = form.fields.setdefault(name, (kind, []))[1]
            if tag != "select":
                offered.append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


def shape(path: str) -> str:
    """The address without what is one case's or one record's own."""
    return _ID.sub("{id}", path.partition("?")[0].partition("#")[0])


def _is_page(link: str) -> bool:
    return link.startswith("/") and not _ELSEWHERE.search(link.partition("?")[0])


def crawl(visitor: Visitor, starts: Iterable[str]) -> Iterator[Form]:
    """One form of each make that the links lead to from these pages."""
    waiting, opened, known = list(starts), Counter[str](), set[tuple[str, ...]]()
    while waiting and sum(opened.values()) < MOST_PAGES:
        path = waiting.pop(0)
        alike = shape(path)
        if opened[alike] >= (MOST_ALIKE if _STATES.match(alike) else 1):
            continue
        opened[alike] += 1
        answer = visitor.get(path)
        assert answer.status_code < 400, f"{path} leads to {answer.status_code}"
        page = Reader(path, answer.text)
        waiting += [link for link in page.links if _is_page(link)]
        for form in page.forms:
            if form.asked and form.make not in known:
                known.add(form.make)
                yield form
