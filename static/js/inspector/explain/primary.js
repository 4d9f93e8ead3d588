/** Primary capsules: a type of them, one of them, and one number of one. */

import { primaryGrid } from "../../network/receptive-fields.js";
import { classNoun } from "../../state/state.js";
import { capsuleLengths, supportByType } from "../../server/trace.js";
import { largestTerms, part } from "./explanation.js";
import { DECIMALS, times } from "../../widgets/numbers.js";
import { COMPONENT, COMPONENT_DEPTHWISE, COUPLING, SQUASHED } from "./formulas.js";
import { greatest } from "../../network/longest.js";
import { SQUASHES } from "../../network/squash.js";
import { lengthOf, placeOf, softmax, squaredLength, squashFactor } from "../../network/votes.js";

/**
 * @typedef {import("./explanation.js").Context} Context
 * @typedef {import("./explanation.js").Explanation} Explanation
 * @typedef {import("./explanation.js").Needs} Needs
 * @typedef {import("./explanation.js").Section} Section
 */

/** @type {Needs} */
export const typeNeeds = { fields: ["primary", "support"], weights: [] };

/** @type {Needs} */
export const capsuleNeeds = {
  fields: ["primary_raw", "primary"],
  later: ["logits"],
  weights: [],
};

/**
 * @param {import("../../network/units.js").Component} unit
 * @param {import("../../state/state.js").Model} model
 * @returns {Needs}
 */
export function componentNeeds({ type, dimension }, { config }) {
  return {
    fields: [
      ...(config.between.length > 0 ? [] : [/** @type {const} */ ("conv1")]),
      "primary_raw",
      "primary",
    ],
    weights: [["primary", type * config.primary_dimensions + dimension]],
  };
}

/**
 * @param {import("../../network/units.js").CapsuleType} unit
 * @param {Context} context
 * @returns {Explanation}
 */
export function explainType({ type }, { trace, model, iteration }) {
  const { rows, columns } = primaryGrid(model.config);
  const size = rows * columns;
  const lengths = capsuleLengths(trace, "primary").subarray(type * size, (type + 1) * size);
  const longest = greatest(lengths);
  const { classes } = model.config;
  const support = supportByType(trace, iteration);
  return {
    words:
      size === 1
        ? "One capsule alone: its type has a single position, from which it sees all that the network reads of the image."
        : `${size} capsules that share their weights and look for the same thing at ${rows}×${columns} places.`,
    sections: [
      part("Lengths"),
      {
        type: "grid",
        name: "Lengths of its capsules",
        values: lengths,
        columns,
        palette: "positive",
        decimals: 2,
      },
      {
        type: "bars",
        name: "Length",
        terms: [
          { name: "mean", value: lengths.reduce((sum, each) => sum + each, 0) / size },
          {
            name: "longest",
            value: lengths[longest],
            unit: { kind: "capsule", ...placeOf(model.config, type * size + longest) },
          },
        ],
        signed: false,
        decimals: DECIMALS,
      },
      part("Support"),
      {
        type: "bars",
        name: `Support for each ${classNoun(model)}, ${inIteration(iteration)}`,
        terms: model.class_names.map((name, digit) => ({
          name,
          value: support[type * classes + digit],
          unit: { kind: "link", type, digit },
        })),
        signed: true,
        decimals: DECIMALS,
      },
    ],
  };
}

/**
 * @param {import("../../network/units.js").Capsule} unit
 * @param {Context} context
 * @returns {Explanation}
 */
export function explainCapsule({ type, row, column }, { trace, model, iteration }) {
  const before = trace.slice("primary_raw", type, row, column);
  const after = trace.slice("primary", type, row, column);
  /** @type {(dimension: number) => import("../../network/units.js").Component} */
  const component = (dimension) => ({ kind: "component", type, row, column, dimension });
  const noun = classNoun(model);
  const { config } = model;
  /** @type {Section[]} */
  const couplings = !trace.has("logits")
    ? [part("Couplings"), { type: "words", text: "Its couplings follow when the pen rests." }]
    : [
        part("Couplings"),
        COUPLING,
        {
          type: "bars",
          name: `Coupling to each ${noun}, ${inIteration(iteration)}: adds up to 1`,
          terms: softmax(trace.slice("logits", iteration, type, row, column)).couplings.map(
            (value, digit) => ({
              name: model.class_names[digit],
              value,
              unit: { kind: "vote", type, row, column, digit },
            }),
          ),
          signed: false,
          decimals: DECIMALS,
        },
      ];
  return {
    words: `${before.length} numbers that are read as one arrow: its direction says what is seen, its length how surely.`,
    sections: [
      part("Before squash"),
      {
        type: "bars",
        name: "Before squash, s",
        terms: Array.from(before, (value, dimension) => ({
          name: `dimension ${dimension}`,
          value,
          unit: component(dimension),
        })),
        signed: true,
        decimals: DECIMALS,
      },
      part("Length"),
      {
        type: "sum",
        name: "Its length ‖s‖, and what squash makes of it",
        terms: Array.from(before, (value, dimension) => ({
          name: `dimension ${dimension}`,
          input: times(value, value),
          value: value * value,
        })),
        rest: null,
        bias: null,
        total: { name: "‖s‖²", value: squaredLength(before) },
        then: [
          { name: "its root, ‖s‖", value: lengthOf(before) },
          { name: `‖u‖ = ${SQUASHES[config.squash].told}`, value: lengthOf(after) },
        ],
        decimals: DECIMALS,
      },
      part("Squash"),
      SQUASHED[config.squash].u,
      { type: "squash", from: lengthOf(before), to: lengthOf(after), squash: config.squash },
      part("After squash"),
      {
        type: "bars",
        name: "After squash, u",
        terms: Array.from(after, (value, dimension) => ({ name: `dimension ${dimension}`, value })),
        signed: true,
        decimals: DECIMALS,
      },
      ...couplings,
    ],
  };
}

/**
 * @param {import("../../network/units.js").Component} unit
 * @param {Context} context
 * @returns {Explanation}
 */
export function explainComponent(unit, context) {
  const { type, row, column, dimension } = unit;
  const { trace, weights } = context;
  const { config } = context.model;
  if (config.between.length > 0) return explainUnseen(unit, context);
  const { primary_kernel_size: size, field_stride: stride } = config;
  const { weight, bias } = weights.get("primary", type * config.primary_dimensions + dimension);
  const [maps, height, width] = trace.shape("conv1");
  const conv1 = trace.values("conv1");
  const [top, left] = [row * stride, column * stride];
  const products = new Float64Array(maps * size * size);
  for (let map = 0, index = 0; map < maps; map++) {
    for (let down = 0; down < size; down++) {
      let cell = (map * height + top + down) * width + left;
      for (const end = cell + size; cell < end; cell++, index++) {
        if (conv1[cell] > 0) products[index] = conv1[cell] * weight[index];
      }
    }
  }
  const raw = trace.slice("primary_raw", type, row, column);
  return {
    words: `Everything that Conv1 says in a ${size}×${size} window of its ${maps} maps, weighed and added up.`,
    sections: [
      part("Sum"),
      {
        type: "sum",
        name: `The largest of ${products.length.toLocaleString("en")} products h · w`,
        ...largestTerms(products, (index) => {
          const at = {
            map: Math.floor(index / (size * size)),
            row: top + (Math.floor(index / size) % size),
            column: left + (index % size),
          };
          return {
            name: `map ${at.map}, row ${at.row}, column ${at.column}`,
            input: times(conv1[(at.map * height + at.row) * width + at.column], weight[index]),
            unit: { kind: "conv1", ...at },
          };
        }),
        bias: bias && { name: "bias b", value: bias[0] },
        total: { name: "before squash", value: raw[dimension] },
        then: afterSquash(unit, context),
        decimals: DECIMALS,
      },
      part("Formula"),
      COMPONENT,
      {
        type: "words",
        text: `h is a cell of a map after ReLU, w its weight. The squash factor is ${SQUASHES[config.squash].factor} of the whole capsule.`,
      },
    ],
  };
}

/**
 * One number of a capsule that reads maps of a later convolution, of which a trace holds nothing.
 * @param {import("../../network/units.js").Component} unit
 * @param {Context} context
 * @returns {Explanation}
 */
function explainUnseen(unit, context) {
  const { type, row, column, dimension } = unit;
  const { trace, weights } = context;
  const { config } = context.model;
  const { between, depthwise, primary_kernel_size: size } = config;
  const map = type * config.primary_dimensions + dimension;
  const { weight, bias } = weights.get("primary", map);
  const value = trace.at("primary_raw", type, row, column, dimension);
  const own = bias ? bias[0] : 0;
  const last = `the ${between.length + 1}th convolution`;
  /** @type {Section[]} */
  const kernel = depthwise
    ? [
        part("Kernel"),
        {
          ...{ type: "grid", name: "Its kernel, w", values: weight, columns: size },
          ...{ palette: "signed", decimals: 2 },
        },
      ]
    : [];
  return {
    words: depthwise
      ? `A ${size}×${size} kernel of its own, laid over one map alone: map ${map} of ${last}.`
      : `Everything that ${last} says in a ${size}×${size} window of its ${between[between.length - 1].kernels} maps, weighed and added up.`,
    sections: [
      part("Sum"),
      {
        type: "sum",
        name: "Sum",
        terms: [
          {
            name: `Σ of ${weight.length.toLocaleString("en")} products h · w`,
            value: value - own,
          },
        ],
        rest: null,
        bias: bias && { name: "bias b", value: own },
        total: { name: "before squash", value },
        then: afterSquash(unit, context),
        decimals: DECIMALS,
      },
      ...kernel,
      part("Formula"),
      depthwise ? COMPONENT_DEPTHWISE : COMPONENT,
      {
        type: "words",
        text: `h is a cell of ${depthwise ? "that map" : "those maps"}. Between ${depthwise ? "it" : "them"} and Conv1 lie ${between.length} convolutions, each followed by ReLU and batch normalisation; their maps are not shown here, so the products are told by their sum alone. The squash factor is ${SQUASHES[config.squash].factor} of the whole capsule.`,
      },
    ],
  };
}

/**
 * What becomes of a number of a capsule.
 * @param {import("../../network/units.js").Component} unit
 * @param {Context} context
 * @returns {import("./explanation.js").Term[]}
 */
function afterSquash({ type, row, column, dimension }, { trace, model }) {
  const raw = trace.slice("primary_raw", type, row, column);
  return [
    { name: "× the capsule's squash factor", value: squashFactor(model.config, raw) },
    {
      name: "after squash",
      value: trace.at("primary", type, row, column, dimension),
      unit: { kind: "capsule", type, row, column },
    },
  ];
}

/** @param {number} iteration */
function inIteration(iteration) {
  return `iteration ${iteration + 1}`;
}
