/** Strokes on a canvas: what a person sees, and the picture that is sent to the server. */

import { path, SPACE } from "./strokes.js";

/**
 * @typedef {Object} Pen
 * @property {number} width in units of the drawing, whose side is SPACE
 * @property {boolean} erase
 */

/** What a person draws with until another is chosen: as wide as MNIST's pens were. @type {Pen} */
export const DEFAULT_PEN = { width: 20, erase: false };

/** Pixels on a side of the picture that is sent: five for each of MNIST's 28. */
export const SENT = 140;

const PAPER = "#fff";
const INK = "#111";
/** 40 % of the ink. A colour, not a transparent one: strokes that cross would be darker there. */
export const FAINT_INK = "#a0a0a0";

/**
 * Draws strokes over all of a canvas, on paper.
 * @param {CanvasRenderingContext2D} context
 * @param {import("./strokes.js").Drawing} drawing
 * @param {import("./strokes.js").Stroke | null} stroke the one under the pen
 * @param {string} [ink]
 */
export function paintDrawing(context, drawing, stroke, ink = INK) {
  const { canvas } = context;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillStyle = PAPER;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.scale(canvas.width / SPACE, canvas.height / SPACE);
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const each of stroke ? [...drawing.strokes, stroke] : drawing.strokes) {
    context.strokeStyle = each.erase ? PAPER : ink;
    context.lineWidth = each.width;
    context.beginPath();
    for (const [command, ...numbers] of path(each.points)) {
      const [x, y, toX, toY] = /** @type {number[]} */ (numbers);
      if (command === "M") context.moveTo(x, y);
      else if (command === "L") context.lineTo(x, y);
      else context.quadraticCurveTo(x, y, toX, toY);
    }
    context.stroke();
  }
}

/** @type {CanvasRenderingContext2D | undefined} */
let scratch; // kept between frames: making a canvas costs more than drawing on it

/**
 * The drawing as the bytes of an 8-bit BMP picture.
 * @param {import("./strokes.js").Drawing} drawing
 * @param {import("./strokes.js").Stroke | null} stroke the one under the pen
 */
export function inkPicture(drawing, stroke) {
  return encodeBmp(inkPixels(drawing, stroke), SENT, SENT);
}

/**
 * The pixels of that picture, row by row; 255 is paper.
 * @param {import("./strokes.js").Drawing} drawing
 * @param {import("./strokes.js").Stroke | null} stroke the one under the pen
 */
export function inkPixels(drawing, stroke) {
  if (!scratch || scratch.isContextLost()) scratch = createScratch();
  paintDrawing(scratch, drawing, stroke);
  const { data } = scratch.getImageData(0, 0, SENT, SENT);
  const grey = new Uint8Array(SENT * SENT);
  for (let pixel = 0; pixel < grey.length; pixel++) grey[pixel] = data[4 * pixel];
  return grey;
}

function createScratch() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SENT;
  // Read back on every frame: it stays in ordinary memory.
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new Error("This browser gives no canvas to draw on.");
  return context;
}

const HEADER = 14 + 40;
const PALETTE = 256 * 4;

/**
 * An 8-bit BMP file: the quickest picture format to write, and any reader knows it.
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
