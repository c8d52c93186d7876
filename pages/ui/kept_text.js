/*
 * What is typed into a long field of a form stays on this device until it is saved: a reload loses nothing.
 *
 * `place` names the widget and the item of localStorage; Streamlit puts the widget's key on its box as a class.
 * Signing out empties localStorage.
 */
((place) => {
  const EXPIRES_MS = 72 * 3600 * 1000;
  const PREFIX = "kept-text:";
  const places = (window.keptText ??= new Map());

  const kept = (item) => {
    try {
      return JSON.parse(localStorage.getItem(item));
    } catch {
      return null;
    }
  };

  /* FNV-1a over UTF-16, as `fingerprint` in kept_text.py has it. */
  const fingerprint = (text) => {
    let hash = 0x811c9dc5;
    for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
    return hash;
  };

  /* What is in the store by now, or has lain here for too long. */
  const forgetSaved = () => {
    for (const item of Object.keys(localStorage)) {
      if (!item.startsWith(PREFIX)) continue;
      const { text = "", at = 0 } = kept(item) ?? {};
      if (Date.now() - at >= EXPIRES_MS || fingerprint(text) === place.saved) localStorage.removeItem(item);
    }
  };

  const placeOf = (area) => {
    const box = area.matches?.("textarea") && area.closest('[class*="st-key-"]');
    return box ? [...box.classList].map((name) => places.get(name)).find(Boolean) : undefined;
  };

  /* A field of React takes a value only as if it were typed, and hands it on as it is left. */
  const bringBack = (area, name) => {
    const text = kept(PREFIX + name)?.text;
    if (text === undefined || text === area.value) return;
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(area, text);
    area.dispatchEvent(new Event("input", { bubbles: true }));
    if (document.activeElement !== area) area.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  };

  if (places.size === 0) {
    document.addEventListener("input", ({ target, isTrusted }) => {
      const name = placeOf(target);
      if (!name || !isTrusted) return;
      try {
        localStorage.setItem(PREFIX + name, JSON.stringify({ text: target.value, at: Date.now() }));
      } catch {
        // a full store: the page still holds it
      }
    });
  }
  places.set(place.widget, place.name);
  try {
    forgetSaved();
  } catch {
    return; // a browser that keeps nothing
  }
  for (const [widget, name] of places) if (name === place.name && widget !== place.widget) places.delete(widget);
  const until = Date.now() + 5000;
  const look = () => {
    const area = document.querySelector(`.${place.widget} textarea`);
    if (area) bringBack(area, place.name);
    else if (Date.now() < until) requestAnimationFrame(look);
  };
  look();
})
