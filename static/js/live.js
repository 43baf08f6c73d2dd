// Checks the form of an activity while its user writes, and shows what is found beside it.

import { content, fields, form } from "./keep.js";

const AFTER = 1500; // milliseconds without a change
const aside = document.querySelector("#live");
let checked;
let seen;

async function check(now) {
  checked = now;
  const body = fields();
  body.set("_check", "1");
  const answer = await fetch(location.href, { method: "POST", body, redirect: "error" });
  if (!answer.ok) throw new Error(answer.status);
  const closed = [...aside.querySelectorAll("details")].map((details) => !details.open);
  aside.innerHTML = await answer.text();
  aside.querySelectorAll("details").forEach((details, position) => {
    details.open = !closed[position];
  });
}

// Polled, since the pickers of the admin change a value without an event that a module hears.
function look() {
  const now = content();
  if (now === seen && now !== checked) {
    check(now).catch(() => {
      aside.firstElementChild.dataset.failed = aside.dataset.errors;
    });
  }
  seen = now;
}

function start() {
  checked = content();
  setInterval(look, AFTER);
  // The first thing that an analyst writes; where something is wrong, the page begins with what it is.
  if (!document.querySelector(".errornote")) form.querySelector("[name=texts-0-title]")?.focus();
}

if (document.readyState === "complete") start();
else addEventListener("load", () => setTimeout(start));
