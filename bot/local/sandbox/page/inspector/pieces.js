// Pieces of the panes: buttons, tables, values, files. What is shown of people is always text.

import { element as h } from "../elements.js";

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

/** Offer a text as a file. */
export function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
