// Elements without markup: what is shown of people is always text.

const SVG = "http://www.w3.org/2000/svg";

/** An element with attributes (a function under "on…" is a listener) and children: elements, texts, or nothing. */
export function h(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for a drawing. */
export function s(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button with a label. */
export function button(label, act, attributes = {}) {
  return h("button", { type: "button", onclick: act, ...attributes }, label);
}

/** A table with a caption: heads, then rows of cells. The first cell of a row is its head. */
export function table(caption, heads, rows, attributes = {}) {
  return h("div", { class: "in-scroll", tabindex: "0", role: "region", "aria-label": caption },
    h("table", attributes,
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, rows.map(([first, ...rest]) =>
        h("tr", {}, h("th", { scope: "row" }, first), rest.map((cell) => h("td", {}, cell)))))));
}

/** A value of JSON in words: short ones in a line, the rest as lists within lists. */
export function value(held) {
  if (held === null || held === undefined) return h("span", { class: "in-soft" }, "none");
  if (typeof held !== "object") return document.createTextNode(String(held));
  const entries = Object.entries(held);
  if (entries.length === 0) return h("span", { class: "in-soft" }, "nothing");
  const plain = JSON.stringify(held);
  if (plain.length <= 60) return h("code", {}, plain);
  return h("details", {},
    h("summary", {}, Array.isArray(held) ? `${entries.length} entries` : entries.map(([name]) => name).join(", ").slice(0, 80)),
    h("dl", {}, entries.map(([name, each]) => [h("dt", {}, name), h("dd", {}, value(each))])));
}

/** Put children in the place of all that an element holds. */
export function refill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(Boolean));
}

/** Offer a text as a file. */
export function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
