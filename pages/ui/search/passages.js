/** What can be coded at a place: its own words, the sentence, or the paragraph around them. Pure. */

import { toCodePoints, toUtf16, trimmed } from "../anchor.js";
import { labelIn } from "../text_coder/source_text.js";

const sentences = new Intl.Segmenter("en-GB", { granularity: "sentence" });

/** @typedef {{start: number, end: number, quote: string}} Passage offsets in code points, and the words there */

/**
 * @param {string} text
 * @param {{start: number, end: number, speaker: string}[]} turns
 * @param {{start: number, end: number}} place in code points
 * @returns {{words: Passage, sentence: Passage, paragraph: Passage}}
 */
export function passagesAround(text, turns, place) {
  const words = { start: toUtf16(text, place.start), end: toUtf16(text, place.end) };
  const paragraph = {
    start: text.lastIndexOf("\n", words.start - 1) + 1,
    end: [text.indexOf("\n", words.end), text.length].find((end) => end >= 0),
  };
  const turn = turns.findLast(({ start }) => start <= place.start);
  // What names the speaker was not said; a place in that name itself is left whole.
  const label = turn && toUtf16(text, turn.start) === paragraph.start ? labelIn(text.slice(paragraph.start, paragraph.end), turn.speaker) : 0;
  if (paragraph.start + label <= words.start) paragraph.start += label;
  const own = (span) => {
    const { start, end } = trimmed(text, span) ?? words;
    const first = toCodePoints(text, start);
    return { start: first, end: first + toCodePoints(text.slice(start, end), end - start), quote: text.slice(start, end) };
  };
  return { words: own(words), sentence: own(sentenceIn(text, paragraph, words)), paragraph: own(paragraph) };
}

/** From the start of the sentence that the words begin in to the end of the one that they end in. */
function sentenceIn(text, paragraph, words) {
  const cut = sentences.segment(text.slice(paragraph.start, paragraph.end));
  const first = cut.containing(words.start - paragraph.start);
  const last = cut.containing(words.end - 1 - paragraph.start);
  if (!first || !last) return words;
  return { start: paragraph.start + first.index, end: paragraph.start + last.index + last.segment.length };
}
