/** Links from groups of primary capsules to classes, as wide as what they say. */

import { select } from "d3";
import { element } from "../../../widgets/dom.js";
import { sameUnit } from "../../../network/units.js";
import { strongLinks } from "../../../network/links.js";
import { createPaths } from "./paths.js";
import { linkAt, linkLayout, WIDTH } from "./layout.js";
import { labelOfSource, linkedSource, unitOfLink, unitOfSource } from "./sources.js";

/** Characters of a class's name that its node holds. */
const LONGEST_NAME = 10;

/**
 * @typedef {import("./sources.js").LinkSources} LinkSources
 * @typedef {import("./layout.js").LinkHit} LinkHit
 *
 * @typedef {Object} LinkView
 * @property {LinkSources} sources
 * @property {Float32Array} values sources x classes
 * @property {number} digit the class whose links are shown in colour
 * @property {boolean} alone whether links of other classes are hidden
 * @property {number} share of the values to show, in (0, 1]
 * @property {string[]} numbers beside the classes
 * @property {string} numberName what they are
 * @property {boolean} blank whether nothing is drawn
 */

/**
 * @param {import("../../../state/store.js").Scope} store
 * @param {{choose: (digit: number) => void, describe: (hit: LinkHit) => string}} actions
 */
export function mountLinks(store, { choose, describe }) {
  const { class_names: names } = store.state.model;
  const classes = names.length;
  const labels = names.map((name) =>
    name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name,
  );
  const nodeWidth = Math.max(28, 7.4 * Math.max(...labels.map(({ length }) => length)) + 16);
  const root = element("div", { class: "diagram" });
  const readout = element("p", { class: "readout" });
  const svg = select(root)
    .append("svg")
    .attr("role", "group")
    .attr("aria-label", "Links from primary capsules to classes");
  const linkStop = svg.append("g").attr("tabindex", 0).attr("role", "application");
  linkStop.attr(
    "aria-label",
    "Links. Arrow keys move from link to link, strongest first; Enter pins.",
  );
  const frame = linkStop.append("rect").attr("class", "focus-frame");
  const paths = createPaths(/** @type {SVGGElement} */ (linkStop.node()));
  const sourceStop = svg
    .append("g")
    .attr("class", "type-names")
    .attr("tabindex", 0)
    .attr("role", "application");
  const axisName = svg.append("text").attr("class", "axis-name").attr("text-anchor", "middle");
  const nodes = svg
    .append("g")
    .selectAll("g")
    .data(names)
    .join("g")
    .attr("class", "class-node")
    .attr("role", "button")
    .attr("tabindex", (_, index) => (index === 0 ? 0 : -1));
  nodes
    .append("rect")
    .attr("x", -nodeWidth / 2)
    .attr("y", -13)
    .attr("width", nodeWidth)
    .attr("height", 26)
    .attr("rx", 13);
  nodes
    .append("text")
    .attr("class", "class-name")
    .attr("text-anchor", "middle")
    .attr("dy", "0.35em")
    .text((_, index) => labels[index]);
  // Beside the nodes, not in them: each node's name tells its number, after what it shows.
  const beside = svg
    .append("g")
    .attr("aria-hidden", "true")
    .selectAll("text")
    .data(names)
    .join("text")
    .attr("class", "class-length number")
    .attr("dy", "0.35em");
  root.append(readout);

  /** @type {LinkView | null} */
  let view = null;
  let layout = linkLayout({ sources: 1, classes, room: 100 });
  /** @type {import("../../../network/links.js").Link[]} */
  let links = []; // those above the threshold
  let laidOut = "";
  /** @type {LinkHit | null} */
  let here = null; // what is pointed at in this diagram
  /** @type {import("./layout.js").Ends | null} */
  let lastLink = null;
  let lastSource = 0;

  /** @param {LinkSources} sources */
  function lay(sources) {
    const { kind, type, count } = sources;
    const key = `${kind} ${type}`;
    if (laidOut === key) return;
    laidOut = key;
    lastLink = null;
    lastSource = Math.min(lastSource, count - 1);
    layout = linkLayout({ sources: count, classes, room: nodeWidth + 60 });
    const { height, left, right, sourceY, digitY } = layout;
    svg.attr("viewBox", `0 0 ${WIDTH} ${height}`);
    frame
      .attr("x", left)
      .attr("y", 2)
      .attr("width", right - left)
      .attr("height", height - 4);
    paths.clear();
    const words = {
      type: "capsule type",
      position: "row, column of the position",
      capsule: `row, column of type ${type}'s capsules`,
    }[kind];
    axisName.attr("transform", `translate(9 ${height / 2}) rotate(-90)`).text(words);
    sourceStop.attr("aria-label", `The ${words}. Arrow keys move, Enter pins.`);
    // Where labels would overlap, only some are written.
    const step = Math.ceil((10 * count) / height);
    sourceStop
      .selectAll("text")
      .data(Array.from({ length: count }, (_, source) => source))
      .join("text")
      .attr("x", left - 6)
      .attr("y", sourceY)
      .attr("dy", "0.34em")
      .attr("text-anchor", "end")
      .text((source) => (source % step === 0 ? labelOfSource(sources, source) : ""));
    nodes.attr("transform", (_, digit) => `translate(${right + nodeWidth / 2} ${digitY(digit)})`);
    beside.attr("x", right + nodeWidth + 6).attr("y", (_, digit) => digitY(digit));
  }

  /** @param {LinkHit} hit */
  function unitAt(hit) {
    const { sources, digit } = /** @type {LinkView} */ (view);
    if ("source" in hit)
      return "digit" in hit ? unitOfLink(sources, hit) : unitOfSource(sources, hit.source, digit);
    return /** @type {const} */ ({ kind: "digit", ...hit });
  }

  /** @param {LinkHit | null} hit */
  function point(hit) {
    if (JSON.stringify(hit) === JSON.stringify(here)) return;
    here = hit;
    if (hit && "source" in hit && "digit" in hit) lastLink = hit;
    else if (hit && "source" in hit) lastSource = hit.source;
    store.update({ pointed: hit && unitAt(hit) });
    // Heard when the cursor moves, not with every answer while the pen does.
    readout.setAttribute("aria-live", "polite");
    showReadout();
  }

  /** @param {LinkHit | null} hit */
  function pin(hit) {
    if (!hit) return;
    const unit = unitAt(hit);
    if ("source" in hit) {
      store.update({ pinned: sameUnit(unit, store.state.pinned) ? null : unit });
      return;
    }
    choose(hit.digit);
    store.update({ pinned: store.state.digit === hit.digit ? unit : null });
  }

  /** @param {MouseEvent} event */
  function hitAt(event) {
    const matrix = /** @type {SVGSVGElement} */ (svg.node()).getScreenCTM();
    if (!view || !matrix) return null;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    return linkAt(layout, { sources: view.sources.count, classes }, paths.shown(), at);
  }

  svg
    .on("pointermove", (/** @type {PointerEvent} */ event) => {
      if (event.pointerType !== "touch") point(hitAt(event));
    })
    .on("pointerleave", (/** @type {PointerEvent} */ event) => {
      if (event.pointerType !== "touch") point(null);
    })
    .on("click", (/** @type {MouseEvent} */ event) => {
      const hit = hitAt(event);
      point(hit);
      pin(hit);
    });
  follow(linkStop, linkTarget, () => lastLink ?? links[0] ?? null);
  follow(sourceStop, sourceTarget, () => ({ source: lastSource }));
  nodes
    .on("focus", (_, name) => point({ digit: names.indexOf(name) }))
    .on("blur", () => point(null))
    .on("keydown", (/** @type {KeyboardEvent} */ event, name) => {
      const digit = names.indexOf(name);
      const to = stepIn(event.key, digit, classes);
      if (event.key === "Enter" || event.key === " ") pin({ digit });
      else if (to !== null) {
        nodes.attr("tabindex", (_, index) => (index === to ? 0 : -1));
        /** @type {SVGGElement} */ (nodes.nodes()[to]).focus();
      } else return;
      event.preventDefault();
    });

  /**
   * Lets keys move within a group that is one tab stop.
   * @param {import("d3").Selection<SVGGElement, unknown, null, undefined>} stop
   * @param {(key: string) => LinkHit | null} target
   * @param {() => LinkHit | null} first where the cursor begins
   */
  function follow(stop, target, first) {
    stop
      .on("focus", () => {
        const group = /** @type {SVGGElement} */ (stop.node());
        if (view && group.matches(":focus-visible")) point(first());
      })
      .on("blur", () => point(null))
      .on("keydown", (/** @type {KeyboardEvent} */ event) => {
        if (!view) return;
        if (event.key === "Enter" || event.key === " ") pin(here);
        else {
          const to = target(event.key);
          if (!to) return;
          point(to);
        }
        event.preventDefault();
      });
  }

  /** @param {string} key */
  function linkTarget(key) {
    const at = links.findIndex(
      ({ source, digit }) => source === lastLink?.source && digit === lastLink.digit,
    );
    const to = stepIn(key, at, links.length);
    if (to === null || links.length === 0) return null;
    const { source, digit } = links[to];
    return { source, digit };
  }

  /** @param {string} key */
  function sourceTarget(key) {
    const to = stepIn(key, lastSource, view?.sources.count ?? 0);
    return to === null ? null : { source: to };
  }

  function showReadout() {
    readout.textContent = here && view ? describe(here) : "\u00a0";
  }

  function showLinks() {
    if (!view) return;
    const { linked } = store.state;
    const { sources, values, digit } = view;
    const source = linkedSource(sources, linked);
    const isMeant = (/** @type {number} */ each) =>
      linked !== null && (linked.digits.length === 0 || linked.digits.includes(each));
    // What is selected is drawn, however weak it is.
    const all = [...links];
    if (source !== null && source < sources.count) {
      for (let each = 0; each < classes; each++) {
        const value = values[source * classes + each];
        const drawn = links.some((link) => link.source === source && link.digit === each);
        if (isMeant(each) && !drawn && value !== 0) all.push({ source, digit: each, value });
      }
    }
    paths.show(all, layout, {
      digit,
      strongest: Math.abs(links[0]?.value ?? 1),
      isLinked: (link) => link.source === source && isMeant(link.digit),
    });
    sourceStop.selectAll("text").attr("data-linked", (_, index) => (index === source ? "" : null));
    nodes.attr("data-linked", (_, index) => (linked?.digits.includes(index) ? "" : null));
  }

  store.watch(["linked"], showLinks);

  return {
    root,
    /**
     * Shows links; tells which share of the class's values they hold.
     * @param {LinkView} next
     */
    show(next) {
      view = next;
      const { sources, values, digit, alone, share, numbers, numberName, blank } = next;
      lay(sources);
      const strong = strongLinks(values, classes, digit, share);
      links = alone ? strong.links.filter((link) => link.digit === digit) : strong.links;
      showLinks();
      nodes
        .attr("data-chosen", (_, index) => (index === digit && !blank ? "" : null))
        .attr("aria-pressed", (_, index) => String(index === store.state.digit))
        .attr("aria-label", (name, index) => `${name}, ${numberName} ${numbers[index]}`);
      beside.text((_, index) => numbers[index]);
      if (here) {
        readout.setAttribute("aria-live", "off");
        showReadout();
      }
      return strong.shown;
    },
  };
}

/**
 * Where a key leads in a list; null for a key that leads nowhere.
 * @param {string} key
 * @param {number} from
 * @param {number} count
 */
function stepIn(key, from, count) {
  switch (key) {
    case "ArrowDown":
    case "ArrowRight":
      return Math.min(count - 1, from + 1);
    case "ArrowUp":
    case "ArrowLeft":
      return Math.max(0, from - 1);
    case "Home":
      return 0;
    case "End":
      return count - 1;
    default:
      return null;
  }
}
