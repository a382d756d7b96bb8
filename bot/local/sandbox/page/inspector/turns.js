// The turns: what came in, where it led, what was sent by which key, and what was asked of the world.

import { element as h, refill } from "../elements.js";
import { button } from "./pieces.js";

const CAME = { Text: "wrote", Command: "command", Tap: "tapped", TimerFired: "a timer fired", Unreadable: "sent", Zoned: "time zone", Blocked: "blocked the bot", Failed: "a turn failed", Hurried: "too fast", Replan: "times reckoned anew" };

export function turnsPane(context) {
  const element = h("section", { class: "in-pane" });
  const opened = new Set();

  function draw(seen) {
    if (seen === null) return;
    const turns = seen.known ? [...seen.turns].reverse() : [];
    const focused = document.activeElement?.dataset?.turn;
    refill(element,
      h("h3", {}, "Turns, the latest first"),
      turns.length
        ? h("ol", { class: "in-turns", reversed: true, start: turns[0].number }, turns.map((turn, index) => item(turn, index === 0)))
        : h("p", { class: "in-soft" }, seen.known ? "No turn since the sandbox was started; the chat goes on from where it was." : "Nothing was said yet."));
    if (focused) element.querySelector(`summary[data-turn="${focused}"]`)?.focus();
  }

  function item(turn, latest) {
    const open = opened.has(turn.number) || (latest && !opened.has(-turn.number));
    return h("li", { value: turn.number },
      h("details", { open },
      h("summary", { "data-turn": turn.number, onclick: (event) => {
        opened.delete(turn.number); opened.delete(-turn.number);
        opened.add(event.currentTarget.parentElement.open ? -turn.number : turn.number); // it is about to change
      } },
        h("span", { class: "in-came" }, CAME[turn.event.kind] ?? turn.event.kind), " ",
        h("span", { class: "in-said" }, turn.event.said), " ",
        h("span", { class: "in-soft" }, `→ ${turn.state}`)),
      h("p", { class: "in-soft" }, turn.local),
      turn.event.heard ? button("What was heard in it", () => context.openHeard(turn.number), { class: "in-small" }) : null,
      turn.moves.length ? [h("h4", {}, "Moves"), h("ul", { class: "in-moves" }, turn.moves.map((move) =>
        h("li", {}, h("code", {}, move.dialog), ` ${move.source} → ${move.dest}`, h("span", { class: "in-soft" }, ` by ${move.trigger}`))))] : null,
      turn.posts.length ? [h("h4", {}, "Sent"), turn.posts.map((post) => sent(post))] : null,
      turn.effects.some((effect) => effect.timer) ? [h("h4", {}, "Timers"), h("ul", {}, turn.effects.filter((effect) => effect.timer).map((effect) =>
        h("li", {}, h("code", {}, effect.kind === "StartTimer" ? "set" : "cancelled"), ` ${effect.about}`)))] : null,
      h("details", {}, h("summary", {}, `All ${turn.effects.length} effects`),
        h("ul", { class: "in-effects" }, turn.effects.map((effect) => h("li", {}, h("code", {}, effect.kind), ` ${effect.about}`))))));
  }

  function sent(post) {
    return h("div", { class: "in-sent" },
      h("p", { class: "in-keys" },
        post.kind === "message" ? null : h("span", { class: "in-soft" }, `${post.kind} ${post.name} `),
        key(post.key), post.wordings > 1 ? h("span", { class: "in-soft" }, ` wording ${post.wording} of ${post.wordings}`) : null,
        post.within.map((each) => [" ", key(each)])),
      post.text ? h("p", { class: "in-text" }, post.text) : h("p", { class: "in-soft" }, "(the question stood there already)"),
      post.buttons.length ? h("p", { class: "in-soft" }, post.buttons.map((label) => `[${label}]`).join(" ")) : null);
  }

  function key(name) {
    return button(name, () => context.openWords(name), { class: "in-key", title: "see and change these words" });
  }

  return { element, draw, clear() { opened.clear(); refill(element); } };
}
