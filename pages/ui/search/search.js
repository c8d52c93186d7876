/**
 * Search: its field and its results, mounted apart so that the page's filters stand between them. Both look at the one
 * search of this tab.
 */

import { search } from "./asking.js";
import { Field } from "./field.js";
import { Results } from "./results.js";

/** @type {WeakMap<HTMLElement, {part: Field | Results, acts: object, gone: AbortController}>} */
const mounted = new WeakMap();

function mount(parent, data) {
  const gone = new AbortController();
  const acts = {};
  const part = data.part === "field" ? new Field(data, gone.signal) : new Results(acts, gone.signal);
  parent.replaceChildren(part.element);
  mounted.set(parent, { part, acts, gone });
  return mounted.get(parent);
}

export default function searchPart({ data, parentElement, setTriggerValue }) {
  search.of(data);
  const { part, acts, gone } = mounted.get(parentElement) ?? mount(parentElement, data);
  acts.follow = (href) => setTriggerValue("followed", href);
  acts.setFilters = (filters) => setTriggerValue("filters", filters);
  acts.coded = (changeNo) => setTriggerValue("coded", changeNo);
  if (part instanceof Results) {
    part.receive(data);
    part.draw();
  }
  return () => {
    if (!parentElement.isConnected) {
      gone.abort();
      mounted.delete(parentElement);
    }
  };
}
