/** The bar under a place: how much of what stands there is coded, to which theme, and whether it helps or hinders. */

import { el } from "../dom.js";
import { POLARITIES } from "../polarity.js";
import { newNonce } from "../text_coder/outbox.js";
import { ThemeField } from "../text_coder/theme_search.js";
import { ask } from "./asking.js";
import { passagesAround } from "./passages.js";

const AT_HAND = 4;
const EXTENTS = { words: "Only these words", sentence: "Sentence", paragraph: "Paragraph" };
const CHANGED = "The text of this source was changed since. Search again, then code.";

export class CodingBar {
  /**
   * @param {{group: object, hit: object, coded: object[]}} row the place, and what is coded there now
   * @param {{close: () => void, coded: (said: string, changeNo: number) => void}} acts
   */
  constructor(data, row, acts) {
    const { group, hit } = row;
    Object.assign(this, { data, row, group, hit, acts, extent: "sentence", theme: null, polarity: "none", nonce: null });
    this.quote = el("blockquote", {});
    this.extents = el("div", { class: "sr-choices", role: "group", "aria-label": "What is coded" });
    this.polarities = el("div", { class: "sr-choices", role: "group", "aria-label": `Polarity, towards ${data.core_concept}` });
    this.themes = el("div", { class: "sr-choices", role: "group", "aria-label": "Themes at hand" });
    this.field = new ThemeField({ themes: () => data.themes, onpick: (no) => this.#choose({ theme: no }), onleave: () => acts.close() });
    this.save = el("button", { type: "button", class: "sr-button sr-primary", onclick: () => this.#code() });
    this.status = el("p", { class: "sr-refused", role: "alert" });
    this.element = el(
      "div",
      { class: "sr-bar", role: "group", "aria-label": "Code this place", onkeydown: (event) => this.#pressed(event) },
      this.extents,
      this.quote,
      this.themes,
      this.field.element,
      el("p", { class: "sr-concept" }, `Does it help or hinder ${asked(data.core_concept)}?`),
      this.polarities,
      el("div", { class: "sr-acts" }, this.save, el("button", { type: "button", class: "sr-button", onclick: () => acts.close() }, "Close")),
      this.status,
    );
    this.refresh();
  }

  /** Fetch the text that the place stands in, then let her choose. */
  async begin() {
    this.themes.querySelector("button")?.focus();
    const { evaluation } = this.data;
    const { source, version } = this.group;
    try {
      const answer = await fetch(`/evaluations/${evaluation}/sources/${source}/text/${version}`);
      if (!answer.ok) throw new Error(answer.status === 401 ? "You are signed out. Reload the page to sign in." : CHANGED);
      const { text, turns } = await answer.json();
      this.passages = passagesAround(text, turns, this.hit);
    } catch (error) {
      this.status.textContent = error instanceof TypeError ? "No connection. Close this and try again when it is back." : error.message;
    }
    this.refresh();
  }

  #choose(choice) {
    Object.assign(this, choice, { nonce: null });
    this.status.textContent = "";
    this.refresh();
  }

  refresh() {
    const focused = document.activeElement?.getAttribute?.("data-choice");
    const { passages, theme, polarity } = this;
    const toggle = (name, pressed, choice, ...children) =>
      el("button", { type: "button", class: `sr-choice ${name}`, "data-choice": name, "aria-pressed": String(pressed), onclick: () => this.#choose(choice) }, ...children);
    this.extents.replaceChildren(...Object.entries(EXTENTS).map(([name, label]) => toggle(name, this.extent === name, { extent: name }, label)));
    this.quote.textContent = passages?.[this.extent].quote ?? "…";
    this.themes.replaceChildren(...this.#atHand().map((one) => toggle(`theme-${one.no}`, one.no === theme, { theme: one.no }, one.name)));
    this.polarities.replaceChildren(
      ...Object.entries(POLARITIES).map(([name, { mark, label }]) =>
        toggle(name, name === polarity, { polarity: name }, el("span", { class: "sr-mark", "aria-hidden": "true" }, mark), label)),
    );
    this.save.textContent = theme === null ? "Choose a theme" : `Code to ${this.#named(theme)}`;
    this.save.disabled = theme === null || !passages;
    if (focused) this.element.querySelector(`[data-choice="${focused}"]`)?.focus();
  }

  /** The themes that she used last, and the one that is chosen. */
  #atHand() {
    const recent = this.data.themes.filter((one) => one.recent !== null).sort((a, b) => a.recent - b.recent).slice(0, AT_HAND);
    const chosen = this.data.themes.find((one) => one.no === this.theme);
    return chosen && !recent.includes(chosen) ? [chosen, ...recent] : recent;
  }

  #named(theme) {
    return this.data.themes.find((one) => one.no === theme)?.name ?? `theme ${theme}`;
  }

  async #code() {
    const { theme, polarity, group, data } = this;
    const { start, end, quote } = this.passages[this.extent];
    const twin = this.row.coded.some((one) => one.mine && one.theme_no === theme && one.start === start && one.end === end);
    if (twin) {
      this.status.textContent = `You have coded these words to ${this.#named(theme)} already. Choose other words or another theme.`;
      return;
    }
    // The same nonce again where no answer came: what has landed lands once.
    this.nonce ??= newNonce();
    const { nonce } = this;
    const operation = { nonce, op: "code", source: group.source, version: group.version, start, end, quote, theme, polarity };
    this.save.disabled = true;
    try {
      const { acks } = await ask(data.evaluation, "desk", { account: data.account, operations: [operation] });
      if (!acks[nonce]?.ok) throw new Error(acks[nonce]?.message ?? CHANGED);
      const offered = group.counts ? "" : ` It is offered to ${group.lead_coder}, who leads this source.`;
      this.acts.coded(`Coded to ${this.#named(theme)}, ${POLARITIES[polarity].label.toLowerCase()}.${offered}`, acks[nonce].change_no);
    } catch (error) {
      this.status.textContent = error.message.replace("Search again", "Code again");
      this.save.disabled = false;
    }
  }

  #pressed(event) {
    if (event.key === "Escape") this.acts.close();
  }
}

/** The core concept, a sentence of its own, within another. */
function asked(concept) {
  return concept[0].toLowerCase() + concept.slice(1).replace(/\.$/, "");
}
