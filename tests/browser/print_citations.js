// Prints a file of citations by citation-js: node print_citations.js FILE STYLE.csl LOCALE.xml LANGUAGE
"use strict";

const { readFileSync } = require("node:fs");
const { Cite, plugins } = require("@citation-js/core");

require("@citation-js/plugin-bibtex");
require("@citation-js/plugin-csl");
require("@citation-js/plugin-ris");

const [file, style, locale, lang] = process.argv.slice(2);
const config = plugins.config.get("@csl");
config.templates.add("style", readFileSync(style, "utf8"));
config.locales.add(lang, readFileSync(locale, "utf8"));
const cited = new Cite(readFileSync(file, "utf8"), { generateGraph: false });
process.stdout.write(cited.format("bibliography", { format: "text", template: "style", lang }));
