/** What of each layer is compared, and as which pictures. */

import { primaryGrid } from "../../network/receptive-fields.js";
import { tileLayout } from "../../graphics/raster.js";
import { capsuleLengths, supportByPosition } from "../../server/trace.js";
import { createTrio } from "./difference-trio.js";

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {ReturnType<typeof import("../told.js").createTold>} told
 */
export function layerTrios(store, told) {
  const { config, image } = store.state.model;
  const { conv1_kernels: kernels, conv1_kernel_size: size, primary_types: types } = config;
  const { classes, digit_dimensions: dimensions } = config;
  const [rows, columns] = [image.height - size + 1, image.width - size + 1];
  const { rows: down, columns: across } = primaryGrid(config);
  return {
    conv1: {
      text: "Conv1",
      values: (/** @type {import("../../server/trace.js").Trace} */ trace) =>
        trace.values("conv1").map((value) => Math.max(0, value)),
      trio: () =>
        createTrio(store, {
          told,
          ...{ label: "Conv1 after ReLU", words: "activation", part: "conv1" },
          layout: tileLayout({
            ...{ count: kernels, rows, columns, gap: 1 },
            across: Math.ceil(Math.sqrt(kernels)),
          }),
          place: ({ index, row, column }) => `map ${index}, row ${row}, column ${column}`,
          unit: ({ index, row, column }) => ({ kind: "conv1", map: index, row, column }),
        }),
    },
    primary: {
      text: "Primary",
      values: (/** @type {import("../../server/trace.js").Trace} */ trace) =>
        capsuleLengths(trace, "primary"),
      trio: () =>
        createTrio(store, {
          told,
          ...{ label: "Lengths of the primary capsules", words: "length", part: "primary" },
          layout: tileLayout({
            ...{ count: types, rows: down, columns: across, gap: 1 },
            across: Math.ceil(Math.sqrt(2 * types)),
          }),
          place: ({ index, row, column }) => `type ${index}, row ${row}, column ${column}`,
          unit: ({ index, row, column }) => ({ kind: "capsule", type: index, row, column }),
        }),
    },
    support: {
      text: "Support",
      values: (
        /** @type {import("../../server/trace.js").Trace} */ trace,
        /** @type {number} */ digit,
      ) => {
        const support = supportByPosition(trace, trace.iterations - 1);
        return support.filter((_, index) => index % classes === digit);
      },
      trio: () =>
        createTrio(store, {
          told,
          ...{ label: "Support of each position", words: "support", isSigned: true },
          layout: tileLayout({ count: 1, rows: down, columns: across, across: 1 }),
          place: ({ row, column }) => `position row ${row}, column ${column}`,
        }),
    },
    digits: {
      text: "Digits",
      values: (/** @type {import("../../server/trace.js").Trace} */ trace) =>
        trace.slice("digits", trace.iterations - 1),
      trio: () =>
        createTrio(store, {
          told,
          ...{ label: "Numbers of the digit capsules", words: "v", isSigned: true },
          layout: tileLayout({ count: 1, rows: classes, columns: dimensions, across: 1 }),
          place: ({ row, column }) =>
            `capsule ${store.state.model.class_names[row]}, dimension ${column}`,
          unit: ({ row, column }) => ({ kind: "dimension", digit: row, dimension: column }),
        }),
    },
  };
}
