/** Before and after: lengths of every class and the decoder's pictures, with their difference. */

import { diverging, lookup } from "../../graphics/color.js";
import { element } from "../../widgets/dom.js";
import { signed } from "../../widgets/numbers.js";
import { createPicture } from "../../widgets/picture.js";
import { tileLayout } from "../../graphics/raster.js";
import { createLegend } from "../../widgets/legend.js";
import { createLengthPairs } from "../../widgets/length-pairs.js";
import { classNoun, shownDigit } from "../../state/state.js";

/** @param {import("../../state/store.js").Scope} store */
export function mountEffect(store) {
  const { model } = store.state;
  const { class_names: names, image } = model;
  const { height, width, channels } = image;
  const size = channels * height * width;
  const layout = tileLayout({ count: 1, rows: height, columns: width, across: 1 });
  const pairs = createLengthPairs({ names, noun: classNoun(model), first: "all on" });
  const verdict = element("p", { class: "verdict", "data-verdict": "" });
  const heading = element("h3", {}, "What the decoder draws");
  const legend = createLegend();
  /** @type {import("./ask.js").Answer | null} */
  let answer = null;
  /** What is shown, summed over the channels. @type {Float32Array[]} */
  let shown = [];
  const pictures = ["all on", "with parts off", "difference"].map((name, index) => {
    const picture = createPicture({
      label: `What the decoder draws, ${name}`,
      layout,
      describe: ({ row, column }) => {
        const value = shown[index]?.[row * width + column];
        if (value === undefined) return "";
        return `row ${row}, column ${column}: ${index === 2 ? signed(value, 3) : value.toFixed(3)}`;
      },
    });
    picture.canvas.dataset.picture = `ablate-${["before", "after", "difference"][index]}`;
    return {
      ...picture,
      root: element("div", { class: "stack" }, element("h4", {}, name), picture.root),
    };
  });
  const [before, after, difference] = pictures;

  /** @param {Float32Array} values */
  function overChannels(values) {
    const sums = new Float32Array(height * width);
    values.forEach((value, index) => (sums[index % sums.length] += value));
    return sums;
  }

  function show() {
    if (!answer) return;
    const { trace, lengths, pictures: drawn, off } = answer;
    const first = trace.values("lengths");
    const winner = lengths.indexOf(Math.max(...lengths));
    pairs.show(first, lengths, {
      head: "parts off",
      winner: trace.isBlank ? null : winner,
    });
    verdict.textContent = tell(trace, winner, off.length > 0);
    const digit = shownDigit(store.state);
    heading.textContent = `What the decoder draws from the capsule of ${names[digit]}`;
    const ends = [
      trace.slice("reconstructions", digit),
      drawn.subarray(digit * size, (digit + 1) * size),
    ];
    const changed = Float32Array.from(ends[1], (value, index) => value - ends[0][index]);
    shown = [...ends, changed].map(overChannels);
    before.paintImage(ends[0]);
    after.paintImage(ends[1]);
    const palette = lookup(store.state.dark ? diverging.dark : diverging.light);
    difference.paint(shown[2], { palette, domain: [-channels, channels] });
    legend.show(palette, [-channels, channels], "more ink is red, less is blue");
  }

  /**
   * @param {import("../../server/trace.js").Trace} trace
   * @param {number} winner
   * @param {boolean} anyOff
   */
  function tell(trace, winner, anyOff) {
    if (trace.isBlank) return "Nothing is drawn.";
    const name = names[trace.prediction];
    if (!anyOff) return `All is on: ${name} is longest.`;
    return winner === trace.prediction
      ? `Without these parts ${name} is still the longest.`
      : `Without these parts the answer changes: ${names[winner]} is longest instead of ${name}.`;
  }

  store.watch(["digit", "dark"], show);
  return {
    /** @param {import("./ask.js").Answer} newest */
    show(newest) {
      answer = newest;
      show();
    },
    root: element(
      "div",
      { class: "stack uniform" },
      element("h3", {}, "Before and after"),
      verdict,
      pairs.root,
      heading,
      element(
        "div",
        { class: "triple" },
        ...pictures.map(({ root }) => root),
        element("div", { class: "both" }, legend.root),
      ),
    ),
  };
}
