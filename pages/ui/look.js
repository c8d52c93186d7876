// The page is written in UK English, and everything outside .stApp (menus, dialogs) follows its theme.
document.documentElement.lang = "en-GB";
const root = document.documentElement;
const app = document.querySelector(".stApp");
const follow = () => {
  root.style.colorScheme = getComputedStyle(app).colorScheme;
};
if (app && !root.style.colorScheme) {
  new MutationObserver(follow).observe(app, { attributes: true, attributeFilter: ["class", "style"] });
  follow();
}
// On a phone the navigation is a menu at the side, whose lists hold sections between their items: no list, to a screen
// reader. Each section becomes a group with the name of its heading.
const name = () => {
  for (const list of document.querySelectorAll('[data-testid="stSidebarNavItems"]:not([role])')) list.role = "none";
  for (const item of document.querySelectorAll('[data-testid="stSidebarNavItems"] li:not([role])')) item.role = "none";
  for (const header of document.querySelectorAll('[data-testid="stNavSectionHeader"]:not([data-named])')) {
    header.dataset.named = "";
    header.parentElement.role = "group";
    header.parentElement.ariaLabel = header.querySelector("p")?.textContent ?? "";
  }
};
if (app && !root.dataset.namesMenu) {
  root.dataset.namesMenu = "";
  const narrow = matchMedia("(max-width: 768px)");
  const watch = new MutationObserver(name);
  const watchWhereNarrow = () => {
    watch.disconnect();
    if (!narrow.matches) return;
    watch.observe(document.body, { childList: true, subtree: true });
    name();
  };
  narrow.addEventListener("change", watchWhereNarrow);
  watchWhereNarrow();
  // Whoever has chosen a page wants to see it; Streamlit leaves the menu open over it.
  document.addEventListener("click", ({ target }) => {
    if (target.closest('[data-testid="stSidebarNavLink"]')) {
      document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
    }
  });
}
