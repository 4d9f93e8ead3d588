/** Is this a digit at all? How well the winner's capsule draws the drawing again, beside digits. */

import { element } from "../../widgets/dom.js";
import { classNoun } from "../../state/state.js";
import { mountAdversary } from "./adversarial.js";
import { shareAbove, squaredError, thresholdFor } from "./threshold.js";
import { createErrorHistogram, percent } from "./error-histogram.js";
import { getErrors } from "../../server/lab-api.js";
import { labState, withLabState } from "../../state/lab-state.js";
import { mountOthers } from "./non-digit-table.js";

export const title = "Is this a digit at all?";

const LAB = "is-it-a-digit";
/** Share of held-out digits that the threshold refuses until it is moved. */
const FALSE_ALARMS = 0.05;

/** @typedef {{errors: Float32Array, threshold: number}} Test the held-out errors and a threshold */

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
        body.replaceChildren(element("p", { "data-missing": "" }, error.message));
    },
  );
}

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {Float32Array} errors from the smallest
 */
function mountTest(store, errors) {
  const { class_names: names } = store.state.model;
  const count = errors.length.toLocaleString("en");
  const usual = round(thresholdFor(errors, FALSE_ALARMS));
  // In a link it is written in tenths: points separate its entries.
  const kept = Number(labState(store.state, LAB).threshold ?? Number.NaN) / 10;
  let threshold = usual;
  const histogram = createErrorHistogram(errors, setThreshold);
  const slider = element("input", {
    ...{ type: "range", min: 0, max: round(histogram.end), step: 0.1, value: threshold },
    "aria-label": "Threshold",
    oninput: () => setThreshold(slider.valueAsNumber),
  });
  const shown = element("output", { class: "number" });
  const alarms = element("p", { class: "quiet", "data-alarms": "" });
  const verdict = element("p", { class: "verdict", role: "status", "data-test": "" });
  const others = mountOthers(store, {
    show: histogram.showOthers,
    passes: (error) => error <= threshold,
  });
  const adversary = mountAdversary(store, {
    passes: (error) => error <= threshold,
  });

  /** @param {number} value */
  function setThreshold(value) {
    threshold = round(value);
    const written = threshold === usual ? null : Math.round(10 * threshold);
    store.update(withLabState(store.state, LAB, { threshold: written }));
    slider.value = String(threshold);
    shown.textContent = threshold.toFixed(1);
    histogram.showThreshold(threshold);
    alarms.textContent = `False alarms: ${percent(shareAbove(errors, threshold))} of ${count} held-out pictures are above ${threshold.toFixed(1)}.`;
    tell();
    others.judge();
    adversary.judge();
  }

  function tell() {
    const { trace, model } = store.state;
    if (trace?.model !== model.name) return;
    if (trace.isBlank) {
      histogram.showOwn(null);
      verdict.textContent = "Nothing is drawn.";
      return;
    }
    const error = squaredError(
      trace.slice("reconstructions", trace.prediction),
      trace.values("image"),
    );
    histogram.showOwn(error);
    const about = trace.isExact("reconstructions") ? "" : "≈ ";
    const below = percent(1 - shareAbove(errors, error));
    const judged =
      error <= threshold
        ? "It is within the threshold: the test takes it for a digit."
        : "It is above the threshold: the test says that this is no digit.";
    verdict.textContent = `Drawn again as ${names[trace.prediction]}, the squared error is ${about}${error.toFixed(2)}, above that of ${below} of the held-out pictures. ${judged}`;
  }

  const end = Number(slider.max);
  setThreshold(Number.isFinite(kept) ? Math.min(end, Math.max(0, kept)) : usual);
  store.watch(["trace"], tell);
  return [
    verdict,
    histogram.root,
    element(
      "p",
      { class: "quiet histogram-key" },
      ...[
        ["below", "held-out digits"],
        ["above", "refused"],
        ["own", "your drawing"],
        ["other", "samples that are no digits; what is beyond the axis stands at its end"],
      ].map(([kind, words]) =>
        element("span", {}, element("span", { class: `key key-${kind}` }), words),
      ),
    ),
    element("label", { class: "row moment-row" }, "Threshold", slider, shown),
    alarms,
    others.root,
    adversary.root,
  ];
}

/** @param {number} value */
function round(value) {
  return Math.round(10 * value) / 10;
}
