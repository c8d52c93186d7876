// Asks every three seconds how far the evaluation is, and lets the page run again when it has moved on.

const EVERY = 3000;
// A run that is asked for cuts short the one under way, and the click that began it would be lost. So a page runs again
// only while nobody acts: this many milliseconds after the last click or key, and when the run that followed is over.
const QUIET = 1500;
// As in dashboard.css.
const NARROW = matchMedia("(max-width: 640px)");
const instances = new WeakMap();
let lastAct = -QUIET;
for (const type of ["click", "change", "keydown"]) {
  document.addEventListener(type, () => (lastAct = performance.now()), { capture: true, passive: true });
}

export default function live({ data, parentElement, setTriggerValue }) {
  const instance = instances.get(parentElement) ?? start(parentElement);
  // A setter of an earlier call is dead, so each call hands over its own.
  Object.assign(instance, {
    data,
    moved: (number) => setTriggerValue("moved", number),
    fits: (sheet) => setTriggerValue("fits", sheet),
  });
  instance.told = false;
  return () => {
    // A call that the next one replaced cleans up too, while the page is still watched.
    if (!parentElement.isConnected) stop(parentElement);
  };
}

function start(parentElement) {
  const instance = { failures: 0, tries: 0, said: -QUIET, missed: false, banner: null, looking: false };
  const ask = async () => {
    if (!parentElement.isConnected) stop(parentElement);
    if (!parentElement.isConnected || document.hidden || instance.looking) return;
    instance.looking = true;
    try {
      await look(instance, parentElement);
    } finally {
      instance.looking = false;
    }
  };
  instance.timer = setInterval(ask, EVERY);
  instance.onVisible = ask;
  document.addEventListener("visibilitychange", ask);
  instance.fitting = setInterval(() => fit(instance), QUIET / 5);
  instances.set(parentElement, instance);
  return instance;
}

function stop(parentElement) {
  const instance = instances.get(parentElement);
  if (!instance) return;
  clearInterval(instance.timer);
  document.removeEventListener("visibilitychange", instance.onVisible);
  clearInterval(instance.fitting);
  unsay(instance);
  instances.delete(parentElement);
}

async function look(instance, parentElement) {
  let answer;
  try {
    answer = await fetch(`/version?evaluation=${instance.data.evaluation}`, {
      headers: { Accept: "application/json" },
      cache: "no-store",
      signal: AbortSignal.timeout(EVERY),
    });
  } catch {
    instance.failures += 1;
    if (instance.failures >= 2) {
      instance.missed = true;
      say(instance, parentElement, "No connection to the server. Trying again.");
    }
    return;
  }
  instance.failures = 0;
  if (answer.status === 401) return signedOut(instance, parentElement);
  // Nothing reaches a page whose socket is still down, and Streamlit waits ever longer before it tries that again: a
  // page that is only read is loaded anew, one that may hold half-typed text waits and says so.
  if (!isConnected()) {
    if (!instance.data.writes && instance.missed) location.reload();
    return;
  }
  instance.missed = false;
  unsay(instance);
  // Refused otherwise: she is no member any more, and the page that runs again says so.
  const { boot, change_no } = answer.ok ? await answer.json() : { boot: "", change_no: -1 };
  const isNew = () => boot !== instance.data.boot || change_no !== instance.data.change_no;
  while (isNew() && parentElement.isConnected && !isQuiet()) await new Promise((done) => setTimeout(done, QUIET / 10));
  // Once per state of the page: if it does not take the news in, asking again and again would not help.
  if (isNew() && !instance.told && parentElement.isConnected) {
    instance.told = true;
    instance.moved(change_no);
  }
}

// A picture is there for a wide and for a narrow screen until the server knows which fits: the other costs the browser
// as much as the one that is seen. What is said while a run begins can be lost, so it is said again; but not for ever.
function fit(instance) {
  if (!isDrawnInVain()) instance.tries = 0;
  else if (instance.tries < 5 && isConnected() && isQuiet() && performance.now() - instance.said >= QUIET) {
    Object.assign(instance, { tries: instance.tries + 1, said: performance.now() });
    instance.fits(NARROW.matches ? "narrow" : "wide");
  }
}

function isDrawnInVain() {
  return document.querySelector(`[class*="st-key-sheet-${NARROW.matches ? "wide" : "narrow"}-"]`) !== null;
}

function isConnected() {
  return document.querySelector('[data-test-connection-state="CONNECTED"]') !== null;
}

function isQuiet() {
  const runs = document.querySelector('[data-test-script-state="running"]') !== null;
  return !runs && performance.now() - lastAct >= QUIET;
}

function signedOut(instance, parentElement) {
  if (!instance.data.writes) return location.reload();
  const next = encodeURIComponent(location.pathname + location.search);
  say(instance, parentElement, "You are signed out. What you typed is kept on this device.", {
    text: "Sign in again",
    href: `/account/sign-in?next=${next}`,
  });
}

function say(instance, parentElement, words, link) {
  if (instance.banner?.dataset.words === words) return;
  unsay(instance);
  const banner = document.createElement("div");
  banner.className = "live-banner";
  banner.setAttribute("role", "status");
  banner.dataset.words = words;
  banner.append(words);
  if (link) {
    const a = document.createElement("a");
    a.textContent = link.text;
    a.href = link.href;
    banner.append(" ", a);
  }
  parentElement.append(banner);
  instance.banner = banner;
  // What stands at the foot of the window itself makes room.
  document.documentElement.style.setProperty("--live-banner", `${banner.offsetHeight}px`);
}

function unsay(instance) {
  instance.banner?.remove();
  instance.banner = null;
  document.documentElement.style.removeProperty("--live-banner");
}
