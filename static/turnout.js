// Wakes GOV.UK Frontend's components and two of the house's own. Every page works without this file.

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

// What went wrong with a passkey is said on the page: in words for that fault where there are some, else in general.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const problems = [...document.querySelectorAll("[data-passkey-problem]")];
  const name = event.detail.exception?.name;
  const told = problems.find((problem) => problem.dataset.passkeyProblem === name) ?? problems[0];
  problems.forEach((problem) => (problem.hidden = problem !== told));
  told?.scrollIntoView({ block: "nearest" });
});
