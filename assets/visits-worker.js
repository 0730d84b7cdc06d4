// Stands between the protocol of a visit and the network: without a network the page opens as it was kept on this device, for the
// person who kept it and nobody else. It keeps nothing itself; the page does, and takes it away again.
"use strict";
const DAYS = 14;
const PATIENCE = 8000;
const NOBODY = "Det går inte att nå uppföljningssystemet, och sidan finns inte sparad på den här enheten för den som senast var inloggad.";

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

/** What is kept at the address for whoever was signed in last. */
async function kept(address) {
  if (!(await caches.has("tertial-vem"))) return null;
  const said = await (await caches.open("tertial-vem")).match("/vem");
  const who = said ? await said.text() : "";
  const name = `tertial-besok-${who}`;
  if (!who || !(await caches.has(name))) return null;
  const cache = await caches.open(name);
  const found = await cache.match(address);
  const at = found ? Date.parse(found.headers.get("Date") ?? "") : NaN;
  if (found && Number.isFinite(at) && Date.now() - at > DAYS * 86400000) {
    await cache.delete(address);
    return null;
  }
  return found ?? null;
}

async function page(request) {
  try {
    const late = new Promise((_, reject) => setTimeout(reject, PATIENCE, new Error("late")));
    return await Promise.race([fetch(request), late]);
  } catch {
    const found = await kept(new URL(request.url).pathname);
    if (found) return found;
    const text = `<!doctype html><html lang="sv"><meta charset="utf-8"><title>Utan nät</title><main><h1>Utan nät</h1><p>${NOBODY}</p></main></html>`;
    return new Response(text, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
  }
}

async function asset(request) {
  return (await kept(new URL(request.url).pathname)) ?? fetch(request);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (new URL(request.url).pathname.startsWith("/tillgangar/")) event.respondWith(asset(request));
});
