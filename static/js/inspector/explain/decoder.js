/** The decoder: a unit of a hidden layer, and a pixel of what it draws from a class's capsule. */

import { capsuleInputs, hiddenInputs } from "../../network/decoder.js";
import { DECIMALS, times } from "../../widgets/numbers.js";
import { largestTerms, part } from "./explanation.js";
import { DECODED, HIDDEN } from "./formulas.js";

/**
 * @typedef {import("./explanation.js").Context} Context
 * @typedef {import("./explanation.js").Explanation} Explanation
 * @typedef {import("./explanation.js").Needs} Needs
 * @typedef {import("./explanation.js").Section} Section
 * @typedef {import("../../network/decoder.js").Inputs} Inputs
 * @typedef {import("../../server/trace.js").Trace} Trace
 */

/**
 * Of each trace and capsule, what the layers receive: the same for every unit of a layer.
 * @type {WeakMap<Trace, Map<number, Inputs[]>>}
 */
const received = new WeakMap();

/**
 * @param {import("../../network/units.js").Hidden} unit
 * @returns {Needs}
 */
export function hiddenNeeds({ layer }) {
  return { fields: ["digits"], weights: layersUpTo(layer) };
}

/**
 * @param {import("../../network/units.js").Decoded} unit
 * @param {import("../../state/state.js").Model} model
 * @returns {Needs}
 */
export function decodedNeeds(unit, { config }) {
  return {
    fields: ["digits", "reconstructions"],
    weights: layersUpTo(config.decoder_hidden.length),
  };
}

/**
 * @param {number} last
 * @returns {Needs["weights"]}
 */
function layersUpTo(last) {
  return Array.from({ length: last + 1 }, (_, layer) => ["decoder", layer]);
}

/**
 * @param {import("../../network/units.js").Hidden} unit
 * @param {Context} context
 * @returns {Explanation}
 */
export function explainHidden({ digit, layer, index }, context) {
  const { model, moved } = context;
  const { sum, value } = tellSum(context, { digit, layer, index, name: "Sum" });
  const after = { name: "after ReLU", value: Math.max(0, value) };
  return {
    words: `One of ${model.config.decoder_hidden[layer].toLocaleString("en")} helpers between the capsule and its picture: it has learned when to speak up.`,
    sections: [
      part("Sum"),
      { ...sum, total: { name: "before ReLU", value }, then: [after] },
      part("Formula"),
      HIDDEN,
      inputWords(context, digit, layer),
      ...movedWords(moved),
    ],
  };
}

/**
 * A hidden unit's value before ReLU.
 * @param {import("../../network/units.js").Hidden} unit
 * @param {Context} context
 */
export function hiddenValue({ digit, layer, index }, context) {
  const { weight, bias } = context.weights.get("decoder", layer);
  const inputs = inputsOf(context, digit, layer);
  const row = rowOf(weight, inputs, index);
  return inputs.values.reduce((sum, each, at) => sum + each * row[at], bias ? bias[index] : 0);
}

/**
 * @param {import("../../network/units.js").Decoded} unit
 * @param {Context} context
 * @returns {Explanation}
 */
export function explainDecoded({ digit, row, column }, context) {
  const { trace, model, moved } = context;
  const { height, width, channels } = model.image;
  const layer = model.config.decoder_hidden.length;
  const picture = trace.slice("reconstructions", digit);
  return {
    words: `How much ink the decoder puts here when it draws capsule ${model.class_names[digit]} alone.`,
    sections: [
      ...Array.from({ length: channels }, (_, channel) => {
        const index = (channel * height + row) * width + column;
        const name = channels === 1 ? "Sum" : `Channel ${channel}`;
        const { sum, value } = tellSum(context, { digit, layer, index, name });
        return [
          part(name),
          {
            ...sum,
            total: { name: "before sigmoid", value },
            then: [{ name: "sigmoid: ink, 0 to 1", value: picture[index] }],
          },
        ];
      }).flat(),
      part("Formula"),
      DECODED,
      inputWords(context, digit, layer),
      ...movedWords(moved),
    ],
  };
}

/**
 * A unit's weighted inputs and its bias, without what follows from them.
 * @param {Context} context
 * @param {{digit: number, layer: number, index: number, name: string}} unit
 */
function tellSum(context, { digit, layer, index, name }) {
  const { weight, bias } = context.weights.get("decoder", layer);
  const inputs = inputsOf(context, digit, layer);
  const row = rowOf(weight, inputs, index);
  const products = Float64Array.from(inputs.values, (each, at) => each * row[at]);
  const own = bias ? bias[index] : 0;
  const value = products.reduce((sum, each) => sum + each, own);
  return {
    value,
    sum: {
      type: /** @type {const} */ ("sum"),
      name: `${name}: the largest of ${products.length.toLocaleString("en")} products x · w`,
      ...largestTerms(products, (at) => ({
        name: layer === 0 ? `dimension ${at}` : `layer ${layer - 1}, unit ${at}`,
        input: times(inputs.values[at], row[at]),
        unit:
          layer === 0
            ? { kind: /** @type {const} */ ("dimension"), digit, dimension: at }
            : { kind: /** @type {const} */ ("hidden"), digit, layer: layer - 1, index: at },
      })),
      bias: bias && { name: "bias b", value: own },
      decimals: DECIMALS,
    },
  };
}

/**
 * @param {Context} context
 * @param {number} digit
 * @param {number} layer
 * @returns {Inputs}
 */
function inputsOf(context, digit, layer) {
  const { trace, model, weights } = context;
  const known = received.get(trace) ?? new Map();
  received.set(trace, known);
  const all = known.get(digit) ?? [];
  known.set(digit, all);
  for (let each = all.length; each <= layer; each++) {
    const before = all[each - 1];
    if (before) all.push(hiddenInputs(weights.get("decoder", each - 1), before));
    else {
      const values = trace.slice("digits", trace.iterations - 1, digit);
      all.push(capsuleInputs(values, digit, model.config.classes));
    }
  }
  return all[layer];
}

/**
 * A unit's weights, of those inputs that may differ from 0.
 * @param {Float32Array} weight
 * @param {Inputs} inputs
 * @param {number} index
 */
function rowOf(weight, { values, first, count }, index) {
  return weight.subarray(index * count + first, index * count + first + values.length);
}

/**
 * @param {Context} context
 * @param {number} digit
 * @param {number} layer
 * @returns {Section}
 */
function inputWords(context, digit, layer) {
  const { values, count } = inputsOf(context, digit, layer);
  const name = context.model.class_names[digit];
  const text =
    layer === 0
      ? `x are the ${values.length} numbers of capsule ${name}: the other ${count - values.length} inputs, all other capsules, are set to 0.`
      : `x are the ${count.toLocaleString("en")} units of the layer before, after ReLU.`;
  return { type: "words", text };
}

/**
 * @param {boolean} moved
 * @returns {Section[]}
 */
function movedWords(moved) {
  const text =
    "The sliders were moved by hand: these numbers are of the capsule as your drawing made it, not of the picture that follows the sliders.";
  return moved ? [{ type: "words", text }] : [];
}
