// A long facet: fetches the values that the list leaves out, and shows those that contain what one types.

import { fold } from "./fold.js";

const fetched = new WeakMap(); // {fold of the values that are left out: promise that they are there}

// Where the values cannot be had, the fold keeps its link to the page that has them all.
export function fetchValues(rest) {
  if (!fetched.has(rest)) fetched.set(rest, putInPlace(rest));
  return fetched.get(rest);
}

async function putInPlace(rest) {
  const link = rest.querySelector("p > a");
  try {
    const response = await fetch(link.href, { headers: { "HX-Request": "true" } });
    if (!response.ok) return;
    const values = document.createRange().createContextualFragment(await response.text());
    link.parentElement.replaceWith(values);
  } catch {
    fetched.delete(rest);
  }
}

export function makeFacetsSearchable(root) {
  for (const rest of root.querySelectorAll(".more")) {
    rest.addEventListener("toggle", () => rest.open && fetchValues(rest));
  }
  for (const template of root.querySelectorAll(".facet > template")) {
    const facet = template.parentElement;
    template.replaceWith(template.content);
    addSearch(facet, facet.closest(".filters").dataset);
  }
}

function addSearch(facet, messages) {
  const box = facet.querySelector(".find input");
  const found = facet.querySelector(".find output");
  const rest = facet.querySelector(".more");
  let values; // once they are all there
  let restWasOpen = rest.open;

  async function search() {
    await fetchValues(rest);
    const words = fold(box.value).split(/\s+/).filter(Boolean);
    const searching = words.length > 0;
    values ??= [...facet.querySelectorAll(".choices li")].map((item) => [item, fold(nameOf(item))]);
    if (searching && !facet.classList.contains("searching")) restWasOpen = rest.open;
    facet.classList.toggle("searching", searching);
    rest.open = searching || restWasOpen;
    for (const [item, name] of values) item.hidden = !words.every((word) => name.includes(word));
    const count = values.filter(([item]) => !item.hidden).length;
    found.textContent = searching ? inWords(messages, count) : "";
  }

  box.addEventListener("input", search);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.value) return;
    event.preventDefault();
    box.value = "";
    search();
  });
}

// A value's name, without its count and what is said of a selection.
function nameOf(item) {
  const link = item.querySelector("a");
  return (link.firstElementChild ?? link).textContent;
}

function inWords(messages, count) {
  const language = document.documentElement.lang;
  const form = new Intl.PluralRules(language).select(count);
  const number = new Intl.NumberFormat(language).format(count);
  return (messages[form] ?? messages.other).replace(/\d+/, number);
}
