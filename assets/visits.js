// The protocol of a visit, written with or without a network. Every edit of a field is kept on this device until the server has it, in
// the order in which it was made, with the revision it rests on; the server never lets one overwrite another that it does not rest on.
// Without script the page is one form, with the same revisions.
(() => {
  "use strict";
  const root = document.querySelector("[data-protocol]");
  if (!root || !window.indexedDB) return;
  const page = location.pathname;
  const { visit, who, version, send, lage, bild, krockar } = root.dataset;
  const WORDS = {
    kept: "Sparad här på enheten.",
    here: "Sparad här på enheten. Skickas när nätet är tillbaka.",
    sending: "Skickar …",
    sent: (at) => `Skickad ${at}`,
    same: "Skickad",
    clash: "Krockar med vad någon annan skrev. Båda finns kvar.",
    choose: "Se dem sida vid sida",
    by: (name, at) => `Ändrad av ${name} ${at}`,
    offline: (n) => `Utan nät. ${n === 0 ? "Det du skriver sparas här på enheten."
      : `${n === 1 ? "1 ändring är sparad" : `${n} ändringar är sparade`} här på enheten och skickas när nätet är tillbaka.`}`,
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
    photoSent: "Bilden är skickad.",
    photoBad: "En bild gick inte att ta emot. Den ska vara en jpeg- eller png-bild och inte för stor.",
    photoAway: "Ta bort bilden",
    photoGone: "Bilden är borttagen från enheten.",
    photoNoStore: "Bilden får inte plats på enheten. Spara den med knappen medan du har nät.",
    noStore: "Webbläsaren kan inte spara något på enheten. Spara med knapparna medan du har nät.",
    unsaved: "Inte sparad än. Spara med knappen medan du har nät.",
  };
  const all = (selector, at = root) => [...at.querySelectorAll(selector)];
  const lineOf = (name) => document.getElementById(`lage-${name}`);
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
  // What the server is known to have of what each field rests on: a form that is posted can rest on nothing else.
  const known = new Map([...base.keys()].map((name) => [name, rest(name)]));
  const shown = new Map([...fields.keys()].map((name) => [name, read(name)]));
  const clock = (at) => new Date(at).toLocaleTimeString("sv-SE", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
  const key = () => {
    const digit = (at) => (at ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (at / 4)))).toString(16);
    return crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, digit);
  };

  const add = (place, tag, own) => {
    const made = Object.assign(document.createElement(tag), own);
    place.append(" ", made);
    return made;
  };
  const tell = (name, text, tone = "", link = null) => {
    const place = lineOf(name);
    // What stands there already is not read aloud again.
    if (!place || (place.dataset.tone === tone && place.textContent === (link ? `${text} ${WORDS.choose}` : text))) return;
    place.textContent = text;
    place.dataset.tone = tone;
    place.classList.toggle("failed", tone === "bad");
    if (link) add(place, "a", { href: link, textContent: WORDS.choose });
  };
  // Of an edit that is not what stands here, perhaps another tab's, nothing is said.
  const tellOf = ({ field, key, value }, ...words) => { if (rest(field) === key && read(field) === value) tell(field, ...words); };
  const line = root.querySelector("[data-lage]");
  const say = (text, link = null) => {
    line.textContent = text;
    if (link) add(line, "a", { href: link, target: "_blank", rel: "noopener", textContent: WORDS.signInLink });
  };

  // What is kept on the device, of this person alone.
  const store = `tertial-besok-${who}`;
  // Whether anything can be kept: not known until the store has opened.
  let able = null;
  // Signing out, in whatever tab, takes the store away: nothing more is put on the device then.
  let closed = false;
  const opening = new Promise((resolve, reject) => {
    const asked = indexedDB.open(store, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("edits", { keyPath: "number", autoIncrement: true });
      asked.result.createObjectStore("photos", { keyPath: "key" });
    };
    asked.onsuccess = () => {
      asked.result.onversionchange = () => { closed = true; asked.result.close(); };
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
  const change = (work, table = "edits") => within(table, "readwrite", work);
  const every = (table) => within(table, "readonly", (at) => at.getAll());
  const own = async (table) => (await every(table)).filter((one) => one.visit === visit);
  // A refused photo waits for nothing; refused words are found nowhere else.
  const waiting = async () => [...(await every("edits")), ...(await every("photos")).filter((one) => !one.bad)];
  const count = async () => (await waiting()).filter((one) => one.visit === visit).length;
  const sayLeft = async (net = navigator.onLine) => say(able === false ? WORDS.noStore : WORDS[net ? "online" : "offline"](await count()));

  // Every other page says that something waits, and leads to where it does. What the last keys wrote lies there too until the store has
  // it: this alone is written at once, and signing out takes it away with the rest.
  const total = `tertial-osant-${who}`;
  const places = `tertial-osant-var-${who}`;
  const late = `nu:${visit}`;
  const waits = () => { try { return JSON.parse(localStorage.getItem(places)) ?? {}; } catch { return {}; } };
  const drafts = (work) => {
    const all = waits();
    const mine = { ...all[late] };
    work(mine);
    delete all[late];
    const any = Object.keys(mine).length;
    if (any) Object.assign(all, { [late]: mine, [page]: all[page] || 1 });
    try {
      localStorage.setItem(places, JSON.stringify(all));
      if (any) localStorage.setItem(total, String(Number(localStorage.getItem(total)) || 1));
    } catch { /* no store */ }
  };
  const note = async () => {
    if (closed) return;
    try {
      const kept = await waiting().catch(() => []);
      const all = waits();
      const left = kept.length + Object.keys(all).filter((at) => at.startsWith("nu:")).length;
      localStorage.setItem(total, String(left));
      all[page] = kept.filter((one) => one.visit === visit).length + (all[late] ? 1 : 0);
      localStorage.setItem(places, JSON.stringify(left ? all : {}));
    } catch { /* no store */ }
  };

  // One thing at a time is done with what is kept, in all tabs, so that a field's edits rest on each other; a tab that sleeps with the lock
  // holds up nobody for long, since what is sent twice is the same. An edit that has been tried is never changed, since the server may have
  // it: what is written after it is an edit of its own.
  const alone = async (name, work) => {
    let begun = false;
    const begin = () => { begun = true; return work(); };
    try {
      return await navigator.locks.request(name, { signal: AbortSignal.timeout(8000) }, begin);
    } catch (fault) {
      if (begun) throw fault;
      return work();
    }
  };
  let chain = Promise.resolve();
  const locked = (work) => {
    const done = chain.then(() => alone(`${store}/${visit}`, work));
    chain = done.catch(() => {});
    return done;
  };
  // What is written goes into the edit that it rests on, if that is untried, and always under a new key: another tab that still shows what
  // stood there rests on what the server never gets, so that neither text takes the other's place.
  const keep = async (edit) => {
    const kept = await own("edits");
    const under = () => kept.find((one) => one.key === edit.base);
    // What the server would not have is written anew, resting on what that rested on.
    const refused = [];
    for (let one = under(); one?.bad; one = under()) {
      refused.push(one.number);
      edit = { ...edit, base: one.base };
    }
    const open = under();
    await change((at) => {
      for (const number of refused) at.delete(number);
      at.put(open && !open.tried ? { ...open, ...edit, base: open.base } : edit);
    });
  };
  const leaving = new Map();
  const editOf = (name) => ({ visit, field: name, base: rest(name), value: read(name), made: new Date().toISOString() });
  const write = (name) => locked(async () => {
    const value = read(name);
    if (value === shown.get(name)) return;
    if (able === false) throw new Error("no store");
    const draft = leaving.get(name);
    const edit = { ...editOf(name), key: draft?.value === value ? draft.mark : key() };
    await keep(edit);
    setRest(name, edit.key);
    shown.set(name, value);
    tell(name, navigator.onLine ? WORDS.kept : WORDS.here, "here");
    if (draft) drafts((mine) => delete mine[draft.mark]);
    leaving.delete(name);
    await note();
  }).catch(() => {
    tell(name, WORDS.unsaved, "bad");
    return unable();
  });
  // Where nothing can be kept the page is a form as without script. What was kept before goes first.
  const unable = async () => {
    if (able === false) return;
    able = false;
    root.classList.remove("live");
    root.querySelector("[data-redo]").textContent = "";
    say(WORDS.noStore);
    await flush();
  };

  const next = () => locked(async () => {
    const first = (await own("edits")).filter((one) => !one.bad).sort((a, b) => a.number - b.number)[0];
    // Where that cannot be noted nothing more can be written into it either.
    if (first && !first.tried) await change((at) => at.put({ ...first, tried: true })).catch(() => {});
    return first;
  });
  // What comes of sending: the server's answer, or how to say what stands in the way.
  const ask = async (at, body) => {
    let response;
    try {
      response = await fetch(at, { method: body ? "POST" : "GET", headers: { Accept: "text/plain" }, redirect: "manual", body });
    } catch { return { stop: () => sayLeft(false) }; }
    if (response.status === 401 || response.type === "opaqueredirect") return { stop: () => say(WORDS.signIn, "/logga-in") };
    const answer = await response.json().catch(() => ({}));
    if (answer.kom === "vem") return { stop: () => say(WORDS.other, "/logga-in") };
    if (answer.kom === "last") return { last: true, stop: () => say(WORDS.fixed) };
    // Only what the server has looked at and would not have is set aside; anything else is tried again.
    if (!response.ok && answer.kom !== "nej" && response.status !== 413) return { stop: () => say(WORDS.later) };
    return { answer, refused: !response.ok };
  };
  // What was written on top meanwhile rests on it still, or on what said the same before it; it takes the place of words that the server
  // would not have, which else stay until they are written anew.
  const settle = (edit, { answer, refused }) => locked(async () => {
    const left = (await own("edits")).filter((one) => one.base === edit.key);
    const stands = answer.kom === "samma" ? answer.nyckel ?? "" : edit.key;
    await change((at) => {
      if (refused && !left.length) at.put({ ...edit, tried: true, bad: true });
      else at.delete(edit.number);
      for (const one of left) at.put({ ...one, base: refused ? edit.base : stands });
    });
    // Whoever reads that it is sent may leave at once, and is not to be told elsewhere that it waits.
    await note();
    if (refused) { tellOf(edit, answer.varfor || WORDS.refused, "bad"); return; }
    stale = true;
    if ([edit, ...left].some((one) => one.key === rest(edit.field))) known.set(edit.field, stands);
    if (answer.kom === "krock") tellOf(edit, WORDS.clash, "bad", krockar);
    else tellOf(edit, WORDS.sent(clock(Date.now())), "sent");
    if (rest(edit.field) === edit.key) setRest(edit.field, stands);
  });
  const sendEdits = async () => {
    for (let edit = await next(); edit; edit = await next()) {
      tellOf(edit, WORDS.sending, "here");
      const { field: falt, value: varde, key: nyckel, base: grund, made: tid } = edit;
      const came = await ask(send, new URLSearchParams({ falt, varde, nyckel, grund, tid, version, vem: who }));
      if (came.stop) {
        tellOf(edit, came.last ? WORDS.fixed : WORDS.here, came.last ? "bad" : "here");
        await came.stop();
        return false;
      }
      await settle(edit, came);
    }
    return true;
  };

  let busy = false;
  // Whether the page that is kept says something else than this one.
  let stale = false;
  let again = false;
  const sendAll = async () => {
    if ((await sendEdits()) && (await sendPhotos())) await refresh();
  };
  const flush = async () => {
    if (busy) { again = true; return; }
    busy = true;
    again = false;
    try {
      // Without a network nothing is tried, so that what is written on goes into the same edit.
      if (navigator.onLine) await alone(`${store}/${visit}/skicka`, sendAll);
      else await sayLeft();
    } catch {
      if (!closed) await unable();
    }
    await note();
    busy = false;
    // The network may have come back meanwhile.
    if (again) flush();
  };

  // What others have written since stands in the fields that nobody is writing in here.
  const refresh = async () => {
    const { stop, answer: state } = await ask(lage);
    if (stop || !state.falt) { await (stop ?? sayLeft)(); return; }
    if (state.vem !== who) { say(WORDS.other, "/logga-in"); return; }
    await locked(() => take(state));
    if (state.last && able && (await count()) === 0) { await clear(); say(WORDS.done); return; }
    await sayLeft(true);
    if (stale && prepared) await keepPage();
  };
  const take = async (state) => {
    const left = await own("edits");
    for (const name of fields.keys()) {
      const now = state.falt[name];
      if (!now || left.some((one) => one.field === name) || read(name) !== shown.get(name)) continue;
      const clash = now.krockar.length > 0;
      const tone = lineOf(name)?.dataset.tone;
      // Whoever wrote one of them keeps seeing it until somebody has chosen.
      if (clash) tell(name, WORDS.clash, "bad", krockar);
      if (now.krockar.includes(rest(name))) { known.set(name, rest(name)); continue; }
      const moved = now.nyckel !== rest(name) && now.varde !== read(name);
      if (moved) show(name, now.varde);
      if (!clash && (moved || tone === "bad")) tell(name, WORDS.by(now.av, clock(now.tid)), "sent");
      // It was another tab that sent it.
      else if (!clash && tone === "here") tell(name, WORDS.same, "sent");
      if (now.nyckel !== rest(name)) stale = true;
      shown.set(name, now.varde);
      setRest(name, now.nyckel);
      known.set(name, now.nyckel);
    }
  };

  // Photos wait as they are, and go after the words. A refused one is told until it is taken away.
  const tellPhoto = async (point, text, tone) => {
    const bad = (await own("photos")).find((one) => one.bad && one.point === point);
    if (!bad) { tell(`bild-${point}`, text, tone); return; }
    tell(`bild-${point}`, `${text} ${WORDS.photoBad}`.trim(), "bad");
    const place = lineOf(`bild-${point}`);
    const button = place && add(place, "button", { type: "button", className: "button plain", textContent: WORDS.photoAway });
    if (!button) return;
    add(button, "span", { className: "hidden", textContent: document.getElementById(`punkt-${point}`)?.textContent });
    button.addEventListener("click", () => dropPhoto(bad).catch(unable));
  };
  const dropPhoto = async ({ key: photo, point }) => {
    await change((at) => at.delete(photo), "photos");
    await tellPhoto(point, WORDS.photoGone, "sent");
    // The button is gone: whoever used the keyboard goes on where photos are added.
    document.getElementById(`bild-${point}`)?.closest("details")?.querySelector("summary").focus();
    await note();
    await sayLeft();
  };
  const sendPhotos = async () => {
    for (const photo of (await own("photos")).filter((one) => !one.bad)) {
      const form = new FormData();
      for (const [name, value] of Object.entries({ nyckel: photo.key, punkt: photo.point, vem: who, version })) form.append(name, value);
      form.append("fil", photo.blob, photo.name);
      const came = await ask(bild, form);
      if (came.last) tell(`bild-${photo.point}`, WORDS.fixed, "bad");
      if (came.stop) { await came.stop(); return false; }
      // What the server will not have holds up neither the photos after it nor what others have written since.
      await change((at) => (came.refused ? at.put({ ...photo, bad: true }) : at.delete(photo.key)), "photos");
      await note();
      await tellPhoto(photo.point, came.refused ? "" : WORDS.photoSent, "sent");
    }
    return true;
  };
  const keepPhoto = async (input) => {
    const point = input.dataset.bild;
    for (const blob of input.files) await change((at) => at.put({ key: key(), visit, point, blob, name: blob.name }), "photos");
    input.value = "";
    // The box is empty again and says so: what happened to the photo stands below it.
    input.closest("details")?.removeAttribute("open");
    tell(`bild-${point}`, WORDS.photo, "here");
    await note();
    flush();
  };

  // The page itself, so that it opens without a network: as it is now, and again when something has been sent or has come.
  let prepared = false;
  const keepPage = async () => {
    const response = await fetch(page, { headers: { Accept: "text/html" }, redirect: "manual" }).catch(() => null);
    if (!response?.ok) return false;
    await (await caches.open(store)).put(page, response);
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
      const parts = all("link[rel=stylesheet],link[rel=icon],script[src]", document);
      const assets = parts.map((one) => new URL(one.href || one.src, location.href).pathname);
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
      for (const one of await own(table)) await change((at) => at.delete(one.number ?? one.key), table);
    }
    if (window.caches && (await caches.has(store))) await (await caches.open(store)).delete(page);
    drafts((mine) => Object.keys(mine).forEach((mark) => delete mine[mark]));
    leaving.clear();
    // What is gone is nothing to rest on.
    for (const [name, at] of known) setRest(name, at);
    await note();
  };

  // What waits here stands in the fields before anybody writes.
  const takeUp = (edit) => {
    // Somebody writes there already: both are kept.
    if (read(edit.field) !== shown.get(edit.field)) return;
    show(edit.field, edit.value);
    shown.set(edit.field, edit.value);
    setRest(edit.field, edit.key);
    tell(edit.field, edit.bad ? WORDS.refused : WORDS.here, edit.bad ? "bad" : "here");
  };
  const takeAllUp = async () => {
    const kept = (await own("edits")).sort((a, b) => a.number - b.number);
    kept.forEach(takeUp);
    // What a page was left with is an edit like others, unless the store got it after all.
    for (const [mark, draft] of Object.entries(waits()[late] ?? {})) {
      if (!kept.some((one) => one.key === mark) && read(draft.field) !== draft.value) {
        const edit = { ...draft, key: mark };
        await keep(edit).catch((fault) => { show(draft.field, draft.value); touched.add(draft.field); throw fault; });
        takeUp(edit);
      }
      drafts((mine) => delete mine[mark]);
    }
  };
  const begin = async () => {
    await locked(takeAllUp);
    for (const { point, bad } of (await own("photos")).sort((a, b) => !!b.bad - !!a.bad)) await tellPhoto(point, bad ? "" : WORDS.photo, "here");
    await sayLeft();
    await flush();
    if (navigator.onLine && able) await prepare();
  };
  const touched = new Set();
  const pauses = new Map();
  const longest = new Map();
  const save = (name) => {
    clearTimeout(pauses.get(name));
    clearTimeout(longest.get(name));
    longest.delete(name);
    return write(name).then(flush);
  };
  // It is sent at a pause, and kept here every second for whoever makes none.
  const plan = (name, pause) => {
    touched.add(name);
    clearTimeout(pauses.get(name));
    pauses.set(name, setTimeout(save, pause, name));
    if (!longest.has(name)) longest.set(name, setTimeout(() => { longest.delete(name); write(name); }, 1000));
  };
  // Leaving the page keeps the last words: the store may not have the time, so they are put beside it at once, under the same key.
  const unstored = () => [...touched].filter((name) => read(name) !== shown.get(name));
  const hurry = () => {
    const names = unstored();
    if (closed || able === false || !names.length) return;
    drafts((mine) => {
      for (const name of names) {
        delete mine[leaving.get(name)?.mark];
        const mark = key();
        mine[mark] = editOf(name);
        leaving.set(name, { mark, value: read(name) });
      }
    });
    names.forEach(save);
  };
  addEventListener("pagehide", hurry);
  // What has to be saved by hand is asked about.
  addEventListener("beforeunload", (event) => { if (able === false && unstored().length) event.preventDefault(); });
  root.addEventListener("input", ({ target }) => isField(target) && plan(target.name, 500));
  root.addEventListener("change", ({ target }) => {
    if (isField(target)) plan(target.name, 0);
    if (target.dataset?.bild && target.files?.length) keepPhoto(target).catch(() => tell(`bild-${target.dataset.bild}`, WORDS.photoNoStore, "bad"));
  });
  // The buttons of the sections: what they would save is kept already.
  root.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-del]")) return;
    if (able) {
      event.preventDefault();
      for (const name of touched) save(name);
      return;
    }
    touched.clear();
    for (const [name, at] of known) setRest(name, at);
  });
  root.querySelector("[data-rensa]")?.addEventListener("click", async () => {
    if ((await own("edits")).length + (await own("photos")).length > 0 && !confirm(WORDS.sure)) return;
    await clear();
    root.querySelector("[data-redo]").textContent = WORDS.gone;
  });
  for (const button of all("[data-rensa]")) button.hidden = false;
  addEventListener("online", flush);
  addEventListener("offline", () => sayLeft(false).catch(unable));
  addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") flush(); else hurry(); });
  setInterval(flush, 20000);
  // With what is written kept as it is written, there is nothing to save by hand.
  opening.then(() => {
    able = true;
    root.classList.add("live");
    return begin();
  }).catch(unable);
})();
