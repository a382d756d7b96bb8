// The pane beside the chat: how the conversation works. `bus` tells of "person" and "turn", both with {person}.

import { ask } from "./asking.js";
import { element as h, refill } from "../elements.js";
import { heardPane } from "./heard.js";
import { personPane } from "./person.js";
import { scriptsPane } from "./scripts.js";
import { statePane } from "./state.js";
import { tabs } from "./tabs.js";
import { timePane } from "./time.js";
import { turnsPane } from "./turns.js";
import { wordsPane } from "./words.js";

const SOON = 120; // milliseconds: several things happen in one turn, and are shown at once

export function mount(element, bus) {
  const context = {
    person: null,
    /** Open the words of a key. */
    openWords(key) { panes.words.show(key); tabbed.open("words"); },
    /** Open what was heard in a turn. */
    openHeard(turn) { panes.heard.choose(turn); tabbed.open("heard"); },
    /** Something was changed here: look again. */
    look,
  };
  const panes = {
    state: statePane(context),
    turns: turnsPane(context),
    heard: heardPane(context),
    words: wordsPane(context),
    person: personPane(context),
    time: timePane(context),
    scripts: scriptsPane(context),
  };
  const titles = { state: "State", turns: "Turns", heard: "Heard", words: "Words", person: "Person", time: "Time", scripts: "Scripts" };
  let current = "state";
  const tabbed = tabs("What to look at", Object.entries(panes).map(([name, pane]) => ({
    name, title: titles[name], element: pane.element,
  })), (name) => { current = name; drawn(); });
  const trouble = h("p", { class: "in-trouble", role: "status", hidden: true });
  let seen = null;
  let waiting = null;
  let asked = 0;
  let missed = false; // something happened while the inspector was out of sight

  refill(element,
    h("div", { class: "inspector" },
      h("h2", { class: "in-title" }, "Inspector"), trouble, tabbed.element));
  tabbed.open("state");

  async function look() {
    const mine = ++asked;
    try {
      const found = await ask("person", { person: context.person });
      if (mine !== asked) return; // another person was chosen meanwhile
      seen = found;
      trouble.hidden = true;
      drawn();
    } catch (error) {
      trouble.textContent = error.message;
      trouble.hidden = false;
    }
  }

  function drawn() {
    if (context.person !== null) panes[current].draw(seen);
  }

  function soon() {
    clearTimeout(waiting);
    missed = !element.checkVisibility();
    if (!missed) waiting = setTimeout(look, SOON);
  }
  new ResizeObserver(() => missed && soon()).observe(element);

  bus.addEventListener("person", (event) => {
    if (event.detail.person !== context.person) {
      context.person = event.detail.person;
      seen = null;
      for (const pane of Object.values(panes)) pane.clear?.();
    }
    soon();
  });
  bus.addEventListener("turn", (event) => {
    if (event.detail.person === context.person) soon();
  });
}
