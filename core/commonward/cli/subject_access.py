"""`commonward subject-access`: a child's whole record for a subject access request, put together from every service.

The services are asked with the caller's own token, one after the other; none asks another. What is others' and what
is withheld are files of their own, which stay with the authority.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any
from uuid import UUID

import click
import requests

from commonward.settings import load_settings

SERVICES = ("referral", "risk", "meetings", "notify")
TIMEOUT_SECONDS = 60.0
Get = Callable[[str, str], Mapping[str, Any]]
"""What a service answers to a path."""
Entries = list[dict[str, Any]]


@click.command("subject-access")
@click.argument("case", type=click.UUID)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="A new folder.")
@click.option("--token", envvar="COMMONWARD_TOKEN", required=True, help="Of a manager; better in COMMONWARD_TOKEN.")
def subject_access(case: UUID, out: Path, token: str) -> None:
    """Write what is held about the child of CASE: what is theirs, others' data apart, and what is withheld and why.

    A person reads it before it is given away: names may stand within words. Every part that is read is audited.
    """
    settings = load_settings()

    def get(service: str, path: str) -> Mapping[str, Any]:
        url = settings.service_url(service) + path
        try:
            answer = requests.get(url, headers={"Authorization": f"Bearer {token}"}, timeout=TIMEOUT_SECONDS)
        except requests.RequestException as error:
            raise click.ClickException(f"{service} can't be reached at {url}; nothing was written") from error
        if answer.status_code != requests.codes.ok:
            raise click.ClickException(f"{service} answered {answer.status_code}; nothing was written")
        found: Mapping[str, Any] = answer.json()
        return found

    written = write(out, str(case), gather(get, case))
    click.echo(f"written: {', '.join(path.name for path in written)}; read it before it is given away")


def gather(get: Get, case: UUID) -> dict[str, Entries]:
    """The record, others' data and what is withheld, of all services."""
    marks = get("referral", f"/v1/cases/{case}/withheld")["withheld"]
    withheld = {(mark["service"], mark["table"], mark["row"], mark["field"]): mark for mark in marks}
    parts: dict[str, Entries] = {"record": [], "others": [], "withheld": []}
    for service in SERVICES:
        answer = get(service, f"/v1/cases/{case}/export")
        for part in ("record", "others"):
            for entry in answer[part]:
                mark = withheld.get((service, entry["table"], entry["id"], entry["field"]))
                if mark is not None:
                    about = {name: mark[name] for name in ("exemption", "reason", "decided_by", "decided_at")}
                    parts["withheld"].append({"service": service, **entry, **about})
                else:
                    parts[part].append({"service": service, **entry})
    return parts


def write(out: Path, case: str, parts: Mapping[str, Entries]) -> list[Path]:
    """Write each part as JSON, and the record as a page to read. Raises FileExistsError: nothing is written over."""
    out.mkdir(parents=True)
    out.chmod(0o700)
    pages = {f"{name}.json": json.dumps(entries, indent=2, ensure_ascii=False) for name, entries in parts.items()}
    pages["record.html"] = page(case, parts["record"], len(parts["withheld"]))
    written = []
    for name, text in pages.items():
        path = out / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        written.append(path)
    return written


def page(case: str, record: Entries, withheld: int) -> str:
    """The record to read, row by row; it says that something is withheld, and not what."""
    rows: dict[tuple[str, str, str], Entries] = {}
    for entry in record:
        rows.setdefault((entry["service"], entry["table"], entry["id"]), []).append(entry)
    note = f"<p>{withheld} entries are withheld under the law's exemptions.</p>" if withheld else ""
    body = "".join(_row(*place, entries) for place, entries in rows.items())
    title = f"Record of the case {escape(case)}"
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    return f"{head}<body><h1>{title}</h1>{note}{body}</body></html>\n"


def _row(service: str, table: str, id: str, entries: Entries) -> str:
    lines = "".join(f"<dt>{_words(each['field'])}</dt><dd>{escape(str(each['value']))}</dd>" for each in entries)
    return f"<h2>{_words(table)} <small>({escape(service)}, {escape(id)})</small></h2><dl>{lines}</dl>"


def _words(name: str) -> str:
    return escape(name.replace("_", " ").capitalize())
