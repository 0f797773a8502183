"""Writers of one SQLite file take turns: none is overtaken for ever, and whatever ends a transaction ends its turn."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from commonward.store import sqlite


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "service.sqlite"


@pytest.fixture
def writers(file: Path) -> Iterator[Engine]:
    """Connections whose transactions write."""
    engine = sqlite.sqlite_engine(file)
    with engine.begin() as connection:
        connection.execute(text("create table written (who text)"))
    yield engine.execution_options(writing=True)
    engine.dispose()


def write(writers: Engine, who: str, seconds: float = 0.0) -> None:
    with writers.begin() as connection:
        connection.execute(text("insert into written values (:who)"), {"who": who})
        time.sleep(seconds)


def in_background(body: Callable[[], None]) -> Thread:
    thread = Thread(target=body, daemon=True)
    thread.start()
    return thread


def test_who_writes_without_a_pause_holds_nobody_up(writers: Engine) -> None:
    enough = Event()

    def never_rests() -> None:
        while not enough.is_set():
            write(writers, "restless", 0.02)

    restless = [in_background(never_rests) for _ in range(3)]
    began = time.monotonic()
    for _ in range(10):
        write(writers, "patient")
    took = time.monotonic() - began
    enough.set()
    for thread in restless:
        thread.join(5)
    assert took < 3, "ten waits for three others, who take 20 ms each"


def test_writers_go_in_the_order_in_which_they_came(writers: Engine) -> None:
    names, threads = [f"{n:02}" for n in range(8)], []
    with writers.begin():
        for name in names:
            threads.append(in_background(lambda name=name: write(writers, name)))  # type: ignore[misc]
            time.sleep(0.05)  # until it stands in the queue
    for thread in threads:
        thread.join(5)
    with writers.connect() as connection:
        assert [*connection.scalars(text("select who from written order by rowid"))] == names


def lose(connection: Connection) -> None:
    connection.begin()
    connection.invalidate()


def fail(connection: Connection) -> None:
    with pytest.raises(OperationalError), connection.begin():
        connection.execute(text("insert into nowhere values (1)"))


@pytest.mark.parametrize("ends", [lose, fail, Connection.begin], ids=["lost", "failed", "left open"])
def test_a_transaction_that_comes_to_nothing_ends_its_turn(writers: Engine, ends: Callable[[Connection], None]) -> None:
    with writers.connect() as connection:
        ends(connection)
    began = time.monotonic()
    write(writers, "next")
    assert time.monotonic() - began < 3


def test_what_another_process_holds_is_said_to_be_locked_and_free_again_when_it_is(
    writers: Engine, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WAIT_SECONDS", 0.1)
    impatient = sqlite.sqlite_engine(file).execution_options(writing=True)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("begin immediate")
        for _ in range(2):
            with pytest.raises(OperationalError, match="locked"):
                write(impatient, "impatient")
        other.execute("commit")
    began = time.monotonic()
    write(impatient, "impatient")
    assert time.monotonic() - began < 3
    impatient.dispose()
