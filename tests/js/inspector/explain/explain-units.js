/**
 * `node tests/js/inspector/explain/explain-units.js FOLDER` prints, as JSON, what the inspector says of the units that
 * FOLDER/units.json lists: each explanation, with every number as it is printed. FOLDER holds traces
 * and slices of weights as the server sends them. An explanation is given only the fields and the
 * slices that it has said it needs.
 */

import { readFileSync } from "node:fs";
import { join } from "node:path";

import { explain, needsOf } from "../../../../static/js/inspector/explain/explain.js";
import { print } from "../../../../static/js/widgets/numbers.js";
import { unitName } from "../../../../static/js/network/units.js";
import { Trace } from "../../../../static/js/server/trace.js";
import { decode } from "../../../../static/js/server/safetensors.js";

/** @typedef {import("../../../../static/js/inspector/explain/explanation.js").Section} Section */
/** @typedef {import("../../../../static/js/inspector/explain/explanation.js").Term} Term */
/** @typedef {import("../../../../static/js/server/weights.js").Address} Address */

const folder = process.argv[2];
const { model, units } = JSON.parse(readFileSync(join(folder, "units.json"), "utf8"));

/** @type {Map<string, import("../../../../static/js/server/safetensors.js").WireMessage>} */
const files = new Map();

/** @param {string} name */
function read(name) {
  const known = files.get(name);
  if (known) return known;
  const bytes = new Uint8Array(readFileSync(join(folder, `${name}.safetensors`)));
  const message = decode(bytes.buffer);
  files.set(name, message);
  return message;
}

/**
 * @param {string} name
 * @param {import("../../../../static/js/server/trace.js").Field[]} fields
 */
function traceWith(name, fields) {
  const { metadata, tensors } = read(name);
  const needed = Object.fromEntries(fields.map((field) => [field, tensors[field]]));
  return Trace.fromWire({ metadata, tensors: needed });
}

/**
 * @param {Address[]} addresses
 * @returns {import("../../../../static/js/inspector/explain/explanation.js").Context["weights"]}
 */
function weightsWith(addresses) {
  const here = new Set(addresses.map((address) => address.join(" ")));
  return {
    get(layer, index = 0) {
      if (!here.has(`${layer} ${index}`)) throw new RangeError(`${layer} ${index}: not asked for`);
      const kernels = layer === "conv1";
      const { tensors } = read(kernels ? "kernels" : `${layer}-${index}`);
      const weight = tensors[kernels ? "conv1_weight" : "weight"];
      const bias = tensors[kernels ? "conv1_bias" : "bias"];
      return {
        weight: /** @type {Float32Array} */ (weight.data),
        shape: weight.shape,
        bias: bias ? /** @type {Float32Array} */ (bias.data) : null,
        prior: "prior" in tensors ? /** @type {Float32Array} */ (tensors.prior.data) : null,
      };
    },
  };
}

/**
 * @param {Section} section
 * @returns {Record<string, unknown>}
 */
function printed(section) {
  switch (section.type) {
    case "grid": {
      const { values, decimals, ...rest } = section;
      const { parts = 1 } = section;
      return { ...rest, values: Array.from(values, (value) => print(parts * value, decimals)) };
    }
    case "sum": {
      const line = (/** @type {Term} */ term) => printedTerm(term, section.decimals);
      return {
        ...section,
        terms: section.terms.map(line),
        rest: section.rest && line(section.rest),
        bias: section.bias && line(section.bias),
        total: line(section.total),
        then: section.then.map(line),
      };
    }
    case "facts":
    case "bars":
      return {
        ...section,
        terms: section.terms.map((term) => printedTerm(term, section.decimals)),
      };
    case "product": {
      const all = (/** @type {Float32Array} */ values) =>
        Array.from(values, (value) => print(value, section.decimals));
      const { matrix, vector, result } = section;
      return { ...section, matrix: all(matrix), vector: all(vector), result: all(result) };
    }
    case "squash":
      return { ...section, from: print(section.from, 3), to: print(section.to, 3) };
    default:
      return { ...section };
  }
}

/**
 * @param {Term} term
 * @param {number} decimals
 */
function printedTerm(term, decimals) {
  return { ...term, value: print(term.value, term.decimals ?? decimals) };
}

const explanations = units.map(
  (
    /** @type {{unit: import("../../../../static/js/network/units.js").Unit, trace: string,
     *   iteration: number}} */ { unit, trace, iteration },
  ) => {
    const { fields, later = [], weights } = needsOf(unit, model);
    const given = traceWith(trace, [...fields, ...later]);
    const { words, sections } = explain(unit, {
      trace: given,
      model,
      iteration,
      digit: given.prediction,
      weights: weightsWith(weights),
      moved: false,
    });
    return { name: unitName(unit, model), words, sections: sections.map(printed) };
  },
);
process.stdout.write(JSON.stringify(explanations));
