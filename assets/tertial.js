// What script adds to Tertial. Every page works without it; nothing here is the only way to do a thing.
(() => {
  "use strict";
  // As the server writes it: 20 000, with a space that does not break.
  const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
  const WORDS = {
    saving: "Sparar …",
    saved: "Sparat",
    failed: "Kunde inte spara just nu. Texten finns kvar här på sidan; spara med knappen innan du lämnar den.",
    gone: "Det här går inte att spara längre. Kopiera texten innan du lämnar sidan.",
    left: (n) => `${grouped(n)} tecken kvar`,
    over: (n) => `${grouped(n)} tecken för mycket`,
    kept: "Det du skrev sist sparades inte, men texten finns kvar här i webbläsaren.",
    signIn: "Logga in i en ny flik",
    unsent: (n) => `${n === 1 ? "1 ändring" : `${grouped(n)} ändringar`} i protokoll från besök är inte skickade och försvinner från enheten om du loggar ut. Vill du logga ut?`,
    waits: (n) => `${n === 1 ? "1 ändring" : `${grouped(n)} ändringar`} i protokoll från besök finns bara på den här enheten. `,
    toProtocol: "Öppna protokollet så skickas det som går",
    again: "Fyll i texten igen",
    away: "Ta bort texten",
  };
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Leave quickly: nothing is left on the page, and "back" does not lead here.
  addEventListener("click", (event) => {
    const away = event.target.closest?.("a[data-leave]");
    if (!away) return;
    event.preventDefault();
    document.body.replaceChildren();
    document.title = "";
    location.replace(away.href);
  });
  for (const button of all("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // Leave with unsaved text: the browser asks, in its own words.
  const dirty = new Set();
  addEventListener("input", ({ target }) => {
    const form = target.closest?.("form[data-guard]");
    if (form) dirty.add(form);
    // What was written on this page is said by name: what was not never overwrites what another page has saved since.
    if (form && target.name && !all("input[name=rord]", form).some((known) => known.value === target.name)) {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "rord", value: target.name }));
    }
  });
  addEventListener("submit", ({ target }) => dirty.delete(target));
  addEventListener("beforeunload", (event) => {
    if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
  });

  // A field's draft is kept a moment after the last key. The answer's text is shown beside the field.
  const waiting = new Map();
  const note = (field) => document.querySelector(`[data-saved-for="${CSS.escape(field.id)}"]`) ?? field.closest("[data-rows],.field")?.querySelector(":scope > .saved");
  const tell = (field, text, failed) => {
    const place = note(field);
    if (!place) return;
    place.textContent = text;
    place.classList.toggle("failed", failed);
  };
  // In a table what is wrong is also told at the cell: the table's own line may be far out of sight.
  const mark = (field, text) => {
    if (!field.closest("[data-rows]")) return;
    let place = field.parentElement.querySelector(":scope > .fault.live");
    if (!text) {
      if (place) field.removeAttribute("aria-invalid");
      place?.remove();
      return;
    }
    if (!place) {
      place = Object.assign(document.createElement("p"), { className: "fault live", id: `${field.id}-live` });
      field.after(place);
    }
    place.textContent = text;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", place.id);
  };
  const value = (field) => (field.type === "checkbox" && !field.checked ? "" : field.value);
  const keep = async (field) => {
    waiting.delete(field);
    const sent = value(field);
    tell(field, WORDS.saving, false);
    try {
      const answer = await fetch(field.dataset.autosave, {
        method: "POST",
        body: new URLSearchParams({ [field.name]: sent }),
        headers: { Accept: "text/plain" },
      });
      const plain = (answer.headers.get("Content-Type") ?? "").startsWith("text/plain");
      const text = plain ? (await answer.text()).slice(0, 300) : "";
      const good = answer.ok && !answer.redirected;
      tell(field, answer.status === 404 ? WORDS.gone : text || (good ? WORDS.saved : WORDS.failed), !good);
      mark(field, good ? "" : text);
      if (answer.status === 401) {
        // Signed out: the text stays here while the person signs in beside it, and the next key saves it.
        const way = document.createElement("a");
        Object.assign(way, { href: "/logga-in", target: "_blank", rel: "noopener", textContent: WORDS.signIn });
        note(field)?.append(" ", way);
      }
      const form = field.form;
      if (good && form && waiting.size === 0 && all("[data-autosave]", form).length === all("input:not([type=hidden]),select,textarea", form).length) dirty.delete(form);
    } catch {
      tell(field, WORDS.failed, true);
    }
  };
  const plan = (field, pause) => {
    clearTimeout(waiting.get(field));
    waiting.set(field, setTimeout(keep, pause, field));
  };
  addEventListener("input", ({ target }) => target.dataset?.autosave && plan(target, 900));
  addEventListener("change", ({ target }) => target.dataset?.autosave && plan(target, 0));

  // How many characters are left; said aloud only when the person pauses.
  const count = (area) => {
    const place = document.getElementById(`${area.id}-count`);
    const left = Number(area.dataset.limit) - [...area.value].length;
    if (!place) return;
    place.textContent = left < 0 ? WORDS.over(-left) : WORDS.left(left);
    place.classList.toggle("over", left < 0);
  };
  all("textarea[data-limit]").forEach(count);
  addEventListener("input", ({ target }) => target.dataset?.limit && count(target));

  // Rows are added at once from the table's template. Removing goes to the server, which numbers the rows again.
  addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-add-row]");
    const table = button?.closest("[data-rows]");
    if (!table) return;
    event.preventDefault();
    const body = table.querySelector("tbody");
    const taken = all("[data-row] [name]", body).map(({ name }) => Number(name.slice(table.dataset.rows.length + 1).split("-")[0]));
    const index = Math.max(0, ...taken.filter(Number.isFinite)) + 1;
    const row = table.querySelector("template").content.firstElementChild.cloneNode(true);
    const number = body.children.length + 1;
    const fill = (text) => text.replaceAll("__RAD__", index).replaceAll("__NR__", number);
    const walker = document.createTreeWalker(row, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) node.data = fill(node.data);
      else for (const attribute of node.attributes) attribute.value = fill(attribute.value);
    }
    body.append(row);
    row.querySelector("input,select,textarea")?.focus();
  });

  // A guide stays open or closed as the person left it, on this device.
  const memory = {
    get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, text) => { try { localStorage.setItem(key, text); } catch { /* private windows have none */ } },
  };
  for (const details of all("details[data-remember]")) {
    const key = `tertial-guide-${details.dataset.remember}`;
    const kept = memory.get(key);
    if (kept) details.open = kept === "open";
    details.addEventListener("toggle", () => memory.set(key, details.open ? "open" : "closed"));
  }

  // Menus close with Escape and when one clicks elsewhere.
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.activeElement?.closest("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  addEventListener("click", ({ target }) => all("details.menu[open]").forEach((menu) => { if (!menu.contains(target)) menu.open = false; }));

  // A file can be dropped on its field.
  for (const drop of all(".drop")) {
    const input = drop.querySelector("input[type=file]");
    drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
    drop.addEventListener("dragleave", () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("over");
      if (event.dataTransfer.files.length) {
        input.files = event.dataTransfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    });
  }

  // What was typed in a form is kept in this tab until the next page: where that page is a refusal or the way to sign
  // in, nothing was saved, and the text is offered where it was typed. Never passwords, never to another person.
  const TYPED = "tertial-skrivet";
  const shelf = {
    get: () => { try { return JSON.parse(sessionStorage.getItem(TYPED)); } catch { return null; } },
    set: (kept) => { try { sessionStorage.setItem(TYPED, JSON.stringify(kept)); } catch { /* too much, or no store */ } },
    clear: () => { try { sessionStorage.removeItem(TYPED); } catch { /* no store */ } },
  };
  const person = document.querySelector(".user-menu > summary")?.textContent.trim() ?? "";
  const refused = document.querySelector("[data-typed]") !== null;
  const signIn = document.querySelector('form[action="/logga-in"]') !== null;
  const fields = (form) => all("textarea[name],input[type=text][name]", form).filter((field) => !field.readOnly);
  const shelved = shelf.get();
  if (shelved && (refused || signIn)) shelf.set({ ...shelved, lost: true });
  else if (shelved && (!shelved.lost || (person && person !== shelved.person))) shelf.clear();
  else if (shelved && person && shelved.page === location.pathname) {
    const texts = new Map(shelved.texts);
    const found = all("main form").flatMap(fields).filter((field) => texts.has(field.name) && field.value !== texts.get(field.name));
    if (found.length) {
      const offer = document.createElement("div");
      offer.className = "flash info";
      offer.setAttribute("role", "status");
      const words = document.createElement("p");
      words.textContent = WORDS.kept;
      const button = (text, act) => {
        const made = document.createElement("button");
        made.type = "button";
        made.className = "button secondary";
        made.textContent = text;
        made.addEventListener("click", () => { act(); shelf.clear(); offer.remove(); });
        return made;
      };
      const fill = () => {
        for (const field of found) {
          field.value = texts.get(field.name);
          field.dispatchEvent(new Event("input", { bubbles: true }));
        }
        found[0].focus();
      };
      offer.append(words, button(WORDS.again, fill), button(WORDS.away, () => {}));
      document.querySelector("main").prepend(offer);
    } else {
      shelf.clear();
    }
  }
  addEventListener("submit", ({ target }) => {
    if (target.method !== "post" || !person || target.querySelector("input[type=password]")) return;
    const texts = fields(target).filter((field) => field.value.trim()).map((field) => [field.name, field.value]);
    if (texts.length) shelf.set({ page: location.pathname, person, texts, lost: false });
  });

  // Two minutes before the session ends the person can stay; what is written stays on the page either way. Nothing
  // prolongs it past its last hour: then there is only to save.
  const dialog = document.getElementById("session-varning");
  const seconds = Number(document.body.dataset.session);
  if (dialog && seconds > 0) {
    const end = Date.now() + Number(document.body.dataset.sessionMost || seconds) * 1000;
    let timer;
    const wait = () => {
      clearTimeout(timer);
      const left = (end - Date.now()) / 1000;
      const last = left <= seconds;
      timer = setTimeout(() => {
        for (const part of all("[data-last]", dialog)) part.hidden = !last;
        for (const part of all("[data-stay]", dialog)) part.hidden = last;
        if (!dialog.open) dialog.showModal();
      }, Math.max(Math.min(seconds, left) - 120, 5) * 1000);
    };
    wait();
    dialog.querySelector("form[method=post]").addEventListener("submit", async (event) => {
      event.preventDefault();
      try { await fetch(document.body.dataset.keep, { method: "POST" }); } catch { /* the next save tells */ }
      dialog.close();
      wait();
    });
  }

  // What a visit's protocol keeps on this device is its writer's alone. Whoever is signed in now is said to the worker that opens kept
  // pages; whoever signs out takes their own away first, and is asked where something has not been sent.
  const who = document.body.dataset.who ?? "";
  if (window.caches) {
    caches.has("tertial-vem").then(async (kept) => kept && (await caches.open("tertial-vem")).put("/vem", new Response(who))).catch(() => {});
  }
  // Wherever the writer is: what has not reached the server is said, with the way to where it is sent from.
  let waits = {};
  try { waits = JSON.parse((who && memory.get(`tertial-osant-var-${who}`)) || "{}"); } catch { /* an older page's */ }
  const elsewhere = Object.entries(waits).filter(([at, count]) => at.startsWith("/h/") && at !== location.pathname && count > 0);
  if (elsewhere.length) {
    const line = document.createElement("p");
    line.className = "warning no-print";
    line.setAttribute("role", "status");
    line.append(WORDS.waits(elsewhere.reduce((sum, [, count]) => sum + count, 0)));
    const way = document.createElement("a");
    way.href = elsewhere[0][0];
    way.textContent = WORDS.toProtocol;
    line.append(way);
    document.getElementById("innehall")?.prepend(line);
  }
  addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.getAttribute("action") !== "/logga-ut" || !who || !window.caches || form.dataset.cleared) return;
    event.preventDefault();
    const left = Number(memory.get(`tertial-osant-${who}`));
    if (left > 0 && !confirm(WORDS.unsent(left))) return;
    const name = `tertial-besok-${who}`;
    const deleted = new Promise((done) => {
      if (!window.indexedDB) return done();
      const asked = indexedDB.deleteDatabase(name);
      asked.onsuccess = asked.onerror = asked.onblocked = () => done();
    });
    try {
      await Promise.all([caches.delete(name), caches.delete("tertial-vem"), deleted]);
      localStorage.removeItem(`tertial-osant-${who}`);
      localStorage.removeItem(`tertial-osant-var-${who}`);
    } catch { /* nothing was kept */ }
    form.dataset.cleared = "ja";
    form.submit();
  });

  // Faults first: where the page has a summary, that is where reading starts.
  document.querySelector(".error-summary")?.focus();
})();
