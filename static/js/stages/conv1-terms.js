/** The sum behind one cell of a Conv1 map, term by term. */

/**
 * @typedef {Object} Conv1Terms
 * @property {Float32Array} patch the image under the kernel: channels x size x size
 * @property {Float32Array} kernel its weights, in the same order
 * @property {Float32Array} products patch times kernel
 * @property {number} sum of the products
 * @property {number} bias of the kernel
 * @property {number} total sum plus bias: the cell before ReLU
 */

/**
 * @param {Float32Array} image channels x height x width
 * @param {{height: number, width: number, channels: number}} shape of the image
 * @param {Float32Array} weights maps x channels x size x size
 * @param {Float32Array} biases one a map
 * @param {number} size of the kernels
 * @param {{map: number, row: number, column: number}} cell
 * @returns {Conv1Terms}
 */
export function conv1Terms(
  image,
  { height, width, channels },
  weights,
  biases,
  size,
  { map, row, column },
) {
  const count = channels * size * size;
  const kernel = weights.subarray(map * count, (map + 1) * count);
  const patch = Float32Array.from({ length: count }, (_, index) => {
    const channel = Math.floor(index / (size * size));
    const down = Math.floor(index / size) % size;
    return image[(channel * height + row + down) * width + column + (index % size)];
  });
  const products = patch.map((value, index) => value * kernel[index]);
  const sum = products.reduce((total, value) => total + value, 0);
  return { patch, kernel, products, sum, bias: biases[map], total: sum + biases[map] };
}
