/**
 * The source text on the screen: its sections, what is painted on them, the selection, the caret, and going to a place.
 */

import { Brackets } from "./brackets.js";
import { Cursor } from "./cursor.js";
import { el } from "../dom.js";
import { Painter } from "./paint.js";
import { SourceText } from "./source_text.js";

const PITCH_PX = 24; // a bracket is a target: never narrower unless many overlap
const NEAR = "800px 0px";
const FRAMES_TO_SETTLE = 8;
const EDGE_PX = 32; // what the text keeps clear of the window's edges
const LINE_PX = 14;

export class Surface {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk, root, { onpick, onpassage, ontap }) {
    Object.assign(this, { desk, root, onpick, onpassage, ontap });
    this.document = el("div", { class: "tc-text", role: "document", "aria-label": "Source text", tabindex: "0" });
    this.caret = el("div", { class: "tc-caret", "aria-hidden": "true", hidden: true });
    this.column = el("div", { class: "tc-column" }, this.document, this.caret);
    this.scroller = el("div", { class: "tc-scroll" }, this.column);
    this.scrolled = 0;
    this.scroller.addEventListener("scroll", () => (this.scrolled = this.scroller.scrollTop), { passive: true });
    const focused = () => this.scroller.classList.toggle("tc-focused", this.document.matches(":focus-visible"));
    for (const type of ["focus", "blur"]) this.document.addEventListener(type, focused);
    this.whole = false;
    this.width = 0;
    this.unread = null;
    this.resized = new ResizeObserver(() => this.#resized());
    this.resized.observe(this.column);
    this.listening = new AbortController();
    this.#watchSelection(this.listening.signal);
    document.fonts.ready.then(() => this.redraw());
  }

  /** Put a text on the desk. */
  show(text, turns) {
    this.#drop();
    this.text = new SourceText(text, turns);
    this.cursor = new Cursor(this.text);
    this.painter = new Painter(this.text, this.root);
    this.brackets = new Brackets(this.text, this.root, {
      themeName: (no) => this.desk.themeName(no),
      onpick: this.onpick,
      lanes: () => (this.root.clientWidth < 700 ? 2 : 4),
      pitch: PITCH_PX,
    });
    this.near = new Set();
    this.keysOf = new Map(this.text.sections.map((section) => [section, new Set()]));
    this.sectionsOf = new Map();
    this.root.style.setProperty("--tc-gutter", `${PITCH_PX}px`);
    this.scroller.scrollTop = 0;
    this.#watchSections();
    this.document.replaceChildren(...this.text.sections.map((section) => section.element));
    this.painter.speakers(this.text.labels);
  }

  #drop() {
    this.watch?.disconnect();
    this.painter?.stop();
    for (const name of ["tc-passage", "tc-flash", "tc-speaker"]) this.painter?.passage(name, null);
    this.caret.hidden = true;
  }

  stop() {
    this.#drop();
    cancelAnimationFrame(this.following);
    this.resized.disconnect();
    this.listening.abort();
  }

  /** Sections far from the window are neither laid out nor painted in a long text, unless the reader wants it whole. */
  #watchSections() {
    const skipping = this.text.long && !this.whole;
    this.document.classList.toggle("tc-skips", skipping);
    this.watch?.disconnect();
    if (!skipping) {
      this.near = new Set(this.text.sections);
      return;
    }
    this.near = new Set();
    const sections = new Map(this.text.sections.map((section) => [section.element, section]));
    this.watch = new IntersectionObserver(
      (entries) => {
        const came = entries.filter((entry) => entry.isIntersecting).map((entry) => sections.get(entry.target));
        const went = entries.filter((entry) => !entry.isIntersecting).map((entry) => sections.get(entry.target));
        for (const section of went) this.#leave(section);
        for (const section of came) this.near.add(section);
        this.#draw(came);
      },
      { root: this.scroller, rootMargin: NEAR },
    );
    for (const section of this.text.sections) this.watch.observe(section.element);
  }

  /** The screen-reader view: the whole text laid out and every bracket there. */
  showWhole(whole) {
    this.whole = whole;
    this.#watchSections();
    if (whole) this.#draw(this.text.sections);
  }

  #leave(section) {
    if (!this.near.delete(section) || section.element.contains(document.activeElement)) return;
    this.painter.clear(section);
    this.brackets.clear(section, this.#viewsOf(section));
  }

  /** Draw again what changed, and nothing else. */
  changed(keys) {
    if (!this.text) return;
    this.painter.expect(keys.map((key) => this.desk.views.get(key)).filter(Boolean));
    const touched = new Set();
    for (const key of keys) {
      for (const section of this.sectionsOf.get(key) ?? []) {
        this.keysOf.get(section).delete(key);
        touched.add(section);
      }
      this.sectionsOf.delete(key);
      const view = this.desk.views.get(key);
      if (view && view.start < view.end && view.end <= this.text.length) this.#place(key, view, touched);
    }
    this.brackets.forget(keys.filter((key) => !this.desk.views.has(key)));
    this.#draw([...touched].filter((section) => this.near.has(section)));
  }

  #place(key, view, touched) {
    const first = this.text.lineAt(view.start).section.index;
    const last = this.text.lineAt(view.end - 1).section.index;
    const sections = this.text.sections.slice(first, last + 1);
    this.sectionsOf.set(key, sections);
    for (const section of sections) {
      this.keysOf.get(section).add(key);
      touched.add(section);
    }
  }

  #viewsOf(section) {
    const views = [...this.keysOf.get(section)].map((key) => this.desk.views.get(key)).filter(Boolean);
    return views.sort((a, b) => a.start - b.start || a.end - b.end);
  }

  #draw(sections) {
    for (const section of sections) {
      const views = this.#viewsOf(section);
      this.painter.section(section, views);
      this.brackets.section(section, views);
    }
    if (sections.length) this.brackets.choose(this.desk.current);
  }

  #resized() {
    if (this.column.clientWidth === this.width) return;
    this.width = this.column.clientWidth;
    this.redraw();
  }

  /** Lines broke anew (window, text size, fonts): brackets are measured again. */
  redraw() {
    if (!this.text) return;
    for (const section of this.near) this.brackets.section(section, this.#viewsOf(section));
    this.showCaret(!this.caret.hidden);
  }

  /** The themes' colours may have changed. */
  recolour(themes) {
    this.painter?.colour(themes);
  }

  /** Show which passage and which coding are chosen. */
  chosen() {
    this.painter?.passage("tc-passage", this.desk.passage, 5);
    this.brackets?.choose(this.desk.current);
  }

  /** Bring an offset into the window, unless it is already in sight. */
  reveal(offset, { middle = false } = {}) {
    const at = Math.min(offset, this.text.length - 1);
    cancelAnimationFrame(this.following);
    if (!middle && this.#inSight(at)) return;
    this.#scrollTo(at);
    if (this.document.classList.contains("tc-skips")) this.#follow(at, FRAMES_TO_SETTLE);
  }

  /** An element that was taken out of the page and put back has lost where it was scrolled to. */
  restoreScroll() {
    this.scroller.scrollTop = this.scrolled;
  }

  /**
   * The offset that is being read: at the top of the window at the start of the text, at its foot at the end, and in
   * between as far down as the reader has come. Between two paragraphs there is none: then the next line below.
   */
  offsetInView() {
    if (!this.text) return null;
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    const view = this.scroller.getBoundingClientRect();
    const far = scrollHeight > clientHeight ? scrollTop / (scrollHeight - clientHeight) : 0;
    const x = view.left + view.width / 2;
    for (let y = view.top + EDGE_PX + far * (view.height - 2 * EDGE_PX); y < view.bottom; y += LINE_PX) {
      const offset = this.text.offsetAtPoint(x, y);
      if (offset !== null) return offset;
    }
    return null;
  }

  #inSight(offset) {
    const rect = this.text.edgeRect(offset, "start");
    const view = this.scroller.getBoundingClientRect();
    return rect.top >= view.top + 40 && rect.bottom <= view.bottom - 60;
  }

  #scrollTo(offset) {
    const view = this.scroller.getBoundingClientRect();
    this.scroller.scrollTop += this.text.edgeRect(offset, "start").top - view.top - view.height * 0.4;
  }

  /** Sections take their true height only when they come near, which moves what was just brought into view. */
  #follow(offset, frames) {
    this.following = requestAnimationFrame(() => {
      if (!this.#inSight(offset)) this.#scrollTo(offset);
      if (frames > 0) this.#follow(offset, frames - 1);
    });
  }

  /** Show where a passage stands: bring it into view and light it up for a moment. */
  flash(passage) {
    this.reveal(passage.start, { middle: true });
    this.painter.passage("tc-flash", passage, 9);
    clearTimeout(this.flashing);
    this.flashing = setTimeout(() => this.painter.passage("tc-flash", null), 2400);
  }

  /** Draw the word cursor, or hide it. */
  showCaret(shown) {
    this.caret.hidden = !shown;
    if (!shown || !this.text) return;
    const { start, end } = this.cursor.span;
    if (start === end) return;
    this.reveal(start);
    const first = this.text.edgeRect(start, "start");
    const last = this.text.edgeRect(end, "end");
    const origin = this.column.getBoundingClientRect();
    const width = last.top === first.top ? last.right - first.left : first.width;
    this.caret.style.cssText = `left:${first.left - origin.left - 2}px;top:${first.top - origin.top}px;width:${width + 4}px;height:${first.height}px`;
  }

  focus() {
    this.document.focus({ preventScroll: true });
  }

  #watchSelection(signal) {
    let pressed = false;
    this.document.addEventListener("pointerdown", (event) => {
      pressed = event.pointerType === "mouse";
      this.showCaret(false);
    });
    const released = (event) => {
      if (pressed) this.unread = event;
      pressed = false;
      setTimeout(() => this.settle(), 0); // a click inside a selection lets it go only after this event
    };
    window.addEventListener("pointerup", released, { signal });
    this.document.addEventListener("click", (event) => {
      if (event.pointerType !== "mouse" && !this.#selected()) this.#tap(event);
    });
    const settled = () => {
      clearTimeout(this.reading);
      if (!pressed) this.reading = setTimeout(() => this.#read(), 250);
    };
    document.addEventListener("selectionchange", settled, { signal });
  }

  /** Take in what the mouse has just selected; a key that follows at once finds it done. */
  settle() {
    const event = this.unread;
    this.unread = null;
    if (event && !this.#read()) this.#tap(event);
  }

  #selected() {
    const selection = document.getSelection();
    if (!this.text || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!this.document.contains(selection.anchorNode) && !this.document.contains(selection.focusNode)) return null;
    const start = this.text.offsetOf(range.startContainer, range.startOffset);
    const end = this.text.offsetOf(range.endContainer, range.endOffset);
    return start < end ? this.text.trimmed(start, end) : null;
  }

  #read() {
    const passage = this.#selected();
    if (!passage) return false;
    const { passage: old } = this.desk;
    if (old && old.start === passage.start && old.end === passage.end) return true;
    this.cursor.goTo(passage.end - 1);
    this.onpassage(passage);
    return true;
  }

  #tap(event) {
    if (!this.document.contains(event.target) || event.target.closest(".tc-bracket")) return;
    const offset = this.text?.offsetAtPoint(event.clientX, event.clientY) ?? null;
    if (offset !== null) this.cursor.goTo(offset);
    this.ontap(offset);
  }
}
