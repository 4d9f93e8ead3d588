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
  let layout = linkLayout({ sources: 1, classes, room: 100, width: 0, height: 0 });
  /** @type {import("../../../widgets/charts/sized-svg.js").Size} */
  let size = { width: 0, height: 0 };
  /** @type {import("../../../network/links.js").Link[]} */
  let links = []; // those above the threshold
  let laidOut = "";
  let from = ""; // the sources that stand there

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
  const { svg } = createSizedSvg(box, { height: HEIGHT, draw });
  svg
    .attr("role", "group")
    .attr("data-figure", "")
    .attr("aria-label", "Links from primary capsules to classes");
  const surface = /** @type {SVGSVGElement} */ (svg.node());
  const bundle = createBundle(svg);
  const sourceNames = createSourceNames(svg);
  const nodes = createClassNodes(svg, names, {
    point: (digit) => cursor.point(digit === null ? null : { digit }),
    press: (digit) => cursor.press({ digit }),
  });
  root.append(readout.root);

  /** @param {MouseEvent} event */
  function hitAt(event) {
    const at = pointIn(surface, event);
    if (!view || !at) return null;
    return linkAt(layout, { sources: view.sources.count, classes }, bundle.paths.shown(), at);
  }

  const does = { move: cursor.point, press: () => cursor.press(cursor.here()) };
  followPointer(surface, { at: hitAt, point: does.move, press: does.press });
  followKeys(bundle.stop, {
    start: () => view && cursor.link(links),
    step: (event) => view && cursor.stepLink(event, links),
    ...does,
  });
  followKeys(sourceNames.stop, {
    start: () => view && cursor.source(),
    step: (event) => view && cursor.stepSource(event, view.sources.count),
    ...does,
  });

  /** @param {typeof size} now */
  function draw(now) {
    size = now;
    laidOut = "";
    if (view) show(view);
  }

  /** @param {import("./sources.js").LinkSources} sources */
  function lay(sources) {
    const kind = `${sources.kind} ${sources.type}`;
    const key = `${kind} ${size.width} ${size.height}`;
    if (laidOut === key) return;
    laidOut = key;
    layout = linkLayout({ sources: sources.count, classes, room: nodes.room, ...size });
    if (kind !== from) {
      from = kind;
      cursor.begin(sources.count);
      bundle.paths.clear();
    }
    bundle.paths.lay(layout);
    for (const part of [bundle, sourceNames, nodes]) part.lay(sources, layout);
  }

  function showLinks() {
    if (!view || size.width === 0) return;
    const { linked } = store.state;
    const { sources, values, digit } = view;
    const source = linkedSource(sources, linked);
    const isMeant = (/** @type {number} */ each) =>
      linked !== null && (linked.digits.length === 0 || linked.digits.includes(each));
    bundle.paths.show(withSelected(links, values, classes, { source, isMeant }), layout, {
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
    if (size.width > 0) {
      lay(next.sources);
      showLinks();
    }
    nodes.show(next);
    const here = cursor.here();
    if (here) readout.refresh(describe(here));
    return strong.shown;
  }

  return {
    root,
    /** Shows links; tells which share of the class's values they hold. */
    show,
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
    lay(_, { height, top, left, right }) {
      frame
        .attr("x", left)
        .attr("y", top)
        .attr("width", right - left)
        .attr("height", Math.max(0, height - top - 2));
    },
  };
}
