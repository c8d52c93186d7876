/** A field that finds any theme by a few letters; arrows and Enter, or a tap. */

import { el } from "../dom.js";
import { above, matching } from "../themes.js";

const OFFERED = 8;

export class ThemeField {
  /** @param {{themes: () => {no: number, name: string, path: string}[], onpick: (no: number) => void, onleave: () => void}} parts */
  constructor({ themes, onpick, onleave }) {
    Object.assign(this, { themes, onpick, onleave });
    this.found = [];
    this.active = 0;
    this.list = el("ul", { class: "ne-found", role: "listbox", id: "ne-found", "aria-label": "Themes found", hidden: true });
    this.input = el("input", {
      ...{ type: "text", class: "ne-input", role: "combobox", id: "ne-theme", placeholder: "Search themes" },
      ...{ autocomplete: "off", autocapitalize: "none", spellcheck: "false" },
      ...{ "aria-label": "Search themes", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "ne-found" },
    });
    this.element = el("div", { class: "ne-search" }, this.input, this.list);
    this.input.addEventListener("input", () => this.#offer());
    this.input.addEventListener("click", () => this.#offer());
    this.input.addEventListener("keydown", (event) => this.#pressed(event));
    this.input.addEventListener("blur", () => this.#close());
    this.list.addEventListener("click", (event) => this.#pick(event.target.closest("li")?.dataset.theme));
  }

  #offer() {
    this.found = matching(this.themes(), this.input.value).slice(0, OFFERED);
    this.active = 0;
    const options = this.found.map((theme, index) => this.#option(theme, index));
    const nothing = el("li", { class: "ne-nothing", role: "option", "aria-disabled": "true" }, "No such theme");
    this.list.replaceChildren(...(options.length ? options : [nothing]));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.#mark();
  }

  #option(theme, /** @type {number} */ index) {
    const place = el("span", { class: "ne-above" }, above(theme));
    return el("li", { role: "option", id: `ne-found-${index}`, "data-theme": theme.no }, el("span", {}, theme.name), place);
  }

  #mark() {
    [...this.list.children].forEach((item, index) => item.setAttribute("aria-selected", String(index === this.active)));
    this.list.children[this.active]?.scrollIntoView({ block: "nearest" });
    if (this.found.length) this.input.setAttribute("aria-activedescendant", `ne-found-${this.active}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #pressed(/** @type {KeyboardEvent} */ event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      if (this.list.hidden) this.#offer();
      else this.active = Math.max(0, Math.min(this.found.length - 1, this.active + by));
      this.#mark();
    } else if (event.key === "Enter") this.#pick(this.list.hidden ? undefined : this.found[this.active]?.no);
    else if (event.key === "Escape") this.onleave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #pick(/** @type {number | string | undefined} */ theme) {
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
