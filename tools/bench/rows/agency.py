"""Row 6: what an agency's lead looks at, with far more bookings of all the county behind it."""

from dataclasses import dataclass

from tools.bench.client import asks, crowd, get
from tools.bench.ground import Ground, Site
from tools.bench.measure import Goal, Line, alternate, compared, demand

PAGES = ("/team/", "/uptake/")
GROWN = Goal(most=1.5)


@dataclass(frozen=True)
class Dashboard:
    """A page of the lead of one agency, on one site."""

    site: Site
    path: str
    session: str
    requests: int
    clients: int

    def seconds(self, number: int) -> float:
        """Of one page, while several look at once."""
        acts = [asks(get(self.path, self.session))] * self.requests
        done = crowd(self.site.port, acts, clients=self.clients)
        for answer in done.answers:
            demand(answer.status == 200, f"{self.path} was answered {answer.status}")
        return 1 / done.rate


def lines(ground: Ground, small: Site, large: Site) -> list[Line]:
    """Each of the pages in a large county beside a small one; row 12 has their statements."""
    plan = ground.plan
    sessions = {site.port: site.inside("one_of_each")["lead"] for site in (small, large)}
    made = []
    for path in PAGES:
        subjects = {
            name: Dashboard(site, path, sessions[site.port], plan.pages // 4 + 1, plan.clients).seconds
            for name, site in (("small", small), ("large", large))
        }
        say = ground.sayer(f"seconds of {path}")
        taken = alternate(subjects, rounds=plan.rounds, say=say, within=plan.patience)
        figure = f"An agency's {path} with {plan.large:,} bookings of all agencies behind it"
        beside = f"with {plan.small:,}"
        made.append(compared(6, figure, taken["large"], taken["small"], unit="s", beside=beside, goal=GROWN))
    return made
