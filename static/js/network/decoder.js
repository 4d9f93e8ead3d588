/**
 * The decoder in the page: what it draws from one capsule, so that a slider need not wait for the
 * server.
 */

/** @typedef {{weight: Float32Array, bias: Float32Array}} Layer outputs * inputs, and outputs */

/**
 * The picture that a decoder draws from one capsule, all others being zero: in [0, 1].
 * @param {readonly Layer[]} layers ReLU follows each but the last, which a sigmoid follows
 * @param {number} digit whose capsule it is
 * @param {ArrayLike<number>} values
 */
export function decodeCapsule(layers, digit, values) {
  // Only what is not zero is multiplied: one capsule of ten, and the hidden units that are on.
  let places = Int32Array.from(values, (_, index) => digit * values.length + index);
  let inputs = Float32Array.from(values);
  let sums = new Float32Array(0);
  layers.forEach(({ weight, bias }, index) => {
    sums = multiply(weight, bias, places, inputs);
    if (index === layers.length - 1) return;
    places = Int32Array.from(sums.keys()).filter((unit) => sums[unit] > 0);
    inputs = Float32Array.from(places, (unit) => sums[unit]);
  });
  return sums.map((sum) => 1 / (1 + Math.exp(-sum)));
}

/**
 * @param {Float32Array} weight
 * @param {Float32Array} bias
 * @param {Int32Array} places of the inputs that are not zero
 * @param {Float32Array} inputs these inputs
 */
function multiply(weight, bias, places, inputs) {
  const across = weight.length / bias.length;
  const sums = new Float32Array(bias.length);
  for (let output = 0; output < sums.length; output++) {
    const row = output * across;
    let sum = bias[output];
    for (let each = 0; each < places.length; each++) {
      sum += weight[row + places[each]] * inputs[each];
    }
    sums[output] = sum;
  }
  return sums;
}

/**
 * @typedef {Object} Inputs what a layer of the decoder receives
 * @property {Float32Array} values those that may differ from 0
 * @property {number} first the place of the first of them
 * @property {number} count how many there are, with those that are 0
 */

/**
 * A hidden layer after ReLU.
 * @param {Float32Array} weight
 * @param {Float32Array | null} bias
 * @param {Inputs} inputs
 */
export function forward(weight, bias, inputs) {
  const { values, first, count } = inputs;
  const outputs = new Float32Array(weight.length / count);
  for (let unit = 0; unit < outputs.length; unit++) {
    let sum = bias ? bias[unit] : 0;
    let at = unit * count + first;
    for (let index = 0; index < values.length; index++, at++) sum += values[index] * weight[at];
    outputs[unit] = Math.max(0, sum);
  }
  return outputs;
}
