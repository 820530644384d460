// A ledger of wordings in groups. A document's text only ever becomes a text node (append,
// textContent), never markup.

const drawn = new WeakMap(); // element -> its data: a run that changes nothing redraws nothing

export default ({ data, parentElement, setTriggerValue }) => {
  const root = parentElement.querySelector(".ledger");
  const state = JSON.stringify(data);
  if (drawn.get(root) === state) return;
  drawn.set(root, state);
  const draw = drawing(data, setTriggerValue);
  if (data.widths) root.style.setProperty("--columns", data.widths);
  root.replaceChildren(...data.groups.map(draw.group));
};

function drawing({ columns, links, label, sides }, setTriggerValue) {
  const count = (row, heading) => ({ text, link }, place, cells) => {
    if (!link) return node("span", "n", text);
    const made = node("a", "n", text);
    made.href = links[link] + encodeURIComponent(row.wording);
    const side = cells.length > 1 ? sides[place] : "";
    made.ariaLabel = `${[row.wording, heading, side].filter(Boolean).join(", ")}: ${text}`;
    made.onclick = (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return; // new tab
      event.preventDefault();
      setTriggerValue("open", [row.wording, link]);
    };
    return made;
  };
  const cell = (name, heading, ...children) =>
    node("div", name, node("span", "label", heading), node("div", "value", ...children));

  const line = (row) => {
    const what = node("div", "what", node("b", "", row.wording));
    if (row.gloss) what.append(node("span", "gloss", row.gloss));
    if (row.about) what.append(node("small", "", row.about));
    const counts = row.counts.map((cells, place) =>
      cell("counts", columns[place], ...between(cells.map(count(row, columns[place])))),
    );
    const lines = (texts) => texts.map((text) => node("p", "", text));
    const names = columns.slice(row.counts.length);
    const texts = row.texts.map((each, place) => cell("who", names[place], ...lines(each)));
    const rest = names.slice(texts.length);
    return node(
      "li", "row", what, ...counts, ...texts, cell("who", rest[0], ...lines(row.lines)),
      cell("place", rest[1], ...[row.place].map(count(row, rest[1]))),
    );
  };

  const entry = ({ rows, title, note, total }) => {
    if (!title) return line(rows[0]);
    const summary = node("summary", "", node("b", "", title), node("span", "gloss", note));
    if (total) summary.append(node("span", "total", total));
    return node("li", "family", node("details", "", summary, node("ul", "", ...rows.map(line))));
  };

  const group = ({ title, status, entries, is_open }) => {
    const list = node("ul", "", ...entries.map(entry));
    list.ariaLabel = `${label}: ${title}`;
    const heads = node("div", "heads", ...["", ...columns].map((text) => node("span", "", text)));
    heads.ariaHidden = "true";
    const body = node("div", "", heads, list);
    return node("section", `group ${status}`, node("h3", "", opener(title, body, is_open)), body);
  };
  return { group };
}

// A button within a heading: a heading within a summary is none to some screen readers.
function opener(title, body, isOpen) {
  const made = node("button", "", node("span", "", title));
  const open = (is) => {
    made.ariaExpanded = String(is);
    body.hidden = !is;
  };
  made.type = "button";
  made.onclick = () => open(body.hidden);
  open(isOpen);
  return made;
}

const between = (parts) => parts.flatMap((part, place) => (place ? [" → ", part] : [part]));

function node(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
