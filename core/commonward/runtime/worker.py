"""A service's worker: consumer, relay and timers, each in a thread of its own, until it is told to stop."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Literal

from commonward.contracts.topics import CASE_EVENTS, CASE_MARKS
from commonward.messaging.consumer import BatchConsumer, TooManyDefects
from commonward.messaging.marks import Following, Marking
from commonward.messaging.relay import Relay
from commonward.messaging.transport import TransportAway
from commonward.runtime.platform import Platform
from commonward.runtime.service import Service, Timer
from commonward.store import UNASSIGNED, DatabaseAway
from commonward.store.audit_sealing import MOST, seal
from commonward.telemetry import METRICS, logger

Part = Literal["consumer", "relay", "timers"]
PARTS: tuple[Part, ...] = ("consumer", "relay", "timers")
RELAY_PAUSE = 0.05
"""Seconds between looks into an empty outbox."""
GATHER = 0.04
"""Seconds after a small batch: a transaction for ten events costs little more than for one."""
LITTLE = 20
SEAL_PAUSE = 1.0
"""Seconds between seals of the audit trail."""
MEASURE_PAUSE = 10.0
"""Seconds between looks at how far the service is behind."""
LONGEST_PAUSE = 10.0
AWAY_PAUSE = 1.0
"""Seconds between looks for a broker or a database that is away at the start."""


class Worker:
    """Runs the chosen parts of one service's worker."""

    def __init__(self, platform: Platform, service: Service, parts: Iterable[Part] = PARTS) -> None:
        self._platform = platform
        self._service = service
        self._resources = platform.resources(service.name)
        self._feed = platform.feed(service)
        self._stop = threading.Event()
        self._log = logger(service.name)
        self.failure: Exception | None = None
        """Why the worker stopped by itself, if it did."""
        bodies = {"consumer": self._consume, "relay": self._relay}
        self._threads = [self._thread(part, bodies[part]) for part in parts if part in bodies]
        if "consumer" in parts:
            self._threads.append(self._thread("behind", self._measure))
        if "consumer" in parts and not service.decides_access:
            self._threads.append(self._thread("marks", self._follow))
        if "timers" in parts:
            self._threads += [self._thread(timer.name, self._timer(timer)) for timer in service.timers]
            self._threads.append(self._thread("seals", self._seal))

    def await_database(self) -> None:
        """Wait until the database answers; raises Unfit when it can't be used as it is."""
        while not self._stop.is_set():
            try:
                self._platform.require_fit(self._service)
                return
            except DatabaseAway as error:
                self._say_waiting(error, AWAY_PAUSE)
                self._stop.wait(AWAY_PAUSE)

    def start(self) -> Worker:
        """Start the threads."""
        self._log.info("worker started", count=len(self._threads))
        for thread in self._threads:
            thread.start()
        return self

    def wait(self) -> None:
        """Wait until the worker has stopped. Raises what made it stop by itself."""
        for thread in self._threads:
            while thread.is_alive():
                thread.join(timeout=0.5)
        if self.failure is not None:
            raise self.failure

    def stop(self) -> None:
        """Ask all threads to finish what they are at."""
        self._stop.set()

    def __enter__(self) -> Worker:
        return self.start()

    def __exit__(self, *_error: object) -> None:
        self.stop()
        for thread in self._threads:
            thread.join(timeout=LONGEST_PAUSE)
        self._log.info("worker ended")

    def _thread(self, name: str, body: Callable[[], None]) -> threading.Thread:
        def run() -> None:
            try:
                body()
            except Exception as error:
                self.failure = error
                self._platform.failures.append(error)
                self._log.error("worker stopped", reason=name, defect=type(error).__name__)
                self._stop.set()
                if not isinstance(error, TooManyDefects):
                    raise

        return threading.Thread(target=run, name=f"{self._service.name}-{name}", daemon=True)

    # --- the parts

    def _ensure_topics(self) -> None:
        """A broker that is away when the worker starts is waited for, as at any other time."""
        while not self._stop.is_set():
            try:
                self._platform.ensure_topics()
                return
            except TransportAway as error:
                self._say_waiting(error, AWAY_PAUSE)
                self._stop.wait(AWAY_PAUSE)

    def _consume(self) -> None:
        self._ensure_topics()
        settings = self._platform.settings
        member = self._platform.transport.consumer(self._feed.group, self._feed.topics)
        consumer = BatchConsumer(
            self._resources.database,
            member,
            reactions=self._service.reactions,
            procedures=self._resources.procedures,
            sealer=self._resources.sealer,
            actor=self._resources.worker,
            prefix=settings.topic_prefix,
        )
        with ExitStack() as stack:
            stack.callback(member.close)
            self._again_and_again(consumer.step, pause=0.0, gather=GATHER, idle=member.idle)

    def _measure(self) -> None:
        """How far the service is behind, for the operators' charts; beyond what makes a copy stale it is said aloud."""
        self._ensure_topics()
        stale = self._platform.settings.stale_seconds

        def step() -> int:
            for each in self._platform.transport.behind(self._feed):
                about = {"service": self._service.name, "topic": each.topic}
                METRICS.behind.set(each.events, about)
                METRICS.behind_for.set(each.seconds, about)
                if each.seconds > stale:
                    self._log.warning("behind", topic=each.topic, count=each.events, seconds=each.seconds)
            return 0

        self._again_and_again(step, pause=MEASURE_PAUSE)

    def _follow(self) -> None:
        self._ensure_topics()
        platform = self._platform
        member = platform.transport.consumer(f"{self._feed.group}-marks", [platform.topic(CASE_MARKS)])
        following = Following(
            self._resources.database,
            platform.transport,
            member,
            group=self._feed.group,
            cases=platform.topic(CASE_EVENTS),
            workers=[(code, self._resources.worker(code)) for code in self._resources.procedures.authorities],
        )
        with ExitStack() as stack:
            stack.callback(member.close)
            self._again_and_again(following.step, pause=0.0, idle=member.idle)

    def _relay(self) -> None:
        authorities = self._resources.procedures.authorities
        prefix = self._platform.settings.topic_prefix
        with (
            Relay(self._resources.database, self._platform.transport, authorities, prefix) as relay,
            ExitStack() as stack,
        ):
            step = self._marked(relay, stack) if self._service.decides_access else relay.step
            self._again_and_again(step, pause=RELAY_PAUSE, gather=RELAY_PAUSE)

    def _marked(self, relay: Relay, stack: ExitStack) -> Callable[[], int]:
        """The relay's step, which then says how far it has come."""
        platform = self._platform
        marking = Marking(platform.transport, platform.topic(CASE_EVENTS), platform.topic(CASE_MARKS))
        stack.callback(marking.close)

        def step() -> int:
            sent = relay.step()
            marking.step(relay.sent_until)
            return sent

        return step

    def _seal(self) -> None:
        trails = (*self._resources.procedures.authorities, UNASSIGNED)

        def step() -> int:
            """Only a full seal is followed by the next at once."""
            return sum(n for n in [seal(self._resources.database, authority) for authority in trails] if n == MOST)

        self._again_and_again(step, pause=SEAL_PAUSE)

    def _timer(self, timer: Timer) -> Callable[[], None]:
        def step() -> int:
            return sum(timer.step(self._resources, authority) for authority in self._served())

        return lambda: self._again_and_again(step, pause=timer.every)

    def _served(self) -> Iterator[str]:
        """The authorities that have not left: there is nothing to do for one whose keys were destroyed."""
        for authority in self._resources.procedures.authorities:
            if not self._resources.database.has_left(authority):
                yield authority

    def _again_and_again(
        self,
        step: Callable[[], int],
        *,
        pause: float,
        gather: float = 0.0,
        idle: Callable[[float], None] | None = None,
    ) -> None:
        """Do it until told to stop; wait longer and longer while the broker or the database is away.

        `pause` is the wait after a step that found nothing, `gather` the one after a step that found little.
        """
        failures = 0
        while not self._stop.is_set():
            try:
                done = step()
                if wait := pause if done == 0 else gather if done < LITTLE else 0.0:
                    self._stop.wait(wait)
                failures = 0
            except (TransportAway, DatabaseAway) as error:
                failures += 1
                wait = min(0.1 * 2**failures, LONGEST_PAUSE)
                self._say_waiting(error, wait, attempt=failures)
                self._rest(wait, idle if isinstance(error, DatabaseAway) else None)

    def _say_waiting(self, error: Exception, seconds: float, **more: int) -> None:
        """With what the server said: neither a broker nor a database that is away speaks of any case."""
        self._log.warning("waiting", reason=type(error).__name__, detail=str(error), seconds=seconds, **more)

    def _rest(self, seconds: float, idle: Callable[[float], None] | None) -> None:
        if idle is None:
            self._stop.wait(seconds)
            return
        try:
            idle(seconds)
        except TransportAway:
            self._stop.wait(seconds)
