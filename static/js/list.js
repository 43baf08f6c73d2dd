// What htmx leaves open when it swaps the list: focus, place, open facets, address, history, and a word
// to those who do not see the change.

import { announce } from "./announce.js";
import { fetchValues, makeFacetsSearchable } from "./filter.js";

const list = document.getElementById("list");
const box = document.getElementById("q");
const openness = new Map(); // by id of a details element, as the reader left it
let shown = location.search;
let before;
let sheetWasOpen = false;

// One listener for all links: htmx’s boost, one for each, was a quarter of a phone’s work on the page.
list.addEventListener("click", (event) => {
  rememberOpenness(event.target);
  const link = event.target.closest("[data-in-place] a");
  // A link elsewhere is the browser’s own; with a key held it opens a tab or a window, or saves.
  if (!window.htmx || link?.pathname !== location.pathname) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  // What goes wrong is told by an event as well.
  window.htmx.ajax("GET", link.href, { source: link, event, push: "true" }).catch(() => {});
});

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const control = detail.requestConfig.elt;
  const focused = document.activeElement;
  sheetWasOpen = Boolean(list.querySelector("#filters:popover-open"));
  before = {
    id: control.id,
    top: control.getBoundingClientRect().top,
    // Who has gone on to something else meanwhile is left there; a click focuses no link in some browsers.
    stays: focused !== document.body && !list.contains(focused),
  };
});

document.addEventListener("htmx:afterOnLoad", async ({ detail }) => {
  if (!detail.successful) return;
  const { id, top, stays } = before;
  const values = refresh();
  if (sheetWasOpen) document.getElementById("filters")?.showPopover();
  if (document.activeElement !== box) box.value = textAskedFor();
  else if (matchMedia("(pointer: coarse)").matches) box.blur(); // uncovers the results
  if (stays) return;
  // The control may be among the values that are fetched again.
  if (id && !document.getElementById(id)) await Promise.all(values);
  land({ id, top });
});

document.addEventListener("htmx:historyRestore", () => {
  refresh();
  box.value = textAskedFor();
});

// A request that failed is made again as a plain visit, which shows what is the matter.
for (const name of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(name, ({ detail }) => location.assign(detail.pathInfo.finalRequestPath));
}
document.addEventListener("htmx:historyCacheMiss", ({ detail }) => {
  detail.xhr.addEventListener("error", () => location.reload());
});
document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
addEventListener("popstate", ({ state }) => {
  window.htmx.trigger(list, "htmx:abort");
  // An entry that htmx does not know, such as one of a link into the page.
  if (!state && location.search !== shown) location.reload();
});

// htmx notes the address in the browser's storage, where nothing of a visit should remain.
function forgetVisit() {
  try {
    sessionStorage.removeItem("htmx-current-path-for-history");
  } catch {
    // Storage is closed to this page: nothing was noted.
  }
}

function refresh() {
  shown = location.search;
  forgetVisit();
  makeFacetsSearchable(list);
  const values = [];
  for (const [id, open] of openness) {
    const details = document.getElementById(id);
    if (!details) continue;
    details.open = open;
    if (open && details.matches(".more")) values.push(fetchValues(details));
  }
  for (const link of document.querySelectorAll(".languages a, link[rel=alternate][hreflang]")) {
    const address = new URL(link.href);
    address.search = location.search;
    link.href = address;
  }
  announce([...list.querySelectorAll("[data-said]")].map((each) => each.textContent).join(", "));
  return values;
}

// The same control again, where it was on the screen; else the head of the new list.
function land({ id, top }) {
  const control = id && document.getElementById(id);
  if (control) {
    control.focus({ preventScroll: true });
    scrollBy({ top: control.getBoundingClientRect().top - top, behavior: "instant" });
  } else {
    const head = list.querySelector("h2");
    head.focus({ preventScroll: true });
    head.scrollIntoView({ block: "nearest", behavior: "instant" });
  }
}

function rememberOpenness(target) {
  const toggled = target.closest("summary")?.parentElement;
  for (let details = target.closest("details[id]"); details; details = details.parentElement.closest("details[id]")) {
    openness.set(details.id, details === toggled ? !details.open : true);
  }
}

function textAskedFor() {
  return new URLSearchParams(location.search).get("q") ?? "";
}

forgetVisit();
makeFacetsSearchable(list);
