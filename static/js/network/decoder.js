/**
 * The decoder in the page: what it draws from one capsule, layer by layer, so that a slider need not
 * wait for the server.
 */

/**
 * @typedef {{weight: Float32Array, bias: Float32Array | null}} Layer outputs * inputs, and outputs
 *
 * @typedef {Object} Inputs what a layer of the decoder receives
 * @property {Float32Array} values those that may differ from 0
 * @property {number} first the place of the first of them
 * @property {number} count how many there are, with those that are 0
 */

/**
 * The picture that a decoder draws from one capsule, all others being zero: in [0, 1].
 * @param {readonly Layer[]} layers ReLU follows each but the last, which a sigmoid follows
 * @param {number} digit whose capsule it is
 * @param {ArrayLike<number>} values
 * @param {number} classes
 */
export function decodeCapsule(layers, digit, values, classes) {
  let inputs = capsuleInputs(values, digit, classes);
  for (const layer of layers.slice(0, -1)) inputs = hiddenInputs(layer, inputs);
  return sumsOf(layers[layers.length - 1], inputs).map((sum) => 1 / (1 + Math.exp(-sum)));
}

/**
 * What the first layer receives: one capsule among all.
 * @param {ArrayLike<number>} values
 * @param {number} digit
 * @param {number} classes
 * @returns {Inputs}
 */
export function capsuleInputs(values, digit, classes) {
  const { length } = values;
  return { values: Float32Array.from(values), first: digit * length, count: classes * length };
}

/**
 * What a hidden layer gives to the next one: its sums after ReLU.
 * @param {Layer} layer
 * @param {Inputs} inputs
 * @returns {Inputs}
 */
export function hiddenInputs(layer, inputs) {
  const values = sumsOf(layer, inputs).map((sum) => Math.max(0, sum));
  return { values, first: 0, count: values.length };
}

/** Outputs that are summed side by side: the processor adds four sums at the pace of one. */
const SIDE_BY_SIDE = 4;

/**
 * @param {Layer} layer
 * @param {Inputs} inputs
 */
function sumsOf({ weight, bias }, { values, first, count }) {
  // Only what is not zero is multiplied: the numbers of one capsule, the hidden units that are on.
  const on = Int32Array.from(values.keys()).filter((index) => values[index] !== 0);
  const inputs = Float64Array.from(on, (index) => values[index]);
  const sums = new Float32Array(weight.length / count);
  for (let output = 0; output < sums.length; output += SIDE_BY_SIDE) {
    const a = output * count + first;
    const b = a + count;
    const c = b + count;
    const d = c + count;
    let sumA = 0;
    let sumB = 0;
    let sumC = 0;
    let sumD = 0;
    for (let each = 0; each < on.length; each++) {
      const place = on[each];
      const input = inputs[each];
      sumA += weight[a + place] * input;
      sumB += weight[b + place] * input;
      sumC += weight[c + place] * input;
      sumD += weight[d + place] * input;
    }
    // Beyond the last output is nothing to be read, and nothing is kept.
    sums[output] = sumA;
    sums[output + 1] = sumB;
    sums[output + 2] = sumC;
    sums[output + 3] = sumD;
  }
  return bias ? sums.map((sum, output) => sum + bias[output]) : sums;
}
