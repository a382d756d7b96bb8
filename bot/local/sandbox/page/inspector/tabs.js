// Tabs after the pattern of the ARIA Authoring Practices: arrow keys, Home and End choose, Tab goes into the pane.

import { h } from "./dom.js";

/** A list of tabs over panes. `panes` are {name, title, element}; `chosen` hears the name of each that is opened. */
export function tabs(label, panes, chosen) {
  const list = h("div", { role: "tablist", "aria-label": label, class: "in-tabs" });
  const buttons = panes.map((pane) => {
    const button = h("button", {
      type: "button", role: "tab", id: `in-tab-${pane.name}`, "aria-controls": `in-pane-${pane.name}`,
      onclick: () => open(pane.name, false),
    }, pane.title);
    pane.element.id = `in-pane-${pane.name}`;
    pane.element.setAttribute("role", "tabpanel");
    pane.element.setAttribute("aria-labelledby", button.id);
    pane.element.setAttribute("tabindex", "0");
    return button;
  });
  list.append(...buttons);
  list.addEventListener("keydown", (event) => {
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    open(panes[(to + panes.length) % panes.length].name, true);
  });

  function open(name, focus = false) {
    panes.forEach((pane, index) => {
      const here = pane.name === name;
      buttons[index].setAttribute("aria-selected", String(here));
      buttons[index].setAttribute("tabindex", here ? "0" : "-1");
      pane.element.hidden = !here;
      if (here && focus) buttons[index].focus();
      if (here) list.scrollTo({ left: buttons[index].offsetLeft - list.clientWidth / 3 });
    });
    chosen(name);
  }

  return { element: h("div", {}, list, ...panes.map((pane) => pane.element)), open };
}
