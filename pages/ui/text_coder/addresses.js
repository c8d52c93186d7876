/** What the desk asks plain addresses for, and what it sends there as it is left. */

const TRY_AGAIN_MS = 1500;
const WHY_NOT = { 401: "You are signed out. Reload the page to sign in.", 403: "You may not read this source." };
const KEPT_ALIVE_BYTES = 60_000; // a browser lets so much outlive its page

/** An address of the evaluation that the text comes from. */
export function addressIn(data, path) {
  return data.text_url.replace(/sources\/[^?]*$/, path);
}

/**
 * The text and its turns; tried again for as long as there is no connection and it is still `wanted`.
 *
 * @param {string} url
 * @param {{wanted: () => boolean, offline: (why: string) => void, failed: (why: string) => void}} parts
 * @returns {Promise<{text: string, turns: object[]} | null>}
 */
export async function fetchText(url, { wanted, offline, failed }) {
  while (wanted()) {
    try {
      const answer = await fetch(url);
      if (answer.ok) return await answer.json();
      failed(WHY_NOT[answer.status] ?? "This source's text could not be fetched. Reload the page to try again.");
      return null;
    } catch {
      offline("No connection; the text is fetched as soon as it is back.");
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }
  return null;
}

/**
 * Hand over what is unanswered: the page that would have taken it in is being left. What gets no answer stays in the
 * outbox until the desk is opened again.
 *
 * @param {import("./desk.js").Desk} desk
 */
export async function handOver({ outbox, data }) {
  if (outbox.operations.length === 0) return;
  const body = JSON.stringify({ account: data.me.account, operations: outbox.toSend() });
  const headers = { "Content-Type": "application/json" };
  try {
    const keepalive = body.length < KEPT_ALIVE_BYTES;
    const answer = await fetch(addressIn(data, "desk"), { method: "POST", headers, body, keepalive });
    if (answer.ok) outbox.acknowledge((await answer.json()).acks);
  } catch {
    // no connection, or the page is gone
  }
}
