/** The left pane: the sources to go to and how far each is read, and the turns of the one on the desk. */

import { el } from "../dom.js";
import { calledHere, labelIn } from "./source_text.js";
import { LongList, arrange } from "./lists.js";

const OPENING = 90;
const TURN_PX = 53;
const READ = { read: "read", partly: "partly read", unread: "unread" };

export class Places {
  /** @param {{onopen: (source: number) => void, onturn: (offset: number) => void}} parts */
  constructor(parts) {
    this.parts = parts;
    this.sources = el("ul", { class: "tc-sources" });
    this.turns = new LongList("tc-turns", TURN_PX);
    this.turns.element.addEventListener("click", (event) => {
      const start = event.target.closest(".tc-turn")?.dataset.start;
      if (start !== undefined) this.parts.onturn(Number(start));
    });
    this.turnsBox = el("section", { class: "tc-box", "aria-label": "Turns" }, head("Turns"), body(this.turns.element));
    this.element = el(
      "nav",
      { class: "tc-places", "aria-label": "Sources and turns", id: "tc-places", tabindex: "-1" },
      el("section", { class: "tc-box tc-box-sources", "aria-label": "Sources" }, head("Sources"), body(this.sources)),
      this.turnsBox,
    );
  }

  refresh(data) {
    const shown = JSON.stringify([data.sources, data.source]);
    if (this.shown === shown) return;
    this.shown = shown;
    arrange(this.sources, data.sources.map((source) => this.#source(source, source.no === data.source)));
    const current = this.sources.querySelector("[aria-current]");
    if (current) bringIntoView(this.sources.parentElement, current);
  }

  #source(source, current) {
    const open = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      this.parts.onopen(source.no);
    };
    const day = source.day ? el("span", { class: "tc-source-day" }, source.day) : null;
    const address = `${window.location.pathname}?source=${source.no}`;
    return el(
      "li",
      {},
      el(
        "a",
        { class: "tc-source", href: address, "aria-current": current ? "page" : null, onclick: open },
        el("span", { class: "tc-source-title" }, source.title, " ", day),
        el("span", { class: `tc-read tc-read-${source.read_state}` }, READ[source.read_state]),
      ),
    );
  }

  /** @param {import("./source_text.js").SourceText} text */
  showTurns(text) {
    this.turnsBox.hidden = text.turns.length === 0;
    this.element.classList.toggle("tc-no-turns", this.turnsBox.hidden);
    this.here = -1;
    this.rows = new Map();
    this.turns.show(text.turns, (turn) => {
      if (!this.rows.has(turn)) this.rows.set(turn, turnRow(turn, text));
      return this.rows.get(turn);
    });
  }

  /** Mark the turn that the reader is at. */
  at(offset) {
    const here = this.turns.items?.findLastIndex((turn) => turn.start <= offset) ?? -1;
    if (here === this.here) return;
    this.#button(this.here)?.removeAttribute("aria-current");
    this.here = here;
    const button = this.#button(here);
    if (!button) return;
    button.setAttribute("aria-current", "true");
    bringIntoView(this.turns.element.parentElement, button);
  }

  #button(index) {
    this.turns.reach(index);
    return this.rows.get(this.turns.items[index])?.firstElementChild;
  }
}

/** Scroll one box alone: `scrollIntoView` would move the page too. */
function bringIntoView(box, row) {
  const rect = row.getBoundingClientRect();
  const view = box.getBoundingClientRect();
  if (rect.top < view.top || rect.bottom > view.bottom) box.scrollTop += rect.top - view.top - view.height / 3;
}

function turnRow(turn, text) {
  const whole = text.slice(turn.start, Math.min(turn.end, turn.start + OPENING));
  const button = el(
    "button",
    { type: "button", class: turn.is_interviewer ? "tc-turn tc-asks" : "tc-turn", "data-start": turn.start },
    el("span", { class: "tc-turn-who" }, calledHere(turn)),
    el("span", { class: "tc-turn-opening" }, whole.slice(labelIn(whole, turn.speaker)).trim()),
  );
  return el("div", { role: "listitem" }, button);
}

function head(title) {
  return el("div", { class: "tc-box-head" }, el("h3", {}, title));
}

function body(list) {
  return el("div", { class: "tc-box-body", tabindex: "-1" }, list);
}
