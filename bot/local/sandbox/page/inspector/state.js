// The state: which dialogs are under way, and the chart of one of them with the state and the last moves lit.

import { ask } from "./asking.js";
import { chart } from "./chart.js";
import { element as h, refill } from "../elements.js";
import { button, value } from "./pieces.js";

export function statePane(context) {
  const element = h("section", { class: "in-pane" });
  const stack = h("div");
  const shown = h("div", { class: "in-chart-place" });
  const charts = new Map(); // by dialog: they change only with the code
  let picked = null; // a dialog that was chosen by hand, until the conversation moves on
  let at = null;
  let drawn = null;
  refill(element, stack, shown);

  async function draw(seen) {
    if (seen === null) return;
    if (!seen.known) {
      refill(stack, h("p", { class: "in-soft" }, "Nothing was said yet. Write /start in the chat, and watch."));
      refill(shown);
      drawn = null;
      return;
    }
    const top = seen.stack.at(-1);
    const last = seen.turns.at(-1);
    const mark = `${last?.number}:${top?.dialog}.${top?.state}`;
    if (mark !== at) picked = null;
    at = mark;
    refill(stack, frames(seen, picked ?? top?.dialog, (name) => { picked = name; draw(seen); }));
    const name = picked ?? top?.dialog;
    if (!name) return;
    if (!charts.has(name)) charts.set(name, await ask("diagram", { dialog: name }));
    if (name !== (picked ?? seen.stack.at(-1)?.dialog)) return;
    const standing = seen.stack.findLast((frame) => frame.dialog === name)?.state ?? null;
    const moves = (last?.moves ?? []).filter((move) => move.dialog === name);
    const visited = new Set(seen.turns.flatMap((turn) => turn.moves)
      .filter((move) => move.dialog === name).flatMap((move) => [move.source, move.dest]));
    if (drawn === `${mark}|${name}`) return; // it may have been scrolled, or a state chosen
    drawn = `${mark}|${name}`;
    const made = chart(charts.get(name), { standing, moves, visited });
    refill(shown, made.element);
    made.fit();
  }

  return { element, draw, clear() { picked = null; at = null; drawn = null; refill(stack); refill(shown); } };
}

function frames(seen, name, choose) {
  return h("div", {},
    h("h3", {}, "Under way"),
    h("p", { class: "in-soft" }, "The last one is being talked to; those before it are come back to. What each remembers stands below it, and is private."),
    h("ol", { class: "in-stack" }, seen.stack.map((frame) =>
      h("li", { class: frame.dialog === name ? "in-lit" : null },
        button(`${frame.dialog}.${frame.state}`, () => choose(frame.dialog), {
          class: "in-link", "aria-pressed": String(frame.dialog === name), title: `version ${frame.version}; show its chart`,
        }),
        Object.keys(frame.facts).length
          ? h("dl", { class: "in-facts" }, Object.entries(frame.facts).map(([fact, held]) =>
            [h("dt", {}, fact), h("dd", {}, value(held))]))
          : null))));
}
