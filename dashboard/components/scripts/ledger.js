// A ledger of wordings in groups. A document's text only ever becomes a text node (append,
// textContent), never markup.

const LONG = 24; // characters of a body that a phone leaves to the list by speaker
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

function drawing({ columns, short, links, label, sides, separator, notes, people }, setTriggerValue) {
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
  const cell = (name, place, ...children) => {
    const made = node("div", name, node("span", "label", columns[place]));
    if (short.length) {
      const seen = node("span", "short", short[place]);
      seen.ariaHidden = "true";
      made.classList.add("named");
      made.append(seen);
    }
    made.append(node("div", "value", ...children));
    return made;
  };

  // The name of a person or body links to its page; browser.js keeps a click in this session.
  const named = (text) => {
    if (!Object.hasOwn(people, text)) return text;
    const made = node("a", "", text);
    made.href = people[text];
    return made;
  };
  const person = ({ name, body, count: n }, place) => {
    const made = node("span", "person");
    if (place) made.append(node("span", "between", separator));
    const long = body.length > LONG ? " long" : "";
    made.append(node("span", "name", named(name)), node("span", `body${long}`, body), n);
    return made;
  };
  const said = ({ label: of, people: who, rest, more }) => {
    const made = node("div", who.some((each) => each.body) ? "said" : "said inline");
    if (of) made.append(node("span", "of", of), " ");
    made.append(...who.map(person));
    if (rest.length) made.append(opening(more, ...rest.map(person)));
    else made.append(more);
    return made;
  };

  const cells = (row) => {
    const what = node("div", "what", node("b", "", row.wording));
    if (row.gloss) what.append(" ", node("span", "gloss", row.gloss));
    if (row.about) what.append(" ", node("small", "", row.about));
    if (row.notes.length) what.append(" ", opening(notes, ...paragraphs(row.notes)));
    const texts = row.texts.map((each, place) => cell("who", place, ...paragraphs(each, named)));
    const who = cell("who", texts.length, ...paragraphs(row.lines, named), ...row.said.map(said));
    const numbers = row.counts.map((each, place) => {
      const column = texts.length + 1 + place;
      const name = place === row.counts.length - 1 && place > 1 ? "counts rate" : "counts";
      return cell(name, column, ...between(each.map(count(row, columns[column]))));
    });
    const last = columns.length - 1;
    const place = cell("place", last, ...[row.place].map(count(row, columns[last])));
    return [what, ...texts, who, node("div", "numbers", ...numbers, place)];
  };

  const entry = ({ rows, head }) => {
    const lines = rows.map((row) => node("li", "row", ...cells(row)));
    if (!head) return lines[0];
    const summary = node("summary", "row", ...cells(head));
    return node("li", "family", node("details", "", summary, node("ul", "", ...lines)));
  };
  const brief = ({ rows: [row] }) => {
    const made = node("li", "", node("b", "", row.wording), " ");
    if (row.gloss) made.append(node("span", "gloss", row.gloss), " ");
    made.append(...between(row.counts.flat().map(count(row, ""))));
    return made;
  };

  const group = ({ title, status, entries, is_open, is_brief }) => {
    const list = node("ul", is_brief ? "brief" : "", ...entries.map(is_brief ? brief : entry));
    list.ariaLabel = [label, title].filter(Boolean).join(": ");
    const heads = node("div", "heads", ...["", ...columns].map((text) => node("span", "", text)));
    heads.ariaHidden = "true";
    const order = node("div", "order", sides.join(" → "));
    const body = node("div", "", ...(is_brief ? [] : [heads, order]), list);
    const heading = title ? [node("h3", "", opener(title, body, is_open))] : [];
    return node("section", `group ${status}`, ...heading, body);
  };
  return { group };
}

const paragraphs = (texts, of = (text) => text) => texts.map((text) => node("p", "", of(text)));

const opening = (title, ...children) =>
  node("details", "more", node("summary", "", title), ...children);

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
