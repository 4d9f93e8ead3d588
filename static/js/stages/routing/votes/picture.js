/** The plane as it is painted: the dots, what stands over them, and what their colours mean. */

import { diverging, domain, lookup } from "../../../graphics/color.js";
import { element } from "../../../widgets/dom.js";
import { createLegend } from "../../../widgets/legend.js";
import { createDots } from "./dots.js";
import { createMarks } from "./marks.js";
import { pointOf } from "./plane-data.js";
import { isInside } from "./plane-scale.js";

/** Share of the votes whose support lies within the colours. */
const MOST = 0.99;

/**
 * @typedef {import("./plane-data.js").View} View
 *
 * @param {{classes: number, noun: string}} of
 */
export function createPlanePicture({ classes, noun }) {
  const dots = createDots("Votes as dots of a plane");
  const legend = createLegend(dots.canvas);
  const root = element(
    "div",
    { class: "votes-plane", "data-layers": true, tabindex: 0, role: "application" },
    dots.canvas,
  );
  const marks = createMarks(root);

  return {
    ...{ root, legend: legend.root },
    showFrame: marks.showFrame,
    showCursor: marks.showCursor,
    /**
     * @param {View | null} view null while there is none
     * @param {{reach: number, dark: boolean}} how
     */
    show(view, { reach, dark }) {
      marks.showAxes(reach);
      if (!view) {
        dots.show(null);
        marks.showPath(new Float32Array(0), 0, reach);
        return;
      }
      const { points, support, path, iteration } = view;
      const palette = dark ? diverging.dark : diverging.light;
      const range = rangeOfMost(support);
      const evenness = view.couplings?.map((coupling) => coupling * classes) ?? null;
      dots.show({ points, support, range, evenness, reach, palette });
      marks.showPath(path, iteration, reach);
      legend.show(lookup(palette), range, `support, this ${noun}; 1 % are beyond the ends`);
    },
    /**
     * @param {View | null} view
     * @param {number[]} votes that are ringed
     * @param {number} reach
     */
    ring(view, votes, reach) {
      const places = view ? votes.map((index) => pointOf(view, index)) : [];
      marks.ring(places, reach);
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
