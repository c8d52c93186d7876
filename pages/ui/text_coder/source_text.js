/**
 * The source's text in the page: one `<p>` a line, one text node each, in sections of twenty lines.
 *
 * Offsets are Unicode code points of the whole text. A line remembers where it starts, in code points and in UTF-16,
 * and converts between the two only if it holds a character beyond the basic plane.
 */

import { codePointLength, toCodePoints, toUtf16 } from "../anchor.js";
import { el } from "../dom.js";

const LINES_A_SECTION = 20;
const SKIP_UNSEEN_FROM_WORDS = 20_000;

export class SourceText {
  /**
   * @param {string} text
   * @param {Array<{start: number, end: number, speaker: string, role_group: string | null, is_interviewer: boolean, participant?: string | null}>} turns
   */
  constructor(text, turns) {
    this.text = text;
    this.turns = turns;
    this.long = countWords(text) > SKIP_UNSEEN_FROM_WORDS;
    this.lines = [];
    this.sections = [];
    this.labels = []; // where the text itself names the speaker
    this.byNode = new WeakMap();
    this.#build();
  }

  #build() {
    let start16 = 0;
    let start = 0;
    for (const content of this.text.split("\n")) {
      const length = codePointLength(content);
      this.lines.push({ start, start16, length, content, astral: length !== content.length });
      start += length + 1;
      start16 += content.length + 1;
    }
    this.length = start - 1;
    const opening = this.#turnsByLine();
    for (let first = 0; first < this.lines.length; first += LINES_A_SECTION) {
      this.#buildSection(first, Math.min(first + LINES_A_SECTION, this.lines.length), opening);
    }
  }

  #buildSection(first, last, opening) {
    const section = { element: el("section", { class: "tc-section" }), first, last, index: this.sections.length };
    for (let index = first; index < last; index += 1) {
      const line = this.lines[index];
      const { turn, opens } = opening[index];
      const label = opens ? labelIn(line.content, turn.speaker) : 0;
      if (opens && (!label || !turn.speaker.includes(calledHere(turn)))) section.element.append(speakerHeading(turn));
      const looks = ["tc-line", turn?.is_interviewer && "tc-asks", label && "tc-opens"].filter(Boolean).join(" ");
      line.element = el("p", { class: looks, "data-line": index + 1 });
      line.node = document.createTextNode(line.content);
      line.element.append(line.node);
      line.section = section;
      this.byNode.set(line.node, line);
      line.label = label;
      if (label) this.labels.push({ node: line.node, length: label });
      section.element.append(line.element);
    }
    section.content = [...section.element.children];
    const rows = this.lines.slice(first, last).reduce((sum, line) => sum + 1 + Math.ceil(line.content.length / 66), 0);
    section.element.style.setProperty("--tc-estimate", `${rows * 27}px`);
    this.sections.push(section);
  }

  /** For each line, the turn it stands in and whether that turn opens with it. */
  #turnsByLine() {
    let at = -1;
    return this.lines.map((line) => {
      const before = at;
      while (at + 1 < this.turns.length && this.turns[at + 1].start <= line.start + Math.max(line.length - 1, 0)) at += 1;
      const turn = at >= 0 && this.turns[at].end > line.start ? this.turns[at] : null;
      return { turn, opens: turn !== null && at !== before };
    });
  }

  /** The line that holds an offset; the end of a line belongs to it. */
  lineAt(offset) {
    return this.lines[this.lineIndexAt(offset)];
  }

  lineIndexAt(offset) {
    let low = 0;
    let high = this.lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lines[middle].start <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** UTF-16 index within the line's text node. */
  indexIn(line, offset) {
    const within = Math.max(0, Math.min(offset - line.start, line.length));
    return line.astral ? toUtf16(line.content, within) : within;
  }

  slice(start, end) {
    return this.text.slice(this.#utf16(start), this.#utf16(end));
  }

  #utf16(offset) {
    const line = this.lineAt(offset);
    return line.start16 + this.indexIn(line, offset) + Math.max(0, offset - line.start - line.length);
  }

  /** The offset of a DOM position; a position outside the lines counts as the start of the next line. */
  offsetOf(node, index) {
    const line = this.byNode.get(node);
    if (line) return line.start + (line.astral ? toCodePoints(line.content, index) : index);
    const probe = document.createRange();
    probe.setStart(node, index);
    let low = 0;
    let high = this.lines.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (probe.comparePoint(this.lines[middle].node, 0) >= 0) high = middle;
      else low = middle + 1;
    }
    return low < this.lines.length ? this.lines[low].start : this.length;
  }

  /** The passage without the white space at its ends, or null if nothing is left. */
  trimmed(start, end) {
    const passage = this.slice(start, end);
    const lead = codePointLength(passage) - codePointLength(passage.trimStart());
    const tail = codePointLength(passage) - codePointLength(passage.trimEnd());
    return passage.trim() ? { start: start + lead, end: end - tail } : null;
  }

  /** The parts of a passage, line by line, as positions in text nodes. */
  pieces(start, end) {
    const found = [];
    for (let at = this.lineIndexAt(start); at < this.lines.length && this.lines[at].start < end; at += 1) {
      const line = this.lines[at];
      const from = this.indexIn(line, start);
      const to = this.indexIn(line, end);
      if (from < to) found.push({ line, from, to });
    }
    return found;
  }

  /** Where a passage starts or ends on the screen: the rectangle of its first or last character. */
  edgeRect(offset, edge) {
    const line = this.lineAt(edge === "end" ? Math.max(0, offset - 1) : offset);
    const range = document.createRange();
    if (edge === "end") {
      range.setStart(line.node, this.indexIn(line, offset - 1));
      range.setEnd(line.node, this.indexIn(line, offset));
    } else {
      range.setStart(line.node, this.indexIn(line, offset));
      range.setEnd(line.node, this.indexIn(line, offset + 1));
    }
    const rects = range.getClientRects();
    return rects[edge === "end" ? rects.length - 1 : 0] ?? line.element.getBoundingClientRect();
  }

  /** The offset under a point of the window, or null where there is no text. */
  offsetAtPoint(x, y) {
    const position = document.caretPositionFromPoint?.(x, y);
    const range = position ? null : document.caretRangeFromPoint?.(x, y);
    const node = position?.offsetNode ?? range?.startContainer;
    return node && this.byNode.has(node) ? this.offsetOf(node, position?.offset ?? range.startOffset) : null;
  }
}

const LABEL_WITHIN = 60;

/** How much of a turn's first line is its speaker's label ("P07:", "[00:12] P07", "P07<tab>"); 0 where it has none. */
export function labelIn(line, speaker) {
  const at = line.slice(0, LABEL_WITHIN).indexOf(speaker);
  if (!speaker || at < 0 || /\p{L}/u.test(line.slice(0, at))) return 0;
  return at + speaker.length + /^[\])*_]*[ \t]*(?:[\[(]?\d[\d:.,]*[\])]?)?[ \t]*:?[*_]*/.exec(line.slice(at + speaker.length))[0].length;
}

/** The speaker's pseudonym in the evaluation; another one may stand in the text as it was brought in. */
export function calledHere({ speaker, participant }) {
  const named = participant && !speaker.toUpperCase().includes(participant.toUpperCase());
  return named ? participant : speaker;
}

function speakerHeading(turn) {
  const who = turn.is_interviewer ? turn.speaker : [calledHere(turn), turn.role_group].filter(Boolean).join(" · ");
  return el("h3", { class: turn.is_interviewer ? "tc-speaker tc-asks" : "tc-speaker" }, who);
}

function countWords(text) {
  let words = 0;
  let inside = false;
  for (let i = 0; i < text.length; i += 1) {
    const space = text.charCodeAt(i) <= 32;
    if (!space && !inside) words += 1;
    inside = !space;
  }
  return words;
}
