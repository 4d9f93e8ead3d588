/** What the capsule in hand draws, less the drawing, and less what it drew before it was moved. */

import { diverging, lookup } from "../../graphics/color.js";
import { element } from "../../widgets/dom.js";
import { signed } from "../../widgets/numbers.js";
import { createPicture } from "../../widgets/picture.js";
import { tileLayout } from "../../graphics/raster.js";
import { createLegend } from "../../widgets/legend.js";
import { shownDigit } from "../../state/state.js";

/** @param {import("../../state/store.js").Scope} store */
export function mountPictures(store) {
  const { height, width, channels } = store.state.model.image;
  const size = height * width;
  const layout = tileLayout({ count: 1, rows: height, columns: width, across: 1 });
  const digit = () => store.state.held?.digit ?? shownDigit(store.state);
  /** What each picture shows, summed over the channels. */
  let shown = [0, 1, 2].map(() => new Float32Array(size));
  const pictures = ["Picture", "Minus the drawing", "Minus before"].map((name, index) => {
    const picture = createPicture({
      label: `What the capsule draws${index === 0 ? "" : `, ${name.toLowerCase()}`}`,
      layout,
      describe: ({ row, column }) => {
        const value = shown[index][row * width + column];
        const text = index === 0 ? value.toFixed(3) : signed(value, 3);
        return `row ${row}, column ${column}: ${text}`;
      },
      units: {
        store,
        part: "reconstruction",
        unit: ({ row, column }) => ({ kind: "decoded", digit: digit(), row, column }),
      },
    });
    picture.canvas.dataset.picture = `perturb-${["now", "drawing", "before"][index]}`;
    return {
      ...picture,
      root: element("div", { class: "stack" }, element("h3", {}, name), picture.root),
    };
  });
  const legend = createLegend(pictures[1].canvas, pictures[2].canvas);
  const error = element("p", { class: "quiet" });

  /** @param {ArrayLike<number>} values */
  function overChannels(values) {
    const sums = new Float32Array(size);
    for (let index = 0; index < values.length; index++) sums[index % size] += values[index];
    return sums;
  }

  store.watch(["trace", "digit", "held", "heldPicture", "dark"], () => {
    const { trace, held, heldPicture, dark, model } = store.state;
    if (trace?.model !== model.name) return;
    const before = trace.slice("reconstructions", digit());
    const now = held && heldPicture ? heldPicture : before;
    const input = trace.values("image");
    const differences = [input, before].map((other) =>
      Float32Array.from(now, (value, index) => value - other[index]),
    );
    shown = [now, ...differences].map(overChannels);
    pictures[0].paintImage(now);
    const palette = lookup(dark ? diverging.dark : diverging.light);
    for (const index of [1, 2]) {
      pictures[index].paint(shown[index], { palette, domain: [-channels, channels] });
    }
    legend.show(palette, [-channels, channels], "more ink is red, less is blue");
    const [fromInput, fromBefore] = differences.map((each) =>
      each.reduce((sum, value) => sum + value * value, 0).toFixed(2),
    );
    error.textContent = `Squared differences, summed over the pixels: ${fromInput} from the drawing, ${fromBefore} from before.`;
  });

  return {
    root: element(
      "div",
      { class: "perturb-pictures" },
      ...pictures.map(({ root }) => root),
      element("div", { class: "both" }, legend.root, error),
    ),
  };
}
