/** The tags of one text: where they stand, what they say, and how they come through edits and undo. */

import { mapSpan } from "../anchor.js";

/**
 * @typedef {import("../anchor.js").Span} Span
 * @typedef {import("../anchor.js").Edit} Edit
 * @typedef {object} Tag
 * @property {string} id
 * @property {number | null} coding the coding it is, if it was saved before
 * @property {number} theme
 * @property {"barrier" | "facilitator" | "mixed" | "none"} polarity
 * @property {Span | null} span UTF-16; null once its words are deleted
 * @property {string} words what it stands on, or stood on
 */

// As many states of the text as a person is likely to undo through.
const STATES_REMEMBERED = 500;

export class Tags {
  /** @param {Tag[]} items */
  constructor(items, /** @type {string} */ text) {
    this.items = items;
    /** @type {Map<string, Map<string, Span | null>>} */
    this.states = new Map();
    /** @type {{at: number, ids: Set<string>}} tags whose last word is being written anew, and where */
    this.growing = { at: -1, ids: new Set() };
    this.remember(text);
  }

  /** In the order of the text; tags whose words are deleted come last. */
  get inOrder() {
    const at = (/** @type {Tag} */ tag) => tag.span?.start ?? Infinity;
    return [...this.items].sort((a, b) => (at(a) === at(b) ? 0 : at(a) - at(b)));
  }

  get placed() {
    return this.items.filter((tag) => tag.span !== null);
  }

  find(/** @type {string | null} */ id) {
    return this.items.find((tag) => tag.id === id) ?? null;
  }

  /** The shortest tag around the caret, its edges included. */
  around(/** @type {number} */ caret) {
    const near = this.placed.filter(({ span }) => span.start <= caret && caret <= span.end);
    return near.sort((a, b) => length(a) - length(b))[0] ?? null;
  }

  /** The newest tag on exactly these words. */
  on(/** @type {Span} */ { start, end }) {
    return this.placed.findLast(({ span }) => span.start === start && span.end === end) ?? null;
  }

  add(/** @type {string} */ text, /** @type {Span} */ span, /** @type {number} */ theme, /** @type {Tag["polarity"] | null} */ polarity) {
    const there = this.placed.find((tag) => tag.theme === theme && tag.span.start === span.start && tag.span.end === span.end);
    if (there) return Object.assign(there, { polarity: polarity ?? there.polarity });
    const id = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
    const tag = { id, coding: null, theme, polarity: polarity ?? "none", span, words: text.slice(span.start, span.end) };
    this.items.push(tag);
    this.remember(text);
    return tag;
  }

  remove(/** @type {Tag} */ tag) {
    this.items = this.items.filter((one) => one !== tag);
  }

  /**
   * Follow an edit. An undo or redo leads back to a text that was there before: the tags go where they stood in it,
   * also those whose words it brings back.
   *
   * @param {string} after the text after the edit
   * @param {Edit} edit
   * @param {boolean} undoing
   */
  follow(after, edit, undoing) {
    const stood = undoing ? this.states.get(keyOf(after)) : undefined;
    const caret = edit.start + edit.text.length;
    const growing = { at: caret, ids: new Set() };
    for (const tag of this.items) {
      const span = stood?.has(tag.id) ? stood.get(tag.id) : this.#mapped(tag, edit);
      if (span?.end === caret && (this.#isGrowing(tag, edit) || takesFromEnd(tag.span, edit))) growing.ids.add(tag.id);
      tag.span = span;
      if (span) tag.words = after.slice(span.start, span.end);
    }
    this.growing = growing;
    this.remember(after);
  }

  #mapped(/** @type {Tag} */ tag, /** @type {Edit} */ edit) {
    if (tag.span === null) return null;
    if (this.#isGrowing(tag, edit)) return { start: tag.span.start, end: tag.span.end + edit.text.length };
    return mapSpan(tag.span, edit);
  }

  /**
   * What is typed at an edge stays outside; but who replaces the last word of a tag, or takes back a part of it, types
   * the new one letter by letter, and it belongs.
   */
  #isGrowing(/** @type {Tag} */ tag, /** @type {Edit} */ { start, end, text }) {
    const { at, ids } = this.growing;
    return start === at && end === at && tag.span?.end === at && ids.has(tag.id) && /^\S+$/.test(text);
  }

  remember(/** @type {string} */ text) {
    const key = keyOf(text);
    this.states.delete(key);
    this.states.set(key, new Map(this.items.map((tag) => [tag.id, tag.span])));
    if (this.states.size > STATES_REMEMBERED) this.states.delete(this.states.keys().next().value);
  }
}

function takesFromEnd(/** @type {Span | null} */ span, /** @type {Edit} */ { start, end }) {
  return span !== null && start >= span.start && start < end && end === span.end;
}

const length = (/** @type {Tag} */ { span }) => span.end - span.start;

/** Two 32-bit hashes and the length tell the states of one note apart (after cyrb53, bryc, public domain). */
function keyOf(/** @type {string} */ text) {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    one = Math.imul(one ^ unit, 2654435761);
    two = Math.imul(two ^ unit, 1597334677);
  }
  return `${text.length}:${one >>> 0}:${two >>> 0}`;
}
