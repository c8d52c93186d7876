/** The field in which a person types what to look for. */

import { el } from "../dom.js";
import { search } from "./asking.js";

const HOW = [
  ["“took two days”", " words in a row"],
  ["nurs*", " how a word begins"],
  ["board near/5 return", " at most 5 words apart"],
  ["board return", " both in one paragraph"],
];

export class Field {
  constructor(data, signal) {
    this.input = el("input", {
      ...{ type: "search", class: "sr-input", id: "sr-input", name: "sr-input", maxlength: data.longest },
      ...{ autocomplete: "off", autocapitalize: "none", spellcheck: "false", enterkeyhint: "search" },
      ...{ "aria-describedby": "sr-how" },
    });
    const how = HOW.flatMap(([typed, means], at) => [at ? " · " : null, el("code", {}, typed), means]);
    this.element = el(
      "form",
      { class: "sr-form", role: "search", onsubmit: (event) => this.#submit(event) },
      el("label", { for: "sr-input" }, "Search for"),
      el("div", { class: "sr-row" }, this.input, el("button", { type: "submit", class: "sr-button sr-primary" }, "Search")),
      el("p", { class: "sr-how", id: "sr-how" }, ...how),
    );
    this.input.value = search.typed;
    search.listen(() => this.input.toggleAttribute("aria-invalid", Boolean(search.refused)), signal);
  }

  #submit(event) {
    event.preventDefault();
    search.look(this.input.value);
  }
}
