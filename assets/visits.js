// The protocol of a visit, written with or without a network. Every edit of a field is kept on this device until the server has it, in
// the order in which it was made, with the revision it rests on; the server never lets one overwrite another that it does not rest on.
// Without script the page is one form, with the same revisions.
(() => {
  "use strict";
  const root = document.querySelector("[data-protocol]");
  if (!root || !window.indexedDB) return;
  const { visit, who, version, send, lage, bild, krockar } = root.dataset;
  const WORDS = {
    here: "Sparad här på enheten. Skickas när nätet är tillbaka.",
    sending: "Skickar …",
    sent: (at) => `Skickad ${at}`,
    same: "Skickad",
    clash: "Krockar med vad någon annan skrev. Båda finns kvar.",
    choose: "Se dem sida vid sida",
    by: (name, at) => `Ändrad av ${name} ${at}`,
    offline: (n) => (n ? `Utan nät. ${n === 1 ? "1 ändring är sparad" : `${n} ändringar är sparade`} här på enheten och skickas när nätet är tillbaka.` : "Utan nät. Det du skriver sparas här på enheten."),
    online: (n) => (n ? `${n === 1 ? "1 ändring" : `${n} ändringar`} väntar på att skickas.` : "Allt är skickat."),
    ready: "Sidan går att öppna utan nät på den här enheten.",
    notReady: "Håll sidan öppen om nätet kan försvinna: den går inte att öppna på nytt utan nät på den här enheten.",
    signIn: "Du är inte längre inloggad. Det du skrivit finns kvar här på enheten och skickas när du har loggat in.",
    signInLink: "Logga in i en ny flik",
    other: "Någon annan är inloggad nu. Det du skrivit finns kvar här på enheten och skickas när du själv har loggat in.",
    fixed: "Protokollet är fastställt. Det här har inte kommit med. Kopiera det du behöver innan du tar bort det från enheten.",
    refused: "Servern tog inte emot det. Texten finns kvar här på enheten.",
    done: "Protokollet är fastställt, och inget av det finns kvar på enheten.",
    later: "Servern svarar inte som den ska just nu. Det du skrivit finns kvar här på enheten och skickas senare.",
    gone: "Borttaget från enheten.",
    sure: "Det som inte är skickat försvinner. Vill du ta bort det?",
    photo: "Bilden är sparad här på enheten. Skickas när nätet är tillbaka.",
    photoSent: "Bilden är skickad",
    photoBad: "Bilden gick inte att ta emot. Den ska vara en jpeg- eller png-bild och inte för stor.",
    noStore: "Webbläsaren kan inte spara något på enheten. Spara med knapparna medan du har nät.",
  };
  const all = (selector, at = root) => [...at.querySelectorAll(selector)];
  const fields = new Map();
  const isField = (control) => control.name && control.type !== "hidden" && control.form?.matches("[data-del]");
  for (const control of all("form[data-del] [name]").filter(isField)) {
    const name = control.name;
    if (!fields.has(name)) fields.set(name, []);
    fields.get(name).push(control);
  }
  const read = (name) => {
    const own = fields.get(name) ?? [];
    if (own[0]?.type === "radio") return own.find((one) => one.checked)?.value ?? "";
    return own[0]?.value ?? "";
  };
  const show = (name, value) => {
    for (const one of fields.get(name) ?? []) {
      if (one.type === "radio") one.checked = one.value === value;
      else one.value = value;
    }
  };
  const base = new Map(all("input[name^='grund:']").map((one) => [one.name.slice(6), one]));
  const rest = (name) => base.get(name)?.value ?? "";
  const setRest = (name, key) => { if (base.has(name)) base.get(name).value = key; };
  const shown = new Map([...fields.keys()].map((name) => [name, read(name)]));
  const clock = (at) => new Date(at).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
  const key = () => {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  };

  const tell = (name, text, tone = "", link = null) => {
    const place = document.getElementById(`lage-${name}`);
    if (!place) return;
    place.textContent = text;
    place.dataset.tone = tone;
    place.classList.toggle("failed", tone === "bad");
    if (link) {
      const way = document.createElement("a");
      way.href = link;
      way.textContent = WORDS.choose;
      place.append(" ", way);
    }
  };
  const line = root.querySelector("[data-lage]");
  const say = (text, link = null) => {
    line.textContent = text;
    if (link) {
      const way = document.createElement("a");
      Object.assign(way, { href: link, target: "_blank", rel: "noopener", textContent: WORDS.signInLink });
      line.append(" ", way);
    }
  };

  // What is kept on the device, of this person alone.
  const store = `tertial-besok-${who}`;
  const opening = new Promise((resolve, reject) => {
    const asked = indexedDB.open(store, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("edits", { keyPath: "number", autoIncrement: true });
      asked.result.createObjectStore("photos", { keyPath: "key" });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      resolve(asked.result);
    };
    asked.onerror = () => reject(asked.error);
  });
  const within = async (table, mode, work) => {
    const db = await opening;
    return new Promise((resolve, reject) => {
      const tx = db.transaction(table, mode);
      const asked = work(tx.objectStore(table));
      tx.oncomplete = () => resolve(asked?.result);
      tx.onerror = () => reject(tx.error);
      tx.onabort = () => reject(tx.error);
    });
  };
  const own = async (table) => (await within(table, "readonly", (at) => at.getAll())).filter((one) => one.visit === visit);
  const count = async () => (await own("edits")).length + (await own("photos")).length;
  const note = async () => {
    try {
      const left = (await within("edits", "readonly", (at) => at.count())) + (await within("photos", "readonly", (at) => at.count()));
      if (left) localStorage.setItem(`tertial-osant-${who}`, String(left));
      else localStorage.removeItem(`tertial-osant-${who}`);
      // Every other page says that something waits, and leads to where it does.
      let waits = {};
      try { waits = JSON.parse(localStorage.getItem(`tertial-osant-var-${who}`) ?? "{}"); } catch { /* not ours: written anew */ }
      const here = await count();
      if (here) waits[location.pathname] = here;
      else delete waits[location.pathname];
      localStorage.setItem(`tertial-osant-var-${who}`, JSON.stringify(left ? waits : {}));
    } catch { /* no store */ }
  };

  // One thing at a time is done with what is kept, so that a field's edits rest on each other. One that has been tried is never changed
  // again, since the server may have it: what is written after it is an edit of its own.
  let chain = Promise.resolve();
  const locked = (work) => {
    const done = chain.then(work);
    chain = done.catch(() => {});
    return done;
  };
  const write = (name) => locked(async () => {
    const value = read(name);
    if (value === shown.get(name)) return;
    const kept = (await own("edits")).filter((one) => one.field === name);
    // What the server would not have is written anew, resting on what that rested on.
    const bad = kept.find((one) => one.bad);
    if (bad) {
      await within("edits", "readwrite", (at) => at.delete(bad.number));
      setRest(name, bad.base);
    }
    const waiting = kept.filter((one) => !one.tried).at(-1);
    const made = new Date().toISOString();
    if (waiting) {
      await within("edits", "readwrite", (at) => at.put({ ...waiting, value, made }));
    } else {
      const edit = { visit, field: name, key: key(), base: rest(name), value, made };
      await within("edits", "readwrite", (at) => at.add(edit));
      setRest(name, edit.key);
    }
    shown.set(name, value);
    tell(name, WORDS.here, "here");
    await note();
  }).then(flush, () => say(WORDS.noStore));

  const next = () => locked(async () => {
    const first = (await own("edits")).filter((one) => !one.bad).sort((a, b) => a.number - b.number)[0];
    if (first && !first.tried) await within("edits", "readwrite", (at) => at.put({ ...first, tried: true }));
    return first;
  });
  const post = (edit) => fetch(send, {
    method: "POST",
    headers: { Accept: "text/plain" },
    redirect: "manual",
    body: new URLSearchParams({ falt: edit.field, varde: edit.value, nyckel: edit.key, grund: edit.base, tid: edit.made, version, vem: who }),
  });
  const after = (edit, answer) => locked(async () => {
    stale = true;
    await within("edits", "readwrite", (at) => at.delete(edit.number));
    const left = (await own("edits")).filter((one) => one.field === edit.field);
    // What was written on top while it was under way rests on it still.
    if (answer.kom === "samma" && answer.nyckel) {
      for (const one of left.filter((one) => one.base === edit.key)) await within("edits", "readwrite", (at) => at.put({ ...one, base: answer.nyckel }));
      if (rest(edit.field) === edit.key) setRest(edit.field, answer.nyckel);
    }
    if (left.length) return;
    if (answer.kom === "krock") tell(edit.field, WORDS.clash, "bad", krockar);
    else tell(edit.field, WORDS.sent(clock(Date.now())), "sent");
  });

  let busy = false;
  // Whether the page that is kept says something else than this one.
  let stale = false;
  let again = false;
  const flush = async () => {
    if (busy) { again = true; return; }
    // Without a network nothing is tried, so that what is written on goes into the same edit.
    if (!navigator.onLine) { say(WORDS.offline(await count())); return; }
    busy = true;
    try {
      do {
        again = false;
        for (let edit = await next(); edit; edit = await next()) {
          tell(edit.field, WORDS.sending, "here");
          let response;
          try { response = await post(edit); } catch { tell(edit.field, WORDS.here, "here"); say(WORDS.offline(await count())); return; }
          if (response.status === 401 || response.type === "opaqueredirect") { tell(edit.field, WORDS.here, "here"); say(WORDS.signIn, "/logga-in"); return; }
          const answer = await response.json().catch(() => ({}));
          if (answer.kom === "vem") { tell(edit.field, WORDS.here, "here"); say(WORDS.other, "/logga-in"); return; }
          if (answer.kom === "last") { tell(edit.field, WORDS.fixed, "bad"); say(WORDS.fixed); return; }
          // Only what the server has looked at and would not have is set aside; anything else is tried again.
          if (!response.ok && answer.kom !== "nej") { tell(edit.field, WORDS.here, "here"); say(WORDS.later); return; }
          if (!response.ok) {
            await locked(() => within("edits", "readwrite", (at) => at.put({ ...edit, tried: true, bad: true })));
            tell(edit.field, answer.varfor || WORDS.refused, "bad");
            continue;
          }
          await after(edit, answer);
        }
        if (!(await flushPhotos())) return;
      } while (again);
      await refresh();
    } finally {
      busy = false;
      await note();
    }
  };

  // What others have written since stands in the fields that nobody is writing in here.
  const refresh = async () => {
    let state;
    try {
      const response = await fetch(lage, { headers: { Accept: "text/plain" }, redirect: "manual" });
      if (response.status === 401 || response.type === "opaqueredirect") { say(WORDS.signIn, "/logga-in"); return; }
      if (!response.ok) return;
      state = await response.json();
    } catch { say(WORDS.offline(await count())); return; }
    if (state.vem !== who) { say(WORDS.other, "/logga-in"); return; }
    await locked(() => take(state));
    const waiting = await count();
    if (state.last && waiting === 0) { await clear(); say(WORDS.done); return; }
    say(WORDS.online(waiting));
    if (stale && prepared) await keepPage();
  };
  const take = async (state) => {
    const left = await own("edits");
    for (const name of fields.keys()) {
      const now = state.falt[name];
      if (!now || left.some((one) => one.field === name) || read(name) !== shown.get(name)) continue;
      if (now.krockar.length) {
        // Whoever wrote one of them keeps seeing it until somebody has chosen.
        tell(name, WORDS.clash, "bad", krockar);
        if (now.krockar.includes(rest(name))) continue;
      } else if (document.getElementById(`lage-${name}`)?.dataset.tone === "bad") {
        tell(name, WORDS.by(now.av, clock(now.tid)), "sent");
      }
      if (now.nyckel === rest(name)) continue;
      stale = true;
      if (now.varde !== read(name)) {
        show(name, now.varde);
        tell(name, now.krockar.length ? WORDS.clash : WORDS.by(now.av, clock(now.tid)), now.krockar.length ? "bad" : "sent", now.krockar.length ? krockar : null);
      }
      shown.set(name, now.varde);
      setRest(name, now.nyckel);
    }
  };

  // Photos wait as they are, and go after the words.
  const flushPhotos = async () => {
    for (const photo of (await own("photos")).filter((one) => !one.bad)) {
      const form = new FormData();
      for (const [name, value] of Object.entries({ nyckel: photo.key, punkt: photo.point, vem: who, version })) form.append(name, value);
      form.append("fil", photo.blob, photo.name);
      let response;
      try { response = await fetch(bild, { method: "POST", headers: { Accept: "text/plain" }, redirect: "manual", body: form }); } catch { say(WORDS.offline(await count())); return false; }
      if (response.status === 401 || response.type === "opaqueredirect") { say(WORDS.signIn, "/logga-in"); return false; }
      const answer = await response.json().catch(() => ({}));
      if (answer.kom === "vem") { say(WORDS.other, "/logga-in"); return false; }
      if (answer.kom === "last") { tell(`bild-${photo.point}`, WORDS.fixed, "bad"); return false; }
      if (!response.ok && answer.kom !== "nej") { say(WORDS.later); return false; }
      // What the server will not have holds up neither the photos after it nor what others have written since.
      if (!response.ok) {
        await within("photos", "readwrite", (at) => at.put({ ...photo, bad: true }));
        tell(`bild-${photo.point}`, WORDS.photoBad, "bad");
        continue;
      }
      await within("photos", "readwrite", (at) => at.delete(photo.key));
      tell(`bild-${photo.point}`, WORDS.photoSent, "sent");
    }
    return true;
  };
  const keepPhoto = async (input) => {
    for (const file of input.files) {
      await within("photos", "readwrite", (at) => at.put({ key: key(), visit, point: input.dataset.bild, blob: file, name: file.name }));
    }
    input.value = "";
    // The box is empty again and says so: what happened to the photo stands below it.
    input.closest("details")?.removeAttribute("open");
    tell(`bild-${input.dataset.bild}`, WORDS.photo, "here");
    await note();
    flush();
  };

  // The page itself, so that it opens without a network: as it is now, and again when something has been sent or has come.
  let prepared = false;
  const keepPage = async () => {
    const response = await fetch(location.pathname, { headers: { Accept: "text/html" }, redirect: "manual" }).catch(() => null);
    if (!response?.ok) return false;
    await (await caches.open(store)).put(location.pathname, response);
    stale = false;
    return true;
  };
  const prepare = async () => {
    const place = root.querySelector("[data-redo]");
    try {
      if (!("serviceWorker" in navigator) || !window.caches) throw new Error("none");
      await navigator.serviceWorker.register("/besok-arbetare.js", { scope: root.dataset.omrade });
      await (await caches.open("tertial-vem")).put("/vem", new Response(who));
      const cache = await caches.open(store);
      if (!(await keepPage())) return;
      const assets = all("link[rel=stylesheet],link[rel=icon],script[src]", document).map((one) => new URL(one.href || one.src, location.href).pathname);
      for (const asset of new Set(assets)) if (!(await cache.match(asset))) await cache.add(asset);
      prepared = true;
      place.textContent = WORDS.ready;
    } catch {
      if (navigator.onLine) place.textContent = WORDS.notReady;
    }
  };
  const clear = async () => {
    prepared = false;
    for (const table of ["edits", "photos"]) {
      for (const one of await own(table)) await within(table, "readwrite", (at) => at.delete(one.number ?? one.key));
    }
    if (window.caches && (await caches.has(store))) await (await caches.open(store)).delete(location.pathname);
    await note();
  };

  // What waits here stands in the fields before anybody writes.
  const begin = async () => {
    for (const edit of (await own("edits")).sort((a, b) => a.number - b.number)) {
      show(edit.field, edit.value);
      shown.set(edit.field, edit.value);
      setRest(edit.field, edit.key);
      tell(edit.field, edit.bad ? WORDS.refused : WORDS.here, edit.bad ? "bad" : "here");
    }
    for (const photo of await own("photos")) tell(`bild-${photo.point}`, photo.bad ? WORDS.photoBad : WORDS.photo, photo.bad ? "bad" : "here");
    say(navigator.onLine ? WORDS.online(await count()) : WORDS.offline(await count()));
    await flush();
    if (navigator.onLine) await prepare();
  };
  const pauses = new Map();
  const plan = (name, pause) => {
    clearTimeout(pauses.get(name));
    pauses.set(name, setTimeout(() => { pauses.delete(name); write(name); }, pause));
  };
  // Leaving the page keeps what the last keys wrote.
  const hurry = () => {
    for (const [name, timer] of pauses) { clearTimeout(timer); write(name); }
    pauses.clear();
  };
  addEventListener("pagehide", hurry);
  root.addEventListener("input", ({ target }) => isField(target) && plan(target.name, 500));
  root.addEventListener("change", ({ target }) => {
    if (isField(target)) plan(target.name, 0);
    if (target.dataset?.bild && target.files?.length) keepPhoto(target).catch(() => say(WORDS.noStore));
  });
  // The buttons of the sections: what they would save is kept already.
  root.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-del]")) return;
    event.preventDefault();
    for (const control of all("[name]", event.target).filter(isField)) write(control.name);
  });
  root.querySelector("[data-rensa]")?.addEventListener("click", async () => {
    if ((await count()) > 0 && !confirm(WORDS.sure)) return;
    await clear();
    root.querySelector("[data-redo]").textContent = WORDS.gone;
  });
  for (const button of all("[data-rensa]")) button.hidden = false;
  addEventListener("online", flush);
  addEventListener("offline", async () => say(WORDS.offline(await count())));
  addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") flush(); else hurry(); });
  setInterval(flush, 20000);
  // With what is written kept as it is written, there is nothing to save by hand.
  opening.then(() => root.classList.add("live")).then(begin).catch(() => say(WORDS.noStore));
})();
