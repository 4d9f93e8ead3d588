/**
 * Geometry: which part of the image a unit looks at, by the sizes of its network.
 *
 * A primary capsule sees a window of Conv1's maps, and through it a patch of the image: 9x9 and
 * 17x17 in the paper's network. The network says how far it sees, for other layers may lie between.
 */

/**
 * @typedef {object} Sizes what of a network's config (model/network/config.py) decides who sees what
 * @property {number} image_height
 * @property {number} image_width
 * @property {number} image_channels
 * @property {number} conv1_kernel_size
 * @property {number} field_size height and width of what a primary capsule sees
 * @property {number} field_stride
 *
 * @typedef {object} Patch
 * @property {number} row of its upper edge
 * @property {number} column of its left edge
 * @property {number} height
 * @property {number} width
 */

/**
 * The part of the image under Conv1's kernel at a cell of its maps.
 *
 * @param {Sizes} sizes
 * @param {number} row
 * @param {number} column
 * @returns {Patch}
 */
export function conv1Patch({ conv1_kernel_size: size }, row, column) {
  return { row, column, height: size, width: size };
}

/**
 * The part of Conv1's maps that the primary capsules at a position see.
 *
 * @param {Sizes} sizes
 * @param {number} row
 * @param {number} column
 * @returns {Patch}
 */
export function primaryWindow(sizes, row, column) {
  const patch = primaryPatch(sizes, row, column);
  const less = sizes.conv1_kernel_size - 1;
  return { ...patch, height: patch.height - less, width: patch.width - less };
}

/**
 * The part of the image that the primary capsules at a position see through all layers before.
 *
 * @param {Sizes} sizes
 * @param {number} row
 * @param {number} column
 * @returns {Patch}
 */
export function primaryPatch({ field_size: size, field_stride: stride }, row, column) {
  return { row: row * stride, column: column * stride, height: size, width: size };
}

/**
 * How many positions the primary capsules have.
 *
 * @param {Sizes} sizes
 * @returns {{rows: number, columns: number}}
 */
export function primaryGrid(sizes) {
  const { height, width } = primaryPatch(sizes, 0, 0);
  return {
    rows: Math.floor((sizes.image_height - height) / sizes.field_stride) + 1,
    columns: Math.floor((sizes.image_width - width) / sizes.field_stride) + 1,
  };
}

/**
 * Support painted back onto the image: each position's support is spread over the patch that it
 * sees, in proportion to the ink there, or evenly where there is none. The pixels add up to the
 * support, but for float32's rounding.
 *
 * @param {Sizes} sizes
 * @param {Float32Array} support of each position, rows * columns, summed over capsule types
 * @param {Float32Array} image what the network received, in [0, 1]; ink is 1
 * @returns {Float32Array} height * width
 */
export function paintSupport(sizes, support, image) {
  const { image_width: width } = sizes;
  const ink = inkOf(sizes, image);
  const painted = new Float64Array(ink.length);
  const { columns } = primaryGrid(sizes);
  support.forEach((share, position) => {
    const patch = primaryPatch(sizes, Math.floor(position / columns), position % columns);
    const pixels = pixelsOf(patch, width);
    const total = pixels.reduce((sum, pixel) => sum + ink[pixel], 0);
    for (const pixel of pixels) {
      painted[pixel] += share * (total > 0 ? ink[pixel] / total : 1 / pixels.length);
    }
  });
  return Float32Array.from(painted);
}

/**
 * Ink of each pixel, summed over the image's channels.
 *
 * @param {Sizes} sizes
 * @param {Float32Array} image
 */
function inkOf({ image_height: height, image_width: width }, image) {
  const ink = new Float64Array(height * width);
  image.forEach((value, index) => {
    ink[index % ink.length] += Math.max(0, value);
  });
  return ink;
}

/**
 * @param {Patch} patch
 * @param {number} imageWidth
 */
function pixelsOf({ row, column, height, width }, imageWidth) {
  return Array.from({ length: height * width }, (_, index) => {
    const down = Math.floor(index / width);
    return (row + down) * imageWidth + column + (index % width);
  });
}
