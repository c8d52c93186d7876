/** The chosen coding: theme, polarity, strength, who said it, the comment, its boundaries, removing it. */

import { el, quietButton } from "../dom.js";
import { above } from "../themes.js";
import { addressIn } from "./addresses.js";
import { polarityButton } from "./toolbar.js";
import { SIDED, many, standing } from "./words.js";

/** A link to what was kept beside a coding or a source, in a tab of its own: the desk stays as it is. */
export function wayTo() {
  return el("a", { class: "tc-way", target: "_blank", rel: "noopener" });
}

export function showWay(link, number, noun, address) {
  link.hidden = !number;
  link.textContent = number ? many(number, noun) : "";
  link.href = address;
}

/** Options under what they stand below: the name is what a closed field shows. */
function grouped(options) {
  const shown = [];
  for (const [value, text, group] of options) {
    const last = shown.at(-1);
    const place = group && (last?.label === group ? last : el("optgroup", { label: group }));
    if (place && place !== last) shown.push(place);
    const option = el("option", { value }, text);
    if (place) place.append(option);
    else shown.push(option);
  }
  return shown;
}

const COMMENT_PAUSE_MS = 2000;
const STRENGTHS = [
  ["", "not judged"],
  ["1", "1, weak"],
  ["2", "2, clear"],
  ["3", "3, strong"],
];

export class Details {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {{onbounds: (key: string) => void, think: (what: "memo" | "point", key: string) => void}} parts
   */
  constructor(desk, parts) {
    Object.assign(this, { desk, parts });
    this.key = null;
    this.theme = this.#select("Theme", (value) => desk.change({ theme: Number(value) }));
    this.strength = this.#select("Strength", (value) => desk.change({ strength: Number(value) }));
    this.saidBy = this.#select("Said by", (value) => desk.change({ said_by: value || null }));
    this.pair = el("div", { class: "tc-pair" }, this.saidBy.element, this.strength.element);
    this.commentLabel = el("label", { class: "tc-label", for: "tc-comment" }, "Comment");
    this.polarities = el("div", { class: "tc-polarities", role: "group", "aria-label": "Polarity" });
    this.about = el("p", { class: "tc-about" });
    this.comment = el("textarea", { class: "tc-input", id: "tc-comment", rows: "3" });
    this.commentNote = el("p", { class: "tc-hint", id: "tc-comment-note" });
    this.comment.setAttribute("aria-describedby", "tc-comment-note");
    this.bounds = quietButton({ class: "tc-button", onclick: () => parts.onbounds(this.key) }, "Change boundaries");
    this.removal = quietButton({ class: "tc-button", onclick: () => desk.remove(this.key) }, "Remove");
    const think = (what, name) => quietButton({ class: "tc-button", onclick: () => parts.think(what, this.key) }, name);
    [this.memos, this.points] = [wayTo(), wayTo()];
    this.element = el(
      "div",
      { class: "tc-details" },
      this.about,
      this.polarities,
      this.theme.element,
      this.pair,
      this.commentLabel,
      this.comment,
      this.commentNote,
      el("div", { class: "tc-toolbar-row" }, this.bounds, this.removal),
      el("div", { class: "tc-toolbar-row" }, think("memo", "Write a memo"), think("point", "Note a point"), this.memos, this.points),
    );
    this.#watchComment();
  }

  /** Show a coding, keeping first what was typed about the one before. */
  show(key) {
    this.keepComment();
    this.key = key;
    this.loaded = null;
    this.comment.value = "";
    this.comment.disabled = true;
    this.commentNote.textContent = "";
    this.refresh();
    if (key) this.#fetchComment(key);
  }

  refresh() {
    const view = this.desk.views.get(this.key);
    if (!view) return;
    const { data } = this.desk;
    const own = view.mine && data.me.can_code;
    const state = { offered: "Offered: it counts once the lead coder accepts it.", blind: "A blind second coding." }[standing(view)];
    const length = many(view.end - view.start, "character");
    const facts = own ? [] : [view.said_by && `Said by: ${view.said_by}.`, view.strength && `Strength ${view.strength} of 3.`];
    this.about.textContent = [`Coded by ${view.coder}, ${length}.`, ...facts, state].filter(Boolean).join(" ");
    this.polarities.replaceChildren(...SIDED.map((name) => polarityButton(name, view.polarity, () => this.desk.setPolarity(name))));
    const themes = data.themes.filter((theme) => !theme.retired || theme.no === view.theme);
    this.theme.show(themes.map((theme) => [String(theme.no), theme.name, above(theme)]), String(view.theme));
    this.strength.show(STRENGTHS, String(view.strength ?? ""));
    const groups = data.role_groups.map((group) => [group, group]);
    this.saidBy.show(view.said_by ? groups : [["", "as the turn says"], ...groups], view.said_by ?? "");
    for (const part of [this.polarities, this.theme.element, this.pair, this.bounds]) part.hidden = !own;
    for (const part of [this.commentLabel, this.comment]) part.hidden = !own && !view.has_comment;
    this.removal.hidden = !this.desk.mayRemove(view);
    showWay(this.memos, view.coding && view.memos, "memo", `/memos?coding=${view.coding}`);
    showWay(this.points, view.points, "point", "/points?show=All");
    this.comment.readOnly = !own;
  }

  focusComment() {
    this.comment.focus({ preventScroll: true });
  }

  #select(label, onchange) {
    const id = `tc-select-${label.toLowerCase().replace(" ", "-")}`;
    const select = el("select", { class: "tc-input", id, onchange: () => onchange(select.value) });
    const show = (options, value) => {
      const shown = JSON.stringify(options);
      if (select.dataset.shown !== shown) {
        select.replaceChildren(...grouped(options));
        select.dataset.shown = shown;
      }
      select.value = value;
    };
    return { element: el("div", { class: "tc-field" }, el("label", { class: "tc-label", for: id }, label), select), show };
  }

  #watchComment() {
    this.comment.addEventListener("input", () => {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.keepComment(), COMMENT_PAUSE_MS);
    });
    this.comment.addEventListener("blur", () => this.keepComment());
    this.comment.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) this.keepComment();
    });
  }

  /** Put the comment in the outbox if it was changed. Also called when the page is being left. */
  keepComment() {
    clearTimeout(this.pause);
    if (this.loaded === null || !this.desk.views.has(this.key)) return;
    const typed = this.comment.value.trim();
    if (typed === this.loaded) return;
    this.loaded = typed;
    this.desk.comment(this.key, typed);
    this.commentNote.textContent = "Comment kept.";
  }

  async #fetchComment(key) {
    const view = this.desk.views.get(key);
    const waiting = this.desk.outbox.operations.findLast((operation) => operation.key === key && "comment" in operation.wire);
    if (waiting || !view.has_comment || view.coding === null) {
      this.#showComment(key, waiting?.wire.comment ?? "");
      return;
    }
    try {
      const answer = await fetch(addressIn(this.desk.data, `codings/${view.coding}/comment`));
      if (!answer.ok) throw new Error(String(answer.status));
      this.#showComment(key, (await answer.json()).comment ?? "");
    } catch {
      if (key === this.key) this.commentNote.textContent = "The comment could not be fetched. Choose the coding again to try once more.";
    }
  }

  #showComment(key, comment) {
    if (key !== this.key) return;
    this.loaded = comment;
    this.comment.value = comment;
    this.comment.disabled = false;
  }
}
