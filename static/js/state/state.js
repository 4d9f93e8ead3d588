/** What the page shows: its parts, the settings of its stages, and what follows from them. */

/**
 * A model as `GET /api/models` describes it.
 * @typedef {Object} Model
 * @property {string} name what requests call it
 * @property {string} label for people; no two models have the same
 * @property {string} title of what it was trained on, for people
 * @property {string} dataset what it was trained on
 * @property {string} shows what its pictures show, such as "digits" or "clothes"
 * @property {string[]} class_names one for each digit capsule
 * @property {{height: number, width: number, channels: number}} image what the network receives
 * @property {Config} config every size of the network
 * @property {number} parameters how many numbers were trained
 * @property {number | null} test_error share of the test images read wrong; null if not measured
 * @property {string} sha256 of the checkpoint file
 */

/**
 * The sizes of a network and what follows from them, as in `model/network/config.py`.
 * @typedef {Object} Config
 * @property {number} image_height
 * @property {number} image_width
 * @property {number} image_channels
 * @property {number} conv1_kernels
 * @property {number} conv1_kernel_size
 * @property {number} primary_types
 * @property {number} primary_dimensions
 * @property {number} primary_kernel_size
 * @property {number} field_size height and width of what a primary capsule sees of the image
 * @property {number} field_stride pixels between what neighbouring ones see
 * @property {{kernels: number, kernel_size: number, stride: number}[]} between the convolutions
 *   between Conv1 and the primary capsules, each with ReLU and batch normalisation
 * @property {boolean} depthwise whether each primary kernel reads one map alone
 * @property {number} classes
 * @property {number} digit_dimensions
 * @property {"quadratic" | "exponential"} squash what brings a vector's length below 1
 * @property {"agreement" | "attention"} routing where couplings come from: step by step from the
 *   agreement of votes and capsules, or at once from that of votes with one another
 * @property {boolean} [digit_bias] whether a bias is added to the votes of each class
 * @property {number} routing_iterations
 * @property {number} max_iterations of routing that can be asked for
 * @property {number[]} decoder_hidden sizes of the decoder's hidden layers
 */

/**
 * What the network is given: the drawing, pixels as they are, or a picture file.
 * @typedef {{kind: "strokes"}
 *   | {kind: "pixels", pixels: Uint8Array, name: string, index: number | null}
 *   | {kind: "picture", blob: Blob, name: string}} Input
 */

/**
 * A capsule taken in hand: its sliders, and what they were.
 * @typedef {Object} HeldCapsule
 * @property {number} digit which class's capsule
 * @property {number[]} values the sliders
 * @property {boolean} moving whether a slider is being dragged: one drag is one step of undo
 * @property {number[][]} past values before each change, oldest first
 * @property {number[][]} future values that undo took away, next first
 */

/** Stages that show a part of the network. */
export const STAGES = /** @type {const} */ ([
  "draw",
  "conv1",
  "primary",
  "routing",
  "digits",
  "reconstruction",
]);
/** The stage that a page opens with. */
export const FIRST_STAGE = "digits";
/**
 * The sub-tabs of stages that have several, the first of them the one that a stage opens with.
 * @type {Readonly<Partial<Record<Stage, readonly string[]>>>}
 */
export const TABS = {
  draw: ["pixels", "pictures", "own"],
  conv1: ["maps", "kernels", "sweep"],
  primary: ["types", "capsule", "patches"],
  routing: ["links", "votes", "without", "even"],
  digits: ["numbers", "second", "loss"],
  reconstruction: ["dimensions", "effects", "between", "hidden"],
  pose: ["curves", "without", "numbers"],
  ablate: ["switches", "ranking"],
  compare: ["answers", "layers", "plain"],
  "is-it-a-digit": ["threshold", "others", "adversarial"],
  "two-digits": ["place", "read", "pictures"],
};
/**
 * Stages in which the network is taken in hand: what the menu, their tab and their title call them.
 * A new lab is entered here, in `STAGES` of page/stage-host.js, and with its sub-tabs above.
 */
export const LABS = /** @type {const} */ ({
  pose: "Turn, shift, scale, shear",
  ablate: "Switch parts off",
  compare: "Compare two states",
  "is-it-a-digit": "Is this a digit at all?",
  "two-digits": "Two digits, one over the other",
});

/** Of types and classes, in a link. */
const INDICES = Array.from({ length: 256 }, (_, index) => String(index));

/**
 * Settings of single stages that a link keeps: the values of each, of which the first holds until
 * another is chosen.
 */
export const SWITCHES = Object.freeze({
  relu: ["after", "before"],
  order: ["maximum", "mean", "index"],
  maps: ["layer", "unit"],
  squash: ["before", "after"],
  lengths: ["middle", "zero", "layer", "type", "log"],
  dimensions: ["type", "layer"],
  links: ["type", "position", "capsule"],
  linked: ["most", ...INDICES],
  share: ["80", ...Array.from({ length: 15 }, (_, step) => String(30 + 5 * step))],
  painting: ["ink", "position", "capsules"],
  label: ["read", ...INDICES],
  plane: ["1", "2", "0.5", "0.25"],
  entropy: ["close", "zero"],
  grid: ["0.25", "0.1", "0.5", "1"],
});

/** @typedef {keyof typeof SWITCHES} Switch */

/** @typedef {"support" | "couplings" | "logits" | "agreement"} Quantity */
/** @typedef {"logits" | "couplings" | "sums" | "digits" | "agreement"} Step of an iteration */

/**
 * @typedef {Object} Inspected
 * @property {import("../server/trace.js").Field[]} moving what follows the pen
 * @property {import("../server/trace.js").Field[]} resting all that is told when the pen rests
 */

/**
 * @typedef {(typeof STAGES)[number]} NetworkStage a part of the network
 * @typedef {keyof typeof LABS} Lab
 * @typedef {NetworkStage | Lab} Stage
 */

/**
 * @typedef {Object} State
 * @property {Model[]} models every model that the server offers
 * @property {Model} model the one in use
 * @property {import("../drawing/strokes.js").History} drawing the strokes, with undo and redo
 * @property {import("../drawing/strokes.js").Stroke | null} stroke the stroke under the pen
 * @property {import("../drawing/ink-picture.js").Pen} pen brush or eraser, and its width
 * @property {Input} input what the network is given
 * @property {boolean} center whether the input is centred the way MNIST was
 * @property {number | null} routing iterations asked for; null is the network's own number
 * @property {import("../server/trace.js").Trace | null} trace the newest answer for the network in use;
 *   null until there is one
 * @property {number} answered number of the newest answer, which every card shows
 * @property {number} painted number of the newest answer that all of the page shows
 * @property {Stage} stage the open stage
 * @property {string | null} tab the sub-tab of that stage; null is its first
 * @property {number | null} iteration the routing iteration shown, from 0; null is the last
 * @property {Step} step what of that iteration is shown
 * @property {Quantity} quantity what the routing stage shows of each capsule
 * @property {number | null} digit the class looked at; null follows the winner
 * @property {import("../network/units.js").Unit | null} pointed the unit under the pointer or cursor
 * @property {import("../network/units.js").Unit | null} pinned the unit that is held fast
 * @property {boolean} sheet whether the selected unit is explained in full
 * @property {import("../network/related-units.js").Linked | null} linked what the selected unit came from
 *   and goes to
 * @property {Readonly<Partial<Record<Switch, string>>>} switches settings of stages that were changed
 * @property {string | null} lab what the open stage writes of itself into a link, and reads from one
 * @property {readonly string[]} hidden names of the parts that a link hides
 * @property {Inspected} inspected fields that the inspector needs
 * @property {HeldCapsule | null} held the capsule whose sliders were moved
 * @property {Float32Array | null} heldPicture what the decoder draws from it
 * @property {readonly string[]} off parts of the network that are switched off in a lab, as
 *   network/switched-off.js names them
 * @property {number} moved number of the newest picture of a capsule in hand
 * @property {import("./problem.js").Problem | null} problem what a person should know
 * @property {number} returned how often a person went back or forward to another stage or network
 * @property {number} restored how often the browser has lost canvases and given them back, blank
 * @property {"auto" | "light" | "dark"} theme
 * @property {boolean} dark whether the page is dark now
 */

/**
 * @param {Stage} stage
 * @returns {stage is Lab}
 */
export function isLab(stage) {
  return stage in LABS;
}

/**
 * The state after another stage was chosen.
 * @param {Stage} stage
 * @param {string | null} [tab]
 * @returns {Partial<State>}
 */
export function openStage(stage, tab = null) {
  return { stage, tab: tab === TABS[stage]?.[0] ? null : tab };
}

/**
 * The state after another network was chosen: what was told of the one before is told no more.
 * @param {Model} model
 * @returns {Partial<State>}
 */
export function chooseModel(model) {
  return { model, trace: null, digit: null, iteration: null, pinned: null, off: [] };
}

/**
 * Runs now and after each change of a key, where there is a trace: it is one of the network in use.
 * @param {Pick<import("./store.js").Store, "state" | "watch">} store
 * @param {(keyof State)[]} keys
 * @param {(trace: import("../server/trace.js").Trace, state: State) => void} run
 */
export function watchTrace(store, keys, run) {
  return store.watch(keys, () => {
    const { state } = store;
    if (state.trace) run(state.trace, state);
  });
}

/**
 * The class whose capsule is looked at: the chosen one, else the winner.
 * @param {State} state
 * @returns {number}
 */
export function shownDigit({ digit, trace }) {
  return digit ?? trace?.prediction ?? 0;
}

/**
 * The routing iteration looked at, within what the trace has.
 * @param {State} state
 * @returns {number}
 */
export function shownIteration({ iteration, trace }) {
  const last = (trace?.iterations ?? 1) - 1;
  return Math.min(iteration ?? last, last);
}

/**
 * What a stage's setting is.
 * @param {Pick<State, "switches">} state
 * @param {Switch} name
 */
export function switched({ switches }, name) {
  return switches[name] ?? SWITCHES[name][0];
}

/**
 * Which of `count` things a setting names; null where it names none, or one that is not there.
 * @param {Pick<State, "switches">} state
 * @param {Switch} name
 * @param {number} count
 */
export function readIndex(state, name, count) {
  const index = Number(switched(state, name));
  return index < count ? index : null; // the first value is a word: not a number, below nothing
}

/**
 * The state after a stage's setting was changed.
 * @param {Pick<State, "switches">} state
 * @param {Switch} name
 * @param {string} value
 */
export function withSwitch({ switches }, name, value) {
  const { [name]: _, ...others } = switches;
  return { switches: value === SWITCHES[name][0] ? others : { ...others, [name]: value } };
}

/**
 * The selected unit: the pinned one, else the one pointed at.
 * @param {State} state
 */
export function shownUnit({ pinned, pointed }) {
  return pinned ?? pointed;
}

/**
 * The routing iterations to ask for: null is the network's own number, also where it has no choice.
 * @param {Pick<State, "routing" | "model">} state
 */
export function askedRouting({ routing, model }) {
  return model.config.max_iterations > 1 ? routing : null;
}

/**
 * Whether all couplings of an iteration are even: those with which routing by agreement begins.
 * @param {Config} config
 * @param {number} iteration
 */
export function beginsEven({ routing }, iteration) {
  return routing === "agreement" && iteration === 0;
}

/**
 * "digit" where the classes are digits, else "class".
 * @param {Model} model
 */
export function classNoun(model) {
  return model.class_names.every((name) => /^\d$/.test(name)) ? "digit" : "class";
}

/**
 * The quantity that a step of routing is about; sums and capsules are told by their support.
 * @param {Step} step
 * @returns {Quantity}
 */
export function quantityOf(step) {
  return step === "sums" || step === "digits" ? "support" : step;
}
