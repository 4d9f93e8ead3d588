/** How long the capsules are along a way, as lines. */

import { createLineChart } from "../../widgets/charts/line-chart.js";
import { loadStyles } from "../../widgets/dom.js";
import { capsulesAt, STEPS } from "./way.js";

const LABEL = "Length of the capsules on the way";
/** Where each step is, in percent. */
const PLACES = Array.from({ length: STEPS }, (_, step) => (100 * step) / (STEPS - 1));

/**
 * @param {readonly string[]} names of the classes
 * @param {{point: (step: number | null) => void, choose: (step: number) => void}} actions
 */
export function createWayLengths(names, { point, choose }) {
  void loadStyles("charts");
  const chart = createLineChart({
    ...{ label: LABEL, up: "length ‖v‖", height: 160, enter: "goes there", choose },
    point(step) {
      chart.point(step);
      point(step);
    },
  });
  return {
    root: chart.root,
    /** @param {Float32Array} digits STEPS * classes * dimensions */
    show(digits) {
      const steps = PLACES.map((_, step) => capsulesAt(digits, step, names));
      const first = steps[0][0]?.digit;
      const shown = new Set(steps.flat().map(({ digit }) => digit));
      const series = [...shown].map((digit) => ({
        name: names[digit],
        values: steps.map((capsules) => capsules.find((each) => each.digit === digit)?.length ?? 0),
        role: digit === first ? /** @type {const} */ ("own") : /** @type {const} */ ("rival"),
      }));
      chart.show({ values: PLACES, series, axis: "% of the way", label: LABEL });
    },
    /** @param {number} step that is looked at */
    mark: (step) => chart.mark(PLACES[step]),
  };
}
