/** A cursor that steps by words, sentences and rows, for coding without a mouse. */

import { toCodePoints } from "../anchor.js";

const words = new Intl.Segmenter("en-GB", { granularity: "word" });
const sentences = new Intl.Segmenter("en-GB", { granularity: "sentence" });

export class Cursor {
  /** @param {import("./source_text.js").SourceText} text */
  constructor(text) {
    this.text = text;
    this.line = 0;
    this.word = 0;
    this.cache = new Map();
    this.wordsFrom(0, 1);
  }

  /** The word under the cursor, as offsets. */
  get span() {
    const line = this.text.lines[this.line];
    return this.#words(this.line)[this.word] ?? { start: line.start, end: line.start };
  }

  /** Stand on the word at an offset, or the nearest before it in its line. */
  goTo(offset) {
    this.line = this.text.lineIndexAt(offset);
    const found = this.#words(this.line);
    if (found.length === 0) this.wordsFrom(this.line, 1);
    else this.word = Math.max(0, found.findLastIndex((word) => word.start <= offset));
  }

  step(by) {
    const next = this.word + by;
    if (next >= 0 && next < this.#words(this.line).length) this.word = next;
    else this.wordsFrom(this.line + by, by);
  }

  /** Go to the nearest line with words from `line` on; stay where there is none. */
  wordsFrom(line, by) {
    for (let at = line; at >= 0 && at < this.text.lines.length; at += by) {
      const count = this.#words(at).length;
      if (count === 0) continue;
      this.line = at;
      this.word = by > 0 ? 0 : count - 1;
      return true;
    }
    return false;
  }

  /** One row up or down on the screen, to the word nearest in the same column. */
  stepRow(by) {
    const here = this.#rects(this.line)[this.word];
    if (!here) return;
    const rows = this.#rects(this.line).map((rect, word) => ({ rect, word, line: this.line }));
    let beyond = rows.filter(({ rect }) => (by > 0 ? rect.top >= here.bottom - 2 : rect.bottom <= here.top + 2));
    const from = { line: this.line, word: this.word };
    if (beyond.length === 0) {
      if (!this.wordsFrom(this.line + by, by)) return;
      beyond = this.#rects(this.line).map((rect, word) => ({ rect, word, line: this.line }));
    }
    const edge = by > 0 ? Math.min(...beyond.map(({ rect }) => rect.top)) : Math.max(...beyond.map(({ rect }) => rect.top));
    const row = beyond.filter(({ rect }) => Math.abs(rect.top - edge) < 4);
    const distance = ({ rect }) => Math.abs(rect.left - here.left);
    const nearest = row.reduce((best, candidate) => (distance(candidate) < distance(best) ? candidate : best), row[0]);
    Object.assign(this, nearest ? { line: nearest.line, word: nearest.word } : from);
  }

  toLineEdge(by) {
    this.word = by > 0 ? Math.max(0, this.#words(this.line).length - 1) : 0;
  }

  toTextEdge(by) {
    this.wordsFrom(by > 0 ? this.text.lines.length - 1 : 0, -by);
    this.toLineEdge(by);
  }

  /** The sentence that an offset stands in, trimmed and without the speaker's label. */
  sentenceAt(offset) {
    const line = this.text.lineAt(offset);
    const said = line.content.slice(line.label);
    const index = Math.max(0, this.text.indexIn(line, offset) - line.label);
    const [from, to] = sentenceIn(said, Math.min(index, Math.max(0, said.length - 1))) ?? [];
    if (from === undefined) return null;
    return this.text.trimmed(
      line.start + toCodePoints(line.content, line.label + from),
      line.start + toCodePoints(line.content, line.label + to),
    );
  }

  #words(index) {
    let found = this.cache.get(index);
    if (!found) {
      const line = this.text.lines[index];
      const at = (index16) => line.start + (line.astral ? toCodePoints(line.content, index16) : index16);
      found = wordsIn(line.content).map(({ start, end }) => ({ start: at(start), end: at(end) }));
      this.cache.set(index, found);
    }
    return found;
  }

  #rects(index) {
    return this.#words(index).map((word) => this.text.edgeRect(word.start, "start"));
  }
}

const PSEUDONYM = /\[\p{L}[^[\]\n]{0,40}\]/gu;

/**
 * The sentence that stands at an index, as UTF-16 indices. A pseudonym such as "[person 3]" begins one as a name would:
 * to the segmenter a bracket before a small letter goes on with the sentence before, so it is shown a capital there.
 */
export function sentenceIn(content, index) {
  const named = content.replace(PSEUDONYM, (name) => "N".repeat(name.length));
  const sentence = sentences.segment(named).containing(index);
  return sentence ? [sentence.index, sentence.index + sentence.segment.length] : null;
}

/** The words of a line, as UTF-16 indices; a pseudonym in brackets, such as "[person 3]", is one. */
export function wordsIn(content) {
  const names = [...content.matchAll(PSEUDONYM)].map(({ index, 0: { length } }) => ({ start: index, end: index + length }));
  const isIn = ({ start, end }) => names.some((name) => name.start <= start && end <= name.end);
  const plain = [...words.segment(content)]
    .filter((segment) => segment.isWordLike || /\p{Extended_Pictographic}/u.test(segment.segment))
    .map(({ index, segment }) => ({ start: index, end: index + segment.length }))
    .filter((word) => !isIn(word));
  return [...plain, ...names].sort((one, other) => one.start - other.start);
}
