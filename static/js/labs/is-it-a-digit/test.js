/** The test's threshold, which the lab's state holds: its slider, and what it lets pass. */

import { element } from "../../widgets/dom.js";
import { lastError } from "./error-histogram.js";
import { inTenths, keptThreshold, thresholdFor, withThreshold } from "./threshold.js";

/** @typedef {ReturnType<typeof createTest>} Test */

/** Share of held-out digits that the threshold refuses until it is moved. */
const FALSE_ALARMS = 0.05;

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {Float32Array} errors of held-out pictures, from the smallest
 */
export function createTest(store, errors) {
  const usual = inTenths(thresholdFor(errors, FALSE_ALARMS));
  const end = inTenths(lastError(errors));
  const threshold = () => keptThreshold(store.state, end) ?? usual;
  const slider = element("input", {
    ...{ type: "range", min: 0, max: end, step: 0.1, "aria-label": "Threshold" },
    oninput: () => choose(slider.valueAsNumber),
  });
  const shown = element("output", { class: "number" });

  /** @param {number} value */
  function choose(value) {
    const chosen = inTenths(value);
    store.update(withThreshold(store.state, chosen === usual ? null : chosen));
  }

  store.watch(["lab"], () => {
    slider.value = String(threshold());
    shown.textContent = threshold().toFixed(1);
  });
  return {
    ...{ errors, threshold, choose },
    passes: (/** @type {number} */ error) => error <= threshold(),
    tools: [element("span", {}, "Threshold"), slider, shown],
  };
}
