// The person: what is kept about them, opened here and nowhere else.

import { element as h, refill } from "../elements.js";
import { table, value } from "./pieces.js";

export function personPane() {
  const element = h("section", { class: "in-pane" });
  return {
    element,
    clear() { refill(element); },
    draw(seen) {
      if (seen === null) return;
      if (!seen.known) { refill(element, h("p", { class: "in-soft" }, "Nothing is kept about this person.")); return; }
      const opened = new Set([...element.querySelectorAll("details[open]")].map((each) => each.dataset.of));
      refill(element,
        h("h3", {}, "The person"),
        h("p", { class: "in-private" }, "Private. It is sealed in the database, and opened only here, on this machine. /export gives it to the person, /forget destroys it."),
        seen.blocked ? h("p", { class: "in-trouble" }, "Has blocked the bot.") : null,
        table("What is at hand in every dialog", ["Name", "Value"], Object.entries(seen.person).map(([name, held]) => [name, value(held)])),
        h("details", { "data-of": "records", open: opened.has("records") }, h("summary", {}, `Records kept for good (${seen.records.length} latest)`),
          seen.records.length ? table("Records", ["Kind", "When", "Data"], seen.records.map((record) => [record.kind, record.at, value(record.data)])) : h("p", { class: "in-soft" }, "None yet.")));
    },
  };
}
