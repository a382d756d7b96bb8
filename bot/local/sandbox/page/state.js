// What the page knows: the bot, the people and their chats. Only what the server tells changes it, but for `unread`,
// how many news a person has not seen, and `draft`, what is typed and not sent.

export class State extends EventTarget {
  bot = { name: "", username: "", status: "away", commands: [] };
  people = new Map();

  // Take over everything anew.
  replace({ bot, people }) {
    this.bot = bot;
    this.people.clear();
    for (const person of people) this.#put(person);
    this.#tell({ kind: "reset", person: null });
  }

  // Take over one happening; whoever listens to "change" hears it after that, with the message it is about.
  apply(happening) {
    const { kind, person } = happening;
    if (kind === "bot") this.bot.status = happening.status;
    else if (kind === "commands") this.bot.commands = happening.commands;
    else if (kind === "person") this.#put(happening.state);
    else this.#applyTo(this.people.get(person), happening);
    this.#tell(happening);
  }

  #put(person) {
    const messages = new Map(person.messages.map((message) => [message.id, message]));
    this.people.set(person.id, { ...person, messages, unread: 0, draft: "" });
  }

  #applyTo(person, happening) {
    if (!person) return;
    switch (happening.kind) {
      case "message":
      case "edit":
        person.messages.set(happening.message.id, happening.message);
        if (happening.message.sender === "bot") person.typing = false;
        break;
      case "delete":
        person.messages.delete(happening.message_id);
        break;
      case "typing":
        person.typing = true;
        break;
      case "keyboard":
        person.reply_keyboard = happening.rows;
        break;
      case "standing":
        person.blocked = happening.standing === "kicked";
        break;
    }
  }

  #tell(happening) {
    this.dispatchEvent(new CustomEvent("change", { detail: happening }));
  }
}
