// How far a task is: read again every second, and the page anew when it has ended. Without this, a link does so.

const place = document.querySelector("[data-progress]");
const bar = place.querySelector("progress");
const status = place.querySelector("[role=status]");
const EVERY = 1000;
let announced = -1;

async function look() {
  const response = await fetch(place.dataset.progress, { redirect: "manual" });
  if (!response.ok) return false;
  const now = await response.json();
  if (!now.open) {
    location.reload();
    return false;
  }
  if (now.total) {
    bar.max = now.total;
    bar.value = now.done;
  }
  // Read out by a screen reader: at each tenth, not at each second.
  const tenth = now.total ? Math.floor((10 * now.done) / now.total) : -1;
  if (tenth !== announced || !now.total) {
    announced = tenth;
    if (status.textContent !== now.text) status.textContent = now.text;
  }
  return true;
}

async function follow() {
  // A server that does not answer for a moment is asked again; after the end of a session the link stays.
  const goesOn = await look().catch(() => true);
  if (goesOn) setTimeout(follow, EVERY);
}

setTimeout(follow, EVERY);
