// The page: one chat or two on the left, the inspector on the right, and the bus between them.

import { byId, element } from "./elements.js";
import { Inline } from "./inline.js";
import { mount } from "./inspector/inspector.js";
import { People } from "./people.js";
import { Phone } from "./phone.js";
import { follow, post, read } from "./server.js";
import { State } from "./state.js";

const STATUS = {
  running: "The bot is running", starting: "The bot is starting…", stopped: "The bot is stopped",
  failed: "The bot could not start", away: "The server is away; waiting for it…",
};
const TURNS = new Set(["message", "edit", "delete", "standing", "turn", "toast"]);
const WIDE = window.matchMedia("(min-width: 1180px)"); // room for two chats, as in style.css

const bus = new EventTarget();
const state = new State();
const inline = new Inline();
const people = new People(choose);
const elsewhere = (person) => inline.open(person, state.bot);
const first = new Phone(byId("first"), "", state, { elsewhere, used: () => turnTo(first) });
const second = new Phone(byId("second"), "-second", state, { elsewhere, used: () => turnTo(second) });
let active = first; // the phone that the inspector looks into
let awaited = null;
let live = true;

const tell = (kind) => bus.dispatchEvent(new CustomEvent(kind, { detail: { person: active.person } }));
const paired = () => !byId("second").hidden;
const shown = () => (paired() ? [first, second] : [first]);

function turnTo(phone) {
  if (phone === active || phone.person === null) return;
  active = phone;
  draw();
  tell("person");
}

// Show somebody in the first phone; who stands in the second one already changes places.
function choose(person) {
  awaited = state.people.has(person) ? null : person;
  if (awaited) return; // somebody new, of whom the stream has not told yet
  const before = first.person;
  if (person === before) return turnTo(first);
  first.show(person);
  if (paired() && second.person === person) second.show(before);
  active = first;
  remember();
  draw();
  tell("person");
}

// Open or close the second chat; with whom, where it matters.
function pair(open, person = [...state.people.keys()].find((each) => each !== first.person)) {
  byId("second").hidden = !(open && WIDE.matches && state.people.size > 1);
  if (paired()) second.show(person);
  else turnTo(first);
  remember();
  draw();
}

function remember() {
  try {
    sessionStorage.setItem("halfway-people", JSON.stringify(shown().map((phone) => phone.person)));
  } catch {
    // A browser that keeps nothing: the first person is shown after a reload.
  }
}

function remembered() {
  try {
    return JSON.parse(sessionStorage.getItem("halfway-people")) ?? [];
  } catch {
    return [];
  }
}

function draw() {
  const status = live ? state.bot.status : "away";
  people.draw([...state.people.values()], first.person);
  for (const phone of shown()) phone.draw();
  first.element.setAttribute("role", "tabpanel");
  first.element.setAttribute("aria-labelledby", `tab-${first.person}`);
  byId("beside").setAttribute("aria-pressed", String(paired()));
  byId("beside").disabled = state.people.size < 2;
  drawChoice();
  for (const phone of [first, second]) phone.element.classList.toggle("active", paired() && phone === active);
  byId("bot-status").dataset.status = status;
  byId("bot-status").lastElementChild.textContent = STATUS[status];
  byId("restart").disabled = status === "starting" || status === "away";
}

// Who may stand in the second chat; drawn anew only where that changed, since somebody may be choosing.
function drawChoice() {
  const others = [...state.people.values()].filter(({ id }) => id !== first.person);
  const choice = byId("second-person");
  const names = others.map(({ id, name }) => `${id} ${name}`).join("\n");
  if (choice.dataset.names !== names)
    choice.replaceChildren(...others.map(({ id, name }) => element("option", { value: id }, name)));
  choice.dataset.names = names;
  choice.value = String(second.person);
}

async function load() {
  const everything = await read("/sandbox/state");
  state.replace(everything);
  return everything.mark;
}

function begin() {
  const [chosen, beside] = remembered().filter((person) => state.people.has(person));
  first.show(chosen ?? [...state.people.keys()][0]);
  active = first;
  pair(Boolean(beside), beside);
  tell("person");
}

state.addEventListener("change", ({ detail: happening }) => {
  const { kind, person } = happening;
  if (kind === "reset") return begin();
  const phone = shown().find((each) => each.person === person);
  if (phone) phone.hear(happening);
  else if (kind === "message" && happening.message.sender === "bot") state.people.get(person).unread += 1;
  draw();
  if (kind === "person" && person === awaited) choose(person);
  if ((person === active.person && TURNS.has(kind)) || (kind === "bot" && happening.status === "running")) tell("turn");
});

byId("restart").addEventListener("click", () => post("/sandbox/bot/restart").catch((error) => first.complain(error.message)));
byId("beside").addEventListener("click", () => pair(!paired()));
byId("second-close").addEventListener("click", () => {
  pair(false);
  byId("beside").focus();
});
byId("second-person").addEventListener("change", (event) => {
  pair(true, Number(event.target.value));
  active = second;
  draw();
  tell("person");
});
WIDE.addEventListener("change", () => WIDE.matches || pair(false));
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
