/** What a search offers to code at a place. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { passagesAround } from "../../pages/ui/search/passages.js";

const TEXT = "P07: 🏥 The board met. It took two days.\nI: Two days?  \nNo label here. None.";
const TURNS = [
  { start: 0, end: 40, speaker: "P07" },
  { start: 40, end: 54, speaker: "I" },
];
const letters = [...TEXT];

function around(words) {
  const start = [...TEXT.slice(0, TEXT.indexOf(words))].length;
  const found = passagesAround(TEXT, TURNS, { start, end: start + [...words].length });
  for (const { start, end, quote } of Object.values(found)) assert.equal(letters.slice(start, end).join(""), quote);
  return Object.fromEntries(Object.entries(found).map(([name, { quote }]) => [name, quote]));
}

test("a place is offered alone, with its sentence and with its paragraph, without who says it", () => {
  assert.deepEqual(around("board"), { words: "board", sentence: "🏥 The board met.", paragraph: "🏥 The board met. It took two days." });
  assert.deepEqual(around("Two days"), { words: "Two days", sentence: "Two days?", paragraph: "Two days?" });
  assert.deepEqual(around("None"), { words: "None", sentence: "None.", paragraph: "No label here. None." });
});

test("a place across sentences is offered with both, and one across paragraphs with both", () => {
  assert.equal(around("met. It").sentence, "🏥 The board met. It took two days.");
  assert.equal(around("days.\nI: Two").paragraph, "🏥 The board met. It took two days.\nI: Two days?");
});

test("a place in the speaker's own label is offered as it stands", () => {
  assert.equal(around("P07").paragraph, "P07: 🏥 The board met. It took two days.");
});
