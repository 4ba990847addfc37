"""Bar charts for the eye; the figures that they show stand in a table beside them."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from dataclasses import dataclass

from core.pdf.blocks import Block, draw_lines
from core.pdf.lines import Typesetter
from core.pdf.pen import Box, Pen
from core.pdf.structure import Element

BAR = 9.0
PITCH = BAR + 1
GAP = 9.0
LEGEND = 22.0
AXIS = 20.0
# Beside the labels, and beyond the axis, where the longest bar's value stands.
GUTTER = 10.0
VALUE = 56.0
LABELS = 0.36
TICKS = 5
# Below this an axis would have nothing to say; it is drawn as for zero.
SMALLEST = 1e-6


@dataclass(frozen=True)
class Series:
    """A name and one value for each label; None where there is none to show."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Scale:
    """An axis from zero: `ticks` steps."""

    step: float
    ticks: int

    @classmethod
    def over(cls, series: Sequence[Series]) -> Scale:
        """One that holds every value; each must be a number, and none below zero."""
        values = [value for one in series for value in one.values if value is not None]
        if any(not math.isfinite(value) or value < 0 for value in values):
            raise ValueError("A bar chart shows numbers from zero up.")
        highest = max(values, default=0)
        step = _step(highest)
        if all(float(value).is_integer() for value in values):
            step = max(step, 1.0)
        return cls(step, max(1, math.ceil(highest / step - 1e-9)))

    def place(self, value: float) -> float:
        """How far along the axis `value` stands, from 0 for zero to 1 for the end."""
        return value / (self.step * self.ticks)


def _step(highest: float) -> float:
    """A round step (1, 2, 5 or 10 times a power of ten) that reaches `highest` in five at most."""
    if highest < SMALLEST:
        return 1.0
    power = 10.0 ** math.floor(math.log10(highest / TICKS))
    return next(factor * power for factor in (1, 2, 5, 10) if factor * power * TICKS >= highest * (1 - 1e-9))


def shown(value: float, unit: str = "") -> str:
    """1234 as "1,234", 61.50 as "61.5"; the unit follows."""
    return (f"{value:,.2f}".rstrip("0").rstrip(".")) + unit


class BarChart(Block):
    """Horizontal bars, one of each series for a label: the first dark, the second pale with an outline."""

    def __init__(
        self, labels: Sequence[str], series: Sequence[Series], *, alt: str, unit: str, typesetter: Typesetter
    ) -> None:
        look = typesetter.look
        self.typesetter, self.theme, self.width, self.unit = typesetter, look.theme, look.width, unit
        self.words, self.axis, self.value = look.style("cell"), look.style("axis"), look.style("value")
        self.scale = Scale.over(series)
        self.legend = [typesetter.line(one.name, self.words) for one in series]
        longest = max((typesetter.width(label, self.words) for label in labels), default=0)
        self.left = min(longest, look.width * LABELS) + GUTTER
        self.labels = [typesetter.lines([label], self.words, self.left - GUTTER) for label in labels]
        self.values = [[one.values[number] for one in series] for number in range(len(labels))]
        self.heights = [max(len(lines) * self.words.leading, len(series) * PITCH) + GAP for lines in self.labels]
        self.before, self.after = 4, 18
        self._take(0, len(labels), alt)

    def _take(self, start: int, end: int, alt: str) -> None:
        """Show the labels from `start` to `end`, as a figure of their own."""
        self.groups = range(start, end)
        self.element = Element("Figure", alt=alt)
        self.height = self.least = LEGEND + sum(self.heights[start:end]) + AXIS

    def pages(self, room: float) -> list[BarChart]:
        """This chart in as many as it takes for none to be higher than `room`, all on one scale."""
        ends = [0]
        used = 0.0
        for number, height in enumerate(self.heights):
            if number and used + height > room - LEGEND - AXIS:
                ends.append(number)
                used = 0.0
            used += height
        charts = []
        for number, (start, end) in enumerate(zip(ends, [*ends[1:], len(self.heights)], strict=True), 1):
            part = copy.copy(self)
            part._take(start, end, f"{self.element.alt} (part {number} of {len(ends)})")
            charts.append(part)
        return charts if len(charts) > 1 else [self]

    def draw(self, pen: Pen, x: float, y: float) -> None:
        """Draw legend, axis, labels and bars, all of them the figure's content."""
        area = pen.corners(Box(x, y, self.width, self.height))
        self.element.attributes = {"O": "Layout", "Placement": "Block", "BBox": area}
        with pen.tagged(self.element):
            self._draw_legend(pen, x + self.left, y)
            self._draw_axis(pen, x + self.left, y + LEGEND)
            top = y + LEGEND
            for group in self.groups:
                self._draw_group(pen, group, Box(x, top, self.left, self.heights[group]))
                top += self.heights[group]

    def _draw_legend(self, pen: Pen, x: float, y: float) -> None:
        for number, name in enumerate(self.legend):
            self._draw_bar(pen, number, Box(x, y + 3, BAR, BAR))
            draw_lines(pen, [name], Box(x + BAR + 5, y + 1, 0, 0), self.words)
            x += BAR + 5 + name.width + 20

    def _along(self, value: float) -> float:
        """How far right of the zero line `value` stands."""
        return self.scale.place(value) * (self.width - self.left - VALUE)

    def _draw_axis(self, pen: Pen, x: float, y: float) -> None:
        foot = y + self.height - LEGEND - AXIS
        for number in range(self.scale.ticks + 1):
            value = number * self.scale.step
            at = x + self._along(value)
            colour = self.theme.rule if number else self.theme.muted
            pen.rule((at, y), (at, foot), colour=colour, thickness=0.4 if number else 0.8)
            line = self.typesetter.line(shown(value, self.unit), self.axis)
            draw_lines(pen, [line], Box(at - line.width / 2, foot + 4, 0, 0), self.axis)

    def _draw_group(self, pen: Pen, group: int, box: Box) -> None:
        middle = box.y + box.height / 2
        lines, values = self.labels[group], self.values[group]
        draw_lines(pen, lines, Box(box.x, middle - len(lines) * self.words.leading / 2, self.left, 0), self.words)
        for number, value in enumerate(values):
            y = middle + (number - len(values) / 2) * PITCH
            bar = Box(box.x + self.left, y, self._along(value or 0), BAR)
            if value is not None:
                self._draw_bar(pen, number, bar)
            self._draw_value(pen, "not shown" if value is None else shown(value, self.unit), bar, first=not number)

    def _draw_value(self, pen: Pen, words: str, bar: Box, *, first: bool) -> None:
        """Write beside the bar, on white, so that the axis' lines don't run through the figures."""
        style = self.value if first else self.axis
        line = self.typesetter.line(words, style)
        left = bar.x + bar.width + 4
        pen.box(Box(left - 1, bar.y, line.width + 2, BAR), fill="#ffffff")
        draw_lines(pen, [line], Box(left, bar.y + (BAR - style.leading) / 2, 0, 0), style)

    def _draw_bar(self, pen: Pen, number: int, box: Box) -> None:
        if number == 0:
            pen.box(box, fill=self.theme.accent)
        else:
            pen.box(box, fill=self.theme.pale, stroke=self.theme.accent)
