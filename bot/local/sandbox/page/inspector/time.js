// The time: what the clock shows, what is next, and ways forward. Never backwards.

import { ask, tell } from "./asking.js";
import { element as h, refill } from "../elements.js";
import { button } from "./pieces.js";

const BEAT = 700; // milliseconds between two looks while time runs
const IDLE = 15000;

export function timePane(context) {
  const element = h("section", { class: "in-pane" });
  const face = h("p", { class: "in-clock" });
  const bar = h("progress", { max: "1", value: "0", hidden: true, "aria-label": "How much of the time has passed" });
  const next = h("div");
  const note = h("p", { role: "status", class: "in-note" });
  const stop = button("Stop here", () => move({ stop: true }), { hidden: true });
  let nextTimer = null;
  const toNext = button("To the next one", () => nextTimer && move({ to: nextTimer }), { class: "in-main" });
  let waiting = null;

  refill(element,
    h("h3", {}, "Time"),
    face, bar,
    h("p", { class: "in-tools" },
      toNext,
      button("+ 1 hour", () => move({ by: 3600 })),
      button("+ 1 day", () => move({ by: 86400 })),
      button("A week in a minute", () => move({ days: 7, within: 60 })), stop),
    note, next,
    h("p", { class: "in-soft" }, "Time goes on for everybody in the sandbox, and never back. Every reminder on the way comes at its own time."));

  async function move(by) {
    note.textContent = "";
    try {
      fill(await tell("clock", { person: context.person, ...by }));
      context.look();
    } catch (error) { note.textContent = error.message; }
  }

  async function look() {
    clearTimeout(waiting);
    if (element.hidden || context.person === null) return;
    try { fill(await ask("clock", { person: context.person })); } catch (error) { note.textContent = error.message; }
  }

  function fill(clock) {
    face.textContent = clock.now;
    const running = clock.running !== null;
    bar.hidden = !running;
    stop.hidden = !running;
    if (running) bar.value = clock.running.share;
    nextTimer = clock.timers[0]?.ms ?? null;
    toNext.disabled = nextTimer === null;
    const focused = document.activeElement?.dataset?.timer;
    refill(next, h("h4", {}, "What is next"), clock.timers.length
      ? h("ul", { class: "in-timers" }, clock.timers.map((timer) => h("li", {},
        h("strong", {}, timer.name), timer.leads ? h("span", { class: "in-soft" }, ` leads to ${timer.leads}`) : null,
        h("br"), `${timer.due}, in ${timer.in} `,
        button("Go there", () => move({ to: timer.ms }), { class: "in-small", "aria-label": `Go to ${timer.name}, ${timer.due}`, "data-timer": timer.name }))))
      : h("p", { class: "in-soft" }, "Nothing is set for this person: no reminder, no check-in, no return time. /nudges sets one."));
    if (focused) next.querySelector(`[data-timer="${CSS.escape(focused)}"]`)?.focus();
    clearTimeout(waiting);
    waiting = setTimeout(look, running ? BEAT : IDLE);
  }

  return { element, draw: look };
}
