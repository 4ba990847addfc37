// The lines of a register as its page draws them: what is chosen in each, and what the register said when it was drawn.

export const lines = new Map(
  [...document.querySelectorAll("[data-booking]")].map((line) => [Number(line.dataset.booking), line]),
);
const seenField = (line) => line.querySelector("[name^='seen-']");
export const minutes = (line, what) => line.querySelector(`[name^='${what}-']`);

function asMark([attendance, late, early]) {
  const whole = (text) => (/^[1-9]\d{0,3}$/.test(text ?? "") ? Number(text) : null);
  return [attendance, whole(late), whole(early)];
}

export const seenIn = (line) => asMark(seenField(line).value.split("|"));

export function markIn(line) {
  const chosen = line.querySelector("input[type=radio]:checked");
  return asMark([chosen?.value ?? "", minutes(line, "late").value.trim(), minutes(line, "early").value.trim()]);
}

export function draw(line, [attendance, late, early]) {
  line.querySelectorAll("input[type=radio]").forEach((radio) => (radio.checked = radio.value === attendance));
  minutes(line, "late").value = late ?? "";
  minutes(line, "early").value = early ?? "";
}

export function tell(line, words) {
  let note = line.querySelector(".turnout-offline__note");
  if (!note) {
    note = document.createElement("p");
    note.className = "turnout-offline__note";
    line.append(note);
  }
  note.textContent = words;
}

export const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

// What the register says by now; it is shown where nothing else is noted on this device.
export function know(line, mark, isFree) {
  seenField(line).value = mark.map((value) => value ?? "").join("|");
  if (isFree) draw(line, mark);
}
