/**
 * Codings painted over the text with the CSS Custom Highlight API: fill for the theme, underline for the polarity.
 * One `Highlight` a theme and polarity; the text's own nodes are never touched.
 */

const UNDERLINE = { barrier: "wavy", facilitator: "solid", mixed: "double", none: null };
const DEEPEST = 3; // fills on one another: beyond them the text would drown in colour
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
    if (canPaint()) for (const polarity of Object.keys(UNDERLINE)) this.#name(bareOf({ polarity }));
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
      this.#name(name);
      fresh = true;
    }
    if (fresh) this.#writeRules();
  }

  #name(name) {
    const highlight = new Highlight();
    this.named.set(name, highlight);
    CSS.highlights.set(name, highlight);
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
    const filled = new Map();
    for (const view of views) {
      for (const { line, from, to } of this.text.pieces(view.start, view.end)) {
        if (line.section !== section) continue;
        if (!filled.has(line)) filled.set(line, []);
        for (const part of layered(filled.get(line), from, to)) {
          const highlight = this.named.get(part.bare ? bareOf(view) : nameOf(view));
          const range = staticRange(line.node, part.from, part.to);
          highlight.add(range);
          mine.push({ highlight, range });
        }
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
    if (!canPaint()) return;
    const highlight = new Highlight(...labels.map(({ node, length }) => staticRange(node, 0, length)));
    highlight.priority = -1; // where a label is coded it is ink, as all coded words are
    CSS.highlights.set("tc-speaker", highlight);
  }

  stop() {
    if (canPaint()) for (const name of this.named.keys()) CSS.highlights.delete(name);
    this.sheet.remove();
  }

  #rule(name) {
    const [, theme, polarity] = name.split("-");
    const given = this.colours.get(Number(theme)) ?? "";
    const colour = /^#[0-9a-f]{3,8}$/i.test(given) ? given : NO_COLOUR;
    const underline = UNDERLINE[polarity] ? `text-decoration: underline ${UNDERLINE[polarity]} 1.5px var(--${polarity});` : "";
    const fill = theme === "bare" ? "transparent" : `light-dark(${fillOf(colour, 0.55, 0.9, 24)}, ${fillOf(colour, 0.3, 0.55, 34)})`;
    return `.tc-line::highlight(${name}) { color: var(--ink); background-color: ${fill}; ${underline} }`;
  }
}

/** Within these bounds of lightness, ink on three fills keeps its contrast of 4.5:1, whatever the theme's colour. */
function fillOf(colour, darkest, lightest, percent) {
  return `oklch(from ${colour} clamp(${darkest}, l, ${lightest}) c h / ${percent}%)`;
}

/**
 * A piece of a line as the stretches that may be filled and those that lie under enough fills already. `filled` holds
 * the stretches of the line that are filled, and takes the new ones.
 *
 * @param {Array<{from: number, to: number}>} filled
 */
export function layered(filled, from, to) {
  const over = filled.filter((one) => one.from < to && one.to > from);
  const inside = over.length < DEEPEST ? [] : over.flatMap((one) => [one.from, one.to]).filter((cut) => from < cut && cut < to);
  const cuts = [...new Set([from, ...inside, to])].sort((a, b) => a - b);
  const parts = cuts.slice(1).map((end, at) => {
    const depth = over.filter((one) => one.from < end && one.to > cuts[at]).length;
    return { from: cuts[at], to: end, bare: depth >= DEEPEST };
  });
  filled.push(...parts.filter(({ bare }) => !bare));
  return parts;
}

function nameOf(view) {
  return `tc-${view.theme}-${view.polarity}`;
}

function bareOf({ polarity }) {
  return `tc-bare-${polarity}`;
}

function staticRange(node, from, to) {
  return new StaticRange({ startContainer: node, startOffset: from, endContainer: node, endOffset: to });
}
