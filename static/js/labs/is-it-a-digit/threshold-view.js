/** The drawing's error among those of held-out digits, and the threshold between them. */

import { watchTrace } from "../../state/state.js";
import { element } from "../../widgets/dom.js";
import { createErrorHistogram } from "./error-histogram.js";
import { nonDigitsOf } from "./read-non-digits.js";
import { percent, shareAbove, squaredError, tellTest } from "./threshold.js";

/** What the colours of the histogram mean. */
const KEY = [
  ["below", "held-out digits"],
  ["above", "refused"],
  ["own", "your drawing"],
  ["other", "samples that are no digits"],
];

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./test.js").Test} test
 */
export function mountThreshold(store, { errors, threshold, choose, passes, tools }) {
  const { model } = store.state;
  const count = errors.length.toLocaleString("en");
  const histogram = createErrorHistogram(errors, choose);
  const alarms = element("p", { "data-alarms": "" });
  const verdict = element("p", { class: "two-lines", role: "status", "data-test": "" });

  store.watch(["lab"], () => {
    histogram.showThreshold(threshold());
    alarms.textContent = `False alarms: ${percent(shareAbove(errors, threshold()))} of ${count} held-out pictures are above ${threshold().toFixed(1)}.`;
  });
  watchTrace(store, ["trace", "lab"], (trace) => {
    const drawn = trace.slice("reconstructions", trace.prediction);
    const error = trace.isBlank ? null : squaredError(drawn, trace.values("image"));
    histogram.showOwn(error);
    verdict.textContent =
      error === null
        ? "Nothing is drawn."
        : tellTest(error, {
            ...{ name: trace.className, exact: trace.isExact("reconstructions") },
            ...{ below: percent(1 - shareAbove(errors, error)), passes: passes(error) },
          });
  });
  if (model.image.channels === 1) {
    // Without them the histogram says all the same what it is there for.
    nonDigitsOf(model).then(
      (read) => histogram.showOthers(read.map(({ error }) => error)),
      () => {},
    );
  }
  return {
    tools,
    roots: [
      verdict,
      element("div", { class: "part-head" }, alarms, histogram.table),
      histogram.chart,
      histogram.readout,
      element("p", { class: "histogram-key" }, ...KEY.map(keyEntry)),
    ],
  };
}

/** @param {(typeof KEY)[number]} entry of the histogram's key */
function keyEntry([kind, words]) {
  return element("span", {}, element("span", { class: `key key-${kind}` }), words);
}
