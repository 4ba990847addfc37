// What a device keeps of registers: the pages that somebody chose to keep, in a cache, and in a database the marks that
// are not sent yet with what the register said last. Nothing is kept unasked, and all of it goes at signing out.

const NAME = "turnout-registers";
const STORES = { registers: "url", marks: ["url", "booking"], lines: ["url", "booking"], walkIns: "key" };
const UNSENT = "turnout-unsent";
const UNTIL = "turnout-kept-until";

const opened = new Promise((resolve, reject) => {
  const asked = indexedDB.open(NAME, 1);
  asked.onupgradeneeded = () =>
    Object.entries(STORES).forEach(([name, keyPath]) => asked.result.createObjectStore(name, { keyPath }));
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

async function within(name, mode, act) {
  const database = await opened;
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode);
    const asked = act(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const put = (name, row) => within(name, "readwrite", (store) => store.put(row));
export const get = (name, key) => within(name, "readonly", (store) => store.get(key));
export const remove = (name, key) => within(name, "readwrite", (store) => store.delete(key));

export async function all(name, url) {
  const rows = await within(name, "readonly", (store) => store.getAll());
  return url === undefined ? rows : rows.filter((row) => row.url === url);
}

// Said to the pages that sign people out: they ask before marks are lost.
export async function countUnsent() {
  const unsent = [...(await all("marks")), ...(await all("walkIns"))].length;
  localStorage.setItem(UNSENT, String(unsent));
  return unsent;
}

// Keep this page, or keep it anew as it is by now, with all that draws it.
export async function keepPage(url, owner, upTo, files) {
  const answer = await fetch(url, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) {
    throw Object.assign(new Error("There is no such page to keep."), { isGone: answer.status === 404 });
  }
  const known = await get("registers", url);
  const until = known?.until ?? upTo;
  const headers = { "Content-Type": answer.headers.get("Content-Type"), "X-Kept-Until": String(until) };
  for (const policy of ["Content-Security-Policy", "Referrer-Policy", "X-Frame-Options"]) {
    if (answer.headers.has(policy)) headers[policy] = answer.headers.get(policy);
  }
  const cache = await caches.open(NAME);
  await cache.put(url, new Response(await answer.text(), { headers }));
  await cache.addAll(files);
  await put("registers", { url, owner, until });
  localStorage.setItem(UNTIL, String(Math.max(...(await all("registers")).map((kept) => kept.until))));
}

// Of a register that is not kept any more only what was never sent stays, until it is sent or a person drops it.
export async function dropPage(url) {
  await (await caches.open(NAME)).delete(url);
  await remove("registers", url);
  for (const line of await all("lines", url)) {
    await remove("lines", [line.url, line.booking]);
  }
}

// What is past its time, or somebody else's who used this device before.
export async function tidy(owner) {
  for (const kept of await all("registers")) {
    if (kept.owner !== owner) {
      return clear();
    }
    if (kept.until <= Date.now()) {
      await dropPage(kept.url);
    }
  }
}

export async function clear() {
  await caches.delete(NAME);
  for (const name of Object.keys(STORES)) {
    await within(name, "readwrite", (store) => store.clear());
  }
  localStorage.removeItem(UNSENT);
  localStorage.removeItem(UNTIL);
}
