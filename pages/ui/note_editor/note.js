/** A field note as the form holds it, as the server takes it, and back. Pure. */

import { asStored, toUtf16 } from "../anchor.js";

/**
 * @typedef {import("./tags.js").Tag} Tag
 * @typedef {{role_group: string, how_many: number, participant?: number | null}} Present
 * @typedef {object} Fields
 * @property {string} held_on YYYY-MM-DD
 * @property {string | null} starts_at HH:MM
 * @property {number | null} minutes
 * @property {number | null} trust null: the whole collaborative
 * @property {string | null} setting
 * @property {string | null} observer_part
 * @property {Present[]} attendance
 *
 * @typedef {object} Note offsets of tags in UTF-16
 * @property {Fields} fields
 * @property {string} text
 * @property {string} reflection
 * @property {Tag[]} tags
 * @property {import("./points.js").NewPoint[]} points to raise with the team that the note is about
 * @property {import("./points.js").Step[]} steps how earlier points moved on in this meeting
 * @property {number | null} note the saved note that is being edited
 * @property {number | null} version the text version it was opened at
 * @property {number | null} opened_at the change number it was opened at
 */

/** @returns {Note} a new note: today, from now on */
export function newNote(/** @type {Partial<Fields> | null} */ initial, /** @type {Date} */ now) {
  const fields = {
    held_on: dayOf(now),
    starts_at: timeOf(now),
    minutes: null,
    trust: null,
    setting: null,
    observer_part: "watching",
    attendance: [],
    ...initial,
  };
  return { fields, text: "", reflection: "", tags: [], points: [], steps: [], note: null, version: null, opened_at: null };
}

const two = (/** @type {number} */ number) => String(number).padStart(2, "0");

export function dayOf(/** @type {Date} */ date) {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export function timeOf(/** @type {Date} */ date) {
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** Minutes from the start of the note to `now`; negative if it has not begun, null if the start is not given. */
export function minutesUntil(/** @type {Date} */ now, /** @type {Fields} */ { held_on, starts_at }) {
  const start = new Date(`${held_on}T${starts_at}`);
  return Number.isNaN(start.getTime()) ? null : Math.round((now.getTime() - start.getTime()) / 60_000);
}

/** The note as the server takes it: the text as it will be stored, tags in its code points with their words. */
export function bodyOf(/** @type {Note} */ note) {
  const placed = note.tags.filter((tag) => tag.span !== null);
  const { text, spans } = asStored(note.text, placed.map((tag) => tag.span));
  const characters = text.isWellFormed() && spans.length ? [...text] : [];
  const tags = placed.map(({ id, coding, theme, polarity }, at) => ({
    ...{ id, coding, theme, polarity },
    ...spans[at],
    quote: characters.slice(spans[at].start, spans[at].end).join(""),
  }));
  const lost = note.tags
    .filter((tag) => tag.span === null)
    .map(({ id, coding, theme, polarity, words }) => ({ id, coding, theme, polarity, words }));
  const { fields, reflection, note: no, version, opened_at } = note;
  const points = note.points.map((point) => ({ ...point, text: point.text.toWellFormed() }));
  const steps = note.steps.map((step) => ({ ...step, answer: step.answer.toWellFormed(), outcome: step.outcome.toWellFormed() }));
  return { fields, text, reflection: reflection.toWellFormed(), tags, lost, points, steps, note: no, version, opened_at };
}

/** @returns {Note} what the server holds, a draft or a saved note, as the form holds it */
export function noteOf(/** @type {any} */ body) {
  const text = body.text ?? "";
  const placed = (body.tags ?? []).map((tag, at) => ({
    id: tag.id ?? `coding-${tag.coding ?? at}`,
    coding: tag.coding ?? null,
    theme: tag.theme,
    polarity: tag.polarity,
    span: { start: toUtf16(text, tag.start), end: toUtf16(text, tag.end) },
    words: tag.quote,
  }));
  const lost = (body.lost ?? []).map((tag) => ({ ...tag, coding: tag.coding ?? null, span: null }));
  return {
    fields: body.fields,
    text,
    reflection: body.reflection ?? "",
    tags: [...placed, ...lost],
    points: body.points ?? [],
    steps: body.steps ?? [],
    note: body.note ?? null,
    version: body.version ?? null,
    opened_at: body.opened_at ?? null,
  };
}
