// The page: the chat on the left, the inspector on the right, and the bus between them.

import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { byId, element } from "./elements.js";
import { Inline } from "./inline.js";
import { mount } from "./inspector/inspector.js";
import { People } from "./people.js";
import { follow, post, read } from "./server.js";
import { State } from "./state.js";

const STATUS = {
  running: "The bot is running", starting: "The bot is starting…", stopped: "The bot is stopped",
  failed: "The bot could not start", away: "The server is away; waiting for it…",
};
const TURNS = new Set(["message", "edit", "delete", "standing", "turn", "toast"]);
const CHOSEN = "halfway-person";

const bus = new EventTarget();
const state = new State();
let selected = null;
let awaited = null;
let live = true;

const tell = (kind) => bus.dispatchEvent(new CustomEvent(kind, { detail: { person: selected } }));
const here = () => state.people.get(selected);
const act = async (what, body, person = selected) => {
  try {
    return await post(`/sandbox/people/${person}/${what}`, body);
  } catch (error) {
    chat.hear({ kind: "toast", text: error.message });
    return null;
  }
};
const say = (text) => act("text", { text });

const acts = {
  tap: (message, button) => act("tap", { message_id: message.id, data: button.callback_data }),
  command: say,
  edit: (message) => composer.edit(message),
};
const chat = new Chat(() => state.bot.name, acts);
const composer = new Composer(() => state.bot.commands, {
  say,
  change: (message, text) => act("edit", { message_id: message.id, text }),
  send: (what) => act("send", { what }),
  up: () => chat.focusNewest(),
});
const people = new People(choose);
const inline = new Inline();

function choose(person) {
  awaited = state.people.has(person) ? null : person;
  if (awaited) return; // somebody new, of whom the stream has not told yet
  const other = person !== selected;
  selected = person;
  here().unread = 0;
  remember(person);
  draw();
  if (other) {
    chat.show(here());
    tell("person");
  }
}

function remember(person) {
  try {
    sessionStorage.setItem(CHOSEN, String(person));
  } catch {
    // A browser that keeps nothing: the first person is shown after a reload.
  }
}

function remembered() {
  try {
    return Number(sessionStorage.getItem(CHOSEN));
  } catch {
    return 0;
  }
}

function draw() {
  const person = here();
  const status = live ? state.bot.status : "away";
  people.draw([...state.people.values()], selected);
  byId("phone").setAttribute("aria-labelledby", `tab-${selected}`);
  byId("bot-name").textContent = state.bot.name;
  byId("bot-line").textContent = person?.typing ? "typing…" : `@${state.bot.username}`;
  byId("bot-status").dataset.status = status;
  byId("bot-status").lastElementChild.textContent = STATUS[status];
  byId("restart").disabled = status === "starting" || status === "away";
  byId("composer").hidden = byId("block").hidden = Boolean(person?.blocked);
  byId("shut").hidden = !person?.blocked;
  drawReplyKeyboard(person?.reply_keyboard ?? []);
}

function drawReplyKeyboard(rows) {
  const drawn = rows.map((row) => element("div", { class: "row" },
    ...row.map((label) => element("button", { type: "button", onclick: () => say(label) }, label))));
  byId("reply-keyboard").replaceChildren(...drawn);
  byId("reply-keyboard").hidden = !rows.length || Boolean(here()?.blocked);
}

async function load() {
  const everything = await read("/sandbox/state");
  state.replace(everything);
  return everything.mark;
}

state.addEventListener("change", ({ detail: happening }) => {
  const { kind, person } = happening;
  if (kind === "reset") {
    selected = null;
    const wanted = remembered();
    choose(state.people.has(wanted) ? wanted : [...state.people.keys()][0]);
    return;
  }
  if (person === selected) chat.hear(happening);
  else if (kind === "message" && happening.message.sender === "bot") state.people.get(person).unread += 1;
  draw();
  if (kind === "person" && person === awaited) choose(person);
  if ((person === selected && TURNS.has(kind)) || (kind === "bot" && happening.status === "running")) tell("turn");
});

byId("restart").addEventListener("click", () =>
  post("/sandbox/bot/restart").catch((error) => chat.hear({ kind: "toast", text: error.message })));
byId("block").addEventListener("click", async () => {
  await act("block", { blocked: true });
  byId("unblock").focus();
});
byId("unblock").addEventListener("click", async () => {
  await act("block", { blocked: false });
  composer.focus();
});
byId("elsewhere").addEventListener("click", () => inline.open(here(), state.bot));
const views = document.querySelectorAll(".views button");
for (const view of views)
  view.addEventListener("click", () => {
    document.querySelector(".desk").dataset.view = view.dataset.view;
    for (const each of views) each.setAttribute("aria-pressed", String(each === view));
  });

const mark = await load();
mount(byId("inspector"), bus);
tell("person");
follow(mark, async (happening) => {
  if (happening.kind === "reset") await load();
  else state.apply(happening);
}, (connected) => {
  live = connected;
  draw();
});
