// The search box as a combobox with suggestions (ARIA Authoring Practices: list autocomplete, manual
// selection). A suggestion leads to its page; without one chosen the form searches as it always does.

import { announce } from "./announce.js";

const PAUSE = 150; // milliseconds without a key: whoever types on waits for no answer
const ENOUGH = 2; // letters, fewer suggest nothing

export class Combobox {
  constructor(form) {
    this.input = form.elements.q;
    this.address = form.dataset.suggestions;
    this.active = -1;
    this.list = listbox(form.dataset.suggestionsLabel, `${this.input.id}-suggestions`);
    this.input.parentElement.append(this.list);
    this.input.type = "text"; // a search field clears itself with Escape, and may be no combobox
    for (const [name, value] of Object.entries({
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-controls": this.list.id,
      "aria-expanded": "false",
    })) {
      this.input.setAttribute(name, value);
    }
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.press(event));
    this.input.addEventListener("blur", () => this.close());
    form.addEventListener("submit", () => this.close());
    // The box keeps the focus while the pointer is at the list.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  get isOpen() {
    return !this.list.hidden;
  }

  wait() {
    this.forget();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  forget() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  async ask() {
    this.forget();
    const text = this.input.value.trim();
    if (text.length < ENOUGH) {
      this.close();
      return;
    }
    const asking = new AbortController();
    this.asking = asking;
    try {
      const address = `${this.address}?${new URLSearchParams({ q: text })}`;
      const answer = await fetch(address, { signal: asking.signal });
      const found = answer.ok ? await answer.json() : { suggestions: [], said: "" };
      if (!asking.signal.aborted) this.show(found);
    } catch {
      if (!asking.signal.aborted) this.close();
    }
  }

  show({ suggestions, said }) {
    this.list.replaceChildren(...suggestions.map((each, place) => option(each, `${this.list.id}-${place}`)));
    this.list.hidden = !suggestions.length;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
    this.activate(-1);
    announce(said);
  }

  close() {
    this.forget();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.activate(-1);
  }

  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.isOpen) this.move(event.key === "ArrowDown" ? 1 : -1);
      else this.ask();
    } else if (event.key === "Enter" && this.active >= 0) {
      event.preventDefault();
      this.choose(this.options[this.active]);
    } else if (event.key === "Escape") {
      if (this.isOpen) event.preventDefault();
      this.close();
    }
  }

  // Past either end the text itself is active again.
  move(step) {
    const places = this.options.length + 1;
    this.activate(((this.active + 1 + step + places) % places) - 1);
  }

  activate(place) {
    this.active = place;
    this.options.forEach((each, index) => each.setAttribute("aria-selected", String(index === place)));
    const chosen = this.options[place];
    if (chosen) {
      this.input.setAttribute("aria-activedescendant", chosen.id);
      chosen.scrollIntoView({ block: "nearest" });
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  choose(chosen) {
    if (!chosen) return;
    this.close();
    location.assign(chosen.dataset.url);
  }
}

function listbox(label, id) {
  const list = element("ul", "suggestions", { id, role: "listbox", "aria-label": label });
  list.hidden = true;
  return list;
}

function option({ kind, label, matched, language, counted, url }, id) {
  const item = element("li", "", { id, role: "option", "aria-selected": "false", "data-url": url });
  item.append(element("span", "suggested", {}, label));
  if (matched) item.append(" ", element("span", "matched", language ? { lang: language } : {}, matched));
  item.append(" ", element("span", "count", {}, [kind, counted].filter(Boolean).join(" · ")));
  return item;
}

function element(name, className, attributes, text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.textContent = text;
  return made;
}
