/**
 * What the reader wants to keep beside a coding: a point to raise with a team, or a memo; a memo on the source as well.
 *
 * What is half typed stays on this device, each under what it is about, until it is saved or thrown away.
 */

import { el } from "../dom.js";
import { localStore } from "./outbox.js";

const PREFIX = "text-coder:half:";
const EXPIRES_MS = 72 * 3600 * 1000;
const KINDS = ["analytic", "methodological", "reflexive"];

export class Thoughts {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {{onleave: () => void}} parts
   */
  constructor(desk, { onleave }) {
    this.desk = desk;
    this.title = el("h2", { id: "tc-thought-title" });
    this.about = el("p", { class: "tc-about" });
    this.fields = el("div", { class: "tc-thought-fields" });
    this.problem = el("p", { class: "tc-problem", role: "alert" });
    this.save = el("button", { type: "submit", class: "tc-button tc-primary" });
    const cancel = el("button", { type: "button", class: "tc-button", onclick: () => this.element.close() }, "Cancel");
    const form = el(
      "form",
      { novalidate: true },
      ...[this.title, this.about, this.fields, this.problem, el("div", { class: "tc-toolbar-row" }, this.save, cancel)],
    );
    form.addEventListener("submit", (event) => this.#submit(event));
    form.addEventListener("input", () => this.#keep());
    this.element = el("dialog", { class: "tc-help tc-thought", "aria-labelledby": "tc-thought-title" }, form);
    this.element.addEventListener("close", () => onleave());
    this.element.addEventListener("keydown", (event) => event.stopPropagation());
    forgetOld();
  }

  /** @param {"point" | "memo"} what @param {string | null} key of a coding; null: the source */
  open(what, key) {
    const view = key && this.desk.views.get(key);
    if (key && !view) return;
    Object.assign(this, { what, key });
    const { title } = this.desk.data;
    this.title.textContent = what === "point" ? "Note a point" : "Write a memo";
    this.save.textContent = what === "point" ? "Note point" : "Save memo";
    this.about.textContent = view ? `On the coding to ${this.desk.themeName(view.theme)}, in ${title}.` : `On ${title}.`;
    this.problem.textContent = "";
    this.inputs = what === "point" ? this.#pointFields() : this.#memoFields();
    this.fields.replaceChildren(...Object.values(this.inputs).map(({ label, input }) => el("label", { class: "tc-thought-field" }, label, input)));
    const half = this.#half();
    for (const [name, { input }] of Object.entries(this.inputs)) if (half?.[name]) input.value = half[name];
    this.element.showModal();
    this.inputs.text.input.focus();
  }

  #pointFields() {
    const { trusts, trust } = this.desk.data;
    const options = [["", "Whole collaborative"], ...trusts.map(({ no, name }) => [String(no), name])];
    return {
      text: { label: "Point to raise", input: el("textarea", { class: "tc-input", rows: 4 }) },
      trust: { label: "For which team", input: select(options, String(trust ?? "")) },
      meeting_on: { label: "At their meeting of (empty: the next)", input: el("input", { type: "date", class: "tc-input" }) },
    };
  }

  #memoFields() {
    return {
      kind: { label: "Kind of memo", input: select(KINDS.map((kind) => [kind, kind]), KINDS[0]) },
      text: { label: "Memo (Markdown)", input: el("textarea", { class: "tc-input", rows: 8 }) },
      discussed_with: { label: "Talked over with", input: el("input", { class: "tc-input", placeholder: "Nobody yet" }) },
    };
  }

  #submit(event) {
    event.preventDefault();
    const { text, ...rest } = this.#read();
    if (!text.trim()) {
      this.problem.textContent = this.what === "point" ? "Say what is to be raised." : "Write the thought down.";
      this.inputs.text.input.focus();
      return;
    }
    if (this.what === "point") this.desk.notePoint(this.key, { text, trust: Number(rest.trust) || null, meeting_on: rest.meeting_on || null });
    else this.desk.writeMemo(this.key, { text, ...rest });
    for (const name of this.#names()) localStore()?.removeItem(name);
    this.element.close();
  }

  #read() {
    return Object.fromEntries(Object.entries(this.inputs).map(([name, { input }]) => [name, input.value]));
  }

  /** A coding has a number only once the server has answered: what was begun before lies under its key. */
  #names() {
    const { evaluation, me, source } = this.desk.data;
    const number = this.key && (this.desk.numbers.get(this.key) ?? this.desk.views.get(this.key)?.coding);
    const place = `${PREFIX}${evaluation}:${me.account}:${source}:${this.what}:`;
    return [number && place + number, place + (this.key ?? "")].filter(Boolean);
  }

  #keep() {
    try {
      localStore()?.setItem(this.#names()[0], JSON.stringify({ ...this.#read(), at: Date.now() }));
    } catch {
      // a full store: the dialog still holds it
    }
  }

  #half() {
    return this.#names().map((name) => readable(localStore()?.getItem(name))).find(Boolean);
  }
}

function select(/** @type {string[][]} */ options, /** @type {string} */ value) {
  const input = el("select", { class: "tc-input" }, ...options.map(([key, text]) => el("option", { value: key }, text)));
  input.value = value;
  return input;
}

function forgetOld() {
  const store = localStore();
  for (const name of Object.keys(store ?? {})) {
    if (name.startsWith(PREFIX) && !(Date.now() - readable(store.getItem(name))?.at < EXPIRES_MS)) store.removeItem(name);
  }
}

function readable(/** @type {string | null | undefined} */ json) {
  try {
    return JSON.parse(json ?? "null");
  } catch {
    return null;
  }
}
