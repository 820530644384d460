// Links to the panels of a page, and the way to the one that its address names.

const MOVES = ["wheel", "touchmove", "pointerdown", "keydown"]; // of a reader who goes elsewhere
const drawn = new WeakMap(); // element -> its data: a run that changes nothing redraws nothing
const reached = new WeakMap(); // element -> what it has scrolled to
let stop = new AbortController(); // ends the scrolling

export default ({ data, parentElement }) => {
  const nav = parentElement.querySelector("nav");
  const state = JSON.stringify(data);
  if (drawn.get(nav) === state) return;
  drawn.set(nav, state);
  nav.ariaLabel = data.label;
  nav.replaceChildren(...data.links.map(link));
  const goal = JSON.stringify([data.at, data.listed]);
  if (reached.get(nav) === goal) return;
  reached.set(nav, goal);
  stop.abort();
  if (data.at) stayAt(data.at, data.listed.length ? "nearest" : "start");
};

function link({ key, name, href }) {
  const made = document.createElement("a");
  made.append(name);
  made.href = href;
  made.onclick = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || !panel(key)) return; // another tab
    event.preventDefault();
    stop.abort();
    stayAt(key, "start");
    focus(panel(key).querySelector("h2"));
  };
  return made;
}

// A panel that is taller than the window: its heading in the middle, so that the mark that was
// clicked above it stays in view.
function scrollTo(found, block) {
  const heading = found?.querySelector("h2");
  const isTall = block === "nearest" && heading && found.offsetHeight > innerHeight / 2;
  if (isTall) heading.style.scrollMarginBottom = "50vh";
  (isTall ? heading : found)?.scrollIntoView({ block });
}

const panel = (key) => document.querySelector(`.st-key-bw_panel_${key}`);

function focus(heading) {
  if (!heading) return;
  heading.tabIndex = -1; // for the script alone: the next Tab goes on from here
  heading.focus({ preventScroll: true });
}

// The panels above get their height one after the other, so scroll again until the reader moves.
function stayAt(key, block) {
  stop = new AbortController();
  const page = document.querySelector('[data-testid="stMainBlockContainer"]');
  const observer = new ResizeObserver(() => scrollTo(panel(key), block));
  observer.observe(page);
  stop.signal.onabort = () => observer.disconnect();
  for (const move of MOVES)
    document.addEventListener(move, () => stop.abort(), { signal: stop.signal, passive: true });
}
