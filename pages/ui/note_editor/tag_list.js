/** The tags as a list of buttons, in the order of the text: each selects its words. */

import { el } from "../dom.js";
import { POLARITIES } from "../polarity.js";

/** @typedef {import("./tags.js").Tag} Tag */

export class TagList {
  /** @param {{onpick: (tag: Tag) => void, onremove: (tag: Tag) => void, onback: (tag: Tag) => void}} on */
  constructor(on) {
    this.on = on;
    this.title = el("h2", { class: "ne-title" }, "Tagged");
    this.list = el("ol", { class: "ne-tags" });
    this.gone = el("p", { class: "ne-gone", hidden: true });
    this.empty = el("p", { class: "ne-hint" }, "Select words, or put the cursor in a paragraph, and choose a theme.");
    this.element = el("section", { class: "ne-tagged", "aria-label": "Tagged words" }, this.title, this.empty, this.list, this.gone);
  }

  /**
   * @param {import("./tags.js").Tags} tags
   * @param {(no: number) => string} nameOf
   * @param {Tag | null} removed offered back
   */
  show(tags, nameOf, removed) {
    const shown = (tag) => [tag.id, tag.theme, nameOf(tag.theme), tag.polarity, tag.words, tag.span === null];
    const drawn = JSON.stringify([tags.inOrder.map(shown), removed?.id]);
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.title.textContent = tags.items.length ? `Tagged (${tags.items.length})` : "Tagged";
    this.empty.hidden = tags.items.length > 0;
    this.list.replaceChildren(...tags.inOrder.map((tag) => this.#item(tag, nameOf(tag.theme))));
    this.gone.hidden = removed === null;
    if (removed) {
      const back = el("button", { type: "button", class: "ne-button ne-quiet", onclick: () => this.on.onback(removed) }, "Bring it back");
      this.gone.replaceChildren(`Removed: ${nameOf(removed.theme)} `, back);
    }
  }

  #item(/** @type {Tag} */ tag, /** @type {string} */ theme) {
    const { mark, label } = POLARITIES[tag.polarity];
    const words = el("span", { class: "ne-quote" }, tag.span ? tag.words : `${tag.words} (deleted; undo brings it back)`);
    const name = el("span", { class: "ne-theme" }, theme, el("span", { class: `ne-side ne-${tag.polarity}` }, ` ${mark} ${label}`));
    const pick = el("button", { type: "button", class: "ne-pick", onclick: () => this.on.onpick(tag) }, name, words);
    pick.disabled = tag.span === null;
    const said = `Remove tag: ${theme}, ${tag.words.slice(0, 40)}`;
    const remove = el("button", { type: "button", class: "ne-step", "aria-label": said, onclick: () => this.on.onremove(tag) }, "×");
    return el("li", { class: `ne-tag ne-${tag.polarity}${tag.span ? "" : " ne-lost"}` }, pick, remove);
  }
}
