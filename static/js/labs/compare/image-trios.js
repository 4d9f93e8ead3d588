/** What the networks of A and of B receive, and what their decoders draw of it. */

import { tileLayout } from "../../graphics/raster.js";
import { shownDigit } from "../../state/state.js";
import { createTrio } from "./difference-trio.js";

/** @typedef {import("../../server/trace.js").Trace} Trace */

/** @param {import("../../state/store.js").Scope} store */
export function createImageTrios(store) {
  const { height, width, channels } = store.state.model.image;
  const options = {
    layout: tileLayout({ count: 1, rows: height * channels, columns: width, across: 1 }),
    ...{ ink: channels === 1, words: "ink" },
    /** @type {(cell: import("../../widgets/picture.js").Cell) => string} */
    place: ({ row, column }) => `row ${row}, column ${column}`,
  };
  const input = createTrio(store, {
    ...{ ...options, label: "What the network receives", part: "image" },
    unit: ({ row, column }) => ({ kind: "pixel", row: row % height, column }),
  });
  const drawn = createTrio(store, {
    ...{ ...options, label: "What the decoder draws of it", part: "reconstruction" },
    unit: ({ row, column }) => ({
      ...{ kind: "decoded", digit: shownDigit(store.state), row: row % height, column },
    }),
  });
  /** @param {Trace} trace */
  const picture = (trace) => trace.slice("reconstructions", store.state.digit ?? trace.prediction);
  return {
    roots: [input.root, drawn.root],
    /**
     * @param {Trace | null} a null where its images are of another size
     * @param {Trace} b
     */
    show(a, b) {
      input.show(a && a.values("image"), b.values("image"));
      drawn.show(a && picture(a), picture(b));
    },
  };
}
