/** What a figure of a paper is measured in: points, of which 72 are an inch. */

import { contextOf, svgElement } from "./appearance.js";

/** Widths of one and of two columns of a page, in millimetres. */
export const WIDTHS = /** @type {const} */ ([84, 174]);
/** @typedef {(typeof WIDTHS)[number]} Width */

const MILLIMETRES = 25.4;
const INCH = 72;
/** Points of all type. */
export const TYPE = 8;
/** Points from one line of it to the next. */
export const LEADING = 9.6;
export const FONT = 'Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif';

/** @param {number} millimetres */
export function points(millimetres) {
  return (millimetres / MILLIMETRES) * INCH;
}

/** @param {number} length in points */
export function millimetres(length) {
  return (length / INCH) * MILLIMETRES;
}

/**
 * Words in lines of some width; a word that is longer than a line is broken.
 * @param {string} words
 * @param {number} width in points
 * @param {(words: string) => number} measure
 * @returns {string[]}
 */
export function wrapped(words, width, measure) {
  /** @type {string[]} */
  const lines = [];
  let line = "";
  for (const word of words.split(/\s+/).filter(Boolean)) {
    const longer = line ? `${line} ${word}` : word;
    if (measure(longer) <= width) {
      line = longer;
      continue;
    }
    if (line) lines.push(line);
    line = word;
    while (measure(line) > width && line.length > 1) {
      let end = line.length - 1;
      while (end > 1 && measure(line.slice(0, end)) > width) end--;
      lines.push(line.slice(0, end));
      line = line.slice(end);
    }
  }
  return line ? [...lines, line] : lines;
}

/** @type {CanvasRenderingContext2D | null} */
let measuring = null;

/**
 * The width of words, in points.
 * @param {string} words
 * @param {boolean} [bold]
 */
export function widthOf(words, bold = false) {
  measuring ??= contextOf(document.createElement("canvas"));
  measuring.font = `${bold ? "bold " : ""}${TYPE}px ${FONT}`;
  return measuring.measureText(words).width;
}

/**
 * One line of type.
 * @param {string} words
 * @param {{x: number, y: number, fill: string, anchor?: "start" | "middle" | "end", bold?: boolean}} how
 *   y is its upper edge
 */
export function typeset(words, { x, y, fill, anchor = "start", bold = false }) {
  return svgElement(
    "text",
    {
      ...{ x, y: y + 0.8 * LEADING, fill, "text-anchor": anchor, "font-size": TYPE },
      ...{ "font-family": FONT, "font-weight": bold ? 700 : 400 },
    },
    words,
  );
}
