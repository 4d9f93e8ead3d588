/**
 * Drawing code: a drawing, or pixels set by hand, as a short text that can stand in a link, and back.
 *
 * The text is base64url. A drawing's bytes are a version; then for each stroke its width (the high bit
 * says whether it erases), the number of its points and the first of them; then for each further
 * point the way from the one before, in 1, 2 or 5 bytes as it is short or long.
 */

import { SPACE } from "./stroke-shapes.js";

/** The most that a drawing may hold, so that a link cannot keep a page busy. */
export const MAX_STROKES = 200;
export const MAX_POINTS = 5000;
const MAX_WIDTH = 120;
/** Points may lie this far outside: a pen leaves the canvas, a turned drawing overhangs. */
const MARGIN = SPACE;

const VERSION = 1;
const ERASE = 0x80;
/** Farthest way, in both directions, that one byte holds: 11 * 11 ways are below TWO_BYTES. */
const SHORT = 5;
/** The same for two bytes: 127 * 127 ways fit in the 14 bits after the mark. */
const MEDIUM = 63;
const TWO_BYTES = 0x80;
const FIVE_BYTES = 0xc0;
/** Characters of the longest text: every stroke with its header, every point in five bytes. */
const MAX_LENGTH = Math.ceil((1 + 7 * MAX_STROKES + 5 * MAX_POINTS) / 3) * 4;

/**
 * @typedef {import("./strokes.js").Point} Point
 * @typedef {import("./strokes.js").Stroke} Stroke
 * @typedef {import("./strokes.js").Drawing} Drawing
 */

/**
 * The drawing's text, of letters, digits, "-" and "_" only; empty where there are no strokes, or
 * more than a link may hold.
 *
 * @param {Drawing} drawing
 * @returns {string}
 */
export function encode(drawing) {
  if (drawing.strokes.length === 0 || !fits(drawing)) return "";
  const bytes = [VERSION, ...drawing.strokes.map(toWhole).flatMap(strokeBytes)];
  return textOf(bytes);
}

/**
 * The drawing that a text stands for, an empty one for the empty text; null where it stands for
 * none or for more than a drawing may hold.
 *
 * @param {string} text
 * @returns {Drawing | null}
 */
export function decode(text) {
  if (text === "") return { strokes: [] };
  const bytes = bytesOf(text);
  if (bytes === null || bytes[0] !== VERSION) return null;
  const reader = new Reader(bytes);
  /** @type {Drawing} */
  const drawing = { strokes: [] };
  while (!reader.atEnd) {
    const stroke = readStroke(reader);
    if (stroke === null) return null;
    drawing.strokes.push(stroke);
    if (!fits(drawing)) return null;
  }
  return drawing.strokes.length > 0 ? drawing : null;
}

/**
 * The text of an image's bytes: those that are 0, most of them, are told by how many there are.
 *
 * @param {Uint8Array} pixels
 * @returns {string}
 */
export function encodePixels(pixels) {
  /** @type {number[]} */
  const bytes = [];
  for (let index = 0; index < pixels.length; index++) {
    if (pixels[index] !== 0) {
      bytes.push(pixels[index]);
      continue;
    }
    let run = 1;
    while (run < 255 && pixels[index + run] === 0) run++;
    bytes.push(0, run);
    index += run - 1;
  }
  return textOf(bytes);
}

/**
 * The bytes of an image that a text stands for; null where it stands for none, or for another number
 * of them.
 *
 * @param {string} text
 * @param {number} [size] how many there have to be
 * @returns {Uint8Array | null}
 */
export function decodePixels(text, size) {
  const bytes = bytesOf(text);
  if (bytes === null) return null;
  /** @type {number[]} */
  const pixels = [];
  for (let index = 0; index < bytes.length; index++) {
    if (bytes[index] !== 0) {
      pixels.push(bytes[index]);
      continue;
    }
    const run = bytes[++index];
    if (!(run >= 1)) return null;
    for (let count = 0; count < run; count++) pixels.push(0);
  }
  return size === undefined || pixels.length === size ? Uint8Array.from(pixels) : null;
}

/**
 * Whether a drawing is within what a link may hold.
 *
 * @param {Drawing} drawing
 */
export function fits({ strokes }) {
  const points = strokes.reduce((sum, stroke) => sum + stroke.points.length, 0);
  return strokes.length <= MAX_STROKES && points <= MAX_POINTS;
}

/**
 * The stroke that is left of one in its code: in whole units, and within range.
 *
 * @param {Stroke} stroke
 * @returns {Stroke}
 */
export function toWhole({ points, width, erase }) {
  /** @type {(value: number) => number} */
  const place = (value) => whole(value, -MARGIN, SPACE + MARGIN);
  return {
    points: points.map(([x, y]) => [place(x), place(y)]),
    width: whole(width, 1, MAX_WIDTH),
    erase,
  };
}

/**
 * @param {Stroke} stroke in whole units
 * @returns {number[]}
 */
function strokeBytes({ points, width, erase }) {
  const bytes = [width | (erase ? ERASE : 0), ...twoBytes(points.length), ...placeBytes(points[0])];
  for (let index = 1; index < points.length; index++) {
    bytes.push(...stepBytes(points[index - 1], points[index]));
  }
  return bytes;
}

/**
 * @param {Point} from
 * @param {Point} to
 */
function stepBytes([fromX, fromY], [x, y]) {
  const [dx, dy] = [x - fromX, y - fromY];
  const way = Math.max(Math.abs(dx), Math.abs(dy));
  if (way <= SHORT) return [(dx + SHORT) * (2 * SHORT + 1) + dy + SHORT];
  if (way > MEDIUM) return [FIVE_BYTES, ...placeBytes([x, y])];
  const [high, low] = twoBytes((dx + MEDIUM) * (2 * MEDIUM + 1) + dy + MEDIUM);
  return [TWO_BYTES | high, low];
}

/** @param {Point} place */
function placeBytes([x, y]) {
  return [...twoBytes(x + MARGIN), ...twoBytes(y + MARGIN)];
}

/** @param {number} value below 65,536 */
function twoBytes(value) {
  return [value >> 8, value & 0xff];
}

/** Bytes taken one after another; beyond the end they are NaN, which no check lets pass. */
class Reader {
  #bytes;
  #at = 1;

  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.#bytes = bytes;
  }

  get atEnd() {
    return this.#at >= this.#bytes.length;
  }

  byte() {
    return this.#bytes[this.#at++] ?? Number.NaN;
  }

  twoBytes() {
    return 256 * this.byte() + this.byte();
  }

  /** @returns {Point} */
  place() {
    return [this.twoBytes() - MARGIN, this.twoBytes() - MARGIN];
  }

  /**
   * @param {Point} from
   * @returns {Point}
   */
  step([x, y]) {
    const first = this.byte();
    if (first === FIVE_BYTES) return this.place();
    const [reach, code] =
      first < TWO_BYTES ? [SHORT, first] : [MEDIUM, 256 * (first - TWO_BYTES) + this.byte()];
    const side = 2 * reach + 1;
    return [x + Math.floor(code / side) - reach, y + (code % side) - reach];
  }
}

/**
 * @param {Reader} reader
 * @returns {Stroke | null} null where what is read is no stroke
 */
function readStroke(reader) {
  const pen = reader.byte();
  const count = reader.twoBytes();
  const width = pen & ~ERASE;
  if (!(width >= 1 && width <= MAX_WIDTH && count >= 1 && count <= MAX_POINTS)) return null;
  /** @type {Point[]} */
  const points = [];
  let point = reader.place();
  for (;;) {
    if (!point.every((value) => value >= -MARGIN && value <= SPACE + MARGIN)) return null;
    points.push(point);
    if (points.length === count) return { points, width, erase: pen >= ERASE };
    point = reader.step(point);
  }
}

/** @param {number[]} bytes */
function textOf(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/**
 * @param {string} text
 * @returns {Uint8Array | null} null where it is not base64url, or too long
 */
function bytesOf(text) {
  // No whole number of bytes has one character left over.
  if (text.length > MAX_LENGTH || text.length % 4 === 1) return null;
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return null;
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 */
function whole(value, low, high) {
  return Math.round(Math.min(high, Math.max(low, value))) + 0; // + 0 turns -0 into an ordinary 0
}
