// Streamlit calls this again whenever the theme changes. It does not run the script then, so the
// charts would keep the colours of the theme before; and it sets the colour scheme on its app
// element alone, which menus and popovers stand outside of.
let asked; // the theme that a run has been asked for

export default ({ data, parentElement, setTriggerValue }) => {
  const shown = getComputedStyle(parentElement.host ?? parentElement).colorScheme;
  document.documentElement.style.colorScheme = shown;
  if (shown === data.theme) asked = undefined;
  else if (shown !== asked) setTriggerValue("theme", (asked = shown));
};
