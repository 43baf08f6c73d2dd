// Buttons that copy a text. They show only where the browser lets a page write to the clipboard.

async function copy({ currentTarget: button }) {
  const place = button.closest("[data-copy]");
  const status = place.querySelector("[role=status]");
  // Emptied first: saying the same again would be no change, and no change is not announced.
  status.textContent = "";
  await navigator.clipboard.writeText(place.dataset.copy);
  status.textContent = place.dataset.copied;
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy] button")) {
    button.hidden = false;
    button.addEventListener("click", copy);
  }
}
