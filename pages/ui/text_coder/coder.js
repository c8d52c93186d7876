/** The text coder: its parts put together, and what one tells the others. */

import { fetchText, handOver } from "./addresses.js";
import { CodingList } from "./coding_list.js";
import { isAnswering } from "./connection.js";
import { Desk } from "./desk.js";
import { el } from "../dom.js";
import { Frame } from "./frame.js";
import { Keyboard } from "./keys.js";
import { Places } from "./places.js";
import { Surface } from "./surface.js";
import { Thoughts } from "./thoughts.js";
import { ThemeList } from "./theme_list.js";
import { Toolbar } from "./toolbar.js";

const TIMES_TO_ASK = 8;

export class TextCoder {
  constructor(parent, data, trigger) {
    this.trigger = trigger;
    this.asked = null; // a source that was asked for and is not there yet
    this.root = el("div", { class: "tc" });
    const desk = new Desk(data, { send: (operations) => this.#send(operations), ui: this, isAnswering });
    this.desk = desk;
    this.surface = new Surface(desk, this.root, {
      onpick: (key) => this.#go(key),
      onpassage: (passage) => this.#passage(passage),
      ontap: (offset) => this.#tap(offset),
    });
    this.toolbar = new Toolbar(desk, this.surface, { details: () => this.#details(), leave: () => this.#leave(), think: (what, key) => this.#think(what, key) });
    this.keyboard = new Keyboard(desk, this.surface, {
      find: () => this.toolbar.find(),
      asks: () => this.toolbar.asks,
      help: () => this.frame.help.showModal(),
      go: (key) => this.#go(key),
      leave: () => this.#leave(),
      details: () => this.#details(),
    });
    this.themes = new ThemeList(desk, { oncoded: () => this.#backToText() });
    this.codings = new CodingList(desk, {
      go: (key) => this.#go(key),
      quote: (start, end) => this.quote(start, end),
      onbounds: (key) => this.#changeBounds(key),
      think: (what, key) => this.#think(what, key),
    });
    this.thoughts = new Thoughts(desk, { onleave: () => this.#backToText() });
    this.places = new Places({ onopen: (source) => this.#ask(source), onturn: (offset) => this.#turn(offset) });
    this.frame = new Frame(this.root, desk, {
      undo: () => desk.undo(),
      read: () => desk.markRead(),
      resize: () => this.surface.redraw(),
      whole: (whole) => this.surface.showWhole(whole),
    });
    this.#assemble(parent);
  }

  #assemble(parent) {
    const pane = el("aside", { class: "tc-pane", id: "tc-pane", tabindex: "-1", "aria-label": "Themes and codings" }, this.themes.element, this.codings.element);
    this.shade = el("div", { class: "tc-shade", onclick: () => this.frame.closeDrawer() });
    const stage = el("div", { class: "tc-stage" }, this.frame.header, this.surface.scroller, this.frame.footer);
    this.root.append(this.places.element, stage, this.shade, pane, this.frame.help, this.thoughts.element);
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.frame.closeDrawer()) this.surface.focus();
    });
    this.moveTo(parent);
    this.listening = new AbortController();
    const { signal } = this.listening;
    window.addEventListener("resize", () => this.#fill(), { signal });
    window.addEventListener("online", () => this.desk.outbox.flush(), { signal });
    window.addEventListener("pagehide", () => this.#handOver(), { signal });
    const { scroller } = this.surface;
    scroller.addEventListener("scrollend", () => this.#whereAmI());
    for (const type of ["wheel", "touchmove", "pointerdown"]) scroller.addEventListener(type, () => (this.wentTo = null), { passive: true });
    this.root.addEventListener("focusin", (event) => (this.lastFocused = event.target));
  }

  /** Stand in this element; with the place in the text and the focus, where the desk stood elsewhere before. */
  moveTo(parent) {
    clearInterval(this.aside);
    this.parent = parent;
    this.path = window.location.pathname;
    this.host = parent.closest(".stMainBlockContainer");
    this.host?.toggleAttribute("data-coding-desk", true);
    parent.append(this.root);
    this.#fill();
    this.surface.restoreScroll();
    if (document.activeElement === document.body) this.lastFocused?.focus({ preventScroll: true });
  }

  /** The desk takes what is left of the window below where it starts, so that only its panes scroll. */
  #fill() {
    this.root.style.setProperty("--tc-top", `${Math.round(this.root.getBoundingClientRect().top)}px`);
  }

  /** One trigger for everything: of two in a moment, Streamlit keeps the last alone. */
  #send(operations) {
    if (this.asked && this.asked.times <= 0) this.asked = null;
    if (this.asked) this.asked.times -= 1;
    this.trigger("turned", { operations, open: this.asked?.source ?? null });
    return this.asked !== null;
  }

  #ask(source) {
    this.frame.closeDrawer();
    this.asked = { source, times: TIMES_TO_ASK };
    this.desk.outbox.nudge();
  }

  receive(data, trigger) {
    this.trigger = trigger;
    if (this.asked?.source === data.source) this.asked = null;
    if (this.textUrl !== data.text_url) {
      this.#open(data);
      return;
    }
    this.desk.receive(data);
    this.#recolour();
    this.#everything();
    this.#focusOn(data.focus);
  }

  /** Another source, or another version of it: fetch its text, then lay the codings over it. */
  async #open(data) {
    this.textUrl = data.text_url;
    this.wentTo = null;
    this.codings.details.keepComment();
    this.desk.clear();
    this.desk.data = data;
    this.root.classList.add("tc-loading");
    const wanted = () => this.textUrl === data.text_url && this.root.isConnected;
    const source = await fetchText(data.text_url, { wanted, offline: (why) => this.say(why), failed: (why) => this.frame.failed(why) });
    if (!source || this.textUrl !== data.text_url) return;
    this.surface.show(source.text, source.turns);
    this.places.showTurns(this.surface.text);
    this.frame.showLong(this.surface.text.long);
    this.#recolour();
    this.desk.receive(this.desk.data);
    this.#everything();
    this.root.classList.remove("tc-loading");
    this.#whereAmI();
    this.#focusOn(this.desk.data.focus);
  }

  changed(keys) {
    this.surface.changed(keys);
    if (keys.length) this.codings.refresh();
    this.themes.refresh();
    this.frame.refresh();
  }

  chosen() {
    this.surface.chosen();
    this.codings.chosen();
    this.toolbar.refresh();
    this.frame.refresh();
  }

  kept() {
    this.frame.kept();
  }

  say(text) {
    this.frame.say(text);
  }

  refused(message) {
    this.frame.refused(message);
  }

  /** What the cursor stands on, for a screen reader alone. */
  read(words) {
    this.frame.reader.textContent = words;
  }

  quote(start, end) {
    return this.surface.text.slice(start, end);
  }

  #passage(passage) {
    this.keyboard.startFrom(passage);
    this.desk.choosePassage(passage);
    if (this.bounds) this.#keepBounds(passage);
    else if (this.desk.data.me.can_code) this.toolbar.show();
  }

  #tap(offset) {
    this.toolbar.hide();
    const here = offset === null ? [] : [...this.desk.views.values()].filter((view) => view.start <= offset && offset < view.end);
    const next = here[(here.findIndex((view) => view.key === this.desk.current) + 1) % Math.max(here.length, 1)];
    if (next) this.desk.choose(next.key);
    else this.desk.choosePassage(null);
    this.keyboard.startFrom(this.desk.passage);
  }

  #go(key) {
    const view = this.desk.views.get(key);
    if (!view) return;
    this.bounds = null;
    this.toolbar.hide();
    document.getSelection()?.removeAllRanges();
    this.desk.choose(key);
    this.surface.cursor.goTo(view.start);
    this.surface.reveal(view.start);
    this.keyboard.startFrom(this.desk.passage);
    this.#standAt(view.start);
    this.say(`${this.desk.themeName(view.theme)}, ${view.polarity === "none" ? "descriptive" : view.polarity}, coded by ${view.coder}.`);
  }

  #turn(offset) {
    this.frame.closeDrawer();
    this.surface.flash({ start: offset, end: this.#lineEnd(offset) });
    this.surface.cursor.goTo(offset);
    this.#standAt(offset);
  }

  /** Whoever went to a place is there until she scrolls on, wherever in the window it came to stand. */
  #standAt(offset) {
    this.wentTo = offset;
    this.places.at(offset);
  }

  #lineEnd(offset) {
    const line = this.surface.text.lineAt(offset);
    return line.start + line.length;
  }

  #details() {
    if (!this.desk.current) return;
    this.frame.drawer("tc-pane", true);
    this.codings.details.focusComment();
  }

  #think(what, key) {
    this.toolbar.hide();
    this.thoughts.open(what, key);
  }

  #leave() {
    this.toolbar.hide();
    document.getSelection()?.removeAllRanges();
    this.bounds = null;
    this.desk.choosePassage(null);
    this.surface.focus();
  }

  #backToText() {
    this.frame.closeDrawer();
    this.surface.focus();
  }

  #changeBounds(key) {
    this.bounds = key;
    this.frame.closeDrawer();
    this.surface.focus();
    this.say("Select the words that belong to this coding, or press [ or ] and move that edge with ← and →. Esc leaves it.");
  }

  #keepBounds(passage) {
    const key = this.bounds;
    this.bounds = null;
    this.desk.move(key, passage);
  }

  #everything() {
    this.themes.refresh();
    this.codings.refresh();
    this.places.refresh(this.desk.data);
    this.frame.refresh();
  }

  #recolour() {
    this.surface.recolour(this.desk.data.themes);
  }

  /** A moment after the scrolling: marking the turn must not cost a frame of it. */
  #whereAmI() {
    clearTimeout(this.looking);
    this.looking = setTimeout(() => this.#markTurn(), 150);
  }

  #markTurn() {
    const offset = this.wentTo ?? this.surface.offsetInView();
    if (offset !== null) this.places.at(offset);
  }

  /** A place asked for from elsewhere (evidence beside a chart): a coding's number, or an offset. Once each. */
  #focusOn(focus) {
    const asked = JSON.stringify([this.desk.data.source, focus]);
    if (!focus || this.focused === asked) return;
    this.focused = asked;
    const view = [...this.desk.views.values()].find((each) => each.coding === focus.coding);
    if (focus.coding && !view) {
      this.say("That coding is no longer in this source.");
      return;
    }
    if (view) this.#go(view.key);
    const start = view?.start ?? focus.start;
    this.#standAt(start);
    this.surface.cursor.goTo(start);
    const words = focus.end > start ? { start, end: focus.end } : this.surface.cursor.sentenceAt(start);
    this.surface.flash(view ?? words ?? { start, end: this.#lineEnd(start) });
  }

  /** Whether this desk, set aside, is the one that is asked for: of this evaluation, and the same person's. */
  isFor(data) {
    return this.desk.data.evaluation === data.evaluation && this.desk.data.me.account === data.me.account;
  }

  #handOver() {
    this.codings.details.keepComment();
    handOver(this.desk);
  }

  stop() {
    clearInterval(this.aside);
    this.#handOver();
    this.desk.outbox.stop();
    this.listening.abort();
    this.surface.stop();
    this.host?.removeAttribute("data-coding-desk");
    this.root.remove();
  }
}
