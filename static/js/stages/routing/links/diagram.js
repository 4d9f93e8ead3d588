/** Links from groups of primary capsules to classes, as wide as what they say. */

import { createSizedSvg } from "../../../widgets/charts/sized-svg.js";
import { element } from "../../../widgets/dom.js";
import { followKeys } from "../../../widgets/arrow-keys.js";
import { followPointer, pointIn } from "../../../widgets/pointing.js";
import { createReadout } from "../../../widgets/readout.js";
import { strongLinks } from "../../../network/links.js";
import { createClassNodes } from "./class-nodes.js";
import { createCursor } from "./cursor.js";
import { createPaths } from "./paths.js";
import { createSourceNames } from "./source-names.js";
import { linkAt, linkLayout } from "./layout.js";
import { linkedSource, unitOf, withSelected } from "./sources.js";

/** Of the diagram where its place gives it no height, in CSS pixels. */
const HEIGHT = 380;

/**
 * @typedef {import("./layout.js").LinkHit} LinkHit
 *
 * @typedef {Object} LinkValues
 * @property {import("./sources.js").LinkSources} sources
 * @property {Float32Array} values sources x classes
 * @property {boolean} alone whether links of other classes are hidden
 * @property {number} share of the values to show, in (0, 1]
 *
 * @typedef {LinkValues & import("./class-nodes.js").ClassView} LinkView
 */

/**
 * @param {import("../../../state/store.js").Scope} store
 * @param {{choose: (digit: number) => void, describe: (hit: LinkHit) => string}} actions
 */
export function mountLinks(store, { choose, describe }) {
  const { class_names: names } = store.state.model;
  const classes = names.length;
  /** @type {LinkView | null} */
  let view = null;
  /** Null while the size is not known. @type {import("../../../widgets/charts/sized-svg.js").Size | null} */
  let size = null;
  /** @type {import("../../../network/links.js").Link[]} */
  let links = []; // those above the threshold

  const readout = createReadout();
  const cursor = createCursor(store, {
    unitOf: (hit) => unitOf(/** @type {LinkView} */ (view).sources, hit, view?.digit ?? 0),
    choose,
    moved(here) {
      readout.tell(here && describe(here));
      root.toggleAttribute("data-told", here !== null);
    },
  });
  const box = element("div", { class: "diagram-box" });
  const root = element("div", { class: "diagram" }, box);
  const { svg } = createSizedSvg(box, {
    height: HEIGHT,
    draw(now) {
      size = now;
      if (view) show(view);
    },
  });
  const label = "Links from primary capsules to classes";
  svg.attr("role", "group").attr("data-figure", "").attr("aria-label", label);
  const surface = /** @type {SVGSVGElement} */ (svg.node());
  const bundle = createBundle(svg);
  const sourceNames = createSourceNames(svg);
  const nodes = createClassNodes(svg, names, {
    point: (digit) => cursor.point(digit === null ? null : { digit }),
    press: (digit) => cursor.press({ digit }),
  });
  root.append(readout.root);
  const places = createPlaces([bundle, sourceNames, nodes], {
    ...{ classes, room: nodes.room },
    begin(count) {
      cursor.begin(count);
      bundle.paths.clear();
    },
  });

  /** @param {MouseEvent} event */
  function hitAt(event) {
    const at = pointIn(surface, event);
    if (!view || !at) return null;
    return linkAt(
      places.layout(),
      { sources: view.sources.count, classes },
      bundle.paths.shown(),
      at,
    );
  }

  followHand(cursor, {
    ...{ surface, links: bundle.stop, sources: sourceNames.stop, at: hitAt },
    shown: () => view && { links, count: view.sources.count },
  });

  function showLinks() {
    if (!view || !size) return;
    const { linked } = store.state;
    const { sources, values, digit } = view;
    const source = linkedSource(sources, linked);
    const isMeant = (/** @type {number} */ each) =>
      linked !== null && (linked.digits.length === 0 || linked.digits.includes(each));
    bundle.paths.show(withSelected(links, values, classes, { source, isMeant }), places.layout(), {
      digit,
      strongest: Math.abs(links[0]?.value ?? 1),
      isLinked: (link) => link.source === source && isMeant(link.digit),
    });
    sourceNames.showLinked(source);
    nodes.showLinked(linked?.digits ?? []);
  }

  store.watch(["linked"], showLinks);

  /** @param {LinkView} next */
  function show(next) {
    view = next;
    const { values, digit, alone, share } = next;
    const strong = strongLinks(values, classes, digit, share);
    links = alone ? strong.links.filter((link) => link.digit === digit) : strong.links;
    if (size) places.lay(next.sources, size);
    showLinks();
    nodes.show(next);
    const here = cursor.here();
    if (here) readout.refresh(describe(here));
    return strong.shown;
  }

  // `show` tells which share of the class's values the links hold.
  return { root, show };
}

/**
 * Has the pointer and keys move the cursor.
 * @param {ReturnType<typeof createCursor>} cursor
 * @param {Object} parts
 * @param {SVGSVGElement} parts.surface
 * @param {SVGGElement} parts.links the tab stop of all links
 * @param {SVGGElement} parts.sources that of all sources
 * @param {(event: MouseEvent) => LinkHit | null} parts.at what lies under the pointer
 * @param {() => {links: import("./layout.js").Ends[], count: number} | null} parts.shown the links,
 *   the strongest first, and how many sources there are; null while nothing is shown
 */
function followHand(cursor, { surface, links, sources, at, shown }) {
  const does = { move: cursor.point, press: () => cursor.press(cursor.here()) };
  followPointer(surface, { at, point: does.move, press: does.press });
  followKeys(links, {
    start: () => cursor.link(shown()?.links ?? []),
    step: (event) => cursor.stepLink(event, shown()?.links ?? []),
    ...does,
  });
  followKeys(sources, {
    start: () => cursor.source(),
    step: (event) => cursor.stepSource(event, shown()?.count ?? 0),
    ...does,
  });
}

/**
 * Where the diagram's parts stand; laid out anew for other sources, and for another size.
 * @param {{lay: (sources: import("./sources.js").LinkSources, layout: import("./layout.js").LinkLayout) => void}[]} parts
 * @param {{classes: number, room: number, begin: (count: number) => void}} of `begin`: told when
 *   other sources stand there
 */
function createPlaces(parts, { classes, room, begin }) {
  let layout = linkLayout({ sources: 1, classes, room, width: 0, height: 0 });
  let from = ""; // the sources that stand there
  let laidOut = "";

  return {
    layout: () => layout,
    /**
     * @param {import("./sources.js").LinkSources} sources
     * @param {import("../../../widgets/charts/sized-svg.js").Size} size
     */
    lay(sources, size) {
      const kind = `${sources.kind} ${sources.type}`;
      const key = `${kind} ${size.width} ${size.height}`;
      if (laidOut === key) return;
      laidOut = key;
      layout = linkLayout({ sources: sources.count, classes, room, ...size });
      if (kind !== from) begin(sources.count);
      from = kind;
      for (const part of parts) part.lay(sources, layout);
    },
  };
}

/**
 * All links together: one tab stop.
 * @param {import("d3").Selection<SVGSVGElement, unknown, null, undefined>} svg
 */
function createBundle(svg) {
  const group = svg
    .append("g")
    .attr("tabindex", 0)
    .attr("role", "application")
    .attr("aria-label", "Links. Arrow keys move from link to link, strongest first; Enter pins.");
  const frame = group.append("rect").attr("class", "focus-frame");
  const stop = /** @type {SVGGElement} */ (group.node());
  const paths = createPaths(stop);
  return {
    ...{ stop, paths },
    /**
     * @param {unknown} _
     * @param {import("./layout.js").LinkLayout} layout
     */
    lay(_, layout) {
      const { height, top, left, right } = layout;
      paths.lay(layout);
      frame
        .attr("x", left)
        .attr("y", top)
        .attr("width", right - left)
        .attr("height", Math.max(0, height - top - 2));
    },
  };
}
