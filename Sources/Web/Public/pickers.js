// Fields that search on the server while the user types: a combobox with a listbox (WAI-ARIA Authoring Practices). A
// selected item is added to the form as a copy of the picker's template. Without this file, the form itself searches.
// The value of a condition (data-values) only has suggestions: a selected one replaces what was typed after the last
// separator.
(() => {
  let number = 0;

  function combobox(input) {
    const picker = input.closest(".picker");
    const fields = input.dataset.values && input.closest("fieldset, form");
    const field = (name) => fields.querySelector(`[name=${name}]`).value;
    const separator = () => (field("where_operation") === "between" ? /[|,]/ : /\|/);
    const list = document.createElement("ul");
    // tabIndex -1: a scrollable list is focusable by default, which would blur the field and so close the list.
    Object.assign(list, { id: `picker-${++number}`, className: "options", hidden: true, tabIndex: -1 });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", input.getAttribute("aria-label"));
    input.after(list);
    if (picker) input.removeAttribute("name");
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) input.setAttribute(name, value);
    const status = picker?.querySelector("[role=status]");
    let waiting, asked = 0;

    const options = () => [...list.querySelectorAll("[role=option]")];
    const current = () => list.querySelector("[aria-selected=true]");

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }

    function select(option) {
      for (const each of options()) each.setAttribute("aria-selected", String(each === option));
      if (!option) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    }

    function show({ choices, has_more: hasMore }) {
      list.replaceChildren(...choices.map((choice, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const title = document.createElement("bdi");
        title.textContent = choice.title;
        option.append(title);
        if (choice.detail) {
          const detail = document.createElement("span");
          Object.assign(detail, { className: "detail", textContent: choice.detail });
          option.append(detail);
        }
        option.choice = choice;
        return option;
      }));
      if (status) status.textContent = choices.length ? (hasMore ? input.dataset.more : "") : input.dataset.none;
      list.hidden = !choices.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      select(null);
    }

    // Without a column, or for numbers, there is nothing to suggest.
    function source() {
      if (picker) return `${input.dataset.picker}?q=${encodeURIComponent(input.value.trim())}`;
      const typed = input.value.split(separator()).pop();
      return `${input.dataset.values}&column=${encodeURIComponent(field("where_column"))}&q=${encodeURIComponent(typed.trim())}`;
    }

    async function ask() {
      if (fields && !field("where_column")) return;
      const question = ++asked;
      const answer = await fetch(source(), { headers: { Accept: "application/json" } }).catch(() => null);
      if (question !== asked || !answer?.ok || document.activeElement !== input) return;
      show(await answer.json());
    }

    function pick(option) {
      if (picker) return pickItem(option);
      const typed = input.value.split(separator()).pop();
      input.value = input.value.slice(0, input.value.length - typed.length) + option.choice.id;
      asked++;
      close();
      input.form?.dispatchEvent(new Event("input", { bubbles: true }));
    }

    function pickItem({ choice }) {
      const held = [...picker.querySelectorAll(".chosen input")].find((each) => each.value === choice.id);
      const box = held ?? add(choice);
      if (box.type === "checkbox") box.checked = true;
      input.value = "";
      asked++;
      close();
      status.textContent = `${input.dataset.added} ${choice.title}`;
      for (const kind of ["input", "change"]) box.dispatchEvent(new Event(kind, { bubbles: true }));
      const next = picker.querySelector(".chosen > :last-child select");
      if (next && !held) next.focus();
    }

    function add(choice) {
      const copy = picker.querySelector("template").content.cloneNode(true);
      const box = copy.querySelector("[data-value]");
      box.value = choice.id;
      copy.querySelector("[data-title]").textContent = choice.title;
      const detail = copy.querySelector("[data-detail]");
      if (detail) detail.textContent = choice.detail ?? "";
      picker.querySelector(".chosen").append(copy);
      return box;
    }

    input.addEventListener("input", (event) => {
      if (picker) event.stopPropagation();      // The search text is not part of the form's input.
      clearTimeout(waiting);
      waiting = setTimeout(ask, 150);
    });
    input.addEventListener("focus", ask);
    input.addEventListener("click", () => { if (list.hidden) ask(); });
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const all = options();
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (list.hidden) return void ask();
        const place = all.indexOf(current());
        select(all[(place < 0 ? (step > 0 ? 0 : all.length - 1) : place + step + all.length) % all.length]);
      } else if (event.key === "Enter") {
        const option = current() ?? (picker && input.value.trim() && all.length === 1 ? all[0] : null);
        if (picker || (option && !list.hidden)) event.preventDefault();
        if (option && !list.hidden) pick(option);
      } else if (event.key === "Escape" && !list.hidden) {
        event.stopPropagation();
        close();
      }
    });
    // mousedown comes before blur, which closes the list.
    list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) pick(option);
    });
  }

  document.querySelectorAll("input[data-picker], input[data-values]").forEach(combobox);
})();
