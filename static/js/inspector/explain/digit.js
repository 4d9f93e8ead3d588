/** A class's capsule, and one number of it. */

import { classNoun } from "../../state/state.js";
import { largestTerms, part } from "./explanation.js";
import { DECIMALS, print, times } from "../../widgets/numbers.js";
import { ABSENT, PRESENT, SQUASHED, SUM, SUM_PRIOR } from "./formulas.js";
import { ABSENT as MOST, marginTerms, PRESENT as LEAST } from "../../network/margin-loss.js";
import { SQUASHES } from "../../network/squash.js";
import {
  countsFor,
  lengthOf,
  placeName,
  placeOf,
  squaredLength,
  squashFactor,
  supportFor,
  voteAt,
} from "../../network/votes.js";

/**
 * @typedef {import("./explanation.js").Context} Context
 * @typedef {import("./explanation.js").Explanation} Explanation
 * @typedef {import("./explanation.js").Needs} Needs
 * @typedef {import("./explanation.js").Section} Section
 */

/** @type {Needs} */
export const digitNeeds = { fields: ["support", "sums", "digits"], weights: [] };

/**
 * @param {import("../../network/units.js").Dimension} unit
 * @returns {Needs}
 */
export function dimensionNeeds({ digit }) {
  return { fields: ["primary", "logits", "sums", "digits"], weights: [["votes", digit]] };
}

/**
 * @param {import("../../network/units.js").Digit} unit
 * @param {Context} context
 * @returns {Explanation}
 */
export function explainDigit({ digit }, { trace, model, iteration }) {
  const { config, class_names: names } = model;
  const sums = trace.slice("sums", iteration, digit);
  const pose = trace.slice("digits", iteration, digit);
  const support = supportFor(trace, iteration, digit);
  const [before, after] = [lengthOf(sums), lengthOf(pose)];
  const own = before - support.reduce((sum, each) => sum + each, 0);
  return {
    words: `The votes for ${names[digit]}, each as much as it is coupled, added up to one arrow. Its length is how sure the network is.`,
    sections: [
      part("Length"),
      {
        type: "sum",
        name: `‖s‖ as the support of ${support.length.toLocaleString("en")} capsules, iteration ${iteration + 1}`,
        ...largestTerms(support, (index) => {
          const place = placeOf(config, index);
          return { name: placeName(place), unit: { kind: "vote", ...place, digit } };
        }),
        bias: config.digit_bias ? { name: "the bias's share", value: own } : null,
        total: { name: "‖s‖", value: before },
        then: [
          ...(config.squash === "quadratic" ? [{ name: "‖s‖²", value: squaredLength(sums) }] : []),
          { name: `‖v‖ = ${SQUASHES[config.squash].told}`, value: after },
        ],
        decimals: DECIMALS,
      },
      part("Squash"),
      config.routing === "attention" ? SUM_PRIOR : SUM,
      SQUASHED[config.squash].v,
      { type: "squash", from: before, to: after, squash: config.squash },
      ...tellLoss(after, names[digit], classNoun(model)),
    ],
  };
}

/**
 * @param {number} length
 * @param {string} name
 * @param {string} noun
 * @returns {Section[]}
 */
function tellLoss(length, name, noun) {
  const [[present], [absent]] = [0, 1].map((label) => marginTerms([length], label));
  return [
    part("Margin loss"),
    PRESENT,
    ABSENT,
    {
      type: "bars",
      name: "Margin loss of this capsule",
      terms: [
        { name: `if this is a ${name}`, value: present.value },
        { name: "if it is not", value: absent.value },
      ],
      signed: false,
      decimals: DECIMALS,
    },
    {
      type: "words",
      text: `What training would correct: it wants the true ${noun} longer than ${LEAST} and every other shorter than ${MOST}.`,
    },
  ];
}

/**
 * @param {import("../../network/units.js").Dimension} unit
 * @param {Context} context
 * @returns {Explanation}
 */
export function explainDimension({ digit, dimension }, { trace, model, iteration, weights }) {
  const { config, class_names: names } = model;
  const { weight, bias, prior } = weights.get("votes", digit);
  const primary = trace.values("primary");
  const counts = countsFor(trace, iteration, digit, prior);
  const votes = counts.map((_, index) => voteAt(config, weight, primary, index, dimension));
  const sums = trace.slice("sums", iteration, digit);
  return {
    words: `One of the ${sums.length} numbers that say how this ${names[digit]} is written. What it stands for was learned; few stand for one thing only.`,
    sections: [
      part("Sum"),
      {
        type: "sum",
        name: `Its dimension ${dimension}: the largest of ${votes.length.toLocaleString("en")} products ${prior ? "(c + p)" : "c"} · û, iteration ${iteration + 1}`,
        ...largestTerms(
          votes.map((vote, index) => counts[index] * vote),
          (index) => {
            const place = placeOf(config, index);
            return {
              name: placeName(place),
              input: times(counts[index], votes[index]),
              unit: { kind: "vote", ...place, digit },
            };
          },
        ),
        bias: bias && { name: "bias b", value: bias[dimension] },
        total: { name: "before squash", value: sums[dimension] },
        then: [
          { name: "× the capsule's squash factor", value: squashFactor(config, sums) },
          {
            name: "after squash",
            value: trace.at("digits", iteration, digit, dimension),
            unit: { kind: "digit", digit },
          },
        ],
        decimals: DECIMALS,
      },
      part("Formula"),
      prior ? SUM_PRIOR : SUM,
      {
        type: "words",
        text: `The squash factor is ${SQUASHES[config.squash].factor}, with ‖s‖ = ${print(lengthOf(sums), DECIMALS)}.`,
      },
    ],
  };
}
