/**
 * What is on the desk and what can be done with it: the codings as they are painted, the passage and the coding that
 * are chosen, the outbox, the undo. It builds no DOM; `ui` is told what changed.
 */

import { digitsOf, withDigitFor } from "./digits.js";
import { Outbox, localStore, newNonce } from "./outbox.js";
import { differences, inverse, overlay } from "./overlay.js";
import { polarityWord } from "./words.js";

export class Desk {
  /**
   * @param {object} data what the server sent, see `TextCoderData`
   * @param {{send: (operations: object[]) => void, ui: object, isAnswering?: () => boolean}} parts
   */
  constructor(data, { send, ui, isAnswering }) {
    this.ui = ui;
    this.data = data;
    this.keys = new Map(); // by number, for codings made here
    this.numbers = new Map(); // the newest number, by key
    this.views = new Map();
    this.history = [];
    this.uses = [];
    this.passage = null;
    this.current = null;
    this.pending = null;
    this.digits = digitsOf(data.themes, []);
    this.outbox = new Outbox({
      store: localStore(),
      prefix: `text-coder:outbox:${data.evaluation}:${data.me.account}:`,
      send,
      onchange: () => ui.kept(),
      isAnswering,
    });
  }

  /** Take what the server says now. Acknowledged operations leave the outbox; refused ones take their paint back. */
  receive(data) {
    this.data = data;
    this.digits = digitsOf(data.themes, this.digits);
    const { kept, refused } = this.outbox.acknowledge(data.acks);
    for (const { key, coding } of kept) if (coding && key) this.#know(coding, key);
    this.#recognise();
    this.refresh();
    if (refused.length) this.#refuse(refused);
  }

  #know(coding, key) {
    this.keys.set(coding, key);
    this.numbers.set(key, coding);
  }

  /** Codings may come back before the answer that they were made: they are the ones in the outbox, not painted twice. */
  #recognise() {
    for (const { key, source, effect } of this.outbox.operations) {
      const made = source === this.data.source && effect?.make;
      if (!made || this.numbers.has(key)) continue;
      const same = (one) => one.mine && one.start === made.start && one.end === made.end && one.theme === made.theme;
      const found = this.data.codings.find((one) => !this.keys.has(one.coding) && same(one));
      if (found) this.#know(found.coding, key);
    }
  }

  /** Another source on the desk: nothing of the last one stays chosen; its operations stay in the outbox. */
  clear() {
    Object.assign(this, { passage: null, current: null, pending: null, history: [], views: new Map() });
  }

  refresh() {
    const before = this.views;
    this.views = overlay(this.data.codings, this.outbox.operations, this.keys, this.data.source);
    if (this.current && !this.views.has(this.current)) this.current = null;
    this.ui.changed(differences(before, this.views));
  }

  theme(no) {
    return this.data.themes.find((theme) => theme.no === no);
  }

  themeName(no) {
    return this.theme(no)?.name ?? `Theme ${no}`;
  }

  get currentView() {
    return this.views.get(this.current) ?? null;
  }

  /** The polarity that the toolbar shows as pressed. */
  get polarity() {
    return this.currentView?.polarity ?? this.pending;
  }

  isRead() {
    const reading = this.outbox.operations.some(({ source, wire }) => source === this.data.source && wire.op === "read");
    return reading || this.data.read_state === "read";
  }

  /** Choose a passage to be coded; nothing coded is chosen any more. */
  choosePassage(passage) {
    Object.assign(this, { passage, current: null, pending: null });
    this.ui.chosen();
  }

  /** Choose a coding, and with it its passage. */
  choose(key) {
    const view = this.views.get(key);
    if (!view) return;
    Object.assign(this, { passage: { start: view.start, end: view.end }, current: key, pending: null });
    this.ui.chosen();
  }

  /** The coding after (or before) the chosen one, or after where the reader stands. */
  neighbour(by, offset) {
    const order = [...this.views.values()];
    const at = order.findIndex((view) => view.key === this.current);
    if (at >= 0) return order[at + by]?.key ?? null;
    const found = by > 0 ? order.find((view) => view.start >= offset) : order.findLast((view) => view.start < offset);
    return found?.key ?? null;
  }

  /** Code the chosen passage to a theme; with no polarity it is a descriptive coding. */
  code(themeNo) {
    const theme = this.theme(themeNo);
    if (!this.data.me.can_code) return this.ui.say("You can read this source; coding it needs the part of a coder.");
    if (!this.passage) return this.ui.say("Select the words first, then choose the theme.");
    if (theme.retired) return this.ui.say(`${theme.name} is retired; choose another theme.`);
    const { start, end } = this.passage;
    const twin = [...this.views.values()].find(
      (view) => view.mine && view.theme === themeNo && view.start === start && view.end === end,
    );
    if (twin) {
      this.choose(twin.key);
      return this.ui.say(`These words are already coded to ${theme.name}. Press b, f or m for the polarity.`);
    }
    const polarity = this.pending ?? "none";
    const make = { ...this.#newView(), start, end, theme: themeNo, polarity };
    const key = newNonce();
    const wire = { op: "code", version: this.data.version, start, end, quote: this.ui.quote(start, end), theme: themeNo, polarity };
    Object.assign(this, { current: key, pending: null });
    this.digits = withDigitFor(this.digits, themeNo, this.uses);
    this.uses.push(themeNo);
    this.#perform({ nonce: key, key, wire, leaves: { of: key }, effect: { make }, undone: `the coding to ${theme.name}` });
    const next = polarity === "none" ? " Press b, f or m for its polarity." : "";
    return this.ui.say(`Coded to ${theme.name}, ${polarityWord(polarity)}.${next}`);
  }

  #newView() {
    const { me } = this.data;
    const counted = me.is_lead && !me.blind;
    return { coding: null, coder: me.name, mine: true, counted, blind: me.blind, has_comment: false, strength: null, said_by: null, memos: 0, points: 0 };
  }

  /** b, f, m: the polarity of the coding just made or chosen; of the next one where the passage is still uncoded. */
  setPolarity(polarity) {
    if (!this.current && this.passage) {
      this.pending = this.pending === polarity ? null : polarity;
      this.ui.chosen();
      return this.ui.say(`Next coding: ${polarityWord(this.pending ?? "none")}.`);
    }
    if (!this.current) return this.ui.say("Select a passage or choose a coding first.");
    return this.change({ polarity: this.currentView.polarity === polarity ? "none" : polarity });
  }

  /** Change fields of the chosen coding: theme, polarity, strength (0 takes it back), said_by. */
  change(fields, key = this.current) {
    const before = this.#own(key);
    if (!before) return;
    const counted = this.data.me.is_lead && !before.blind;
    const shown = fields.strength === 0 ? { ...fields, strength: null } : fields;
    this.#perform({
      key,
      before,
      wire: { op: "recode", ...this.#target(before), ...fields },
      effect: { change: { ...shown, counted } },
      undone: `the change to ${this.themeName(before.theme)}`,
    });
    const now = this.views.get(key);
    this.ui.say(`${this.themeName(now.theme)}: ${polarityWord(now.polarity)}.`);
  }

  /** A comment goes to the server and is never painted: `has_comment` is all the page shows of it. */
  comment(key, comment) {
    const before = this.#own(key);
    if (!before) return;
    this.#perform({
      key,
      before,
      wire: { op: "recode", ...this.#target(before), comment },
      effect: { change: { has_comment: comment !== "" } },
      undone: "the comment",
    });
  }

  move(key, { start, end }) {
    const before = this.#own(key);
    if (!before || (before.start === start && before.end === end)) return;
    const nonce = newNonce();
    const wire = { op: "move", ...this.#target(before), version: this.data.version, start, end, quote: this.ui.quote(start, end) };
    const leaves = { of: nonce };
    this.#perform({ nonce, key, before, wire, leaves, effect: { change: { start, end } }, undone: "the new boundaries" });
    this.choose(key);
    this.ui.say("The boundaries are changed.");
  }

  mayRemove(view) {
    return (view.mine && this.data.me.can_code) || this.data.me.is_lead;
  }

  /** Take a coding back: her own, or on a source that she leads. */
  remove(key = this.current) {
    const view = this.views.get(key);
    const before = view && this.mayRemove(view) ? view : this.#own(key);
    if (!before) return;
    const name = this.themeName(before.theme);
    this.#perform({
      key,
      before,
      wire: { op: "uncode", ...this.#target(before) },
      effect: { gone: true },
      undone: `the removal of ${name}`,
    });
    this.ui.say(`The coding to ${name} is removed. Press u to bring it back.`);
  }

  accept(key) {
    const before = this.views.get(key);
    if (!before || !this.data.me.is_lead) return;
    this.#perform({
      key,
      before,
      wire: { op: "accept", ...this.#target(before) },
      effect: { change: { counted: true } },
      undone: `the acceptance of ${this.themeName(before.theme)}`,
    });
    this.ui.say(`${before.coder}'s coding to ${this.themeName(before.theme)} now counts.`);
  }

  /** A point to raise with a team, noticed at a coding. */
  notePoint(key, { text, trust, meeting_on }) {
    const before = this.views.get(key);
    if (!before) return;
    this.#perform({
      key,
      before,
      wire: { op: "point", ...this.#target(before), text, trust, meeting_on },
      effect: { change: { points: before.points + 1 } },
      undone: "the point",
    });
    this.ui.say("The point is noted.");
  }

  /** A memo on a coding, or with no key on the source. */
  writeMemo(key, { kind, text, discussed_with }) {
    const before = this.views.get(key);
    const on = before && { ...this.#target(before) };
    this.#perform({
      key: before ? key : null,
      before,
      wire: { op: "memo", ...on, kind, text, discussed_with },
      effect: before ? { change: { memos: before.memos + 1 } } : null,
      undone: "the memo",
    });
    this.ui.say("The memo is saved.");
  }

  markRead() {
    this.#perform({ key: null, effect: null, wire: { op: "read", at: this.data.framework_at }, undone: "the reading" });
    this.ui.say("Marked as read.");
  }

  undo() {
    const last = this.history.pop();
    if (!last) return this.ui.say("There is nothing to undo here.");
    const effect = last.effect && inverse(last.effect, last.before);
    const { coding, of } = last.wire;
    const leaves = last.wire.op === "move" ? { coding, of } : undefined;
    this.outbox.add({ nonce: newNonce(), source: last.source, key: last.key, effect, leaves, wire: { op: "undo", of: last.nonce } });
    if (this.views.has(last.key) || effect?.make) this.current = last.key;
    this.refresh();
    this.ui.chosen();
    return this.ui.say(`Undone: ${last.undone}.`);
  }

  #perform({ nonce = newNonce(), undone, ...operation }) {
    const whole = { nonce, source: this.data.source, ...operation };
    this.outbox.add(whole);
    this.history.push({ ...whole, undone });
    this.refresh();
    this.ui.chosen();
  }

  /**
   * How the server finds the coding: by its number, or by the operation that gives it one. A move too gives it a new
   * number: the coding of the old words ends and one like it begins.
   */
  #target(view) {
    const waiting = this.outbox.operations.findLast((operation) => operation.key === view.key && operation.leaves);
    return waiting?.leaves ?? { coding: view.coding ?? this.numbers.get(view.key) };
  }

  /** The coding, if the reader may change it; otherwise she is told why not. */
  #own(key) {
    const view = this.views.get(key);
    if (!view) return null;
    if (view.mine && this.data.me.can_code) return view;
    this.ui.say(`Only ${view.coder} can change this coding. Code the passage yourself if you read it differently.`);
    return null;
  }

  #refuse(refused) {
    const gone = new Set(refused.map(({ operation }) => operation.nonce));
    this.history = this.history.filter((entry) => !gone.has(entry.nonce));
    this.ui.chosen();
    this.ui.refused(refused[0].message);
  }
}
