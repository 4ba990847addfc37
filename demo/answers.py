"""What people answered and wrote afterwards: invented, by the likelihoods and the counts of wording/answers.toml."""

import random
from itertools import product
from typing import Any, NamedTuple

from demo.dealing import deal, dice, wording
from demo.programme import COURSES, PROGRAMME, YEARS, Event, of

ANSWERS = wording("answers")
GRADES = ("excellent", "good", "satisfactory", "poor")


class Rating(NamedTuple):
    """One answer; forms were on paper and bore no names."""

    event: str
    respondent: int
    question: str
    answer: str


class Comment(NamedTuple):
    """A few words of one respondent's."""

    event: str
    respondent: int
    prompt: str
    text: str
    theme: str
    may_quote: str


def ratings(events: list[Event], figures: dict[str, Any]) -> list[Rating]:
    """The forms of courses and LPGs by chance, those of the conference and its workshops by count."""
    chance = dice("ratings")
    rows = [row for event in events if event.held and event.scope in ANSWERS["asked"] for row in _forms(event, chance)]
    for year, figure in figures["conference"].items():
        for conference in of("conferences", year, events):
            for question, counts in figure["ratings"].items():
                rows += _counted(conference.code, question, counts, chance)
    workshops = {workshop["title"]: workshop["overall"] for workshop in PROGRAMME["conference"]["workshops"]}
    for event in events:
        if event.parent:
            rows += _counted(event.code, "overall", dict(zip(GRADES, workshops[event.title], strict=True)), chance)
    order = {event.code: n for n, event in enumerate(events)}
    return sorted(rows, key=lambda row: (order[row.event], row.respondent))


def _forms(event: Event, chance: random.Random) -> list[Rating]:
    """The forms that an event's people handed in; a good day lifts all its grades, and a few boxes stay blank."""
    year, mood, rows = YEARS.index(event.year), chance.uniform(0.7, 1.4), []
    for respondent in range(1, round(event.attended * ANSWERS["response"][event.scope][year]) + 1):
        given: dict[str, str] = {}
        for question in ANSWERS["asked"][event.scope]:
            likely = ANSWERS["questions"][question][year]
            words = GRADES if len(likely) == len(GRADES) else ("yes", "no")
            given[question] = chance.choices(words, [likely[0] * mood, *likely[1:]])[0]
        before = chance.choices(range(1, 10), [1, 3, 8, 14, 22, 22, 17, 9, 4])[0]
        after = before + chance.choices((-1, 0, 1, 2, 3), [3, 13, 32, 34, 18])[0]
        given |= {"confidence-before": str(before), "confidence-after": str(min(10, max(1, after)))}
        rows += [Rating(event.code, respondent, *pair) for pair in given.items() if chance.random() > 0.03]
    return rows


def _counted(event: str, question: str, counts: dict[str, int], chance: random.Random) -> list[Rating]:
    """As many of each grade as were counted."""
    return [Rating(event, n + 1, question, grade) for n, grade in enumerate(deal(counts, chance))]


def comments(events: list[Event], rated: list[Rating]) -> list[Comment]:
    """As many on each theme as its `number` says, by people whose forms are among those rated, one a prompt each."""
    chance, rows, taken = dice("comments"), [], set[tuple[str, int, str]]()
    forms = list(dict.fromkeys((row.event, row.respondent) for row in rated))
    for theme in ANSWERS["comments"]:
        prompt = theme["prompt"]
        for number, (scope, year) in zip(theme["number"], product(ANSWERS["asked"], YEARS), strict=True):
            topics = {event.code: event.course for event in of(scope, year, events)}
            heard = [form for form in forms if topics.get(form[0]) in theme.get("on", COURSES)]
            for form in chance.sample([form for form in heard if (*form, prompt) not in taken], number):
                taken.add((*form, prompt))
                about = COURSES[topics[form[0]]].get("about")
                text = chance.choice([text for text in theme["texts"] if about or "{about}" not in text])
                may_quote = chance.choices(("yes", "no", ""), [45, 40, 15])[0]
                rows.append(Comment(*form, prompt, text.format(about=about), theme["theme"], may_quote))
    order = {event.code: n for n, event in enumerate(events)}
    return sorted(rows, key=lambda row: (order[row.event], row.respondent, row.prompt))
