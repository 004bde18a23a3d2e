/* Sets the theme before anything is drawn: the one that was chosen, else that of the device. */
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const apply = () => {
    const chosen = root.dataset.theme;
    root.dataset.bsTheme = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
  };
  root.classList.add("js");
  dark.addEventListener("change", apply);
  addEventListener("desk:theme", apply);
  apply();
})();
