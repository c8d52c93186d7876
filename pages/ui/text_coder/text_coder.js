/**
 * The text coder: reading a source and coding its passages against the framework.
 *
 * Streamlit calls the default export again with the same `parentElement` whenever `data` changes or the theme does.
 */

import { TextCoder } from "./coder.js";

const LOOK_MS = 400;
const LOOKS = 15;

/** @type {TextCoder | null} the desk: a page has one */
let desk = null;

/**
 * A connection that drops while the page is being drawn can leave Streamlit with a page that lacks the desk, for good or
 * until the next run. The desk then stays where it is seen, the page is asked to run again, and the desk goes back to its
 * place in it. Somebody who went to another page leaves the desk behind, at once: that page is not to be laid out as a desk.
 */
function setAside(coder) {
  const path = coder.path;
  if (window.location.pathname !== path) return leave(coder);
  clearInterval(coder.aside);
  if (coder.host?.isConnected) coder.moveTo(coder.host);
  let looks = 0;
  coder.aside = setInterval(() => {
    looks += 1;
    if (window.location.pathname !== path || looks > LOOKS) leave(coder);
    else if (looks === 1) coder.desk.outbox.nudge();
  }, LOOK_MS);
}

function leave(coder) {
  coder.stop();
  if (desk === coder) desk = null;
}

function deskIn(parentElement, data, setTriggerValue) {
  if (desk?.parent === parentElement) return desk;
  if (desk?.isFor(data)) {
    desk.moveTo(parentElement);
    return desk;
  }
  if (desk) leave(desk);
  desk = new TextCoder(parentElement, data, setTriggerValue);
  return desk;
}

export default function textCoder({ data, parentElement, setTriggerValue }) {
  const coder = deskIn(parentElement, data, setTriggerValue);
  coder.receive(data, setTriggerValue);
  return () => {
    // A superseded call's clean-up may come while the desk is still there, or again.
    if (!parentElement.isConnected && coder.parent === parentElement) setAside(coder);
  };
}
