// A long facet searched in place: shows those of its values that contain what one types.

import { fold } from "./fold.js";

export function makeFacetsSearchable(root) {
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
  let values; // once they are asked for
  let restWasOpen = rest.open;

  function search() {
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
