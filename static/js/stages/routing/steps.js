/** The steps that every iteration of routing takes, in their order, and what each does in words. */

/**
 * @typedef {import("../../state/state.js").Step} Step
 *
 * @typedef {Object} Moment where routing is
 * @property {number} iteration from 0
 * @property {Step} step
 *
 * @typedef {Object} Told what the words of a step need
 * @property {number} iteration from 0
 * @property {number} iterations
 * @property {number} classes
 * @property {string} noun "digit" or "class"
 * @property {boolean} hasBias whether a bias is added to the sums
 * @property {import("../../state/state.js").Config["routing"]} routing
 */

/** @type {{step: Step, text: string, title: string}[]} */
export const STEPS = [
  { step: "logits", text: "b", title: "Logits b" },
  { step: "couplings", text: "c", title: "Couplings c = softmax b" },
  { step: "sums", text: "s", title: "Sums s = Σ c û" },
  { step: "digits", text: "v", title: "Capsules v = squash s" },
  { step: "agreement", text: "û·v", title: "Agreement û · v" },
];

/**
 * What a step computes, as a title.
 * @param {Step} step
 * @param {Told["routing"]} routing
 */
export function titleOfStep(step, routing) {
  if (routing === "attention") {
    if (step === "logits") return "Logits b = û · Σ û / √D";
    if (step === "sums") return "Sums s = Σ (c + p) û";
  }
  return STEPS.find((each) => each.step === step)?.title ?? "";
}

/**
 * How many steps lie before a moment.
 * @param {Moment} moment
 */
export function countOf({ iteration, step }) {
  return iteration * STEPS.length + placeOf(step);
}

/**
 * The moment after some steps, within the first and the last.
 * @param {number} count
 * @param {number} iterations
 * @returns {Moment}
 */
export function momentAt(count, iterations) {
  const within = Math.min(iterations * STEPS.length - 1, Math.max(0, count));
  return {
    iteration: Math.floor(within / STEPS.length),
    step: STEPS[within % STEPS.length].step,
  };
}

/**
 * What a step does, in one or two sentences.
 * @param {Step} step
 * @param {Told} told
 */
export function tellStep(step, told) {
  return told.routing === "attention" ? tellAttention(step, told) : tellAgreement(step, told);
}

/**
 * Of routing in a single pass.
 * @param {Step} step
 * @param {Told} told
 */
function tellAttention(step, { classes, noun }) {
  switch (step) {
    case "logits":
      return `Each logit b is the product of a vote û with the sum of all votes for the ${noun}, over the root of their dimensions. Votes that point the same way get more.`;
    case "couplings":
      return `Softmax turns each capsule's logits into shares c that add up to 1. Shown is how far each lies from an even 1/${classes}.`;
    case "sums":
      return `Each ${noun} adds up its votes û, each times its coupling c plus a learned prior p: that is s. Support is what a capsule adds to the length of s.`;
    case "digits":
      return `Squash keeps the direction of s and brings its length below 1: that is v, and ‖v‖ is how sure the network is of the ${noun}.`;
    case "agreement":
      return "û·v tells how well each vote fits the result. Nothing is made of it: there is no further pass.";
  }
}

/**
 * Of routing by agreement.
 * @param {Step} step
 * @param {Told} told
 */
function tellAgreement(step, { iteration, iterations, classes, noun, hasBias }) {
  const first = iteration === 0;
  const plural = noun === "class" ? "classes" : "digits";
  switch (step) {
    case "logits":
      return first
        ? `Every logit b begins at 0: no capsule prefers any ${noun} yet.`
        : `Each logit b has grown by the agreement of ${iteration === 1 ? "iteration 1" : `iterations 1 to ${iteration}`}, or fallen where a vote pointed another way.`;
    case "couplings":
      return first
        ? `Softmax over equal logits: each capsule gives every ${noun} the same share, c = 1/${classes}.`
        : `Softmax turns each capsule's logits into shares c that add up to 1. Shown is how far each lies from an even 1/${classes}.`;
    case "sums":
      return `Each ${noun} adds up its votes û, each times its coupling c${hasBias ? ", and its own bias" : ""}: that is s. Support is what a capsule adds to the length of s.`;
    case "digits":
      return `Squash keeps the direction of s and brings its length below 1: that is v, and ‖v‖ is how sure the network is of the ${noun}.`;
    case "agreement":
      return iteration === iterations - 1
        ? `û·v tells how well each vote fits the result. This is the last iteration: it changes no logit any more.`
        : `û·v tells how well each vote fits v. It is added to the logits b, so the next iteration listens more to the votes that agree with their ${plural}.`;
  }
}

/** @param {Step} step */
function placeOf(step) {
  return STEPS.findIndex((each) => each.step === step);
}
