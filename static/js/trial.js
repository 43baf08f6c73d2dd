// The page to try the API: sends the request that the page shows, and shows what comes back.

const HEADERS = ["Content-Type", "Content-Language", "API-Version", "ETag", "Deprecation", "Sunset", "Retry-After"];

async function send(section) {
  const status = section.querySelector("[role=status]");
  section.hidden = false;
  try {
    const response = await fetch(section.dataset.address);
    const text = await response.text();
    const headers = HEADERS.filter((name) => response.headers.has(name));
    const lines = headers.map((name) => `${name}: ${response.headers.get(name)}`);
    section.querySelector("code").textContent = [...lines, "", readable(text)].join("\n");
    status.textContent = `${response.status} ${response.statusText}`;
  } catch {
    status.textContent = section.dataset.failed;
  }
}

function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

const section = document.querySelector("#answer[data-address]");
if (section) send(section);
