/** Digit capsules: every number of every class's capsule, the two longest, and what training asks. */

import { classNoun } from "../../state/state.js";
import { mountMarginLoss } from "./margin-loss.js";
import { mountNumbers } from "./numbers.js";
import { mountSecond } from "./second.js";

export const title = "Digit capsules";

/** @type {import("../../page/stage-host.js").Tab[]} */
export const tabs = [
  {
    name: "numbers",
    title: "Numbers",
    line: (model) =>
      `Each row is one capsule: ${model.config.digit_dimensions} numbers that say how its ${classNoun(model)} looks, and their length, which says how sure the network is that it is there. The longest capsule is the answer.`,
    mount: mountNumbers,
  },
  {
    name: "second",
    title: "First and second",
    line: "The longest capsule and the next longest, number by number, and what the decoder draws from each.",
    mount: mountSecond,
  },
  {
    name: "loss",
    title: "Margin loss",
    line: "What training would correct: the margin loss asks for a length of at least 0.9 where the label is true, and of at most 0.1 everywhere else.",
    mount: mountMarginLoss,
  },
];
