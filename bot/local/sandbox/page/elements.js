// Elements made of data: text is only ever set as text.

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
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
