/** Two versions of one note: this one, the other, or both. Nothing is merged before the person says so. */

import { el } from "../dom.js";
import { bothNotes } from "./merging.js";

/** @typedef {import("./note.js").Note} Note */

/**
 * @param {() => Note} mine
 * @param {Note} theirs
 * @param {{saved_at: string, by?: string}} told
 * @param {(chosen: Note) => void} onchoose
 * @returns {HTMLElement}
 */
export function conflictPanel(mine, theirs, told, onchoose) {
  const who = told.by ? `${told.by} has` : "Somebody, or you on another device, has";
  const choice = (/** @type {string} */ words, /** @type {() => Note} */ chosen, /** @type {string} */ weight = "") =>
    el("button", { type: "button", class: `ne-button ${weight}`, onclick: () => onchoose(chosen()) }, words);
  return el(
    "section",
    { class: "ne-conflict", tabindex: -1, "aria-label": "Two versions of this note" },
    el("h2", { class: "ne-title" }, "Two versions of this note"),
    el("p", {}, `${who} written in this note at ${clock(told.saved_at)}. Nothing is lost: choose what stays.`),
    el("div", { class: "ne-versions" }, version("Here", mine()), version("The other", theirs)),
    el(
      "div",
      { class: "ne-actions" },
      choice("Keep both", () => bothNotes(mine(), theirs), "ne-primary"),
      choice("Keep what is here", mine),
      choice("Take the other", () => theirs),
    ),
  );
}

function version(/** @type {string} */ name, /** @type {Note} */ note) {
  const tags = note.tags.filter((tag) => tag.span).length;
  const { held_on, starts_at, minutes } = note.fields;
  const day = new Date(held_on).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });
  const facts = [held_on && day, starts_at, minutes && `${minutes} minutes`, tags && `${tags} tagged`];
  const points = note.points.map((point) => `Point to raise: ${point.text}`);
  const steps = note.steps.map((step) => `Point ${step.point}: ${[step.raised && "raised", step.answer, step.outcome].filter(Boolean).join(", ")}`);
  const reflection = note.reflection && `My own reflection: ${note.reflection}`;
  const text = [note.text, reflection, ...points, ...steps].filter(Boolean).join("\n\n");
  return el(
    "div",
    { class: "ne-version" },
    el("h3", {}, name),
    el("p", { class: "ne-hint" }, facts.filter(Boolean).join(" · ")),
    el("p", { class: "ne-version-text", tabindex: 0, role: "group", "aria-label": `${name}: the text` }, text || "No text."),
  );
}

/** The time of day here of a moment that the server names. */
export function clock(/** @type {string} */ moment) {
  const at = new Date(moment);
  return Number.isNaN(at.getTime()) ? moment : at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
}
