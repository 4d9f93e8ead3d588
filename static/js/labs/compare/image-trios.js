/** What the networks of A and of B receive, and what their decoders draw of it. */

import { tileLayout } from "../../graphics/raster.js";
import { shownDigit } from "../../state/state.js";
import { element } from "../../widgets/dom.js";
import { createTrio, differenceOf, rangeOf } from "./difference-trio.js";

/** @typedef {import("../../server/trace.js").Trace} Trace */

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {ReturnType<typeof import("../told.js").createTold>} told
 */
export function createImageTrios(store, told) {
  const { height, width, channels } = store.state.model.image;
  const options = {
    layout: tileLayout({ count: 1, rows: height * channels, columns: width, across: 1 }),
    ...{ ink: channels === 1, words: "ink", told },
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
  const root = element(
    "section",
    { class: "image-trios", "aria-label": "Pictures" },
    element("h3", {}, "received"),
    ...input.roots(true),
    element("h3", {}, "drawn"),
    ...drawn.roots(false),
    input.legends[1],
  );
  return {
    root,
    /** @param {import("./compare.js").Compared} compared */
    show({ a: pinned, b, comparable }) {
      const a = comparable.pictures ? pinned : null;
      root.toggleAttribute("data-alone", a === null);
      const { digit } = store.state;
      // Where the classes differ, a chosen one is of B alone.
      const picture = (/** @type {Trace} */ trace) =>
        trace.slice(
          "reconstructions",
          (trace === b || comparable.lengths ? digit : null) ?? trace.prediction,
        );
      const images = { a: a?.values("image") ?? null, b: b.values("image") };
      const pictures = { a: a && picture(a), b: picture(b) };
      // One range for both differences, told once.
      const range = rangeOf(
        ...[images, pictures].map((each) => each.a && differenceOf(each.a, each.b)),
      );
      input.show(images.a, images.b, range);
      drawn.show(pictures.a, pictures.b, range);
    },
  };
}
