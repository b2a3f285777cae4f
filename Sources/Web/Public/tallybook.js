// Enhances the pages, all of which work without this file.
// Loaded in <head> without defer, so that the theme is applied before the first paint.
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
    try { theme === "system" ? localStorage.removeItem("theme") : localStorage.setItem("theme", theme); } catch { /* private window: the theme lasts until the next page */ }
    show(theme === "system" ? null : theme);
  }

  const popups = () => document.querySelectorAll("details:is(.menu, .define)[open]");

  function closePopups(except) {
    for (const popup of popups()) if (!popup.contains(except)) popup.open = false;
  }

  // A click anywhere in a row follows the row's link, unless it selects text or hits another control.
  function followRow(event) {
    const link = event.target.closest("tbody tr")?.querySelector("a.open");
    if (!link || event.target.closest("a, button, details, input, label") || String(getSelection())) return;
    if (event.ctrlKey || event.metaKey) open(link.href, "_blank", "noopener"); else link.click();
  }

  // Scrolls the current item of a horizontally scrolling row into view.
  function showCurrent(row) {
    const current = row.querySelector("[aria-current]");
    if (!current || row.scrollWidth <= row.clientWidth) return;
    const [inner, outer] = [current.getBoundingClientRect(), row.getBoundingClientRect()];
    row.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2;
  }

  // The section navigation marks the current section: the last one whose top is above a third of the window.
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
    if (check) for (const box of check.closest("fieldset").querySelectorAll("input[type=checkbox]")) box.checked = check.dataset.check === "all";
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
    if (event.target.matches("[data-submit] input, select[data-reload]")) event.target.form.requestSubmit();
  });

  // A download does not replace the page, so close its popup.
  document.addEventListener("submit", (event) => {
    const popup = (event.submitter ?? event.target).closest("details.menu");
    if (popup && (event.submitter?.formMethod || event.target.method) === "get") popup.open = false;
  });

  // Refreshes a part of the page: fetches the URL, and replaces the part by the one with the same id.
  // Returns the new part, or null.
  async function renew(part, address) {
    const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer?.ok) return null;
    const other = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
    if (other && part.isConnected) { part.replaceWith(other); other.querySelectorAll("[data-needs-js]").forEach((hidden) => { hidden.hidden = false; }); }
    return other;
  }

  // Files in progress: refreshes again after data-live milliseconds, while the attribute exists.
  function follow(part) {
    if (part?.dataset.live) setTimeout(async () => follow(document.hidden ? part : await renew(part, location.href) ?? part), Number(part.dataset.live));
  }

  // A form with a live preview: data-preview has the ids of the parts to refresh.
  let previewing, asked = 0;
  function preview(form) {
    clearTimeout(previewing);
    previewing = setTimeout(async () => {
      const parts = form.dataset.preview.split(" ").map((id) => document.getElementById(id)).filter(Boolean);
      const question = ++asked;
      for (const part of parts) part.classList.add("is-stale");
      const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
      const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
      if (question !== asked) return;
      for (const part of parts) part.classList.remove("is-stale");
      // Invalid input returns 400 and a page with the error next to its field.
      if (!answer?.ok && answer?.status !== 400) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (question !== asked) return;
      for (const part of parts) part.replaceChildren(...page.getElementById(part.id)?.childNodes ?? part.childNodes);
      document.dispatchEvent(new Event("refreshed"));
    }, 350);
  }

  // Tabs: links to the sections of a form; one section is shown at a time.
  function tabs(nav) {
    const links = [...nav.querySelectorAll("a")];
    const choose = (link) => {
      for (const each of links) {
        each.toggleAttribute("aria-current", each === link);
        if (each === link) each.setAttribute("aria-current", "true");
        document.getElementById(each.hash.slice(1)).hidden = each !== link;
      }
    };
    nav.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if (link) { event.preventDefault(); choose(link); }
    });
    choose(links.find((link) => link.hash === location.hash) ?? links[0]);
    // Show the tab with the invalid field that prevents submitting the form.
    nav.closest("form")?.addEventListener("invalid", (event) => {
      const link = links.find((each) => document.getElementById(each.hash.slice(1)).contains(event.target));
      if (link) choose(link);
    }, true);
  }

  // The position numbers of columns are only needed without JavaScript.
  function orderByHand(form) {
    for (const place of form.querySelectorAll(".ordered input[type=number]")) place.disabled = true;
  }

  async function suggestUsers(input) {
    const answer = await fetch(`/api/v1/users?limit=8&q=${encodeURIComponent(input.value.trim())}`).catch(() => null);
    if (!answer?.ok) return;
    const { users } = await answer.json();
    input.list.replaceChildren(...users.map((user) => {
      const option = document.createElement("option");
      option.value = user.email;
      option.label = `${user.first_name} ${user.last_name}`;
      return option;
    }));
  }

  // The select of a condition's column determines which comparisons the next one offers.
  function fitOperations(columns) {
    const fitting = columns.selectedOptions[0]?.dataset.operations?.split(" ");
    const operations = columns.closest("fieldset, form").querySelector("[name=where_operation]");
    for (const option of operations.options) option.hidden = option.disabled = Boolean(fitting) && !fitting.includes(option.value);
    if (operations.selectedOptions[0]?.disabled) operations.value = fitting[0];
  }

  document.addEventListener("change", (event) => { if (event.target.matches("[data-condition]")) fitOperations(event.target); });

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-condition]").forEach(fitOperations);
    document.querySelectorAll("[data-live]").forEach(follow);
    document.querySelectorAll("[data-tabs]").forEach(tabs);
    document.querySelectorAll("form[data-preview]").forEach(orderByHand);
  });

  // Folds names like the server: SortKey.swift.
  const letters = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i", ŋ: "n", æ: "ae", œ: "oe", ß: "ss", ĸ: "k", ŧ: "t", ƒ: "f", ə: "a" };
  const folded = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase()
    .replace(/[øłđðþħıŋæœßĸŧƒə]/gu, (letter) => letters[letter]).replace(/[\u2018\u2019\u02BC\u201B]/gu, "'");

  let suggesting;
  document.addEventListener("input", (event) => {
    if (event.target.matches("[data-narrow]")) {
      const words = folded(event.target.value).split(/[\s\p{Dash},、，]+/u);
      for (const choice of event.target.parentElement.querySelectorAll(".choice")) {
        const name = folded(choice.textContent);
        choice.hidden = !words.every((word) => name.includes(word));
      }
      return;
    }
    if (event.target.matches("[data-users]") && event.target.value.trim()) {
      clearTimeout(suggesting);
      suggesting = setTimeout(() => suggestUsers(event.target), 200);
    }
    const form = event.target.closest("form[data-preview]");
    if (form && !event.target.matches("[data-users], [data-reload], [name=format], [name=about], [name=name]")) preview(form);
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-move]");
    const item = button?.closest("li");
    const other = button?.dataset.move === "up" ? item?.previousElementSibling : item?.nextElementSibling;
    if (!other) return;
    if (button.dataset.move === "up") other.before(item); else other.after(item);
    button.focus();
    preview(button.form);
  });
})();
