/** The network's formulas, each as data and in words. */

import { norm } from "../../widgets/mathml.js";

/**
 * @typedef {import("../../widgets/mathml.js").Formula} Formula
 * @typedef {import("./explanation.js").FormulaSection} FormulaSection
 */

/** @type {(name: string, ...index: string[]) => Formula} */
const vector = (name, ...index) =>
  index.length ? { sub: [{ bold: name }, index] } : { bold: name };
/** @type {(name: string, ...index: string[]) => Formula} */
const number = (name, ...index) => ({ sub: [name, index] });
/** @type {(of: Formula) => Formula} */
const squared = (of) => ({ sup: [norm(of), "2"] });
/** @type {(over: string, of: Formula) => Formula} */
const sum = (over, of) => ({ sum: [over, of] });

/** @type {(over: Formula, under: Formula) => Formula} */
const fraction = (over, under) => ({ frac: [over, under] });

/** @type {(name: string) => Formula} */
const squashed = (name) => [
  fraction(squared(vector(name)), ["1", "+", squared(vector(name))]),
  fraction(vector(name), norm(vector(name))),
];
/** @type {Formula} */
const vote = { sub: [{ hat: { bold: "u" } }, ["j", "|", "i"]] };

/** @type {(label: string, ...formula: Formula[]) => FormulaSection} */
const section = (label, ...formula) => ({ type: "formula", formula, label });

export const CONV1 = section(
  "ReLU of the sum over pixels p of x times w, plus the bias b",
  ...["ReLU", "(", sum("p", [number("x", "p"), number("w", "p")]), "+", "b", ")"],
);

export const COMPONENT = section(
  "s of dimension d is the sum over the cells p under the kernel of h times w, plus the bias b",
  ...[number("s", "d"), "=", sum("p", [number("h", "p"), number("w", "p")]), "+", number("b", "d")],
);

/** @type {(name: "u" | "v") => FormulaSection} */
const quadratic = (name) =>
  section(
    `${name} is s times its squared length, over one plus its squared length, over its length`,
    ...[vector(name), "=", squashed("s")],
  );

/** @type {(name: "u" | "v") => FormulaSection} */
const exponential = (name) =>
  section(
    `${name} is s times one minus e to the minus its length, over its length`,
    ...[vector(name), "=", "(", "1", "−"],
    { sup: ["e", ["−", norm(vector("s"))]] },
    ...[")", fraction(vector("s"), norm(vector("s")))],
  );

/** Of a primary capsule, u, and of a class's capsule, v, by the name of a network's squash. */
export const SQUASHED = {
  quadratic: { u: quadratic("u"), v: quadratic("v") },
  exponential: { u: exponential("u"), v: exponential("v") },
};

export const VOTE = section(
  "The vote û of capsule i for class j is the matrix W times the capsule u",
  ...[vote, "=", vector("W", "i", "j"), vector("u", "i")],
);

export const LOGIT = section(
  "The logit b is the sum over the iterations before of û times v, the agreement",
  ...[number("b", "i", "j"), "=", sum("earlier", [vote, "·", vector("v", "j")])],
);

export const ATTENTION = section(
  "The logit b is û of capsule i times the sum of û over all capsules k, over the root of the dimensions D",
  number("b", "i", "j"),
  "=",
  fraction([vote, "·", sum("k", { sub: [{ hat: { bold: "u" } }, ["j", "|", "k"]] })], ["√", "D"]),
);

export const COUPLING = section(
  "The coupling c is e to the b of class j, over the sum of e to the b of all classes k",
  number("c", "i", "j"),
  "=",
  fraction({ sup: ["e", number("b", "i", "j")] }, sum("k", { sup: ["e", number("b", "i", "k")] })),
);

export const AGREEMENT = section(
  "The agreement is the sum over dimensions of û times v",
  ...["agreement", "=", vote, "·", vector("v", "j")],
);

export const SUPPORT = section(
  "The support is the coupling c times û along the direction of s",
  ...[
    "support",
    "=",
    number("c", "i", "j"),
    fraction([vote, "·", vector("s", "j")], norm(vector("s", "j"))),
  ],
);

export const SUPPORT_PRIOR = section(
  "The support is the coupling c plus the prior p, times û along the direction of s",
  ...["support", "=", "(", number("c", "i", "j"), "+", number("p", "i", "j"), ")"],
  fraction([vote, "·", vector("s", "j")], norm(vector("s", "j"))),
);

export const SUM_PRIOR = section(
  "s is the sum over all capsules i of the coupling c plus the prior p, times the vote û",
  ...[vector("s", "j"), "="],
  sum("i", ["(", number("c", "i", "j"), "+", number("p", "i", "j"), ")", vote]),
);

export const COMPONENT_DEPTHWISE = section(
  "s of dimension d is the sum over the cells p of one map of h times w, plus the bias b",
  ...[number("s", "d"), "=", sum("p", [number("h", "d", "p"), number("w", "d", "p")])],
  ...["+", number("b", "d")],
);

export const SUM = section(
  "s is the sum over all capsules i of the coupling c times the vote û, plus the bias b",
  ...[vector("s", "j"), "=", sum("i", [number("c", "i", "j"), vote]), "+", vector("b", "j")],
);

export const PRESENT = section(
  "The loss of the true class is the square of 0.9 minus the length of v, where that is above 0",
  { sup: [["max", "(", "0", ",", "0.9", "−", norm(vector("v")), ")"], "2"] },
);

export const ABSENT = section(
  "The loss of any other class is half the square of the length of v minus 0.1, where that is above 0",
  ...["0.5", "·"],
  { sup: [["max", "(", "0", ",", norm(vector("v")), "−", "0.1", ")"], "2"] },
);

export const HIDDEN = section(
  "ReLU of the sum over the inputs i of x times w, plus the bias b",
  ...["ReLU", "(", sum("i", [number("x", "i"), number("w", "i")]), "+", "b", ")"],
);

export const DECODED = section(
  "The sigmoid of the sum over the inputs i of x times w, plus the bias b",
  ...["sigmoid", "(", sum("i", [number("x", "i"), number("w", "i")]), "+", "b", ")"],
);
