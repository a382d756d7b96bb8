// The log of one chat: drawn anew for another person, and kept up with what happens.

import { byId, element } from "./elements.js";
import { drawMessage } from "./message.js";

const day = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const NEAR = 120; // pixels from the end that still count as reading there
const TYPING = 6000; // milliseconds; Telegram lets it go by itself too
const TOAST = 4500;

export class Chat {
  #log;
  #typing;
  #toast;
  #person = null;
  #typingEnds = 0;
  #toastEnds = 0;
  #busy = null;
  #reading = false; // somewhere above the end

  // `part` finds the parts of a phone; `acts` as for drawMessage, but for tap, which is `tap(message, button)` here;
  // `bot()` is its name.
  constructor(part, bot, acts) {
    [this.#log, this.#typing, this.#toast] = ["log", "typing", "toast"].map(part);
    this.bot = bot;
    this.acts = { ...acts, tap: (...tapped) => this.#tap(acts.tap, ...tapped) };
    this.followKeys = false; // a button was pressed by key: the next buttons get the focus
    this.#log.addEventListener("scroll", () => (this.#reading = !this.#isAtEnd()));
    new ResizeObserver(() => this.#reading || this.#goToEnd()).observe(this.#log);
  }

  show(person) {
    this.#person = person;
    this.followKeys = false;
    this.#log.setAttribute("aria-live", "off"); // another chat is no news
    this.#log.replaceChildren();
    if (!person.messages.size) this.#log.append(this.#welcome());
    for (const message of person.messages.values()) this.#append(message);
    this.#showTyping(person.typing);
    this.#goToEnd();
    requestAnimationFrame(() => this.#log.setAttribute("aria-live", "polite"));
  }

  hear(happening) {
    const { kind, message } = happening;
    if (message) {
      if (message.sender === "bot") this.#settle();
      const shown = this.#find(message.id); // an edited one, or one that was told twice
      if (shown) this.#keepEnd(() => shown.replaceWith(this.#draw(message)));
      else this.#keepEnd(() => this.#append(message), message.sender === "user");
    }
    if (kind === "delete") this.#find(happening.message_id)?.remove();
    if (kind === "toast") this.#showToast(happening.alert ? "" : happening.text);
    if (kind === "toast" && happening.alert && happening.text) showAlert(happening.text);
    if (message || kind === "typing") this.#showTyping(this.#person.typing);
    if (message?.keyboard.length && this.followKeys) this.#focusButtons(message.id);
  }

  // Go from the input field to the newest buttons; whether there are any.
  focusNewest() {
    const group = [...this.#log.querySelectorAll(".buttons")].at(-1);
    group?.querySelector("button, a").focus();
    return Boolean(group);
  }

  #draw(message) {
    return drawMessage(message, this.bot(), this.acts);
  }

  #append(message) {
    this.#log.querySelector(".empty")?.remove();
    const name = day.format(new Date(message.date * 1000));
    if ([...this.#log.querySelectorAll(".day")].at(-1)?.textContent !== name)
      this.#log.append(element("p", { class: "day" }, name));
    this.#log.append(this.#draw(message));
  }

  #find(id) {
    return this.#log.querySelector(`[data-id="${Number(id)}"]`);
  }

  #keepEnd(change, always = false) {
    const stay = !always && !this.#isAtEnd();
    change();
    if (!stay) this.#goToEnd();
  }

  #isAtEnd() {
    return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < NEAR;
  }

  // Now, and again once the pictures have their height.
  #goToEnd() {
    this.#reading = false;
    this.#log.scrollTop = this.#log.scrollHeight;
    for (const picture of this.#log.querySelectorAll("img"))
      if (!picture.complete) picture.addEventListener("load", () => this.#reading || this.#goToEnd(), { once: true });
  }

  #tap(act, message, button, pressed, byKey) {
    if (pressed === this.#busy) return; // tapped already; the bot will answer
    this.#settle();
    this.#busy = pressed;
    pressed.setAttribute("aria-busy", "true");
    this.followKeys = byKey;
    act(message, button);
  }

  #settle() {
    this.#busy?.removeAttribute("aria-busy");
    this.#busy = null;
  }

  #focusButtons(id) {
    if (!document.activeElement || document.activeElement === document.body || this.#log.contains(document.activeElement))
      this.#find(id)?.querySelector(".buttons button, .buttons a")?.focus();
  }

  #showTyping(on) {
    clearTimeout(this.#typingEnds);
    this.#typing.hidden = !on;
    if (on) this.#typingEnds = setTimeout(() => (this.#typing.hidden = true), TYPING);
  }

  #showToast(text) {
    this.#settle();
    if (!text) return;
    clearTimeout(this.#toastEnds);
    this.#toast.textContent = text;
    this.#toastEnds = setTimeout(() => (this.#toast.textContent = ""), TOAST);
  }

  #welcome() {
    const start = element("button", { type: "button", class: "primary" }, "Start");
    start.addEventListener("click", () => this.acts.command("/start"));
    const words = "Nobody has written here yet. Whatever you say stays on this machine.";
    return element("div", { class: "empty" }, element("p", {}, words), start);
  }
}

// What the bot wants to be confirmed; a second one joins the first.
function showAlert(text) {
  const sheet = byId("alert");
  if (!sheet.open) byId("alert-words").replaceChildren();
  byId("alert-words").append(element("p", {}, text));
  if (!sheet.open) sheet.showModal();
}
