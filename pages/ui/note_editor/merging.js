/** Two versions of one note made one: what both say stands once. Pure. */

/** @typedef {import("./note.js").Note} Note */

/** Every word of two versions of one note. A tag that both hold stays once, on the words of `mine`. */
export function bothNotes(/** @type {Note} */ mine, /** @type {Note} */ theirs) {
  const joined = joinedTexts(mine.text, theirs.text);
  const held = new Set(mine.tags.map((tag) => tag.id));
  const tags = mine.tags.map((tag) => moved(tag, joined.first, joined.text));
  for (const tag of theirs.tags.filter(({ id }) => !held.has(id)).map((one) => moved(one, joined.second, joined.text))) {
    const at = tags.findIndex((one) => isTwin(one, tag));
    if (at < 0) tags.push(tag);
    else if (tags[at].coding === null) tags[at] = { ...tag, polarity: tags[at].polarity };
  }
  return {
    ...mine,
    text: joined.text,
    reflection: joinedTexts(mine.reflection, theirs.reflection).text,
    tags,
    points: joinedPoints(mine.points, theirs.points),
    steps: joinedSteps(mine.steps, theirs.steps),
  };
}

/**
 * Whether `theirs` says what she has seen already: it stands in `mine`, or in the version she last chose about, which is
 * `settled`. She is not asked about the same words twice.
 */
export function saysNothingNew(/** @type {Note} */ theirs, /** @type {Note} */ mine, /** @type {Note} */ settled) {
  const known = bothNotes(mine, settled);
  const both = bothNotes(known, theirs);
  const facts = JSON.stringify(theirs.fields);
  const said = ({ text, reflection, tags, points, steps }) => JSON.stringify([text, reflection, tags.length, points, steps]);
  return said(both) === said(known) && [mine, settled].some(({ fields }) => JSON.stringify(fields) === facts);
}

function moved(/** @type {Note["tags"][number]} */ tag, /** @type {(at: number) => number} */ place, /** @type {string} */ text) {
  if (tag.span === null) return tag;
  const span = { start: place(tag.span.start), end: place(tag.span.end) };
  return { ...tag, span: text.slice(span.start, span.end) === tag.words ? span : null };
}

/** A tag takes another name once it is saved: the theme and the words tell that it is the same. */
function isTwin(/** @type {Note["tags"][number]} */ one, /** @type {Note["tags"][number]} */ other) {
  const same = one.theme === other.theme && one.span && other.span && (one.coding === null || other.coding === null);
  return same && one.span.start === other.span.start && one.span.end === other.span.end;
}

/** A point that both hold stays once, with the words of both. */
function joinedPoints(/** @type {Note["points"]} */ mine, /** @type {Note["points"]} */ theirs) {
  const other = new Map(theirs.map((point) => [point.id, point]));
  const both = mine.map((point) => ({ ...point, text: joinedTexts(point.text, other.get(point.id)?.text ?? "").text }));
  return [...both, ...theirs.filter(({ id }) => !mine.some((point) => point.id === id))];
}

function joinedSteps(/** @type {Note["steps"]} */ mine, /** @type {Note["steps"]} */ theirs) {
  const other = new Map(theirs.map((step) => [step.point, step]));
  const both = mine.map((step) => {
    const its = other.get(step.point);
    const said = its && { answer: joinedTexts(step.answer, its.answer).text, outcome: joinedTexts(step.outcome, its.outcome).text };
    return { ...step, raised: step.raised || Boolean(its?.raised), ...said };
  });
  return [...both, ...theirs.filter(({ point }) => !mine.some((step) => step.point === point))];
}

/**
 * Two texts as one: the lines of the first, and after them those of the second that it does not hold. A line that begins
 * with one of the other text is that line, gone on with. `first` and `second` say where an index of each stands now.
 */
function joinedTexts(/** @type {string} */ first, /** @type {string} */ second) {
  const lines = first.split("\n");
  const theirs = second.split("\n");
  const at = matched(lines, theirs);
  let gap = lines.some((line) => line.trim());
  theirs.forEach((line, index) => {
    if (at[index] >= 0) {
      if (line.length > lines[at[index]].length) lines[at[index]] = line;
    } else if (!line.trim()) gap = true;
    else {
      if (gap && lines.at(-1) !== "") lines.push("");
      at[index] = lines.push(line) - 1;
      gap = false;
    }
  });
  if (!first.trim() && second.trim()) return { text: second, first: () => 0, second: (/** @type {number} */ index) => index };
  const starts = startsOf(lines);
  const own = first.split("\n").map((_, index) => index);
  return { text: lines.join("\n"), first: placeIn(first, own, starts), second: placeIn(second, at, starts) };
}

/** For each line of the second text the line of the first that it is, or -1; each is matched once, the very same first. */
function matched(/** @type {string[]} */ first, /** @type {string[]} */ second) {
  const free = new Set(first.keys());
  const at = second.map(() => -1);
  const begins = (/** @type {string} */ one, /** @type {string} */ other) => one.startsWith(other) || other.startsWith(one);
  for (const same of [(/** @type {string} */ one, /** @type {string} */ other) => one === other, begins]) {
    second.forEach((line, index) => {
      if (at[index] >= 0 || !line.trim()) return;
      const found = [...free].find((own) => first[own].trim() && same(first[own], line));
      if (found === undefined) return;
      at[index] = found;
      free.delete(found);
    });
  }
  return at;
}

function startsOf(/** @type {string[]} */ lines) {
  let start = 0;
  return lines.map((line) => (start += line.length + 1) - line.length - 1);
}

/** Where an index of `text` stands in a text whose lines begin at `starts`; -1 where its line is not there. */
function placeIn(/** @type {string} */ text, /** @type {number[]} */ at, /** @type {number[]} */ starts) {
  const own = startsOf(text.split("\n"));
  return (/** @type {number} */ index) => {
    const line = own.findLastIndex((start) => start <= index);
    return at[line] < 0 ? -1 : starts[at[line]] + index - own[line];
  };
}
