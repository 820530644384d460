// Corrects Streamlit's behaviour in the user's browser. Streamlit calls this function again for new
// data and when the theme changes.
let asked; // the theme for which a run was requested

export default ({ data, parentElement, setTriggerValue }) => {
  const page = document.documentElement;
  const shown = getComputedStyle(parentElement.host ?? parentElement).colorScheme;
  // Streamlit sets colorScheme only on its app element, and menus and popovers are outside of it.
  page.style.colorScheme = shown;
  page.lang = data.language;
  // A new theme does not trigger a run, and charts would keep the colours of the previous one.
  if (shown === data.theme) asked = undefined;
  else if (shown !== asked) setTriggerValue("theme", (asked = shown));
  document.onkeydown = walk;
  document.onclick = (event) => follow(event, data.pages);
  noteLoss(data, setTriggerValue);
};

const MARK = "bw_brought"; // in the storage of the tab: the session to which its visitor brought files

// A session that is lost (the server restarted, or its visitor was away for long) cannot say so to the
// next one; the tab can.
function noteLoss({ session, brought }, setTriggerValue) {
  const marked = sessionStorage.getItem(MARK);
  if (brought) sessionStorage.setItem(MARK, session);
  else if (marked) {
    sessionStorage.removeItem(MARK); // told once; or the visitor removed it all
    if (marked !== session) setTriggerValue("lost", true);
  }
}

// A link in a text opens another tab, with another session that lacks what this one was given. A
// plain click on one that leads to a page of the dashboard stays here instead; others are the browser's.
function follow(event, pages) {
  if (event.defaultPrevented || event.button) return;
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // new tab
  const link = event.composedPath().find((node) => node.matches?.("a[href]"));
  const url = link && new URL(link.getAttribute("href"), location.href);
  const slug = url?.pathname.split("/").at(-1) || pages[0];
  if (url?.origin !== location.origin || url.hash || !pages.includes(slug)) return;
  event.preventDefault();
  history.pushState(null, "", url);
  dispatchEvent(new PopStateEvent("popstate")); // Streamlit opens the page of the address
}

const STOPS = "a[href], button:enabled, input:enabled, textarea:enabled, [tabindex='0']";

// A popover is at the end of the document, a page of Tab stops away from its button. Here Tab moves
// from the button into the popover, and from the popover's end to the element after the button.
function walk(event) {
  const button = document.querySelector('[data-testid="stPopoverButton"][aria-expanded="true"]');
  const popover = document.querySelector('[data-testid="stPopoverBody"]');
  if (event.key !== "Tab" || !button || !popover) return;
  const stops = stopsIn(popover);
  const here = focused(document);
  if (here === button && !event.shiftKey) goTo(stops[0], event);
  else if (here === stops[0] && event.shiftKey) goTo(button, event);
  else if (here === stops.at(-1) && !event.shiftKey) button.focus(); // Tab continues from there
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
