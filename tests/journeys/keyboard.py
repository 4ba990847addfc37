"""Walking through pages by keyboard alone: from stop to stop, each of which must show that it is there, uncovered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import ElementHandle, Locator, Page

MOST_STOPS = 300

NOTE = """() => {
  const visible = (colour) => !/^rgba.*, 0\\)$|^transparent$/.test(colour);
  const ring = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) && visible(style.outlineColor)
    ? `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}` : "";
  const drawn = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    return [ring(style), style.boxShadow, style.border, style.backgroundColor].join();
  };
  const isSeen = (element) => getComputedStyle(element).opacity !== "0";
  const atRest = new WeakMap();
  window.keyboard = {
    look: (element) => [element, ...(element.labels ?? [])].filter(isSeen)
      .flatMap((part) => [drawn(part), drawn(part, "::before"), drawn(part, "::after")]).join("|"),
    note: () => document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]").forEach(
      (element) => element === document.activeElement || atRest.set(element, keyboard.look(element))),
    atRest,
  };
  keyboard.note();
}"""
"""How everything looks that may become a stop, while it is none: itself, and its labels where it has some."""

STOP = """(wanted) => {
  const active = document.activeElement;
  const holders = [active, ...(active.labels ?? []), ...[active.closest("label")].filter(Boolean)];
  const isOurs = (element) => element && holders.some((holder) => holder.contains(element));
  const corners = ({ left, right, top, bottom }) => [
    [(left + right) / 2, (top + bottom) / 2],
    [left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [right - 2, bottom - 2],
  ];
  const points = [...active.getClientRects()].flatMap(corners);
  const isUncovered = points.some(([x, y]) => isOurs(document.elementFromPoint(x, y)));
  const isMarked = keyboard.atRest.has(active) && keyboard.look(active) !== keyboard.atRest.get(active);
  const isSibling = wanted.type === "radio" && active.type === "radio" && active.name === wanted.name;
  const isNowhere = active === document.body;
  keyboard.note();
  return {
    html: active.cloneNode().outerHTML,
    faults: isNowhere ? [] : [...(isMarked ? [] : ["not to be told from others"]), ...(isUncovered ? [] : ["covered"])],
    there: active === wanted,
    beside: isSibling,
  };
}"""
"""Where the focus is now, what is wrong with that, and whether it is where somebody wants to be, or beside it."""


@dataclass(frozen=True)
class Keyboard:
    """Somebody at a page without a mouse."""

    page: Page

    def to(self, wanted: Locator, key: str = "Tab") -> None:
        """Press Tab until the focus is on that control; of several to choose one from, until it is on one of them."""
        self._go(wanted, key, "there", "beside")

    def follow(self, wanted: Locator) -> None:
        """Go to that link or button, press Enter, and wait for the page that it leads to."""
        self.to(wanted)
        self.enter()

    def enter(self) -> None:
        """Press Enter, and wait for the page that it leads to."""
        with self.page.expect_event("domcontentloaded"):
            self.page.keyboard.press("Enter")
        self.settle()

    def settle(self) -> None:
        """Wait until the page's scripts have done what they do at first."""
        self.page.wait_for_load_state("load")
        self.page.locator("body.js-enabled").wait_for()

    def fill(self, wanted: Locator, text: str) -> None:
        """Go to that field and type."""
        self.to(wanted)
        self.page.keyboard.type(text)

    def choose(self, wanted: Locator) -> None:
        """Go to that answer, by the arrows among those that it stands beside, and choose it."""
        self.to(wanted)
        if not wanted.evaluate("(wanted) => wanted === document.activeElement"):
            self._go(wanted, "ArrowDown", "there")
        if not wanted.is_checked():
            self.page.keyboard.press("Space")
        assert wanted.is_checked()

    def pick(self, wanted: Locator, label: str) -> None:
        """Go to that list and type what is to be picked."""
        self.fill(wanted, label)
        assert wanted.locator("option:checked").inner_text() == label

    def _go(self, wanted: Locator, key: str, *until: str) -> None:
        control = wanted.element_handle()
        self.page.evaluate(NOTE)
        for _ in range(MOST_STOPS):
            self.page.keyboard.press(key)
            stop = self._stop(control)
            if any(stop[each] for each in until):
                return
        pytest.fail(f"{self.page.url}: {wanted} is not reached by {key}")

    def _stop(self, wanted: ElementHandle) -> dict[str, Any]:
        """What there is to say of where the focus is; a stop that can't be seen ends the journey."""
        stop: dict[str, Any] = self.page.evaluate(STOP, wanted)
        if stop["faults"]:
            pytest.fail(f"{self.page.url}: {' and '.join(stop['faults'])}: {stop['html']}")
        return stop
