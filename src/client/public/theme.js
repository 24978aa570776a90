// Before the first paint, in its own file because the content policy refuses inline scripts.
(() => {
  let choice = null;
  try {
    choice = localStorage.getItem("medex.theme");
  } catch {
    // Storage is blocked: the system's preference stands.
  }
  const dark =
    choice === "dark" || (choice !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
