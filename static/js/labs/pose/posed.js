/** What is moved: the drawing's strokes or an image's pixels, in every pose of a range. No DOM. */

import { encodeBmp, inkPixels, SENT } from "../../drawing/ink-picture.js";
import { replace, transform } from "../../drawing/strokes.js";
import { POSES, posedPixels, spread } from "./poses.js";

/**
 * @typedef {{drawing: import("../../drawing/strokes.js").History}
 *   | {pixels: Uint8Array, name: string}} Base what the poses start from
 */

/**
 * What the page shows, to be moved; null before the first trace of a picture.
 * @param {Pick<import("../../state/state.js").State, "input" | "drawing" | "trace">} state
 * @returns {Base | null}
 */
export function baseOf({ input, drawing, trace }) {
  if (input.kind === "strokes") return { drawing };
  if (input.kind === "pixels") return { pixels: input.pixels, name: input.name };
  if (!trace) return null;
  // A picture is taken as the network receives it.
  const pixels = Uint8Array.from(trace.values("image"), (value) => Math.round(255 * value));
  return { pixels, name: input.name };
}

/**
 * The base in a pose; itself where the pose changes nothing.
 * @param {Base} base
 * @param {import("./poses.js").Kind} kind
 * @param {number} value
 * @param {{height: number, width: number, channels: number}} image
 * @returns {Base}
 */
export function posed(base, kind, value, image) {
  const { none, transform: amounts } = POSES[kind];
  if (value === none) return base;
  return "drawing" in base
    ? { drawing: replace(base.drawing, transform(base.drawing.present, amounts(value))) }
    : { pixels: posedPixels(base.pixels, image, amounts(value)), name: base.name };
}

/**
 * The base in every pose of a range, as it is sent.
 * @param {Base} base
 * @param {import("./pose-range.js").Range} range
 * @param {{height: number, width: number, channels: number}} image
 */
export function bodyOf(base, { kind, from, to, count }, image) {
  const parts = spread(from, to, count).map((value) => {
    const each = posed(base, kind, value, image);
    return "drawing" in each ? inkPixels(each.drawing.present, null) : each.pixels;
  });
  const bytes = new Uint8Array(parts.length * parts[0].length);
  parts.forEach((part, index) => bytes.set(part, index * part.length));
  return "drawing" in base
    ? { body: encodeBmp(bytes, SENT, SENT * parts.length), type: "image/bmp", centred: true }
    : { body: bytes, type: "application/octet-stream", centred: false };
}
