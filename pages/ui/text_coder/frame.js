/** The desk's frame: the source's title and reading tools above, the state of the work below, the panes as drawers. */

import { isConnected } from "./connection.js";
import { el, quietButton } from "../dom.js";
import { HELP } from "./keys.js";
import { many } from "./words.js";

const SIZES = [15, 17, 19, 22, 26];
const SIZE_KEPT = "text-coder:size";
const SLOW_MS = 700;
const DEAF = 4; // sendings without an answer

export class Frame {
  /**
   * @param {HTMLElement} root
   * @param {import("./desk.js").Desk} desk
   * @param {object} acts { undo, read, resize, whole }
   */
  constructor(root, desk, acts) {
    Object.assign(this, { root, desk, acts });
    this.title = el("h2", { class: "tc-title" });
    this.facts = el("p", { class: "tc-facts" });
    this.size = Number(localStorage.getItem(SIZE_KEPT)) || SIZES[1];
    this.help = this.#helpDialog();
    this.header = this.#header();
    this.footer = this.#footer();
    this.#applySize();
  }

  #header() {
    const tool = (name, text, onclick, props = {}) =>
      quietButton({ class: "tc-tool", "aria-label": `${text} ${name}`, title: name, onclick, ...props }, text);
    this.lines = tool("Line numbers", "1 2 3", () => this.#toggle(this.lines, "tc-numbered"), { "aria-pressed": "false" });
    this.whole = tool("Screen-reader view: the whole text at once", "Whole text", () => this.#showWhole(), { "aria-pressed": "false", hidden: true });
    this.placesButton = this.#drawerButton("Sources and turns", "tc-places", "tc-tool tc-only-narrow");
    return el(
      "header",
      { class: "tc-header" },
      this.placesButton,
      el("div", { class: "tc-heading" }, this.title, this.facts),
      el(
        "div",
        { class: "tc-tools" },
        tool("Smaller text", "A−", () => this.#resize(-1)),
        tool("Larger text", "A+", () => this.#resize(1)),
        this.lines,
        this.whole,
        tool("Keyboard help", "?", () => this.help.showModal()),
      ),
    );
  }

  #footer() {
    this.tally = el("p", { class: "tc-tally" });
    this.status = el("p", { class: "tc-status", role: "status" });
    this.keeping = el("p", { class: "tc-keeping", role: "status" });
    this.reader = el("p", { class: "tc-unseen", "aria-live": "polite" });
    this.undoButton = quietButton({ class: "tc-button", onclick: () => this.acts.undo() }, "Undo");
    this.readButton = quietButton({ class: "tc-button tc-primary", onclick: () => this.acts.read() });
    this.readNote = el("p", { class: "tc-read-note" });
    this.paneButton = this.#drawerButton("Themes and codings", "tc-pane", "tc-button tc-only-phone");
    return el(
      "footer",
      { class: "tc-footer" },
      el("div", { class: "tc-says" }, this.status, el("div", { class: "tc-state" }, this.tally, this.keeping)),
      this.reader,
      el("div", { class: "tc-acts" }, this.paneButton, this.undoButton, this.readNote, this.readButton),
    );
  }

  #drawerButton(name, drawer, className) {
    const button = quietButton({ class: className, "aria-expanded": "false", "aria-controls": drawer }, name);
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") !== "true";
      this.drawer(drawer, open);
      if (open) this.root.querySelector(`#${drawer}`).focus({ preventScroll: true });
    });
    return button;
  }

  /** Open or close a pane where the window is too narrow to show it beside the text. */
  drawer(name, open) {
    for (const button of [this.placesButton, this.paneButton]) {
      const opened = open && button.getAttribute("aria-controls") === name;
      button.setAttribute("aria-expanded", String(opened));
      this.root.classList.toggle(`${button.getAttribute("aria-controls")}-open`, opened);
    }
  }

  /** Close whichever drawer is open; whether one was. */
  closeDrawer() {
    const open = [this.placesButton, this.paneButton].some((button) => button.getAttribute("aria-expanded") === "true");
    if (open) this.drawer("", false);
    return open;
  }

  refresh() {
    const { data } = this.desk;
    this.title.textContent = data.title;
    this.facts.textContent = data.facts.filter(Boolean).join(" · ");
    const version = data.framework_version === null ? "the framework" : `version ${data.framework_version}`;
    const parts = [many(this.desk.views.size, "coding")];
    if (data.not_looked_for) parts.push(`${many(data.not_looked_for, "theme")} not looked for yet`);
    this.tally.textContent = parts.join(" · ");
    const read = this.desk.isRead();
    this.readButton.textContent = `Mark as read under ${version}`;
    this.readButton.hidden = read || !data.me.is_lead;
    this.readNote.textContent = read ? [`Read under ${version}`, data.read_at].filter(Boolean).join(", ") : "";
    this.undoButton.disabled = this.desk.history.length === 0;
    this.kept();
  }

  /** Where the work is: nothing to say while all is kept or a first sending is on its way. */
  kept() {
    clearTimeout(this.slow);
    const { outbox } = this.desk;
    const waiting = outbox.operations.length;
    this.keeping.classList.toggle("tc-alert", this.#unreached);
    if (waiting && !this.#unreached) this.slow = setTimeout(() => (this.keeping.textContent = "Keeping …"), SLOW_MS);
    else if (waiting) {
      const where = outbox.storable ? "kept on this device only" : "on this page only: leave it open";
      this.#setKeeping(`${many(waiting, "change")} ${where}; trying again.`);
    } else if (this.keeping.textContent) this.#setKeeping("All kept.");
  }

  /** A server that is slow has been reached; one that does not answer at all, for so often, has not. */
  get #unreached() {
    const { outbox } = this.desk;
    return outbox.waiting && (!isConnected() || outbox.retries >= DEAF);
  }

  #setKeeping(text) {
    if (this.keeping.textContent !== text) this.keeping.textContent = text;
  }

  say(text) {
    this.status.classList.remove("tc-alert");
    this.status.textContent = text;
  }

  failed(message) {
    this.status.classList.add("tc-alert");
    this.status.textContent = message;
  }

  refused(message) {
    this.failed(`Taken back: ${message}`);
  }

  showLong(long) {
    this.whole.hidden = !long;
  }

  #showWhole() {
    this.acts.whole(this.#toggle(this.whole, "tc-whole"));
  }

  #toggle(button, name) {
    const on = this.root.classList.toggle(name);
    button.setAttribute("aria-pressed", String(on));
    return on;
  }

  #resize(by) {
    const next = SIZES[SIZES.indexOf(this.size) + by];
    if (!next) return;
    this.size = next;
    localStorage.setItem(SIZE_KEPT, String(next));
    this.#applySize();
    this.acts.resize();
  }

  #applySize() {
    this.root.style.setProperty("--tc-size", `${this.size}px`);
  }

  #helpDialog() {
    const rows = HELP.map(([keys, what]) => el("div", {}, el("dt", {}, ...keys.split(" ").map((key) => el("kbd", {}, key))), el("dd", {}, what)));
    const dialog = el("dialog", { class: "tc-help", "aria-label": "Keys on the source text" }, el("h2", {}, "Keys on the source text"), el("dl", {}, ...rows));
    dialog.append(el("button", { type: "button", class: "tc-button", onclick: () => dialog.close() }, "Close"));
    return dialog;
  }
}
