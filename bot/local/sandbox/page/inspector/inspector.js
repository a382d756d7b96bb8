// The pane beside the chat. `element` is the <aside>; `bus` tells of "person" and "turn", both with {person}.
export function mount(element, bus) {
  const note = document.createElement("p");
  note.className = "inspector-empty";
  element.append(note);
  const show = (event) => {
    note.textContent = `Nothing is shown of person ${event.detail.person} yet.`;
  };
  bus.addEventListener("person", show);
  bus.addEventListener("turn", show);
}
