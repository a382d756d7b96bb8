// The people: a tab each, and a sheet to add somebody.

import { byId, element, rove, stand } from "./elements.js";
import { post } from "./server.js";

export class People {
  #tabs = byId("people");
  #sheet = byId("newcomer");
  #shown = "";

  // `choose(id)` is called when somebody is chosen.
  constructor(choose) {
    this.choose = choose;
    rove(this.#tabs, () => [...this.#tabs.children], { vertical: false });
    this.#tabs.addEventListener("focusin", (event) => {
      const tab = event.target.closest("[role=tab]");
      if (tab && tab.getAttribute("aria-selected") !== "true") choose(Number(tab.dataset.person));
    });
    byId("add-person").addEventListener("click", () => {
      byId("newcomer-name").value = "";
      this.#sheet.showModal();
    });
    byId("newcomer-cancel").addEventListener("click", () => this.#sheet.close());
    byId("newcomer-form").addEventListener("submit", async (event) => {
      event.preventDefault();
      const { id } = await post("/sandbox/people", { name: byId("newcomer-name").value });
      this.#sheet.close();
      choose(id);
    });
  }

  // Drawn anew only where something is different: a tab that is being pressed must not go away under the finger.
  draw(people, selected) {
    const shown = JSON.stringify([selected, people.map(({ id, name, unread }) => [id, name, unread])]);
    if (shown === this.#shown) return;
    this.#shown = shown;
    const focused = this.#tabs.contains(document.activeElement);
    this.#tabs.replaceChildren(...people.map((person) => this.#tab(person, person.id === selected)));
    const chosen = this.#tabs.querySelector("[aria-selected=true]");
    stand([...this.#tabs.children], chosen);
    if (focused) chosen?.focus();
  }

  #tab(person, selected) {
    const tab = element("button", {
      type: "button", role: "tab", id: `tab-${person.id}`, "data-person": person.id,
      "aria-selected": String(selected), "aria-controls": "phone",
    }, person.name);
    if (person.unread) {
      const news = element("span", { class: "unread", "aria-label": `${person.unread} new` }, String(person.unread));
      tab.append(news);
    }
    tab.addEventListener("click", () => this.choose(person.id));
    return tab;
  }
}
