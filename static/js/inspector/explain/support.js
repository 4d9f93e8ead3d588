/** The support of several capsules for a class: of all of one type, or of all at one position. */

import { primaryGrid, primaryPatch } from "../../network/receptive-fields.js";
import { largestTerms, part, shareOf } from "./explanation.js";
import { DECIMALS, print } from "../../widgets/numbers.js";
import { SUPPORT, SUPPORT_PRIOR } from "./formulas.js";
import {
  countCapsules,
  couplingsTo,
  indexOf,
  lengthOf,
  placeOf,
  supportFor,
} from "../../network/votes.js";

/**
 * @typedef {import("./explanation.js").Context} Context
 * @typedef {import("./explanation.js").Explanation} Explanation
 * @typedef {import("./explanation.js").Section} Section
 */

/** @type {import("./explanation.js").Needs} */
export const gatheredNeeds = { fields: ["sums", "support"], later: ["logits"], weights: [] };

/**
 * @param {import("../../network/units.js").Link} unit
 * @param {Context} context
 * @returns {Explanation}
 */
export function explainLink({ type, digit }, context) {
  const { model } = context;
  const { rows, columns } = primaryGrid(model.config);
  const size = rows * columns;
  return {
    words:
      size === 1
        ? `What the only capsule of type ${type} says about ${model.class_names[digit]}.`
        : `What the ${size} capsules of type ${type} say about ${model.class_names[digit]}, together.`,
    sections: tellGathered(
      Array.from({ length: size }, (_, index) => type * size + index),
      { digit, name: `type ${type}`, told: ({ row, column }) => `row ${row}, column ${column}` },
      context,
    ),
  };
}

/**
 * @param {import("../../network/units.js").Position} unit
 * @param {Context} context
 * @returns {Explanation}
 */
export function explainPosition({ row, column, digit }, context) {
  const { model } = context;
  const { config, class_names: names } = model;
  const { height, width } = primaryPatch(config, row, column);
  return {
    words: `What the ${config.primary_types} capsules that see this patch of ${height}×${width} pixels say about ${names[digit]}, together.`,
    sections: tellGathered(
      Array.from({ length: config.primary_types }, (_, type) =>
        indexOf(config, { type, row, column }),
      ),
      { digit, name: "this position", told: ({ type }) => `type ${type}` },
      context,
    ),
  };
}

/**
 * The support of several capsules, and how strongly they are coupled.
 * @param {number[]} indices of the capsules
 * @param {{digit: number, name: string, told: (place: import("../../network/votes.js").Place) => string}} of
 * @param {Context} context
 * @returns {Section[]}
 */
function tellGathered(indices, { digit, name, told }, { trace, model, iteration }) {
  const support = supportFor(trace, iteration, digit);
  const values = indices.map((index) => support[index]);
  const total = values.reduce((sum, value) => sum + value, 0);
  const length = lengthOf(trace.slice("sums", iteration, digit));
  return [
    part("Sum"),
    {
      type: "sum",
      name: `Support, iteration ${iteration + 1}, largest first`,
      ...largestTerms(values, (at) => {
        const place = placeOf(model.config, indices[at]);
        return { name: told(place), unit: { kind: "vote", ...place, digit } };
      }),
      bias: null,
      total: { name: `support of ${name}`, value: total },
      then: [shareOf(total, length)],
      decimals: DECIMALS,
    },
    part("Coupling"),
    {
      type: "facts",
      name: `In short, iteration ${iteration + 1}`,
      terms: [{ name: "support", value: total }, shareOf(total, length)],
      decimals: DECIMALS,
    },
    meanCoupling(indices, digit, trace, iteration),
    part("Formula"),
    model.config.routing === "attention" ? SUPPORT_PRIOR : SUPPORT,
    {
      type: "words",
      text: `Support adds up: over all ${countCapsules(model.config).toLocaleString("en")} capsules${model.config.digit_bias ? ", with the bias," : ""} it is ‖s‖ = ${print(length, DECIMALS)}.`,
    },
  ];
}

/**
 * @param {number[]} indices of the capsules
 * @param {number} digit
 * @param {import("../../server/trace.js").Trace} trace
 * @param {number} iteration
 * @returns {Section}
 */
function meanCoupling(indices, digit, trace, iteration) {
  if (!trace.has("logits"))
    return { type: "words", text: "Their couplings follow when the pen rests." };
  const couplings = couplingsTo(trace, iteration, digit);
  const classes = trace.shape("logits")[4];
  return {
    type: "bars",
    name: "Coupling",
    terms: [
      {
        name: "mean",
        value: indices.reduce((sum, index) => sum + couplings[index], 0) / indices.length,
      },
      { name: `even, 1 / ${classes}`, value: 1 / classes },
    ],
    signed: false,
    decimals: DECIMALS,
  };
}
