/** The plane as it is painted: the dots, what stands over them, and what their colours mean. */

import { diverging, domain, lookup } from "../../../graphics/color.js";
import { createSizedSvg } from "../../../widgets/charts/sized-svg.js";
import { element } from "../../../widgets/dom.js";
import { createLegend } from "../../../widgets/legend.js";
import { createDots } from "./dots.js";
import { createMarks } from "./marks.js";
import { pointOf } from "./plane-data.js";
import { isInside, planeScale } from "./plane-scale.js";

/** Of the plane where its place gives it no height, in CSS pixels. */
const HEIGHT = 300;
/** Share of the votes whose support lies within the colours. */
const MOST = 0.99;

/**
 * @typedef {import("./plane-data.js").View} View
 *
 * @typedef {Object} Shown
 * @property {View | null} view null while there is none
 * @property {number} reach
 * @property {boolean} dark
 */

/**
 * @param {{classes: number, noun: string, sized: () => void}} of `sized`: told when the plane has another size
 */
export function createPlanePicture({ classes, noun, sized }) {
  const dots = createDots("Votes as dots of a plane");
  const legend = createLegend(dots.canvas);
  const root = element(
    "div",
    { class: "votes-plane", "data-layers": true, tabindex: 0, role: "application" },
    dots.canvas,
  );
  let scale = planeScale({ width: 0, height: 0 });
  const { svg } = createSizedSvg(root, {
    height: HEIGHT,
    draw(size) {
      scale = planeScale(size);
      dots.resize(size, scale);
      sized();
    },
  });
  const marks = createMarks(svg);
  const edges = { dark: "", light: "" };

  /** Asked for once a theme: to ask lays the page out. @param {boolean} dark */
  function edgeOf(dark) {
    const theme = dark ? "dark" : "light";
    edges[theme] ||= getComputedStyle(root).getPropertyValue("--other");
    return edges[theme];
  }

  return {
    ...{ root, legend: legend.root },
    scale: () => scale,
    /** @param {import("./choosing.js").Frame | null} brush @param {number} reach */
    showFrame: (brush, reach) => marks.showFrame(brush, reach, scale),
    /** @param {[number, number] | null} place @param {number} reach */
    showCursor: (place, reach) => marks.showCursor(place, reach, scale),
    /** @param {Shown} shown */
    show({ view, reach, dark }) {
      marks.showAxes(reach, scale);
      if (!view) {
        dots.show(null);
        marks.showPath(new Float32Array(0), 0, reach, scale);
        return;
      }
      const { points, support, path, iteration } = view;
      const palette = dark ? diverging.dark : diverging.light;
      const range = rangeOfMost(support);
      const evenness = view.couplings?.map((coupling) => coupling * classes) ?? null;
      const edge = edgeOf(dark);
      dots.show({ points, support, range, evenness, reach, palette, edge });
      marks.showPath(path, iteration, reach, scale);
      legend.show(lookup(palette), range, `support, this ${noun}; 1 % are beyond the ends`);
    },
    /**
     * @param {View | null} view
     * @param {number[]} votes that are ringed
     * @param {number} reach
     */
    ring(view, votes, reach) {
      const places = view ? votes.map((index) => pointOf(view, index)) : [];
      marks.ring(places, reach, scale);
    },
  };
}

/**
 * How many votes lie outside of what is shown.
 * @param {View} view
 * @param {number} reach
 */
export function countOutside(view, reach) {
  let count = 0;
  for (let index = 0; index < view.support.length; index++)
    count += Number(!isInside(...pointOf(view, index), reach));
  return count;
}

/**
 * The ends of what nearly all votes support: a single strong one would leave the others pale.
 * @param {Float64Array} support
 * @returns {[number, number]}
 */
function rangeOfMost(support) {
  const sizes = support.map(Math.abs).sort();
  return domain([sizes[Math.floor(MOST * (sizes.length - 1))]], { signed: true });
}
