/**
 * What the chosen words speak to: polarity and theme, in either order. It never takes the focus from the text, unless
 * the keyboard walks into it: Tab from the text, then b f m d, the digits of the themes at hand, Escape back.
 */

import { el, keepsSelection, quietButton } from "../dom.js";
import { POLARITIES } from "../polarity.js";
import { ThemeField } from "./theme_field.js";

const AT_HAND = 6;

export class TagBar {
  /**
   * @param {{themes: {no: number, name: string, path: string, recent: number | null}[], core_concept: string}} choices
   * @param {{ontheme: (no: number) => void, onpolarity: (name: string) => void, onremove: () => void, onleave: () => void}} on
   */
  constructor(choices, on) {
    this.on = on;
    this.themes = choices.themes;
    this.atHand = atHand(choices.themes);
    this.words = el("p", { class: "ne-words" });
    this.remove = quietButton({ class: "ne-button ne-quiet", onclick: () => on.onremove(), hidden: true }, "Remove tag");
    this.polarities = Object.entries(POLARITIES).map(([name, { mark, label, key }]) =>
      quietButton(
        { class: `ne-button ne-polarity ne-${name}`, "data-polarity": name, "aria-keyshortcuts": key, onclick: () => on.onpolarity(name) },
        el("span", { class: "ne-sign", "aria-hidden": "true" }, mark),
        label,
      ),
    );
    this.chips = el("div", { class: "ne-chips", role: "group", "aria-label": "Themes at hand" });
    this.field = new ThemeField({ themes: () => this.themes, onpick: (no) => on.ontheme(no), onleave: () => on.onleave() });
    const core = choices.core_concept.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());
    const concept = el("p", { class: "ne-concept" }, `Does it help or hinder ${core}?`);
    const row = el("div", { class: "ne-polarities", role: "group", "aria-label": `Polarity, towards ${core}` }, ...this.polarities);
    this.element = el(
      "section",
      { class: "ne-bar", "aria-label": "Tag these words", hidden: true },
      el("div", { class: "ne-bar-head" }, this.words, this.remove, concept),
      row,
      this.field.element,
      this.chips,
    );
    keepsSelection(this.element);
    this.element.addEventListener("keydown", (event) => this.#pressed(event));
    this.#drawChips();
  }

  offer(/** @type {TagBar["themes"]} */ themes) {
    this.themes = themes;
    const known = new Set(themes.map(({ no }) => no));
    this.atHand = [...this.atHand.filter((no) => known.has(no)), ...atHand(themes)].filter((no, at, all) => all.indexOf(no) === at);
    this.#drawChips();
  }

  nameOf(/** @type {number} */ no) {
    return this.themes.find((theme) => theme.no === no)?.name ?? `Theme ${no}`;
  }

  /** A theme that was searched for is at hand from now on; the others keep their places. */
  bring(/** @type {number} */ no) {
    if (this.atHand.slice(0, AT_HAND).includes(no)) return;
    this.atHand = [no, ...this.atHand.filter((one) => one !== no)];
    this.#drawChips();
  }

  /**
   * @param {boolean} wanted
   * @param {{words: string, whole: boolean} | null} target what a tag would stand on
   * @param {import("./tags.js").Tag | null} current the tag that is chosen
   * @param {string | null} polarity
   */
  show(wanted, target, current, polarity) {
    this.element.hidden = !wanted;
    if (!wanted) return;
    if (target === null) this.words.replaceChildren("Select words, or put the cursor in a paragraph.");
    else {
      const lead = current ? `${this.nameOf(current.theme)}: ` : target.whole ? "Paragraph: " : "Selected: ";
      this.words.replaceChildren(lead, el("q", {}, current ? current.words : target.words));
    }
    this.remove.hidden = current === null;
    for (const button of this.polarities) button.setAttribute("aria-pressed", String(button.dataset.polarity === polarity));
    for (const chip of this.chips.children) chip.setAttribute("aria-pressed", String(Number(chip.dataset.theme) === current?.theme));
    for (const part of [...this.polarities, ...this.chips.children, this.field.input]) part.disabled = target === null;
  }

  #drawChips() {
    const chips = this.atHand.slice(0, AT_HAND).map((no, at) => {
      const title = this.themes.find((theme) => theme.no === no)?.path;
      const digit = el("kbd", { "aria-hidden": "true" }, String(at + 1));
      const props = { class: "ne-button ne-chip", "data-theme": no, title, "aria-pressed": "false", "aria-keyshortcuts": at + 1 };
      return quietButton({ ...props, onclick: () => this.on.ontheme(no) }, digit, el("span", {}, this.nameOf(no)));
    });
    this.chips.replaceChildren(...chips);
  }

  #pressed(/** @type {KeyboardEvent} */ event) {
    if (event.target === this.field.input || event.ctrlKey || event.metaKey || event.altKey) return;
    const polarity = Object.keys(POLARITIES).find((name) => POLARITIES[name].key === event.key.toLowerCase());
    const theme = /^[1-9]$/.test(event.key) ? this.chips.children[Number(event.key) - 1] : null;
    if (polarity) this.on.onpolarity(polarity);
    else if (theme) theme.click();
    else if (event.key === "/") this.field.input.focus();
    else if (event.key === "Escape") this.on.onleave();
    else return;
    event.preventDefault();
  }
}

/** The themes used lately, then those without themes below them, then the others; each in the order of the framework. */
function atHand(/** @type {TagBar["themes"]} */ themes) {
  const holdsOthers = ({ path }) => themes.some((other) => other.path.startsWith(`${path} / `));
  const rank = (theme) => theme.recent ?? (holdsOthers(theme) ? 1e7 : 1e6);
  return themes
    .map((theme) => ({ no: theme.no, rank: rank(theme) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ no }) => no);
}
