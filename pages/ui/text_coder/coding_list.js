/** "This source": its codings in the order of the text; the chosen one opens to its details. */

import { Details, showWay, wayTo } from "./details.js";
import { el, quietButton } from "../dom.js";
import { LongList } from "./lists.js";
import { swatch } from "./theme_list.js";
import { POLARITIES, many, polarityWord, standing } from "./words.js";

const SNIPPET = 90;
const ROW_PX = 62;

export class CodingList {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {{go: (key: string) => void, quote: (start: number, end: number) => string, onbounds: (key: string) => void,
   *   think: (what: "memo" | "point", key: string | null) => void}} parts
   */
  constructor(desk, parts) {
    Object.assign(this, { desk, parts });
    this.rows = new Map();
    this.details = new Details(desk, parts);
    this.title = el("h3", {}, "This source");
    this.count = el("span", { class: "tc-count" });
    this.list = new LongList("tc-codings", ROW_PX);
    this.list.element.addEventListener("click", (event) => this.#clicked(event));
    this.empty = el("p", { class: "tc-nothing" }, "Nothing is coded here yet. Select words in the text, then choose a theme.");
    this.body = el("div", { class: "tc-box-body", tabindex: "-1" }, this.empty, this.list.element);
    const memo = quietButton({ class: "tc-button", onclick: () => parts.think("memo", null) }, "Memo on this source");
    this.memos = wayTo();
    this.element = el(
      "section",
      { class: "tc-box tc-box-codings", "aria-label": "Codings in this source" },
      el("div", { class: "tc-box-head" }, this.title, this.count),
      el("div", { class: "tc-box-acts" }, memo, this.memos),
      this.body,
    );
  }

  refresh() {
    const { views } = this.desk;
    for (const key of this.rows.keys()) if (!views.has(key)) this.rows.delete(key);
    const offered = [...views.values()].filter((view) => standing(view) === "offered").length;
    this.count.textContent = [many(views.size, "coding"), offered ? `${offered} offered` : ""].filter(Boolean).join(", ");
    this.empty.hidden = views.size > 0;
    showWay(this.memos, this.desk.data.memos, "memo", `/memos?source=${this.desk.data.source}`);
    this.list.show([...views.values()], (view) => this.#row(view).element);
    this.details.refresh();
  }

  /** Open the chosen coding's details in its row. */
  chosen() {
    const { current } = this.desk;
    if (this.open !== current) {
      const before = this.rows.get(this.open);
      before?.button.removeAttribute("aria-current");
      before?.element.classList.remove("tc-open");
      this.open = current;
      this.details.element.remove();
      const view = this.desk.currentView;
      const row = view && this.#row(view);
      row?.button.setAttribute("aria-current", "true");
      row?.element.append(this.details.element);
      row?.element.classList.add("tc-open");
      this.details.show(current);
      if (row) this.#reveal(row.element);
    }
  }

  /** Scroll this list alone: `scrollIntoView` would move the page too. */
  #reveal(element) {
    this.list.reach(this.list.items.findIndex((view) => view.key === this.desk.current));
    const box = this.body.getBoundingClientRect();
    const rect = element.getBoundingClientRect();
    if (rect.top < box.top || rect.height > box.height) this.body.scrollTop += rect.top - box.top - 8;
    else if (rect.bottom > box.bottom) this.body.scrollTop += rect.bottom - box.bottom + 8;
  }

  #row(view) {
    const { desk } = this;
    const theme = desk.theme(view.theme);
    const mayAccept = desk.data.me.is_lead && standing(view) === "offered";
    const shown = [view.start, view.end, view.theme, theme?.name, theme?.colour, view.polarity, view.coder, view.counted, mayAccept].join("|");
    let row = this.rows.get(view.key);
    if (row?.shown === shown) return row;
    const element = row?.element ?? el("div", { class: "tc-coding", role: "listitem", "data-key": view.key });
    const button = this.#button(view, theme);
    if (view.key === this.open) button.setAttribute("aria-current", "true");
    const focused = row?.button === document.activeElement;
    const rest = [...element.children].filter((child) => child === this.details.element);
    element.replaceChildren(button, ...(mayAccept ? [this.#acceptButton(view)] : []), ...rest);
    element.classList.toggle("tc-offered", !view.counted);
    if (focused) button.focus();
    row = { shown, element, button };
    this.rows.set(view.key, row);
    return row;
  }

  #button(view, theme) {
    const quote = this.parts.quote(view.start, Math.min(view.end, view.start + SNIPPET));
    const whose = [view.mine ? "" : view.coder, standing(view)].filter(Boolean).join(", ");
    return el(
      "button",
      { type: "button", class: `tc-row tc-is-${view.polarity}` },
      el(
        "span",
        { class: "tc-row-head" },
        swatch(theme?.colour),
        el("span", { class: "tc-row-theme" }, this.desk.themeName(view.theme)),
        el("span", { class: "tc-row-polarity" }, `${POLARITIES[view.polarity].mark} ${polarityWord(view.polarity)}`),
      ),
      el("span", { class: "tc-quote" }, quote.replace(/\s+/g, " ") + (view.end - view.start > SNIPPET ? "…" : "")),
      whose ? el("span", { class: "tc-whose" }, whose) : null,
    );
  }

  #acceptButton(view) {
    const name = `Accept ${view.coder}'s coding to ${this.desk.themeName(view.theme)}`;
    return el("button", { type: "button", class: "tc-button tc-accept", "aria-label": name }, "Accept");
  }

  #clicked(event) {
    const key = event.target.closest(".tc-coding")?.dataset.key;
    if (event.target.closest(".tc-row")) this.parts.go(key);
    else if (event.target.closest(".tc-accept")) this.desk.accept(key);
  }
}
