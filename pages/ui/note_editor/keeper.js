/**
 * Keeps a draft as it is typed: at once on this device, 0.8 s after a pause on the server; and saves the note.
 *
 * An answer never touches what stands in the form. It only says what became of it: kept, kept on this device only, in
 * conflict with another device, signed out, refused, finished.
 */

import { saysNothingNew } from "./merging.js";
import { bodyOf, newNote, noteOf } from "./note.js";

const PAUSE = 800;
const RETRY = 1500;
const ANSWER_WITHIN = 10_000;
const SLOW_ANSWERS = 2; // in a row: then it is not slow but out of reach
const SMALL_ENOUGH_TO_OUTLIVE_THE_PAGE = 60_000; // bytes; browsers refuse a `keepalive` request above 64 KB

/**
 * @typedef {import("./note.js").Note} Note
 * @typedef {import("./local_copies.js").Copy} Copy
 * @typedef {{status: number, answer: any, slow?: boolean}} Reply status 0: no answer; `slow`: in time
 * @typedef {object} Events
 * @property {(how: "kept" | "local" | "signed out" | "refused" | "saving" | "waiting", detail: {at?: string, message?: string}) => void} status
 * @property {(theirs: Note, told: {saved_at: string, by?: string}) => void} conflict
 * @property {(answer: {nonce: string, mode: string, source: number, change_no: number}) => void} finished
 * @property {(told: {message: string, field?: string | null}) => void} unsaved the note could not be saved as it is
 */

export class Keeper {
  /**
   * @param {{evaluation: number, account: number, draft: string, note: number | null, initial: object | null}} place
   * @param {{local: import("./local_copies.js").LocalCopies, client: string, on: Events}} parts
   */
  constructor(place, { local, client, on }) {
    Object.assign(this, { place, local, client, on });
    this.address = `/evaluations/${place.evaluation}/drafts/${place.draft}`;
    /** @type {Note | null} */
    this.note = null;
    this.seq = this.acked = this.base = 0;
    /** @type {{nonce: string, mode: string} | null} */
    this.finishing = null;
    /** @type {Note | null} the other version that she last chose about */
    this.settled = null;
    this.stopped = false; // in conflict, read-only, or gone
    this.refused = false; // as it is: until it changes
    this.sending = false;
    this.slow = 0;
    /** @type {string | undefined} when the server last kept the draft */
    this.keptAt = undefined;
    this.timer = 0;
    this.wake = ({ type }) => {
      if (type === "pagehide" || document.visibilityState === "hidden") this.#send({ keepalive: true });
    };
    this.online = () => this.#soon(0);
    document.addEventListener("visibilitychange", this.wake);
    window.addEventListener("pagehide", this.wake);
    window.addEventListener("online", this.online);
    window.addEventListener("focus", this.online);
  }

  /**
   * @returns {Promise<{note: Note | null, refusal?: string}>} what to show: the newest of this device, the server's draft
   *   and the saved note; null where the note cannot be had
   */
  async open() {
    const copy = await this.local.read();
    if (copy?.finishing) return this.#take(copy);
    const { status, answer } = await this.#ask(this.address, Boolean(copy?.note));
    this.seq = this.acked = Math.max(copy?.seq ?? 0, answer?.client === this.client ? answer.seq : 0);
    if (status === 200) return this.#choose(copy, answer);
    if (copy?.note && status !== 404) return this.#take(copy);
    if (copy?.note && copy.seq > copy.acked) return this.#take({ ...copy, base: 0 });
    if (status !== 404) return refusal(answer);
    if (this.place.note === null) return { note: (this.note = newNote(this.place.initial, new Date())) };
    const saved = await this.#ask(`/evaluations/${this.place.evaluation}/notes/${this.place.note}`, false);
    return saved.status === 200 ? { note: (this.note = noteOf({ ...saved.answer, note: this.place.note })) } : refusal(saved.answer);
  }

  /** What the server holds. Where there is nothing to show without it, the form waits for it. */
  async #ask(/** @type {string} */ address, /** @type {boolean} */ once) {
    for (;;) {
      const reply = await ask("GET", address);
      if (once || this.stopped || ![0, 401].includes(reply.status) && reply.status < 500) return reply;
      this.on.status(reply.status === 401 ? "signed out" : "waiting", {});
      await pause(RETRY);
    }
  }

  #choose(/** @type {Copy | null} */ copy, answer) {
    const server = () => {
      Object.assign(this, { base: answer.rev, acked: this.seq, note: noteOf(answer.body) });
      this.#kept(answer.saved_at);
      return { note: this.note };
    };
    if (!copy?.note) return server();
    if (answer.client === this.client) return copy.seq >= answer.seq ? this.#take({ ...copy, base: answer.rev }) : server();
    if (copy.seq === copy.acked) return server();
    if (answer.rev !== copy.base) this.clash = answer;
    return this.#take(copy);
  }

  #take(/** @type {Copy} */ copy) {
    const { base, acked, seq, finishing } = copy;
    // A copy of before notes had points is taken all the same.
    const note = copy.note && { points: [], steps: [], ...copy.note };
    Object.assign(this, { note, base, acked, seq, finishing });
    return { note };
  }

  /** The note is on the screen and this tab may write: what the server has not got goes there. */
  begin() {
    if (this.clash) this.#conflict(this.clash);
    else if (this.finishing) this.on.status("saving", {});
    this.#soon(0);
  }

  /** Something was typed, chosen or tagged. */
  changed(/** @type {Note} */ note) {
    this.note = note;
    this.seq += 1;
    this.refused = false;
    this.#keep();
    this.#soon(PAUSE);
  }

  /** The person turns to something else on the page: what she typed goes now. */
  hurry() {
    if (this.timer) this.#soon(0);
  }

  #keep() {
    const { seq, acked, base, note, finishing } = this;
    this.local.keep({ seq, acked, base, note, finishing, at: Date.now() });
  }

  /** Another tab writes from now on, and sends what is here as well: it stands in the copies on this device. */
  rest() {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** The form goes. What is not sent yet goes now. */
  async close() {
    document.removeEventListener("visibilitychange", this.wake);
    window.removeEventListener("pagehide", this.wake);
    for (const type of ["online", "focus"]) window.removeEventListener(type, this.online);
    await this.#send({ keepalive: true });
    this.rest();
  }

  #soon(/** @type {number} */ delay) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.#send({}), delay);
  }

  async #send(/** @type {{keepalive?: boolean}} */ how) {
    const due = this.finishing !== null || (this.seq > this.acked && !this.refused);
    if (this.sending || this.stopped || !due) return;
    clearTimeout(this.timer);
    this.sending = true;
    const again = await (this.finishing ? this.#finish() : this.#put(how));
    this.sending = false;
    if (again) this.#soon(RETRY);
    else if (this.seq > this.acked || this.finishing) this.#soon(this.finishing ? 0 : PAUSE);
  }

  /** @returns {Promise<boolean>} whether to try again */
  async #put({ keepalive = false }) {
    const { seq } = this;
    const reply = await ask("PUT", this.address, this.#message(), keepalive);
    const { status, answer } = reply;
    if (status === 200) {
      Object.assign(this, { base: answer.rev, acked: Math.max(this.acked, seq) });
      this.#keep();
      this.slow = 0;
      this.#kept(answer.saved_at);
      return false;
    }
    const again = this.#failed(reply);
    if (again === null) {
      this.refused = true;
      this.on.status("refused", { message: answer?.message ?? "The server could not take it. Try again in a moment." });
    }
    return again === true;
  }

  #message() {
    return { account: this.place.account, client: this.client, seq: this.seq, base: this.base, body: bodyOf(this.note) };
  }

  /** @returns {boolean | null} whether to try again; null where the server says no to what was sent */
  #failed(/** @type {Reply} */ { status, answer, slow }) {
    this.slow = slow ? this.slow + 1 : 0;
    if (status === 409) return this.#conflict(answer);
    if (status === 401) this.on.status("signed out", { message: answer?.message });
    else if (status === 0 || status > 500) this.on.status(slow && this.slow < SLOW_ANSWERS ? "waiting" : "local", {});
    else return null;
    return true;
  }

  #kept(/** @type {string | undefined} */ at) {
    this.keptAt = at;
    this.on.status("kept", { at });
  }

  /** @returns {boolean} whether to go on without asking: the other version says nothing that she has not seen */
  #conflict(answer) {
    const theirs = { rev: answer.rev, note: noteOf(answer.body) };
    if (this.settled && saysNothingNew(theirs.note, this.note, this.settled)) {
      this.#buildOn(theirs);
      this.#keep();
      return true;
    }
    this.stopped = true;
    this.finishing = null;
    this.#keep();
    this.theirs = theirs;
    this.on.conflict(theirs.note, answer);
    return false;
  }

  /** The other version is what the next one builds on: only what is newer than it is asked about. */
  #buildOn(/** @type {{rev: number, note: Note}} */ { rev, note }, mine = this.note) {
    this.base = rev;
    this.note = { ...mine, version: note.version ?? mine.version, opened_at: note.opened_at ?? mine.opened_at };
  }

  /** The person has chosen between hers, theirs and both: `note` is what stands now. */
  resolve(/** @type {Note} */ note) {
    this.settled = this.theirs.note;
    this.stopped = false;
    this.#buildOn(this.theirs, note);
    this.changed(this.note);
    this.#soon(0);
    return this.note;
  }

  /** Save the note; over a broken connection, as soon as it is back. One nonce until the server has answered. */
  finish(/** @type {"read" | "later"} */ mode) {
    this.nonce ??= nonce();
    this.finishing = { nonce: this.nonce, mode };
    this.#keep();
    this.on.status("saving", {});
    this.#soon(0);
  }

  async #finish() {
    const { finishing, seq } = this;
    this.nonce = finishing.nonce;
    const reply = await ask("POST", `${this.address}/finish`, { ...finishing, ...this.#message() });
    const { status, answer } = reply;
    if (status === 200) {
      this.stopped = true;
      this.finishing = this.nonce = null;
      this.acked = seq;
      this.local.forget(seq);
      this.on.finished({ ...finishing, ...answer });
      return false;
    }
    const again = this.#failed(reply);
    if (!again) {
      this.finishing = null;
      this.#keep();
    }
    if (again === null) this.#kept(this.keptAt);
    if (again === null) this.on.unsaved({ message: "The note could not be saved. Try again in a moment.", ...answer });
    return again === true;
  }

  /** Throw the draft away. @returns {Promise<boolean>} whether the server has let it go */
  async discard() {
    this.rest();
    while (this.sending) await pause(PAUSE / 10);
    const { status } = await ask("DELETE", this.address);
    const gone = status === 204 || status === 404;
    if (gone) {
      this.local.forget(this.seq);
      Object.assign(this, { base: 0, acked: this.seq });
    } else {
      this.stopped = false;
      this.on.status(status === 401 ? "signed out" : "local", {});
      this.#soon(RETRY);
    }
    return gone;
  }
}

function refusal(answer) {
  return { note: null, refusal: answer?.message ?? "This note cannot be opened." };
}

/** 128 random bits; `crypto.randomUUID` is not there over plain http to an address. */
function nonce() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const pause = (/** @type {number} */ delay) => new Promise((done) => setTimeout(done, delay));

/** @returns {Promise<Reply>} */
async function ask(/** @type {string} */ method, /** @type {string} */ address, message = undefined, wantsKeepalive = false) {
  const body = message === undefined ? undefined : JSON.stringify(message);
  const keepalive = wantsKeepalive && body !== undefined && body.length * 3 < SMALL_ENOUGH_TO_OUTLIVE_THE_PAGE;
  const headers = body === undefined ? {} : { "Content-Type": "application/json" };
  try {
    const response = await fetch(address, {
      ...{ method, body, headers, keepalive, cache: "no-store", credentials: "same-origin" },
      signal: AbortSignal.timeout(ANSWER_WITHIN),
    });
    const json = response.headers.get("Content-Type")?.includes("json");
    return { status: response.status, answer: json ? await response.json() : null };
  } catch (error) {
    return { status: 0, answer: null, slow: error.name === "TimeoutError" };
  }
}
