/** The note editor as Streamlit mounts it: one instance a place in the page, kept through every rerun. */

import { el } from "../dom.js";
import { Form } from "./form.js";
import { Keeper } from "./keeper.js";
import { LocalCopies, clientName, forgetOld } from "./local_copies.js";
import { OneTab } from "./one_tab.js";

// Rarely needed, and a page that is slow to answer must not be called back from where it has gone on to.
const TELL_AGAIN = 6000;

/** @type {WeakMap<Element, NoteEditor>} */
const mounted = new WeakMap();

/** Called when it is mounted, and again whenever `data` changes, with the same parentElement. */
export default function mount({ data, parentElement, setTriggerValue }) {
  let editor = mounted.get(parentElement);
  if (editor && editor.name !== nameOf(data)) {
    editor.close();
    editor = undefined;
  }
  if (editor) editor.receive(data, setTriggerValue);
  else mounted.set(parentElement, new NoteEditor(parentElement, data, setTriggerValue));
  return () => {
    // The clean-up of an earlier call may run while the editor is in use.
    if (parentElement.isConnected) return;
    mounted.get(parentElement)?.close();
    mounted.delete(parentElement);
  };
}

/** What an instance is about; another draft, note or person is another instance. */
function nameOf({ account, evaluation, draft, note }) {
  return `${account}:${evaluation}:${draft}:${note ?? "new"}`;
}

class NoteEditor {
  constructor(/** @type {Element} */ parent, data, setTriggerValue) {
    this.name = nameOf(data);
    this.element = el("div", { class: "note-editor" });
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.element.contains(relatedTarget)) this.keeper?.hurry();
    });
    parent.append(this.element);
    this.receive(data, setTriggerValue);
    forgetOld();
    this.open();
  }

  /** Newer lists from the page; and the newest way to tell it something, as earlier ones are dead. */
  receive(data, setTriggerValue) {
    this.data = data;
    this.setTriggerValue = setTriggerValue;
    this.form?.offer(data);
    if (!this.saved || data.heard !== this.saved.nonce) return;
    // The page knows, and shows the form all the same: for the next note.
    clearInterval(this.telling);
    this.saved = null;
    this.#again();
  }

  /** @param {boolean} taking whether a person wants to write here though another tab has the draft */
  async open(taking = false) {
    const { name } = this;
    this.form?.close();
    this.form = new Form(this.data, {
      onchange: () => this.#changed(),
      onfinish: (mode) => this.#finish(mode),
      ondiscard: () => this.#discard(),
    });
    this.form.mode = "reading";
    this.tab = new OneTab(name, { onlost: () => this.#lost(), onfree: () => this.#again(), onfinished: () => this.#finishedElsewhere() });
    this.keeper = new Keeper(this.data, {
      local: new LocalCopies(name),
      client: clientName(),
      on: {
        status: (how, detail) => this.#status(how, detail),
        conflict: (theirs, told) => this.#conflict(theirs, told),
        finished: (answer) => this.#finished(answer),
        unsaved: (told) => this.#unsaved(told),
      },
    });
    const { keeper, tab, form } = this;
    if (taking) tab.take();
    const [mayWrite, { note, refusal }] = await Promise.all([taking || tab.claim(), keeper.open()]);
    if (this.keeper !== keeper) return;
    if (note === null) {
      form.showEnd(refusal, []);
      this.element.replaceChildren(form.element);
      return;
    }
    form.load(note);
    this.element.replaceChildren(form.element);
    if (!mayWrite) {
      this.#lost();
      return;
    }
    form.mode = keeper.finishing ? "saving" : "open";
    keeper.begin();
  }

  #changed() {
    this.tab.hasWritten = true;
    this.keeper.changed(this.form.read(this.keeper.note));
  }

  #finish(/** @type {"read" | "later"} */ mode) {
    const { form, keeper } = this;
    if (form.isAsking) {
      form.ask();
      return;
    }
    form.clearProblems();
    form.mode = "saving";
    keeper.note = form.read(keeper.note);
    keeper.finish(mode);
  }

  async #discard() {
    const { keeper, form } = this;
    const note = form.read(keeper.note);
    form.mode = "saving";
    if (!(await keeper.discard())) {
      form.mode = "open";
      return;
    }
    form.showEnd(this.data.note === null ? "The draft is discarded." : "Your changes are discarded.", [
      ["Bring it back", () => this.#bringBack(note)],
      [this.data.note === null ? "Write another note" : "Open the note again", () => this.#again()],
    ]);
  }

  async #bringBack(/** @type {import("./note.js").Note} */ note) {
    await this.#again();
    this.form.load(note);
    this.#changed();
  }

  #again() {
    this.#leave();
    return this.open();
  }

  #status(/** @type {string} */ how, { at, message }) {
    const { form, keeper } = this;
    if (how === "signed out") {
      form.showSignedOut(message);
      return;
    }
    const saving = keeper.finishing !== null;
    if (saving && how !== "local") form.showStatus("saving …");
    else if (how === "kept") form.showKept(at);
    else if (how === "local" || how === "refused") form.showStatus("kept on this device only", true);
    else if (how === "waiting") form.showStatus("waiting for the server", true);
    if (form.isAsking) return;
    if (how === "refused") form.showNotice(message);
    else if (saving && how === "local") form.showNotice("No connection. The note is kept here and saved as soon as there is one.");
    else form.showNotice(saving ? "Saving the note …" : null);
  }

  #conflict(/** @type {import("./note.js").Note} */ theirs, told) {
    const { form, keeper } = this;
    form.mode = "open";
    form.showStatus("kept on this device only", true);
    form.showConflict(theirs, told, keeper.note, (chosen) => {
      const note = keeper.resolve(chosen);
      form.load(note);
    });
  }

  #finished(/** @type {{nonce: string, mode: string, source: number, change_no: number}} */ answer) {
    this.tab.finished();
    this.form.showEnd("The note is saved.", this.data.note === null ? [["Write another note", () => this.#again()]] : []);
    this.saved = answer;
    this.#tell();
    this.telling = setInterval(() => this.#tell(), TELL_AGAIN);
  }

  /** Let the page know, until it has heard: a run of the page that another one cuts short loses what it was told. */
  #tell() {
    this.setTriggerValue("finished", this.saved);
  }

  #unsaved(/** @type {{message: string, field?: string | null}} */ told) {
    this.form.mode = "open";
    this.form.showNotice(null);
    this.form.showProblem(told);
  }

  #lost() {
    this.keeper.rest();
    this.form.mode = "reading";
    this.form.showStatus("");
    const take = el("button", { type: "button", class: "ne-button", onclick: () => this.#take() }, "Write here instead");
    this.form.showNotice("This note is open in another tab; here you can read it.", take);
  }

  #take() {
    this.#leave();
    this.open(true);
  }

  #finishedElsewhere() {
    this.keeper.rest();
    this.tab.close();
    this.form.showEnd("The note was saved in another tab.", this.data.note === null ? [["Write another note", () => this.#again()]] : []);
  }

  #leave() {
    this.tab.close();
    this.keeper.close();
  }

  close() {
    clearInterval(this.telling);
    this.#leave();
    this.form.close();
    this.element.remove();
    this.keeper = null;
  }
}
