"""The guide to records packages says what the sheets say: every file, every column, every code."""

from pathlib import Path

import pytest

from config.records import FILES, SHEETS
from core.records.sheets import Column, Sheet
from evaluations.models import Question
from people.models import EthnicGroup, Role, Sector, TargetGroup

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "records.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """What the guide says under that heading."""
    return GUIDE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def what_may_stand(column: Column) -> str:
    if column.refers_to in FILES:
        return f"a code of {column.refers_to}"
    return f"one of the {column.refers_to}, below" if column.refers_to else column.kind.expected


def table(sheet: Sheet) -> str:
    lines = ["| Column | What may stand there | What it means |", "|---|---|---|"]
    for column in sheet.columns:
        name = f"**{column.name}**" if column.name in sheet.key else column.name
        lines.append(f"| {name}{' *' if column.required else ''} | {what_may_stand(column)} | {column.means} |")
    return "\n".join(lines)


@pytest.mark.parametrize("sheet", SHEETS, ids=FILES)
def test_the_guide_has_every_column_of_every_file(sheet: Sheet) -> None:
    assert table(sheet) in section(sheet.name)


def test_the_files_stand_in_the_order_in_which_they_come_in() -> None:
    headings = [line.removeprefix("## ") for line in GUIDE.splitlines() if line.startswith("## ")]
    assert [heading for heading in headings if heading in FILES] == FILES


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("heading", "codes"),
    [
        ("Sectors", Sector.objects.values_list("code", flat=True)),
        ("Roles", Role.objects.values_list("code", flat=True)),
        ("Target groups", TargetGroup.objects.filter(scheme__is_current=True).values_list("code", flat=True)),
        ("Ethnic groups", EthnicGroup.objects.values_list("code", flat=True)),
        ("Questions", Question.objects.values_list("code", flat=True)),
    ],
)
def test_the_guide_has_every_code_of_the_reference_data(heading: str, codes: list[str]) -> None:
    said = section("The codes").partition(f"**{heading}**")[2].partition("\n\n")[0]
    assert [code for code in codes if f"`{code}`" not in said] == []
    assert said.count("`") == 2 * len(codes)
