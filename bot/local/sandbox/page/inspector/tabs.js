// Tabs after the pattern of the ARIA Authoring Practices: arrow keys, Home and End choose, Tab goes into the pane.

import { element as h, rove, stand } from "../elements.js";

/** A list of tabs over panes. `panes` are {name, title, element}; `chosen` hears the name of each that is opened. */
export function tabs(label, panes, chosen) {
  let current = null;
  const list = h("div", { role: "tablist", "aria-label": label, class: "in-tabs" });
  const buttons = panes.map((pane) => {
    const button = h("button", {
      type: "button", role: "tab", id: `in-tab-${pane.name}`, "aria-controls": `in-pane-${pane.name}`,
      onclick: () => pick(pane.name), onfocus: () => pick(pane.name),
    }, pane.title);
    pane.element.id = `in-pane-${pane.name}`;
    pane.element.setAttribute("role", "tabpanel");
    pane.element.setAttribute("aria-labelledby", button.id);
    pane.element.setAttribute("tabindex", "0");
    return button;
  });
  list.append(...buttons);
  rove(list, () => buttons, { vertical: false });

  function pick(name) {
    if (name !== current) open(name);
  }

  function open(name) {
    current = name;
    const at = panes.findIndex((pane) => pane.name === name);
    panes.forEach((pane, index) => {
      buttons[index].setAttribute("aria-selected", String(index === at));
      pane.element.hidden = index !== at;
    });
    stand(buttons, buttons[at]);
    list.scrollTo({ left: buttons[at].offsetLeft - list.clientWidth / 3 });
    chosen(name);
  }

  return { element: h("div", {}, list, ...panes.map((pane) => pane.element)), open };
}
