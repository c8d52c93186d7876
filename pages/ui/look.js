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
