"""The seven ways in which people get in each other's way; each makes a round, done at one instant."""

import re
from collections.abc import Callable
from html import unescape

from events.forms_team import BookTeamForm
from events.models import Event
from tools.hammer.bookers import Booker
from tools.hammer.instant import Act, Steps, alone
from tools.hammer.laws import Round
from tools.hammer.world import World

INPUT = re.compile(r'<input[^>]*name="([\w-]+)"[^>]*>|<textarea[^>]*name="([\w-]+)"[^>]*>([^<]*)')
VALUE = re.compile(r'value="([^"]*)"')


def last_place(world: World) -> Round:
    """Everybody wants the last place."""
    event = world.event(places=3, booked=2)
    return Round((event,), [_books(event, booker) for booker in world.bookers[2:]], _people(world))


def promotion_against_booking(world: World) -> Round:
    """Some give their place back while others wait and still others book: the oldest in line are served."""
    some = len(world.bookers) // 8
    event = world.event(places=some, booked=2 * some)
    rows = _rows(event)
    acts = [_cancels(pk, booker) for pk, booker in zip(rows[:some], world.bookers, strict=False)]
    acts += [_books(event, booker) for booker in world.bookers[2 * some :]]
    return Round((event,), acts, _people(world, some), first_in_line=tuple(rows[some:]))


def cancel_and_rebook(world: World) -> Round:
    """People change their minds, twice, while others book."""
    some = len(world.bookers) // 8
    event = world.event(places=some, booked=some)
    acts = [
        _in_turn(_cancels(pk, who), _books(event, who)) for pk, who in zip(_rows(event), world.bookers, strict=False)
    ]
    acts += [_in_turn(_books_and_cancels(event, who), _books(event, who)) for who in world.bookers[some : 3 * some]]
    acts += [_books(event, who) for who in world.bookers[3 * some :]]
    return Round((event,), acts, _people(world))


def places_cut_while_booking(world: World) -> Round:
    """A manager, in several tabs, makes the room smaller while it fills."""
    some, many = len(world.bookers) // 8, len(world.bookers)
    event = world.event(places=many, booked=some)
    path = f"/manage/events/{event.code}/change/"
    # What a page alone brings would let only one of them through: as if asked for without a page.
    page = alone(world.manager.get(path)).body
    form = {name: text for name, text in _filled(page).items() if name not in {"once", "seen"}}
    # Each size may be the one that is just enough when it is looked at, and too small when it is written.
    cuts = [_posts(world.manager, path, form | {"places": str(some + more)}) for more in range(8)]
    return Round((event,), [*cuts, *(_books(event, booker) for booker in world.bookers[some:])], _people(world))


def one_person_in_two_places(world: World) -> Round:
    """A person and a manager cancel one booking, and others are booked by themselves and by their lead.

    Two tabs of a person book one event, or two at the same time.
    """
    some = len(world.bookers) // 6
    event = world.event(places=3 * some, booked=some)
    clashing = world.event(places=some, beside=event)
    acts = []
    for pk, booker in zip(_rows(event), world.bookers, strict=False):
        acts += [_cancels(pk, booker), _cancels(pk, world.manager)]
    for booker in world.bookers[some : 2 * some]:
        acts += [_books(event, booker), _books(event, booker)]
    for booker in world.bookers[2 * some : 3 * some]:
        acts += [_books(event, booker), _books(clashing, booker)]
    for person, booker in zip(world.people[3 * some : 4 * some], world.bookers[3 * some :], strict=False):
        team = {"people": str(person.pk), "how": BookTeamForm.AS_MANY}
        acts += [_books(event, booker), _posts(world.lead, f"/events/{event.code}/team/", team)]
    return Round((event, clashing), acts, _people(world, some, 4 * some))


def same_form_sent_twice(world: World) -> Round:
    """Half of them click twice: one form with its key, twice, before the first answer.

    Of the others each books, cancels, and sends the old form once more from the page that was left open.
    """
    half = len(world.bookers) // 2
    event = world.event(places=half // 4)
    acts = []
    for number, booker in enumerate(world.bookers):
        key = world.key_for(number)
        sent, again = _books(event, booker, once=key), _books(event, booker, once=key)
        acts += [sent, again] if number < half else [_in_turn(_books_and_cancels(event, booker, once=key), again)]
    return Round((event,), acts, _people(world, 0, half))


def last_place_in_a_workshop(world: World) -> Round:
    """Delegates want the last place in a workshop; every other one of them would rather wait than have nothing."""
    workshop, delegates = world.workshop(places=3, booked=2)
    slot, people, acts = f"{workshop.starts_at:%d-%H%M}", _people(world), []
    for number, (booking, booker) in enumerate(zip(delegates[2:], world.bookers[2:], strict=True)):
        wish = {f"place-{slot}": str(workshop.pk)} if number % 2 else {f"place-{slot}": "none"}
        wish |= {f"wait-{slot}": "none" if number % 2 else str(workshop.pk)}
        acts.append(_posts(booker, f"/bookings/{booking.pk}/workshops/", {"seen": "", **wish}))
    return Round((workshop,), acts, people[:2] + people[2::2], may=people[3::2])


SCENARIOS: dict[str, Callable[[World], Round]] = {
    "last place": last_place,
    "promotion against booking": promotion_against_booking,
    "cancel and rebook": cancel_and_rebook,
    "places cut while booking": places_cut_while_booking,
    "one person in two places": one_person_in_two_places,
    "same form sent twice": same_form_sent_twice,
    "last place in a workshop": last_place_in_a_workshop,
}


def _people(world: World, start: int = 0, end: int | None = None) -> tuple[int, ...]:
    return tuple(person.pk for person in world.people[start:end])


def _rows(event: Event) -> list[int]:
    return list(event.bookings.order_by("pk").values_list("pk", flat=True))


def _posts(who: Booker, path: str, form: dict[str, str]) -> Act:
    def act() -> Steps:
        return (yield who.post(path, **form))

    return act


def _books(event: Event, who: Booker, **form: str) -> Act:
    return _posts(who, f"/events/{event.code}/book/", form)


def _cancels(booking: int, who: Booker) -> Act:
    return _posts(who, f"/bookings/{booking}/cancel/", {"reason": "Court"})


def _in_turn(one: Act, other: Act) -> Act:
    def act() -> Steps:
        yield from one()
        return (yield from other())

    return act


def _books_and_cancels(event: Event, who: Booker, **form: str) -> Act:
    """Book, and cancel what was booked."""

    def act() -> Steps:
        answer = yield from _books(event, who, **form)()
        if "/bookings/" in answer.location:
            answer = yield who.post(f"{answer.location}cancel/", reason="Court")
        return answer

    return act


def _filled(page: str) -> dict[str, str]:
    """The texts of a page's form as a browser would send them back."""
    form = {}
    for found in INPUT.finditer(page):
        value = VALUE.search(found[0])
        form[found[1] or found[2]] = unescape(value[1] if value else found[3] or "")
    return {name: value for name, value in form.items() if name != "csrfmiddlewaretoken"}
