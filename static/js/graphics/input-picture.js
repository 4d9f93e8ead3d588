/** Pictures as the network receives them or draws them: ink on paper, or their own colours. */

import { grey, lookup } from "./color.js";
import { keepScale, putPixels } from "./raster.js";

const INK = lookup(grey);
/** @type {import("./raster.js").Scale} */
export const INK_SCALE = { palette: INK, domain: [0, 1] };

/**
 * A picture's pixels, as ImageData has them.
 * @param {Float32Array} values channels * size, in [0, 1]
 * @param {number} size pixels
 */
export function imagePixels(values, size) {
  const pixels = new Uint32Array(size);
  // Ink is 1 and dark; a picture in colour is shown as it is.
  const coloured = values.length === 3 * size;
  for (let pixel = 0; pixel < size; pixel++) {
    pixels[pixel] = coloured
      ? colour(values[pixel], values[size + pixel], values[2 * size + pixel])
      : INK[toByte(values[pixel])];
  }
  return pixels;
}

/**
 * Paints a trace's image over a whole canvas, whatever its size.
 * @param {CanvasRenderingContext2D} context
 * @param {import("../server/trace.js").Trace} trace
 */
export function paintInput(context, trace) {
  const { canvas } = context;
  const small = document.createElement("canvas");
  paintInputPicture(small, trace);
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, canvas.width, canvas.height);
}

/**
 * Paints a trace's image on a canvas, which gets just its size.
 * @param {HTMLCanvasElement} canvas
 * @param {import("../server/trace.js").Trace} trace
 */
export function paintInputPicture(canvas, trace) {
  const [height, width] = trace.shape("image").slice(-2);
  const values = trace.values("image");
  putPixels(canvas, imagePixels(values, height * width), width, height);
  if (values.length === height * width) keepScale(canvas, INK_SCALE);
}

/**
 * @param {number} red
 * @param {number} green
 * @param {number} blue
 */
function colour(red, green, blue) {
  return ((255 << 24) | (toByte(blue) << 16) | (toByte(green) << 8) | toByte(red)) >>> 0;
}

/** @param {number} value in [0, 1] */
function toByte(value) {
  return Math.min(255, Math.max(0, Math.round(255 * value)));
}
