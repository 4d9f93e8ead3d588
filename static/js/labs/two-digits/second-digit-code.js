/** The second of two digits: what it was made from, as a link holds it and in words. No DOM. */

import { decodePixels, encodePixels } from "../../drawing/link-code.js";
import { decode, encode } from "../../drawing/strokes.js";

/** Characters of the longest second digit: a link has to hold the first one too. */
export const LONGEST = 1100;

/**
 * A bundled drawing by its place, strokes, or pixels as a network receives them.
 * @typedef {{kind: "sample", index: number}
 *   | {kind: "strokes", drawing: import("../../drawing/strokes.js").Drawing}
 *   | {kind: "pixels", pixels: Uint8Array, digit: number | null}} Second
 */

/**
 * @param {Second} second
 * @returns {string | null} null where it is more than a link may hold
 */
export function writeSecond(second) {
  switch (second.kind) {
    case "sample":
      return `s${second.index}`;
    case "strokes": {
      const text = encode(second.drawing);
      // The empty text stands for an empty drawing only.
      if (text === "" && second.drawing.strokes.length > 0) return null;
      return text.length <= LONGEST ? `d${text}` : null;
    }
    case "pixels": {
      const text = encodePixels(second.pixels);
      return text.length <= LONGEST ? `p${second.digit ?? ""}_${text}` : null;
    }
  }
}

/**
 * @param {string} text
 * @param {{samples: number, size: number, classes: number}} known drawings on offer, pixels of a digit,
 *   and classes
 * @returns {Second | null} null where it stands for none
 */
export function readSecond(text, { samples, size, classes }) {
  if (text.length > LONGEST + 8) return null;
  if (/^s\d{1,4}$/.test(text)) {
    const index = Number(text.slice(1));
    return index < samples ? { kind: "sample", index } : null;
  }
  if (text.startsWith("d")) {
    const drawing = decode(text.slice(1));
    return drawing && { kind: "strokes", drawing };
  }
  const [, label, code] = /^p(\d{0,4})_(.+)$/.exec(text) ?? [];
  const pixels = code === undefined ? null : decodePixels(code, size);
  if (!pixels || Number(label) >= classes) return null;
  return { kind: "pixels", pixels, digit: label === "" ? null : Number(label) };
}

/**
 * What the page shows, as a second digit; null before the first trace of a picture.
 * @param {Pick<import("../../state/state.js").State, "input" | "drawing" | "trace">} state
 * @param {number | null} digit the class of it, where that is known
 * @returns {Second | null}
 */
export function secondOf({ input, drawing, trace }, digit) {
  if (input.kind === "strokes") return { kind: "strokes", drawing: drawing.present };
  if (input.kind === "pixels") return { kind: "pixels", pixels: input.pixels, digit };
  if (!trace) return null;
  const pixels = Uint8Array.from(trace.values("image"), (value) => Math.round(255 * value));
  return { kind: "pixels", pixels, digit };
}

/**
 * @param {Second} second
 * @param {readonly {name: string}[]} samples
 * @param {readonly string[]} names of the classes
 */
export function tellSecond(second, samples, names) {
  switch (second.kind) {
    case "sample":
      return `Sample drawing: ${samples[second.index].name}.`;
    case "strokes":
      return second.drawing.strokes.length > 0 ? "Drawn." : "Nothing is drawn on it yet.";
    case "pixels":
      return second.digit === null
        ? "A picture."
        : `A picture that is labelled ${names[second.digit]}.`;
  }
}
