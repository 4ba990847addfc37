"""What managers do with dates: plan, publish, change and cancel them, and decide on policies."""

from datetime import date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize

from events import programme
from events.models import Policy
from tests.events.machine.clock import day_of, moment
from tests.events.machine.referee import Terms
from tests.events.machine.stage import ANY, Stage, move

DAYS = st.sampled_from((30, 2, 1, 30, 150, 180, 330))
CLOCKS = st.sampled_from((time(0, 30), time(9, 30), time(23, 45)))
PLACES = st.sampled_from((1, 1, 2, 2, 3, 5, 0, None))
TERMS = st.fixed_dictionaries(
    {
        "places": PLACES,
        "offer_hours": st.sampled_from((None, 24, None, 1, 72)),
        "cut_off_hours": st.sampled_from((None, 6, 48)),
        "approval_hours": st.sampled_from((None, 24)),
        "if_unanswered": st.sampled_from(("approve", "decline", "manager")),
    }
)
POLICIES = st.fixed_dictionaries(
    {
        "notice_days": st.sampled_from((0, 2, 5)),
        "in_working_days": st.booleans(),
        "hours_after_news": st.sampled_from((0, 24, 72)),
        "suspends_after": st.sampled_from((None, 1, 1, 2)),
        "place_price": st.just(80),
        "late_charge": st.sampled_from((0, 25)),
        "absence_charge": st.sampled_from((0, 50)),
    }
)
# The first and the last day of booking, counted from today; mostly it is open.
WINDOWS = st.sampled_from(((None, None),) * 5 + ((1, None), (None, 0), (-1, 1)))


Window = tuple[int | None, int | None]


def window(at: datetime, days: Window) -> dict[str, date | None]:
    """The days between which an event is booked."""
    opens, closes = (None if each is None else day_of(at) + timedelta(days=each) for each in days)
    return {"opens_on": opens, "closes_on": closes}


def _made(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value() if callable(value) else value for name, value in values.items()}


class Programming(Stage):
    """The programme, by its managers."""

    @initialize(
        days=DAYS, later=st.sampled_from((0, 0, 1, 30)), clock=CLOCKS, terms=st.tuples(TERMS, TERMS), policy=POLICIES
    )
    def first(
        self, days: int, later: int, clock: time, terms: tuple[dict[str, Any], dict[str, Any]], policy: dict[str, Any]
    ) -> None:
        """There are two dates of the course in the programme, often on one day, and mostly a policy."""
        if policy["suspends_after"]:
            self.decide_on_a_policy(0, policy)
        for each, day in zip(terms, (days, days + later), strict=True):
            self.there = self.here
            self.here = self._plan(0, (self.at + timedelta(days=day)).date(), clock, **each)
            self.there = self.there or self.here
            self.publish()

    @move(2)
    def turn_to_the_other(self) -> None:
        """The other date is in focus from now on."""
        self.here, self.there = self.there, self.here

    @move(6, lambda self: self.is_over, days=DAYS, clock=CLOCKS, terms=TERMS, opening=WINDOWS, kind=ANY)
    def plan_another(self, days: int, clock: time, terms: dict[str, Any], opening: Window, kind: int) -> None:
        """The next date, left a draft now and then, for one agency or of the second course."""
        day = (self.at + timedelta(days=days)).date()
        agency = self.agencies[0] if kind % 7 == 1 else None
        self.here = self._plan(kind % 8 == 1, day, clock, for_agency=agency, **terms, **window(self.at, opening))
        if kind % 2:
            self.publish()

    @move(4, lambda self: self.seen.status == "draft")
    def publish(self) -> None:
        refused = self.seen.status != "draft"
        self._do(lambda by: self.sent(programme.publish)(self.event, by=by, at=self.at), refused=refused)

    @move(1, lambda self: self.is_coming, places=PLACES)
    def change_places(self, places: int | None) -> None:
        self._change(refused=places is not None and self.seen.held > places, places=places)

    @move(1, lambda self: not self.is_over, days=DAYS, clock=CLOCKS)
    def change_day(self, days: int, clock: time) -> None:
        """To a sooner one or a later; what has marks took place, so it can't begin again."""
        day = (self.at + timedelta(days=days)).date()
        again = bool(self.marked) and moment(day, clock) > self.at
        refused = again or self.breaks(day, clock)
        self._change(refused=refused, starts_on=day, starts_time=clock, ends_on=day, ends_time=time(23, 59))

    def breaks(self, day: date, clock: time) -> bool:
        """Whether it can't go on from then to the end of that day: where it has dates, those say when it does."""
        return bool(self.seen.days)

    @move(1, lambda self: self.is_coming, terms=TERMS, opening=WINDOWS)
    def change_terms(self, terms: dict[str, Any], opening: Window) -> None:
        """How many places it has, how its waiting list moves, who approves, and when it can be booked."""
        too_few = terms["places"] is not None and self.seen.held > terms["places"]
        self._change(refused=too_few, **terms, **window(self.at, opening))

    def _change(self, *, refused: bool, **values: Any) -> None:
        """Refused too where it has ended. Rows that it makes must be new each time: they are given by a function."""
        ended = self.seen.status not in {"draft", "published"}
        self._do(
            lambda by: self.sent(programme.change)(self.event, by=by, at=self.at, **_made(values)),
            refused=ended or refused,
        )

    @move(4, lambda self: self.seen.status == "draft", reason=st.sampled_from(("Snow", "Snow", " ")))
    def cancel_event(self, reason: str) -> None:
        """Seldom, so that events live; without a reason, or once somebody is marked, it is refused."""
        refused = self.seen.status not in {"draft", "published"} or not reason.strip() or bool(self.marked)
        self._do(
            lambda by: self.sent(programme.cancel)(self.event, by=by, at=self.at, reason=reason),
            refused=refused,
            reason=reason,
        )
        assert refused or not self.seen.live

    @move(1, days=st.sampled_from((0, 1, 30)), policy=POLICIES)
    def decide_on_a_policy(self, days: int, policy: dict[str, Any]) -> None:
        """From a day on; what is booked already stays under its own."""
        starts_on = day_of(self.at) + timedelta(days=days)
        if any(policy.starts_on == starts_on for policy in self.world.policies):
            return
        type(self).steps += 1
        made = Policy.objects.create(starts_on=starts_on, **policy)
        self.world.policies.append(Terms(made.pk, starts_on, **policy))
