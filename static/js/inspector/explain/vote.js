/** What lies between a primary capsule and a class: vote, logit, coupling, agreement, support. */

import { part, shareOf } from "./explanation.js";
import { DECIMALS, print } from "../../widgets/numbers.js";
import { AGREEMENT, ATTENTION, COUPLING, LOGIT, SUPPORT, SUPPORT_PRIOR, VOTE } from "./formulas.js";
import { countCapsules, indexOf, lengthOf, softmax, voteAt } from "../../network/votes.js";

/**
 * @typedef {import("./explanation.js").Context} Context
 * @typedef {import("./explanation.js").Explanation} Explanation
 * @typedef {import("./explanation.js").Needs} Needs
 * @typedef {import("./explanation.js").Section} Section
 */

/**
 * @param {import("../../network/units.js").Vote} unit
 * @returns {Needs}
 */
export function voteNeeds({ digit }) {
  return {
    fields: ["primary", "logits", "sums", "digits", "support"],
    weights: [["votes", digit]],
  };
}

/**
 * @param {import("../../network/units.js").Vote} unit
 * @param {Context} context
 * @returns {Explanation}
 */
export function explainVote(unit, context) {
  const { trace, model, iteration, weights } = context;
  const { type, row, column, digit } = unit;
  const { config } = model;
  const { primary_dimensions: columns, digit_dimensions: rows } = config;
  const { weight } = weights.get("votes", digit);
  const index = indexOf(config, unit);
  const primary = trace.values("primary");
  const vote = Float32Array.from({ length: rows }, (_, dimension) =>
    voteAt(config, weight, primary, index, dimension),
  );
  const matrix = Float32Array.from(
    { length: rows * columns },
    (_, cell) => weight[(index * columns + (cell % columns)) * rows + Math.floor(cell / columns)],
  );
  return {
    words: `What this capsule, seeing what it sees, expects the pose of a ${model.class_names[digit]} to be, and what routing makes of that.`,
    sections: [
      part("In short"),
      tellInShort(unit, context, vote),
      VOTE,
      AGREEMENT,
      part("Vote"),
      {
        type: "product",
        name: "The vote: matrix W times capsule u",
        matrix,
        vector: trace.slice("primary", type, row, column),
        result: vote,
        names: ["W", "u", "û"],
        decimals: 2,
      },
      ...(config.routing === "attention"
        ? tellAttention(unit, context, vote)
        : tellLogit(unit, context, vote)),
      ...tellCoupling(unit, context),
      part("Agreement"),
      dotProduct(
        `Agreement û · v, iteration ${iteration + 1}`,
        vote,
        trace.slice("digits", iteration, digit),
        ["û", "v"],
      ),
      ...tellSupport(unit, context, vote),
    ],
  };
}

/**
 * @param {import("../../network/units.js").Vote} unit
 * @param {Context} context
 * @param {Float32Array} vote
 * @returns {Section}
 */
function tellInShort({ type, row, column, digit }, { trace, model, iteration }, vote) {
  const logits = trace.slice("logits", iteration, type, row, column);
  return {
    type: "facts",
    name: `In short, iteration ${iteration + 1}`,
    terms: [
      { name: "logit b", value: logits[digit] },
      { name: "coupling c", value: softmax(logits).couplings[digit] },
      { name: `if even, 1 / ${model.config.classes}`, value: 1 / model.config.classes },
      { name: "agreement û · v", value: dot(vote, trace.slice("digits", iteration, digit)) },
      { name: "support", value: trace.at("support", iteration, type, row, column, digit) },
    ],
    decimals: DECIMALS,
  };
}

/**
 * @param {import("../../network/units.js").Vote} unit
 * @param {Context} context
 * @param {Float32Array} vote
 * @returns {Section[]}
 */
function tellLogit({ type, row, column, digit }, { trace, iteration }, vote) {
  if (iteration === 0) {
    const text = "In iteration 1 its logit b is 0 for every class: all couplings are even.";
    return [part("Logit"), { type: "words", text }];
  }
  return [
    part("Logit"),
    LOGIT,
    {
      type: "sum",
      name: `Logit b of iteration ${iteration + 1}`,
      terms: Array.from({ length: iteration }, (_, earlier) => ({
        name: `agreement û · v of iteration ${earlier + 1}`,
        value: dot(vote, trace.slice("digits", earlier, digit)),
      })),
      rest: null,
      bias: null,
      total: { name: "b", value: trace.at("logits", iteration, type, row, column, digit) },
      then: [],
      decimals: DECIMALS,
    },
  ];
}

/**
 * @param {import("../../network/units.js").Vote} unit
 * @param {Context} context
 * @param {Float32Array} vote
 * @returns {Section[]}
 */
function tellAttention({ type, row, column, digit }, { trace, model, weights }, vote) {
  const { config, class_names: names } = model;
  const { weight } = weights.get("votes", digit);
  const primary = trace.values("primary");
  const count = countCapsules(config);
  const together = vote.map((_, dimension) => {
    let sum = 0;
    for (let each = 0; each < count; each++)
      sum += voteAt(config, weight, primary, each, dimension);
    return sum;
  });
  return [
    part("Logit"),
    {
      type: "words",
      text: `How much this vote agrees with the votes of all ${count.toLocaleString("en")} capsules for ${names[digit]}, its own too. Nothing is repeated: this one number decides its coupling.`,
    },
    ATTENTION,
    {
      ...dotProduct("Logit b, the attention", vote, together, ["û", "Σ û"]),
      then: [
        { name: `÷ √${vote.length}`, value: Math.sqrt(vote.length) },
        { name: "b", value: trace.at("logits", 0, type, row, column, digit) },
      ],
    },
  ];
}

/**
 * @param {import("../../network/units.js").Vote} unit
 * @param {Context} context
 * @returns {Section[]}
 */
function tellCoupling({ digit, ...place }, { trace, model, iteration }) {
  const logits = trace.slice("logits", iteration, place.type, place.row, place.column);
  const { exponentials, sum, couplings } = softmax(logits);
  return [
    part("Coupling"),
    COUPLING,
    {
      type: "sum",
      name: `Coupling c of iteration ${iteration + 1}`,
      terms: exponentials.map((value, other) => ({
        name: model.class_names[other],
        input: `exp(${print(logits[other], DECIMALS)})`,
        value,
        ...(other === digit ? {} : { unit: { ...place, kind: "vote", digit: other } }),
      })),
      rest: null,
      bias: null,
      total: { name: "sum", value: sum },
      then: [{ name: `c = ${model.class_names[digit]}'s / sum`, value: couplings[digit] }],
      decimals: DECIMALS,
    },
  ];
}

/**
 * @param {import("../../network/units.js").Vote} unit
 * @param {Context} context
 * @param {Float32Array} vote
 * @returns {Section[]}
 */
function tellSupport({ type, row, column, digit }, { trace, model, iteration, weights }, vote) {
  const { prior } = weights.get("votes", digit);
  const coupling = softmax(trace.slice("logits", iteration, type, row, column)).couplings[digit];
  const own = prior ? prior[indexOf(model.config, { type, row, column })] : 0;
  const sums = trace.slice("sums", iteration, digit);
  const support = trace.at("support", iteration, type, row, column, digit);
  return [
    part("û · s"),
    dotProduct(`û · s, iteration ${iteration + 1}`, vote, sums, ["û", "s"]),
    part("Support"),
    prior ? SUPPORT_PRIOR : SUPPORT,
    {
      ...{ type: "sum", name: `Support, iteration ${iteration + 1}`, decimals: DECIMALS },
      ...{ terms: [], rest: null, bias: null },
      total: { name: "û · s", value: dot(vote, sums) },
      then: [
        { name: "÷ ‖s‖", value: lengthOf(sums) },
        ...(prior
          ? [
              { name: "coupling c", value: coupling },
              { name: "prior p, learned for this pair", value: own },
              { name: "× their sum, c + p", value: coupling + own },
            ]
          : [{ name: "× coupling c", value: coupling }]),
        { name: "support", value: support },
        shareOf(support, lengthOf(sums)),
      ],
    },
    {
      type: "words",
      text: `Support is this capsule's exact share in ‖s‖, the evidence for ${model.class_names[digit]}: below 0 it speaks against.`,
    },
  ];
}

/**
 * @param {string} name
 * @param {Float32Array} one
 * @param {Float32Array} other
 * @param {[string, string]} names
 * @returns {import("./explanation.js").SumSection}
 */
function dotProduct(name, one, other, names) {
  return {
    type: "sum",
    name,
    terms: Array.from(one, (value, dimension) => ({
      name: String(dimension),
      input: `${print(value, 3)} × ${print(other[dimension], 3)}`,
      value: value * other[dimension],
    })),
    rest: null,
    bias: null,
    total: { name: names.join(" · "), value: dot(one, other) },
    then: [],
    decimals: DECIMALS,
  };
}

/**
 * @param {Float32Array} one
 * @param {Float32Array} other
 */
function dot(one, other) {
  return one.reduce((sum, value, index) => sum + value * other[index], 0);
}
