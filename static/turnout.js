// Wakes GOV.UK Frontend's components and one of the house's own. Every page works without this file.

const { initAll } = await import(document.querySelector("script[data-govuk]").dataset.govuk);

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// A table is a stop for the keyboard only while it is too wide for its place and must be scrolled.
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) {
    if (target.scrollWidth > target.clientWidth) {
      target.tabIndex = 0;
    } else {
      target.removeAttribute("tabindex");
    }
  }
});
document.querySelectorAll(".turnout-scroll").forEach((table) => widths.observe(table));
