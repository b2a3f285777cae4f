// Hover cards: data-card is the URL of an HTML fragment that is shown while the element is hovered or focused. As WCAG
// 1.4.13 requires, Escape closes it, the pointer can move onto it, and it stays until hover and focus end. Without this
// file, the element is a plain link.
(() => {
  const patience = 250, grace = 250;     // delays of opening and closing, in ms
  const answers = new Map();             // URL → promise of the fragment or null
  let wanted, opening, closing, shown, card;

  // Only a person's card on this site, because the response is inserted into the page.
  function isCard(address) {
    if (!/^\/people\/[^/?#\\\s]+\/card$/.test(address)) return false;
    const { origin, pathname } = new URL(address, location.href);
    return origin === location.origin && pathname === address;
  }

  function fragment(address) {
    if (!answers.has(address)) {
      // Rejects the redirect after signing out, and other media types: neither is a fragment.
      const isHTML = (found) => /^text\/html *(;|$)/i.test(found.headers.get("Content-Type") ?? "");
      const answer = !isCard(address) ? Promise.resolve(null) : fetch(address, { redirect: "error" })
        .then((found) => (found.ok && isHTML(found) ? found.text() : null)).catch(() => null);
      answer.then((text) => { if (text === null) answers.delete(address); });
      answers.set(address, answer);
    }
    return answers.get(address);
  }

  function close() {
    card?.remove();
    shown?.removeAttribute("aria-describedby");
    card = shown = undefined;
  }

  async function open(name) {
    const text = await fragment(name.dataset.card);
    if (text === null || name !== wanted || !name.isConnected) return;
    close();
    card = document.createElement("div");
    card.className = "card";
    card.id = "card";
    card.setAttribute("role", "tooltip");
    card.innerHTML = text;
    document.body.append(card);
    shown = name;
    name.setAttribute("aria-describedby", "card");
    place(name.getBoundingClientRect());
  }

  // Below the name, or above it near the end of the window.
  function place(name) {
    const below = name.bottom + 4 + card.offsetHeight <= innerHeight;
    card.style.top = `${(below ? name.bottom + 4 : Math.max(4, name.top - card.offsetHeight - 4)) + scrollY}px`;
    card.style.left = `${Math.max(8, Math.min(name.left, document.documentElement.clientWidth - card.offsetWidth - 8)) + scrollX}px`;
  }

  function approach(name) {
    clearTimeout(closing);
    if (name === wanted) return;
    clearTimeout(opening);
    wanted = name;
    if (name !== shown) opening = setTimeout(open, patience, name);
  }

  function leave() {
    clearTimeout(opening);
    clearTimeout(closing);
    wanted = undefined;
    closing = setTimeout(close, grace);
  }

  function dismiss() {
    clearTimeout(opening);
    clearTimeout(closing);
    wanted = undefined;
    close();
  }

  const nameOf = (event) => event.target.closest?.("[data-card]");

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    if (card?.contains(event.target)) return approach(shown);
    const name = nameOf(event);
    if (name) approach(name);
  });
  document.addEventListener("pointerout", (event) => {
    if (event.pointerType !== "touch" && (nameOf(event) || card?.contains(event.target))) leave();
  });
  document.addEventListener("focusin", (event) => {
    const name = nameOf(event);
    if (name?.matches(":focus-visible")) approach(name);
  });
  document.addEventListener("focusout", (event) => { if (nameOf(event)) leave(); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") dismiss(); });
  document.addEventListener("click", dismiss);
})();
