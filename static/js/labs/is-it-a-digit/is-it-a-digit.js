/** Is this a digit at all? How well the winner's capsule draws the drawing again, beside digits. */

import { getErrors } from "../../server/lab-api.js";
import { wordsOf } from "../../state/problem.js";
import { classNoun } from "../../state/state.js";
import { element } from "../../widgets/dom.js";
import { mountAdversarial } from "./adversarial.js";
import { createErrorHistogram } from "./error-histogram.js";
import { mountNonDigits } from "./non-digit-table.js";
import {
  inTenths,
  keptThreshold,
  percent,
  shareAbove,
  squaredError,
  tellTest,
  thresholdFor,
  withThreshold,
} from "./threshold.js";

export const title = "Is this a digit at all?";

/** Share of held-out digits that the threshold refuses until it is moved. */
const FALSE_ALARMS = 0.05;

/** What the colours of the histogram mean. */
const KEY = [
  ["below", "held-out digits"],
  ["above", "refused"],
  ["own", "your drawing"],
  ["other", "samples that are no digits; what is beyond the axis stands at its end"],
];

/**
 * @param {HTMLElement} root
 * @param {import("../../state/store.js").Scope} store
 */
export function mount(root, store) {
  const { model } = store.state;
  const body = element("div", { class: "stack" });
  root.append(
    element(
      "p",
      { class: "quiet lab-words" },
      `The network must name a ${classNoun(model)} for whatever it is given. But it also draws what it named: where the picture of ` +
        "the longest capsule is far from the drawing, it has hardly seen such a thing. The test compares that " +
        "squared error with those of held-out pictures (Frosst, Sabour and Hinton, 2018).",
    ),
    body,
    element(
      "p",
      { class: "quiet lab-words" },
      "What passes is not proven to be a digit: the test asks only how well one capsule draws the picture. " +
        "An attacker who knows of it can make pictures that are read wrong and drawn again well: stronger attacks than the one here evade the test. " +
        "And it refuses real digits too: of such as were held out, as many as the false alarms say.",
    ),
  );
  body.append(element("p", { class: "quiet" }, "Fetching the errors of held-out digits…"));
  getErrors(model).then(
    (errors) => {
      if (root.contains(body)) body.replaceChildren(...mountTest(store, errors));
    },
    (error) => {
      if (root.contains(body))
        body.replaceChildren(element("p", { "data-missing": "" }, wordsOf(error)));
    },
  );
}

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {Float32Array} errors from the smallest
 */
function mountTest(store, errors) {
  const count = errors.length.toLocaleString("en");
  const usual = inTenths(thresholdFor(errors, FALSE_ALARMS));
  const histogram = createErrorHistogram(errors, choose);
  const end = inTenths(histogram.end);
  const threshold = () => keptThreshold(store.state, end) ?? usual;
  const passes = (/** @type {number} */ error) => error <= threshold();
  const slider = element("input", {
    ...{ type: "range", min: 0, max: end, step: 0.1, "aria-label": "Threshold" },
    oninput: () => choose(slider.valueAsNumber),
  });
  const shown = element("output", { class: "number" });
  const alarms = element("p", { class: "quiet", "data-alarms": "" });
  const verdict = element("p", { class: "verdict", role: "status", "data-test": "" });
  const nonDigits = mountNonDigits(store, { show: histogram.showOthers, passes });
  const adversarial = mountAdversarial(store, { passes });

  /** @param {number} value */
  function choose(value) {
    const chosen = inTenths(value);
    store.update(withThreshold(store.state, chosen === usual ? null : chosen));
  }

  function tell() {
    const { trace } = store.state;
    if (!trace) return;
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
  }

  store.watch(["lab"], () => {
    const text = threshold().toFixed(1);
    slider.value = String(threshold());
    shown.textContent = text;
    histogram.showThreshold(threshold());
    alarms.textContent = `False alarms: ${percent(shareAbove(errors, threshold()))} of ${count} held-out pictures are above ${text}.`;
    tell();
    nonDigits.judge();
    adversarial.judge();
  });
  store.watch(["trace"], tell);
  return [
    verdict,
    histogram.root,
    element("p", { class: "quiet histogram-key" }, ...KEY.map(keyEntry)),
    element("label", { class: "row moment-row" }, "Threshold", slider, shown),
    alarms,
    nonDigits.root,
    adversarial.root,
  ];
}

/** @param {(typeof KEY)[number]} entry of the histogram's key */
function keyEntry([kind, words]) {
  return element("span", {}, element("span", { class: `key key-${kind}` }), words);
}
