/** When, where, how long, in which part, and who was there. */

import { el } from "../dom.js";
import { Attendance } from "./attendance.js";
import { minutesUntil } from "./note.js";

/**
 * @typedef {import("./note.js").Fields} Fields
 * @typedef {{no: number, name: string}} Trust
 */

export class Facts {
  /**
   * @param {{trusts: Trust[], settings: string[], role_groups: string[], observer_parts: string[], last: Partial<Fields> | null}} choices
   * @param {{onchange: () => void, onproblem: (message: string, field: string) => void}} on
   */
  constructor(choices, on) {
    this.on = on;
    this.last = choices.last;
    this.date = el("input", { type: "date", id: "ne-date", class: "ne-input" });
    this.start = el("input", { type: "time", id: "ne-start", class: "ne-input" });
    this.minutes = el("input", { type: "number", id: "ne-minutes", class: "ne-input", min: 1, step: 1, inputmode: "numeric" });
    this.trust = el("select", { id: "ne-trust", class: "ne-input" });
    this.setting = el("select", { id: "ne-setting", class: "ne-input" });
    this.attendance = new Attendance(choices.role_groups, { onchange: () => on.onchange() });
    const endNow = el("button", { type: "button", class: "ne-button ne-quiet ne-end-now", onclick: () => this.#endNow() }, "End now");
    this.again = el("button", { type: "button", class: "ne-button ne-again", onclick: () => this.#asLastTime() });
    this.element = el(
      "div",
      { class: "ne-facts" },
      field("Date", this.date),
      field("Start", this.start),
      field("Minutes", this.minutes, endNow),
      field("Trust", this.trust),
      field("Setting", this.setting),
      this.last ? this.again : null,
    );
    this.part = radios("I was", "ne-part", choices.observer_parts);
    this.people = el("div", { class: "ne-people" }, this.part, this.attendance.element);
    for (const part of [this.element, this.part]) part.addEventListener("input", () => on.onchange());
    this.offer(choices);
  }

  /** Take newer lists of trusts and settings; what is chosen stays chosen. */
  offer(/** @type {{trusts: Trust[], settings: string[]}} */ { trusts, settings }) {
    const chosen = [this.trust.value, this.setting.value];
    this.trust.replaceChildren(option("", "Whole collaborative"), ...trusts.map(({ no, name }) => option(no, name)));
    this.setting.replaceChildren(option("", "Not given"), ...settings.map((setting) => option(setting, sentence(setting))));
    choose(this.trust, chosen[0], `Trust ${chosen[0]}`);
    choose(this.setting, chosen[1], chosen[1]);
    this.#nameLastTime();
  }

  load(/** @type {Fields} */ fields) {
    this.date.value = fields.held_on ?? "";
    this.start.value = fields.starts_at ?? "";
    this.minutes.value = fields.minutes ?? "";
    choose(this.trust, fields.trust, `Trust ${fields.trust}`);
    choose(this.setting, fields.setting, fields.setting);
    for (const radio of this.part.querySelectorAll("input")) radio.checked = radio.value === fields.observer_part;
    this.attendance.load(fields.attendance ?? []);
  }

  /** @returns {{no: number | null, name: string}} the team that the note is about */
  get team() {
    const { value, selectedOptions } = this.trust;
    return { no: value === "" ? null : Number(value), name: selectedOptions[0]?.text ?? "" };
  }

  /** @returns {Fields} */
  read() {
    return {
      held_on: this.date.value,
      starts_at: this.start.value || null,
      minutes: this.minutes.value === "" ? null : Number(this.minutes.value),
      trust: this.trust.value === "" ? null : Number(this.trust.value),
      setting: this.setting.value || null,
      observer_part: this.part.querySelector("input:checked")?.value ?? null,
      attendance: this.attendance.read(),
    };
  }

  #endNow() {
    const minutes = minutesUntil(new Date(), this.read());
    if (minutes === null || minutes < 0) {
      this.on.onproblem("Give the time it started first: it is later than now, or missing.", "Start");
      return;
    }
    this.minutes.value = String(Math.max(1, minutes));
    this.on.onchange();
  }

  #asLastTime() {
    const { trust, setting, observer_part, attendance } = { ...this.read(), ...this.last };
    this.load({ ...this.read(), trust, setting, observer_part, attendance });
    this.on.onchange();
  }

  #nameLastTime() {
    if (!this.last) return;
    const { trust, setting } = this.last;
    const place = [...this.trust.options].find((one) => one.value === String(trust ?? ""))?.text;
    const words = [place, setting].filter(Boolean).join(" · ");
    this.again.replaceChildren("Same as last time", el("small", {}, words));
  }
}

function field(/** @type {string} */ name, /** @type {HTMLElement} */ input, /** @type {HTMLElement | null} */ beside = null) {
  const label = el("label", { class: "ne-label", for: input.id }, name);
  return el("div", { class: `ne-field ne-field-${name.toLowerCase()}`, "data-field": name }, label, input, beside);
}

function radios(/** @type {string} */ name, /** @type {string} */ group, /** @type {string[]} */ values) {
  const choices = values.map((value) => {
    const input = el("input", { type: "radio", name: group, value, id: `${group}-${value}` });
    return el("label", { class: "ne-choice", for: input.id }, input, el("span", {}, value));
  });
  const row = el("div", { class: "ne-choices" }, ...choices);
  return el("fieldset", { class: "ne-group", "data-field": name }, el("legend", { class: "ne-label" }, name), row);
}

function option(/** @type {string | number} */ value, /** @type {string} */ name) {
  return el("option", { value }, name);
}

/** Choose a value also where the list does not hold it any more: nothing changes because a list did. */
function choose(/** @type {HTMLSelectElement} */ select, /** @type {string | number | null} */ value, /** @type {string} */ name) {
  const wanted = value === null || value === undefined ? "" : String(value);
  if (![...select.options].some((one) => one.value === wanted)) select.append(option(wanted, name));
  select.value = wanted;
}

const sentence = (/** @type {string} */ words) => words.charAt(0).toUpperCase() + words.slice(1);
