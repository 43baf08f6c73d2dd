// What a screen reader says of a change that only the eye would notice.

const region = document.createElement("p");
region.className = "visually-hidden";
region.setAttribute("role", "status");
document.body.append(region);

let timer;

export function announce(text) {
  // Emptied first: the same words again would not be read out.
  region.textContent = "";
  clearTimeout(timer);
  timer = setTimeout(() => {
    region.textContent = text;
  }, 100);
}
