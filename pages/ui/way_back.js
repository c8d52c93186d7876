// On the way to another page Streamlit first gives the page that is left the address part of the next one: whoever goes
// back would find a view that never was, without its filters. The next page takes the place of that entry.
if (!document.documentElement.dataset.keepsWayBack) {
  document.documentElement.dataset.keepsWayBack = "";
  let going = null;
  document.addEventListener(
    "click",
    (event) => {
      const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement);
      const elsewhere = link && link.origin === location.origin && link.pathname !== location.pathname;
      going = elsewhere ? { to: link.pathname, between: null } : null;
    },
    { capture: true, passive: true },
  );
  addEventListener("popstate", () => (going = null));
  const push = history.pushState.bind(history);
  history.pushState = (state, title, address) => {
    const next = new URL(address ?? location.href, document.baseURI);
    if (going && next.pathname === location.pathname) {
      going.between ??= next.href;
    } else if (going && next.pathname === going.to && going.between === location.href) {
      going = null;
      return history.replaceState(state, title, address);
    } else {
      going = null;
    }
    return push(state, title, address);
  };
}
