/** What the inspector's line says of a unit: its value, and what it adds to a class. */

import { paintSupport } from "../network/receptive-fields.js";
import { lengthOf, softmax, valuesFor } from "../network/votes.js";
import { supportByPosition, supportByType } from "../server/trace.js";
import { print, signed } from "../widgets/numbers.js";
import { hiddenNeeds, hiddenValue } from "./explain/decoder.js";

/**
 * @typedef {import("./explain/explanation.js").Context} Context
 * @typedef {import("./explain/explanation.js").Needs} Needs
 * @typedef {import("../network/units.js").Unit} Unit
 */

const DECIMALS = 3;

/**
 * @template {Unit["kind"]} Kind
 * @typedef {Object} Entry
 * @property {Needs["fields"]} fields
 * @property {(unit: Extract<Unit, {kind: Kind}>) => Needs["weights"]} [weights]
 * @property {(unit: Extract<Unit, {kind: Kind}>, context: Context) => string[]} tell
 */

/** @type {{[Kind in Unit["kind"]]: Entry<Kind>}} */
const TABLE = {
  pixel: {
    fields: ["image", "support"],
    tell({ row, column }, context) {
      const { trace, model, digit } = context;
      const { height, width, channels } = model.image;
      const image = trace.values("image");
      const ink = Array.from({ length: channels }, (_, channel) =>
        number(image[(channel * height + row) * width + column]),
      );
      const painted = paintSupport(model.config, positions(context, digit), image);
      return [`ink ${ink.join(", ")}`, adds(painted[row * width + column], context)];
    },
  },
  kernel: {
    fields: ["conv1"],
    tell: ({ map }, { trace }) => {
      const most = trace.slice("conv1", map).reduce((high, each) => Math.max(high, each), 0);
      return [`strongest response ${number(most)}`];
    },
  },
  conv1: {
    fields: ["conv1"],
    tell({ map, row, column }, { trace }) {
      const value = trace.at("conv1", map, row, column);
      return [`before ReLU ${number(value)}`, `after ${number(Math.max(0, value))}`];
    },
  },
  type: {
    fields: ["support"],
    tell: ({ type }, context) => [adds(types(context, context.digit)[type], context)],
  },
  capsule: {
    fields: ["primary", "support"],
    tell({ type, row, column }, context) {
      const { trace, iteration, digit } = context;
      return [
        `length ${number(lengthOf(trace.slice("primary", type, row, column)))}`,
        adds(trace.at("support", iteration, type, row, column, digit), context),
      ];
    },
  },
  component: {
    fields: ["primary"],
    tell: ({ type, row, column, dimension }, { trace }) => [
      `value ${number(trace.at("primary", type, row, column, dimension))}`,
    ],
  },
  vote: {
    fields: ["logits", "support"],
    tell({ type, row, column, digit }, context) {
      const { trace, iteration } = context;
      const { couplings } = softmax(trace.slice("logits", iteration, type, row, column));
      return [
        `coupling ${number(couplings[digit])}`,
        adds(trace.at("support", iteration, type, row, column, digit), context, digit),
      ];
    },
  },
  link: {
    fields: ["support"],
    tell: ({ type, digit }, context) => [adds(types(context, digit)[type], context, digit)],
  },
  position: {
    fields: ["support"],
    tell({ row, column, digit }, context) {
      const columns = context.trace.shape("support")[3];
      return [adds(positions(context, digit)[row * columns + column], context, digit)];
    },
  },
  digit: {
    fields: ["digits"],
    tell: ({ digit }, { trace, iteration }) => [
      `length ${number(lengthOf(trace.slice("digits", iteration, digit)))}`,
    ],
  },
  dimension: {
    fields: ["digits"],
    tell: ({ digit, dimension }, { trace, iteration }) => [
      `value ${number(trace.at("digits", iteration, digit, dimension))}`,
    ],
  },
  hidden: {
    fields: ["digits"],
    weights: (unit) => hiddenNeeds(unit).weights,
    tell: (unit, context) => [`after ReLU ${number(Math.max(0, hiddenValue(unit, context)))}`],
  },
  decoded: {
    fields: ["reconstructions"],
    tell({ digit, row, column }, { trace, model }) {
      const { height, width, channels } = model.image;
      const picture = trace.slice("reconstructions", digit);
      const ink = Array.from({ length: channels }, (_, channel) =>
        number(picture[(channel * height + row) * width + column]),
      );
      return [`ink ${ink.join(", ")}`];
    },
  },
};

/**
 * @param {Unit} unit
 * @returns {Needs}
 */
export function shortNeeds(unit) {
  const { fields, weights } = entry(unit);
  return { fields, weights: weights?.(unit) ?? [] };
}

/**
 * @param {Unit} unit
 * @param {Context} context
 */
export function tellShort(unit, context) {
  return entry(unit).tell(unit, context);
}

/**
 * @param {Unit} unit
 * @returns {Entry<any>}
 */
function entry(unit) {
  return TABLE[unit.kind];
}

/** @param {number} value */
function number(value) {
  return print(value, DECIMALS);
}

/**
 * @param {number} support
 * @param {Context} context
 * @param {number} [digit] the class that it speaks for; by default the one looked at
 */
function adds(support, { model, digit: shown }, digit = shown) {
  return `adds ${signed(support, DECIMALS)} to ${model.class_names[digit]}`;
}

/** @param {Context} context @param {number} digit */
function types({ trace, model, iteration }, digit) {
  return valuesFor(supportByType(trace, iteration), model.config.classes, digit);
}

/** @param {Context} context @param {number} digit */
function positions({ trace, model, iteration }, digit) {
  return valuesFor(supportByPosition(trace, iteration), model.config.classes, digit);
}
