"""The bare database: the shortest transaction that books safely, by connections that do nothing else."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

import psycopg

LOCK = "SELECT id, places FROM floor_event WHERE code = %s FOR UPDATE"
COUNT = "SELECT count(*) FROM floor_booking WHERE event_id = %s"
INSERT = "INSERT INTO floor_booking (event_id, person_id, made_at, attendance) VALUES (%s, %s, now(), '')"


@dataclass(frozen=True)
class Wish:
    """Who wants to go where."""

    event: str
    person: int


def book(address: str, wishes: list[Wish], *, connections: int) -> tuple[int, float]:
    """Lock, count, insert, commit, for each wish; how many got a place, and how many a second were answered."""
    start = Barrier(connections + 1)

    def work(number: int) -> int:
        booked = 0
        with psycopg.connect(address) as connection:
            start.wait()
            for wish in wishes[number::connections]:
                booked += _book(connection, wish)
        return booked

    with ThreadPoolExecutor(connections) as pool:
        working = [pool.submit(work, number) for number in range(connections)]
        start.wait()
        began = time.perf_counter()
        booked = sum(each.result() for each in working)
        return booked, len(wishes) / (time.perf_counter() - began)


def _book(connection: "psycopg.Connection[tuple[int, int]]", wish: Wish) -> bool:
    with connection.transaction():
        [(event, places)] = connection.execute(LOCK, [wish.event]).fetchall()
        [(taken, *_)] = connection.execute(COUNT, [event]).fetchall()
        if taken >= places:
            return False
        connection.execute(INSERT, [event, wish.person])
        return True
