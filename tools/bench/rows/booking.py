"""Rows 2, 3 and 4: how many book a second, spread and at one hot seat, on both databases; and what one costs."""

import os
import signal
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.bench import sql_floor
from tools.bench.client import Act, Answer, Client, Crowd, asks, crowd, post
from tools.bench.ground import Ground, Site
from tools.bench.measure import Goal, Line, Samples, Subject, alternate, compared, counted, demand, void_line
from tools.bench.plan import Plan

# In how many days the events of each kind begin: nobody's diary clashes.
ONE_FROM, COST_ON, SPREAD_FROM, HOT_FROM, KILLED_FROM, MIXED_FROM, BARE_FROM = 60, 95, 100, 200, 250, 300, 500
BARE_ONE_FROM = 600
MANY_TRIES = 5
ONE, BARE_ONE = "Turnout, one event", "bare database, one event"
BOOKED = "SELECT count(*) FROM events_booking b JOIN events_event e ON e.id = b.event_id WHERE e.code LIKE %s"
TRAIL = "SELECT count(*) FROM core_auditentry WHERE verb = %s"
LETTERS = "SELECT count(*) FROM core_outgoingmail WHERE letter = %s"


def pairs(plan: Plan, number: int) -> list[tuple[int, int]]:
    """Who books which event in that round: pairs that no other round has."""
    first = number * plan.bookings
    return [(n % plan.people, (n + n // plan.people) % plan.events) for n in range(first, first + plan.bookings)]


class Crowded:
    """A site with people who book, and events to be booked."""

    def __init__(self, site: Site, plan: Plan, batches: list[list[int]]) -> None:
        self.site, self.plan = site, plan
        # One of the one event, three rounds of one or three tries, and the spread ones: more than anybody sends.
        keys = (plan.rounds + 1) * (7 + plan.bookings // plan.people + 1) + 10
        world = site.inside("world", people=plan.people, keys=keys, batches=batches)
        self.sessions: list[str] = [each["session"] for each in world["accounts"]]
        self._keys: list[Iterator[str]] = [iter(each["keys"]) for each in world["accounts"]]
        self.codes: dict[int, list[str]] = {int(day): codes for day, codes in world["codes"].items()}

    def form(self, person: int, path: str, **form: str) -> bytes:
        """The request that sends a form of that person, once."""
        return post(path, self.sessions[person], {**form, "once": self.key(person)})

    def key(self, person: int) -> str:
        """A key for the next form of that person."""
        return next(self._keys[person])

    def book(self, person: int, code: str) -> bytes:
        """The request that books."""
        return self.form(person, f"/events/{code}/book/")


class Turnout(Crowded):
    """Turnout; what became of each booking is read from the rows."""

    def __init__(self, site: Site, plan: Plan) -> None:
        hot = [[plan.rounds + 1, plan.hot_places, HOT_FROM], [2, plan.hot_places, KILLED_FROM]]
        mixed = [plan.events * (plan.rounds + 1), plan.hot_places, MIXED_FROM]
        one = [plan.rounds + 1, plan.people, ONE_FROM]
        super().__init__(site, plan, [[1, 30, COST_ON], [plan.events, plan.places, SPREAD_FROM], one, *hot, mixed])
        self.waits: list[float] = []
        self.runs = self.exact = 0

    def spread(self, number: int) -> float:
        """Bookings a second, spread over many events; each is one booking, one entry in the trail and one letter."""
        done = self._book_each([(person, self.codes[SPREAD_FROM][event]) for person, event in pairs(self.plan, number)])
        if number:
            self.waits += [answer.seconds for answer in done.answers]
        return done.rate

    def one(self, number: int) -> float:
        """The same, all of them on one event that has places enough."""
        code = self.codes[ONE_FROM][number]
        return self._book_each([(person, code) for person in range(self.plan.people)]).rate

    def _book_each(self, wishes: list[tuple[int, str]]) -> Crowd:
        before = self._counts()
        acts = [asks(self.book(person, code)) for person, code in wishes]
        done = crowd(self.site.port, acts, clients=self.plan.clients)
        demand_bookings(done.answers)
        grown = [after - then for after, then in zip(self._counts(), before, strict=True)]
        demand(grown == [len(acts)] * 3, f"{len(acts)} bookings left (rows, entries, letters) {grown}")
        return done

    def _counts(self) -> list[int]:
        confirmed = self.site.value(f"{BOOKED} AND b.state = 'confirmed'", "bench-%")
        return [confirmed, self.site.value(TRAIL, "bookings.book"), self.site.value(LETTERS, "booking-made")]

    def hot(self, number: int) -> float:
        """Tries a second at one hot seat: people book, half of them cancel and book again; exactly so many get in."""
        return self._hot(self.codes[HOT_FROM][number])

    def killed(self, number: int) -> float:
        """The same with a worker killed on the way."""
        return self._hot(self.codes[KILLED_FROM][number], _kills_a_worker(self.site.pid))

    def _hot(self, code: str, *interruption: Act) -> float:
        acts = self._tries([code])
        acts[len(acts) // 3 : len(acts) // 3] = interruption
        done = crowd(self.site.port, acts, clients=self.plan.hot_clients)
        self._judge_hot(code, done)
        return done.rate

    def mixed(self, number: int) -> float:
        """Tries a second of the same kind, spread over many events."""
        first = number * self.plan.events
        done = crowd(
            self.site.port,
            self._tries(self.codes[MIXED_FROM][first : first + self.plan.events]),
            clients=self.plan.hot_clients,
        )
        demand_bookings(done.answers)
        held = self.site.value(f"{BOOKED} AND b.state = 'confirmed'", f"bench-{MIXED_FROM}-%")
        expected = self.plan.people * (number + 1)
        demand(held == expected, f"{expected} people hold {held} places")
        return done.rate

    def _tries(self, codes: list[str]) -> list[Act]:
        """Each person books one of the events; every other one cancels, and books again."""
        return [
            self._changes_mind(person, codes[person % len(codes)])
            if person % 2
            else self._books(person, codes[person % len(codes)])
            for person in range(self.plan.people)
        ]

    def _judge_hot(self, code: str, done: Crowd) -> None:
        plan = self.plan
        demand_bookings(done.answers)
        held = self.site.value(f"{BOOKED} AND b.state IN ('confirmed', 'offered')", code)
        waiting = self.site.value(f"{BOOKED} AND b.state = 'waiting'", code)
        self.runs += 1
        self.exact += held == plan.hot_places
        demand(
            (held, waiting) == (plan.hot_places, plan.people - plan.hot_places),
            f"{held} hold one of {plan.hot_places} places, and {waiting} of {plan.people} wait",
        )

    def _books(self, person: int, code: str) -> Act:
        request = self.book(person, code)
        return lambda client: [persistently(client, request)]

    def _changes_mind(self, person: int, code: str) -> Act:
        first, again = self.book(person, code), self.book(person, code)

        def act(client: Client) -> list[Answer]:
            booked = persistently(client, first)
            cancel = self.form(person, f"{booked.header('location')}cancel/", reason="Court")
            return [booked, persistently(client, cancel), persistently(client, again)]

        return act


def demand_bookings(answers: Sequence[Answer]) -> None:
    """Each leads to a booking's page."""
    for answer in answers:
        leads = answer.header("location")
        demand(
            answer.status == 302 and leads.startswith("/bookings/"),
            f"a booking was answered {answer.status} {leads or answer.body[:200]!r}",
        )


def persistently(client: Client, request: bytes) -> Answer:
    """Ask again where the server hung up: a form that is sent twice is carried out once."""
    for _ in range(MANY_TRIES):
        try:
            return client.ask(request)
        except OSError:
            continue
    return client.ask(request)


def _kills_a_worker(server: int) -> Act:
    def act(client: Client) -> list[Answer]:
        workers = Path(f"/proc/{server}/task/{server}/children").read_text().split()
        os.kill(int(workers[0]), signal.SIGKILL)
        return []

    return act


class Floor(Crowded):
    """The floor with as many people and events, and as many again for the bare database."""

    def __init__(self, site: Site, plan: Plan) -> None:
        one = [plan.rounds + 1, plan.people, BARE_ONE_FROM]
        super().__init__(site, plan, [*([plan.events, plan.places, day] for day in (SPREAD_FROM, BARE_FROM)), one])

    def spread(self, number: int) -> float:
        """Bookings a second over HTTP."""
        before = self._count()
        wishes = pairs(self.plan, number)
        requests = [self.book(person, self.codes[SPREAD_FROM][event]) for person, event in wishes]
        done = crowd(self.site.port, [asks(request) for request in requests], clients=self.plan.clients)
        demand_bookings(done.answers)
        kept = self._count() - before
        demand(kept == len(requests), f"{kept} of {len(requests)} bookings were kept")
        return done.rate

    def bare(self, number: int) -> float:
        """Bookings a second by the bare database."""
        codes = self.codes[BARE_FROM]
        return self._bare([sql_floor.Wish(codes[event], 1 + person) for person, event in pairs(self.plan, number)])

    def bare_one(self, number: int) -> float:
        """The same, all of them on one event that has places enough."""
        code = self.codes[BARE_ONE_FROM][number]
        return self._bare([sql_floor.Wish(code, 1 + person) for person in range(self.plan.people)])

    def _bare(self, wishes: list[sql_floor.Wish]) -> float:
        address = self.site.environment["DATABASE_URL"]
        booked, rate = sql_floor.book(address, wishes, connections=self.plan.clients)
        demand(booked == len(wishes), f"{booked} of {len(wishes)} bookings were kept")
        return rate

    def _count(self) -> int:
        kept: int = self.site.value("SELECT count(*) FROM floor_booking")
        return kept


@dataclass(frozen=True)
class Prepared:
    """Those who are measured: Turnout, the same on SQLite where both are compared, and the floor."""

    turnout: Turnout
    lite: Turnout | None
    floor: Floor

    @classmethod
    def on(cls, ground: Ground) -> "Prepared":
        """Start them."""
        plan, lite = ground.plan, None
        turnout = Turnout(ground.turnout(ground.copy(plan.small)), plan)
        if ground.kind != "SQLite" and plan.on_both:
            lite = Turnout(ground.turnout(ground.filled(plan.small, "SQLite")), plan)
        return cls(turnout, lite, Floor(ground.floor(), plan))


def measure(ground: Ground) -> list[Line]:
    """All three rows: everything alternates with everything, so that one machine is as busy for each."""
    prepared = Prepared.on(ground)
    lines = [
        *beside_the_floors(ground, prepared),
        cost(prepared.turnout),
        *hot_seat(ground, prepared.turnout, ground.kind),
    ]
    return [*lines, *hot_seat(ground, prepared.lite, "SQLite")] if prepared.lite else lines


def beside_the_floors(ground: Ground, prepared: Prepared) -> list[Line]:
    """Rows 2 and 4."""
    plan = ground.plan
    subjects: dict[str, Subject] = {"Turnout": prepared.turnout.spread, "bare Django": prepared.floor.spread}
    if ground.kind != "SQLite":
        one: dict[str, Subject] = {ONE: prepared.turnout.one, BARE_ONE: prepared.floor.bare_one}
        subjects |= {"bare database": prepared.floor.bare, **one}
    if prepared.lite:
        subjects["Turnout on SQLite"] = prepared.lite.spread
    found = alternate(subjects, rounds=plan.rounds, say=ground.sayer("bookings a second"), within=plan.patience)
    goals = {"bare Django": Goal(least=0.5), "bare database": None}
    lines = [_compared(found, beside, goal) for beside, goal in goals.items() if beside in found]
    if ONE in found:
        figure = "Booking, all on one event, beside the same rows by bare database"
        lines.append(compared(2, figure, found[ONE], found[BARE_ONE], unit="a second", beside="bare database"))
    return [*lines, *_on_sqlite(found, prepared.lite)] if prepared.lite else lines


def _compared(found: dict[str, Samples], beside: str, goal: Goal | None = None) -> Line:
    figure = "Booking, spread over 50 events, beside the same rows by "
    return compared(2, figure + beside, found["Turnout"], found[beside], unit="a second", beside=beside, goal=goal)


def _on_sqlite(found: dict[str, Samples], lite: Turnout) -> list[Line]:
    ours, theirs = found["Turnout on SQLite"], found["Turnout"]
    figure = "The same on SQLite, beside PostgreSQL"
    rate = compared(4, figure, ours, theirs, unit="a second", beside="PostgreSQL", goal=Goal(least=0.9))
    worst = counted(
        4, "Longest wait for a booking on SQLite", max(lite.waits, default=0) * 1000, unit="ms", goal=Goal(most=250)
    )
    return [rate] if ours.void else [rate, worst]


def cost(turnout: Turnout) -> Line:
    """How many statements one whole request that books takes."""
    path = f"/events/{turnout.codes[COST_ON][0]}/book/"
    session, form = turnout.sessions[0], {"once": turnout.key(0)}
    asked = turnout.site.inside("statements", path=path, session=session, form=form)
    if asked["status"] != 302 or not asked["location"].startswith("/bookings/"):
        return Line(2, "Statements a booking", f"void: answered {asked['status']} {asked['location']}", met=False)
    unit = "statements, and BEGIN and COMMIT"
    return counted(2, "One whole request that books", len(asked["statements"]), unit=unit, goal=Goal(most=12))


def hot_seat(ground: Ground, turnout: Turnout, kind: str) -> list[Line]:
    """Row 3 on one of the databases; once with a worker killed on the way."""
    plan, say = ground.plan, ground.sayer(f"tries a second, {kind}")
    found = alternate({"hot": turnout.hot, "spread": turnout.mixed}, rounds=plan.rounds, say=say, within=plan.patience)
    killed = alternate({"a worker killed": turnout.killed}, rounds=1, say=say)
    hot = found["hot"]
    figure = f"Hot seat on {kind}: {2 * plan.people:,} tries for {plan.hot_places} places, beside the same spread"
    rate = compared(3, figure, hot, found["spread"], unit="a second", beside="spread", goal=Goal(least=0.8))
    figure = f"Exactly {plan.hot_places} places held on {kind}"
    told = f"in {turnout.exact} of {turnout.runs} runs, two of them with a worker killed"
    exact = void_line(3, figure, [hot, *killed.values()]) or Line(3, figure, told, goal="all", met=True)
    return [rate, exact]
