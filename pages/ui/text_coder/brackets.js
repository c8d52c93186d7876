/** The margin: a real button for every coding, beside the lines it covers. */

import { el, quietButton } from "../dom.js";
import { arrange } from "./lists.js";
import { bracketName, standing } from "./words.js";

export class Brackets {
  /**
   * @param {import("./source_text.js").SourceText} text
   * @param {{themeName: (no: number) => string, onpick: (key: string) => void, lanes: () => number, pitch: number}} parts
   */
  constructor(text, root, parts) {
    Object.assign(this, { text, root, parts });
    this.buttons = new Map(); // key -> button
    this.width = 1;
    this.current = null;
  }

  /**
   * Measure and draw one section's brackets: all reading first, then all writing. In the reading order a bracket stands
   * before the line where its coding starts.
   */
  section(section, views) {
    const origin = section.element.getBoundingClientRect();
    const spans = views.map((view) => this.#span(section, view, origin));
    const lanes = inLanes(spans);
    this.#widen(lanes);
    const room = this.width * this.parts.pitch;
    const pitch = Math.min(this.parts.pitch, room / Math.max(lanes, 1));
    const opening = [];
    const carried = [];
    for (const span of spans) {
      const node = span.carried ? el("span", { class: "tc-bracket tc-carried", "aria-hidden": "true" }) : this.#button(span.view);
      this.#dress(node, span.view);
      const left = `calc(var(--tc-gutter) + var(--tc-margin) - ${8 + pitch * (span.lane + 1)}px)`;
      node.style.cssText = `top:${span.top}px;height:${span.bottom - span.top}px;width:${pitch}px;left:${left}`;
      (span.carried ? carried : opening).push({ node, line: this.text.lineAt(span.view.start).element });
    }
    const order = section.content.flatMap((part) => [...opening.filter(({ line }) => line === part).map(({ node }) => node), part]);
    arrange(section.element, [...carried.map(({ node }) => node), ...order]);
  }

  /** Brackets of codings that are gone. */
  forget(keys) {
    for (const key of keys) {
      this.buttons.get(key)?.remove();
      this.buttons.delete(key);
    }
  }

  /** Take one section's brackets off the page while nobody sees it. */
  clear(section, views) {
    for (const piece of section.element.querySelectorAll(".tc-carried")) piece.remove();
    this.forget(views.filter((view) => this.text.lineAt(view.start).section === section).map((view) => view.key));
  }

  /** Mark the chosen coding's bracket; it is the one that Tab reaches. */
  choose(key) {
    this.#set(this.current, false);
    this.current = key;
    this.#set(key, true);
    const stop = this.buttons.get(key) ?? this.buttons.values().next().value;
    for (const other of this.root.querySelectorAll('.tc-bracket[tabindex="0"]')) other.tabIndex = -1;
    if (stop) stop.tabIndex = 0;
  }

  #set(key, chosen) {
    const button = this.buttons.get(key);
    button?.classList.toggle("tc-chosen", chosen);
    button?.setAttribute("aria-pressed", String(chosen));
  }

  #span(section, view, origin) {
    const carried = this.text.lineAt(view.start).section !== section;
    const goesOn = this.text.lineAt(view.end - 1).section !== section;
    const top = carried ? 0 : this.text.edgeRect(view.start, "start").top - origin.top;
    const bottom = goesOn ? origin.height : this.text.edgeRect(view.end, "end").bottom - origin.top;
    return { view, carried, top, bottom: Math.max(bottom, top + 24), lane: 0 };
  }

  /** The gutter only ever grows while a source is open, so that the text does not move under the reader's eyes. */
  #widen(lanes) {
    const width = Math.max(1, Math.min(lanes, this.parts.lanes()));
    if (width <= this.width) return;
    this.width = width;
    this.root.style.setProperty("--tc-gutter", `${width * this.parts.pitch}px`);
  }

  #button(view) {
    let button = this.buttons.get(view.key);
    if (!button) {
      button = quietButton({ tabindex: "-1", "aria-pressed": "false", onclick: () => this.parts.onpick(view.key) });
      this.buttons.set(view.key, button);
    }
    button.setAttribute("aria-label", bracketName(view, this.parts.themeName(view.theme)));
    button.title = [this.parts.themeName(view.theme), standing(view)].filter(Boolean).join(" · ");
    return button;
  }

  #dress(node, view) {
    const chosen = view.key === this.current ? " tc-chosen" : "";
    const carried = node.classList.contains("tc-carried") ? " tc-carried" : "";
    node.className = `tc-bracket tc-is-${view.polarity}${view.counted ? "" : " tc-offered"}${carried}${chosen}`;
  }
}

/** Give every span the first lane where it overlaps nothing; returns how many lanes that took. */
function inLanes(spans) {
  const ends = [];
  for (const span of [...spans].sort((a, b) => a.top - b.top || b.bottom - a.bottom)) {
    let lane = ends.findIndex((end) => end <= span.top + 0.5);
    if (lane < 0) lane = ends.length;
    ends[lane] = span.bottom;
    span.lane = lane;
  }
  return ends.length;
}
