/** The pictures that the page shows now: canvases, charts, coloured tables, and their legends. */

import { putPixels, scaleOf } from "../graphics/raster.js";
import { decimalsFor } from "../widgets/numbers.js";

/**
 * @typedef {Object} Legend
 * @property {HTMLCanvasElement} bar its colours
 * @property {string} low number at their left end
 * @property {string} scope whose range it is
 * @property {string} high number at their right end
 *
 * @typedef {Object} Figure
 * @property {string} name
 * @property {string} words all that is said of it to those who do not see it
 * @property {HTMLElement | SVGElement} base the picture itself
 * @property {Element[]} layers the picture and what lies over it
 * @property {Legend | null} legend
 */

/** What is a picture by its role, and what says that it is one. */
const PICTURES = 'canvas[role="img"], svg[role="img"], [data-figure]';
/** What holds a picture together with what lies over it. */
const LAYERS = "[data-layers]";

/**
 * @param {ParentNode} root
 * @returns {Figure[]}
 */
export function figuresIn(root) {
  const bases = [...root.querySelectorAll(PICTURES)].filter(isShown);
  // What holds pictures is shown by them.
  const own = bases.filter(
    (base) => !bases.some((other) => other !== base && base.contains(other)),
  );
  return own.map((element) => {
    const base = /** @type {HTMLElement | SVGElement} */ (element);
    const words = wordsOf(base);
    return {
      name: words.split(/[:.](?:\s|$)/)[0],
      words,
      base,
      layers: layersOf(base),
      legend: legendOf(base),
    };
  });
}

/** @param {Element} element */
function isShown(element) {
  const { width, height } = element.getBoundingClientRect();
  return element.checkVisibility({ visibilityProperty: true }) && width > 0 && height > 0;
}

/** @param {Element} base */
function layersOf(base) {
  /** @type {Element | null} */
  let frame = null;
  for (let at = base.closest(LAYERS); at; at = at.parentElement?.closest(LAYERS) ?? null)
    frame = at;
  if (!frame) return [base];
  return [...frame.querySelectorAll("canvas, svg")].filter(
    (layer) => isShown(layer) && !layer.closest("[data-legend]"),
  );
}

/** @param {Element} base */
function wordsOf(base) {
  const own = base.getAttribute("aria-label") ?? base.querySelector("caption")?.textContent;
  return (
    own ?? base.closest("[aria-label]")?.getAttribute("aria-label") ?? "A picture of the network"
  );
}

/**
 * The legend that describes a picture, as widgets/legend.js ties it to one; else what its colours mean.
 * @param {Element} base
 * @returns {Legend | null}
 */
function legendOf(base) {
  const id = base.getAttribute("aria-describedby");
  const root = id === null ? null : document.getElementById(id);
  const bar = root?.querySelector("canvas");
  if (!root || !bar) return base instanceof HTMLCanvasElement ? scaleLegend(base) : null;
  const [low, scope, high] = [...root.querySelectorAll("span")].map((each) => each.textContent);
  return { bar, low: low ?? "", scope: scope ?? "", high: high ?? "" };
}

/**
 * @param {HTMLCanvasElement} canvas
 * @returns {Legend | null}
 */
function scaleLegend(canvas) {
  const scale = scaleOf(canvas);
  if (!scale) return null;
  const bar = document.createElement("canvas");
  putPixels(bar, scale.palette, scale.palette.length, 1);
  const [low, high] = scale.domain.map((end) =>
    end.toFixed(decimalsFor(end)).replace("-", "\u2212"),
  );
  return { bar, low, scope: "", high };
}
