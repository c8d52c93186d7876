/**
 * A real text area, and behind it, in the same grid cell, a mirror of its text that carries the marks of the tags.
 *
 * The browser does the typing, undo, spelling, dictation and composition; only paragraphs that an edit touched are drawn
 * again. The mirror also gives the text area its height.
 */

import { difference } from "../anchor.js";
import { el } from "../dom.js";
import { POLARITIES } from "../polarity.js";

/** @typedef {import("../anchor.js").Span} Span */

export class Writing {
  /**
   * @param {string} label
   * @param {{onedit: () => void, onselect: () => void}} on
   */
  constructor(label, on) {
    this.on = on;
    this.text = "";
    /** @type {import("./tags.js").Tags | null} */
    this.tags = null;
    /** @type {Span | null} painted as chosen while the focus is in the tag bar */
    this.chosen = null;
    this.before = null;
    this.mirror = el("div", { class: "ne-mirror", "aria-hidden": "true" });
    this.area = el("textarea", { id: "ne-text", class: "ne-area", rows: 1, spellcheck: "true", autocapitalize: "sentences" });
    const field = el("div", { class: "ne-paper" }, this.mirror, this.area);
    this.element = el("div", { class: "ne-writing", "data-field": "What happened" }, el("label", { class: "ne-title", for: "ne-text" }, label), field);
    this.area.addEventListener("beforeinput", (event) => this.#remember(event));
    this.area.addEventListener("input", (event) => this.#edited(event));
    for (const type of ["select", "focus"]) this.area.addEventListener(type, () => on.onselect());
    this.selecting = () => document.activeElement === this.area && on.onselect();
    document.addEventListener("selectionchange", this.selecting);
  }

  close() {
    document.removeEventListener("selectionchange", this.selecting);
  }

  /** Show a text; the only way that one gets into the text area but by the person's hand. */
  load(/** @type {string} */ text, /** @type {import("./tags.js").Tags} */ tags) {
    this.area.value = text;
    this.text = this.area.value;
    this.tags = tags;
    this.chosen = null;
    this.lines = [];
    this.mirror.replaceChildren();
    this.#redraw(0, 0, this.text.split("\n"), 0);
  }

  set readOnly(/** @type {boolean} */ reading) {
    this.area.readOnly = reading;
  }

  #remember(/** @type {InputEvent} */ event) {
    // What a composition replaces is its own word so far, not something the person has selected.
    this.before = event.isComposing ? null : this.selection;
  }

  #edited(/** @type {InputEvent} */ event) {
    const after = this.area.value;
    const edit = difference(this.text, after, this.area.selectionEnd, this.before);
    this.before = null;
    if (edit === null) return;
    this.tags.follow(after, edit, event.inputType === "historyUndo" || event.inputType === "historyRedo");
    const [first, last, offset, end] = this.#linesAround(edit);
    this.text = after;
    const fresh = after.slice(offset, end + edit.text.length - (edit.end - edit.start)).split("\n");
    this.#redraw(first, last - first + 1, fresh, offset);
    this.on.onedit();
  }

  /** The lines that an edit touches, and where they start and end in the text before it. */
  #linesAround({ start, end }) {
    let [first, offset] = [0, 0];
    while (offset + this.lines[first].length < start) offset += this.lines[first++].length + 1;
    let [last, stop] = [first, offset + this.lines[first].length];
    while (stop < end) stop += this.lines[++last].length + 1;
    return [first, last, offset, stop];
  }

  #redraw(/** @type {number} */ first, /** @type {number} */ count, /** @type {string[]} */ fresh, /** @type {number} */ offset) {
    const lines = fresh.map((content) => ({ length: content.length, element: el("div", { class: "ne-line" }) }));
    const following = this.lines[first + count]?.element ?? null;
    for (const { element } of this.lines.splice(first, count, ...lines)) element.remove();
    for (const line of lines) {
      this.#paint(line, offset);
      this.mirror.insertBefore(line.element, following);
      offset += line.length + 1;
    }
  }

  /** Draw the lines that some passages touch again; all of them without a passage. */
  repaint(/** @type {(Span | null)[]} */ ...spans) {
    let offset = 0;
    for (const line of this.lines) {
      const touched = (span) => span && span.start <= offset + line.length && span.end >= offset;
      if (spans.length === 0 || spans.some(touched)) this.#paint(line, offset);
      offset += line.length + 1;
    }
  }

  #paint(/** @type {{length: number, element: HTMLElement}} */ { length, element }, /** @type {number} */ offset) {
    const end = offset + length;
    const inside = this.tags.placed.filter(({ span }) => span.start < end && span.end > offset);
    const chosen = this.chosen && this.chosen.start < end && this.chosen.end > offset ? this.chosen : null;
    const spans = [...inside.map((tag) => tag.span), ...(chosen ? [chosen] : [])];
    const edges = spans.flatMap(({ start, end: stop }) => [Math.max(start, offset), Math.min(stop, end)]);
    const cuts = [...new Set([offset, ...edges, end])].sort((a, b) => a - b);
    const pieces = cuts.slice(1).map((cut, at) => this.#piece(cuts[at], cut, inside, chosen));
    element.replaceChildren(...pieces, ...(length === 0 ? [el("br")] : []));
  }

  #piece(/** @type {number} */ start, /** @type {number} */ end, inside, /** @type {Span | null} */ chosen) {
    const words = this.text.slice(start, end);
    const here = inside.filter(({ span }) => span.start <= start && span.end >= end);
    const isChosen = chosen !== null && chosen.start <= start && chosen.end >= end;
    if (here.length === 0 && !isChosen) return document.createTextNode(words);
    if (here.length === 0) return el("span", { class: "ne-chosen" }, words);
    const mark = el("mark", { class: `ne-mark${isChosen ? " ne-chosen" : ""}` }, words);
    const signs = here.filter(({ span }) => span.start === start).map(({ polarity }) => POLARITIES[polarity].mark);
    if (signs.length) mark.dataset.mark = signs.join("");
    mark.classList.add(`ne-${here.at(-1).polarity}`);
    mark.style.setProperty("--ne-other", `var(--ne-fill-${here[0].polarity})`);
    return mark;
  }

  /** @returns {Span} */
  get selection() {
    return { start: this.area.selectionStart, end: this.area.selectionEnd };
  }

  /** Paint a passage as chosen: the browser hides the selection of a text area that has not the focus. */
  choose(/** @type {Span | null} */ span) {
    const before = this.chosen;
    this.chosen = span;
    this.repaint(before, span);
  }

  standAt(/** @type {number} */ index) {
    this.area.setSelectionRange(index, index);
  }

  /** Select a passage and bring it into view. */
  select(/** @type {Span} */ { start, end }) {
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(start, end);
    let offset = 0;
    const line = this.lines.find(({ length }) => (offset += length + 1) > start);
    line?.element.scrollIntoView({ block: "center", behavior: "instant" });
  }

  focus() {
    this.area.focus({ preventScroll: true });
  }
}
