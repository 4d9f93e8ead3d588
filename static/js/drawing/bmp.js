/** Grey pixels as a BMP file: the quickest picture format to write, and any reader knows it. */

const HEADER = 14 + 40;
const PALETTE = 256 * 4;

/**
 * An 8-bit BMP file.
 * @param {Uint8Array} grey height x width, row by row from the top; 255 is white
 * @param {number} width
 * @param {number} height
 */
export function encodeBmp(grey, width, height) {
  const stride = (width + 3) & ~3; // rows are padded to four bytes
  const offset = HEADER + PALETTE;
  const file = new Uint8Array(offset + stride * height);
  const view = new DataView(file.buffer);
  file.set([0x42, 0x4d]); // "BM"
  view.setUint32(2, file.length, true);
  view.setUint32(10, offset, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, width, true);
  view.setInt32(22, height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, 8, true);
  view.setUint32(34, stride * height, true);
  view.setUint32(46, 256, true);
  for (let level = 0; level < 256; level++) {
    file.fill(level, HEADER + 4 * level, HEADER + 4 * level + 3);
  }
  for (let row = 0; row < height; row++) {
    // The last row comes first.
    const target = offset + (height - 1 - row) * stride;
    file.set(grey.subarray(row * width, (row + 1) * width), target);
  }
  return file;
}
