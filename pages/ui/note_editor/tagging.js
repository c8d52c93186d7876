/** Tagging: which words or which tag are chosen, and what is done to them. It ties text, bar and list together. */

import { paragraphAt, snappedToWords } from "../anchor.js";
import { POLARITIES } from "../polarity.js";
import { TagBar } from "./tag_bar.js";
import { TagList } from "./tag_list.js";
import { Tags } from "./tags.js";
import { Writing } from "./writing.js";

/** @typedef {import("../anchor.js").Span} Span */

export class Tagging {
  /**
   * @param {{themes: object[], core_concept: string}} choices
   * @param {{onchange: () => void, say: (words: string) => void}} on
   */
  constructor(choices, on) {
    this.on = on;
    /** @type {Span} */
    this.selection = { start: 0, end: 0 };
    /** @type {string | null} the tag that was just made or picked, until the selection moves */
    this.picked = null;
    /** @type {string | null} chosen before its theme */
    this.polarity = null;
    this.removed = null;
    this.active = false;
    this.writing = new Writing("What happened", {
      onedit: () => this.#edited(),
      onselect: () => this.#selected(),
    });
    this.bar = new TagBar(choices, {
      ontheme: (no) => this.tag(no),
      onpolarity: (name) => this.judge(name),
      onremove: () => this.current && this.remove(this.current),
      onleave: () => this.writing.focus(),
    });
    this.list = new TagList({
      onpick: (tag) => this.pick(tag),
      onremove: (tag) => this.remove(tag),
      onback: (tag) => this.#bringBack(tag),
    });
    this.refresh = this.refresh.bind(this);
    this.bar.element.addEventListener("focusin", () => {
      this.#look();
      this.writing.choose(this.target?.span ?? null);
    });
    this.bar.element.addEventListener("focusout", () => this.writing.choose(null));
  }

  load(/** @type {string} */ text, /** @type {import("./tags.js").Tag[]} */ items) {
    this.tags = new Tags(items, text);
    Object.assign(this, { selection: { start: 0, end: 0 }, picked: null, polarity: null, removed: null });
    this.writing.load(text, this.tags);
    this.refresh();
  }

  get text() {
    return this.writing.text;
  }

  get current() {
    if (this.picked) return this.tags.find(this.picked);
    const { start, end } = this.selection;
    if (start === end) return this.tags.around(start);
    const words = snappedToWords(this.text, this.selection);
    return words && this.tags.on(words);
  }

  /** What a tag made now would stand on. @returns {{span: Span, whole: boolean} | null} */
  get target() {
    const picked = this.tags.find(this.picked);
    if (picked?.span) return { span: picked.span, whole: false };
    const { start, end } = this.selection;
    const around = start === end ? this.tags.around(start) : null;
    if (around) return { span: around.span, whole: false };
    const span = start === end ? paragraphAt(this.text, start) : snappedToWords(this.text, this.selection);
    return span && { span, whole: start === end };
  }

  tag(/** @type {number} */ theme) {
    this.#look();
    const { target } = this;
    if (target === null) return;
    const tag = this.tags.add(this.text, target.span, theme, this.polarity);
    // What she types next must not replace the words she has just tagged.
    if (!target.whole) this.writing.standAt(target.span.end);
    Object.assign(this, { selection: this.writing.selection, picked: tag.id, polarity: null, removed: null });
    this.bar.bring(theme);
    if (document.activeElement === this.bar.field.input) this.writing.focus();
    this.#changed(tag, `Tagged as ${this.bar.nameOf(theme)}, ${POLARITIES[tag.polarity].label.toLowerCase()}: ${tag.words}`);
  }

  judge(/** @type {string} */ polarity) {
    this.#look();
    const { current } = this;
    if (current === null) {
      this.polarity = this.polarity === polarity ? null : polarity;
      this.refresh();
      return;
    }
    current.polarity = current.polarity === polarity ? "none" : polarity;
    this.#changed(current, `${this.bar.nameOf(current.theme)}: ${POLARITIES[current.polarity].label.toLowerCase()}`);
  }

  remove(/** @type {import("./tags.js").Tag} */ tag) {
    this.tags.remove(tag);
    Object.assign(this, { picked: null, removed: tag });
    this.#changed(tag, `Tag removed: ${this.bar.nameOf(tag.theme)}`);
  }

  #bringBack(/** @type {import("./tags.js").Tag} */ tag) {
    this.tags.items.push(tag);
    this.removed = null;
    this.#changed(tag, `Tag brought back: ${this.bar.nameOf(tag.theme)}`);
  }

  pick(/** @type {import("./tags.js").Tag} */ tag) {
    this.writing.select(tag.span);
    Object.assign(this, { selection: this.writing.selection, picked: tag.id });
    this.refresh();
  }

  #changed(/** @type {import("./tags.js").Tag} */ tag, /** @type {string} */ words) {
    this.writing.repaint(tag.span);
    this.tags.remember(this.text);
    this.refresh();
    this.on.say(words);
    this.on.onchange();
  }

  #edited() {
    Object.assign(this, { selection: this.writing.selection, picked: null, removed: null });
    this.#refreshSoon();
    this.on.onchange();
  }

  #selected() {
    this.#look();
    this.active = true;
    this.#refreshSoon();
  }

  /** Where the selection is now: the browser tells of its moves late. */
  #look() {
    const { selection } = this.writing;
    const moved = selection.start !== this.selection.start || selection.end !== this.selection.end;
    if (moved) Object.assign(this, { selection, picked: null });
  }

  #refreshSoon() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(this.refresh);
  }

  /** Whether the bar is there: while she works on the text, not while she fills in the facts. */
  set active(/** @type {boolean} */ active) {
    if (this.isActive === active) return;
    this.isActive = active;
    if (!active) this.refresh();
  }

  refresh() {
    if (!this.tags) return;
    const { current, target } = this;
    const shown = target && { words: this.text.slice(target.span.start, target.span.end), whole: target.whole };
    this.bar.show(this.isActive && this.text !== "", shown, current, current ? current.polarity : this.polarity);
    this.list.show(this.tags, (no) => this.bar.nameOf(no), this.removed);
  }

  close() {
    cancelAnimationFrame(this.frame);
    this.writing.close();
  }
}
