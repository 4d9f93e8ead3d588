/** What is said of a figure: its title, and what stands below it. No DOM. */

import {
  beginsEven,
  classNoun,
  isLab,
  shownDigit,
  shownIteration,
  switched,
  TABS,
} from "../state/state.js";

/** Characters of the longest link that is printed; longer ones are only in the file's description. */
const LONGEST_PRINTED = 160;

/** @typedef {import("../state/state.js").State} State */

const QUANTITIES = Object.freeze({
  support: "support c (û · s/‖s‖)",
  couplings: "couplings c",
  logits: "logits b",
  agreement: "agreement û · v",
});

/** What colours, widths and sizes mean where no legend stands below a picture, by sub-tab. */
const MEANINGS = /** @type {Record<string, string>} */ ({
  "routing links":
    "A link is as wide as its value is large, orange where it speaks for the digit, blue where it speaks against it.",
  "routing votes":
    "A dot is the vote of one primary capsule: its area is its coupling, its colour its support. The line leads v from iteration to iteration.",
  "digits numbers": "Orange numbers are positive, blue ones negative.",
  "digits second": "Orange numbers are positive, blue ones negative.",
  "digits loss":
    "The orange curve is the loss of the true label, the grey one that of every other; dots are the lengths.",
});
/** Stages whose pictures do not depend on the routing. */
const BEFORE_ROUTING = ["draw", "conv1", "primary"];
/** How sentences begin that tell a person at the page what to do. */
const ADVICE = /^(choose|click|drag|draw|hover|move|nothing is|pin|point|press|try|turn)\b/i;

/**
 * What a figure shows: where on the page, which quantity, of which class, in which iteration.
 * @param {State} state
 * @param {{title: string, tab: string}} place titles of the stage and its sub-tab
 */
export function titleOf(state, { title, tab }) {
  const { model, trace } = state;
  const name = model.class_names[shownDigit(state)];
  const rounds = trace?.iterations ?? 1;
  const round = shownIteration(state);
  const iteration =
    rounds === 1
      ? beginsEven(model.config, 0)
        ? "one iteration, even couplings"
        : "one pass"
      : `iteration ${round + 1} of ${rounds}`;
  const place = tab && tab !== title ? `${title}, ${tab}` : title;
  const shown = [place, quantityOf(state)].filter(Boolean).join(": ");
  const parts = [shown, `${classNoun(model)} ${name}`];
  if (!BEFORE_ROUTING.includes(state.stage)) parts.push(iteration);
  return parts.join(", ");
}

/** @param {State} state */
function quantityOf(state) {
  const { stage, held } = state;
  if (isLab(stage)) return ""; // its title says what it shows
  return {
    draw: "what the network receives",
    conv1: `responses of Conv1 ${switched(state, "relu")} ReLU`,
    primary: `primary capsules ${switched(state, "squash")} squash`,
    routing: QUANTITIES[state.quantity],
    digits: "digit capsules v",
    reconstruction: held ? "decoded from a capsule moved by hand" : "decoded from its capsule",
  }[stage];
}

/**
 * What a reader has to know: what colours and widths mean, what was read, by which network.
 * @param {State} state
 * @param {{line: string, told: readonly string[], link: string}} shown the stage's own line, what
 *   the page says of its pictures, and the link to the view
 */
export function captionOf(state, { line, told, link }) {
  const { model, trace, stage, tab, held, off } = state;
  const meaning = MEANINGS[`${stage} ${tab ?? TABS[stage]?.[0] ?? ""}`] ?? "";
  const moved = held ? `The capsule of ${model.class_names[held.digit]} was moved by hand.` : "";
  const lacking = off.length > 0 ? `Switched off: ${off.join(", ")}.` : "";
  const rounds = trace?.iterations ?? model.config.routing_iterations;
  return [
    ...[withoutAdvice(line), ...told, meaning],
    ...[inputOf(state), moved, lacking],
    `Network: ${model.label}, ${rounds} routing ${rounds === 1 ? "iteration" : "iterations"};`,
    `checkpoint ${model.name}, sha256 ${model.sha256}.`,
    link.length <= LONGEST_PRINTED
      ? `CapsNet Explorer, ${link}`
      : "CapsNet Explorer; the link to this view is in the file's description.",
  ]
    .filter(Boolean)
    .join(" ");
}

/** What the network was given, and what it reads. @param {State} state */
function inputOf({ input, trace, model }) {
  const given = input.kind === "strokes" ? "a drawing" : input.name;
  if (!trace || trace.isBlank) return `Input: ${given}.`;
  const lengths = trace.values("lengths");
  const order = [...lengths.keys()].sort((one, other) => lengths[other] - lengths[one]);
  const [first, second] = order.map(
    (index) => `${model.class_names[index]} (length ${lengths[index].toFixed(3)})`,
  );
  return `Input: ${given}, read as ${first}${second ? `, then ${second}` : ""}.`;
}

/** @param {string} line */
function withoutAdvice(line) {
  return line
    .split(/(?<=[.!?])\s+/)
    .filter((sentence) => !ADVICE.test(sentence))
    .join(" ");
}
