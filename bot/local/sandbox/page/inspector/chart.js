// A chart: states in layers, the ways between them, and the same as lists for those who can't see it.

import { element as h, refill, drawing as s } from "../elements.js";
import { button } from "./pieces.js";

const KINDS = { wait: "waits for the person", pass: "is gone through at once", call: "runs another dialog", end: "leaves the dialog" };
const SCALES = [0.3, 0.45, 0.6, 0.75, 0.9, 1.05, 1.25, 1.5];
const READABLE = 0.9;
const DENSE = 3; // edges a state from which on those that matter now stand out

/** The chart, and how to fit it once it is in the page. `standing` is the state it is in, `moves` those of the last turn, `visited` states that were passed before. */
export function chart(drawn, { standing, moves, visited }) {
  const lit = new Set(moves.map((move) => `${move.source}>${move.dest}`));
  const svg = s("svg", {
    viewBox: `0 0 ${drawn.width} ${drawn.height}`, role: "img", class: `in-chart${drawn.edges.length > DENSE * drawn.nodes.length ? " in-dense" : ""}`,
    "aria-label": `Chart of ${drawn.name}${standing ? `; it is in ${standing}` : ""}. The same stands below as lists.`,
  });
  const tips = ["in-tip", "in-tip-lit"].map((id) => s("marker", {
    id, viewBox: "0 0 8 8", refX: 7, refY: 4, markerUnits: "userSpaceOnUse", markerWidth: id === "in-tip" ? 8 : 12, markerHeight: id === "in-tip" ? 8 : 12, orient: "auto-start-reverse",
  }, s("path", { d: "M0 0.8 L7.5 4 L0 7.2 Z", class: id })));
  const edges = drawn.edges.map((edge) => {
    const on = lit.has(`${edge.source}>${edge.dest}`);
    return s("path", {
      d: path(edge), class: `in-edge${on ? " in-lit" : ""}${edge.source === standing ? " in-next" : ""}`, "marker-end": `url(#${on ? "in-tip-lit" : "in-tip"})`,
      "data-source": edge.source, "data-dest": edge.dest,
    }, s("title", {}, `${edge.source} → ${edge.dest}: ${edge.labels.join(", ") || "at once"}`));
  });
  const first = drawn.nodes.find((node) => node.name === drawn.start);
  const begin = s("g", { class: "in-begin" },
    s("circle", { cx: first.x, cy: first.y - first.height / 2 - 20, r: 5 }),
    s("path", { d: `M${first.x} ${first.y - first.height / 2 - 15} V${first.y - first.height / 2 - 2}`, "marker-end": "url(#in-tip)" }));
  const nodes = drawn.nodes.map((node) => {
    const marks = [node.name === standing && "in-here", visited.has(node.name) && "in-visited"].filter(Boolean).join(" ");
    return s("g", { class: `in-node in-${node.kind} ${marks}`, "data-name": node.name },
      shape(node),
      node.lines.map((line, index) => s("text", {
        x: node.x, y: node.y + (index - (node.lines.length - 1) / 2) * 15 + 4, "text-anchor": "middle",
        class: index ? "in-second" : null,
      }, line)),
      s("title", {}, `${node.name} ${KINDS[node.kind]}`));
  });
  svg.append(s("defs", {}, tips), begin, ...edges.filter((edge) => !edge.classList.contains("in-lit")),
    ...edges.filter((edge) => edge.classList.contains("in-lit")), ...nodes);

  const ways = h("div", { class: "in-ways", "aria-live": "polite" });
  const choose = (name) => {
    for (const node of nodes) node.classList.toggle("in-chosen", node.dataset.name === name);
    for (const edge of edges) {
      edge.classList.toggle("in-from", edge.dataset.source === name);
      edge.classList.toggle("in-to", edge.dataset.dest === name);
    }
    svg.classList.toggle("in-choosing", name !== null);
    refill(ways, waysOf(drawn, name ?? standing, moves));
  };
  for (const node of nodes) node.addEventListener("click", () => choose(node.classList.contains("in-chosen") ? null : node.dataset.name));
  choose(null);

  const frame = h("div", { class: "in-scroll in-frame", tabindex: "0", role: "region", "aria-label": `Chart of ${drawn.name}` }, svg);
  let scale = 1;
  const zoom = (to) => {
    scale = Math.min(SCALES.at(-1), Math.max(SCALES[0], to));
    svg.setAttribute("width", drawn.width * scale);
    svg.setAttribute("height", drawn.height * scale);
    const here = drawn.nodes.find((node) => node.name === standing) ?? first;
    frame.scrollTo(here.x * scale - frame.clientWidth / 2, here.y * scale - frame.clientHeight / 2);
  };
  const fitting = () => Math.min(frame.clientWidth / drawn.width, frame.clientHeight / drawn.height);
  /** As large as there is room for; where there is too little, large enough to be read, and scrolled to the state. */
  const fit = () => zoom(Math.min(1.15, Math.max(READABLE, frame.clientWidth / drawn.width)));
  zoom(1);
  const element = h("div", {},
    h("div", { class: "in-head" },
      h("h3", {}, `Chart of ${drawn.name}`),
      h("span", { class: "in-soft" }, `version ${drawn.version}`),
      h("span", { class: "in-tools" },
        button("−", () => zoom(SCALES.findLast((each) => each < scale - 0.01) ?? scale), { "aria-label": "Smaller" }),
        button("+", () => zoom(SCALES.find((each) => each > scale + 0.01) ?? scale), { "aria-label": "Larger" }),
        button("All of it", () => zoom(fitting())))),
    frame,
    h("p", { class: "in-legend in-soft" }, "Filled: where it stands. Thick: the moves of the last turn. Dark: where it may go. Tinted: passed before. Choose a state to see its ways."),
    ways,
    lists(drawn, standing));
  return { element, fit };
}

function shape(node) {
  const { x, y, width, height } = node;
  if (node.kind === "pass") {
    const side = 9;
    return s("path", { d: `M${x - width / 2} ${y} l${side} ${-height / 2} h${width - 2 * side} l${side} ${height / 2} l${-side} ${height / 2} h${-(width - 2 * side)} Z` });
  }
  return s("rect", { x: x - width / 2, y: y - height / 2, width, height, rx: node.kind === "end" ? height / 2 : 7 });
}

/** A smooth way through its points: it leaves and enters each upright. A state that leads to itself gets a small loop. */
function path({ source, dest, points }) {
  const [[x, y], ...rest] = points;
  if (source === dest) return `M${x} ${y} C${points[1][0] + 4} ${points[1][1] - 6} ${points[2][0] + 4} ${points[2][1] + 6} ${points[3][0] + 1} ${points[3][1]}`;
  let before = [x, y];
  let d = `M${x} ${y}`;
  for (const [nextX, nextY] of rest) {
    const middle = (before[1] + nextY) / 2;
    d += nextX === before[0] ? ` V${nextY}` : ` C${before[0]} ${middle} ${nextX} ${middle} ${nextX} ${nextY}`;
    before = [nextX, nextY];
  }
  return d;
}

function waysOf(drawn, name, moves) {
  if (name === null) return [];
  const out = drawn.edges.filter((edge) => edge.source === name);
  const last = moves.map((move) => `${move.source} → ${move.dest}${["go", "returned"].includes(move.trigger) ? "" : ` (${move.trigger})`}`);
  return [
    last.length ? h("p", {}, h("strong", {}, "Last turn: "), last.join(", then ")) : null,
    h("p", {}, h("strong", {}, `From ${name}: `), out.length ? out.map((edge) => `${edge.labels.join(", ") || "at once"} → ${edge.dest}`).join("; ") : "nowhere; it ends here"),
  ];
}

function lists(drawn, standing) {
  return h("details", { class: "in-lists" },
    h("summary", {}, `The chart as lists (${drawn.nodes.length} states)`),
    h("ul", {}, drawn.nodes.map((node) => {
      const out = drawn.edges.filter((edge) => edge.source === node.name);
      return h("li", {},
        h("strong", {}, node.name), ` ${KINDS[node.kind]}`, node.name === standing ? "; it stands here" : "", node.name === drawn.start ? "; it begins here" : "",
        out.length ? h("ul", {}, out.map((edge) => h("li", {}, `to ${edge.dest}: ${edge.labels.join(", ") || "at once"}`))) : null);
    })));
}
