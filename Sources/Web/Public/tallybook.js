// Makes the pages quicker; every one of them works without this file.
// Loaded in <head> without defer, so that the chosen theme is there before the first paint.
(() => {
  const page = document.documentElement;
  const themes = ["light", "dark"];
  const stored = () => { try { return localStorage.getItem("theme"); } catch { return null; } };

  function show(theme) {
    if (themes.includes(theme)) page.dataset.theme = theme; else delete page.dataset.theme;
    for (const button of document.querySelectorAll("button[data-choose]")) {
      button.setAttribute("aria-pressed", String(button.dataset.choose === (theme ?? "system")));
    }
  }

  function choose(theme) {
    try { theme === "system" ? localStorage.removeItem("theme") : localStorage.setItem("theme", theme); } catch { /* private window: until the next page */ }
    show(theme === "system" ? null : theme);
  }

  const popups = () => document.querySelectorAll("details:is(.menu, .define)[open]");

  function closePopups(except) {
    for (const popup of popups()) if (!popup.contains(except)) popup.open = false;
  }

  // A click anywhere in a row follows the row's own link, unless text is being selected or something else was meant.
  function followRow(event) {
    const link = event.target.closest("tbody tr")?.querySelector("a.open");
    if (!link || event.target.closest("a, button, details, input, label") || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) open(link.href, "_blank", "noopener"); else link.click();
  }

  // The current item of a row that scrolls sideways is in sight.
  function showCurrent(row) {
    const current = row.querySelector("[aria-current]");
    if (!current || row.scrollWidth <= row.clientWidth) return;
    const [inner, outer] = [current.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  }

  // The row of sections marks the one being read: the last whose top has passed the upper third of the window.
  function followSections() {
    const links = [...document.querySelectorAll(".sections a")];
    const places = links.map((link) => document.getElementById(link.hash.slice(1)));
    if (!links.length || places.includes(null)) return;
    let shown;
    const mark = () => {
      const atEnd = innerHeight + scrollY >= page.scrollHeight - 2 && scrollY > 0;
      const passed = atEnd ? links.length - 1 : places.findLastIndex((place) => place.getBoundingClientRect().top < innerHeight / 3);
      const current = links[Math.max(0, passed)];
      if (current === shown) return;
      shown?.removeAttribute("aria-current");
      shown = current;
      shown.setAttribute("aria-current", "true");
      showCurrent(shown.closest(".row"));
    };
    addEventListener("scroll", mark, { passive: true });
    addEventListener("resize", mark, { passive: true });
    mark();
  }

  page.classList.add("js");
  show(stored());

  document.addEventListener("DOMContentLoaded", () => {
    show(stored());
    for (const hidden of document.querySelectorAll("[data-needs-js]")) hidden.hidden = false;
    document.querySelectorAll(".row").forEach(showCurrent);
    followSections();
  });

  document.addEventListener("click", (event) => {
    closePopups(event.target);
    const theme = event.target.closest("button[data-choose]");
    if (theme) choose(theme.dataset.choose);
    const check = event.target.closest("button[data-check]");
    if (check) for (const box of check.form.querySelectorAll("input[type=checkbox]")) box.checked = check.dataset.check === "all";
    if (event.button === 0) followRow(event);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const popup = [...popups()].pop();
      if (popup) { popup.open = false; popup.querySelector("summary").focus(); }
    }
    const typing = event.target.closest?.("input, select, textarea, [contenteditable]");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const search = document.querySelector("main input[type=search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
  });

  document.addEventListener("change", (event) => {
    if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
  });

  // A download answers with a file, so the page stays: close the popup it was asked from.
  document.addEventListener("submit", (event) => {
    const popup = event.target.closest("details.menu");
    if (popup && event.target.method === "get") popup.open = false;
  });
})();
