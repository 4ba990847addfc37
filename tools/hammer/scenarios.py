"""The six ways in which people get in each other's way; each makes a round, done at one instant."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

from events.models import Booking, Event
from tools.hammer.bookers import Answer, Booker
from tools.hammer.world import World

Act = Callable[[], list[Answer]]
Cancel = dict[str, str]
INPUT = re.compile(r'<input[^>]*name="([\w-]+)"[^>]*>|<textarea[^>]*name="([\w-]+)"[^>]*>([^<]*)')
VALUE = re.compile(r'value="([^"]*)"')


@dataclass(frozen=True)
class Round:
    """What is done, each act by a thread of its own, and who must have a place afterwards."""

    event: Event
    acts: list[Act]
    first_in_line: tuple[int, ...] = ()
    gave_up: tuple[int, ...] = ()

    def passed_over(self) -> int:
        """How many of those who were first in line have no place."""
        served = self.event.bookings.filter(pk__in=self.first_in_line, state=Booking.State.CONFIRMED).count()
        return len(self.first_in_line) - served

    def came_back(self) -> int:
        """How many who gave up, and only sent an old form again, are booked all the same."""
        return self.event.bookings.live().filter(person__in=self.gave_up).count()


def last_place(world: World) -> Round:
    """Everybody wants the last place."""
    event = world.event(places=3, booked=2)
    return Round(event, [_books(event, booker) for booker in world.bookers[2:]])


def promotion_against_booking(world: World) -> Round:
    """Some give their place back while others wait and still others book: the oldest in line are served."""
    some = len(world.bookers) // 8
    event = world.event(places=some, booked=2 * some)
    rows = list(event.bookings.order_by("pk").values_list("pk", flat=True))
    acts = [_cancels(pk, booker) for pk, booker in zip(rows[:some], world.bookers, strict=False)]
    acts += [_books(event, booker) for booker in world.bookers[2 * some :]]
    return Round(event, acts, tuple(rows[some:]))


def cancel_and_rebook(world: World) -> Round:
    """People change their minds, twice, while others book."""
    some = len(world.bookers) // 8
    event = world.event(places=some, booked=some)
    rows = event.bookings.order_by("pk").values_list("pk", flat=True)
    acts = [_in_turn(_cancels(pk, who), _books(event, who)) for pk, who in zip(rows, world.bookers, strict=False)]
    acts += [_changes_mind(event, who) for who in world.bookers[some : 3 * some]]
    acts += [_books(event, who) for who in world.bookers[3 * some :]]
    return Round(event, acts)


def places_cut_while_booking(world: World) -> Round:
    """A manager, in several tabs, makes the room smaller while it fills."""
    some, many = len(world.bookers) // 8, len(world.bookers)
    event = world.event(places=many, booked=some)
    path = f"/manage/events/{event.code}/change/"
    # What a page alone brings would let only one of them through: as if asked for without a page.
    form = {name: text for name, text in _filled(world.manager.get(path).body).items() if name not in {"once", "seen"}}
    # Each size may be the one that is just enough when it is looked at, and too small when it is written.
    cuts = [_posts(world.manager.other_tab(), path, form | {"places": str(some + more)}) for more in range(8)]
    return Round(event, [*cuts, *(_books(event, booker) for booker in world.bookers[some:])])


def one_person_in_two_places(world: World) -> Round:
    """Two tabs of one person book; a person and a manager cancel the same booking."""
    some = len(world.bookers) // 4
    event = world.event(places=some, booked=some)
    acts = []
    rows = event.bookings.order_by("pk").values_list("pk", flat=True)
    for pk, booker in zip(rows, world.bookers, strict=False):
        acts += [_cancels(pk, booker), _cancels(pk, world.manager.other_tab())]
    for booker in world.bookers[some : 2 * some]:
        acts += [_books(event, booker), _books(event, booker.other_tab())]
    return Round(event, acts)


def same_form_sent_twice(world: World) -> Round:
    """Half of them click twice: one form with its key, twice, before the first answer.

    Of the others each books, cancels, and sends the old form once more from the page that was left open.
    """
    half = len(world.bookers) // 2
    event = world.event(places=half // 4)
    path, acts = f"/events/{event.code}/book/", []
    for booker in world.bookers[:half]:
        form = _filled(booker.get(path).body)
        acts += [_posts(booker, path, form), _posts(booker.other_tab(), path, form)]
    for booker in world.bookers[half:]:
        form = _filled(booker.get(path).body)
        acts.append(_gives_up_and_sends_again(_posts(booker, path, form), booker))
    return Round(event, acts, gave_up=tuple(person.pk for person in world.people[half:]))


SCENARIOS: dict[str, Callable[[World], Round]] = {
    "last place": last_place,
    "promotion against booking": promotion_against_booking,
    "cancel and rebook": cancel_and_rebook,
    "places cut while booking": places_cut_while_booking,
    "one person in two places": one_person_in_two_places,
    "same form sent twice": same_form_sent_twice,
}


def _posts(who: Booker, path: str, form: dict[str, str]) -> Act:
    return lambda: [who.post(path, **form)]


def _books(event: Event, who: Booker) -> Act:
    return _posts(who, f"/events/{event.code}/book/", {})


def _cancels(booking: int, who: Booker) -> Act:
    return _posts(who, f"/bookings/{booking}/cancel/", {"reason": "Court"})


def _in_turn(*acts: Act) -> Act:
    return lambda: [answer for act in acts for answer in act()]


def _changes_mind(event: Event, who: Booker) -> Act:
    """Book, cancel what was booked, book again."""

    def act() -> list[Answer]:
        answers = _books(event, who)()
        if "/bookings/" in answers[0].location:
            answers.append(who.post(f"{answers[0].location}cancel/", reason="Court"))
        return answers + _books(event, who)()

    return act


def _gives_up_and_sends_again(book: Act, who: Booker) -> Act:
    """Book, cancel what was booked, and send the first form again."""

    def act() -> list[Answer]:
        answers = book()
        if "/bookings/" in answers[0].location:
            answers.append(who.post(f"{answers[0].location}cancel/", reason="Court"))
            answers += book()
        return answers

    return act


def _filled(page: str) -> dict[str, str]:
    """The texts of a page's form as a browser would send them back."""
    form = {}
    for found in INPUT.finditer(page):
        value = VALUE.search(found[0])
        form[found[1] or found[2]] = unescape(value[1] if value else found[3] or "")
    return {name: value for name, value in form.items() if name != "csrfmiddlewaretoken"}
