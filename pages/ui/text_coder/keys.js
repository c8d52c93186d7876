/** The keyboard on the source text: move by words, extend, choose an edge and move it, code, undo. */

import { SIDED, POLARITIES } from "./words.js";

export const HELP = [
  ["← →", "word by word; with Shift, extend the passage"],
  ["↑ ↓", "row by row; with Shift, extend the passage"],
  ["Home End", "start or end of the line; with Ctrl, of the text"],
  ["s", "the sentence at the cursor; again for the next one too"],
  ["[  ]", "take hold of the start or the end of the passage; ← → move it, Enter keeps it"],
  ["1 – 9", "code the passage to that theme"],
  ["b f m", "barrier, facilitator, mixed: the coding just made or chosen; again takes it away"],
  ["/", "find a theme for the passage"],
  ["a – z", "just after selecting with the mouse: find a theme by its name"],
  ["n p", "next or previous coding"],
  ["Delete", "remove the chosen coding"],
  ["u", "undo"],
  ["Esc", "let go of the passage"],
  ["?", "this list"],
];

const MOVES = {
  ArrowRight: (cursor) => cursor.step(1),
  ArrowLeft: (cursor) => cursor.step(-1),
  ArrowDown: (cursor) => cursor.stepRow(1),
  ArrowUp: (cursor) => cursor.stepRow(-1),
  Home: (cursor, event) => (event.ctrlKey ? cursor.toTextEdge(-1) : cursor.toLineEdge(-1)),
  End: (cursor, event) => (event.ctrlKey ? cursor.toTextEdge(1) : cursor.toLineEdge(1)),
};

export class Keyboard {
  /**
   * @param {import("./desk.js").Desk} desk
   * @param {import("./surface.js").Surface} surface
   * @param {{find: () => void, asks: () => boolean, help: () => void, go: (key: string) => void, leave: () => void, details: () => void}} acts
   */
  constructor(desk, surface, acts) {
    Object.assign(this, { desk, surface, acts });
    this.anchor = null;
    this.hold = null; // { edge, passage }: an edge that the arrows move, and the passage as it would be
    surface.document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  /** A passage chosen by other means: the keyboard goes on from there. */
  startFrom(passage) {
    this.anchor = passage && { start: passage.start, end: passage.end };
    this.hold = null;
  }

  #pressed(event) {
    if (!this.surface.text || event.altKey || event.metaKey) return;
    if (event.target.closest("button") && (event.key === "Enter" || event.key === " ")) return;
    this.surface.settle();
    const move = MOVES[event.key];
    const plain = !event.ctrlKey;
    if (plain && /^\p{L}$/u.test(event.key) && this.acts.asks()) {
      this.acts.find(); // and the letter falls into the field
      event.stopPropagation();
      return;
    }
    let done = true;
    if (move && (plain || event.key === "Home" || event.key === "End")) this.#move(move, event);
    else if (plain) done = this.#act(event.key);
    else done = false;
    if (done) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  #act(key) {
    const { desk, acts } = this;
    if (this.hold && !["[", "]", "Enter", "Escape"].includes(key)) this.#letGo();
    if (/^[1-9]$/.test(key)) return this.#digit(Number(key));
    const polarity = [...SIDED, "none"].find((name) => POLARITIES[name].key === key.toLowerCase());
    if (polarity) desk.setPolarity(polarity);
    else if (key === "n" || key === "p") this.#neighbour(key === "n" ? 1 : -1);
    else if (key === "s") this.#sentence();
    else if (key === "[" || key === "]") this.#take(key === "[" ? "start" : "end");
    else if (key === "u") desk.undo();
    else if (key === "/") acts.find();
    else if (key === "?") acts.help();
    else if (key === "Delete" || key === "Backspace") desk.remove();
    else if (key === "Enter") return this.#enter();
    else if (key === "Escape") this.#escape();
    else return false;
    return true;
  }

  #digit(digit) {
    const theme = this.desk.digits[digit - 1];
    if (theme !== undefined) this.desk.code(theme);
    return true;
  }

  #move(move, event) {
    const { desk, surface } = this;
    document.getSelection()?.removeAllRanges();
    if (this.hold) {
      this.#moveEdge(move, event);
      return;
    }
    const before = surface.cursor.span;
    move(surface.cursor, event);
    const head = surface.cursor.span;
    if (event.shiftKey) {
      this.anchor ??= before;
      this.#choose({ start: Math.min(this.anchor.start, head.start), end: Math.max(this.anchor.end, head.end) });
    } else {
      this.anchor = null;
      if (desk.passage) desk.choosePassage(null);
      surface.showCaret(true);
    }
    desk.ui.read(surface.text.slice(head.start, head.end));
  }

  #choose(passage) {
    this.desk.choosePassage(passage);
    this.surface.showCaret(true);
  }

  #sentence() {
    const { desk, surface } = this;
    const from = desk.passage && !desk.current ? desk.passage : null;
    const sentence = surface.cursor && surface.text && this.#sentenceFrom(from);
    if (!sentence) return;
    const passage = from ? { start: from.start, end: Math.max(from.end, sentence.end) } : sentence;
    surface.cursor.goTo(Math.max(passage.start, passage.end - 1));
    this.anchor = passage;
    document.getSelection()?.removeAllRanges();
    this.#choose(passage);
    desk.ui.read(surface.text.slice(sentence.start, sentence.end));
  }

  /** The sentence under the cursor, or the one that comes after the passage where that already is whole sentences. */
  #sentenceFrom(passage) {
    const { cursor } = this.surface;
    const here = cursor.sentenceAt(cursor.span.start);
    if (!passage || !here || here.end > passage.end || here.start < passage.start) return here;
    const line = cursor.line;
    cursor.goTo(here.end - 1);
    cursor.step(1);
    return cursor.line >= line ? cursor.sentenceAt(cursor.span.start) : here;
  }

  #take(edge) {
    const { desk, surface } = this;
    if (!desk.passage) {
      desk.ui.say("Select a passage or choose a coding first; then [ and ] take hold of its edges.");
      return;
    }
    if (desk.currentView && !desk.currentView.mine) {
      desk.ui.say(`Only ${desk.currentView.coder} can change the boundaries of this coding.`);
      return;
    }
    const passage = this.hold?.passage ?? { ...desk.passage };
    this.hold = { edge, passage, coding: desk.current };
    surface.cursor.goTo(edge === "start" ? passage.start : passage.end - 1);
    surface.showCaret(true);
    desk.ui.say(`Moving the ${edge}: ← and → move it, Enter keeps it, Esc leaves it as it was.`);
  }

  #moveEdge(move, event) {
    const { surface, hold } = this;
    const before = surface.cursor.span;
    move(surface.cursor, event);
    const word = surface.cursor.span;
    const passage = { ...hold.passage, [hold.edge]: word[hold.edge] };
    if (passage.start >= passage.end) {
      surface.cursor.goTo(before.start);
      return;
    }
    hold.passage = passage;
    if (hold.coding) surface.painter.passage("tc-passage", passage, 5);
    else this.desk.choosePassage(passage);
    surface.showCaret(true);
    this.desk.ui.read(surface.text.slice(word.start, word.end));
  }

  #enter() {
    if (!this.hold) {
      if (this.desk.current) this.acts.details();
      else if (this.desk.passage) this.acts.find();
      return Boolean(this.desk.passage);
    }
    const { passage, coding } = this.hold;
    this.startFrom(passage);
    if (coding) this.desk.move(coding, passage);
    return true;
  }

  #escape() {
    if (this.hold) this.#letGo();
    else {
      this.startFrom(null);
      this.acts.leave();
    }
  }

  #letGo() {
    this.startFrom(this.desk.passage);
    this.desk.ui.chosen();
  }

  #neighbour(by) {
    const { desk, surface } = this;
    const key = desk.neighbour(by, surface.cursor.span.start);
    if (key) this.acts.go(key);
    else desk.ui.say(by > 0 ? "That was the last coding in this source." : "That was the first coding in this source.");
  }
}
