/** What the page around the desk shows of the server, in attributes that Streamlit keeps for tests. */

export function isConnected() {
  return document.querySelector('[data-test-connection-state="CONNECTED"]') !== null;
}

/** The server runs the page, and its answer is still to come. */
export function isAnswering() {
  return isConnected() && document.querySelector('[data-test-script-state="running"]') !== null;
}
