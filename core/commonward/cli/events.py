"""Publishing an event as a partner would, and watching what goes by."""

from __future__ import annotations

import json
import time
from pathlib import Path

import click

from commonward.cli.context import as_json, authority_needed, chosen, platform
from commonward.clock import utcnow
from commonward.contracts import BadEvent, decode, decode_report
from commonward.contracts.topics import CASE_EVENTS, partner_inbound
from commonward.messaging.transport import Outgoing, Received
from commonward.store import new_id

ATTRIBUTES = ("id", "source", "type", "time", "subject", "authority")


@click.group()
def events() -> None:
    """Publish and watch events."""


@events.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@authority_needed
@click.option("--partner", required=True, help="The partner system to publish as.")
def publish(file: Path, authority: str, partner: str) -> None:
    """Publish FILE, one CloudEvent in JSON, to a partner's inbound topic."""
    message = _outgoing(file)
    try:
        decode_report(message.headers, message.value, authority, partner)
    except BadEvent as fault:
        raise click.ClickException(f"{file} is not an event that would be taken: {fault}") from None
    with platform() as made:
        chosen(made.settings, authority)
        topic = made.topic(partner_inbound(authority, partner))
        producer = made.transport.producer()
        stored = producer.send([Outgoing(topic, message.key, message.value, message.headers)])
        producer.close()
    if not all(stored):
        raise click.ClickException(f"the broker did not take it; is the partner registered (topic {topic})?")
    click.echo(f"published to {topic}")


def _outgoing(file: Path) -> Outgoing:
    """A structured CloudEvent as a binary-mode message."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        attributes = {name: str(document[name]) for name in ATTRIBUTES if name in document}
        data = document["data"]
    except (ValueError, TypeError, KeyError) as error:
        raise click.ClickException(f"{file} must be a CloudEvent in JSON with `type` and `data` ({error})") from None
    attributes = {"id": str(new_id()), "source": "/partners/command-line", "time": utcnow().isoformat()} | attributes
    headers = [("ce_specversion", "1.0"), *((f"ce_{name}", value) for name, value in attributes.items())]
    encoded = tuple((name, value.encode()) for name, value in headers)
    return Outgoing("", attributes["id"].encode(), json.dumps(data).encode(), encoded)


@events.command()
@click.option("--seconds", default=0.0, help="Stop after so long; 0 goes on until Ctrl-C.")
@as_json
def tail(seconds: float, as_json: bool) -> None:
    """Show what is published about subjects, from the oldest event that the topic holds."""
    with platform() as made:
        made.ensure_topics()
        consumer = made.transport.consumer(f"tail-{new_id()}", [made.topic(CASE_EVENTS)])
        until = time.monotonic() + seconds if seconds else float("inf")
        try:
            while time.monotonic() < until:
                for message in consumer.poll(100, 0.5):
                    click.echo(_line(message, as_json=as_json))
        except KeyboardInterrupt:
            pass
        finally:
            consumer.close()


def _line(message: Received, *, as_json: bool) -> str:
    try:
        happened = decode(message.headers, message.value)
    except BadEvent as fault:
        return json.dumps({"bad": fault.reason}) if as_json else f"bad event: {fault}"
    facts = happened.event.model_dump(mode="json")
    if as_json:
        names = {"id": happened.id, "type": happened.event.type, "subject": happened.subject, "time": happened.at}
        return json.dumps({**{k: str(v) for k, v in names.items()}, "authority": happened.authority, "data": facts})
    return f"{happened.at:%H:%M:%S.%f} {happened.authority} {happened.subject} {happened.event.type} {facts}"
