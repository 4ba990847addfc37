// Shows a register that was kept on this device where there is no signal. It keeps nothing itself, and by its place
// (below /registers/) it serves no other page. What is kept, and for how long, is register_store.js's to say.

const CACHE = "turnout-registers";
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method === "GET" && url.origin === self.location.origin) {
    event.respondWith(answer(request, url));
  }
});

async function answer(request, url) {
  const kept = await keptCopy(url);
  if (!kept) {
    return fetch(request);
  }
  try {
    const answered = await (request.mode === "navigate" ? soon(fetch(request)) : fetch(request));
    // A date that was put off has no page any more, but marks of it may still wait for somebody's decision.
    return answered.status === 404 && request.mode === "navigate" ? kept : answered;
  } catch {
    return kept;
  }
}

// A page is kept under its path alone, with the moment until which it may be shown.
async function keptCopy(url) {
  const found = await caches.match(url.pathname, { cacheName: CACHE, ignoreVary: true });
  const until = Number(found?.headers.get("X-Kept-Until") ?? Infinity);
  return until > Date.now() ? found : undefined;
}

// Where the signal is so weak that nothing comes, the kept page is better than a white one.
function soon(answered) {
  const tooLong = new Promise((_, reject) => setTimeout(() => reject(new Error("no answer")), PATIENCE));
  return Promise.race([answered, tooLong]);
}
