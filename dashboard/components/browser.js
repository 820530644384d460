// What Streamlit leaves undone in the reader's browser. It calls this again for new data, and
// whenever the theme changes.
let asked; // the theme that a run has been asked for

export default ({ data, parentElement, setTriggerValue }) => {
  const page = document.documentElement;
  const shown = getComputedStyle(parentElement.host ?? parentElement).colorScheme;
  // Streamlit sets it on its app element alone, which menus and popovers stand outside of.
  page.style.colorScheme = shown;
  page.lang = data.language;
  // The script does not run for a new theme, and charts would keep the colours of the one before.
  if (shown === data.theme) asked = undefined;
  else if (shown !== asked) setTriggerValue("theme", (asked = shown));
  document.onkeydown = walk;
};

const STOPS = "a[href], button:enabled, input:enabled, textarea:enabled, [tabindex='0']";

// A popover stands at the end of the document, a whole page of Tab keys away from its button. Tab
// leads from the button into it, and from its end to what follows the button.
function walk(event) {
  const button = document.querySelector('[data-testid="stPopoverButton"][aria-expanded="true"]');
  const popover = document.querySelector('[data-testid="stPopoverBody"]');
  if (event.key !== "Tab" || !button || !popover) return;
  const stops = stopsIn(popover);
  const here = focused(document);
  if (here === button && !event.shiftKey) goTo(stops[0], event);
  else if (here === stops[0] && event.shiftKey) goTo(button, event);
  else if (here === stops.at(-1) && !event.shiftKey) button.focus(); // and Tab goes on from there
}

function goTo(stop, event) {
  if (!stop) return;
  event.preventDefault();
  stop.focus();
}

const stopsIn = (root) =>
  [...root.querySelectorAll("*")].flatMap((node) => [
    ...(node.matches(STOPS) && node.tabIndex >= 0 && node.checkVisibility() ? [node] : []),
    ...(node.shadowRoot ? stopsIn(node.shadowRoot) : []),
  ]);

function focused(root) {
  const node = root.activeElement;
  return node?.shadowRoot ? focused(node.shadowRoot) : node;
}
