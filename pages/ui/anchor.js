/**
 * Where marked passages stand in a text while it is edited, and the two ways of counting its characters.
 *
 * Pure: no page, no clock, no store. Browsers count in UTF-16 units, the store counts Unicode code points
 * (half-open, of the NFC text); everything here is UTF-16 unless it says code points.
 *
 * @typedef {{start: number, end: number}} Span
 * @typedef {{start: number, end: number, text: string}} Edit `before.slice(start, end)` became `text`
 */

const SURROGATE = /[\ud800-\udfff]/;
const isHigh = (/** @type {number} */ unit) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (/** @type {number} */ unit) => unit >= 0xdc00 && unit <= 0xdfff;

/** Whether a cut at `index` would part the two halves of one character. */
function partsPair(/** @type {string} */ text, /** @type {number} */ index) {
  return index > 0 && index < text.length && isHigh(text.charCodeAt(index - 1)) && isLow(text.charCodeAt(index));
}

/**
 * @param {string} text
 * @returns {number} how many code points the text holds
 */
export function codePointLength(text) {
  return toCodePoints(text, text.length);
}

/**
 * @param {string} text
 * @param {number} index UTF-16; an index between the halves of a character counts as before it
 * @returns {number} code points before the index
 */
export function toCodePoints(text, index) {
  let pairs = 0;
  const stop = Math.min(index, text.length);
  for (let at = 1; at <= stop; at += 1) {
    if (isLow(text.charCodeAt(at)) && isHigh(text.charCodeAt(at - 1))) {
      pairs += 1;
      at += 1;
    }
  }
  return stop - pairs;
}

/**
 * @param {string} text
 * @param {number} offset code points
 * @returns {number} UTF-16 index
 */
export function toUtf16(text, offset) {
  let index = 0;
  for (let count = 0; count < offset && index < text.length; count += 1) {
    index += partsPair(text, index + 1) ? 2 : 1;
  }
  return index;
}

/**
 * The one edit that turned `before` into `after`.
 *
 * The texts alone often fit several places (an "a" typed into "aaa"): the selection that was replaced decides, else
 * the caret as it stands after the edit. A character of two halves is never cut.
 *
 * @param {string} before
 * @param {string} after
 * @param {number} caret UTF-16, in `after`
 * @param {Span | null} [selection] what was selected in `before`, where the browser told us
 * @returns {Edit | null} null if nothing changed
 */
export function difference(before, after, caret, selection = null) {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  const prefix = commonPrefix(before, after, shorter);
  const suffix = commonSuffix(before, after, shorter);
  if (selection !== null) {
    const { start, end } = selection;
    const fits = start <= prefix && before.length - end <= suffix && start + before.length - end <= after.length;
    if (fits) return { start, end, text: after.slice(start, after.length - (before.length - end)) };
  }
  let start = prefix;
  if (prefix + suffix > shorter) {
    const grown = Math.max(0, after.length - before.length);
    start = Math.min(Math.max(caret - grown, shorter - suffix), prefix);
  }
  let tail = Math.min(suffix, shorter - start);
  if (partsPair(before, start) || partsPair(after, start)) start -= 1;
  if (partsPair(before, before.length - tail) || partsPair(after, after.length - tail)) tail -= 1;
  return { start, end: before.length - tail, text: after.slice(start, after.length - tail) };
}

function commonPrefix(/** @type {string} */ a, /** @type {string} */ b, /** @type {number} */ limit) {
  let length = 0;
  while (length < limit && a.charCodeAt(length) === b.charCodeAt(length)) length += 1;
  return length;
}

function commonSuffix(/** @type {string} */ a, /** @type {string} */ b, /** @type {number} */ limit) {
  let length = 0;
  while (length < limit && a.charCodeAt(a.length - 1 - length) === b.charCodeAt(b.length - 1 - length)) length += 1;
  return length;
}

/**
 * Where a passage stands after an edit.
 *
 * What is typed at an edge stays outside, an edit inside belongs, an exact replacement keeps the passage.
 *
 * @param {Span} span
 * @param {Edit} edit
 * @returns {Span | null} null if nothing of the passage is left
 */
export function mapSpan(span, edit) {
  const length = edit.text.length;
  const moved = length - (edit.end - edit.start);
  if (edit.start === span.start && edit.end === span.end && length > 0) return { start: span.start, end: span.end + moved };
  if (edit.end <= span.start) return { start: span.start + moved, end: span.end + moved };
  if (edit.start >= span.end) return { ...span };
  if (edit.start <= span.start && edit.end >= span.end) return null;
  if (edit.start < span.start) return { start: edit.start + length, end: span.end + moved };
  if (edit.end > span.end) return { start: span.start, end: edit.start };
  return { start: span.start, end: span.end + moved };
}

/**
 * The passage without the white space at its ends.
 *
 * @param {string} text
 * @param {Span} span
 * @returns {Span | null} null if only white space is left
 */
export function trimmed(text, { start, end }) {
  const passage = text.slice(start, end);
  const from = start + passage.length - passage.trimStart().length;
  const to = end - (passage.length - passage.trimEnd().length);
  return from < to ? { start: from, end: to } : null;
}

/**
 * The passage, trimmed and grown to whole words. Words, not letters, are what a mark under a text area can follow to
 * the pixel, and what a person means.
 *
 * @param {string} text
 * @param {Span} span
 * @returns {Span | null}
 */
export function snappedToWords(text, span) {
  const inner = trimmed(text, span);
  if (inner === null) return null;
  const first = wordAround(text, inner.start);
  const last = wordAround(text, inner.end - 1);
  return { start: Math.min(first.start, inner.start), end: Math.max(last.end, inner.end) };
}

const words = new Intl.Segmenter("en-GB", { granularity: "word" });

function wordAround(/** @type {string} */ text, /** @type {number} */ index) {
  const line = lineAt(text, index);
  const found = words.segment(text.slice(line.start, line.end)).containing(index - line.start);
  if (!found) return { start: index, end: index + 1 };
  return { start: line.start + found.index, end: line.start + found.index + found.segment.length };
}

function lineAt(/** @type {string} */ text, /** @type {number} */ index) {
  const start = index > 0 ? text.lastIndexOf("\n", index - 1) + 1 : 0;
  const end = text.indexOf("\n", index);
  return { start, end: end === -1 ? text.length : end };
}

/**
 * The paragraph (line) that the caret stands in, trimmed.
 *
 * @param {string} text
 * @param {number} index
 * @returns {Span | null} null on an empty line
 */
export function paragraphAt(text, index) {
  return trimmed(text, lineAt(text, index));
}

/**
 * The text as the store keeps it, and the passages in its code points.
 *
 * The store keeps NFC without U+0000 and without a byte order mark at the start; an edge that falls inside a character
 * which NFC joins (a letter and its accent) moves outward, so that the passage keeps the whole character.
 *
 * @param {string} text
 * @param {Span[]} spans
 * @returns {{text: string, spans: Span[]}}
 */
export function asStored(text, spans) {
  const clean = text.replace(/^\ufeff|\u0000/g, "").toWellFormed();
  const stored = clean.normalize("NFC");
  if (clean === text && stored === text && !SURROGATE.test(text)) return { text, spans: spans.map((span) => ({ ...span })) };
  const place = (/** @type {number} */ index, /** @type {-1 | 1} */ outward) => {
    let at = text.slice(0, index).replace(/^\ufeff|\u0000/g, "").length;
    while (at > 0 && at < clean.length && !cutsCleanly(clean, stored, at)) at += outward;
    return codePointLength(clean.slice(0, at).normalize("NFC"));
  };
  return { text: stored, spans: spans.map(({ start, end }) => ({ start: place(start, -1), end: place(end, 1) })) };
}

/** Whether the two parts, each in NFC, make up the whole. */
function cutsCleanly(/** @type {string} */ clean, /** @type {string} */ stored, /** @type {number} */ at) {
  if (partsPair(clean, at)) return false;
  return clean.slice(0, at).normalize("NFC") + clean.slice(at).normalize("NFC") === stored;
}
