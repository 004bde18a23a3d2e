/* What pages do in the browser. Everything works without it, only less conveniently: times stand still, menus are
   open, and questions before an act are not asked. No text is written here: words come from #words and from the page. */
(() => {
  "use strict";
  const root = document.documentElement;
  const words = document.getElementById("words")?.dataset ?? {};
  const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;

  /* --- Times ------------------------------------------------------------------------------------------------- */

  /* The clock of the device may be wrong: every page brings the server's. */
  const skews = new WeakMap();
  const nowOf = (element) => {
    if (!skews.has(element)) skews.set(element, Date.parse(element.dataset.now) - Date.now());
    return Date.now() + skews.get(element);
  };

  const pad = (number) => String(number).padStart(2, "0");
  /* Hours and minutes; minutes and seconds when it is close. */
  const short = (length, inDays) => {
    const seconds = Math.floor(Math.abs(length) / SECOND);
    if (inDays && length >= 3 * DAY) return `${Math.floor(length / DAY)} d`;
    if (seconds < 600) return `${Math.floor(seconds / 60)}:${pad(seconds % 60)} min`;
    const minutes = Math.floor(seconds / 60);
    const hours = Math.floor(minutes / 60);
    return [hours && `${hours} h`, (minutes % 60 || !hours) && `${minutes % 60} min`].filter(Boolean).join(" ");
  };

  /* The time until something is due, as it runs: in the open hours between now and then, which the page brings. */
  class Countdown extends HTMLElement {
    connectedCallback() {
      this.due = Date.parse(this.dataset.due);
      this.open = (this.dataset.open ?? "").split(" ").filter(Boolean).map((s) => s.split("-").map((n) => n * SECOND));
      ticking.add(this);
      this.tick();
    }
    disconnectedCallback() { ticking.delete(this); }
    tick() {
      const now = nowOf(this);
      const left = this.open.reduce((sum, [from, to]) => sum + Math.max(0, to - Math.max(from, now)), 0);
      const late = now > this.due;
      const text = late ? words.late.replace("{time}", short(now - this.due, true))
        : words.left.replace("{time}", short(left, this.open.length === 1));
      if (this.textContent !== text) this.textContent = text;
      if (late && this.dataset.state !== "late") {
        const before = this.dataset.state;
        this.dataset.state = "late";
        if (before) this.dispatchEvent(new CustomEvent("desk:due", { bubbles: true }));
      } else if (!late) this.dataset.state = "running";
    }
  }
  const ticking = new Set();
  customElements.define("desk-countdown", Countdown);
  setInterval(() => ticking.forEach((each) => each.tick()), SECOND);

  const relative = new Intl.RelativeTimeFormat(root.lang);
  const justNow = new Intl.RelativeTimeFormat(root.lang, { numeric: "auto" }).format(0, "second");
  const retell = () => document.querySelectorAll("time[data-now]").forEach((time) => {
    const length = Date.parse(time.dateTime) - nowOf(time);
    if (Math.abs(length) >= DAY) return;
    if (length <= 0 && length > -MINUTE) { time.textContent = justNow; return; }
    const [unit, size] = Math.abs(length) < HOUR ? ["minute", MINUTE] : ["hour", HOUR];
    time.textContent = relative.format((length > 0 ? 1 : -1) * Math.max(1, Math.floor(Math.abs(length) / size)), unit);
  });
  setInterval(retell, 20 * SECOND);

  /* --- Notices ----------------------------------------------------------------------------------------------- */

  const notices = document.getElementById("notices");
  const say = (text, kind = "danger") => {
    if ([...notices.children].some((each) => each.textContent === text)) return; /* once is enough */
    const notice = document.createElement("div");
    notice.className = `alert alert-${kind} notice`;
    notice.textContent = text;
    notices.append(notice);
    fade(notice, kind === "danger" ? 12 : 6);
  };
  const fade = (notice, seconds) => {
    notice.addEventListener("click", () => notice.remove());
    setTimeout(() => notice.remove(), seconds * SECOND);
  };
  notices.querySelectorAll(".notice").forEach((notice) => fade(notice, 8));

  document.addEventListener("htmx:responseError", ({ detail }) => {
    const found = new DOMParser().parseFromString(detail.xhr.responseText, "text/html").querySelector("[data-refusal]");
    say(found?.textContent.trim() || words.failed);
  });
  document.addEventListener("htmx:sendError", () => say(words.offline));

  /* --- Questions before an act ------------------------------------------------------------------------------- */

  const confirming = document.getElementById("confirm");
  const ask = (question) => new Promise((resolve) => {
    document.getElementById("confirm-question").textContent = question;
    confirming.returnValue = "no";
    confirming.showModal();
    confirming.addEventListener("close", () => resolve(confirming.returnValue === "yes"), { once: true });
  });
  document.addEventListener("submit", async (event) => {
    const { target: form, submitter } = event;
    const question = submitter?.dataset.confirm ?? form.dataset.confirm;
    if (!question || form.dataset.confirmed) return delete form.dataset.confirmed;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (await ask(question)) {
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
    }
  }, true);
  document.addEventListener("htmx:confirm", async (event) => {
    if (!event.detail.question) return;
    event.preventDefault();
    if (await ask(event.detail.question)) event.detail.issueRequest(true);
  });

  /* --- Menus and dialogs ------------------------------------------------------------------------------------- */

  document.addEventListener("click", ({ target }) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (!menu.contains(target)) menu.open = false;
    });
    const toggle = target.closest("[data-toggle]");
    if (toggle) {
      const shown = document.getElementById(toggle.dataset.toggle).classList.toggle("show");
      toggle.setAttribute("aria-expanded", shown);
    }
    const opener = target.closest("[data-show]");
    if (opener) show(document.getElementById(opener.dataset.show));
    const closer = target.closest("[data-hide]");
    if (closer) closer.closest("dialog").close();
    if (target instanceof HTMLDialogElement) target.close(); /* its backdrop */
  });
  const show = (dialog) => {
    if (dialog.id === "keys") listKeys(dialog);
    dialog.showModal();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-theme-form]");
    if (!form) return;
    event.preventDefault();
    root.dataset.theme = event.submitter.value;
    dispatchEvent(new Event("desk:theme"));
    form.querySelectorAll("button").forEach((b) => b.setAttribute("aria-pressed", b === event.submitter));
    const body = new URLSearchParams([...new FormData(form), ["theme", event.submitter.value], ["fetch", "yes"]]);
    fetch(form.action, { method: "POST", body });
  });

  /* --- Keyboard: data-key="r" or "g t" on a link, a button or a field ---------------------------------------- */

  const typing = (element) => element.closest("input, textarea, select, [contenteditable], dialog[open]");
  const keysOn = () => localStorage.getItem("desk:keys") !== "off";
  let pressed = "", forget;
  document.addEventListener("keydown", (event) => {
    const hard = event.ctrlKey || event.metaKey || event.altKey;
    if (hard && event.key === "Enter" && event.target.form) return event.target.form.requestSubmit();
    if (hard || typing(event.target) || event.key.length > 1 || !keysOn()) return;
    if (event.key === "?") return show(document.getElementById("keys"));
    clearTimeout(forget);
    forget = setTimeout(() => (pressed = ""), SECOND);
    for (const keys of [`${pressed} ${event.key}`.trim(), event.key]) {
      const found = [...document.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)].find((e) => e.checkVisibility());
      if (found) {
        event.preventDefault();
        pressed = "";
        return found.matches("input, textarea, select") ? found.focus() : found.click();
      }
    }
    pressed = event.key;
  });
  const listKeys = (dialog) => {
    const list = dialog.querySelector("[data-keys]");
    list.querySelectorAll("[data-listed]").forEach((each) => each.remove());
    document.querySelectorAll("[data-key]").forEach((each) => {
      if (!each.checkVisibility()) return;
      const term = document.createElement("dt"), meaning = document.createElement("dd");
      each.dataset.key.split(" ").forEach((key) => term.append(Object.assign(document.createElement("kbd"), { textContent: key }), " "));
      const named = (each.labels?.[0] ?? each).cloneNode(true);
      named.querySelectorAll(".nav-count, .badge").forEach((count) => count.remove());
      meaning.textContent = each.dataset.keyWords ?? each.getAttribute("aria-label") ?? named.textContent.trim();
      term.dataset.listed = meaning.dataset.listed = "";
      list.append(term, meaning);
    });
    dialog.querySelector("[data-keys-on]").checked = keysOn();
  };
  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-keys-on]")) localStorage.setItem("desk:keys", target.checked ? "on" : "off");
  });

  /* --- Forms: what is wrong is where one looks, and who signed in again meanwhile can still send --------------- */

  const refused = document.querySelector("main form :is([aria-invalid=true], .invalid-feedback, .alert-danger)");
  refused?.scrollIntoView({ block: "center" });
  if (refused?.matches("[aria-invalid=true]")) refused.focus({ preventScroll: true });
  document.addEventListener("change", ({ target }) => {
    if (!target.matches("form [aria-invalid=true]") || !target.value) return;
    target.removeAttribute("aria-invalid");
    target.classList.remove("is-invalid");
    target.closest(".field")?.querySelectorAll(".invalid-feedback").forEach((each) => each.remove());
  });
  const token = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  document.addEventListener("submit", ({ target }) => {
    const given = target.elements.csrfmiddlewaretoken;
    if (given && token()) given.value = token();
  }, true);
  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if ("csrfmiddlewaretoken" in detail.parameters && token()) detail.parameters.csrfmiddlewaretoken = token();
  });

  /* --- Files: which ones are chosen, in a control that speaks the language of the page ------------------------- */

  document.addEventListener("change", ({ target }) => {
    const names = target.matches(".files > input") && target.parentElement.querySelector(".files-names");
    if (names) names.textContent = [...target.files].map((file) => file.name).join(", ") || names.dataset.none;
  });

  /* --- Drafts: data-draft="a name of its own" on a form; what was typed survives a reload, and until it is there - */

  const kept = (form) => `desk:draft:${form.dataset.draft}`;
  const drop = (draft) => [draft, `${draft}-choices`].forEach((each) => localStorage.removeItem(each));
  const sent = sessionStorage.getItem("desk:sent");
  sessionStorage.removeItem("desk:sent");
  const ledOn = performance.getEntriesByType("navigation")[0]?.redirectCount; /* what is refused leads nowhere */
  if (sent && ledOn && document.querySelector("[data-forget-drafts]")) drop(sent); /* and here is who is signed in */

  const fields = (form) => [...form.elements].filter((e) => e.name && e.matches("textarea, input[type=text], select"));
  const restore = (within) => within.querySelectorAll("form[data-draft]").forEach((form) => {
    const draft = JSON.parse(localStorage.getItem(kept(form)) ?? "null");
    if (!draft || form.dataset.restored) return;
    form.dataset.restored = "yes";
    const lost = fields(form).filter((field) => draft[field.name] && !field.value);
    lost.forEach((field) => {
      field.value = draft[field.name];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    if (lost.length) say(words.draft, "info");
  });
  document.addEventListener("input", ({ target }) => {
    const form = target.form?.closest("form[data-draft]");
    if (!form) return;
    const draft = Object.fromEntries(fields(form).map((field) => [field.name, field.value]));
    localStorage.setItem(kept(form), JSON.stringify(draft));
  });
  document.addEventListener("submit", ({ target }) => {
    if (target.matches("form[data-draft]")) sessionStorage.setItem("desk:sent", kept(target));
    if (target.matches("[data-forget-drafts]")) Object.keys(localStorage).filter((k) => k.startsWith("desk:draft:")).forEach((k) => localStorage.removeItem(k));
  });
  document.addEventListener("htmx:load", ({ target }) => { restore(target); retell(); });
  restore(document);
})();
