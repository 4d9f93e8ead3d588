/** The picture that the network receives, pixel by pixel. */

import { tileLayout } from "../graphics/raster.js";
import { createPicture } from "./picture.js";

/**
 * @param {import("../state/store.js").Scope} store
 * @param {string} label
 * @param {(cell: import("./picture.js").Cell) => void} [choose] told of a click or Enter
 */
export function createInputPicture(store, label, choose) {
  const { height, width, channels } = store.state.model.image;
  return createPicture({
    ...{ label, choose },
    layout: tileLayout({ count: 1, rows: height, columns: width, across: 1 }),
    describe: ({ row, column }) => {
      const image = store.state.trace?.values("image");
      const inks = Array.from({ length: channels }, (_, channel) =>
        (image?.[(channel * height + row) * width + column] ?? 0).toFixed(3),
      );
      return `row ${row}, column ${column}: ink ${inks.join(", ")}`;
    },
    units: { store, part: "image", unit: ({ row, column }) => ({ kind: "pixel", row, column }) },
  });
}
