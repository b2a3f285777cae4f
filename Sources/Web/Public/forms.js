// A form that is sent after the session has ended comes back after signing in, as it was filled in. It is kept in this
// tab (sessionStorage) until the next page: never passwords, never for another user, and never sent by itself.
(() => {
  const place = "sent-form";
  const sizeLimit = 500_000;
  const lifetime = 30 * 60_000;
  const viewer = document.querySelector("header.top")?.dataset.viewer;

  function kept() {
    try {
      const entry = JSON.parse(sessionStorage.getItem(place));
      return entry && Date.now() - entry.at < lifetime ? entry : null;
    } catch { return null; }
  }
  function keep(entry) {
    try {
      const text = JSON.stringify(entry);
      if (text.length <= sizeLimit) sessionStorage.setItem(place, text);
    } catch { /* private window, or full: nothing is kept */ }
  }
  function forget() { try { sessionStorage.removeItem(place); } catch { /* nothing was kept */ } }

  const isTyped = (field) => field.name && !["hidden", "submit", "button", "password", "file"].includes(field.type);
  const action = (form, button) => button?.getAttribute("formaction") ?? form.getAttribute("action");

  addEventListener("submit", (event) => {
    const [form, button] = [event.target, event.submitter];
    const method = button?.getAttribute("formmethod") ?? form.method;
    if (!viewer || method !== "post" || event.defaultPrevented || ![...form.elements].some(isTyped)) return;
    const secret = new Set(["csrf", ...[...form.elements].filter((field) => field.type === "password").map((field) => field.name)]);
    const fields = [...new FormData(form, button)].filter(([name, value]) => typeof value === "string" && !secret.has(name));
    keep({ viewer, page: location.pathname + location.search, action: action(form, button), fields, at: Date.now() });
  });

  function note(id, children = []) {
    const part = document.getElementById(id)?.content.firstElementChild?.cloneNode(true);
    if (!part) return;
    part.append(...children);
    (document.querySelector("main .alone h1") ?? document.querySelector("main").firstElementChild)?.before(part);
  }

  // Signing in leads back to the form.
  function waitForSignIn(entry) {
    keep({ ...entry, interrupted: true });
    const field = document.querySelector("form[action='/signin'] [name=return_to]");
    field.value = entry.page;
    const other = document.getElementById("single-sign-on");
    if (other) other.href = `/signin/sso?return_to=${encodeURIComponent(entry.page)}`;
    note("form-waits");
  }

  function hidden(name, value) { return Object.assign(document.createElement("input"), { type: "hidden", name, value }); }

  function fill(form, fields) {
    const values = Map.groupBy?.(fields, ([name]) => name) ?? fields.reduce((all, field) => all.set(field[0], [...all.get(field[0]) ?? [], field]), new Map());
    for (const field of [...form.elements].filter(isTyped)) {
      const given = (values.get(field.name) ?? []).map(([, value]) => value);
      if (["checkbox", "radio"].includes(field.type)) field.checked = given.includes(field.value);
      else if (field.tagName === "SELECT") for (const option of field.options) option.selected = given.includes(option.value);
      else if (given.length) field.value = given[0];
      const fits = field.tagName === "SELECT" || ["checkbox", "radio"].includes(field.type) ? (value) => value === field.value : (_, index) => index === 0;
      values.set(field.name, (values.get(field.name) ?? []).filter(([, value], index) => !fits(value, index)));
    }
    // What was chosen in a picker has no field on the page yet.
    const buttons = new Set([...form.elements].filter((field) => ["submit", "hidden"].includes(field.type)).map((field) => field.name));
    for (const rest of values.values()) for (const [name, value] of rest) if (!buttons.has(name)) form.append(hidden(name, value));
  }

  function restore(entry) {
    forget();
    if (entry.viewer !== viewer) return;
    const form = [...document.forms].find((form) => [form, ...form.elements].some((part) =>
      [part.getAttribute("action"), part.getAttribute("formaction")].includes(entry.action)) && [...form.elements].some(isTyped));
    if (form) {
      fill(form, entry.fields);
      return note("form-back");
    }
    // The form was on a page that has no address of its own.
    const again = document.createElement("form");
    Object.assign(again, { method: "post", action: entry.action, className: "actions" });
    const token = document.querySelector("[name=csrf]")?.value ?? "";
    const button = document.getElementById("form-send").content.firstElementChild.cloneNode(true);
    again.append(hidden("csrf", token), ...entry.fields.map(([name, value]) => hidden(name, value)), button);
    note("form-elsewhere", [again]);
  }

  const entry = kept();
  if (!entry) return forget();
  if (document.querySelector("form[action='/signin']")) return waitForSignIn(entry);
  if (viewer && entry.interrupted) return restore(entry);
  if (viewer) forget();
})();
