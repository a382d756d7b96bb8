// The words: one content key, and a small editor. A change is tried at once in the chat.

import { ask, tell } from "./asking.js";
import { element as h, refill } from "../elements.js";
import { button } from "./pieces.js";

export function wordsPane(context) {
  const element = h("section", { class: "in-pane" });
  const recent = h("div");
  const editor = h("div");
  const found = h("ul", { class: "in-found" });
  const search = h("input", { id: "in-find", type: "search", autocomplete: "off", oninput: () => { clearTimeout(pause); pause = setTimeout(find, 200); } });
  const note = h("p", { role: "status", class: "in-note" });
  let pause = null;
  let open = null;
  let touched = false;

  refill(element,
    h("h3", {}, "Words"),
    recent,
    h("div", { class: "in-row" }, h("label", { for: "in-find" }, "Find a text by its key or its words"), search, found),
    note, editor,
    h("p", { class: "in-tools" }, button("Read the content files anew", anew, { title: "after an edit in another editor" })));

  async function find() {
    if (!search.value.trim()) { refill(found); return; }
    const answer = await ask("keys", { like: search.value });
    refill(found, answer.keys.length ? answer.keys.map((each) => h("li", {}, keyButton(each.key), " ", h("span", { class: "in-soft" }, each.text))) : h("li", {}, "nothing has that in it"));
  }

  async function anew() {
    try {
      const { changed } = await tell("words/anew");
      say(changed.length ? `Read anew; ${changed.length} texts changed: ${changed.slice(0, 5).join(", ")}` : "Read anew; no text changed.");
      if (open) await load(open);
    } catch (error) { say(error.message, true); }
  }

  async function show(key) {
    if (touched && key !== open && !window.confirm("Leave what you changed here?")) return;
    say("");
    await load(key);
    editor.querySelector("textarea")?.focus();
  }

  async function load(key) {
    open = key;
    try { fill(await ask("words", { key })); } catch (error) { say(error.message, true); }
  }

  function fill(words) {
    open = words.key;
    touched = false;
    const touch = () => { touched = true; };
    const texts = words.wordings.map((wording, index) => h("textarea", {
      id: `in-wording-${index}`, rows: String(Math.min(12, 2 + Math.ceil(wording.length / 48))), oninput: touch,
    }, wording));
    const labels = Object.entries(words.buttons).map(([choice, label]) => [choice, h("input", { id: `in-label-${choice}`, value: label, oninput: touch })]);
    const save = async () => {
      try {
        fill(await tell("words", {
          key: words.key,
          wordings: texts.map((text) => text.value),
          buttons: Object.fromEntries(labels.map(([choice, input]) => [choice, input.value])),
        }));
        say(words.writing ? `Written to ${words.file}, and used from now on.` : "Used from now on, in this sandbox only. The next time the coach says it, it says it so.");
        context.look();
      } catch (error) { say(error.message, true); }
    };
    const back = async () => {
      try { fill(await tell("words/back", { key: words.key })); say("The words of the start again."); context.look(); } catch (error) { say(error.message, true); }
    };
    refill(editor,
      h("h4", {}, h("code", {}, words.key)),
      h("p", { class: "in-soft" }, `${words.file}${words.line ? `, line ${words.line}` : ""}`, words.source ? `; source: ${words.source}` : "", words.revised ? "; changed here" : ""),
      words.placeholders.length ? h("p", { class: "in-soft" }, "Filled in: ", words.placeholders.map((name) => [h("code", {}, `{${name}}`), " "])) : null,
      texts.map((text, index) => h("div", { class: "in-row" },
        h("label", { for: text.id }, texts.length > 1 ? `Wording ${index + 1} of ${texts.length}` : "Text"), text)),
      labels.map(([choice, input]) => h("div", { class: "in-row" }, h("label", { for: input.id }, `Button “${choice}”`), input)),
      words.remarks.length ? [h("p", {}, "What the check says of it:"), h("ul", { class: "in-remarks" }, words.remarks.map((remark) => h("li", {}, remark)))] : null,
      h("p", { class: "in-tools" },
        button(words.writing ? "Save to the file" : "Try these words", save, { class: "in-main" }),
        words.revised && !words.writing ? button("Back to the words of the start", back) : null));
  }

  function say(text, wrong = false) {
    note.textContent = text;
    note.classList.toggle("in-trouble", wrong);
  }

  function keyButton(key) {
    return button(key, () => show(key), { class: "in-key" });
  }

  return {
    element, show,
    draw(seen) {
      const keys = [...new Set((seen?.turns ?? []).slice(-3).reverse().flatMap((turn) => turn.posts.flatMap((post) => [post.key, ...post.within])))];
      if (open === null && keys.length) load(keys[0]);
      refill(recent, keys.length ? h("p", { class: "in-keys" }, "Last said: ", keys.map((key) => [keyButton(key), " "])) : null);
    },
  };
}
