// Scripts: record what was said, compare a script with today's answers, play one into the chat, export a transcript.

import { ask, tell } from "./asking.js";
import { element as h, refill } from "../elements.js";
import { button, download } from "./pieces.js";

const PAUSE = 900; // milliseconds between two inputs, so that one can follow

export function scriptsPane(context) {
  const element = h("section", { class: "in-pane" });
  const text = h("textarea", { id: "in-script", rows: "10", spellcheck: "false", class: "in-code", placeholder: "user: /start" });
  const file = h("input", { id: "in-file", type: "file", accept: ".script,.txt,text/plain", onchange: take });
  const note = h("p", { role: "status", class: "in-note" });
  const steps = h("ol", { class: "in-steps" });
  const sure = h("div", { hidden: true, class: "in-sure" });
  const stepping = h("p", { class: "in-tools", hidden: true },
    button("Next step", () => step()), button("Play the rest", () => playOn(), { class: "in-main" }), button("Pause", () => { playing = false; }));
  let playing = false;

  async function trying(act) {
    note.textContent = "";
    note.classList.remove("in-trouble");
    try { return await act(); } catch (error) {
      playing = false;
      note.textContent = error.message;
      note.classList.add("in-trouble");
      return null;
    }
  }

  async function take() {
    if (file.files.length) { text.value = await file.files[0].text(); note.textContent = `${file.files[0].name} is here; compare or play it.`; }
  }

  const record = () => trying(async () => {
    const { script } = await ask("script", { person: context.person });
    if (!script) { note.textContent = "Nothing was said yet since the sandbox was started."; return; }
    text.value = script;
    note.textContent = "Recorded. Download it, or compare it after a change.";
  });

  const transcript = (as, ending) => trying(async () => {
    const found = await ask("transcript", { person: context.person, as });
    if (!found.transcript) { note.textContent = "Nothing was said yet."; return; }
    download(`conversation.${ending}`, found.transcript);
    note.textContent = "The transcript is among your downloads.";
  });

  const compare = () => trying(async () => {
    stepping.hidden = true;
    const found = await tell("script/compare", { script: text.value });
    show(found.steps);
    const differing = found.steps.filter((each) => each.same === false).length;
    note.textContent = found.trouble ? `It can't be played to its end: ${found.trouble}` : differing ? `${differing} of ${found.steps.length} steps are answered differently now.` : `All ${found.steps.length} steps are answered as written.`;
    note.classList.toggle("in-trouble", Boolean(found.trouble));
  });

  function askFirst() {
    sure.hidden = false;
    sure.querySelector("button").focus();
  }

  const begin = () => trying(async () => {
    sure.hidden = true;
    const replay = await tell("script/begin", { person: context.person, script: text.value });
    stepping.hidden = false;
    show(replay.steps, replay.at);
    note.textContent = `${replay.steps.length} steps. Dates in the chat are those of its own clock.`;
  });

  const step = () => trying(async () => {
    const replay = await tell("script/step", { person: context.person });
    show(replay.steps, replay.at);
    context.look();
    if (replay.over) {
      stepping.hidden = true;
      const differing = replay.steps.filter((each) => each.same === false).length;
      note.textContent = differing ? `Played; ${differing} of ${replay.steps.length} steps went differently.` : `Played; all ${replay.steps.length} steps went as written.`;
    }
    return replay;
  });

  async function playOn() {
    const person = context.person;
    playing = true;
    while (playing && person === context.person) {
      const replay = await step();
      if (replay === null || replay.over) break;
      await new Promise((done) => setTimeout(done, PAUSE));
    }
    playing = false;
  }

  function show(all, at = -1) {
    refill(steps, all.map((each, index) => {
      const mark = each.same === null ? "" : each.same ? "as written" : "differs";
      return h("li", { class: `${each.same === false ? "in-differs" : each.same ? "in-same" : ""}${index === at ? " in-lit" : ""}`, value: index + 1 },
        h("span", { class: "in-came" }, each.kind), " ", h("span", { class: "in-said" }, each.input), " ", h("span", { class: "in-mark" }, mark),
        each.same === false ? each.lines.filter((line) => !line.same).map((line) => h("dl", { class: "in-diff" },
          h("dt", {}, `${line.kind}, written`), h("dd", {}, line.expected ?? "nothing"),
          h("dt", {}, `${line.kind}, now`), h("dd", {}, line.got ?? "nothing"))) : null);
    }));
  }

  refill(element,
    h("h3", {}, "Scripts"),
    h("p", { class: "in-tools" },
      button("Record this conversation", record, { class: "in-main" }),
      button("Transcript (text)", () => transcript("text", "txt")),
      button("Transcript (Markdown)", () => transcript("markdown", "md"))),
    h("div", { class: "in-row" }, h("label", { for: "in-script" }, "A golden script, as in tests/scripts"), text),
    h("div", { class: "in-row" }, h("label", { for: "in-file" }, "or from a file"), file),
    h("p", { class: "in-tools" },
      button("Compare with today", compare), button("Play into this chat", askFirst),
      button("Download", () => text.value && download("conversation.script", text.value))),
    sure, note, stepping, steps);
  refill(sure,
    h("p", {}, "This chat begins anew: what was said in it before is forgotten, as by /forget. The clock goes forward to the next Monday, 20:00 UTC, when every script begins."),
    h("p", { class: "in-tools" }, button("Begin anew and play", begin, { class: "in-main" }), button("Not now", () => { sure.hidden = true; })));

  return { element, draw() {}, clear() { playing = false; stepping.hidden = true; sure.hidden = true; note.textContent = ""; refill(steps); } };
}
