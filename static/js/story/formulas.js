/** The formulas of the stories and of the glossary: the inspector's, and some of whole layers. */

import {
  ABSENT,
  CONV1,
  COUPLING,
  PRESENT,
  ATTENTION,
  SQUASHED,
  SUM,
  SUM_PRIOR,
  SUPPORT,
  SUPPORT_PRIOR,
  VOTE,
} from "../inspector/explain/formulas.js";
import { norm } from "../widgets/mathml.js";

/**
 * @typedef {import("../widgets/mathml.js").Formula} Formula
 * @typedef {Object} Told a formula, and the same in words for those who hear it
 * @property {Formula} formula
 * @property {string} label
 */

/** @type {(name: Formula, ...indices: string[]) => Formula} */
const sub = (name, ...indices) => ({ sub: [name, indices] });
/** A function's argument, in parentheses of its own height. @type {(...parts: Formula[]) => Formula} */
const of = (...parts) => ["(", ...parts, ")"];

const v = { bold: "v" };
const vote = sub({ hat: { bold: "u" } }, "j", "|", "i");
const coupling = sub("c", "i", "j");

/** @satisfies {Record<string, Told>} */
export const FORMULAS = {
  convolution: CONV1,
  relu: {
    formula: ["ReLU", of("x"), "=", "max", of("0", ",", "x")],
    label: "ReLU of x is the larger of 0 and x",
  },
  squash: SQUASHED.quadratic.u,
  squashDigit: SQUASHED.quadratic.v,
  squashExponential: SQUASHED.exponential.u,
  squashDigitExponential: SQUASHED.exponential.v,
  attention: ATTENTION,
  sumPrior: SUM_PRIOR,
  supportPrior: SUPPORT_PRIOR,
  vote: VOTE,
  softmax: COUPLING,
  sum: SUM,
  support: SUPPORT,
  agreement: {
    formula: [sub("b", "i", "j"), "←", sub("b", "i", "j"), "+", vote, "·", sub(v, "j")],
    label: "The logit b of i and j grows by the agreement, the product of the vote with v of j",
  },
  entropy: {
    formula: [sub("H", "i"), "=", "−", { sum: ["j", [coupling, sub("log", "2"), coupling]] }],
    label: "The entropy of capsule i is minus the sum over j of c times the binary logarithm of c",
  },
  length: {
    formula: [{ sup: [norm(v), "2"] }, "=", { sum: ["d", { sup: [sub("v", "d"), "2"] }] }],
    label: "The squared length of v is the sum of its squared numbers",
  },
  present: PRESENT,
  absent: ABSENT,
  decoderFirst: {
    formula: [sub("h", "1"), "=", "ReLU", of(sub("W", "1"), v, "+", sub("b", "1"))],
    label: "The first hidden layer is ReLU of its weights times the capsule v, plus its bias",
  },
  decoderSecond: {
    formula: [sub("h", "2"), "=", "ReLU", of(sub("W", "2"), sub("h", "1"), "+", sub("b", "2"))],
    label: "The second hidden layer is ReLU of its weights times the first, plus its bias",
  },
  decoderPixels: {
    formula: ["pixels", "=", "sigmoid", of(sub("W", "3"), sub("h", "2"), "+", sub("b", "3"))],
    label: "The pixels are the sigmoid of their weights times the second layer, plus their bias",
  },
};

/** @typedef {keyof typeof FORMULAS} FormulaName */
