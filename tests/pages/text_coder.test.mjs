/** The text coder's parts that need no page: run with `node --test tests/pages/` (the suite does, through test_anchor.py). */

import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";

import { Cursor, sentenceIn, wordsIn } from "../../pages/ui/text_coder/cursor.js";
import { Desk } from "../../pages/ui/text_coder/desk.js";
import { digitsOf, withDigitFor } from "../../pages/ui/text_coder/digits.js";
import { Outbox, newNonce } from "../../pages/ui/text_coder/outbox.js";
import { layered } from "../../pages/ui/text_coder/paint.js";
import { calledHere, labelIn } from "../../pages/ui/text_coder/source_text.js";
import { matching, treeOf } from "../../pages/ui/themes.js";

const THEMES = ["Conflicting priorities", "Support and culture", "Champions"].map((name, at) => ({
  no: at + 1, name, path: `Factors / ${name}`, colour: "#888888", retired: false, recent: null,
}));

/** A store like the browser's: items are its own keys. */
class Kept {
  getItem(name) { return this[name] ?? null; }
  setItem(name, value) { this[name] = value; }
  removeItem(name) { delete this[name]; }
}

/** What the server does with operations, in the plainest way: each once, by its nonce; some are refused. */
class Server {
  codings = new Map();
  acks = {};
  before = new Map();
  next = 1;

  constructor(refuses) { this.refuses = refuses; }

  take(operations) {
    const acks = {};
    for (const operation of operations) acks[operation.nonce] = this.acks[operation.nonce] ??= this.#do(operation);
    return acks;
  }

  #do(operation) {
    const no = operation.coding ?? this.acks[operation.of]?.coding;
    if (operation.op === "code" && this.refuses()) return { ok: false, message: "Choose another theme." };
    if (operation.op === "undo") {
      if (!this.before.has(operation.of)) return { ok: false, message: "There is nothing to undo." };
      const [made, coding] = this.before.get(operation.of);
      if (made) this.codings.delete(made);
      if (coding) this.codings.set(coding.coding, coding);
      return { ok: true, coding: coding?.coding ?? made };
    }
    if (operation.op === "code") {
      const { start, end, theme, polarity } = operation;
      const coding = { coding: this.next++, start, end, theme, polarity, coder: "Rose", mine: true, counted: true, blind: false,
        has_comment: false, strength: null, said_by: null };
      this.codings.set(coding.coding, coding);
      this.before.set(operation.nonce, [coding.coding, null]);
      return { ok: true, coding: coding.coding };
    }
    const coding = this.codings.get(no);
    if (!coding) return { ok: false, message: "That coding is no longer there." };
    if (operation.op === "uncode") this.codings.delete(no);
    if (operation.op === "recode") {
      const { theme = coding.theme, polarity = coding.polarity, strength = coding.strength } = operation;
      this.codings.set(no, { ...coding, theme, polarity, strength });
    }
    if (operation.op !== "move") {
      this.before.set(operation.nonce, [null, coding]);
      return { ok: true, coding: no };
    }
    const moved = { ...coding, coding: this.next++, start: operation.start, end: operation.end };
    this.codings.delete(no);
    this.codings.set(moved.coding, moved);
    this.before.set(operation.nonce, [moved.coding, coding]);
    return { ok: true, coding: moved.coding };
  }
}

function deskOn(server, sent) {
  const ui = { kept() {}, changed() {}, chosen() {}, say() {}, refused() {}, quote: () => "words" };
  const me = { account: 1, name: "Rose", can_code: true, is_lead: true, blind: false };
  const data = { evaluation: 1, source: 7, version: 1, themes: THEMES, codings: [...server.codings.values()], me, acks: {}, framework_at: 1 };
  return new Desk(data, { send: (operations) => sent.push(operations), ui });
}

beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
afterEach(() => mock.timers.reset());

const picture = (views) =>
  [...views].map(({ start, end, theme, polarity, strength, counted }) => [start, end, theme, polarity, strength, counted].join()).sort();

function random(seed) {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function act(desk, dice) {
  const keys = [...desk.views.keys()];
  const key = keys[dice(keys.length)];
  const start = dice(500);
  switch (dice(7)) {
    case 0: case 1:
      desk.choosePassage({ start, end: start + 1 + dice(20) });
      return desk.code(1 + dice(3));
    case 2:
      if (desk.current) desk.setPolarity(["barrier", "facilitator", "mixed"][dice(3)]);
      return undefined;
    case 3:
      return key && desk.move(key, { start, end: start + 5 });
    case 4:
      return key && desk.remove(key);
    case 5:
      return key && desk.change({ strength: 1 + dice(3), theme: 1 + dice(3) }, key);
    default:
      return desk.undo();
  }
}

/** Let the server answer as much of the outbox as it will; lost answers come with the next. */
function answer(desk, server, operations) {
  const acks = server.take(operations);
  desk.receive({ ...desk.data, codings: [...server.codings.values()], acks });
}

test("what is painted is what the server comes to hold, and an answer repaints nothing", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const dice = random(seed);
    const server = new Server(() => false);
    const sent = [];
    const desk = deskOn(server, sent);
    for (let step = 0; step < 60; step += 1) {
      act(desk, dice);
      if (dice(3) > 0 || sent.length === 0) continue;
      const before = picture(desk.views.values());
      answer(desk, server, sent[dice(sent.length)].filter((operation) => desk.outbox.operations.some(({ nonce }) => nonce === operation.nonce)));
      assert.deepEqual(picture(desk.views.values()), before, `seed ${seed}, step ${step}`);
    }
    desk.outbox.flush();
    answer(desk, server, sent.at(-1) ?? []);
    assert.equal(desk.outbox.operations.length, 0);
    assert.deepEqual(picture(desk.views.values()), picture(server.codings.values()), `seed ${seed}`);
  }
});

test("codings that come back before the answer that they were made are not painted twice", () => {
  const server = new Server(() => false);
  const sent = [];
  const desk = deskOn(server, sent);
  desk.choosePassage({ start: 3, end: 9 });
  desk.code(1);
  desk.setPolarity("barrier");
  const before = picture(desk.views.values());
  server.take(sent.at(-1));
  desk.receive({ ...desk.data, codings: [...server.codings.values()], acks: {} });
  assert.deepEqual(picture(desk.views.values()), before);
  answer(desk, server, sent.at(-1));
  assert.deepEqual(picture(desk.views.values()), before);
});

test("after refusals the page shows what the server holds, whatever was built on them", () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const dice = random(seed + 1000);
    const server = new Server(() => dice(4) === 0);
    const sent = [];
    const desk = deskOn(server, sent);
    for (let step = 0; step < 40; step += 1) act(desk, dice);
    desk.outbox.flush();
    answer(desk, server, sent.at(-1));
    assert.deepEqual(picture(desk.views.values()), picture(server.codings.values()), `seed ${seed}`);
  }
});

test("the outbox sends everything again until it is answered, and again after a reload", () => {
  const store = new Kept();
  const sent = [];
  const parts = { store, prefix: "box:", send: (operations) => sent.push(operations.map((each) => each.nonce)), onchange() {} };
  const box = new Outbox(parts);
  const [one, two] = [newNonce(), newNonce()];
  box.add({ nonce: one, source: 7, wire: { op: "read", at: 1 } });
  box.add({ nonce: two, source: 7, wire: { op: "read", at: 2 } });
  assert.deepEqual(sent, [[one], [one, two]]);
  mock.timers.tick(1500);
  assert.deepEqual(sent.at(-1), [one, two]);
  box.acknowledge({ [one]: { ok: true } });
  box.stop();
  const after = new Outbox(parts);
  assert.deepEqual(after.operations.map(({ nonce }) => nonce), [two]);
  assert.deepEqual(sent.at(-1), [two]);
  after.acknowledge({ [two]: { ok: false, message: "No." } });
  const count = sent.length;
  mock.timers.tick(60_000);
  assert.equal(sent.length, count);
  assert.deepEqual(Object.keys(store), []);
});

test("what a slow server is at work on is not sent again until it is done", () => {
  let answering = true;
  const sent = [];
  const box = new Outbox({ store: null, prefix: "box:", send: (operations) => sent.push(operations), onchange() {}, isAnswering: () => answering });
  box.add({ nonce: newNonce(), source: 7, wire: { op: "read", at: 1 } });
  mock.timers.tick(6_000);
  assert.equal(sent.length, 1);
  assert.equal(box.waiting, false);
  answering = false;
  mock.timers.tick(1000);
  assert.equal(sent.length, 2);
  box.stop();
});

test("what was said is not kept on a device for more than three days", () => {
  const store = new Kept();
  const old = { nonce: newNonce(), source: 7, at: Date.now() - 73 * 3600 * 1000, turn: 0, wire: { op: "code", quote: "words" } };
  store.setItem(`box:${old.nonce}`, JSON.stringify(old));
  const box = new Outbox({ store, prefix: "box:", send() {}, onchange() {} });
  assert.deepEqual(box.operations, []);
  assert.deepEqual(Object.keys(store), []);
});

test("a speaker's label is found where the text itself holds it", () => {
  const found = {
    "P07: We tried.": "P07:", "**P07:** We tried.": "**P07:**", "[00:12] P07: We tried.": "[00:12] P07:", "P07\tWe tried.": "P07\t",
    "[P07] We tried.": "[P07]", "P07  0:12": "P07  0:12", "0:12  P07": "0:12  P07", "Ask P07: he tried.": "", "We tried.": "",
  };
  for (const [line, label] of Object.entries(found)) assert.equal(line.slice(0, labelIn(line, "P07")).trim(), label.trim(), line);
});

test("a theme is found by any words of its path, its own name first", () => {
  const names = (query) => matching(THEMES, query).map((theme) => theme.name);
  assert.deepEqual(names("cha"), ["Champions"]);
  assert.deepEqual(names("cul"), ["Support and culture"]);
  assert.deepEqual(names("factors prior"), ["Conflicting priorities"]);
  assert.deepEqual(matching([{ ...THEMES[0], retired: true }], "prior"), []);
});

test("a digit keeps its theme; a theme found by name takes that of the one longest not used", () => {
  const themes = Array.from({ length: 11 }, (_, at) => ({
    no: at + 1, path: `Theme ${at + 1}`, retired: false, recent: at === 4 ? 1 : null,
  }));
  const digits = digitsOf(themes, []);
  assert.deepEqual(digits, [5, 1, 2, 3, 4, 6, 7, 8, 9]);
  assert.deepEqual(withDigitFor(digits, 11, [9, 5]), [5, 1, 2, 3, 4, 6, 7, 11, 9]);
  assert.deepEqual(digitsOf(themes.map((theme) => ({ ...theme, recent: 12 - theme.no })), digits), digits);
});

test("a sentence starts after the label of its turn", () => {
  const content = "P21: The consultants came. They left.";
  const line = { start: 0, content, label: 4, astral: false };
  const text = {
    lines: [line],
    lineAt: () => line,
    indexIn: (_, offset) => offset,
    trimmed: (start, end) => content.slice(start, end).trim(),
  };
  const cursor = new Cursor(text);
  assert.equal(cursor.sentenceAt(0), "The consultants came.");
  assert.equal(cursor.sentenceAt(8), "The consultants came.");
  assert.equal(cursor.sentenceAt(30), "They left.");
});

test("a pseudonym in brackets is one word", () => {
  const content = "Then [person 3] came, and [P07 (nurse)] too.";
  const found = wordsIn(content).map(({ start, end }) => content.slice(start, end));
  assert.deepEqual(found, ["Then", "[person 3]", "came", "and", "[P07 (nurse)]", "too"]);
});

test("nine codings on one passage lay no more than three fills on any word, and each is underlined", () => {
  const filled = [];
  const laid = Array.from({ length: 9 }, (_, at) => layered(filled, at, 40 - at));
  const depth = (at) => filled.filter(({ from, to }) => from <= at && at < to).length;
  assert.equal(Math.max(...Array.from({ length: 40 }, (_, at) => depth(at))), 3);
  assert.deepEqual([depth(0), depth(1), depth(2)], [1, 2, 3]);
  assert.equal(laid[8].reduce((sum, { from, to }) => sum + to - from, 0), 24);
});

test("the digits go to the themes at the ends of the tree before those that group them", () => {
  const paths = ["Internal", "Internal / Champions", "Internal / Culture", "Internal / Culture / Blame", "Money"];
  const themes = paths.map((path, at) => ({ no: at + 1, path, retired: false, recent: null }));
  assert.deepEqual(digitsOf(themes, []), [2, 4, 5, 1, 3]);
  assert.deepEqual([...treeOf(themes).values()].map(({ depth }) => depth), [0, 1, 1, 2, 0]);
});

test("a speaker goes by her pseudonym here, whatever the text calls her", () => {
  assert.equal(calledHere({ speaker: "P21", participant: "P16" }), "P16");
  assert.equal(calledHere({ speaker: "P16 (nurse)", participant: "P16" }), "P16 (nurse)");
  assert.equal(calledHere({ speaker: "Int", participant: null }), "Int");
});

test("a pseudonym begins a sentence as a name does", () => {
  const said = "We tried it in May. [person 3] said it would never last. That changed.";
  const taken = (words) => said.slice(...sentenceIn(said, said.indexOf(words))).trim();
  assert.equal(taken("tried"), "We tried it in May.");
  assert.equal(taken("[person 3]"), "[person 3] said it would never last.");
  assert.equal(taken("never"), "[person 3] said it would never last.");
  assert.equal(taken("That"), "That changed.");
});
