/** A field that finds a theme by a few letters and offers what it finds. */

import { el } from "../dom.js";
import { above, matching } from "../themes.js";

const OFFERED = 7;

export class ThemeField {
  /** @param {{themes: () => object[], onpick: (no: number) => void, onleave: () => void}} parts */
  constructor({ themes, onpick, onleave }) {
    Object.assign(this, { themes, onpick, onleave });
    this.found = [];
    this.active = 0;
    const id = `tc-field-${Math.random().toString(36).slice(2)}`;
    this.list = el("ul", { class: "tc-offers", role: "listbox", id, "aria-label": "Themes found", hidden: true });
    this.input = el("input", {
      type: "text",
      class: "tc-input",
      role: "combobox",
      id: `${id}-input`,
      autocomplete: "off",
      spellcheck: "false",
      placeholder: "Type a theme",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": id,
    });
    const label = el("label", { class: "tc-label", for: `${id}-input` }, "Theme");
    this.element = el("div", { class: "tc-field" }, label, this.input, this.list);
    this.input.addEventListener("input", () => this.#offer());
    this.input.addEventListener("keydown", (event) => this.#pressed(event));
    this.input.addEventListener("blur", () => this.#close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.#pick(event.target.closest("li")?.dataset.theme));
  }

  focus() {
    this.input.value = "";
    this.input.focus({ preventScroll: true });
    this.#offer();
  }

  #offer() {
    this.found = matching(this.themes(), this.input.value).slice(0, OFFERED);
    this.active = 0;
    this.list.replaceChildren(...this.found.map((theme, index) => this.#option(theme, index)));
    if (this.found.length === 0) this.list.append(el("li", { class: "tc-nothing", role: "option", "aria-disabled": "true" }, "No such theme"));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#mark();
  }

  #option(theme, index) {
    return el(
      "li",
      { role: "option", id: `${this.list.id}-${index}`, "data-theme": theme.no },
      el("span", { class: "tc-offer-name" }, theme.name),
      el("span", { class: "tc-offer-above" }, above(theme)),
    );
  }

  #mark() {
    [...this.list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === this.active)));
    const chosen = this.found[this.active] ? `${this.list.id}-${this.active}` : "";
    this.input.setAttribute("aria-activedescendant", chosen);
  }

  #pressed(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      if (this.list.hidden) this.#offer();
      else this.active = Math.max(0, Math.min(this.found.length - 1, this.active + by));
      this.#mark();
    } else if (event.key === "Enter") this.#pick(this.found[this.active]?.no);
    else if (event.key === "Escape") this.onleave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #pick(theme) {
    if (theme === undefined) return;
    this.#close();
    this.input.value = "";
    this.onpick(Number(theme));
  }

  #close() {
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
