/** The tour's steps: what each points at, what it asks a person to do, and how it sees it done. */

import { primaryPatch } from "../network/receptive-fields.js";
import { classNoun, shownDigit, shownIteration } from "../state/state.js";

/** @typedef {import("../state/state.js").State} State */

/**
 * @typedef {Object} Step
 * @property {string} id by which the browser remembers it
 * @property {string} title
 * @property {(state: State) => string} words
 * @property {() => string} target selector of what is pointed at; the first that is visible
 * @property {string} [focus] selector of what takes the keyboard there; without it, the first control
 * @property {import("../state/state.js").Stage} [stage] that must be open for it, and is opened
 * @property {Partial<State>} [begin] what of the state is set when it begins
 * @property {(state: State) => boolean} [applies] without it, always
 * @property {(now: State, then: State, target: Element | null) => boolean} done whether the thing is
 *   done, by the state now and when the step began
 * @property {string[]} [watched] selectors of what shall be seen as well, beside the target
 * @property {boolean} [aside] whether the card stands at the lower edge, for what happens is all over
 *   the page
 * @property {number} [rest] milliseconds for which it must stay done; without it, REST
 */

const MAP = '#stage [role="application"]';
const ITERATIONS = "#stage .timeline";
const DIAGRAM = "#stage .diagram";
const EVEN = '#stage [aria-label="Even couplings"]';

/** Milliseconds that a person gets to see what came of a thing, where that is to be seen. */
const LOOK = 3500;

/** @type {Step[]} */
export const STEPS = [
  {
    id: "draw",
    title: "Draw something to read",
    words: ({ model }) =>
      `Clear the drawing and draw a ${classNoun(model)} of your own. Without a pointer, choose one of the sample drawings. The tour goes on by itself a moment after each thing is done.`,
    target: () => card("draw"),
    focus: `${card("draw")} .samples button`,
    done: drawn,
    rest: 1500,
  },
  {
    id: "prediction",
    title: "Watch it being read",
    words: () =>
      "Here is the network's answer. It follows the pen: add a stroke or take one back, and watch the answer and its length change.",
    target: () => "#prediction",
    aside: true,
    focus: `${card("draw")} button[aria-label="Undo"]`,
    done: drawn,
    rest: LOOK,
  },
  {
    id: "conv1",
    title: "Open Conv1",
    words: () =>
      "Each card is one layer, from left to right. Press the name of this one to open it below.",
    target: () => card("conv1"),
    done: () => isOpen("conv1"),
  },
  {
    id: "pin",
    title: "Point at a cell, and pin it",
    words: ({ model }) => {
      const { conv1_kernel_size: size } = model.config;
      return `Point at a bright cell of a map: the drawing outlines the ${size}×${size} patch that it saw. A click, a tap or Enter pins it.`;
    },
    target: () => MAP,
    watched: [card("draw"), "#stage .conv1-map"],
    stage: "conv1",
    done: ({ pinned }) => pinned?.kind === "conv1",
  },
  {
    id: "products",
    title: "See where its number comes from",
    words: ({ model }) => {
      const { conv1_kernel_size: size } = model.config;
      return `The inspector adds up the ${size * size} products of ink and kernel, and the bias, to the cell's number; scroll in it to see each product. Then let go: press “pinned ✕” or Esc.`;
    },
    target: () => "#inspector",
    focus: "#inspector button",
    done: ({ pinned }) => pinned === null,
  },
  {
    id: "patch",
    title: "Find what a capsule sees",
    words: ({ model, stage }) => {
      const { height, width } = primaryPatch(model.config, 0, 0);
      return stage === "primary"
        ? `Point at a primary capsule. It sees ${height}×${width} pixels, outlined on the drawing; bright is long.`
        : "Open the primary capsules: vectors in place of single numbers.";
    },
    target: () => (isOpen("primary") ? MAP : card("primary")),
    // A unit that is still pinned would hide what is pointed at, and in a small window the picture.
    begin: { pinned: null },
    done: ({ pointed, pinned }) =>
      isOpen("primary") && [pointed, pinned].some((unit) => unit && isCapsule(unit)),
    watched: [card("draw")],
    rest: 2000,
  },
  {
    id: "first",
    title: "Go back to the first iteration",
    words: (state) =>
      state.stage === "routing"
        ? `Choose iteration 1, in which every coupling is the same, and note in the diagram ${lengthWords(state, 0)}. The layers above go on showing the last iteration.`
        : "Open routing, where the capsules vote.",
    target: () => (isOpen("routing") ? ITERATIONS : card("routing")),
    applies: hasIterations,
    done: (now) => isOpen("routing") && shownIteration(now) === 0,
    watched: [DIAGRAM],
    rest: LOOK,
  },
  {
    id: "last",
    title: "And on to the last",
    words: (state) => {
      const { iterations } = traceOf(state);
      return `Go on to iteration ${iterations} and watch the lengths in the diagram: ${lengthWords(state, 0)} at first, comes to ${lengthOf(state, iterations - 1)}.`;
    },
    target: () => ITERATIONS,
    stage: "routing",
    applies: hasIterations,
    done: (now) => now.trace !== null && shownIteration(now) === now.trace.iterations - 1,
    watched: [DIAGRAM],
    rest: LOOK,
  },
  {
    id: "digit",
    title: "Ask about another one",
    words: ({ model }) =>
      `Choose a ${classNoun(model)} that was not the answer, by its bar here. The links and pictures then show what speaks for that one.`,
    target: () => card("digits"),
    focus: `${card("digits")} [data-digit]:not([data-winner]) button`,
    stage: "routing",
    done: ({ digit, trace }) => digit !== null && digit !== trace?.prediction,
    rest: LOOK,
  },
  {
    id: "painting",
    title: "Read the support on the drawing",
    words: (state) =>
      `Point at the painted drawing. Red ink speaks for ${state.model.class_names[shownDigit(state)]}, blue ink against it; all pixels${state.model.config.digit_bias ? ", with the bias's share," : ""} add up to its evidence ‖s‖.`,
    target: () => '#stage [aria-label^="Support painted on the drawing"]',
    stage: "routing",
    done: (now, then, target) => target?.matches(":hover, :focus, :focus-within") ?? false,
    rest: 2000,
  },
  {
    id: "uniform",
    title: "What if nothing were routed?",
    words: () =>
      "Turn even couplings on: then every vote counts the same. Does the answer change? Most often it does not.",
    target: () => `${EVEN} .row`,
    focus: `${EVEN} input`,
    stage: "routing",
    applies: ({ model }) => model.config.max_iterations > 1,
    done: (now) => now.routing === 1,
    watched: [EVEN],
    rest: LOOK,
  },
  {
    id: "routed",
    title: "Let the votes be routed again",
    words: () => "Turn even couplings off, so that what follows is the network as it was trained.",
    target: () => `${EVEN} .row`,
    focus: `${EVEN} input`,
    stage: "routing",
    applies: ({ model }) => model.config.max_iterations > 1,
    done: (now) => now.routing !== 1,
  },
  {
    id: "digits",
    title: "Open the digit capsules",
    words: ({ model }) =>
      `One capsule for each ${classNoun(model)}, ${model.config.digit_dimensions} numbers each. Open them: the longest is the answer.`,
    target: () => card("digits"),
    done: () => isOpen("digits"),
  },
  {
    id: "slider",
    title: "Change what a capsule holds",
    words: () =>
      "Move this slider, or one below it. The decoder draws anew what the capsule now holds: watch the reconstruction.",
    target: () => "#capsule .slider",
    focus: '#capsule input[type="range"]',
    watched: [card("reconstruction")],
    // The answer's: another one's capsule may be next to nothing.
    begin: { digit: null },
    done: (now, then) => now.held !== null && now.moved > then.moved,
    rest: LOOK,
  },
  {
    id: "share",
    title: "Take it with you",
    words: () =>
      "Share copies a link to what you see: the drawing, the stage, the pinned unit and the sliders.",
    target: () => "#controls [data-control='share'], #controls [data-control='menu']",
    watched: [card("reconstruction"), card("digits")],
    done: (now, then, target) => target?.hasAttribute("data-copied") ?? false,
  },
];

/** Milliseconds for which a thing must stay done before the tour goes on. */
export const REST = 700;

/** @param {import("../state/state.js").Stage} stage */
function isOpen(stage) {
  return document.body.dataset.stage === stage;
}

/** @param {string} name */
function card(name) {
  return `[data-card="${name}"]`;
}

/** @type {Step["done"]} */
function drawn(now, then) {
  const changed = now.drawing !== then.drawing || now.input !== then.input;
  return changed && now.stroke === null && now.trace !== then.trace && now.trace?.isBlank === false;
}

/** @param {import("../network/units.js").Unit} unit */
function isCapsule({ kind }) {
  return kind === "capsule" || kind === "component";
}

/** @param {State} state */
function hasIterations({ trace }) {
  return trace !== null && trace.iterations > 1;
}

/**
 * @param {State} state
 * @param {number} iteration
 */
function lengthOf(state, iteration) {
  return Math.hypot(...traceOf(state).slice("digits", iteration, shownDigit(state))).toFixed(3);
}

/**
 * @param {State} state
 * @param {number} iteration
 */
function lengthWords(state, iteration) {
  return `the length of ${state.model.class_names[shownDigit(state)]}, ${lengthOf(state, iteration)}`;
}

/** @param {State} state */
function traceOf({ trace }) {
  if (!trace) throw new RangeError("there is no trace yet");
  return trace;
}
