/* What staff's pages do in the browser beyond looks: moving through lists, who else is here, news of an open case. */
(() => {
  "use strict";

  /* --- Lists: j and k move, Enter opens ---------------------------------------------------------------------- */

  const typing = (element) => element.closest("input, textarea, select, [contenteditable], dialog[open]");
  const keysOn = () => localStorage.getItem("desk:keys") !== "off";
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || !keysOn()) return;
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    const lines = [...document.querySelectorAll("[data-lines] [data-line]")].filter((line) => line.checkVisibility());
    if (!lines.length) return;
    event.preventDefault();
    const here = lines.indexOf(document.activeElement);
    const next = here < 0 ? (step > 0 ? 0 : lines.length - 1) : Math.min(Math.max(here + step, 0), lines.length - 1);
    lines[next].focus();
    lines[next].scrollIntoView({ block: "nearest" });
  });

  /* --- Who else has the case open ----------------------------------------------------------------------------- */

  document.addEventListener("htmx:sseBeforeMessage", (event) => {
    if (event.target.id !== "presence") return;
    event.preventDefault();
    const { people } = JSON.parse(event.detail.data);
    const words = people.length > 1 ? event.target.dataset.many : event.target.dataset.one;
    event.target.hidden = !people.length;
    event.target.textContent = people.length ? words.replace("{names}", people.join(", ")) : "";
  });

  /* --- News: shown at once to who only reads; who writes is asked -------------------------------------------- */

  const busy = () =>
    document.querySelector("#case-live details.act[open]") ||
    document.activeElement?.matches("textarea, input:not([type=radio]), select") ||
    [...document.querySelectorAll("#composer textarea")].some((area) => area.value.trim());
  document.addEventListener("htmx:afterSettle", ({ target }) => {
    if (target.id === "case-news" && target.querySelector("[data-refresh]") && !busy()) target.querySelector("[data-refresh]").click();
    if (target.id === "case-live" || target.id === "case") document.getElementById("case-news")?.replaceChildren();
  });

  /* What one does oneself is no news: none are asked for meanwhile, none are taken that were asked for before. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target.id === "case-news" && document.querySelector("#case form.htmx-request")) event.preventDefault();
  });
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.target.id !== "case-news") return;
    detail.shouldSwap &&= detail.requestConfig.parameters.length === document.getElementById("case-length").value;
  });

  /* --- What was opened stays open when the case is shown anew, and what was typed there is still there --------- */

  const place = (details) => `${details.parentElement.closest("[id]").id}: ${details.querySelector("summary").textContent.trim()}`;
  let forms = [], opened = new Set(), writing;
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { target, shouldSwap, requestConfig } = detail;
    if (!shouldSwap || !["case", "case-live"].includes(target.id)) return;
    const all = [...target.querySelectorAll("details[open]")];
    writing = document.activeElement;
    opened = new Set(all.filter((details) => !details.contains(requestConfig.elt)).map(place));
    forms = all.filter((details) => details.matches(".act[id]") && !details.contains(requestConfig.elt));
    forms.forEach((form) => form.replaceWith(form.cloneNode(false))); /* htmx lets go of all that it replaces */
  });
  document.addEventListener("htmx:afterSwap", () => {
    document.querySelectorAll("#case details:not([open])").forEach((details) => { details.open = opened.has(place(details)); });
    forms.forEach((form) => document.getElementById(form.id)?.replaceWith(form));
    if (forms.some((form) => form.contains(writing))) writing.focus();
    [forms, opened] = [[], new Set()];
  });

  /* --- The composer: its tabs by key or click lead into the text --------------------------------------------- */

  document.addEventListener("click", ({ target }) => {
    const tab = target.closest(".composer-tab");
    if (tab) setTimeout(() => document.querySelector(`#act-${tab.htmlFor.replace("composer-", "")} textarea`)?.focus());
  });
  const named = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
  if (named && named.matches("details")) named.open = true;
  document.addEventListener("toggle", ({ target }) => {
    if (target.matches("details.act[open]")) target.querySelector("form input:not([type=hidden]), form select, form textarea")?.focus();
  }, true);
})();
