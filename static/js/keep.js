// Nothing typed into a form of the admin is lost: it is kept on the server while its user types, and leaving
// the page with changes that are not saved asks first.

const EVERY = 20_000;
const NOT_COMPARED = new Set(["csrfmiddlewaretoken", "version_token", "_base"]);

export const status = document.querySelector("[data-typed]");
export const form = status.closest("form");
let kept;
let leaving = false;

export function fields() {
  const pairs = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !name.includes("__prefix__"));
  return new URLSearchParams(pairs);
}

export function content() {
  const pairs = [...fields()].filter(([name]) => !NOT_COMPARED.has(name));
  return new URLSearchParams(pairs).toString();
}

async function keep() {
  const now = content();
  if (leaving || now === kept) return;
  try {
    const answer = await fetch(status.dataset.typed, { method: "POST", body: fields() });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    kept = now;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" });
    status.textContent = `${status.dataset.kept} ${time}`;
  } catch {
    status.textContent = status.dataset.failed;
  }
}

// Sent even as the page goes: a beacon outlives it.
function keepAtOnce() {
  const now = content();
  if (leaving || now === kept) return;
  if (navigator.sendBeacon(status.dataset.typed, fields())) kept = now;
}

function start() {
  const opened = content();
  kept = opened;
  const isDirty = () => "unsaved" in status.dataset || content() !== opened;
  setInterval(keep, EVERY);
  addEventListener("beforeunload", (event) => {
    if (!leaving && isDirty()) event.preventDefault();
  });
  addEventListener("pagehide", keepAtOnce);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keepAtOnce();
  });
  // Saving, moving on with a button of the form, and restoring what was kept are no way to lose anything.
  form.addEventListener("submit", () => {
    leaving = true;
  });
  document.querySelector("#restore-kept")?.addEventListener("submit", () => {
    leaving = true;
  });
  // Back from a page that was never reached, or from the browser's memory of pages.
  addEventListener("pageshow", () => {
    leaving = false;
  });
}

// After the admin's own scripts, which fill in the rows of inlines as the page loads.
if (document.readyState === "complete") start();
else addEventListener("load", () => setTimeout(start));
