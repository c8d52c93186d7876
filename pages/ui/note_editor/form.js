/** The whole field note form: it builds the page, reads the note out of it and says what became of it. */

import { el } from "../dom.js";
import { clock, conflictPanel } from "./conflict.js";
import { Facts } from "./facts.js";
import { Points } from "./points.js";
import { Tagging } from "./tagging.js";

/** @typedef {import("./note.js").Note} Note */

const SIGN_IN = "/account/sign-in";
// What the server calls a field where the form has another word for it.
const FIELD = { text: "What happened", reflection: "My own reflection", attendance: "Who was there", "observer part": "I was" };

export class Form {
  /**
   * @param {object} data what the page sent, see `note_editor` in __init__.py
   * @param {{onchange: () => void, onfinish: (mode: "read" | "later") => void, ondiscard: () => void}} on
   */
  constructor(data, on) {
    this.on = on;
    this.status = el("p", { class: "ne-status" });
    this.spoken = el("div", { class: "ne-unseen", role: "status" });
    this.notice = el("div", { class: "ne-notice", role: "alert" });
    const changed = () => {
      this.clearProblems();
      this.#turnToTeam();
      on.onchange();
    };
    this.facts = new Facts(data, { onchange: changed, onproblem: (message, field) => this.showProblem({ message, field }) });
    this.tagging = new Tagging(data, { onchange: changed, say: (words) => this.say(words) });
    this.reflection = el("textarea", { id: "ne-reflection", class: "ne-input", rows: 4, "aria-labelledby": "ne-reflection-name" });
    this.reflection.addEventListener("input", changed);
    this.points = new Points({ evaluation: data.evaluation, onchange: changed });
    this.versions = el("div", { class: "ne-versions-place" });
    this.content = this.#content(data.note === null ? "Field note" : `Field note ${data.note}`);
    this.dock = this.#dock(on);
    this.element = el("div", { class: "ne" }, this.content, this.dock, this.spoken);
    this.element.addEventListener("focusin", (event) => this.#focused(event.target));
    this.#followKeyboard();
    this.growth = new ResizeObserver(() => this.element.style.setProperty("--ne-dock", `${this.dock.offsetHeight}px`));
    this.growth.observe(this.dock);
  }

  #content(/** @type {string} */ title) {
    const { writing, bar, list } = this.tagging;
    const summary = el("summary", {}, el("span", { id: "ne-reflection-name" }, "My own reflection"), el("span", { class: "ne-hint" }, "private to research"));
    this.aside = el("details", { class: "ne-fold", "data-field": "My own reflection" }, summary, this.reflection);
    return el(
      "div",
      { class: "ne-content" },
      el("header", { class: "ne-head" }, el("h1", {}, title), this.status),
      this.facts.element,
      this.facts.people,
      this.points.waiting,
      this.versions,
      el("div", { class: "ne-text" }, writing.element, bar.element),
      el("div", { class: "ne-beside" }, list.element),
      el("div", { class: "ne-folds" }, this.aside, this.points.noting),
    );
  }

  #turnToTeam() {
    const { no, name } = this.facts.team;
    this.points.turnTo(no, name);
  }

  #dock(on) {
    const button = (/** @type {string} */ words, /** @type {string} */ weight, /** @type {() => void} */ onclick) =>
      el("button", { type: "button", class: `ne-button ${weight}`, onclick }, words);
    this.buttons = [
      button("Save note", "ne-primary", () => on.onfinish("read")),
      button("Save, tag later", "", () => on.onfinish("later")),
      button("Discard", "ne-quiet ne-discard", on.ondiscard),
    ];
    return el("div", { class: "ne-dock" }, this.notice, el("div", { class: "ne-actions" }, ...this.buttons));
  }

  /** The text as it is on the page is what counts: everything else is read around it. */
  read(/** @type {Note} */ note) {
    const { text, tags } = this.tagging;
    return { ...note, fields: this.facts.read(), text, reflection: this.reflection.value, tags: tags.items.map((tag) => ({ ...tag })), ...this.points.read() };
  }

  load(/** @type {Note} */ note) {
    this.facts.load(note.fields);
    this.tagging.load(note.text, note.tags.map((tag) => ({ ...tag })));
    this.reflection.value = note.reflection;
    this.aside.open = note.reflection !== "";
    this.points.load(note);
    this.#turnToTeam();
  }

  /** Newer lists of themes, trusts and settings; nothing typed or chosen is touched. */
  offer(data) {
    this.facts.offer(data);
    this.#turnToTeam();
    this.tagging.bar.offer(data.themes);
    this.tagging.refresh();
  }

  /** @param {"open" | "reading" | "saving"} how reading: another tab writes */
  set mode(how) {
    const closed = how !== "open";
    this.element.classList.toggle("ne-saving", how === "saving");
    this.tagging.writing.readOnly = this.reflection.readOnly = closed;
    for (const part of [this.facts.element, this.facts.people, this.tagging.bar.element, this.tagging.list.element]) part.inert = closed;
    this.points.readOnly = closed;
    for (const button of this.buttons) button.disabled = closed;
  }

  say(/** @type {string} */ words) {
    this.spoken.textContent = words;
  }

  showStatus(/** @type {string} */ words, /** @type {boolean} */ trouble = false) {
    const before = this.status.textContent;
    if (before === words) return;
    const isOver = this.status.classList.contains("ne-trouble") && this.spoken.textContent === before;
    this.status.textContent = words;
    this.status.classList.toggle("ne-trouble", trouble);
    if (trouble || isOver) this.say(words);
  }

  showKept(/** @type {string | undefined} */ at) {
    this.showStatus(at ? `draft kept ${clock(at)}` : "");
  }

  /** A line above the buttons, where it is always seen; `act` is what can be done about it. */
  showNotice(/** @type {string | null} */ words, /** @type {HTMLElement | null} */ act = null) {
    const shown = words === null ? "" : words + (act?.textContent ?? "");
    if (this.notice.textContent === shown) return;
    this.notice.replaceChildren(...(words === null ? [] : [el("span", {}, words)]), ...(act ? [act] : []));
  }

  showSignedOut(why = "You are signed out.") {
    const next = encodeURIComponent(location.pathname + location.search);
    const link = el("a", { class: "ne-button", href: `${SIGN_IN}?next=${next}`, target: "_blank", rel: "noopener" }, "Sign in (new tab)");
    this.showStatus("kept on this device only", true);
    this.showNotice(`${why} Sign in, and what you typed goes on from here.`, link);
  }

  showConflict(/** @type {Note} */ theirs, told, /** @type {Note} */ note, /** @type {(chosen: Note) => void} */ onchoose) {
    const panel = conflictPanel(() => this.read(note), theirs, told, (chosen) => {
      this.versions.replaceChildren();
      this.showNotice(null);
      onchoose(chosen);
      this.tagging.writing.focus();
    });
    this.versions.replaceChildren(panel);
    const compare = el("button", { type: "button", class: "ne-button", onclick: () => this.ask() }, "Compare");
    this.showNotice("This note was also written somewhere else.", compare);
  }

  /** Whether the person has still to choose between two versions. */
  get isAsking() {
    return this.versions.childElementCount > 0;
  }

  ask() {
    this.versions.firstElementChild.focus();
  }

  /** Beside the field it is about, or above the buttons; nothing that was typed changes. */
  showProblem(/** @type {{message: string, field?: string | null}} */ { message, field }) {
    this.clearProblems();
    const asked = (field ?? "").replace("_", " ").toLowerCase();
    const name = (FIELD[asked] ?? asked).toLowerCase();
    const place = [...this.content.querySelectorAll("[data-field]")].find((one) => one.dataset.field.toLowerCase() === name);
    if (!place) {
      this.showNotice(message);
      return;
    }
    if (place.tagName === "DETAILS") place.open = true;
    place.append(el("p", { class: "ne-problem", id: "ne-problem" }, message));
    const input = place.querySelector("input, select, textarea, button");
    input.setAttribute("aria-invalid", "true");
    input.setAttribute("aria-describedby", "ne-problem");
    input.focus({ preventScroll: true });
    input.scrollIntoView({ block: "start" });
  }

  clearProblems() {
    const problem = this.content.querySelector(".ne-problem");
    if (!problem) return;
    const input = problem.parentElement.querySelector("[aria-invalid]");
    for (const name of ["aria-invalid", "aria-describedby"]) input?.removeAttribute(name);
    problem.remove();
  }

  /** Instead of the form: what was done, and what can be done next. */
  showEnd(/** @type {string} */ words, /** @type {[string, () => void][]} */ acts) {
    const buttons = acts.map(([name, onclick]) => el("button", { type: "button", class: "ne-button", onclick }, name));
    const end = el("div", { class: "ne-end", tabindex: -1 }, el("p", {}, words), el("div", { class: "ne-actions" }, ...buttons));
    this.element.replaceChildren(end);
    end.focus({ preventScroll: true });
  }

  /**
   * The tag bar makes room for the facts above the text. Not at once: what lies below it would slip from under a finger
   * between press and release.
   */
  #focused(/** @type {HTMLElement} */ target) {
    clearTimeout(this.leaving);
    if (![this.facts.element, this.facts.people].some((part) => part.contains(target))) return;
    this.leaving = setTimeout(() => (this.tagging.active = false), 400);
  }

  /** A phone's keyboard lies over the page: the tag bar stays above it, the buttons make room. */
  #followKeyboard() {
    const view = window.visualViewport;
    this.measure = () => {
      const covered = Math.max(0, window.innerHeight - view.height - view.offsetTop);
      this.element.style.setProperty("--ne-keyboard", `${covered}px`);
      this.element.classList.toggle("ne-keyboard", covered > 120);
    };
    view?.addEventListener("resize", this.measure);
    view?.addEventListener("scroll", this.measure);
  }

  close() {
    clearTimeout(this.leaving);
    this.growth.disconnect();
    window.visualViewport?.removeEventListener("resize", this.measure);
    window.visualViewport?.removeEventListener("scroll", this.measure);
    this.tagging.close();
    this.points.close();
    this.element.remove();
  }
}
