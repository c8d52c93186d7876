/** What was found, source by source: each place as a line with its words in the middle, a link to where it stands. */

import { el } from "../dom.js";
import { POLARITIES } from "../polarity.js";
import { ask, search } from "./asking.js";
import { CodingBar } from "./coding_bar.js";

export class Results {
  /** @param {{follow: (href: string) => void, coded: (changeNo: number) => void}} acts */
  constructor(acts, signal) {
    this.acts = acts;
    this.rows = [];
    this.bar = null;
    this.said = el("p", { class: "sr-said", role: "status" });
    this.groups = el("div", { class: "sr-groups" });
    this.element = el("section", { class: "sr", "aria-label": "Results" }, this.said, this.groups);
    search.listen(() => this.draw(), signal);
  }

  receive(data) {
    const moved = this.data && this.data.change_no !== data.change_no;
    this.data = data;
    const filters = search.filtersLeft(data.filters_set);
    if (filters) this.acts.setFilters(filters);
    else search.narrow(data.narrowed);
    if (!moved) return;
    this.#askCodings();
    // What was just coded may be what was just taken back.
    if (data.change_no !== this.saidAt) this.element.querySelector(".sr-done")?.remove();
  }

  draw() {
    this.element.toggleAttribute("data-busy", search.busy);
    if (search.busy && search.answer) return;
    this.said.classList.toggle("sr-refused", Boolean(search.refused));
    this.said.textContent = search.refused || (search.busy ? "Searching …" : (search.answer?.sentence ?? ""));
    if (this.drawn === search.answer) return;
    this.drawn = search.answer;
    this.rows = [];
    this.bar = null;
    const groups = (search.answer?.groups ?? []).map((group) => this.#group(group));
    this.groups.replaceChildren(...groups);
    const more = search.answer?.more ?? 0;
    if (more) this.groups.append(el("button", { type: "button", class: "sr-button", onclick: () => search.more() }, `Show more: ${more.toLocaleString("en-GB")} left`));
    this.#askCodings();
    this.rows.find(({ key }) => key === search.left)?.element.scrollIntoView({ block: "center" });
  }

  #group(group) {
    const places = `${group.found.toLocaleString("en-GB")} ${group.found === 1 ? "place" : "places"}`;
    const title = group.href ? this.#link(group.href, {}, group.title) : group.title;
    const id = `sr-group-${group.source ?? group.title.replaceAll(" ", "-")}`;
    const rest = group.found - group.hits.length;
    return el(
      "section",
      { class: "sr-group", "aria-labelledby": id },
      el("header", {}, el("h2", { id }, title), el("p", {}, [group.facts, places].filter(Boolean).join(" · "))),
      el("ol", {}, ...group.hits.map((hit) => this.#row(group, hit))),
      rest > 0 && group.source !== null && group.hits.length < 200
        ? el("button", { type: "button", class: "sr-more", onclick: () => search.allOf(group.source) }, `Show ${rest.toLocaleString("en-GB")} more in this source`)
        : null,
    );
  }

  #row(group, hit) {
    const key = [group.source, hit.where, hit.start, hit.coding, hit.memo, hit.theme, hit.point, hit.contribution].join(":");
    const words = hit.words.map(([piece, marked]) => (marked ? el("mark", {}, piece) : piece));
    const line = [
      el("span", { class: "sr-left" }, el("span", {}, hit.left)),
      el("span", { class: "sr-here" }, ...words, hit.right),
    ];
    const where = el("span", { class: "sr-where", title: whereOf(hit) }, whereOf(hit));
    const row = { key, group, hit, coded: [], codings: el("ul", { class: "sr-codings", "aria-label": "Coded here" }) };
    const follow = () => Object.assign(search, { left: key, filters: this.data.filters_set });
    const inside = hit.href ? this.#link(hit.href, { class: "sr-line", follow }, where, ...line) : el("span", { class: "sr-line" }, where, ...line);
    const mayCode = group.may_code && hit.start !== null;
    row.button = mayCode ? el("button", { type: "button", class: "sr-button", "aria-expanded": "false", "aria-label": "Code this place", onclick: () => this.#open(row) }, "Code") : null;
    row.element = el("li", { class: "sr-hit" }, inside, row.button, row.codings);
    this.rows.push(row);
    return row.element;
  }

  /** A link that stays within the open page when it is pressed plainly. */
  #link(href, { follow, ...props }, ...children) {
    const press = (event) => {
      if (event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      follow?.();
      this.acts.follow(href);
    };
    return el("a", { href, ...props, onclick: press }, ...children);
  }

  #open(row) {
    const open = this.bar?.row === row;
    this.#close();
    if (open) return;
    row.button.setAttribute("aria-expanded", "true");
    const bar = new CodingBar(this.data, row, {
      close: () => {
        this.#close();
        row.button.focus();
      },
      coded: (said, changeNo) => {
        this.#close();
        row.button.focus();
        this.saidAt = changeNo;
        this.#say(row, said);
        this.acts.coded(changeNo);
      },
    });
    this.bar = { row, element: bar.element };
    row.element.append(bar.element);
    bar.begin();
  }

  #close() {
    this.bar?.element.remove();
    this.bar?.row.button.setAttribute("aria-expanded", "false");
    this.bar = null;
  }

  #say(row, said) {
    this.element.querySelector(".sr-done")?.remove();
    row.element.append(el("p", { class: "sr-done", role: "status" }, said));
  }

  /** What is coded at the places that are shown: asked apart from the search, and again whenever something changed. */
  async #askCodings() {
    const rows = this.rows.filter(({ hit }) => hit.start !== null);
    const sources = [...new Set(rows.map(({ group }) => group.source))];
    if (sources.length === 0) return;
    let codings;
    try {
      ({ codings } = await ask(search.evaluation, "codings", { sources }));
    } catch {
      return; // the places are shown all the same; the next change asks again
    }
    for (const row of rows) {
      const { group, hit } = row;
      const here = (codings[group.source] ?? []).filter((one) => one.start < hit.end && hit.start < one.end);
      row.coded = here;
      row.codings.replaceChildren(...here.map(chip));
    }
  }
}

function whereOf(hit) {
  if (hit.where === "text") return hit.by;
  return hit.by ? `${hit.where}, ${hit.by}` : hit.where;
}

function chip(coding) {
  const { mark, label } = POLARITIES[coding.polarity];
  const whose = [coding.mine ? null : coding.coder, coding.counted ? null : "offered"].filter(Boolean).join(", ");
  return el(
    "li",
    { class: `sr-chip ${coding.polarity}` },
    el("span", { "aria-hidden": "true" }, mark),
    el("span", { class: "sr-unseen" }, `${label}: `),
    coding.theme,
    whose ? el("span", { class: "sr-whose" }, ` ${whose}`) : null,
  );
}
