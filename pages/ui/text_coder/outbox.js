/**
 * Operations that the server has not acknowledged yet: kept on this device, sent whole and in order, sent again until
 * each nonce comes back. One stored item an operation, so that two tabs never overwrite each other's.
 */

const RETRY_MS = 1500;
const SLOWEST_RETRY_MS = 4000;
const LOOK_MS = 250;
const LONGEST_ANSWER_MS = 8000; // what was sent may have been lost with a run that another one cut short
const EXPIRES_MS = 72 * 3600 * 1000;

/** `crypto.randomUUID` is not there over plain http to an address; this is. */
export function newNonce() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  /**
   * @param {{store: Storage | null, prefix: string, send: (operations: object[]) => boolean | void, onchange: () => void, isAnswering?: () => boolean}}
   *   parts `send` says whether it is waiting for something else too, and is to be called again; `isAnswering` says
   *   whether the server is at work on what it got: sending again would only make it begin anew
   */
  constructor({ store, prefix, send, onchange, isAnswering = () => false }) {
    Object.assign(this, { store, prefix, send, onchange, isAnswering });
    this.storable = true;
    this.retries = 0;
    this.timer = 0;
    this.operations = this.#kept();
    if (this.operations.length) this.flush();
  }

  /** Put an operation in: kept first, then sent. `wire` is what the server sees; the rest stays here. */
  add(operation) {
    const kept = { ...operation, at: Date.now(), turn: this.operations.length };
    this.operations.push(kept);
    try {
      this.store?.setItem(this.prefix + kept.nonce, JSON.stringify(kept));
    } catch {
      this.storable = false; // a full or forbidden store: the page still holds it and goes on sending
    }
    this.retries = 0;
    this.flush();
  }

  /** The operations as the server sees them. */
  toSend() {
    return this.operations.map(({ nonce, source, wire }) => ({ nonce, source, ...wire }));
  }

  flush() {
    if (this.operations.length) this.nudge();
  }

  /** Send what there is, be it nothing: the page then runs again. */
  nudge() {
    clearTimeout(this.timer);
    const waiting = this.send(this.toSend());
    if (!waiting && this.operations.length === 0) return;
    const wait = Math.min(RETRY_MS * 1.4 ** this.retries, SLOWEST_RETRY_MS);
    this.timer = setTimeout(() => this.#again(LONGEST_ANSWER_MS), wait);
  }

  #again(patience) {
    if (this.isAnswering() && patience > 0) {
      this.timer = setTimeout(() => this.#again(patience - LOOK_MS), LOOK_MS);
      return;
    }
    this.retries += 1;
    this.nudge();
    this.onchange();
  }

  /**
   * @param {Record<string, {ok: boolean, message?: string, coding?: number}>} acks by nonce
   * @returns {{kept: object[], refused: {operation: object, message: string}[]}}
   */
  acknowledge(acks) {
    const kept = [];
    const refused = [];
    for (const operation of this.operations) {
      const answer = acks[operation.nonce];
      if (!answer) continue;
      if (answer.ok) kept.push({ ...operation, coding: answer.coding });
      else refused.push({ operation, message: answer.message });
    }
    if (kept.length + refused.length === 0) return { kept, refused };
    this.#drop(new Set([...kept, ...refused.map((refusal) => refusal.operation)].map((operation) => operation.nonce)));
    this.retries = 0;
    if (this.operations.length === 0) clearTimeout(this.timer);
    return { kept, refused };
  }

  /** True once a first sending went unanswered: then the reader is told where her work is. */
  get waiting() {
    return this.operations.length > 0 && this.retries > 0;
  }

  stop() {
    clearTimeout(this.timer);
  }

  #drop(nonces) {
    this.operations = this.operations.filter((operation) => !nonces.has(operation.nonce));
    for (const nonce of nonces) this.store?.removeItem(this.prefix + nonce);
  }

  #kept() {
    const found = [];
    for (const name of Object.keys(this.store ?? {})) {
      if (!name.startsWith(this.prefix)) continue;
      const operation = readable(this.store.getItem(name));
      if (operation && Date.now() - operation.at < EXPIRES_MS) found.push(operation);
      else this.store.removeItem(name);
    }
    return found.sort((a, b) => a.at - b.at || a.turn - b.turn);
  }
}

function readable(json) {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

/** The browser's own store, or null where the reader's settings forbid it. */
export function localStore() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
