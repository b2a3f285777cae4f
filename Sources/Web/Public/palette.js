// Ctrl K or ⌘ K: finds pages, people, groups, courses, sessions and reports by name. A dialog with a combobox and a listbox
// (WAI-ARIA Authoring Practices). Without this file, the pages' own searches remain.
(() => {
  const dialog = document.getElementById("palette");
  if (!dialog) return;
  const input = dialog.querySelector("input");
  const list = dialog.querySelector("[role=listbox]");
  const status = dialog.querySelector("[role=status]");
  let waiting, asked = 0;

  const options = () => [...list.querySelectorAll("[role=option]")];
  const current = () => list.querySelector("[aria-selected=true]");

  function select(option) {
    for (const each of options()) each.setAttribute("aria-selected", String(each === option));
    if (!option) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  let number = 0;
  function option(item) {
    const made = element("a", { id: `palette-${++number}`, href: item.href, tabIndex: -1 }, element("bdi", { textContent: item.title }));
    if (item.detail) made.append(element("span", { className: "detail", textContent: item.detail }));
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    return made;
  }

  function group(section) {
    const title = element("p", { id: `palette-${++number}`, className: "quiet", textContent: section.title });
    const made = element("div", {}, ...section.items.map(option));
    made.setAttribute("role", "group");
    made.setAttribute("aria-labelledby", title.id);
    const part = element("div", {}, title, made);
    part.setAttribute("role", "presentation");
    title.setAttribute("role", "presentation");
    return part;
  }

  async function ask() {
    const question = ++asked;
    const address = `${dialog.dataset.source}?q=${encodeURIComponent(input.value.trim())}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
    if (question !== asked || !dialog.open) return;
    if (answer?.status === 401) return location.reload();
    const { sections } = answer?.ok ? await answer.json() : { sections: [] };
    if (question !== asked) return;
    list.replaceChildren(...sections.map(group));
    status.textContent = sections.length ? "" : dialog.dataset.none;
    select(options()[0]);
  }

  function open() {
    if (dialog.open) return;
    input.value = "";
    list.replaceChildren();
    dialog.showModal();
    input.focus();
    ask();
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  input.addEventListener("keydown", (event) => {
    const all = options();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && all.length) {
      event.preventDefault();
      select(all[(all.indexOf(current()) + step + all.length) % all.length]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      const link = current();
      if (link) event.ctrlKey || event.metaKey ? window.open(link.href, "_blank", "noopener") : location.assign(link.href);
    }
  });
  // A click beside the dialog closes it, as Escape does.
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    dialog.open ? dialog.close() : open();
  });
  for (const button of document.querySelectorAll("[data-palette]")) button.addEventListener("click", open);
})();
