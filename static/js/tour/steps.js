/** The tour's steps: what each points at, what it asks a person to do, and how it sees it done. */

import { classNoun, shownDigit } from "../state/state.js";

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
 * @property {(now: State, then: State, target: Element | null) => boolean} done whether the thing is
 *   done, by the state now and when the step began
 * @property {string[]} [watched] selectors of what shall be seen as well, beside the target
 * @property {number} [rest] milliseconds for which it must stay done; without it, REST
 */

/** What opens the sliders where there is little room. */
const CLOSED = ".output:not([data-opened]) .sheet-button";
const LENGTHS = '[data-part="lengths"]';
const MAP = '#stage [role="application"]';
const LINKS = "#stage .diagram";
/** Units that add to a class. @type {import("../network/units.js").Unit["kind"][]} */
const SPEAKING = ["link", "vote", "position", "digit", "type", "capsule"];

/** Milliseconds that a person gets to see what came of a thing, where that is to be seen. */
const LOOK = 3500;

/** @type {Step[]} */
export const STEPS = [
  {
    id: "draw",
    title: "Draw something to read",
    words: ({ model }) =>
      `Draw a ${classNoun(model)} of your own: the first stroke clears the sample. Without a pointer, choose a sample. The answer at the right follows the pen. The tour goes on by itself a moment after each thing is done.`,
    target: () => `${card("draw")} .pad-frame`,
    focus: `${card("draw")} .samples button`,
    watched: ["#prediction", LENGTHS],
    done: drawn,
    rest: 1500,
  },
  {
    id: "slider",
    title: "Change what a capsule holds",
    words: ({ model }) =>
      `The capsule that won is ${model.config.digit_dimensions} numbers. ${isClosed() ? "Open the sliders and move one" : "Move this one, or one below it"}: the picture above is drawn anew from them.`,
    target: () => `#capsule .slider, ${CLOSED}`,
    focus: '#capsule input[type="range"]',
    watched: ['[data-part="pictures"]', "#capsule"],
    // The answer's: another one's capsule may be next to nothing.
    begin: { digit: null },
    done: (now, then) => now.held !== null && now.moved > then.moved,
    rest: LOOK,
  },
  {
    id: "digit",
    title: "Ask about another one",
    words: ({ model }) =>
      `Choose a ${classNoun(model)} that is not the answer. Pictures, links and sliders then show what speaks for that one.`,
    target: () => LENGTHS,
    focus: `${LENGTHS} [data-digit]:not([data-winner]) button`,
    watched: ['[data-part="pictures"]'],
    done: ({ digit, trace }) => digit !== null && digit !== trace?.prediction,
    rest: LOOK,
  },
  {
    id: "pin",
    title: "Point at a cell, and keep it",
    words: ({ model }) => {
      const { conv1_kernel_size: size } = model.config;
      return `The tabs are the layers, from left to right; this is the first. Point at a bright cell of a map: the drawing outlines the ${size}×${size} pixels that it saw. A click, a tap or Enter keeps it.`;
    },
    target: () => MAP,
    watched: [card("draw")],
    stage: "conv1",
    begin: { pinned: null, sheet: false },
    done: ({ pinned }) => pinned?.kind === "conv1",
  },
  {
    id: "sum",
    title: "See where its number comes from",
    words: ({ model }) => {
      const { conv1_kernel_size: size } = model.config;
      return `This line says what you point at. Click it, or click the cell again: it opens the ${size * size} products of ink and kernel, and their sum. Esc closes it.`;
    },
    target: () => "#inspector",
    focus: "#inspector .inspector-open",
    watched: ["#stage"],
    done: ({ sheet }) => sheet,
    rest: LOOK,
  },
  {
    id: "routing",
    title: "See what speaks for it",
    words: (state) =>
      isOpen("routing")
        ? `Each link is what capsules add to a ${classNoun(state.model)}: orange speaks for ${state.model.class_names[shownDigit(state)]}, blue against it. Point at one.`
        : "Open Routing, where the capsules vote.",
    target: () => (isOpen("routing") ? LINKS : card("routing")),
    begin: { pinned: null, sheet: false },
    done: ({ pointed, pinned }) =>
      isOpen("routing") && [pointed, pinned].some((unit) => unit && SPEAKING.includes(unit.kind)),
    watched: [card("draw"), "#prediction"],
    rest: 2000,
  },
  {
    id: "share",
    title: "Take it with you",
    words: () =>
      "Share copies a link to what you see: the drawing, the open view, the unit you keep and the sliders.",
    target: () => "#controls [data-control='share'], #controls [data-control='menu']",
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

/** Whether the sliders have to be opened first. */
function isClosed() {
  return document.querySelector(CLOSED)?.checkVisibility() ?? false;
}
