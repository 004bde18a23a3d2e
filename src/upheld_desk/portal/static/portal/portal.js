/* What the portal does in the browser. Without it the form has a button that checks, and shows every question. */
(() => {
  "use strict";
  document.documentElement.classList.add("portal-script");

  document.addEventListener("change", ({ target }) => {
    if (target.matches("[data-submit]")) target.form.requestSubmit();
  });

  /* Who reads why something is due is not interrupted by news of the same page. */
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const asked = detail.requestConfig.triggeringEvent?.type === "desk:look";
    if (detail.target.matches("#case-live, #panel") && !asked && detail.target.querySelector("details[open]")) {
      detail.shouldSwap = false;
    }
  });

  /* The form of a report: what would be promised is asked for again after each choice, and choices survive a reload. */
  const form = document.querySelector("form[data-choices]");
  if (!form) return;
  const kept = `desk:draft:${form.dataset.draft}-choices`;
  const radios = () => [...form.querySelectorAll("input[type=radio]")];
  const look = () => form.dispatchEvent(new CustomEvent("desk:look"));

  /* Only the questions that still matter are shown. */
  const show = () => {
    const needed = form.querySelector("[data-needed]")?.dataset.needed.split(" ") ?? [];
    form.querySelectorAll("[data-question]").forEach((question) => {
      const wrong = question.querySelector(".invalid-feedback");
      question.hidden = !wrong && !needed.includes(question.dataset.question.replace("answer-", ""));
    });
  };

  const draft = JSON.parse(localStorage.getItem(kept) ?? "null");
  if (draft && !form.querySelector(".invalid-feedback")) {
    radios().forEach((radio) => { if (radio.name in draft) radio.checked = draft[radio.name] === radio.value; });
    look();
  }
  let later;
  form.addEventListener("change", ({ target }) => {
    const chosen = Object.fromEntries(radios().filter((radio) => radio.checked).map((radio) => [radio.name, radio.value]));
    localStorage.setItem(kept, JSON.stringify(chosen));
    clearTimeout(later);
    if (target.matches("input[type=radio], select")) look();
  });
  form.addEventListener("input", ({ target }) => {
    if (!target.matches("select")) return;
    clearTimeout(later);
    later = setTimeout(look, 300);
  });
  addEventListener("pageshow", look); /* who goes back finds their choices, and what is promised for them */
  document.addEventListener("htmx:afterSettle", show);
  show();
})();
