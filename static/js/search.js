// The search form: suggestions while one types, and a key that leads to it from anywhere in the page.

import { Combobox } from "./combobox.js";

const KEY = "/";
const FIELDS = "input, textarea, select, [contenteditable]";

const form = document.getElementById("search");
const box = new Combobox(form).input;
box.setAttribute("aria-keyshortcuts", KEY);

document.addEventListener("keydown", (event) => {
  if (event.key !== KEY || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest(FIELDS)) return;
  event.preventDefault();
  box.focus();
  box.select();
});
