/** A pixel, a kernel, and a cell of a Conv1 map: the products under the kernel, their sum, ReLU. */

import { paintSupport } from "../../network/receptive-fields.js";
import { supportByPosition } from "../../server/trace.js";
import { part } from "./explanation.js";
import { CONV1 } from "./formulas.js";

/**
 * @typedef {import("./explanation.js").Context} Context
 * @typedef {import("./explanation.js").Explanation} Explanation
 */

/** @type {import("./explanation.js").Needs} */
export const pixelNeeds = { fields: ["image", "support"], weights: [] };

/** @type {import("./explanation.js").Needs} */
export const conv1Needs = { fields: ["image", "conv1"], weights: [["conv1", 0]] };

/**
 * @param {import("../../network/units.js").Pixel} unit
 * @param {Context} context
 * @returns {Explanation}
 */
export function explainPixel({ row, column }, { trace, model, iteration, digit }) {
  const { height, width, channels } = model.image;
  const image = trace.values("image");
  const { classes } = model.config;
  const support = supportByPosition(trace, iteration).filter((_, at) => at % classes === digit);
  const painted = paintSupport(model.config, support, image);
  const terms = Array.from({ length: channels }, (_, channel) => ({
    name: channels === 1 ? "ink" : `channel ${channel}`,
    value: image[(channel * height + row) * width + column],
  }));
  return {
    words: "What the network receives here: 0 is blank paper, 1 is full ink.",
    sections: [
      part("Input"),
      { type: "bars", name: "Input", terms, signed: false, decimals: 4 },
      part("Support"),
      {
        type: "facts",
        name: `Support painted on it, iteration ${iteration + 1}`,
        terms: [{ name: `for ${model.class_names[digit]}`, value: painted[row * width + column] }],
        decimals: 4,
      },
      {
        type: "words",
        text: "Each capsule's support is spread over the ink that it sees; so all pixels add up to the support of all capsules.",
      },
    ],
  };
}

/**
 * @param {import("../../network/units.js").Kernel} unit
 * @param {Context} context
 * @returns {Explanation}
 */
export function explainKernel({ map }, { trace, model, weights }) {
  const { conv1_kernel_size: size } = model.config;
  const { weight, bias } = weights.get("conv1");
  const count = weight.length / model.config.conv1_kernels;
  const { channels } = model.image;
  const kernel = weight.subarray(map * count, (map + 1) * count);
  const cells = trace.slice("conv1", map);
  const responses = cells.map((value) => Math.max(0, value));
  return {
    words: `The ${size}×${size} weights that slide over the drawing and make map ${map}.`,
    sections: [
      ...Array.from({ length: channels }, (_, channel) => ({
        ...{ type: /** @type {const} */ ("grid"), columns: size },
        name: `Kernel${inChannel(channel, channels)}, in hundredths`,
        values: kernel.subarray(channel * size * size, (channel + 1) * size * size),
        palette: SIGNED,
        ...HUNDREDTHS,
      })),
      {
        type: "bars",
        name: "Its map after ReLU",
        terms: [
          { name: "bias", value: bias ? bias[map] : 0 },
          { name: "mean", value: responses.reduce((sum, v) => sum + v, 0) / responses.length },
          { name: "maximum", value: responses.reduce((most, v) => Math.max(most, v), 0) },
        ],
        signed: true,
        decimals: 4,
      },
    ],
  };
}

/**
 * @param {import("../../network/units.js").Conv1Cell} unit
 * @param {Context} context
 * @returns {Explanation}
 */
export function explainConv1({ map, row, column }, { trace, model, weights }) {
  const { conv1_kernel_size: size } = model.config;
  const { height, width, channels } = model.image;
  const { weight, bias } = weights.get("conv1");
  const count = weight.length / model.config.conv1_kernels;
  const kernel = weight.subarray(map * count, (map + 1) * count);
  const image = trace.values("image");
  const patch = Float32Array.from({ length: count }, (_, index) => {
    const channel = Math.floor(index / (size * size));
    const down = Math.floor(index / size) % size;
    return image[(channel * height + row + down) * width + column + (index % size)];
  });
  const products = Float64Array.from(patch, (value, index) => value * kernel[index]);
  const sum = products.reduce((total, value) => total + value, 0);
  const own = bias ? bias[map] : 0;
  const value = trace.at("conv1", map, row, column);
  const grid = { type: /** @type {const} */ ("grid"), columns: size, ...HUNDREDTHS };
  return {
    words: `The ${size}×${size} pixels under the kernel, times its weights, added up.`,
    sections: [
      ...Array.from({ length: channels }, (_, channel) => {
        /** @template {Float32Array | Float64Array} Values @param {Values} values */
        const own = (values) => values.subarray(channel * size * size, (channel + 1) * size * size);
        return [
          part(`Products${inChannel(channel, channels)}`),
          { ...grid, name: "Ink x, in hundredths", values: own(patch), palette: INK },
          { ...grid, name: "× kernel w", values: own(kernel), palette: SIGNED },
          { ...grid, name: "= products", values: own(products), palette: SIGNED },
        ];
      }).flat(),
      part("Sum"),
      CONV1,
      {
        type: "sum",
        name: "Sum",
        terms: [{ name: `Σ of ${count} products`, value: sum }],
        rest: null,
        bias: { name: "bias b", value: own },
        total: { name: "before ReLU", value },
        then: [{ name: "after ReLU", value: Math.max(0, value) }],
        decimals: 4,
      },
    ],
  };
}

/** So that three of them stand side by side. */
const HUNDREDTHS = { parts: 100, decimals: 0 };
const INK = /** @type {const} */ ("ink");
const SIGNED = /** @type {const} */ ("signed");

/**
 * @param {number} channel
 * @param {number} channels
 */
function inChannel(channel, channels) {
  return channels === 1 ? "" : `, channel ${channel}`;
}
