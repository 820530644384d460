// The charts of a panel as one picture, made by the user's browser from what it has drawn: title,
// charts and the texts between them as on the screen, notes below. Nothing is sent to a server.
// Text goes through the DOM only (textContent, XMLSerializer), never through markup.

const SVG = "http://www.w3.org/2000/svg";
const MARGIN = 24; // pixels around the picture
const GAP = 24; // pixels, at most, kept of an empty band, where the page has widgets
const NARROWEST = 320;
const SCALE = 2; // pixels of the PNG for each pixel of the screen
const LARGEST = 16384; // pixels, the longest side of a canvas
// Layers of Plotly that react to the mouse, and what hovering leaves behind.
const DEAF = ".draglayer, .hoverlayer, .zoomlayer, .selectionlayer, .menulayer";
const NO_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

export default ({ data, parentElement }) => {
  const failed = parentElement.querySelector("[role=alert]");
  const font = getComputedStyle(parentElement.host).getPropertyValue("--st-heading-font");
  for (const button of parentElement.querySelectorAll("button")) {
    const kind = button.dataset.kind;
    button.textContent = data.labels[kind];
    button.hidden = false;
    button.onclick = async () => {
      failed.textContent = "";
      button.disabled = true;
      try {
        save(await FILES[kind](compose(data, font)), `${data.fileName}.${kind}`);
      } catch (error) {
        console.warn(error);
        failed.textContent = data.labels.failed;
      } finally {
        button.disabled = false;
        button.focus();
      }
    };
  }
};

const FILES = {
  svg: async (picture) => svgFile(picture),
  png: async (picture) => {
    picture.prepend(element("style", {}, await fontFaces()));
    const [width, height] = ["width", "height"].map((side) => Number(picture.getAttribute(side)));
    const scale = Math.min(SCALE, LARGEST / Math.max(width, height));
    const image = new Image(width, height);
    image.src = await dataUrl(svgFile(picture)); // the content policy allows no blob: image
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) =>
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("no PNG"))), "image/png"),
    );
  },
};

const svgFile = (picture) =>
  new Blob([new XMLSerializer().serializeToString(picture).replace(NO_XML, "\ufffd")], {
    type: "image/svg+xml",
  });

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// -- Composition ---------------------------------------------------------------------------------

function compose({ panel, title, notes }, headingFont) {
  const pieces = piecesOf(panel, [title, ...notes]);
  const left = Math.min(...pieces.map((piece) => piece.box.left));
  const right = Math.max(...pieces.map((piece) => piece.box.right));
  const width = Math.max(NARROWEST, Math.ceil(right - left));
  const root = element("svg", { xmlns: SVG, role: "img" });
  root.append(element("title", {}, title));
  const ground = plain(getComputedStyle(appRoot()).backgroundColor);
  const paper = root.appendChild(element("rect", { fill: ground }));

  const style = `${TITLE}; font-family: ${headingFont}`;
  let bottom = MARGIN + write(root, [title], width, MARGIN, style) + GAP / 2;
  let band = -Infinity; // y on the screen of the lowest edge seen so far
  let shift = 0; // added to y on the screen, gives y in the picture
  for (const { box, draw } of pieces) {
    if (box.top > band) shift = bottom + (band === -Infinity ? 0 : gap(box.top - band)) - box.top;
    draw(root, MARGIN - left, shift);
    band = Math.max(band, box.bottom);
    bottom = band + shift;
  }
  bottom += GAP;
  root.append(
    element("path", {
      d: `M${MARGIN} ${bottom}h${width}`,
      stroke: shown("var(--bw-hairline)"),
    }),
  );
  bottom += GAP / 2;
  bottom += write(root, notes, width, bottom, NOTE) + MARGIN;
  const size = { width: width + 2 * MARGIN, height: Math.ceil(bottom) };
  set(paper, size);
  return set(root, { ...size, viewBox: `0 0 ${size.width} ${size.height}` });
}

const gap = (onScreen) => Math.min(GAP, Math.max(0, onScreen));

// Charts and images, and the headings, legends and notes between them, from top to bottom. The
// picture draws the title, takeaway and caveat itself, so these are left out.
function piecesOf(panel, said) {
  const inside = (selector) =>
    [...document.querySelectorAll(`.st-key-bw_panel_${CSS.escape(panel)} ${selector}`)]
      .map((node) => ({ node, box: node.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && box.height > 0);
  const charts = inside(".js-plotly-plot").map(({ node, box }) => ({
    box,
    draw: (root, dx, dy) => root.append(...layers(node, dx, dy)),
  }));
  if (charts.length === 0) throw new Error(`no chart in the panel ${panel}`);
  const images = inside('[data-testid="stImage"] img').map(({ node, box }) => ({
    box,
    draw: (root, dx, dy) => root.append(copied(node, box, dx, dy)),
  }));
  const end = Math.max(...charts.map(({ box }) => box.bottom));
  const known = new Set(said.map(bare));
  const texts = inside('[data-testid="stMarkdown"]')
    .filter(({ node, box }) => box.top < end && !node.closest("button, label"))
    .filter(({ node }) => !known.has(bare(node.textContent)))
    .map(({ node, box }) => ({
      box,
      draw: (root, dx, dy) => root.append(...textLines(node, dx, dy)),
    }));
  return [...charts, ...images, ...texts].sort((one, other) => one.box.top - other.box.top);
}

// An image with its pixels inlined, since an SVG file cannot load anything.
function copied(image, box, dx, dy) {
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext("2d").drawImage(image, 0, 0);
  const place = { x: box.left + dx, y: box.top + dy, width: box.width, height: box.height };
  return element("image", { ...place, href: canvas.toDataURL() });
}

const bare = (text) => text.replace(/\s+/g, "");

// Copies of the SVG layers that Plotly stacks to draw `chart`, moved by dx and dy.
function layers(chart, dx, dy) {
  return [...chart.querySelectorAll(".main-svg")].map((layer) => {
    const box = layer.getBoundingClientRect();
    const copy = layer.cloneNode(true);
    copy.querySelectorAll(DEAF).forEach((node) => node.remove());
    copy.removeAttribute("style");
    for (const node of copy.querySelectorAll("*")) {
      for (const { name, value } of [...node.attributes]) {
        if (name.startsWith("data-")) node.removeAttribute(name);
        // In url(address#id), the address of the page would point out of the file.
        else if (value.includes("url(")) {
          node.setAttribute(name, value.replace(/url\((["']?)[^#)]*#([^"')]+)\1\)/g, "url(#$2)"));
        }
      }
    }
    return set(copy, { x: box.left + dx, y: box.top + dy, width: box.width, height: box.height });
  });
}

// -- Text ----------------------------------------------------------------------------------------

// Writes paragraphs of plain text, wrapped by the browser; returns their height in pixels.
function write(root, paragraphs, width, top, style) {
  const sheet = document.createElement("div");
  sheet.style.cssText = `position: absolute; top: 0; visibility: hidden; width: ${width}px`;
  for (const paragraph of paragraphs) {
    const block = sheet.appendChild(document.createElement("p"));
    block.textContent = paragraph;
    block.style.cssText = style;
  }
  appRoot().append(sheet);
  try {
    const box = sheet.getBoundingClientRect();
    root.append(...textLines(sheet, MARGIN - box.left, top - box.top));
    return box.height;
  } finally {
    sheet.remove();
  }
}

const TITLE = "margin: 0; font-size: 20px; line-height: 1.4";
const NOTE = `margin: 0 0 4px; font-size: 12px; line-height: 1.6; color: var(--bw-muted);
  overflow-wrap: anywhere; line-break: strict`;

// One <text> for each line of each text node in `node`: at its position on the screen, moved by dx
// and dy.
function textLines(node, dx, dy) {
  const made = [];
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const holder = walker.currentNode.parentElement;
    if (holder.closest('[data-testid="stIconMaterial"], style')) continue;
    const look = getComputedStyle(holder);
    for (const { text, left, bottom } of linesOf(walker.currentNode)) {
      const attributes = {
        x: (left + dx).toFixed(2),
        y: (bottom - descent(look) + dy).toFixed(2),
        fill: plain(look.color),
        "font-family": look.fontFamily,
        "font-size": look.fontSize,
        "font-weight": look.fontWeight,
      };
      made.push(element("text", attributes, text));
    }
  }
  return made;
}

function linesOf(textNode) {
  const lines = [];
  const range = document.createRange();
  let start = 0;
  for (const character of textNode.data) {
    range.setStart(textNode, start);
    range.setEnd(textNode, (start += character.length));
    const box = [...range.getClientRects()].at(-1);
    if (!box || box.width === 0) continue; // white space that is not shown
    const line = lines.at(-1);
    if (line && Math.abs(line.bottom - box.bottom) < 2) line.text += character;
    else lines.push({ text: character, left: box.left, bottom: box.bottom });
  }
  return lines.filter(({ text }) => text.trim());
}

const pen = document.createElement("canvas").getContext("2d");

// Pixels from the bottom of a line's characters to its baseline.
function descent(look) {
  pen.font = `${look.fontWeight} ${look.fontSize} ${look.fontFamily}`;
  return pen.measureText("国").fontBoundingBoxDescent;
}

// -- Fonts, colours, elements --------------------------------------------------------------------

// The page's @font-face rules with their files inlined, fetched once: a picture drawn on a canvas
// cannot load anything, and a host may have no Chinese font.
let fonts;

async function fontFaces() {
  try {
    return await (fonts ??= embedded());
  } catch (error) {
    fonts = undefined; // the next click tries again
    throw error;
  }
}

async function embedded() {
  const rules = [...document.styleSheets]
    .flatMap((sheet) => [...sheet.cssRules])
    .filter((rule) => rule instanceof CSSFontFaceRule)
    .map(({ style, cssText }) => [
      style.getPropertyValue("font-family"),
      cssText.match(/url\("?([^")]+)/),
    ])
    .filter(([family, url]) => /^"?BW /.test(family) && url);
  const faces = rules.map(async ([family, [, url]]) => {
    const answer = await fetch(new URL(url, document.baseURI));
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return `@font-face{font-family:${family};src:url(${await dataUrl(await answer.blob())})}`;
  });
  return (await Promise.all(faces)).join("");
}

const dataUrl = (blob) =>
  new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(blob);
  });

// Resolves a colour of the style sheet in the current theme.
function shown(colour) {
  const probe = appRoot().appendChild(document.createElement("i"));
  probe.style.color = colour;
  try {
    return plain(getComputedStyle(probe).color);
  } finally {
    probe.remove();
  }
}

const appRoot = () => document.querySelector('[data-testid="stApp"]');

// A colour as #rrggbb, which every program that opens an SVG file reads.
function plain(colour) {
  pen.fillStyle = colour;
  return pen.fillStyle;
}

function element(name, attributes, text = "") {
  const made = set(document.createElementNS(SVG, name), attributes);
  if (text) made.textContent = text;
  return made;
}

function set(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}
