// Passages of a document: a concordance, or paragraphs with marks. A document's text only ever
// becomes a text node (append, textContent), never markup.

const MARKS = { find: "mark", gone: "del", new: "ins" };
const drawn = new WeakMap(); // element -> its data: a run that changes nothing redraws nothing

export default ({ data, parentElement, setTriggerValue }) => {
  const root = parentElement.querySelector(".passages");
  const state = JSON.stringify(data);
  if (drawn.get(root) === state) return;
  drawn.set(root, state);
  root.replaceChildren(data.rows ? list(data, setTriggerValue) : texts(data.texts));
};

function list({ rows, label }, setTriggerValue) {
  const items = rows.map((row) => {
    const link = row.gist === undefined ? node("a", "", ...line(row)) : node("a", "gist", ...summary(row));
    link.href = row.href;
    link.onclick = (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey) return; // new tab
      event.preventDefault();
      setTriggerValue("open", row.passage);
    };
    return node("li", "", link);
  });
  const found = node("ol", "", ...items);
  found.ariaLabel = label;
  return found;
}

const line = (row) => [
  node("span", "left", node("bdi", "", row.left)),
  node("mark", "", row.term),
  node("span", "right", node("bdi", "", row.right ?? "")),
  node("span", "where", row.where),
];

const summary = (row) => [node("span", "where", row.where), node("mark", "", row.term), node("p", "", row.gist)];

function texts(blocks) {
  const shown = blocks.map(({ head, about, parts, here }) => {
    const block = node("section", here ? "here" : "");
    if (head) block.append(node("h3", "", head));
    if (about) block.append(node("small", "", about));
    const marked = parts.map(([kind, text]) => (MARKS[kind] ? node(MARKS[kind], "", text) : text));
    block.append(node("p", "", ...marked));
    if (here) block.ariaCurrent = "true";
    return block;
  });
  return node("article", "", ...shown);
}

function node(name, className, ...children) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}
