// The reader beside a page: scrolls it to the paragraph that was opened, and turns it by keys.

const KEYS = { Escape: "close", ArrowLeft: "before", ArrowRight: "after" };
const shown = new WeakMap(); // the reader -> the paragraph that it was scrolled to
const listening = new WeakSet();

export default ({ data }) => {
  const reader = document.querySelector(".st-key-bw_reader");
  if (!reader) return;
  reader.role = "complementary";
  reader.ariaLabel = data.label;
  if (!listening.has(reader)) {
    listening.add(reader);
    reader.addEventListener("keydown", (event) => {
      const button = KEYS[event.key] && reader.querySelector(`.st-key-bw_reader_${KEYS[event.key]} button`);
      if (button && !event.altKey && !event.ctrlKey && !event.metaKey) button.click();
    });
  }
  if (shown.get(reader) === data.passage) return;
  shown.set(reader, data.passage);
  const controls = reader.querySelector(".st-key-bw_reader_controls");
  requestAnimationFrame(() => {
    const here = reader.querySelector("[class*=st-key-bw_paragraph_here]");
    const first = reader.querySelector("[class*=st-key-bw_paragraph_]");
    if (!here || here === first) reader.scrollTop = 0;
    else reader.scrollTop += here.getBoundingClientRect().top - controls.getBoundingClientRect().bottom;
  });
};
