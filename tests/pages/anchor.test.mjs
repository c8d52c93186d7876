/** Run with `node --test tests/pages/` (the suite does, through test_anchor.py). */

import assert from "node:assert/strict";
import { test } from "node:test";

import {
  asStored, codePointLength, difference, mapSpan, paragraphAt, snappedToWords, toCodePoints, toUtf16, trimmed,
} from "../../pages/ui/anchor.js";

/** A small generator of our own: the same walk on every machine. */
function random(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count) => Math.floor(next() * count);
  return { below, pick: (list) => list[below(list.length)] };
}

// Repeats make an edit's place ambiguous; the emoji share their first half; the accent joins the letter before it.
const CHARACTERS = ["a", "a", "a", "b", " ", "\n", "é", "😀", "😁", "e\u0301", "𝒳", "ﬁ", "👩🏽‍⚕️"];
const passage = (chance, length) => Array.from({ length: chance.below(length + 1) }, () => chance.pick(CHARACTERS)).join("");
const clean = (text, index) => index > 0 && index < text.length && /^[\udc00-\udfff]/.test(text.slice(index)) ? index - 1 : index;

test("the two counts agree at every boundary of a character", () => {
  const chance = random(1);
  for (let round = 0; round < 200; round += 1) {
    const text = passage(chance, 30);
    const points = [...text];
    assert.equal(codePointLength(text), points.length);
    for (let offset = 0; offset <= points.length; offset += 1) {
      const index = points.slice(0, offset).join("").length;
      assert.equal(toUtf16(text, offset), index);
      assert.equal(toCodePoints(text, index), offset);
    }
  }
});

test("an index between the halves of a character counts as before it", () => {
  assert.equal(toCodePoints("a😀b", 2), 1);
  assert.equal(toUtf16("a😀b", 99), 4);
});

test("an edit is found where it was made, also among repeats", () => {
  const chance = random(2);
  for (let round = 0; round < 3000; round += 1) {
    const before = passage(chance, 12);
    const start = clean(before, chance.below(before.length + 1));
    const end = clean(before, start + chance.below(before.length - start + 1));
    const text = chance.below(3) === 0 ? "" : passage(chance, 4);
    const after = before.slice(0, start) + text + before.slice(end);
    const told = difference(before, after, start + text.length, { start, end });
    if (before === after) assert.equal(told, null);
    else assert.deepEqual(told, { start, end, text });
    if (before !== after && (start === end || text === "")) {
      assert.deepEqual(difference(before, after, start + text.length), { start, end, text }, "by the caret alone");
    }
  }
});

test("the edit found always makes the new text, and cuts no character", () => {
  const chance = random(3);
  for (let round = 0; round < 3000; round += 1) {
    const before = passage(chance, 10);
    const after = passage(chance, 10);
    const found = difference(before, after, chance.below(after.length + 1));
    if (found === null) {
      assert.equal(before, after);
      continue;
    }
    assert.equal(before.slice(0, found.start) + found.text + before.slice(found.end), after);
    for (const part of [found.text, before.slice(0, found.start), before.slice(found.end)]) assert.ok(part.isWellFormed());
  }
});

test("one emoji for another is an edit of whole characters", () => {
  assert.deepEqual(difference("x😀y", "x😁y", 3), { start: 1, end: 3, text: "😁" });
});

/** What became of a passage, told character by character, without arithmetic on edges. */
function expectedSpan(before, span, edit) {
  const inside = (index) => index >= span.start && index < span.end;
  const exact = edit.start === span.start && edit.end === span.end && edit.text !== "";
  const left = edit.start > 0 && inside(edit.start - 1);
  const right = edit.end < before.length && inside(edit.end);
  const takesFirst = edit.start === span.start && edit.end > edit.start;
  const takesLast = edit.end === span.end && edit.end > edit.start;
  const belongs = exact || (left && right) || (takesFirst && right) || (takesLast && left);
  const flags = [];
  for (let index = 0; index < edit.start; index += 1) flags.push(inside(index));
  for (let index = 0; index < edit.text.length; index += 1) flags.push(belongs);
  for (let index = edit.end; index < before.length; index += 1) flags.push(inside(index));
  const start = flags.indexOf(true);
  return start === -1 ? null : { start, end: flags.lastIndexOf(true) + 1 };
}

test("a passage keeps its own characters through any edit", () => {
  const chance = random(4);
  for (let round = 0; round < 6000; round += 1) {
    const before = passage(chance, 14) + "ab";
    const start = chance.below(before.length - 1);
    const span = { start, end: start + 1 + chance.below(before.length - start) };
    const from = chance.below(before.length + 1);
    const edit = { start: from, end: from + chance.below(before.length - from + 1), text: passage(chance, 3) };
    assert.deepEqual(mapSpan(span, edit), expectedSpan(before, span, edit), JSON.stringify({ before, span, edit }));
  }
});

test("six walks of five hundred edits lose and shift nothing that was not touched", () => {
  for (let seed = 10; seed < 16; seed += 1) {
    const chance = random(seed);
    let text = "Ward manager 😀 says the return took two days; cafe\u0301 closed 👩🏽‍⚕️. ".repeat(8);
    let spans = new Map();
    for (let tag = 0; tag < 12; tag += 1) {
      const start = text.indexOf("return", tag * 60);
      spans.set(tag, { start, end: start + "return took".length });
    }
    for (let step = 0; step < 500; step += 1) {
      const start = clean(text, chance.below(text.length + 1));
      const end = clean(text, Math.min(text.length, start + chance.pick([0, 0, 0, 1, 2, 9])));
      const typed = passage(chance, 2);
      const after = text.slice(0, start) + typed + text.slice(end);
      const edit = difference(text, after, start + typed.length, { start, end });
      if (edit === null) continue;
      const next = new Map();
      for (const [tag, span] of spans) {
        const moved = mapSpan(span, edit);
        if (edit.start >= span.end || edit.end <= span.start) {
          assert.equal(after.slice(moved.start, moved.end), text.slice(span.start, span.end));
        }
        if (moved) next.set(tag, moved);
      }
      [text, spans] = [after, next];
    }
  }
});

test("a passage snaps to whole words and drops the space around them", () => {
  const text = "said: two days’ work, don’t ask\nnext 👩🏽‍⚕️ line";
  const snapped = (start, end) => {
    const span = snappedToWords(text, { start, end });
    return span && text.slice(span.start, span.end);
  };
  assert.equal(snapped(7, 12), "two days");
  assert.equal(snapped(text.indexOf("on’t"), text.indexOf("t ask")), "don’t");
  assert.equal(snapped(5, 6), null);
  assert.equal(snapped(text.indexOf("👩"), text.indexOf("👩") + 2), "👩🏽‍⚕️");
  assert.equal(trimmed("   ", { start: 0, end: 3 }), null);
});

test("the paragraph is the line the caret stands in", () => {
  const text = "first\n\n  second line  ";
  assert.deepEqual(paragraphAt(text, 0), { start: 0, end: 5 });
  assert.deepEqual(paragraphAt(text, 5), { start: 0, end: 5 });
  assert.equal(paragraphAt(text, 6), null);
  assert.deepEqual(paragraphAt(text, text.length), { start: 9, end: 20 });
});

test("what is stored is NFC, counted in code points, and the passages still hold their words", () => {
  const text = "\ufeffcafe\u0301 😀 shut\u0000 fo\u0308r";
  const span = (part) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length });
  const { text: stored, spans } = asStored(text, [span("cafe"), span("shut\u0000"), span("\u0308r"), span("😀")]);
  assert.equal(stored, "café 😀 shut för");
  assert.deepEqual(spans.map(({ start, end }) => [...stored].slice(start, end).join("")), ["café", "shut", "ör", "😀"]);
});

test("stored passages are never cut, whatever the text", () => {
  const chance = random(5);
  for (let round = 0; round < 400; round += 1) {
    const text = passage(chance, 16);
    const start = clean(text, chance.below(text.length + 1));
    const span = { start, end: clean(text, start + chance.below(text.length - start + 1)) };
    const { text: stored, spans: [found] } = asStored(text, [span]);
    assert.equal(stored, stored.normalize("NFC"));
    let { start: from, end: to } = span;
    while (text[from] === "\u0301") from -= 1;
    while (text[to] === "\u0301") to += 1;
    assert.equal([...stored].slice(found.start, found.end).join(""), text.slice(from, to).normalize("NFC"));
  }
});
