/** One tab writes a draft; others of the same browser read. The tabs settle it among themselves. */

const PATIENCE = 150; // milliseconds for another tab to answer

export class OneTab {
  /**
   * @param {string} name of the draft
   * @param {{onlost: () => void, onfree: () => void, onfinished: () => void}} on another tab took over; the tab that
   *   wrote let go of the draft; another tab saved the note
   */
  constructor(name, on) {
    this.on = on;
    this.me = Math.random();
    this.writes = false;
    this.asking = false;
    this.hasWritten = false;
    this.channel = new BroadcastChannel(`field-note:${name}`);
    this.channel.onmessage = ({ data }) => this.#heard(data);
  }

  /** @returns {Promise<boolean>} whether this tab may write */
  async claim() {
    this.asking = this.writes = true;
    this.#say("may I write?");
    await new Promise((done) => setTimeout(done, PATIENCE));
    this.asking = false;
    return this.writes;
  }

  /** Write here from now on; the other tab stops. */
  take() {
    this.writes = true;
    this.#say("taken over");
  }

  finished() {
    this.writes = false;
    this.#say("finished");
  }

  close() {
    if (this.writes) this.#say("I let go");
    this.channel.close();
  }

  #say(/** @type {string} */ word) {
    this.channel.postMessage({ word, from: this.me });
  }

  #heard({ word, from }) {
    if (word === "finished") this.on.onfinished();
    if (word === "I let go" && !this.writes) this.on.onfree();
    // Of two tabs that open in the same moment the one with the smaller number writes.
    if (word === "may I write?" && this.writes && !(this.asking && from < this.me)) this.#say("I write");
    if (word === "I write" && this.writes) {
      // A late answer comes from a tab that was busy, or from one that was asleep and holds an older text.
      if (this.hasWritten) this.take();
      else this.#yield();
    }
    if (word === "taken over" && this.writes) this.#yield();
  }

  #yield() {
    this.writes = false;
    if (!this.asking) this.on.onlost();
  }
}
