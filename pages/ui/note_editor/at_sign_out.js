/**
 * Signing out takes everything off this device that pages kept there of what people said.
 *
 * The server asks the browser for it too (Clear-Site-Data), but over plain http to an address none of them listens.
 */

import { forgetEverything } from "./local_copies.js";

const form = document.querySelector("form");
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await forgetEverything();
  form.submit();
});
