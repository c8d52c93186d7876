/** What the text coder's parts share beyond `../dom.js`: words for screen readers alone, and lists of any length. */

import { el, keepsSelection } from "../dom.js";

/** Words that only a screen reader needs. */
export function unseen(text) {
  return el("span", { class: "tc-unseen" }, text);
}

/** Bring `parent`'s children into the order of `wanted`, moving as few of them as can be. */
export function arrange(parent, wanted) {
  const keep = new Set(wanted);
  for (const child of [...parent.children]) if (!keep.has(child)) child.remove();
  let at = parent.firstElementChild;
  for (const node of wanted) {
    if (node === at) at = at.nextElementSibling;
    else parent.insertBefore(node, at);
  }
}

const CHUNK = 50;
const CHUNKS_AT_ONCE = 3;

/**
 * A list that may hold thousands of rows. Rows stand in chunks that the browser skips while they are out of sight (one
 * skipped box a row would cost more than it saves); the first chunks are there at once, the rest a moment later, so that
 * the text is painted first.
 */
export class LongList {
  /**
   * @param {string} className
   * @param {number} rowHeight an estimate, in pixels
   */
  constructor(className, rowHeight) {
    this.element = el("div", { class: className, role: "list" });
    this.rowHeight = rowHeight;
    this.chunks = [];
    keepsSelection(this.element);
  }

  /** Show a row for each item; `row` makes it or gives the one made before. */
  show(items, row) {
    clearTimeout(this.later);
    Object.assign(this, { items, row });
    const count = Math.ceil(items.length / CHUNK);
    while (this.chunks.length < count) this.chunks.push(el("div", { class: "tc-chunk", role: "none" }));
    this.chunks.length = count;
    arrange(this.element, this.chunks);
    this.#fill(0);
  }

  /** Have the row at an index in its place now. */
  reach(index) {
    if (index >= 0 && index < this.items.length) this.#place(Math.floor(index / CHUNK));
  }

  #fill(from) {
    const to = Math.min(from + CHUNKS_AT_ONCE, this.chunks.length);
    for (let at = from; at < to; at += 1) this.#place(at);
    for (const chunk of this.chunks.slice(to)) if (!chunk.firstChild) chunk.style.minHeight = `${CHUNK * this.rowHeight}px`;
    if (to < this.chunks.length) this.later = setTimeout(() => this.#fill(to), 0);
  }

  #place(at) {
    const items = this.items.slice(at * CHUNK, (at + 1) * CHUNK);
    arrange(this.chunks[at], items.map(this.row));
    this.chunks[at].style.minHeight = "";
    this.chunks[at].style.containIntrinsicSize = `auto ${items.length * this.rowHeight}px`;
  }
}
