/**
 * Codings as the reader sees them: what the server said, with the outbox laid over it.
 *
 * An operation carries its `effect` on one coding, named by `key`: `make` a coding, `change` some of its fields, or
 * `gone`. Taking an operation out of the outbox therefore takes its paint back and leaves everything else standing.
 * Pure: no DOM, no clock.
 */

/**
 * @param {Array<object>} codings as the server sent them
 * @param {Array<object>} outbox operations not acknowledged yet, oldest first
 * @param {Map<number, string>} keys the key of a coding that was made here, by its number
 * @param {number} source
 * @returns {Map<string, object>} views by key, in the order of the text
 */
export function overlay(codings, outbox, keys, source) {
  const views = new Map();
  for (const coding of codings) {
    const key = keyOf(coding.coding, keys);
    views.set(key, { ...coding, key });
  }
  for (const operation of outbox) if (operation.source === source) lay(views, operation);
  return new Map([...views.values()].sort(inOrder).map((view) => [view.key, view]));
}

function lay(views, { key, effect }) {
  if (!effect) return;
  if (effect.gone) views.delete(key);
  else if (effect.make) views.set(key, { coding: null, ...views.get(key), ...effect.make, key });
  else if (views.has(key)) views.set(key, { ...views.get(key), ...effect.change });
}

export function keyOf(coding, keys) {
  return keys.get(coding) ?? `c${coding}`;
}

function inOrder(a, b) {
  return a.start - b.start || a.end - b.end || (a.coding ?? Infinity) - (b.coding ?? Infinity) || (a.key < b.key ? -1 : 1);
}

/** The effect that takes `effect` back, given the coding as it stood before. */
export function inverse(effect, before) {
  if (effect.make) return { gone: true };
  if (effect.gone) return { make: before };
  return { change: Object.fromEntries(Object.keys(effect.change).map((field) => [field, before[field]])) };
}

const SHOWN = ["start", "end", "theme", "polarity", "coder", "counted", "blind", "mine", "strength", "said_by", "has_comment"];

/** Keys whose coding came, went or looks different, and nothing else: only these are painted again. */
export function differences(before, after) {
  const changed = [];
  for (const [key, view] of after) {
    const old = before.get(key);
    if (!old || SHOWN.some((field) => old[field] !== view[field])) changed.push(key);
  }
  for (const key of before.keys()) if (!after.has(key)) changed.push(key);
  return changed;
}
