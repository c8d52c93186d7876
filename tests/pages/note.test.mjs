/** A note's tags through undo, and a note on its way to the server and back. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { difference } from "../../pages/ui/anchor.js";
import { bothNotes, saysNothingNew } from "../../pages/ui/note_editor/merging.js";
import { bodyOf, minutesUntil, newNote, noteOf } from "../../pages/ui/note_editor/note.js";
import { Tags } from "../../pages/ui/note_editor/tags.js";
import { above, matching } from "../../pages/ui/themes.js";

const words = (text, part) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length });

/** A text with its tags, edited the way the form edits it. */
class Written {
  constructor(text) {
    this.text = text;
    this.tags = new Tags([], text);
  }

  tag(part, theme = 3, polarity = "barrier") {
    return this.tags.add(this.text, words(this.text, part), theme, polarity);
  }

  become(text, undoing = false) {
    this.tags.follow(text, difference(this.text, text, text.length), undoing);
    this.text = text;
  }

  get tagged() {
    return this.tags.inOrder.map(({ span }) => span && this.text.slice(span.start, span.end));
  }
}

test("deleting the words loses the tag, undoing brings it back, redoing takes it again", () => {
  const note = new Written("It took two days in all.");
  note.tag("two days");
  note.become("It took in all.");
  assert.deepEqual(note.tagged, [null]);
  note.become("It took two days in all.", true);
  assert.deepEqual(note.tagged, ["two days"]);
  note.become("It took in all.", true);
  assert.deepEqual(note.tagged, [null]);
});

test("typing the same words again is not undoing: the tag stays lost", () => {
  const note = new Written("It took two days in all.");
  note.tag("two days");
  note.become("It took in all.");
  note.become("It took two days in all.");
  assert.deepEqual(note.tagged, [null]);
});

test("undo leaves a tag alone that was made or taken away since", () => {
  const note = new Written("one two three");
  const early = note.tag("one");
  note.become("one two three four");
  note.tag("three");
  note.tags.remove(early);
  note.become("one two three", true);
  assert.deepEqual(note.tagged, ["three"]);
});

/** Type letter by letter where the cursor stands. */
function type(note, at, letters, upTo = at) {
  let [from, to] = [at, upTo];
  for (const letter of letters) {
    const after = note.text.slice(0, from) + letter + note.text.slice(to);
    note.tags.follow(after, difference(note.text, after, from + 1, { start: from, end: to }), false);
    note.text = after;
    from = to = from + 1;
  }
}

test("who replaces the last word of a tag types the new one into it, and no further", () => {
  const note = new Written("It took two days in all.");
  note.tag("two days");
  type(note, 12, "weeks or so", 16);
  assert.equal(note.text, "It took two weeks or so in all.");
  assert.deepEqual(note.tagged, ["two weeks"]);
});

test("a tag whose words are all replaced keeps the word typed over them", () => {
  const note = new Written("It took days in all.");
  note.tag("days");
  type(note, 8, "weeks", 12);
  assert.deepEqual(note.tagged, ["weeks"]);
});

test("a letter taken back at the end of a tag and typed again belongs to it", () => {
  const note = new Written("It took two dayz in all.");
  note.tag("two dayz");
  const shorter = "It took two day in all.";
  note.tags.follow(shorter, difference(note.text, shorter, 15), false);
  note.text = shorter;
  type(note, 15, "s");
  assert.deepEqual(note.tagged, ["two days"]);
});

test("the same theme on the same words is one tag, with the newest polarity", () => {
  const note = new Written("one two three");
  note.tag("two", 3, "barrier");
  note.tag("two", 3, "mixed");
  note.tag("two", 4, null);
  assert.deepEqual(note.tags.items.map(({ theme, polarity }) => [theme, polarity]), [[3, "mixed"], [4, "none"]]);
});

test("the caret finds the shortest tag around it", () => {
  const note = new Written("one two three");
  note.tag("one two three");
  const inner = note.tag("two");
  assert.equal(note.tags.around(5), inner);
  assert.notEqual(note.tags.around(1), inner);
  assert.equal(new Tags([], "").around(0), null);
});

test("a note comes back from the server as it went, counted in code points there and in UTF-16 here", () => {
  const note = newNote({ trust: 2 }, new Date(2016, 1, 3, 13, 40));
  note.text = "😀 Ward 👩🏽‍⚕️ manager says so";
  note.tags = [
    { id: "a", coding: null, theme: 3, polarity: "barrier", span: words(note.text, "manager"), words: "manager" },
    { id: "b", coding: 7, theme: 4, polarity: "none", span: null, words: "gone" },
  ];
  const body = JSON.parse(JSON.stringify(bodyOf(note)));
  const [tag] = body.tags;
  assert.equal([...body.text].slice(tag.start, tag.end).join(""), "manager");
  assert.equal(tag.quote, "manager");
  assert.equal(tag.start, [...note.text.slice(0, note.text.indexOf("manager"))].length);
  assert.deepEqual(noteOf(body), note);
  assert.deepEqual(body.fields.held_on, "2016-02-03");
  assert.deepEqual(body.fields.starts_at, "13:40");
});

test("an accent typed apart from its letter is one character on the server, and the tag's words agree", () => {
  const note = newNote(null, new Date());
  note.text = "The cafe\u0301 was shut";
  note.tags = [{ id: "a", coding: null, theme: 3, polarity: "barrier", span: words(note.text, "was shut"), words: "was shut" }];
  const { text, tags } = bodyOf(note);
  assert.equal(text, "The café was shut");
  assert.equal(text.slice(tags[0].start, tags[0].end), tags[0].quote);
  assert.equal(tags[0].quote, "was shut");
});

test("keeping both versions keeps every word and every tag of both", () => {
  const version = (text, part, id) => {
    const tag = { id, coding: null, theme: 3, polarity: "barrier", span: words(text, part), words: part };
    return { ...newNote(null, new Date()), text, reflection: `about ${part}`, tags: [tag] };
  };
  const both = bothNotes(version("Mine is here.", "here", "a"), version("Theirs is there.", "there", "b"));
  assert.equal(both.text, "Mine is here.\n\nTheirs is there.");
  assert.deepEqual(both.tags.map(({ span }) => both.text.slice(span.start, span.end)), ["here", "there"]);
  assert.equal(both.reflection, "about here\n\nabout there");
  const longer = bothNotes(version("One.", "One", "a"), version("One. Two.", "Two", "b"));
  assert.equal(longer.text, "One. Two.");
  assert.deepEqual(longer.tags.map(({ span }) => longer.text.slice(span.start, span.end)), ["One", "Two"]);
});

test("what was merged once is not repeated nor asked about again, and its tags stay on their words", () => {
  const version = (text, part, id) => {
    const tag = { id, coding: null, theme: 3, polarity: "barrier", span: words(text, part), words: part };
    return { ...newNote({ starts_at: "13:40", held_on: "2016-02-03" }, new Date()), text, tags: [tag] };
  };
  const theirs = version("Begun.\nAt the desk.", "the desk", "b");
  const both = bothNotes(version("Begun.\nOn the phone.", "the phone", "a"), theirs);
  assert.equal(both.text, "Begun.\nOn the phone.\n\nAt the desk.");
  assert.equal(saysNothingNew(theirs, both, theirs), true);
  const saved = { ...theirs, tags: [{ ...theirs.tags[0], id: "coding-9", coding: 9 }] };
  assert.equal(saysNothingNew(saved, both, theirs), true);
  const newer = version("Begun.\nAt the desk. More of it.\nAnd an end.", "of it", "c");
  assert.equal(saysNothingNew(newer, both, theirs), false);
  const again = bothNotes(both, newer);
  assert.equal(again.text, "Begun.\nOn the phone.\n\nAt the desk. More of it.\n\nAnd an end.");
  assert.deepEqual(again.tags.map(({ span }) => again.text.slice(span.start, span.end)), ["the phone", "the desk", "of it"]);
});

test("keeping both versions keeps the points of both, and one that both hold once with the words of both", () => {
  const point = (id, text) => ({ id, text, meeting_on: null });
  const step = (point, answer) => ({ point, trust: 1, raised: true, answer, outcome: "" });
  const version = (points, steps) => ({ ...newNote(null, new Date()), points, steps });
  const both = bothNotes(
    version([point("a", "One page?"), point("b", "Mine")], [step(1, "Yes."), step(2, "")]),
    version([point("a", "One page? By May?"), point("c", "Theirs")], [step(1, "Perhaps.")]),
  );
  assert.deepEqual(both.points.map(({ text }) => text), ["One page? By May?", "Mine", "Theirs"]);
  assert.deepEqual(both.steps.map(({ answer }) => answer), ["Yes.\n\nPerhaps.", ""]);
  assert.deepEqual(noteOf(bodyOf(both)).points, both.points);
});

test("the minutes run from the start to now", () => {
  const at = (held_on, starts_at) => minutesUntil(new Date(2016, 1, 3, 14, 30), { held_on, starts_at });
  assert.equal(at("2016-02-03", "13:40"), 50);
  assert.equal(at("2016-02-02", "23:30"), 900);
  assert.equal(at("2016-02-03", "15:00"), -30);
  assert.equal(at("2016-02-03", null), null);
  assert.equal(at("", "13:40"), null);
});

test("a few letters find a theme, its own name before its place in the tree", () => {
  const themes = ["External / System pressures", "Internal / Support and culture", "Internal / Conflicting priorities"].map(
    (path, no) => ({ no, path, name: path.split(" / ")[1] }),
  );
  const names = (query) => matching(themes, query).map(({ name }) => name);
  assert.deepEqual(names("cul"), ["Support and culture"]);
  assert.deepEqual(names("int"), ["Support and culture", "Conflicting priorities"]);
  assert.deepEqual(names("s"), ["System pressures", "Support and culture", "Conflicting priorities"]);
  assert.deepEqual(names("inter confl"), ["Conflicting priorities"]);
  assert.deepEqual(names("zebra"), []);
  assert.equal(above(themes[0]), "External");
});
