"""Patience with a rule ends by the time that it works, not by the clock."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, cast

from conflictdp.validation.deadline import Patience

if TYPE_CHECKING:
    import duckdb

ALLOWED = 0.1


class Connection:
    """Notes the processor time at which it was interrupted."""

    def __init__(self) -> None:
        self.interrupted: list[float] = []

    def interrupt(self) -> None:
        self.interrupted.append(time.process_time())


def patience(connection: Connection) -> Patience:
    return Patience(cast("duckdb.DuckDBPyConnection", connection))


def work(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_who_waits_is_not_interrupted() -> None:
    connection = Connection()
    with patience(connection) as patient:
        for _ in range(3):
            with patient.within(ALLOWED):
                time.sleep(2 * ALLOWED)
    assert connection.interrupted == []


def test_who_works_is_interrupted_once_and_not_before() -> None:
    connection, begun = Connection(), time.process_time()
    with patience(connection) as patient, patient.within(ALLOWED):
        work(4 * ALLOWED)
    assert len(connection.interrupted) == 1
    assert connection.interrupted[0] - begun >= ALLOWED


def test_a_shorter_time_than_the_one_before_counts() -> None:
    connection = Connection()
    with patience(connection) as patient:
        with patient.within(1000):
            pass
        with patient.within(ALLOWED):
            work(4 * ALLOWED)
    assert len(connection.interrupted) == 1
