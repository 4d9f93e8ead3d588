/** The glossary's words: what they mean here, the formula where there is one, and where to see it. */

/**
 * @typedef {Object} Facts what meanings depend on
 * @property {import("../state/state.js").Config} config
 * @property {{height: number, width: number}} image
 * @property {string} dataset
 * @property {number} classes
 * @property {boolean} byAttention
 *
 * @typedef {import("../story/formulas.js").FormulaName} FormulaName
 *
 * @typedef {Object} Term
 * @property {string} name
 * @property {string} meaning
 * @property {FormulaName[]} [formulas]
 * @property {import("../state/state.js").NetworkStage} [stage] where it is seen
 *
 * @typedef {Omit<Term, "meaning" | "formulas"> & {
 *   meaning: string | ((facts: Facts) => string),
 *   formulas?: FormulaName[] | ((facts: Facts) => FormulaName[])}} Entry what of a term is the same
 *   for every network, and what follows from its facts
 */

/** In alphabetical order. @type {Entry[]} */
const ENTRIES = [
  {
    name: "agreement",
    meaning: ({ byAttention }) =>
      `How far a vote points the way of the capsule it speaks for: the product û · v. ${byAttention ? "This network makes nothing of it: it routes in a single pass." : "Routing adds it to the logit before the next iteration."}`,
    formulas: ({ byAttention }) => (byAttention ? [] : ["agreement"]),
    stage: "routing",
  },
  {
    name: "bias",
    meaning: "A number that is added whatever the input is. It is learned, as the weights are.",
  },
  {
    name: "capsule",
    meaning:
      "A group of numbers read together as a vector. Its length is meant to say whether something is there, its direction how it looks.",
    stage: "primary",
  },
  {
    name: "checkpoint",
    meaning: ({ dataset }) =>
      `A file with every learned number of a network and the sizes of its layers. This one was trained on ${dataset}.`,
  },
  {
    name: "Conv1",
    meaning: ({ config }) =>
      `The first layer: ${config.conv1_kernels} kernels that slide over the drawing, one feature map each.`,
    formulas: ["convolution"],
    stage: "conv1",
  },
  {
    name: "coupling",
    meaning: ({ classes }) =>
      `How much of a primary capsule's vote counts for a class: c, between 0 and 1. Those of one capsule add up to 1 over the ${classes} classes.`,
    formulas: ["softmax"],
    stage: "routing",
  },
  {
    name: "decoder",
    meaning: ({ image }) =>
      `Three layers that draw ${image.height}×${image.width} pixels from one class's capsule. It was trained together with the rest, to draw what the network was shown.`,
    formulas: ["decoderFirst", "decoderSecond", "decoderPixels"],
    stage: "reconstruction",
  },
  {
    name: "digit capsule",
    meaning: ({ config }) =>
      `The capsule of a class: ${config.digit_dimensions} numbers. The longest of them is the network's answer.`,
    formulas: ["length"],
    stage: "digits",
  },
  {
    name: "dimension",
    meaning:
      "One number of a capsule. Moving it changes the reconstruction, often in more than one way at once.",
    stage: "reconstruction",
  },
  {
    name: "entropy",
    meaning: ({ classes }) =>
      `How even couplings are, in bits: ${Math.log2(classes).toFixed(3)} where a capsule is coupled to all ${classes} classes alike, 0 where it is coupled to one only.`,
    formulas: ["entropy"],
    stage: "routing",
  },
  {
    name: "feature map",
    meaning:
      "What one kernel answers at every place of the drawing, as a picture: bright where the ink matches it.",
    stage: "conv1",
  },
  {
    name: "kernel",
    meaning: ({ config }) =>
      `A small table of weights, here ${config.conv1_kernel_size}×${config.conv1_kernel_size}, that is laid over every patch of a picture in turn.`,
    stage: "conv1",
  },
  {
    name: "length",
    meaning:
      "The size of a vector: the root of the sum of its squared numbers. After squash it is below 1. It is not a probability: the lengths need not add up to 1.",
    formulas: ["length"],
    stage: "digits",
  },
  {
    name: "logit",
    meaning: ({ byAttention }) =>
      `The number b from which a coupling is made. ${byAttention ? "It is the attention of a vote: its product with the sum of all votes for the class, over the root of their dimensions." : "All are 0 at first, so that couplings begin even; agreement raises or lowers them."}`,
    formulas: ({ byAttention }) => [byAttention ? "attention" : "agreement"],
    stage: "routing",
  },
  {
    name: "margin loss",
    meaning:
      "What training makes small: it asks for a length of at least 0.9 for the class that is there, and of at most 0.1 for each that is not.",
    formulas: ["present", "absent"],
    stage: "digits",
  },
  {
    name: "pose",
    meaning:
      "How a thing stands and looks: its place, slant, width, thickness. A capsule's direction is meant to hold it.",
    stage: "digits",
  },
  {
    name: "primary capsule",
    meaning: ({ config }) =>
      `A capsule made ${config.between.length > 0 ? "from the maps of the last convolution" : "straight from Conv1's maps"}: ${config.primary_dimensions} numbers, of one of ${config.primary_types} types, at one position.`,
    stage: "primary",
  },
  {
    name: "receptive field",
    meaning: ({ config }) =>
      `The part of the drawing that a unit sees: ${config.conv1_kernel_size}×${config.conv1_kernel_size} pixels for a cell of Conv1, ${config.field_size}×${config.field_size} for a primary capsule.`,
    stage: "primary",
  },
  {
    name: "reconstruction",
    meaning:
      "The decoder's drawing from one capsule. It shows what the capsule has kept of your drawing.",
    stage: "reconstruction",
  },
  {
    name: "ReLU",
    meaning: "Keeps what is positive and makes everything else 0.",
    formulas: ["relu"],
    stage: "conv1",
  },
  {
    name: "routing",
    meaning: ({ byAttention }) =>
      byAttention
        ? "Gives each vote its coupling. Here in a single pass of self-attention: votes that agree with the other votes for a class get more."
        : "Turns couplings, step by step, towards the classes whose capsules the votes agree with. In trained networks it often moves them little, and it seldom changes the answer.",
    formulas: ({ byAttention }) => [byAttention ? "sumPrior" : "sum"],
    stage: "routing",
  },
  {
    name: "routing iteration",
    meaning: ({ byAttention, config }) =>
      byAttention
        ? "One round of it: couplings, weighted sum, squash. This network has one alone."
        : `One round of it: couplings, weighted sum, squash, agreement. This network was trained with ${config.routing_iterations}.`,
    formulas: ({ byAttention }) => [byAttention ? "sumPrior" : "sum"],
    stage: "routing",
  },
  {
    name: "softmax",
    meaning:
      "Makes of any numbers positive ones that add up to 1; the larger the number, the larger its share.",
    formulas: ["softmax"],
    stage: "routing",
  },
  {
    name: "squash",
    meaning: ({ config }) =>
      `Keeps a vector's direction and brings its length below 1: ${config.squash === "quadratic" ? "short ones nearly vanish" : "short ones hardly change"}, long ones come close to 1.`,
    formulas: ({ config }) => [config.squash === "quadratic" ? "squash" : "squashExponential"],
    stage: "primary",
  },
  {
    name: "support",
    meaning: ({ config }) =>
      `What one primary capsule adds to ‖s‖, a class's evidence, or takes from it. All of them${config.digit_bias ? " and the bias's own share" : ""} add up to it exactly. It is this explorer's own measure.`,
    formulas: ({ byAttention }) => [byAttention ? "supportPrior" : "support"],
    stage: "routing",
  },
  {
    name: "uniform couplings",
    meaning:
      "The same sum with every coupling equal, as if routing had not been done: a comparison that shows what routing changes.",
    stage: "routing",
  },
  {
    name: "vote",
    meaning:
      "What a primary capsule predicts for the pose of a class: û, its numbers times a matrix that was learned for this very pair.",
    formulas: ["vote"],
    stage: "routing",
  },
  {
    name: "weight",
    meaning: "A number that was learned, by which an input is multiplied.",
  },
];

/**
 * The terms, in alphabetical order, as they are meant of one network.
 * @param {import("../state/state.js").Model} model
 * @returns {Term[]}
 */
export function termsOf({ config, image, dataset }) {
  const byAttention = config.routing === "attention";
  const facts = { config, image, dataset, classes: config.classes, byAttention };
  return ENTRIES.map((entry) => ({
    ...entry,
    meaning: typeof entry.meaning === "function" ? entry.meaning(facts) : entry.meaning,
    formulas: typeof entry.formulas === "function" ? entry.formulas(facts) : entry.formulas,
  }));
}
