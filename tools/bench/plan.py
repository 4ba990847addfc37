"""How much is measured: the whole of it, what a few minutes allow, or just enough to see that it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """So many rounds of so much; `small` and `large` are the bookings behind the pages, `years` behind reports.

    After `patience` seconds a comparison begins no further round: on a busy machine there are fewer.
    """

    name: str
    rounds: int
    small: int
    large: int
    bookings: int
    tries: int
    pages: int
    years: tuple[int, ...]
    events: int = 50
    places: int = 400
    clients: int = 8
    hot_places: int = 30
    hot_clients: int = 32
    on_both: bool = True
    patience: float = 300

    @property
    def people(self) -> int:
        """How many accounts book: at the hot seat each makes two tries on average."""
        return self.tries // 2


FULL = Plan(
    "full",
    rounds=5,
    small=10_000,
    large=1_000_000,
    bookings=1_000,
    tries=1_000,
    pages=400,
    years=(1_000, 100_000, 1_000_000),
)
QUICK = Plan(
    "quick",
    rounds=2,
    small=10_000,
    large=100_000,
    bookings=400,
    tries=400,
    pages=100,
    years=(10_000, 100_000),
    patience=45,
)
TINY = Plan(
    "tiny",
    1,
    small=250,
    large=500,
    bookings=12,
    tries=48,
    pages=5,
    years=(250,),
    events=6,
    hot_places=9,
    hot_clients=12,
    on_both=False,
)
PLANS = {plan.name: plan for plan in (FULL, QUICK, TINY)}
