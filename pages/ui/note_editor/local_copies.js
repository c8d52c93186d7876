/**
 * The copies of a draft on this device, written with every keystroke.
 *
 * Two, because each fails alone: after a browser was killed only IndexedDB is current, after a reload in the same
 * moment only localStorage. The higher `seq` is the newer. They leave the device when the server has the note, when a
 * person signs out, and after 72 hours.
 */

const PREFIX = "field-note:";
const CLIENT = "field-note:client";
const KEPT_FOR = 72 * 3600 * 1000;

/**
 * @typedef {object} Copy
 * @property {number} seq counts the changes of this draft on this device
 * @property {number} acked the last of them that the server has
 * @property {number} base the server's revision they build on, 0: none
 * @property {number} at when, in milliseconds
 * @property {import("./note.js").Note | null} note null: nothing since the draft of that `seq` was saved
 * @property {{nonce: string, mode: string} | null} finishing a save that the server has not answered yet
 */

export class LocalCopies {
  constructor(/** @type {string} */ name) {
    this.name = PREFIX + name;
    /** @type {Copy | null} */
    this.waiting = null;
    this.writing = false;
  }

  /** @returns {boolean} whether the quick copy is written; the other follows */
  keep(/** @type {Copy} */ copy) {
    this.waiting = copy;
    this.#write();
    return inLocalStorage((storage) => storage.setItem(this.name, JSON.stringify(copy))) !== FAILED;
  }

  /** One write at a time, the newest last. */
  async #write() {
    if (this.writing) return;
    this.writing = true;
    while (this.waiting) {
      const copy = this.waiting;
      this.waiting = null;
      await inDatabase("readwrite", (store) => store.put(copy, this.name));
    }
    this.writing = false;
  }

  /** @returns {Promise<Copy | null>} the newest copy */
  async read() {
    const quick = inLocalStorage((storage) => JSON.parse(storage.getItem(this.name) ?? "null"));
    const slow = await inDatabase("readonly", (store) => store.get(this.name));
    const found = [quick, slow].filter((copy) => copy && copy !== FAILED && Date.now() - copy.at < KEPT_FOR);
    return found.sort((a, b) => b.seq - a.seq)[0] ?? null;
  }

  /** Forget what is written; the count goes on, so that a copy which outlives this is known to be old. */
  forget(/** @type {number} */ seq) {
    return this.keep({ seq: seq + 1, acked: seq + 1, base: 0, at: Date.now(), note: null, finishing: null });
  }
}

/** This browser's name on the server; random, and gone at sign-out. */
export function clientName() {
  const fresh = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const found = inLocalStorage((storage) => {
    if (!storage.getItem(CLIENT)) storage.setItem(CLIENT, fresh);
    return storage.getItem(CLIENT);
  });
  return found === FAILED ? fresh : found;
}

/** Everything that pages keep on this device goes, of this component and of others: for signing out. */
export async function forgetEverything() {
  inLocalStorage((storage) => storage.clear());
  await inDatabase("readwrite", (store) => store.clear());
}

/** What has lain here for 72 hours goes. */
export async function forgetOld() {
  const isOld = (/** @type {Copy} */ copy) => Date.now() - copy.at >= KEPT_FOR;
  inLocalStorage((storage) => {
    const names = Object.keys(storage).filter((name) => name.startsWith(PREFIX) && name !== CLIENT);
    for (const name of names) if (isOld(JSON.parse(storage.getItem(name)))) storage.removeItem(name);
  });
  const names = await inDatabase("readonly", (store) => store.getAllKeys());
  const copies = await inDatabase("readonly", (store) => store.getAll());
  if (names === FAILED || copies === FAILED) return;
  for (const name of names.filter((_, at) => isOld(copies[at]))) await inDatabase("readwrite", (store) => store.delete(name));
}

// Either store may be switched off, full or damaged: the other one, and the server, are there for that.
const FAILED = Symbol("failed");

function inLocalStorage(/** @type {(storage: Storage) => any} */ act) {
  try {
    return act(localStorage);
  } catch {
    return FAILED;
  }
}

/** @type {Promise<IDBDatabase> | null} */
let opening = null;

function database() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open("field-notes", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("copies");
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error);
  });
  return opening;
}

async function inDatabase(/** @type {IDBTransactionMode} */ mode, /** @type {(store: IDBObjectStore) => IDBRequest} */ act) {
  try {
    const store = (await database()).transaction("copies", mode).objectStore("copies");
    const request = act(store);
    return await new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  } catch {
    return FAILED;
  }
}
