/** Small helpers for building a component's page. Text goes in as text nodes only, never as HTML. */

/**
 * @param {string} tag
 * @param {Record<string, unknown>} [props] attributes; `class`; and `onclick` and the like for listeners
 * @param {...(Node | string | null | undefined)} children
 * @returns {HTMLElement}
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") node.className = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** A button that leaves the selection and the focus where they are, as a mouse or a finger presses it. */
export function quietButton(props, ...children) {
  const button = el("button", { type: "button", ...props }, ...children);
  keepsSelection(button);
  return button;
}

/** Without this, pressing anything beside the text would drop the words that are selected. */
export function keepsSelection(node) {
  for (const type of ["pointerdown", "mousedown"]) {
    node.addEventListener(type, (event) => {
      if (!event.target.closest("input, textarea, select")) event.preventDefault();
    });
  }
}
