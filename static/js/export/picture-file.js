/** A picture of the page as a file: its name, the picture, its legend, and what it was made from. */

import { contextOf, laidOutCopy, pixelsOf, styledCopy, svgElement } from "./appearance.js";

const MARGIN = 20;
/** Small pictures are enlarged to about this width. */
const WIDTH = 640;
const LARGEST = 10;
/** The least width, in which the words have room. */
const NARROWEST = 560;
const LINE = 20;
const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';
/** Pixels of a PNG to one of the SVG. */
const FINE = 2;

/**
 * A figure as an SVG document that needs nothing else: text is text, pixels are one embedded PNG.
 * @param {import("./figures.js").Figure} figure
 * @param {string} source what it was made from, in words
 */
export function svgOf({ name, words, base, layers, legend }, source) {
  const place = base.getBoundingClientRect();
  const scale = Math.min(LARGEST, Math.max(1, WIDTH / place.width));
  const [width, height] = [place.width * scale, place.height * scale];
  const colour = coloursOf(document.documentElement);
  const top = MARGIN + LINE + 8;
  let bottom = top + height;
  const canvases = layers.filter((layer) => layer instanceof HTMLCanvasElement);
  const charts = layers.filter((layer) => layer instanceof SVGElement);
  const parts = [];
  if (canvases.length > 0) {
    const href = pixelsOf(canvases, place, FINE * scale);
    parts.push(svgElement("image", { x: MARGIN, y: top, width, height, href }));
  }
  for (const chart of charts) {
    const box = chart.getBoundingClientRect();
    const copy = styledCopy(chart);
    const at = {
      x: MARGIN + (box.x - place.x) * scale,
      y: top + (box.y - place.y) * scale,
      width: box.width * scale,
      height: box.height * scale,
    };
    for (const [key, value] of Object.entries(at)) copy.setAttribute(key, String(value));
    parts.push(copy);
  }
  if (base instanceof HTMLElement && !(base instanceof HTMLCanvasElement)) {
    /** @type {(x: number, y: number) => [number, number]} */
    const toFigure = (x, y) => [MARGIN + (x - place.x) * scale, top + (y - place.y) * scale];
    parts.push(laidOutCopy(base, toFigure, scale));
  }
  const full = Math.max(width, NARROWEST);
  if (legend) {
    const href = legend.bar.toDataURL("image/png");
    bottom += 12;
    parts.push(
      svgElement("image", {
        ...{ x: MARGIN, y: bottom, width: full, height: 10, href },
        preserveAspectRatio: "none",
      }),
      text(legend.low, MARGIN, bottom + 26, "start", colour.text),
      text(legend.scope, MARGIN + full / 2, bottom + 26, "middle", colour.quiet),
      text(legend.high, MARGIN + full, bottom + 26, "end", colour.text),
    );
    bottom += 30;
  }
  bottom += LINE + 4;
  const size = { width: full + 2 * MARGIN, height: bottom + MARGIN - 8 };
  const root = svgElement(
    "svg",
    { ...size, viewBox: `0 0 ${size.width} ${size.height}`, role: "img" },
    svgElement("title", {}, name),
    svgElement("desc", {}, words),
    svgElement("rect", { width: "100%", height: "100%", fill: colour.panel }),
    text(name, MARGIN, MARGIN + 12, "start", colour.text, { "font-size": 15, "font-weight": 600 }),
    ...parts,
    text(source, MARGIN, bottom, "start", colour.quiet, { "font-size": 11 }),
  );
  root.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return { text: new XMLSerializer().serializeToString(root), ...size };
}

/**
 * The same figure as a PNG file.
 * @param {ReturnType<typeof svgOf>} svg
 * @returns {Promise<Blob>}
 */
export async function pngOf({ text: content, width, height }) {
  const url = URL.createObjectURL(new Blob([content], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(FINE * width);
    canvas.height = Math.round(FINE * height);
    contextOf(canvas).drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no PNG was made")))),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

/**
 * @param {string} words
 * @param {number} x
 * @param {number} y
 * @param {"start" | "middle" | "end"} anchor
 * @param {string} fill
 * @param {Record<string, string | number>} [more]
 */
function text(words, x, y, anchor, fill, more = {}) {
  const attributes = { x, y, fill, "text-anchor": anchor, "font-family": FONT, "font-size": 13 };
  return svgElement("text", { ...attributes, ...more }, words);
}

/** @param {Element} element */
function coloursOf(element) {
  const style = getComputedStyle(element);
  const [panel, plain, quiet] = ["--panel", "--text", "--quiet"].map((name) =>
    style.getPropertyValue(name).trim(),
  );
  return { panel, text: plain, quiet };
}
