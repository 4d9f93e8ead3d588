/** Even couplings beside routing: what the iterations change of every class's length. */

import { element } from "../../widgets/dom.js";
import { classNoun, watchTrace } from "../../state/state.js";
import { greatest } from "../../network/longest.js";
import { createLengthPairs } from "../../widgets/length-pairs.js";

/** @param {import("../../state/store.js").Scope} store */
export function mountEvenByAgreement(store) {
  const { model } = store.state;
  const { class_names: names, config } = model;
  const noun = classNoun(model);
  const even = `1/${config.classes}`;
  /** @type {number | null} */
  let before = null; // iterations to return to

  const box = element("input", { type: "checkbox", role: "switch", onchange: turn });
  const words = element("p", { class: "quiet verdict" });
  const pairs = createLengthPairs({ names, noun, first: "even" });
  const root = element(
    "section",
    { class: "routing-without", "data-part": "uniform", "aria-label": "Even couplings" },
    pairs.root,
    element(
      "div",
      { class: "stack" },
      element("h3", {}, "What routing changes"),
      element("label", { class: "check row" }, box, "even couplings everywhere"),
      words,
      element(
        "p",
        { class: "quiet" },
        `Measured on networks like this one, routing mostly makes couplings more or less strong and rarely changes which ${noun} is longest (Paik and others, 2019). Whether it does for this drawing, the table tells.`,
      ),
    ),
  );

  function turn() {
    const { routing } = store.state;
    if (box.checked) before = routing;
    store.update({ routing: box.checked ? 1 : before });
  }

  watchTrace(store, ["trace", "routing"], (trace, { routing }) => {
    box.checked = routing === 1;
    if (routing !== 1) before = routing;
    const last = trace.iterations - 1;
    const routed = last > 0;
    const first = names.map((_, digit) => Math.hypot(...trace.slice("digits", 0, digit)));
    const lengths = trace.values("lengths");
    root.toggleAttribute("data-even", !routed);
    pairs.show(first, routed ? lengths : null, {
      head: routed ? `iteration ${last + 1}` : "after more",
      winner: trace.isBlank ? null : trace.prediction,
    });
    words.textContent = tell(trace, first, routed);
  });

  /**
   * @param {import("../../server/trace.js").Trace} trace
   * @param {number[]} first lengths with even couplings
   * @param {boolean} routed
   */
  function tell(trace, first, routed) {
    if (trace.isBlank) return "Nothing is drawn.";
    const winner = greatest(first);
    const [name, was] = [names[trace.prediction], names[winner]];
    if (!routed)
      return `Even couplings are on: every capsule gives each ${noun} ${even} of its vote, everywhere on this page. ${was} is longest. Turn them off to see what routing adds.`;
    const length = trace.values("lengths")[trace.prediction];
    return winner === trace.prediction
      ? `${name} is longest either way: ${first[winner].toFixed(3)} with even couplings, ${length.toFixed(3)} after the last iteration.`
      : `Here routing changes the answer: ${was} is longest with even couplings (${first[winner].toFixed(3)}), ${name} after the last iteration (${length.toFixed(3)}).`;
  }

  return { root };
}
