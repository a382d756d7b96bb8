// Heard: what the detectors and the statement engine saw in a text, with the places underlined.

import { ask, tell } from "./asking.js";
import { element as h, refill } from "../elements.js";
import { button, table } from "./pieces.js";

export function heardPane(context) {
  const element = h("section", { class: "in-pane" });
  const result = h("div", { "aria-live": "polite" });
  const words = h("textarea", { id: "in-hear", rows: "2", maxlength: "4000", placeholder: "You never listen to me" });
  const trouble = h("p", { class: "in-trouble", role: "alert", hidden: true });
  let chosen = ""; // a turn's number; the latest words where it is empty
  let shownOf = null;
  let trying = false;

  refill(element,
    h("h3", {}, "What was heard"),
    h("p", { class: "in-soft" }, "Of the latest words of this person, or of any you try here. Nothing is kept of it."),
    h("form", { class: "in-row", onsubmit: attempt },
      h("label", { for: "in-hear" }, "Try a text"), words,
      h("span", { class: "in-tools" },
        h("button", { type: "submit" }, "Look"),
        button("The latest words", () => { trying = false; chosen = ""; shownOf = null; refresh(); }))),
    trouble, result);

  async function attempt(event) {
    event.preventDefault();
    if (!words.value.trim()) { words.focus(); return; }
    trying = true;
    await fill(tell("hear", { text: words.value }));
  }

  async function refresh() {
    if (!trying) await fill(ask("heard", { person: context.person, turn: chosen }));
  }

  async function fill(asked) {
    try {
      const heard = await asked;
      trouble.hidden = true;
      refill(result, heard.text === undefined ? h("p", { class: "in-soft" }, "No words were written yet; taps say nothing to hear.") : picture(heard));
    } catch (error) {
      trouble.textContent = error.message;
      trouble.hidden = false;
    }
  }

  return {
    element,
    draw(seen) {
      const latest = seen?.turns?.at(-1)?.number ?? 0;
      if (trying || shownOf === `${chosen}:${latest}`) return;
      shownOf = `${chosen}:${latest}`;
      refresh();
    },
    choose(turn) { trying = false; chosen = String(turn); shownOf = null; },
    clear() { trying = false; chosen = ""; shownOf = null; refill(result); },
  };
}

function picture(heard) {
  const { detectors, statement, spans } = heard;
  const concern = detectors.concern;
  return [
    h("h4", {}, heard.turn === null ? "The text" : `The words of turn ${heard.turn}`),
    h("p", { class: "in-quote" }, underlined(heard.text, spans)),
    spans.length ? table("What is underlined", ["Code", "Words", "Meaning"], spans.map((span) =>
      [h("code", { class: `in-weight-${span.weight}` }, span.code), `“${heard.text.slice(span.start, span.end)}”`, span.means])) : null,
    h("h4", {}, "Detectors"),
    concern
      ? h("p", {}, h("strong", {}, `${concern.kind}, tier ${concern.tier}`), ` (${concern.means}), by ${concern.by}`, concern.quote === heard.text ? "." : `: “${concern.quote}”.`)
      : h("p", {}, detectors.silenced ? "Nothing: a pattern fits, and the words around it silence it." : "Nothing found."),
    detectors.chance === null ? null : h("p", { class: "in-soft" },
      `The models give ${percent(detectors.chance)} to any concern, most of it to ${detectors.likeliest}; they ask from ${percent(detectors.soft)} and tell from ${percent(detectors.told)} on`,
      detectors.weighed ? "." : "; too few words to be weighed."),
    h("h4", {}, "Statement engine"),
    h("dl", { class: "in-pairs" },
      pair("kind", statement.kind), pair("blame", percent(statement.blame)),
      pair("outcome", statement.outcome), statement.result ? pair("result", statement.result) : null,
      statement.refused ? pair("refused for", statement.refused) : null,
      statement.signs.map((sign) => pair(sign.name, sign.value)),
      pair("as an attempt", `${statement.score} of 100 (${statement.band})`)),
    statement.frames.length ? table("Nearest frames", ["Frame", "Chance"], statement.frames.map((frame) => [frame.frame, percent(frame.chance)])) : null,
  ];
}

function pair(name, said) {
  return [h("dt", {}, name), h("dd", {}, String(said))];
}

function percent(share) {
  return `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
}

/** The text in pieces; a piece under several spans gets the gravest line and names them all. */
function underlined(text, spans) {
  const cuts = [...new Set([0, text.length, ...spans.flatMap((span) => [span.start, span.end])])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, index) => {
    const piece = text.slice(start, cuts[index + 1]);
    const over = spans.filter((span) => span.start <= start && span.end >= cuts[index + 1] && span.end > span.start);
    if (!over.length) return piece;
    const weight = Math.max(...over.map((span) => span.weight));
    return h("mark", { class: `in-weight-${weight}`, title: over.map((span) => `${span.code}: ${span.means}`).join("\n") }, piece);
  });
}
