/** One picture of a figure, in points: drawn for its width, its words in the figure's type. */

import { dotsOf } from "../graphics/dots.js";
import { drawnAt } from "../widgets/room.js";
import { laidOutCopy, pixelsOf, styledCopy, svgElement } from "./appearance.js";
import { withRoom } from "./labels.js";
import { points, TYPE } from "./paper.js";

/** Points to a CSS pixel where the page's smallest type, of 12 pixels, becomes the figure's. */
const SMALLEST = TYPE / 12;
/** Dots of a picture to an inch. */
const FINE = 300;
/** Heights of charts, in points. */
const [LOWEST, HIGHEST] = [100, 230];
/** Attempts to give words that reach over the edge their room. */
const TRIES = 4;

/**
 * @typedef {import("./figures.js").Figure} Figure
 *
 * @typedef {Object} Drawn
 * @property {SVGElement} root with its upper left corner at 0, 0
 * @property {number} height
 * @property {number} left how many words had no room
 */

/** Whether a picture has words of its own, and needs the room for them. @param {Figure} figure */
export function hasWords({ base, layers }) {
  return !layers.every((layer) => layer instanceof HTMLCanvasElement) || !isCanvas(base);
}

/**
 * @param {Figure} figure
 * @param {number} width in points
 * @returns {Drawn}
 */
export function drawPanel(figure, width) {
  const place = figure.base.getBoundingClientRect();
  // As high for its type as on the page: what is in it has been given that room.
  const height = Math.min(HIGHEST, Math.max(LOWEST, place.height * SMALLEST));
  const sized = sizedCopy(figure, width, height);
  if (sized) return settled(sized.root, { width, height: sized.height });
  /** @type {ReturnType<typeof settled>} */
  let drawn = { root: svgElement("g", {}), height: 0, left: 0, over: 0 };
  let inner = width;
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const scale = inner / place.width;
    drawn = settled(copyOf(figure, place, scale), { width: inner, height: place.height * scale });
    if (drawn.over < 0.5) break;
    inner -= drawn.over;
  }
  return drawn;
}

/**
 * A chart that is drawn for the size that it has in the figure; null where it cannot be.
 * @param {Figure} figure
 * @param {number} width
 * @param {number} height
 */
function sizedCopy({ base, layers }, width, height) {
  if (!(base instanceof SVGElement) || layers.length > 1) return null;
  const size = { width: width / SMALLEST, height: height / SMALLEST };
  const copy = drawnAt(base, size, () => styledCopy(base, size));
  if (!copy) return null;
  placeAt(copy, { x: 0, y: 0, width, height });
  return { root: svgElement("g", {}, copy), height };
}

/**
 * @param {Figure} figure
 * @param {DOMRect} place
 * @param {number} scale points to a CSS pixel
 */
function copyOf({ base, layers }, place, scale) {
  const root = svgElement("g", {});
  const canvases = layers.filter(isCanvas);
  const [dotted, painted] = [canvases.filter(dotsOf), canvases.filter((each) => !dotsOf(each))];
  if (painted.length > 0) {
    const [width, height] = [place.width * scale, place.height * scale];
    const href = pixelsOf(painted, place, fineness(painted, place, scale));
    root.append(svgElement("image", { x: 0, y: 0, width, height, href }));
  }
  for (const canvas of dotted) root.append(circlesOf(canvas, place, scale));
  for (const layer of layers) {
    if (!(layer instanceof SVGElement)) continue;
    const box = layer.getBoundingClientRect();
    const copy = styledCopy(layer);
    placeAt(copy, {
      ...{ x: (box.x - place.x) * scale, y: (box.y - place.y) * scale },
      ...{ width: box.width * scale, height: box.height * scale },
    });
    root.append(copy);
  }
  if (!(base instanceof SVGElement) && !isCanvas(base)) {
    /** @type {(x: number, y: number) => [number, number]} */
    const toFigure = (x, y) => [(x - place.x) * scale, (y - place.y) * scale];
    root.append(laidOutCopy(base, toFigure, scale));
  }
  return root;
}

/**
 * Pixels of a copy to one of the page: whole ones for each cell, so that all are of one size.
 * @param {HTMLCanvasElement[]} canvases
 * @param {DOMRect} place
 * @param {number} scale
 */
function fineness(canvases, place, scale) {
  const wanted = (FINE / 72) * scale;
  const own = Math.max(...canvases.map((canvas) => canvas.width));
  const enlarged = Math.ceil((wanted * place.width) / own);
  return enlarged > 1 ? (enlarged * own) / place.width : wanted;
}

/**
 * @param {HTMLCanvasElement} canvas
 * @param {DOMRect} place
 * @param {number} scale
 */
function circlesOf(canvas, place, scale) {
  const { width, groups } = /** @type {import("../graphics/dots.js").DotPicture} */ (
    dotsOf(canvas)
  );
  const box = canvas.getBoundingClientRect();
  const [x, y] = [(box.x - place.x) * scale, (box.y - place.y) * scale];
  return svgElement(
    "g",
    { transform: `translate(${x} ${y}) scale(${(box.width * scale) / width})` },
    ...groups.map(({ fill, stroke, strokeWidth, places }) =>
      svgElement(
        "g",
        { fill, stroke, "stroke-width": strokeWidth },
        ...places.map((each) =>
          svgElement("circle", {
            cx: each.x.toFixed(2),
            cy: each.y.toFixed(2),
            r: each.radius.toFixed(2),
          }),
        ),
      ),
    ),
  );
}

/**
 * Gives all words the figure's type, and takes out those without room.
 * @param {SVGElement} root
 * @param {{width: number, height: number}} size
 * @returns {Drawn & {over: number}} with what its words need beyond its width
 */
function settled(root, { width, height }) {
  return measured(root, ({ left, top }) => {
    const texts = [...root.querySelectorAll("text")];
    for (const text of texts) {
      const scale = scaleOf(text.getScreenCTM());
      const own = Number.parseFloat(text.getAttribute("font-size") ?? `${TYPE}`);
      if (own * scale < TYPE) enlarge(text, own, TYPE / scale);
    }
    const labels = texts
      .filter((text) => text.textContent?.trim())
      .map((text) => {
        const box = text.getBoundingClientRect();
        return {
          ...{ text, group: groupOf(text, root), all: text.getAttribute("data-group") === "cell" },
          box: {
            ...{ left: box.left - left, top: box.top - top },
            ...{ right: box.right - left, bottom: box.bottom - top },
          },
        };
      });
    const kept = withRoom(labels);
    for (const { text } of labels) text.removeAttribute("data-group");
    for (const label of labels) if (!kept.includes(label)) label.text.remove();
    const boxes = kept.map(({ box }) => box);
    const from = Math.min(0, ...boxes.map((box) => box.left));
    const above = Math.min(0, ...boxes.map((box) => box.top));
    const to = Math.max(width, ...boxes.map((box) => box.right));
    const below = Math.max(height, ...boxes.map((box) => box.bottom));
    const moved = svgElement("g", { transform: `translate(${-from} ${-above})` }, root);
    return {
      ...{ root: moved, height: below - above, left: labels.length - kept.length },
      over: to - from - width,
    };
  });
}

/**
 * Words that are laid out stay in the middle of their line.
 * @param {Element} text
 * @param {number} from
 * @param {number} to
 */
function enlarge(text, from, to) {
  text.setAttribute("font-size", String(to));
  if (!text.hasAttribute("data-group")) return;
  text.setAttribute("y", String(Number(text.getAttribute("y")) + 0.35 * (to - from)));
}

/** What a word belongs to: a table, an axis, or what it stands in. @param {Element} text @param {Element} root */
function groupOf(text, root) {
  const own = text.getAttribute("data-group");
  if (own !== null) return own;
  const parent = text.parentElement;
  const alone = parent && parent.querySelectorAll("text").length === 1;
  return (alone ? parent.parentElement : parent) ?? root;
}

/**
 * What is found out of a drawing while the page holds it, one point a CSS pixel: out of sight, and
 * out of reach of its style sheets.
 * @template Found
 * @param {SVGElement} root
 * @param {(origin: {left: number, top: number}) => Found} find
 */
function measured(root, find) {
  const host = document.createElement("div");
  host.setAttribute("aria-hidden", "true");
  host.style.cssText = "position: fixed; left: 0; top: 0; width: 0; height: 0; overflow: hidden;";
  const side = points(1000);
  const sheet = svgElement("svg", { width: side, height: side }, root);
  host.attachShadow({ mode: "open" }).append(sheet);
  // In the dialog, where one is open: what is outside of it may not be laid out.
  (document.querySelector("dialog[open]") ?? document.body).append(host);
  try {
    const { left, top } = sheet.getBoundingClientRect();
    return find({ left, top });
  } finally {
    host.remove();
  }
}

/** @param {DOMMatrix | null} matrix */
function scaleOf(matrix) {
  return matrix ? Math.hypot(matrix.a, matrix.b) : 1;
}

/**
 * @param {SVGElement} svg
 * @param {Record<"x" | "y" | "width" | "height", number>} place
 */
function placeAt(svg, place) {
  for (const [name, value] of Object.entries(place)) svg.setAttribute(name, String(value));
}

/** @param {Element} element @returns {element is HTMLCanvasElement} */
function isCanvas(element) {
  return element instanceof HTMLCanvasElement;
}
