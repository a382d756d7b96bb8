// Elements made of data: text is only ever set as text.

const SVG = "http://www.w3.org/2000/svg";

// An element with attributes (a function under "on…" is a listener) and children: elements, texts, lists of them, or nothing.
export function element(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}

// The same for a drawing.
export function drawing(tag, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, tag), attributes, children);
}

function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  refill(made, children);
  return made;
}

// Put children in the place of all that an element holds.
export function refill(held, ...children) {
  held.replaceChildren(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

export const byId = (id) => document.getElementById(id);

// Arrow keys, Home and End go from one of `items()` to the next; Tab leaves them.
export function rove(container, items, { vertical = true } = {}) {
  container.addEventListener("keydown", (event) => {
    const all = items();
    const at = all.indexOf(document.activeElement);
    const steps = { ArrowRight: 1, ArrowLeft: -1, ...(vertical ? { ArrowDown: 1, ArrowUp: -1 } : {}) };
    let next = null;
    if (at < 0) return;
    if (event.key in steps) next = all[(at + steps[event.key] + all.length) % all.length];
    if (event.key === "Home") next = all[0];
    if (event.key === "End") next = all.at(-1);
    if (!next) return;
    event.preventDefault();
    stand(all, next);
    next.focus();
  });
}

// Make one of the items the one that Tab reaches.
export function stand(all, chosen) {
  for (const each of all) each.tabIndex = each === chosen ? 0 : -1;
}
