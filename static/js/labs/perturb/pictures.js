/** What the capsule in hand draws, less the drawing, and less what it drew before it was moved. */

import { shownDigit, watchTrace } from "../../state/state.js";
import { element } from "../../widgets/dom.js";
import { minusPicture } from "../channels.js";
import { createInkPictures } from "../ink-pictures.js";

const LABEL = "What the capsule draws";
const PICTURES = [
  { title: "Picture", label: LABEL, hook: "perturb-now" },
  {
    ...{ title: "Minus the drawing", label: `${LABEL}, minus the drawing` },
    ...{ hook: "perturb-drawing", difference: true },
  },
  {
    ...{ title: "Minus before", label: `${LABEL}, minus before` },
    ...{ hook: "perturb-before", difference: true },
  },
];

/** @param {import("../../state/store.js").Scope} store */
export function mountPictures(store) {
  const digit = () => store.state.held?.digit ?? shownDigit(store.state);
  /** @type {import("../../widgets/picture.js").Units} */
  const units = {
    ...{ store, part: "reconstruction" },
    unit: ({ row, column }) => ({ kind: "decoded", digit: digit(), row, column }),
  };
  const pictures = createInkPictures(
    store,
    PICTURES.map((each) => ({ ...each, units })),
  );
  const error = element("p", { class: "quiet" });

  watchTrace(store, ["trace", "digit", "held", "heldPicture", "dark"], (trace, state) => {
    const { held, heldPicture } = state;
    const before = trace.slice("reconstructions", digit());
    const now = held && heldPicture ? heldPicture : before;
    const differences = [trace.values("image"), before].map((other) => minusPicture(now, other));
    pictures.show([now, ...differences]);
    const [fromInput, fromBefore] = differences.map((each) =>
      each.reduce((sum, value) => sum + value * value, 0).toFixed(2),
    );
    error.textContent = `Squared differences, summed over the pixels: ${fromInput} from the drawing, ${fromBefore} from before.`;
  });

  return {
    root: element(
      "div",
      { class: "perturb-pictures" },
      ...pictures.roots,
      element("div", { class: "both" }, pictures.legend, error),
    ),
  };
}
