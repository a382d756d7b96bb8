// One message as an element: its text or file, its buttons, its time.

import { element, rove, stand } from "./elements.js";
import { formatted } from "./entities.js";

const THINGS = { photo: "Photo", sticker: "Sticker", voice: "Voice message", document: "File", location: "Place" };
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const still = window.matchMedia("(prefers-reduced-motion: reduce)");

// `acts`: tap(message, button, element), command(text), edit(message); `bot`: its name.
export function drawMessage(message, bot, acts) {
  const mine = message.sender === "user";
  const bubble = element("div", { class: "bubble" }, element("span", { class: "hidden-words" }, mine ? "You: " : `${bot}: `));
  const file = drawFile(message, bot);
  if (file) bubble.append(file);
  if (message.text) bubble.append(element("div", { class: "text" }, ...formatted(message.text, message.entities, acts.command)));
  bubble.append(drawMeta(message, mine, acts));
  const drawn = element("div", { class: `message ${message.sender}`, "data-id": message.id }, bubble);
  if (message.keyboard.length) drawn.append(drawButtons(message, acts));
  return drawn;
}

function drawMeta(message, mine, acts) {
  const at = new Date(message.date * 1000);
  const meta = element("span", { class: "meta" });
  if (mine && message.kind === "text") {
    const edit = element("button", { type: "button", class: "quiet edit", "aria-label": "Change this message" }, "edit");
    edit.addEventListener("click", () => acts.edit(message));
    meta.append(edit, " ");
  }
  if (message.edited) meta.append("edited ");
  meta.append(element("time", { datetime: at.toISOString() }, clock.format(at)));
  return meta;
}

function drawFile(message, bot) {
  const { kind, file, text } = message;
  if (kind === "text") return null;
  if (!file || (message.sender === "user" && !file.picture && kind !== "document"))
    return element("p", { class: "thing" }, THINGS[kind] ?? kind);
  if (file.picture && kind !== "document") return drawPicture(file, kind, described(kind, text, bot));
  const size = file.bytes < 1024 ? `${file.bytes} bytes` : `${Math.round(file.bytes / 1024)} kB`;
  return element(
    "a", { class: "file", href: file.url, download: file.name },
    element("span", { class: "file-sign", "aria-hidden": "true" }, "↓"),
    element("span", { class: "file-name" }, file.name, element("span", { class: "file-size" }, size)),
  );
}

function described(kind, text, bot) {
  const first = text.split("\n").find((line) => line.trim()) ?? "";
  const what = kind === "animation" ? "Animation" : "Picture";
  return first ? `${what}: ${first}` : `${what} from ${bot}`;
}

function drawPicture(file, kind, alt) {
  const picture = element("img", { src: file.url, alt, width: file.width, height: file.height });
  const frame = element("div", { class: "picture" }, picture);
  if (kind === "animation" && still.matches) freeze(frame, picture);
  return frame;
}

// Who asked for less motion sees the first frame, and may start it.
function freeze(frame, picture) {
  const play = element("button", { type: "button", class: "still" }, "Play");
  picture.addEventListener("load", () => {
    const canvas = element("canvas", { width: picture.naturalWidth, height: picture.naturalHeight, role: "img" });
    canvas.setAttribute("aria-label", picture.alt);
    canvas.getContext("2d").drawImage(picture, 0, 0);
    frame.replaceChildren(canvas, play);
  }, { once: true });
  play.addEventListener("click", () => frame.replaceChildren(picture));
}

function drawButtons(message, acts) {
  const rows = message.keyboard.map((row) =>
    element("div", { class: "row" }, ...row.map((button) => drawButton(message, button, acts))));
  const group = element("div", { class: "buttons", role: "group", "aria-label": "Choices" }, ...rows);
  const all = () => [...group.querySelectorAll("button, a")];
  stand(all(), all()[0]);
  rove(group, all);
  return group;
}

function drawButton(message, button, acts) {
  if (button.url) return element("a", { href: button.url, target: "_blank", rel: "noopener noreferrer" }, button.text);
  const drawn = element("button", { type: "button" }, button.text);
  drawn.addEventListener("click", (event) => acts.tap(message, button, drawn, event.detail === 0));
  return drawn;
}
