/** What each stage's story says: plain words, the units that some of them speak of, and formulas. */

import { primaryGrid, primaryPatch } from "../network/receptive-fields.js";
import { classNoun } from "../state/state.js";

/**
 * A piece of a story: plain words, words that speak of a unit (`STRONGEST` says which), or words
 * that the glossary explains.
 * @typedef {string
 *   | {words: string, unit: keyof typeof import("./strongest.js").STRONGEST, role: Role}
 *   | {words: string, term: string}} Piece
 * @typedef {"from" | "to" | "winner" | "against"} Role which colour the words have
 *
 * @typedef {Object} Story
 * @property {Piece[]} pieces
 * @property {import("./formulas.js").FormulaName[]} formulas
 */

/** @type {(words: string, unit: string, role?: Role) => Piece} */
const unit = (words, name, role = "from") => ({ words, unit: name, role });
/** @type {(words: string, term?: string) => Piece} */
const term = (words, name = words) => ({ words, term: name });

/** What squash makes of a class's capsule, in each way that networks do it. */
const SQUASHED_DIGIT = /** @type {const} */ ({
  quadratic: "squashDigit",
  exponential: "squashDigitExponential",
});

/**
 * @param {import("../state/state.js").NetworkStage} stage
 * @param {import("../state/state.js").Model} model
 * @param {string} shown name of the class looked at
 * @returns {Story}
 */
export function storyOf(stage, model, shown) {
  return STORIES[stage](model, shown);
}

/** @type {Record<import("../state/state.js").NetworkStage, (model: import("../state/state.js").Model, shown: string) => Story>} */
const STORIES = {
  draw: ({ image: { height, width } }) => ({
    pieces: [
      `The network never sees your strokes. It receives a picture of ${height}×${width} pixels: `,
      unit("a pixel full of ink", "pixel"),
      " is 1, blank paper is 0. To make it, the drawing is cropped, scaled and centred as the pictures ",
      "were that the network was trained on. Turn centring off, or rotate and shear the drawing: at some ",
      "point the network will misread it.",
    ],
    formulas: [],
  }),
  conv1: ({ config: { conv1_kernel_size: size, conv1_kernels: count, between } }) => ({
    pieces: [
      unit("A kernel", "kernel"),
      ` is ${size}×${size} weights. It slides over the drawing; at each place the ink under it is `,
      "multiplied by the weights and added up, and ",
      term("ReLU"),
      " keeps what is positive. That makes one ",
      term("map", "feature map"),
      " of the drawing for each kernel. ",
      unit("The strongest response", "response", "winner"),
      ` of all ${count} maps stands where ink and kernel match best: its patch is outlined on the `,
      "drawing. Nothing is decided here. The maps only say where strokes and edges of many kinds are.",
      ...(between.length > 0
        ? [
            ` After ReLU each map is normalised: moved and scaled by numbers that were learned. ${between.length} more `,
            `such convolutions follow, of ${between.map(({ kernels }) => kernels).join(", ")} kernels; their maps are not shown.`,
          ]
        : []),
    ],
    formulas: ["convolution"],
  }),
  primary: ({ config }) => {
    const { primary_types: types, primary_dimensions: dimensions } = config;
    const { rows, columns } = primaryGrid(config);
    const patch = primaryPatch(config, 0, 0);
    return {
      pieces: [
        "A ",
        term("capsule"),
        ` is a small vector instead of one number. Here are ${types} types of ${dimensions} numbers ${rows * columns === 1 ? "" : "at "}`,
        rows * columns === 1
          ? `at a single position, all of which see the same ${patch.height}×${patch.width} pixels. `
          : `${rows}×${columns} positions, each of which sees ${patch.height}×${patch.width} pixels. `,
        term("Squash", "squash"),
        " keeps a vector's direction and brings its length below 1. Compare ",
        unit("the longest capsule", "longest", "winner"),
        " with ",
        unit("the shortest", "shortest", "against"),
        ": length is meant to say how sure a capsule is, and direction, ",
        unit("its numbers", "component"),
        ", how the thing it found looks. What a type finds was learned, not given.",
      ],
      formulas: [config.squash === "quadratic" ? "squash" : "squashExponential"],
    };
  },
  routing: (model, shown) =>
    model.config.routing === "attention"
      ? tellAttention(model, shown)
      : tellAgreement(model, shown),
  digits: (model) => ({
    pieces: [
      `Each ${classNoun(model)} has a capsule of ${model.config.digit_dimensions} numbers, v = squash(s). `,
      unit("The winner's capsule", "winner", "winner"),
      " is the longest, ",
      unit("the second choice", "second"),
      " the next. Training asks by the ",
      term("margin loss"),
      ` for a length of at least 0.9 where the ${classNoun(model)} is there and at most 0.1 where it is `,
      "not. Lengths are not probabilities: they need not add up to 1. Direction holds the ",
      term("pose"),
      "; its ",
      unit("largest number", "dimension", "to"),
      " is one part of it, and seldom has one clean meaning.",
    ],
    formulas: ["present", "absent"],
  }),
  reconstruction: (model) => ({
    pieces: [
      "The ",
      term("decoder"),
      ` receives the ${model.config.digit_dimensions} numbers of `,
      unit("one capsule", "shown", "winner"),
      ` and zeros for the others; from them it draws ${model.image.height}×${model.image.width} pixels. `,
      "Every one, such as ",
      unit("the one with most ink", "decoded", "to"),
      ", depends on all the numbers. Move a slider, for instance ",
      unit("the largest number", "dimension", "to"),
      `, and watch: slant, width or a piece of a stroke may change. What a dimension does differs from one ${classNoun(model)} to the next, and few do only one thing.`,
    ],
    formulas: ["decoderFirst", "decoderSecond", "decoderPixels"],
  }),
};

/**
 * @param {import("../state/state.js").Model} model
 * @param {string} shown
 * @returns {Story}
 */
function tellAgreement(model, shown) {
  return {
    pieces: [
      "Every primary capsule casts a ",
      term("vote"),
      ` û for the pose of every ${classNoun(model)}. `,
      term("Couplings", "coupling"),
      " begin even; votes that agree with the sum get more. ",
      unit("The strongest vote", "vote", "winner"),
      ` for ${shown} adds most to ‖s‖, `,
      unit("another", "opposing", "against"),
      " takes most away. Added up, they make ",
      unit("a type's link", "link", "winner"),
      " and ",
      unit("a position's share", "position", "winner"),
      " of the ",
      term("support"),
      ". Trained couplings often stay close to even, and routing seldom changes the answer: see the ",
      term("entropy"),
      ", and compare with uniform couplings.",
    ],
    formulas: ["vote", "softmax", "sum", SQUASHED_DIGIT[model.config.squash], "agreement"],
  };
}

/**
 * @param {import("../state/state.js").Model} model
 * @param {string} shown
 * @returns {Story}
 */
function tellAttention(model, shown) {
  return {
    pieces: [
      "Every primary capsule casts a ",
      term("vote"),
      ` û for the pose of every ${classNoun(model)}. Nothing is repeated: a vote that agrees with all votes for its ${classNoun(model)} gets a larger `,
      term("logit"),
      ", and softmax makes ",
      term("couplings", "coupling"),
      " of them. A learned prior is added to each. ",
      unit("The strongest vote", "vote", "winner"),
      ` for ${shown} adds most to ‖s‖, `,
      unit("another", "opposing", "against"),
      " takes most away; a ",
      unit("type's link", "link", "winner"),
      " is one capsule's ",
      term("support"),
      ". The ",
      term("entropy"),
      " tells how uneven the couplings are, and the table beside it what even ones would say.",
    ],
    formulas: ["vote", "attention", "softmax", "sumPrior", SQUASHED_DIGIT[model.config.squash]],
  };
}
