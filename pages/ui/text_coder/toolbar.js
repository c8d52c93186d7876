/** The toolbar at the selection: themes at hand, any theme by name, and the polarity. It never takes the selection away. */

import { el, keepsSelection, quietButton } from "../dom.js";
import { ThemeField } from "./theme_search.js";
import { POLARITIES, SIDED } from "./words.js";

const AT_HAND = 4;

export class Toolbar {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {import("./surface.js").Surface} surface
   * @param {{details: () => void, leave: () => void, think: (what: "memo" | "point", key: string) => void}} acts
   */
  constructor(desk, surface, acts) {
    Object.assign(this, { desk, surface, acts });
    this.field = new ThemeField({
      themes: () => desk.data.themes,
      onpick: (theme) => {
        desk.code(theme);
        surface.focus();
      },
      onleave: () => {
        this.hide();
        surface.focus();
      },
    });
    this.themes = el("div", { class: "tc-at-hand" });
    this.polarities = el("div", { class: "tc-polarities", role: "group" });
    this.note = quietButton({ class: "tc-button", onclick: () => acts.details() }, "Comment");
    this.thoughts = ["memo", "point"].map((what) =>
      quietButton({ class: "tc-button", onclick: () => acts.think(what, desk.current) }, what === "memo" ? "Memo" : "Note a point"),
    );
    this.concept = el("p", { class: "tc-concept" });
    this.element = el(
      "div",
      { class: "tc-toolbar", role: "toolbar", "aria-label": "Code this passage", hidden: true },
      this.themes,
      this.field.element,
      el("div", { class: "tc-toolbar-row" }, this.polarities, el("div", { class: "tc-notes" }, this.note, ...this.thoughts)),
      this.concept,
    );
    this.asks = false; // up, and no theme chosen yet for its words: letters are for its field
    keepsSelection(this.element);
    this.element.addEventListener("keydown", (event) => this.#pressed(event));
    surface.column.append(this.element);
  }

  show() {
    this.element.hidden = false;
    this.asks = true;
    this.refresh();
    this.#place();
  }

  /** Show the toolbar with the theme field ready to type in. */
  find() {
    this.show();
    this.field.focus();
  }

  hide() {
    this.element.hidden = true;
    this.asks = false;
  }

  refresh() {
    if (this.element.hidden) return;
    const { desk } = this;
    if (!desk.passage) {
      this.hide();
      return;
    }
    if (desk.current) this.asks = false;
    const coded = desk.currentView?.theme;
    const focused = this.#buttons().indexOf(document.activeElement);
    this.themes.replaceChildren(...desk.digits.slice(0, AT_HAND).map((no, index) => this.#theme(no, index + 1, no === coded)));
    const core = desk.data.core_concept.replace(/^\p{Lu}(?=\p{Ll})/u, (letter) => letter.toLowerCase());
    this.polarities.setAttribute("aria-label", `Polarity, towards ${core}`);
    this.polarities.replaceChildren(...SIDED.map((name) => polarityButton(name, desk.polarity, () => desk.setPolarity(name))));
    this.concept.textContent = desk.currentView
      ? `${desk.themeName(coded)}. Does it help or hinder ${core}?`
      : `Towards ${core}`;
    this.note.disabled = !desk.currentView?.mine;
    for (const button of this.thoughts) button.disabled = !desk.currentView;
    this.#rove(Math.max(focused, 0));
    if (focused >= 0) this.#buttons()[focused]?.focus();
  }

  #theme(no, digit, pressed) {
    const theme = this.desk.theme(no);
    return quietButton(
      { class: "tc-button tc-chip", "aria-pressed": String(pressed), title: theme.path, onclick: () => this.desk.code(no) },
      el("kbd", {}, `${digit} `),
      theme.name,
    );
  }

  /** One stop for Tab; the arrows go through the buttons. */
  #rove(stop) {
    this.#buttons().forEach((button, index) => (button.tabIndex = index === stop ? 0 : -1));
  }

  #buttons() {
    return [...this.element.querySelectorAll("button:not(:disabled)")];
  }

  #pressed(event) {
    if (event.target === this.field.input) return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") {
      this.acts.leave();
      event.stopPropagation();
    } else if (by) {
      const buttons = this.#buttons();
      const next = buttons[(buttons.indexOf(event.target) + by + buttons.length) % buttons.length];
      buttons.forEach((button) => (button.tabIndex = button === next ? 0 : -1));
      next?.focus();
      event.preventDefault();
    }
  }

  /** Below the passage where there is room in the window, else above it. On a phone the style sheet docks it. */
  #place() {
    const { passage } = this.desk;
    const { surface } = this;
    const origin = surface.column.getBoundingClientRect();
    const view = surface.scroller.getBoundingClientRect();
    const first = surface.text.edgeRect(passage.start, "start");
    const last = surface.text.edgeRect(passage.end, "end");
    const height = this.element.offsetHeight;
    const below = last.bottom + 10 + height < view.bottom;
    const top = below || first.top - height - 10 < view.top ? last.bottom + 10 : first.top - height - 10;
    const left = Math.min(Math.max(last.left - 200, origin.left + 8), Math.max(origin.left + 8, view.right - this.element.offsetWidth - 24));
    this.element.style.top = `${Math.min(top, Math.max(view.bottom - height - 12, first.bottom + 10)) - origin.top}px`;
    this.element.style.left = `${left - origin.left}px`;
  }
}

/** A polarity as a button that stays pressed; its mark and its word tell it apart, not its colour alone. */
export function polarityButton(name, chosen, onclick) {
  const { mark, label, key } = POLARITIES[name];
  return quietButton(
    { class: `tc-button tc-polarity tc-is-${name}`, "aria-pressed": String(chosen === name), "aria-keyshortcuts": key, onclick },
    el("span", { class: "tc-mark", "aria-hidden": "true" }, mark),
    label,
  );
}
