/** The words and marks of a coding, said in one place. */

import { POLARITIES } from "../polarity.js";

export { POLARITIES };

export const SIDED = ["barrier", "facilitator", "mixed"];

export function polarityWord(polarity) {
  return POLARITIES[polarity].label.toLowerCase();
}

/** The name every bracket goes by. */
export function bracketName(view, themeName) {
  return `${themeName}, ${polarityWord(view.polarity)}, coded by ${view.coder}`;
}

export function many(count, one, more = `${one}s`) {
  return `${count.toLocaleString("en-GB")} ${count === 1 ? one : more}`;
}

/** "offered", "blind" or nothing: what keeps a coding out of the figures. */
export function standing(view) {
  if (view.counted) return "";
  return view.blind ? "blind" : "offered";
}
