// Wakes GOV.UK Frontend's components and what is the house's own. Every page works without this file.

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

// A file that is drawn while one waits says so once that takes a moment, and when it is there. Where anything else than
// a file comes, as a page that asks to sign in, the browser opens it as it would have without this.
document.querySelectorAll("[data-draws-a-file]").forEach((link) => {
  const told = document.createElement("span");
  told.setAttribute("role", "status");
  link.after(told);
  link.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    if (link.ariaBusy === "true") {
      return;
    }
    link.ariaBusy = "true";
    const soon = setTimeout(() => (told.textContent = " The file is being made…"), 500);
    try {
      await keep(await fetch(link.href));
      told.textContent = told.textContent && " Here it is.";
    } catch {
      told.textContent = "";
      location.assign(link.href);
    } finally {
      clearTimeout(soon);
      link.ariaBusy = "false";
    }
  });
});

async function keep(answer) {
  const [, name] = /attachment; filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition"));
  const file = document.createElement("a");
  file.href = URL.createObjectURL(await answer.blob());
  file.download = name;
  file.click();
  setTimeout(() => URL.revokeObjectURL(file.href), 60000);
}

// Registers that were kept on this device (register.js) are gone after their time, whatever page is opened next; and
// marks that were never sent aren't lost at signing out, when all goes, without a question.
if (Number(localStorage.getItem("turnout-kept-until") ?? Infinity) < Date.now()) {
  localStorage.removeItem("turnout-kept-until");
  window.caches?.delete("turnout-registers");
}
document.querySelector("[data-signs-out]")?.addEventListener("submit", (event) => {
  const unsent = Number(localStorage.getItem("turnout-unsent"));
  const asked = `Not sent yet: ${unsent} marks of a register. They are lost if you sign out now. Sign out all the same?`;
  if (unsent && !confirm(asked)) {
    event.preventDefault();
  }
});

// A register is marked without a signal by a script of its own (register.js). It comes at once where one was kept here
// since somebody signed in, else when it is asked for; and only where browsers let a page be kept: over https, or on
// the machine itself.
const register = document.querySelector("#offline");
if (register && "serviceWorker" in navigator && isSecureContext) {
  const begin = () =>
    import(register.dataset.script).catch(() => (register.querySelector("[data-problem]").hidden = false));
  register.hidden = false;
  if (localStorage.getItem("turnout-unsent") === null) {
    register.querySelector("[data-offer]").addEventListener("toggle", begin, { once: true });
  } else {
    begin();
  }
}
document.querySelector("#close-register")?.addEventListener("submit", (event) => {
  if (localStorage.getItem("turnout-unsent") > 0 || !navigator.onLine) {
    event.preventDefault();
    const problem = document.querySelector("[data-close-problem]");
    problem.hidden = false;
    problem.scrollIntoView({ block: "center" });
  }
});
