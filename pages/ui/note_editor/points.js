/** Points to raise: those that wait for this team, and how each moved on; and new ones for its next meeting. */

import { el } from "../dom.js";

/**
 * @typedef {{id: string, text: string, meeting_on: string | null}} NewPoint
 * @typedef {{point: number, trust: number | null, raised: boolean, answer: string, outcome: string}} Step
 * @typedef {{no: number, trust: number | null, stage: string, text: string, author: string, noted_on: string,
 *   meeting_on: string | null, raised_on: string | null, answer: string}} OpenPoint
 */

const WIDE = "(min-width: 700px)";
let made = 0;

export class Points {
  /** @param {{evaluation: number, onchange: () => void}} parts */
  constructor({ evaluation, onchange }) {
    Object.assign(this, { address: `/evaluations/${evaluation}/points`, onchange });
    /** @type {OpenPoint[] | null} null: not fetched yet */
    this.open = null;
    /** @type {Map<number, Step>} */
    this.steps = new Map();
    /** @type {{no: number | null, name: string}} */
    this.team = { no: null, name: "" };
    this.count = el("summary");
    this.list = el("ul", { class: "ne-list" });
    this.waiting = el("details", { class: "ne-fold ne-waiting", hidden: true, open: matchMedia(WIDE).matches }, this.count, this.list);
    this.whose = el("span", { class: "ne-hint" });
    this.rows = el("div", { class: "ne-list" });
    const another = el("button", { type: "button", class: "ne-button", onclick: () => this.#add().focus() }, "+ Another point");
    const name = el("summary", {}, el("span", {}, "Point to raise"), this.whose);
    this.noting = el("details", { class: "ne-fold", "data-field": "Meeting" }, name, this.rows, another);
    this.again = () => this.fetch();
    window.addEventListener("online", this.again);
    this.fetch();
  }

  /** What waits; over a broken connection, as soon as it is back. Nothing of it is kept on the device. */
  async fetch() {
    if (this.open !== null) return;
    try {
      const response = await fetch(this.address, { cache: "no-store", credentials: "same-origin" });
      if (!response.ok) return;
      this.open = (await response.json()).points;
      this.#draw();
    } catch {
      // No connection: the form is written without it.
    }
  }

  /** The note is about this team from now on. */
  turnTo(/** @type {number | null} */ no, /** @type {string} */ name) {
    if (this.team.no === no && this.team.name === name) return;
    this.team = { no, name };
    this.whose.textContent = `with ${no === null ? "the whole collaborative" : name}`;
    this.#draw();
  }

  load(/** @type {{points: NewPoint[], steps: Step[]}} */ { points, steps }) {
    this.steps = new Map(steps.map((step) => [step.point, { ...step }]));
    this.rows.replaceChildren();
    for (const point of points) this.#add(point);
    if (!points.length) this.#add();
    this.noting.open = points.length > 0;
    if (steps.length) this.waiting.open = true;
    this.#draw();
  }

  /** @returns {{points: NewPoint[], steps: Step[]}} */
  read() {
    const points = [...this.rows.children].map((row) => ({
      id: row.dataset.id,
      text: row.querySelector("textarea").value,
      meeting_on: row.querySelector("input").value || null,
    }));
    const steps = [...this.steps.values()].filter(({ raised, answer, outcome }) => raised || answer || outcome);
    return { points: points.filter(({ text }) => text.trim() !== ""), steps: steps.map((step) => ({ ...step })) };
  }

  set readOnly(/** @type {boolean} */ closed) {
    this.list.inert = this.noting.inert = closed;
  }

  #add(/** @type {NewPoint} */ { id, text, meeting_on } = { id: "", text: "", meeting_on: null }) {
    const key = `ne-point-${(made += 1)}`;
    const words = el("textarea", { id: key, class: "ne-input", rows: 2, oninput: () => this.onchange() });
    const day = el("input", { id: `${key}-day`, type: "date", class: "ne-input", oninput: () => this.onchange() });
    words.value = text;
    day.value = meeting_on ?? "";
    const row = el(
      "div",
      { class: "ne-new-point", "data-id": id || `${Date.now().toString(36)}-${made}` },
      el("label", { class: "ne-label", for: key }, "What to raise"),
      words,
      el("label", { class: "ne-label", for: day.id }, "At their meeting of (empty: the next)"),
      day,
    );
    this.rows.append(row);
    return words;
  }

  #draw() {
    const there = (this.open ?? []).filter((point) => point.trust === this.team.no);
    this.waiting.hidden = there.length === 0;
    const name = this.team.no === null ? "the whole collaborative" : this.team.name;
    this.count.textContent = `${there.length} ${there.length === 1 ? "point waits" : "points wait"} for ${name}`;
    this.list.replaceChildren(...there.map((point) => this.#item(point)));
  }

  #item(/** @type {OpenPoint} */ point) {
    const noted = [`noted ${day(point.noted_on)} by ${point.author}`, point.meeting_on && `for the meeting of ${day(point.meeting_on)}`];
    const raised = point.raised_on && `raised ${day(point.raised_on)}`;
    const about = [...noted, raised].filter(Boolean).join(" · ");
    const said = point.answer ? el("p", { class: "ne-said" }, `They said: ${point.answer}`) : null;
    const item = el("li", {}, el("p", { class: "ne-point" }, point.text), el("p", { class: "ne-hint" }, about), said);
    item.append(...this.#fields(point));
    return item;
  }

  /** What can have happened to it in this meeting. */
  #fields(/** @type {OpenPoint} */ point) {
    const step = this.steps.get(point.no);
    const answer = this.#words(point, "answer", "What they said");
    const outcome = this.#words(point, "outcome", "What came of it");
    if (point.stage !== "noted") return point.stage === "raised" ? [answer, outcome] : [outcome];
    const id = `ne-raised-${point.no}`;
    const box = el("input", { type: "checkbox", id, onchange: () => this.#move(point, { raised: box.checked }, answer, outcome) });
    box.checked = step?.raised ?? false;
    for (const field of [answer, outcome]) field.hidden = !box.checked;
    return [el("label", { class: "ne-check", for: id }, box, el("span", {}, "Raised in this meeting")), answer, outcome];
  }

  #words(/** @type {OpenPoint} */ point, /** @type {"answer" | "outcome"} */ name, /** @type {string} */ label) {
    const id = `ne-${name}-${point.no}`;
    const area = el("textarea", { id, class: "ne-input", rows: 2, oninput: () => this.#move(point, { [name]: area.value }) });
    area.value = this.steps.get(point.no)?.[name] ?? "";
    return el("div", { class: "ne-field" }, el("label", { class: "ne-label", for: id }, label), area);
  }

  #move(/** @type {OpenPoint} */ { no, trust }, /** @type {Partial<Step>} */ what, ...fields) {
    const before = this.steps.get(no) ?? { point: no, trust, raised: false, answer: "", outcome: "" };
    const after = { ...before, ...what };
    if (what.raised === false) Object.assign(after, { answer: "", outcome: "" });
    this.steps.set(no, after);
    for (const field of fields) {
      field.hidden = !after.raised;
      if (!after.raised) field.querySelector("textarea").value = "";
    }
    this.onchange();
  }

  close() {
    window.removeEventListener("online", this.again);
  }
}

function day(/** @type {string} */ iso) {
  return new Date(iso).toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric" });
}
