/**
 * Codings painted over the text with the CSS Custom Highlight API: fill for the theme, underline for the polarity.
 * One `Highlight` a theme and polarity; the text's own nodes are never touched.
 */

const UNDERLINE = { barrier: "wavy", facilitator: "solid", mixed: "double", none: null };
const NO_COLOUR = "#8a8f94";
const canPaint = () => typeof Highlight === "function" && Boolean(CSS.highlights);

export class Painter {
  /**
   * @param {import("./source_text.js").SourceText} text
   * @param {HTMLElement} root
   */
  constructor(text, root) {
    Object.assign(this, { text, root });
    this.sheet = document.createElement("style");
    root.append(this.sheet);
    this.named = new Map();
    this.painted = new Map(); // section -> [{ highlight, range }]
    this.colours = new Map();
  }

  /** Take the themes' colours; called again when they change. */
  colour(themes) {
    this.colours = new Map(themes.map((theme) => [theme.no, theme.colour]));
    this.#writeRules();
  }

  /**
   * Have a highlight for each theme and polarity among these views. All at once and before painting: a style sheet that
   * grows has every line looked at again.
   */
  expect(views) {
    if (!canPaint()) return;
    let fresh = false;
    for (const view of views) {
      const name = nameOf(view);
      if (this.named.has(name)) continue;
      const highlight = new Highlight();
      this.named.set(name, highlight);
      CSS.highlights.set(name, highlight);
      fresh = true;
    }
    if (fresh) this.#writeRules();
  }

  #writeRules() {
    const rules = [...this.named.keys()].map((name) => this.#rule(name)).join("\n");
    if (this.sheet.textContent !== rules) this.sheet.textContent = rules;
  }

  /** Paint one section's codings anew. */
  section(section, views) {
    this.clear(section);
    if (!canPaint()) return;
    const mine = [];
    for (const view of views) {
      const highlight = this.named.get(nameOf(view));
      for (const { line, from, to } of this.text.pieces(view.start, view.end)) {
        if (line.section !== section) continue;
        const range = staticRange(line.node, from, to);
        highlight.add(range);
        mine.push({ highlight, range });
      }
    }
    this.painted.set(section, mine);
  }

  clear(section) {
    for (const { highlight, range } of this.painted.get(section) ?? []) highlight.delete(range);
    this.painted.delete(section);
  }

  /** Paint one passage for a purpose of its own (chosen, shown, found); null takes it away. */
  passage(name, passage, priority = 1) {
    if (!canPaint()) return;
    if (!passage) {
      CSS.highlights.delete(name);
      return;
    }
    const ranges = this.text.pieces(passage.start, passage.end).map(({ line, from, to }) => staticRange(line.node, from, to));
    const highlight = new Highlight(...ranges);
    highlight.priority = priority;
    CSS.highlights.set(name, highlight);
  }

  /** Set the speakers' names apart where they stand in the text itself. */
  speakers(labels) {
    if (canPaint()) CSS.highlights.set("tc-speaker", new Highlight(...labels.map(({ node, length }) => staticRange(node, 0, length))));
  }

  stop() {
    if (canPaint()) for (const name of this.named.keys()) CSS.highlights.delete(name);
    this.sheet.remove();
  }

  #rule(name) {
    const [, theme, polarity] = name.split("-");
    const given = this.colours.get(Number(theme)) ?? "";
    const colour = /^#[0-9a-f]{3,8}$/i.test(given) ? given : NO_COLOUR;
    const fill = (percent) => `color-mix(in srgb, ${colour} ${percent}%, transparent)`;
    const underline = UNDERLINE[polarity] ? `text-decoration: underline ${UNDERLINE[polarity]} 1.5px var(--${polarity});` : "";
    return `.tc-line::highlight(${name}) { background-color: light-dark(${fill(24)}, ${fill(34)}); ${underline} }`;
  }
}

function nameOf(view) {
  return `tc-${view.theme}-${view.polarity}`;
}

function staticRange(node, from, to) {
  return new StaticRange({ startContainer: node, startOffset: from, endContainer: node, endOffset: to });
}
