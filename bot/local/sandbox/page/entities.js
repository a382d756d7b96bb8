// A text with Telegram's entities as elements. Offsets are UTF-16 code units, as strings count here.

import { element } from "./elements.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const SAFE = /^(https?:|mailto:|tel:)/i;

// `command` is called with a command that was tapped.
export function formatted(text, entities, command) {
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return pieces(text, 0, text.length, sorted, command);
}

function pieces(text, from, to, entities, command) {
  const found = [];
  let at = from;
  let rest = entities;
  while (rest.length) {
    const [first, ...others] = rest;
    const start = Math.max(first.offset, at);
    const end = Math.min(first.offset + first.length, to);
    const inside = others.filter((other) => other.offset < end);
    rest = others.filter((other) => other.offset >= end);
    if (end <= start) continue;
    if (start > at) found.push(text.slice(at, start));
    found.push(wrapped(first, text.slice(start, end), pieces(text, start, end, inside, command), command));
    at = end;
  }
  if (at < to) found.push(text.slice(at, to));
  return found;
}

function wrapped(entity, plain, inside, command) {
  if (entity.type in TAGS) return element(TAGS[entity.type], {}, ...inside);
  if (entity.type === "text_link" && SAFE.test(entity.url))
    return element("a", { href: entity.url, target: "_blank", rel: "noopener noreferrer" }, ...inside);
  if (entity.type === "bot_command")
    return element("button", { type: "button", class: "command", onclick: () => command(plain) }, plain);
  if (entity.type === "spoiler") {
    const hidden = element("button", { type: "button", class: "spoiler", "aria-expanded": "false" });
    hidden.setAttribute("aria-label", "Hidden; press to read");
    hidden.append(...inside);
    hidden.addEventListener("click", () => {
      hidden.setAttribute("aria-expanded", "true");
      hidden.removeAttribute("aria-label");
    });
    return hidden;
  }
  return element("span", {}, ...inside);
}
