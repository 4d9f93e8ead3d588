/** Even couplings beside those of attention: what a single pass of routing changes of each length. */

import { element } from "../../widgets/dom.js";
import { SQUASHES } from "../../network/squash.js";
import { countCapsules, lengthOf, voteAt } from "../../network/votes.js";
import { weightsOf } from "../../server/weights.js";
import { classNoun } from "../../state/state.js";
import { greatest } from "../../network/longest.js";
import { createLengthPairs } from "../../widgets/length-pairs.js";

/** @param {import("../../state/store.js").Scope} store */
export function mountEvenByAttention(store) {
  const { model } = store.state;
  const { class_names: names, config } = model;
  const noun = classNoun(model);
  const weights = weightsOf(model);
  /** @type {import("../../server/weights.js").Address[]} */
  const needed = names.map((_, digit) => ["votes", digit]);
  let ended = false;
  store.onDispose(() => (ended = true));

  const words = element("p", { class: "quiet verdict" });
  const pairs = createLengthPairs({ names, noun, first: "even" });
  const root = element(
    "section",
    { class: "routing-without", "data-part": "uniform", "aria-label": "Even couplings" },
    pairs.root,
    element("div", { class: "stack" }, element("h3", {}, "What attention changes"), words),
  );

  function show() {
    const { trace } = store.state;
    if (ended || !trace?.has("primary")) return;
    if (!weights.has(needed)) return load();
    const first = names.map((_, digit) => evenLength(trace, digit));
    const lengths = trace.values("lengths");
    const winner = trace.isBlank ? null : trace.prediction;
    pairs.show(first, lengths, { head: "attention", winner });
    words.textContent = trace.isBlank
      ? "Nothing is drawn."
      : tell(trace.prediction, first, lengths);
  }

  function load() {
    weights.load(needed).then(show, (error) => {
      if (!ended) words.textContent = `The weights did not come: ${error.message}`;
    });
  }

  /**
   * The length of a class's capsule where every coupling is even.
   * @param {import("../../server/trace.js").Trace} trace
   * @param {number} digit
   */
  function evenLength(trace, digit) {
    const { weight, prior } = weights.get("votes", digit);
    const primary = trace.values("primary");
    const sums = new Float32Array(config.digit_dimensions);
    for (let index = 0; index < countCapsules(config); index++) {
      const count = 1 / config.classes + (prior ? prior[index] : 0);
      for (let dimension = 0; dimension < sums.length; dimension++)
        sums[dimension] += count * voteAt(config, weight, primary, index, dimension);
    }
    return SQUASHES[config.squash].lengthOf(lengthOf(sums));
  }

  /**
   * @param {number} prediction
   * @param {number[]} first
   * @param {Float32Array} lengths
   */
  function tell(prediction, first, lengths) {
    const winner = greatest(first);
    const [name, was] = [names[prediction], names[winner]];
    const length = lengths[prediction].toFixed(3);
    return winner === prediction
      ? `${name} is longest either way: ${first[winner].toFixed(3)} with even couplings, ${length} with attention.`
      : `Here attention changes the answer: ${was} is longest with even couplings (${first[winner].toFixed(3)}), ${name} with attention (${length}).`;
  }

  store.watch(["trace"], show);
  return { root };
}
