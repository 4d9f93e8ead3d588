/** A figure of a paper as a file: its title, its panels with their legends, and its caption. */

import { svgElement } from "./appearance.js";
import { drawPanel, hasWords } from "./panel.js";
import { LEADING, millimetres, points, TYPE, typeset, widthOf, WIDTHS, wrapped } from "./paper.js";

/** Points between panels, and from a picture to what belongs to it. */
const GAP = 10;
const CLOSE = 3;
/** Around the whole: lines are not cut in their middle. */
const EDGE = 2;
/** From a panel's letter to its name. */
const INDENT = 9;
const BAR = 4;
/** Pictures of up to so many CSS pixels take a third of a column, or half of it. */
const [SMALL, MIDDLE] = [150, 280];

/**
 * @typedef {import("./figures.js").Figure} Figure
 *
 * @typedef {Object} Told
 * @property {string} title
 * @property {string} caption
 * @property {string} link to what is shown
 *
 * @typedef {Object} FigureFile
 * @property {string} text of the SVG
 * @property {number} width in millimetres
 * @property {number} height
 * @property {number} left words that had no room
 */

/**
 * Pictures as one SVG document that needs nothing else: words stay words, lines and dots stay such.
 * @param {Figure[]} figures
 * @param {import("./paper.js").Width} width in millimetres
 * @param {Told} told
 * @returns {FigureFile}
 */
export function figureFile(figures, width, { title, caption, link }) {
  const full = points(width) - 2 * EDGE;
  const colour = coloursOf(document.documentElement);
  /** @type {SVGElement[]} */
  const parts = [];
  let [y, left] = [0, 0];

  /** @param {string} words @param {boolean} bold */
  function addLines(words, bold) {
    for (const line of wrapped(words, full, (each) => widthOf(each, bold))) {
      parts.push(typeset(line, { x: 0, y, fill: colour.text, bold }));
      y += LEADING;
    }
  }

  addLines(title, true);
  y += GAP / 2;
  const letters = figures.length > 1;
  for (const row of rowsOf(figures, width)) {
    const indent = letters ? INDENT : 0;
    const heads = row.map(({ figure, width: own }) => wrapped(figure.name, own - indent, widthOf));
    const head = Math.max(...heads.map((lines) => lines.length)) * LEADING + CLOSE;
    const heights = row.map(({ figure, index, x, width: own }, at) => {
      if (letters) parts.push(typeset(letterOf(index), { x, y, fill: colour.text, bold: true }));
      heads[at].forEach((line, number) => {
        parts.push(typeset(line, { x: x + indent, y: y + number * LEADING, fill: colour.text }));
      });
      const drawn = drawPanel(figure, own);
      left += drawn.left;
      const legend = figure.legend ? legendOf(figure.legend, own, colour) : null;
      for (const [root, top] of /** @type {[SVGElement, number][]} */ ([
        [drawn.root, y + head],
        ...(legend ? [[legend.root, y + head + drawn.height + CLOSE]] : []),
      ])) {
        parts.push(
          svgElement("g", { transform: `translate(${x} ${top})`, "data-panel": "" }, root),
        );
      }
      return head + drawn.height + (legend ? CLOSE + legend.height : 0);
    });
    y += Math.max(...heights) + GAP;
  }
  addLines(caption, false);
  const size = { width: points(width), height: y + LEADING - TYPE + 2 * EDGE };
  const root = svgElement(
    "svg",
    {
      ...{ width: `${width}mm`, height: `${millimetres(size.height).toFixed(2)}mm` },
      ...{ viewBox: `0 0 ${size.width.toFixed(3)} ${size.height.toFixed(3)}`, role: "img" },
    },
    svgElement("title", {}, title),
    svgElement("desc", {}, `${caption} ${link}`),
    svgElement("rect", { width: "100%", height: "100%", fill: colour.panel }),
    svgElement("g", { transform: `translate(${EDGE} ${EDGE})` }, ...parts),
  );
  root.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return {
    ...{ text: new XMLSerializer().serializeToString(root), width, left },
    height: millimetres(size.height),
  };
}

/**
 * Which pictures stand side by side, and how wide.
 * @param {Figure[]} figures
 * @param {import("./paper.js").Width} width
 */
function rowsOf(figures, width) {
  const full = points(width) - 2 * EDGE;
  const column = width === WIDTHS[0] ? full : (full - GAP) / 2;
  const alone = figures.length === 1;
  /** @type {{figure: Figure, index: number, x: number, width: number}[][]} */
  const rows = [];
  let room = 0;
  figures.forEach((figure, index) => {
    const parts = Math.max(partsOf(figure), Math.min(3, alike(figures, figure)));
    const own = alone ? (parts > 1 ? column : full) : (column - (parts - 1) * GAP) / parts;
    if (own > room + 0.01) {
      rows.push([]);
      room = full;
    }
    rows.at(-1)?.push({ figure, index, x: full - room, width: own });
    room -= own + GAP;
  });
  return rows;
}

/** How many pictures like this one stand side by side in a column. @param {Figure} figure */
function partsOf(figure) {
  const { width } = figure.base.getBoundingClientRect();
  if (hasWords(figure) || width > MIDDLE) return 1;
  return width > SMALL ? 2 : 3;
}

/**
 * How many pictures show the same of several things, such as A, B and B − A: they stand side by side.
 * @param {Figure[]} figures
 * @param {Figure} figure
 */
function alike(figures, figure) {
  const stem = stemOf(figure.name);
  if (stem === figure.name || hasWords(figure)) return 1;
  return figures.filter(({ name }) => stemOf(name) === stem).length;
}

/** A name without what follows its last comma. @param {string} name */
function stemOf(name) {
  return name.replace(/, [^,]*$/, "");
}

/** @param {number} index */
function letterOf(index) {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? letter : `${letter}${Math.floor(index / 26) + 1}`;
}

/**
 * @param {import("./figures.js").Legend} legend
 * @param {number} width
 * @param {Colours} colour
 */
function legendOf({ bar, low, scope, high }, width, colour) {
  const root = svgElement(
    "g",
    {},
    svgElement("image", {
      ...{ x: 0, y: 0, width, height: BAR, href: bar.toDataURL("image/png") },
      preserveAspectRatio: "none",
    }),
    typeset(low, { x: 0, y: BAR, fill: colour.text }),
    typeset(high, { x: width, y: BAR, fill: colour.text, anchor: "end" }),
  );
  const beside = width - widthOf(low) - widthOf(high) - 2 * TYPE;
  if (widthOf(scope) <= beside) {
    const x = (widthOf(low) + width - widthOf(high)) / 2;
    root.append(typeset(scope, { x, y: BAR, fill: colour.quiet, anchor: "middle" }));
    return { root, height: BAR + LEADING };
  }
  const lines = wrapped(scope, width, widthOf);
  lines.forEach((line, number) => {
    const y = BAR + (number + 1) * LEADING;
    root.append(typeset(line, { x: width / 2, y, fill: colour.quiet, anchor: "middle" }));
  });
  return { root, height: BAR + (lines.length + 1) * LEADING };
}

/** @typedef {ReturnType<typeof coloursOf>} Colours */

/** @param {Element} element */
function coloursOf(element) {
  const style = getComputedStyle(element);
  const [panel, plain, quiet] = ["--panel", "--text", "--quiet"].map((name) =>
    style.getPropertyValue(name).trim(),
  );
  return { panel, text: plain, quiet };
}
