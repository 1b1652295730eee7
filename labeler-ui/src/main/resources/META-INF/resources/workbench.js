// Small things that only the browser can do. Loaded once with the first page; no module, no build.
window.workbench = (() => {
  const root = document.documentElement;

  /** theme: "system", "light" or "dark"; the cookie lets the server paint the first page right. */
  function theme(name) {
    root.dataset.theme = name;
    document.cookie = `theme=${name};path=/;max-age=31536000;samesite=lax`;
    document.dispatchEvent(new CustomEvent("workbench-theme"));
  }

  return { theme };
})();
