// The register on a device that may lose its signal: once somebody keeps it here, marks are noted on the device, sent
// whenever that works, and what two devices say differently is laid before a person. Without this file the page is a
// form like any other, and with it too, until it is kept. It comes when somebody wants it (turnout.js).

const box = document.querySelector("#offline");
const { send: sendTo, owner, worker, scope, drawnAt, state } = box.dataset;
const opensAt = Date.parse(box.dataset.opensAt);
const form = document.querySelector("#register");
const status = document.querySelector("#offline-status");
const url = location.pathname;
const store = await import(box.dataset.store);
const { draw, know, lines, markIn, minutes, same, seenIn, tell } = await import(box.dataset.lines);

const RETRY = 15_000;
const AT_ONCE = 200;
const faulty = new Set();
let isKept = false;
let isSending = false;
let trouble = "";
let later;

const part = (name) => document.querySelector(`[data-${name}]`);
const count = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const signalled = () => navigator.onLine;
// One that is kept before it begins opens by the clock: where it is then, there may be nobody to ask.
const isOpen = () => state === "open" || (state === "later" && isKept && Date.now() >= opensAt);

// Marks, noted on the device

const isMinutes = (text) => /^\d{0,3}$/.test(text.trim()) && Number(text) <= 720;

async function note(line, booking) {
  if (!["late", "early"].every((what) => isMinutes(minutes(line, what).value))) {
    faulty.add(booking);
    return;
  }
  faulty.delete(booking);
  const mark = markIn(line);
  const known = await store.get("marks", [url, booking]);
  const seen = known?.seen ?? seenIn(line);
  if (known && same(known.mark, mark)) {
    return;
  }
  if (same(mark, seen)) {
    await store.remove("marks", [url, booking]);
  } else {
    const made = { key: crypto.randomUUID(), noted_at: new Date().toISOString(), mark, seen };
    await store.put("marks", { url, booking, name: line.dataset.name, ...made });
  }
}

async function noteAll(rest) {
  for (const [booking, line] of lines) {
    if (rest && line.dataset.expected && same(markIn(line), ["", null, null])) {
      draw(line, ["attended", null, null]);
    }
    await note(line, booking);
  }
}

async function noteWalkIn(said) {
  const made = { key: crypto.randomUUID(), noted_at: new Date().toISOString(), ...said };
  await store.put("walkIns", { url, ...made });
}

// What is said of it

async function show() {
  const marks = await store.all("marks", url);
  const walkIns = await store.all("walkIns", url);
  const all = [...marks, ...walkIns];
  const undecided = all.filter((row) => row.problem);
  const unsent = all.length - undecided.length;
  const marked = new Map(marks.map((row) => [row.booking, row]));
  lines.forEach((line, booking) => {
    const row = marked.get(booking);
    tell(line, faulty.has(booking) ? "Minutes are a whole number from 1 to 720: this is not noted." : standing(row));
  });
  const said = [];
  if (unsent) said.push(`${count(unsent, "mark")} not sent yet.`);
  if (undecided.length) said.push(`${count(undecided.length, "mark")} to be decided by you.`);
  if (!all.length) said.push("All marks are sent.");
  const elsewhere = (await store.countUnsent()) - all.length;
  if (elsewhere) said.push(`${count(elsewhere, "mark")} of another register not sent yet: open it to send them.`);
  if (trouble && all.length) said.push(trouble);
  else if (!signalled()) said.push("There is no signal.");
  status.hidden = !isKept && !all.length && !elsewhere;
  document.documentElement.classList.toggle("turnout-offline", !status.hidden);
  say(status, said.join(" "));
  part("keep").hidden = isKept || state === "closed";
  part("drop").hidden = !isKept;
  part("about").textContent = isKept ? await aboutKept() : part("about").dataset.notKept;
  part("walk-in").hidden = !isKept || !isOpen();
  if (form) form.hidden = !isOpen();
  document.querySelectorAll("[data-as-it-is]").forEach((words) => (words.hidden = isOpen()));
  showUndecided(undecided);
  showWalkIns(walkIns.filter((row) => !row.problem));
}

function standing(row) {
  if (!row) return "";
  return row.problem ? "To be decided: see the top of the page" : "Not sent yet";
}

// A screen reader says again whatever is written again: only what differs is.
function say(element, words) {
  if (element.textContent !== words) element.textContent = words;
}

async function aboutKept() {
  const { until } = await store.get("registers", url);
  const moment = new Date(until).toLocaleString("en-GB", { weekday: "long", hour: "numeric", minute: "2-digit" });
  return `Kept on this device until ${moment}, with the names on it. What you mark is sent by itself when there is a signal.`;
}

function button(words, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "govuk-button govuk-button--secondary";
  made.textContent = words;
  made.addEventListener("click", () => act().then(show).then(soon));
  return made;
}

function showUndecided(rows) {
  const list = part("undecided-list");
  part("undecided").hidden = !rows.length;
  list.replaceChildren(
    ...rows.map((row) => {
      const item = document.createElement("li");
      const words = document.createElement("p");
      words.className = "govuk-body";
      words.textContent = row.problem.sentence;
      item.append(words, ...choices(row));
      return item;
    }),
  );
}

function choices(row) {
  const { may_insist, may_add, result } = row.problem;
  const offered = [];
  if (may_insist) {
    offered.push(button("Mark it as this device says", () => insist(row)));
  }
  if (may_add) {
    offered.push(button("They came: put them on the register", () => addAll(row)));
  }
  if (!may_insist && !may_add && result === "conflict") {
    offered.push(button("Try again", () => again(row)));
  }
  offered.push(button(may_insist ? "Leave the register as it is" : "Drop this mark", () => giveUp(row)));
  return offered;
}

const storeOf = (row) => ("booking" in row && "mark" in row ? "marks" : "walkIns");

async function again(row, seen = row.seen) {
  await store.put(storeOf(row), { ...row, key: crypto.randomUUID(), seen, problem: undefined });
}

const insist = (row) => again(row, row.problem.now ?? row.seen);

async function addAll(row) {
  await noteWalkIn({ booking: row.booking, name: row.name });
  await giveUp(row);
}

async function giveUp(row) {
  const isMark = storeOf(row) === "marks";
  await store.remove(storeOf(row), isMark ? [url, row.booking] : row.key);
  const line = isMark && lines.get(row.booking);
  if (line) draw(line, row.problem?.now ?? seenIn(line));
}

function showWalkIns(rows) {
  part("walk-ins").replaceChildren(
    ...rows.map((row) => {
      const item = document.createElement("li");
      const who = row.name ?? `${row.first_name} ${row.last_name}`.trim();
      item.textContent = `${who || row.email}: noted as a walk-in, not sent yet. Whether they are on record, or had a booking, could not be checked here.`;
      return item;
    }),
  );
}

function tellWhatBecame(sentence) {
  const item = document.createElement("li");
  item.textContent = sentence;
  part("told").append(item);
}

// Sending

function soon(delay = 400) {
  clearTimeout(later);
  later = setTimeout(send, delay);
}

async function send() {
  if (isSending) return;
  const marks = (await store.all("marks", url)).filter((row) => !row.problem).slice(0, AT_ONCE);
  const walkIns = (await store.all("walkIns", url)).filter((row) => !row.problem).slice(0, AT_ONCE);
  if (!marks.length && !walkIns.length) return;
  isSending = true;
  try {
    trouble = await ask(marks, walkIns);
  } catch {
    trouble = "There is no signal.";
  } finally {
    isSending = false;
  }
  await show();
  const left = [...(await store.all("marks", url)), ...(await store.all("walkIns", url))];
  if (left.some((row) => !row.problem)) soon(trouble ? RETRY : 0);
}

async function ask(marks, walkIns) {
  const answer = await fetch(sendTo, {
    method: "POST",
    redirect: "manual",
    headers: { "Content-Type": "application/json", "X-CSRFToken": box.querySelector("[name=csrfmiddlewaretoken]").value },
    body: JSON.stringify({ marks: marks.map(bare), walk_ins: walkIns.map(bare) }),
  });
  if (answer.type === "opaqueredirect" || answer.status === 403) {
    return "You are signed out: load this page again, sign in, and they are sent.";
  }
  if (answer.status === 404) return "This register is not yours to mark any more: ask the training team.";
  if (!answer.headers.get("Content-Type")?.includes("json")) return "The site is busy: we try again by ourselves.";
  const said = await answer.json();
  if (!answer.ok) return said.sentence;
  await settle(said, [...marks, ...walkIns]);
  return "";
}

const bare = ({ url: _url, name: _name, problem: _problem, ...row }) => row;

async function settle({ verdicts, lines: asItIs, at }, sent) {
  const verdictOf = new Map(verdicts.map((verdict) => [verdict.key, verdict]));
  for (const row of sent) {
    const verdict = verdictOf.get(row.key);
    const name = storeOf(row);
    const id = name === "marks" ? [url, row.booking] : row.key;
    const stored = await store.get(name, id);
    if (!verdict || stored?.key !== row.key) continue; // marked anew while it was on its way
    if (verdict.result === "conflict" || verdict.result === "refused") {
      await store.put(name, { ...row, problem: { ...verdict, now: asItIs[row.booking] } });
    } else {
      await store.remove(name, id);
      if (name === "walkIns") tellWhatBecame(verdict.sentence);
    }
  }
  await learn(asItIs, at);
}

// The register as it is by now: shown where nothing is noted here, and the ground for what is noted from now on.
async function learn(asItIs, at) {
  for (const [number, mark] of Object.entries(asItIs)) {
    const booking = Number(number);
    const noted = await store.get("marks", [url, booking]);
    if (noted && !noted.problem) await store.put("marks", { ...noted, seen: mark });
    const line = lines.get(booking);
    if (line && !same(seenIn(line), mark)) await store.put("lines", { url, booking, mark, at });
    if (line) know(line, mark, !noted);
  }
}

// Beginning

async function takeUp() {
  for (const { booking, mark, at } of await store.all("lines", url)) {
    const line = lines.get(booking);
    if (line && at > drawnAt) know(line, mark, true);
  }
  for (const { booking, mark } of await store.all("marks", url)) {
    const line = lines.get(booking);
    if (line) draw(line, mark);
  }
}

const files = () => [
  ...[...document.querySelectorAll("link[rel=stylesheet], link[rel=modulepreload], link[rel=icon]")].map((link) => link.href),
  ...[...document.querySelectorAll("script[src]")].map((script) => script.src),
  box.dataset.script,
  box.dataset.store,
  box.dataset.lines,
];

async function keep() {
  await navigator.serviceWorker.register(worker, { scope });
  await store.keepPage(url, owner, Date.parse(box.dataset.until), files());
  isKept = true;
  trouble = "";
  await noteAll(false); // what was chosen here and not saved before
}

async function drop() {
  await store.dropPage(url);
  isKept = false;
  if (!(await store.all("registers")).length) {
    (await navigator.serviceWorker.getRegistration(scope))?.unregister();
  }
}

async function dropWhatIsGone({ isGone }) {
  const waiting = [...(await store.all("marks", url)), ...(await store.all("walkIns", url))];
  if (isGone && !waiting.length) await drop().then(show);
}

async function begin() {
  await store.tidy(owner);
  isKept = Boolean(await store.get("registers", url));
  if (isKept) {
    await takeUp();
    if (state === "closed") await drop();
    else if (signalled()) keep().catch(dropWhatIsGone);
  }
  await show();
  const wait = opensAt - Date.now();
  if (state === "later" && wait < 86_400_000) setTimeout(show, Math.max(wait, 0) + 500);
  soon(0);
}

function listen() {
  form?.addEventListener("change", async (event) => {
    const line = event.target.closest("[data-booking]");
    if (!isKept || !line) return;
    await note(line, Number(line.dataset.booking));
    await show();
    soon();
  });
  form?.addEventListener("submit", async (event) => {
    if (!isKept) return;
    event.preventDefault();
    await noteAll(event.submitter?.name === "rest");
    await show();
    soon(0);
  });
  part("walk-in").addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = Object.fromEntries(new FormData(event.target));
    delete said.csrfmiddlewaretoken;
    part("unfit").hidden = event.target.checkValidity();
    if (!event.target.checkValidity()) return;
    await noteWalkIn(said);
    event.target.reset();
    await show();
    soon(0);
  });
  part("keep").addEventListener("click", () =>
    keep()
      .catch(() => (part("problem").hidden = false))
      .then(show)
      .then(() => soon(0)),
  );
  part("drop").addEventListener("click", () => drop().then(show));
  addEventListener("online", () => {
    trouble = "";
    show();
    soon(0);
  });
  addEventListener("offline", show);
}

listen();
await begin();
