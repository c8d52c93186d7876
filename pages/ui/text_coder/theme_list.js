/**
 * The framework beside the text as the tree that it is: every theme with its digit and its codings in this source; a
 * click codes the passage.
 */

import { el, quietButton } from "../dom.js";
import { matching, treeOf } from "../themes.js";
import { arrange, unseen } from "./lists.js";

export class ThemeList {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk, { oncoded }) {
    Object.assign(this, { desk, oncoded });
    this.rows = new Map();
    this.input = el("input", {
      type: "search",
      class: "tc-input",
      id: "tc-filter",
      autocomplete: "off",
      spellcheck: "false",
      "aria-describedby": "tc-filter-hint",
    });
    this.hint = el("p", { class: "tc-hint", id: "tc-filter-hint" }, "Enter codes the passage to the first theme.");
    this.list = el("ul", { class: "tc-themes" });
    this.element = el(
      "section",
      { class: "tc-box tc-box-themes", "aria-label": "Themes" },
      el("div", { class: "tc-box-head" }, el("h3", {}, "Themes"), el("label", { class: "tc-label", for: "tc-filter" }, "Find a theme"), this.input),
      this.hint,
      el("div", { class: "tc-box-body", tabindex: "-1" }, this.list),
    );
    this.input.addEventListener("input", () => this.refresh());
    this.input.addEventListener("keydown", (event) => this.#pressed(event));
  }

  refresh() {
    const { desk } = this;
    const counts = new Map();
    for (const view of desk.views.values()) counts.set(view.theme, (counts.get(view.theme) ?? 0) + 1);
    const asked = this.input.value.trim();
    const themes = asked ? matching(desk.data.themes, asked) : desk.data.themes.filter((theme) => !theme.retired);
    const tree = treeOf(desk.data.themes);
    this.first = asked ? themes[0] : undefined;
    const row = (theme) => {
      const { depth, groups } = tree.get(theme.no);
      return this.#row(theme, counts.get(theme.no) ?? 0, asked ? 0 : depth, groups);
    };
    arrange(this.list, themes.map(row));
    if (themes.length === 0) this.list.append(el("li", { class: "tc-nothing" }, "No theme has these words."));
    this.hint.hidden = !this.first;
  }

  #row(theme, count, depth, groups) {
    const digit = this.desk.digits.indexOf(theme.no) + 1;
    const shown = [digit, count, theme.name, theme.colour, depth, groups].join("|");
    let row = this.rows.get(theme.no);
    if (row?.shown === shown) return row.element;
    const button = quietButton(
      {
        class: groups ? "tc-theme tc-groups" : "tc-theme",
        title: theme.path,
        "aria-keyshortcuts": digit > 0 ? digit : null,
        onclick: () => this.#code(theme.no),
      },
      el("kbd", {}, digit > 0 ? `${digit} ` : ""),
      swatch(theme.colour),
      el("span", { class: "tc-theme-name" }, theme.name),
      count ? el("span", { class: "tc-count" }, ` ${count}`, unseen(count === 1 ? " coding here" : " codings here")) : null,
    );
    button.style.setProperty("--tc-depth", depth);
    row = { shown, element: el("li", {}, button) };
    this.rows.set(theme.no, row);
    return row.element;
  }

  #code(theme) {
    this.input.value = "";
    this.desk.code(theme);
    this.refresh();
    this.oncoded();
  }

  #pressed(event) {
    if (event.key === "Enter" && this.first) this.#code(this.first.no);
    else if (event.key === "Escape") {
      this.input.value = "";
      this.refresh();
      this.oncoded();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

export function swatch(colour) {
  const square = el("span", { class: "tc-swatch", "aria-hidden": "true" });
  square.style.setProperty("--tc-theme", colour);
  return square;
}
