// A phone: the chat of one person, and what they write with. Two of them may stand side by side.

import { Chat } from "./chat.js";
import { Composer } from "./composer.js";
import { byId, element } from "./elements.js";
import { post } from "./server.js";

export class Phone {
  #part;
  #chat;
  #composer;
  #state;
  person = null;

  // Made in `place`, of the template; ids end with `suffix`. `used()` is called when somebody turns to this phone,
  // `elsewhere(person)` when they want to use the bot in another chat.
  constructor(place, suffix, state, { used, elsewhere }) {
    const made = byId("phone-template").content.cloneNode(true);
    for (const part of made.querySelectorAll("[data-part]")) part.id = part.dataset.part + suffix;
    for (const part of made.querySelectorAll("[data-controls]")) part.setAttribute("aria-controls", part.dataset.controls + suffix);
    place.append(made);
    this.#state = state;
    this.#part = (name) => byId(name + suffix);
    this.#chat = new Chat(this.#part, () => state.bot.name, {
      tap: (message, button) => this.act("tap", { message_id: message.id, data: button.callback_data }),
      command: (text) => this.#say(text),
      edit: (message) => this.#composer.edit(message),
    });
    this.#composer = new Composer(this.#part, () => state.bot.commands, {
      say: (text) => this.#say(text),
      change: (message, text) => this.act("edit", { message_id: message.id, text }),
      send: (what) => this.act("send", { what }),
      up: () => this.#chat.focusNewest(),
    });
    this.#part("block").addEventListener("click", () => this.#block(true));
    this.#part("unblock").addEventListener("click", () => this.#block(false));
    this.#part("elsewhere").addEventListener("click", () => elsewhere(this.#here()));
    for (const kind of ["focusin", "pointerdown"]) this.element.addEventListener(kind, used);
  }

  get element() {
    return this.#part("phone");
  }

  // Show the chat of another person, or the same one anew.
  show(person) {
    const left = this.#here();
    if (left) left.draft = this.#composer.draft;
    this.person = person;
    this.#here().unread = 0;
    this.#composer.open(this.#here().draft);
    this.#chat.show(this.#here());
    this.draw();
  }

  // Something happened in this person's chat.
  hear(happening) {
    this.#chat.hear(happening);
  }

  complain(text) {
    this.#chat.hear({ kind: "toast", text });
  }

  draw() {
    const person = this.#here();
    if (!person) return;
    this.#part("bot-name").textContent = this.#state.bot.name;
    this.#part("bot-line").textContent = person.typing ? "typing…" : `@${this.#state.bot.username}`;
    this.#part("composer").hidden = this.#part("block").hidden = person.blocked;
    this.#part("shut").hidden = !person.blocked;
    const rows = person.blocked ? [] : person.reply_keyboard;
    this.#part("reply-keyboard").replaceChildren(...rows.map((row) => element("div", { class: "row" },
      row.map((label) => element("button", { type: "button", onclick: () => this.#say(label) }, label)))));
    this.#part("reply-keyboard").hidden = !rows.length;
  }

  // Let the person do something; null where that failed, and the phone says why.
  async act(what, body) {
    try {
      return await post(`/sandbox/people/${this.person}/${what}`, body);
    } catch (error) {
      this.complain(error.message);
      return null;
    }
  }

  #say(text) {
    return this.act("text", { text });
  }

  async #block(blocked) {
    await this.act("block", { blocked });
    blocked ? this.#part("unblock").focus() : this.#composer.focus();
  }

  #here() {
    return this.#state.people.get(this.person);
  }
}
