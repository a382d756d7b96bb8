// What a person writes with: the input field, the command menu, other things to send.

import { element, rove } from "./elements.js";

export class Composer {
  #form;
  #words;
  #menu;
  #menuButton;
  #attach;
  #attachButton;
  #note;
  #editing = null;
  #chosen = -1;

  // `part` finds the parts of a phone; `commands()` are the bot's; `acts`: say(text) and change(message, text), which
  // resolve to null where that failed, send(what), up() for the arrow up in an empty field.
  constructor(part, commands, acts) {
    [this.#form, this.#words, this.#menu, this.#menuButton] = ["composer", "words", "menu", "menu-button"].map(part);
    [this.#attach, this.#attachButton, this.#note] = ["attach", "attach-button", "editing"].map(part);
    this.commands = commands;
    this.acts = acts;
    this.#form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
    this.#words.addEventListener("input", () => {
      this.#fit();
      this.#offer(this.#words.value);
    });
    this.#words.addEventListener("keydown", (event) => this.#press(event));
    this.#menuButton.addEventListener("click", () => {
      this.#menu.hidden ? this.#offer("/") : this.#close();
      this.#words.focus();
    });
    this.#attachButton.addEventListener("click", () => this.#showAttach(this.#attach.hidden));
    this.#attach.addEventListener("click", (event) => {
      if (!event.target.dataset.what) return;
      this.#showAttach(false);
      this.#attachButton.focus();
      acts.send(event.target.dataset.what);
    });
    this.#attach.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.#showAttach(false);
      this.#attachButton.focus();
    });
    rove(this.#attach, () => [...this.#attach.querySelectorAll("button")]);
    part("keep").addEventListener("click", () => this.edit(null));
    document.addEventListener("click", (event) => {
      if (!this.#form.contains(event.target)) this.#closeAll();
    });
  }

  focus() {
    this.#words.focus();
  }

  // What is typed and not sent; a change of an earlier message is none.
  get draft() {
    return this.#editing ? "" : this.#words.value;
  }

  // Turn to another chat, with what was typed there before.
  open(draft) {
    this.#closeAll();
    this.#set(null, draft);
  }

  // Change an earlier message instead of writing a new one; null leaves that.
  edit(message) {
    this.#set(message, message?.text ?? "");
    this.#words.focus();
  }

  #set(message, text) {
    this.#editing = message;
    this.#note.hidden = !message;
    this.#words.value = text;
    this.#fit();
  }

  async #submit() {
    const text = this.#words.value.trim();
    if (!text) return;
    const editing = this.#editing;
    this.edit(null);
    this.#close();
    const said = await (editing ? this.acts.change(editing, text) : this.acts.say(text));
    if (said || this.#words.value) return;
    this.#words.value = text; // it did not get through: nobody should have to type it again
    this.#fit();
  }

  #press(event) {
    if (event.isComposing) return;
    const open = !this.#menu.hidden;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.#choose(this.#chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (open && (event.key === "Enter" || event.key === "Tab") && this.#chosen >= 0) {
      event.preventDefault();
      this.#take(this.#menu.children[this.#chosen].dataset.command, event.key === "Enter");
    } else if (event.key === "Escape") {
      open ? this.#close() : this.edit(null);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    } else if (event.key === "ArrowUp" && !this.#words.value && this.acts.up()) {
      event.preventDefault();
    }
  }

  // Show the commands that begin with what is typed.
  #offer(typed) {
    const start = /^\/(\w*)$/.exec(typed);
    const found = start ? this.commands().filter(({ command }) => command.startsWith(start[1].toLowerCase())) : [];
    this.#menu.replaceChildren(...found.map(({ command, description }, at) => {
      const option = element("li", { role: "option", id: `${this.#menu.id}-${at}`, "data-command": command, "aria-selected": "false" },
        element("b", {}, `/${command}`), element("span", {}, description));
      option.addEventListener("click", () => this.#take(command, true));
      return option;
    }));
    this.#menu.hidden = !found.length;
    this.#menuButton.setAttribute("aria-expanded", String(Boolean(found.length)));
    this.#choose(found.length && start[1] ? 0 : -1);
  }

  #choose(at) {
    const options = [...this.#menu.children];
    this.#chosen = options.length && at !== -1 ? (at + options.length) % options.length : at < -1 ? options.length - 1 : -1;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === this.#chosen)));
    const chosen = options[this.#chosen];
    chosen?.scrollIntoView({ block: "nearest" });
    chosen ? this.#words.setAttribute("aria-activedescendant", chosen.id) : this.#words.removeAttribute("aria-activedescendant");
  }

  #take(command, send) {
    this.#close();
    this.#words.value = send ? "" : `/${command} `;
    this.#words.focus();
    if (send) this.acts.say(`/${command}`);
  }

  #close() {
    this.#menu.hidden = true;
    this.#menuButton.setAttribute("aria-expanded", "false");
    this.#chosen = -1;
    this.#words.removeAttribute("aria-activedescendant");
  }

  #showAttach(open) {
    this.#attach.hidden = !open;
    this.#attachButton.setAttribute("aria-expanded", String(open));
    if (open) this.#attach.querySelector("button").focus();
  }

  #closeAll() {
    this.#close();
    this.#showAttach(false);
  }

  #fit() {
    this.#words.style.height = "auto";
    this.#words.style.height = `${this.#words.scrollHeight + 2}px`;
  }
}
