"""The reference data behind the breakdowns: which code a row has, how it is labelled, and in which order rows stand."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from events.models import LONDON, Area
from people.models import Agency, EqualityAnswer, EthnicGroup, Person, Role, Sector, TargetGroup
from reports.measures import NOT_RECORDED, NOT_RECORDED_LABEL
from training.models import Course, Priority

Labels = Mapping[str, str]
COURSE_FIELDS = ("code", "title", "hours", "priority_id", "need")


@dataclass(frozen=True)
class Reference:
    """Everything that rows are named by, each table in its own order."""

    agencies: Mapping[int, Agency]
    sectors: Mapping[int, Sector]
    target_groups: Mapping[int, TargetGroup]
    roles: Mapping[int, Role]
    areas: Mapping[int, Area]
    courses: Mapping[int, Course]
    ethnic_groups: Mapping[str, EthnicGroup]
    priorities: Mapping[int, str]

    @classmethod
    def load(cls) -> "Reference":
        """Read it, a query a table."""
        groups = TargetGroup.objects.select_related("scheme").order_by("-scheme__is_current", "pk")
        return cls(
            agencies={row.pk: row for row in Agency.objects.order_by("pk")},
            sectors={row.pk: row for row in Sector.objects.order_by("pk")},
            target_groups={row.pk: row for row in groups},
            roles={row.pk: row for row in Role.objects.order_by("pk")},
            areas={row.pk: row for row in Area.objects.order_by("pk")},
            courses={row.pk: row for row in Course.objects.only(*COURSE_FIELDS).order_by("pk")},
            ethnic_groups={row.code: row for row in EthnicGroup.objects.order_by("pk")},
            priorities=dict(Priority.objects.order_by("pk").values_list("pk", "title")),
        )

    def agency(self, pk: int) -> str:
        """The code of an agency."""
        return self.agencies[pk].code

    def sector(self, agency_pk: int) -> str:
        """The code of an agency's sector."""
        return self.sectors[self.agencies[agency_pk].sector_id].code

    def target_group(self, pk: int | None) -> str:
        """The code of a target group; one of another scheme bears the scheme's code, lest it be taken for today's."""
        if pk is None:
            return NOT_RECORDED
        group = self.target_groups[pk]
        return group.code if group.scheme.is_current else f"{group.scheme.code}:{group.code}"

    def belongs_to(self, agency: int, target_group: int | None) -> tuple[tuple[str, str], ...]:
        """Whose people somebody of that agency and target group is one of."""
        return (
            ("agency", self.agency(agency)),
            ("sector", self.sector(agency)),
            ("target_group", self.target_group(target_group)),
        )

    def role(self, pk: int | None) -> str:
        """The code of a role."""
        return NOT_RECORDED if pk is None else self.roles[pk].code

    def area(self, pk: int | None) -> str:
        """The code of an area."""
        return NOT_RECORDED if pk is None else self.areas[pk].code

    def course(self, pk: int) -> str:
        """The code of a course."""
        return self.courses[pk].code

    def ethnic_rollup(self, group: str) -> str:
        """What an ethnic group rolls up to when published; a code that is no longer known tells nothing."""
        return self.ethnic_groups[group].roll_up if group in self.ethnic_groups else NOT_RECORDED

    def current_target_groups(self) -> list[str]:
        """The codes of the current scheme's groups."""
        return [group.code for group in self.target_groups.values() if group.scheme.is_current]

    def hard_to_reach(self) -> list[str]:
        """The codes of the agencies that the report looks out for."""
        return [agency.code for agency in self.agencies.values() if agency.hard_to_reach]

    def missed_from(self, day: date) -> list[str]:
        """The same of a period that starts on that day: from an agency that was merged before nobody could come."""
        merged = {
            each.code: each.merged_at.astimezone(LONDON).date() for each in self.agencies.values() if each.merged_at
        }
        return [code for code in self.hard_to_reach() if merged.get(code, day) >= day]

    def looked_for(self) -> dict[str, list[str]]:
        """Whose people the report looks for: every current agency, the sectors of these, and today's target groups."""
        sectors = {agency.sector_id for agency in self._current_agencies}
        return {
            "agency": [agency.code for agency in self._current_agencies],
            "sector": [sector.code for pk, sector in self.sectors.items() if pk in sectors],
            "target_group": self.current_target_groups(),
        }

    def workforces(self) -> dict[str, dict[str, int]]:
        """How many people each agency could send, and each sector of which every agency's number is known."""
        by_sector: dict[str, list[int | None]] = defaultdict(list)
        for agency in self._current_agencies:
            by_sector[self.sectors[agency.sector_id].code].append(agency.workforce)
        return {
            "agency": {each.code: each.workforce for each in self._current_agencies if each.workforce is not None},
            "sector": {code: sum(filter(None, known)) for code, known in by_sector.items() if None not in known},
            "target_group": {},
        }

    @property
    def _current_agencies(self) -> list[Agency]:
        return [agency for agency in self.agencies.values() if agency.successor_id is None]

    def labels(self) -> dict[str, Labels]:
        """For each breakdown the labels of its codes, in the order of its rows; reasons are their own labels."""
        return {
            "by_agency": {row.code: row.name for row in self.agencies.values()},
            "by_sector": {row.code: row.name for row in self.sectors.values()},
            "by_target_group": {self.target_group(pk): row.name for pk, row in self.target_groups.items()},
            "by_role": {row.code: row.name for row in self.roles.values()},
            "by_works_with": dict(Person.WorksWith.choices),
            "by_sex": dict(EqualityAnswer.Sex.choices),
            "by_ethnic_group": {row.code: row.name for row in self.ethnic_groups.values()},
            "by_ethnic_rollup": dict(EthnicGroup.RollUp.choices),
            "by_area": {row.code: row.name for row in self.areas.values()},
            "by_course": {row.code: row.title for row in self.courses.values()},
            "by_reason": {},
        }

    def always_shown(self) -> dict[str, list[str]]:
        """The codes that have a row even where nobody is behind them."""
        return {
            "by_target_group": self.current_target_groups(),
            "by_ethnic_group": [*self.ethnic_groups, NOT_RECORDED],
        }


def in_order(codes: set[str], labels: Labels) -> dict[str, str]:
    """Those codes with their labels: in the labels' order, then unknown ones by the alphabet, not recorded last."""
    known = {code: label for code, label in labels.items() if code in codes}
    unknown = sorted(codes - known.keys() - {NOT_RECORDED}, key=lambda code: (code.casefold(), code))
    last = {NOT_RECORDED: NOT_RECORDED_LABEL} if NOT_RECORDED in codes else {}
    return known | {code: code for code in unknown} | last
