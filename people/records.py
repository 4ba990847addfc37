"""The sheets of the people's floor: agencies, and people with their equality answers, which are kept apart at once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cached_property

from core.records.keeping import Change, Keeper, Run, Tally, by_code, found_or_made, ids_by, save_changes
from core.records.kinds import choice, code, email, text, token, whole, word, yes_no
from core.records.references import Codes, Ids
from core.records.sheets import Column, Row, Sheet
from core.words import in_words
from people import agencies, equality, erasing
from people.models import Agency, EqualityAnswer, EthnicGroup, FormerPerson, Person, Role, Sector, TargetGroup

AGENCY, PERSON = code(60), token(60)
OF_A_PERSON = (
    "code", "first_name", "last_name", "email", "agency", "job_title", "role", "target_group", "works_with",
)  # fmt: skip
Answers = tuple[str, str]

REFERENCES: dict[str, Callable[[], Ids]] = {
    "agencies": lambda: ids_by("code", Agency.objects.all()),
    "people": lambda: ids_by("code", Person.objects.exclude(code=None)),
    "sectors": lambda: ids_by("code", Sector.objects.all()),
    "roles": lambda: ids_by("code", Role.objects.all()),
    "target groups": lambda: ids_by("code", TargetGroup.objects.filter(scheme__is_current=True)),
    "ethnic groups": lambda: ids_by("code", EthnicGroup.objects.all()),
}
"""What the codes of this floor mean; target groups are those of the current scheme."""
FORMER: dict[str, Callable[[], Codes]] = {
    "people": lambda: {
        former: code for former, code in FormerPerson.objects.values_list("code", "person__code") if former and code
    },
}
"""The codes of records that were merged into others, each with the code that means the same today."""

ERASED = {"people": erasing.erased_codes}
"""Which codes are of somebody who was erased: no package brings them back."""

AGENCIES = Sheet(
    "agencies",
    ("code",),
    (
        Column("code", AGENCY, "What other files call the agency.", required=True),
        Column("name", text(200), "Its name, as the report prints it.", required=True),
        Column("sector", word(60), "The part of the workforce it belongs to; an unknown one is added.", required=True),
        Column("hard_to_reach", yes_no(), "Whether the board finds its people hard to reach."),
        Column("contributes", yes_no(), "Whether it pays into the board's budget, so that its places are free."),
        Column("workforce", whole(), "How many people it could send."),
        Column("successor", AGENCY, "The agency it was merged into.", refers_to="agencies"),
    ),
)
PEOPLE = Sheet(
    "people",
    ("code",),
    (
        Column("code", PERSON, "What other files call the person.", required=True),
        Column("first_name", text(100), "First name."),
        Column("last_name", text(100), "Last name."),
        Column("email", email(), "E-mail address."),
        Column("agency", AGENCY, "The agency they work for now.", required=True, refers_to="agencies"),
        Column("job_title", text(200), "Job title."),
        Column("role", word(30), "What they are at work.", refers_to="roles"),
        Column("target_group", text(10), "Target group of the workforce, by its number.", refers_to="target groups"),
        Column("works_with", choice(Person.WorksWith.values), "Whom they work with."),
        Column("sex", choice(EqualityAnswer.Sex.values), "Sex; kept apart from the person, and only counted."),
        Column("ethnic_group", word(60), "Ethnic group; kept apart as well.", refers_to="ethnic groups"),
    ),
)


class Agencies(Keeper):
    """Keeps agencies. A successor may stand further down the file, so those are tied once all are saved."""

    sheet = AGENCIES

    def __init__(self, run: Run) -> None:
        super().__init__(run)
        self._successors: dict[str, str] = {}
        self._rows: dict[str, int] = {}
        self._to_tie: dict[str, str] = {}
        self._sectors: set[str] = set()

    @cached_property
    def _merged(self) -> dict[str, str]:
        """The agencies that a manager merged, each with the one that was kept: no package undoes that."""
        return dict(Agency.objects.exclude(merged_at=None).values_list("code", "successor__code"))

    def check(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if row["code"] in self._merged:
                self._note_merged(row)
            elif "successor" in row.values:
                self._successors[row["code"]] = row["successor"]
                self._rows[row["code"]] = row.number
            self._note_new_sector(row["sector"])

    def check_whole(self) -> None:
        """No agency may succeed itself, nor by way of others."""
        known = dict(Agency.objects.exclude(successor=None).values_list("code", "successor__code"))
        known |= self._successors
        for agency, number in self._rows.items():
            seen, later = {agency}, known.get(agency)
            while later and later not in seen:
                seen.add(later)
                later = known.get(later)
            if later == agency:
                self.fault(number, "successor", f"leads from “{agency}” back to itself, expected another agency.")

    def save(self, rows: Sequence[Row]) -> Tally:
        on_record = by_code(Agency, rows)
        sectors = found_or_made(Sector, "code", [row["sector"] for row in rows], _new_sector)
        was = dict(Agency.objects.filter(code__in=on_record).values_list("code", "successor__code"))
        changes = []
        for row in rows:
            agency = row["code"]
            successor = self._merged.get(agency) or row.get("successor", was.get(agency)) or ""
            says = self.fields(row, "code", "name", "hard_to_reach", "contributes", "workforce")
            tied_anew = successor != (was.get(agency) or "")
            if tied_anew:
                self._to_tie[agency] = successor
            changes.append(Change(on_record.get(agency), says | {"sector_id": sectors[row["sector"]]}, more=tied_anew))
        return save_changes(Agency, changes)[0]

    def save_whole(self) -> None:
        id_of = self.run.references.id_of
        tied = [
            Agency(pk=id_of("agencies", agency), successor_id=id_of("agencies", successor))
            for agency, successor in self._to_tie.items()
        ]
        Agency.objects.bulk_update(tied, ["successor"])

    def _note_merged(self, row: Row) -> None:
        kept = self._merged[row["code"]]
        if row.get("successor", kept) != kept:
            self.note(f"“{row['code']}” was merged into “{kept}” by a manager, and stays so.")

    def _note_new_sector(self, sector: str) -> None:
        if sector not in self._sectors and sector not in self.run.references.ids("sectors"):
            self._sectors.add(sector)
            self.note(f"the sector “{sector}” is new and is called {_new_sector(sector).name}.")


class People(Keeper):
    """Keeps people; their equality answers go to people.equality and nowhere else."""

    sheet = PEOPLE

    @cached_property
    def _answers_on_record(self) -> Callable[[int], Answers]:
        return equality.answers_by_person()

    @cached_property
    def _withdrew(self) -> Callable[[int], bool]:
        return equality.withdrawn()

    @cached_property
    def _answering(self) -> Callable[[int, datetime], int]:
        return agencies.answering()

    def save(self, rows: Sequence[Row]) -> Tally:
        on_record = by_code(Person, rows)
        changes, answers = [], []
        for row in rows:
            person = on_record.get(row["code"])
            before, now = self._answers(row, person)
            answers.append(now if now != before else None)
            says = self.fields(row, *OF_A_PERSON)
            if person and person.user_id:
                says.pop("email", None)  # the account's is the one, and its owner changes it
            says["agency_id"] = self._answering(says["agency_id"], self.run.at)
            changes.append(Change(person, says, more=now != before))
        tally, people = save_changes(Person, changes)
        equality.keep((person.pk, *now) for person, now in zip(people, answers, strict=True) if now)
        return tally

    def _answers(self, row: Row, person: Person | None) -> tuple[Answers, Answers]:
        """The person's sex and ethnic group as they are on record, and as the row has them, unless they withdrew."""
        if person and self._withdrew(person.pk):
            return ("", ""), ("", "")
        before = self._answers_on_record(person.pk) if person else ("", "")
        return before, (row.get("sex", before[0]), row.get("ethnic_group", before[1]))


def _new_sector(code: str) -> Sector:
    return Sector(code=code, name=in_words(code))
