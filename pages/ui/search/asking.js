/**
 * The search that this tab is on: what was typed, what it is narrowed to, what came back. It outlives the page, so that
 * whoever follows a place and comes back finds it as it was; a reload forgets it, for it may quote what people said.
 */

const A_TIME = 25;
const WHY_NOT = { 401: "You are signed out. Reload the page to sign in." };
const OFFLINE = "No connection. Search again when it is back.";
const FAILED = "The search failed on our side. Search again; if it stays like this, tell whoever runs the server.";

/** Ask one address of the evaluation; throws a sentence where there is no answer. */
export async function ask(evaluation, path, body) {
  let answer;
  try {
    answer = await fetch(`/evaluations/${evaluation}/${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Error(OFFLINE);
  }
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(WHY_NOT[answer.status] ?? said.message ?? FAILED);
  return said;
}

class Search {
  constructor() {
    this.listeners = new Set();
    this.#forget(null, null);
  }

  #forget(evaluation, account) {
    Object.assign(this, { evaluation, account, typed: "", narrowed: null, answer: null, refused: "", busy: false });
    Object.assign(this, { groups: A_TIME, turn: 0, left: null, filters: null });
  }

  /** Another evaluation, or another person at this device, begins with nothing. */
  of({ evaluation, account }) {
    if (this.evaluation !== evaluation || this.account !== account) this.#forget(evaluation, account);
    return this;
  }

  /** Hear of every change until the signal says otherwise. */
  listen(heard, signal) {
    this.listeners.add(heard);
    signal.addEventListener("abort", () => this.listeners.delete(heard));
  }

  look(typed) {
    Object.assign(this, { typed, groups: A_TIME, left: null });
    return this.#ask();
  }

  /**
   * The filters to set again. Streamlit forgets them, in the address too, when somebody goes back to a page: whoever
   * comes back without any finds those that she left with.
   */
  filtersLeft(set) {
    const { filters } = this;
    this.filters = null;
    return filters && Object.keys(set).length === 0 && Object.keys(filters).length ? filters : null;
  }

  /** What the filters say; a search that stands is asked again under them. */
  narrow(narrowed) {
    const before = JSON.stringify(this.narrowed);
    this.narrowed = narrowed;
    if (before === JSON.stringify(narrowed) || before === "null") return;
    this.groups = A_TIME;
    if (this.typed) this.#ask();
  }

  more() {
    this.groups += A_TIME;
    return this.#ask();
  }

  /** Every place in one source, in the place of its first few. */
  async allOf(source) {
    const answer = this.answer;
    try {
      const { groups } = await ask(this.evaluation, "search", { typed: this.typed, ...this.narrowed, source });
      if (this.answer !== answer) return;
      this.answer = { ...answer, groups: answer.groups.map((group) => (group.source === source ? (groups[0] ?? group) : group)) };
      this.refused = "";
    } catch (error) {
      this.refused = error.message;
    }
    this.#tell();
  }

  async #ask() {
    const turn = (this.turn += 1);
    this.busy = true;
    this.#tell();
    let found;
    try {
      found = { answer: await ask(this.evaluation, "search", { typed: this.typed, ...this.narrowed, groups: this.groups }), refused: "" };
    } catch (error) {
      found = { answer: null, refused: error.message };
    }
    if (turn !== this.turn) return;
    Object.assign(this, found, { busy: false });
    this.#tell();
  }

  #tell() {
    for (const heard of this.listeners) heard();
  }
}

export const search = new Search();
