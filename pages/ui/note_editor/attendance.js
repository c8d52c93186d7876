/** Who was there: how many of each role group, as small counters; the groups that were not are a tap away. */

import { el } from "../dom.js";

export class Attendance {
  constructor(/** @type {string[]} */ roleGroups, /** @type {{onchange: () => void}} */ { onchange }) {
    this.onchange = onchange;
    this.roleGroups = roleGroups;
    /** @type {Map<string, number>} */
    this.counts = new Map();
    /** @type {import("./note.js").Present[]} people known by pseudonym: kept as they are */
    this.named = [];
    this.counters = el("div", { class: "ne-counters" });
    this.more = el("button", { type: "button", class: "ne-button ne-quiet", "aria-expanded": "false", onclick: () => this.#unfold() }, "+ Add");
    this.offers = el("div", { class: "ne-offers", role: "group", "aria-label": "Add a role group", hidden: true });
    const name = el("span", { class: "ne-label", id: "ne-there-name" }, "Who was there");
    this.element = el(
      "div",
      { class: "ne-group", role: "group", "aria-labelledby": "ne-there-name", "data-field": "Who was there" },
      el("div", { class: "ne-there" }, name, this.counters, this.more),
      this.offers,
    );
  }

  load(/** @type {import("./note.js").Present[]} */ attendance) {
    this.counts = new Map();
    this.named = attendance.filter((one) => one.participant);
    for (const { role_group, how_many, participant } of attendance) {
      if (!participant) this.counts.set(role_group, (this.counts.get(role_group) ?? 0) + how_many);
    }
    this.#draw();
  }

  /** @returns {import("./note.js").Present[]} */
  read() {
    const counted = [...this.counts].filter(([, count]) => count > 0);
    return [...counted.map(([role_group, how_many]) => ({ role_group, how_many })), ...this.named];
  }

  #change(/** @type {string} */ group, /** @type {number} */ by) {
    this.counts.set(group, Math.max(0, (this.counts.get(group) ?? 0) + by));
    if (this.counts.get(group) === 0) this.counts.delete(group);
    const pressed = document.activeElement?.dataset.by;
    this.#draw();
    if (pressed) (this.counters.querySelector(`[data-group="${CSS.escape(group)}"] [data-by="${pressed}"]`) ?? this.more).focus();
    this.onchange();
  }

  #draw() {
    this.counters.replaceChildren(...[...this.counts].map(([group, count]) => this.#counter(group, count)));
    const absent = this.roleGroups.filter((group) => !this.counts.has(group));
    this.offers.replaceChildren(...absent.map((group) => this.#offer(group)));
    this.more.hidden = absent.length === 0;
  }

  #counter(/** @type {string} */ group, /** @type {number} */ count) {
    const step = (by, sign, word) =>
      el("button", { type: "button", class: "ne-step", "data-by": by, "aria-label": `${word} ${group}`, onclick: () => this.#change(group, by) }, sign);
    const name = el("span", { class: "ne-counted" }, `${group} `, el("b", {}, String(count)));
    return el("div", { class: "ne-counter", "data-group": group }, step(-1, "−", "One fewer:"), name, step(1, "+", "One more:"));
  }

  #offer(/** @type {string} */ group) {
    return el("button", { type: "button", class: "ne-button ne-chip", onclick: () => this.#add(group) }, `+ ${group}`);
  }

  #add(/** @type {string} */ group) {
    this.#change(group, 1);
    (this.offers.firstElementChild ?? this.counters.querySelector("button")).focus({ preventScroll: true });
  }

  #unfold() {
    this.offers.hidden = !this.offers.hidden;
    this.more.setAttribute("aria-expanded", String(!this.offers.hidden));
    this.more.textContent = this.offers.hidden ? "+ Add" : "Done";
  }
}
