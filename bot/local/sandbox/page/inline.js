// Inline mode: a draft in a chat with somebody else, and what the bot offers instead.

import { byId, element, rove } from "./elements.js";
import { post } from "./server.js";

const PAUSE = 300; // milliseconds without a key before the bot is asked

export class Inline {
  #sheet = byId("inline");
  #words = byId("inline-words");
  #offers = byId("inline-offers");
  #note = byId("inline-note");
  #sent = byId("inline-sent");
  #asking = 0;
  #timer = 0;
  #person = null;

  constructor() {
    this.#words.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), PAUSE);
    });
    this.#words.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") this.#offers.querySelector("button")?.focus();
    });
    rove(this.#offers, () => [...this.#offers.querySelectorAll("button")]);
  }

  open(person, bot) {
    if (this.#person !== person.id) this.#sent.replaceChildren();
    this.#person = person.id;
    byId("inline-name").textContent = `@${bot.username}`;
    this.#clear();
    this.#sheet.showModal();
    this.#words.focus();
  }

  #clear() {
    this.#words.value = "";
    this.#offers.replaceChildren();
    this.#note.textContent = "";
  }

  async #ask() {
    const mine = ++this.#asking;
    const query = this.#words.value.trim();
    this.#note.textContent = query ? "…" : "";
    try {
      const answer = query ? await post(`/sandbox/people/${this.#person}/inline`, { query }) : { results: [] };
      if (mine === this.#asking) this.#show(answer, query);
    } catch (error) {
      if (mine === this.#asking) this.#note.textContent = error.message;
    }
  }

  #show({ query, results, answered }, typed) {
    this.#offers.replaceChildren(...results.map((result) => {
      const offer = element("button", { type: "button" }, element("b", {}, result.title ?? ""), element("span", {}, result.description ?? ""));
      offer.addEventListener("click", () => this.#choose(query, String(result.id)));
      return offer;
    }));
    const none = answered ? "Nothing to offer for this." : "The bot did not answer.";
    this.#note.textContent = results.length || !typed ? "" : none;
  }

  async #choose(query, result) {
    try {
      const { text } = await post(`/sandbox/people/${this.#person}/choose`, { query, result });
      this.#sent.append(element("p", {}, text, element("small", {}, `via ${byId("inline-name").textContent}`)));
      this.#clear();
      this.#words.focus();
    } catch (error) {
      this.#note.textContent = error.message;
    }
  }
}
