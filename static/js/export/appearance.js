/**
 * What a picture on the page looks like, taken out of it: pixels as a PNG, charts with their styles,
 * tables as boxes and words.
 */

const SVG = "http://www.w3.org/2000/svg";
/** What style sheets say of the parts of a chart; a file of its own has no style sheets. */
const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-opacity",
  "stroke-dasharray",
  "stroke-linecap",
  "stroke-linejoin",
  "opacity",
  "vector-effect",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "dominant-baseline",
];

const SIDES = /** @type {const} */ (["Top", "Right", "Bottom", "Left"]);

/** @typedef {{x: number, y: number, width: number, height: number}} Place */

/**
 * Canvases that lie over one another, as the data URL of one PNG. Their cells stay sharp.
 * @param {HTMLCanvasElement[]} canvases
 * @param {Place} place of the whole on the page
 * @param {number} scale pixels to one of the page
 */
export function pixelsOf(canvases, place, scale) {
  const whole = document.createElement("canvas");
  whole.width = Math.max(1, Math.round(place.width * scale));
  whole.height = Math.max(1, Math.round(place.height * scale));
  const context = contextOf(whole);
  for (const canvas of canvases) {
    const style = getComputedStyle(canvas);
    const { x, y, width, height } = canvas.getBoundingClientRect();
    context.globalAlpha = Number(style.opacity);
    context.globalCompositeOperation =
      style.mixBlendMode === "normal"
        ? "source-over"
        : /** @type {GlobalCompositeOperation} */ (style.mixBlendMode);
    context.filter = style.filter;
    context.imageSmoothingEnabled = canvas.width > width * scale;
    context.drawImage(
      canvas,
      (x - place.x) * scale,
      (y - place.y) * scale,
      width * scale,
      height * scale,
    );
  }
  return whole.toDataURL("image/png");
}

/**
 * A chart that looks the same without the page's style sheets.
 * @param {SVGElement} chart
 * @param {{width: number, height: number}} [size] for which it is drawn now, if not for its own
 */
export function styledCopy(chart, size) {
  const copy = /** @type {SVGElement} */ (chart.cloneNode(true));
  const originals = [chart, ...chart.querySelectorAll("*")];
  const parts = [copy, ...copy.querySelectorAll("*")];
  /** @type {Element[]} */
  const unseen = [];
  parts.forEach((part, index) => {
    const style = getComputedStyle(originals[index]);
    if (style.display === "none" || style.visibility === "hidden") unseen.push(part);
    for (const name of STYLES) part.setAttribute(name, style.getPropertyValue(name));
    for (const { name } of [...part.attributes]) {
      if (/^(class|tabindex|role|style|id|aria-|data-)/.test(name)) part.removeAttribute(name);
    }
  });
  for (const part of unseen) part.remove();
  if (size) copy.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
  else if (!copy.hasAttribute("viewBox")) {
    copy.setAttribute("viewBox", `0 0 ${chart.clientWidth} ${chart.clientHeight}`);
  }
  // Words may reach over its edge.
  copy.setAttribute("overflow", "visible");
  return copy;
}

/**
 * What is not drawn but laid out, as a table of coloured cells: its boxes and its words.
 * @param {Element} root
 * @param {(x: number, y: number) => [number, number]} toFigure from a place on the page
 * @param {number} scale
 */
export function laidOutCopy(root, toFigure, scale) {
  const copy = svgElement("g", {});
  const words = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = /** @type {Node | null} */ (root); node; node = words.nextNode()) {
    if (node instanceof Element) addBox(node);
    else if (node.textContent?.trim()) addWords(node);
  }
  return copy;

  /** @param {Element} part */
  function addBox(part) {
    const style = getComputedStyle(part);
    const { backgroundColor: fill, borderTopColor: stroke, borderTopLeftRadius: radius } = style;
    const line = Math.min(...SIDES.map((side) => Number.parseFloat(style[`border${side}Width`])));
    const isFilled = !/^transparent$|[,/] 0\)$/.test(fill);
    if (!isFilled && line === 0) return;
    const own = part.getBoundingClientRect();
    // A bar that is moved out of its track is cut off by it.
    const outer = (part.parentElement ?? part).getBoundingClientRect();
    const cut = part !== root && getComputedStyle(part.parentElement ?? part).overflow === "hidden";
    const left = cut ? Math.max(own.left, outer.left) : own.left;
    const right = cut ? Math.min(own.right, outer.right) : own.right;
    const top = cut ? Math.max(own.top, outer.top) : own.top;
    const bottom = cut ? Math.min(own.bottom, outer.bottom) : own.bottom;
    if (right <= left || bottom <= top) return;
    const [x, y] = toFigure(left, top);
    const size = { width: (right - left) * scale, height: (bottom - top) * scale };
    const round = radius.endsWith("%") ? size.width / 2 : Number.parseFloat(radius) * scale;
    copy.append(
      svgElement("rect", {
        ...{ x, y, ...size, rx: round, fill: isFilled ? fill : "none" },
        ...(line > 0 ? { stroke, "stroke-width": line * scale } : {}),
      }),
    );
  }

  /** @param {Node} node */
  function addWords(node) {
    const parent = /** @type {Element} */ (node.parentElement);
    const { width, height: high } = parent.getBoundingClientRect();
    const isOnlyHeard = width <= 1 || high <= 1;
    if (isOnlyHeard || !parent.checkVisibility({ visibilityProperty: true })) return;
    const range = document.createRange();
    range.selectNodeContents(node);
    const { left, right, top, height } = range.getBoundingClientRect();
    const style = getComputedStyle(parent);
    const anchor = /right|end/.test(style.textAlign)
      ? "end"
      : style.textAlign === "center"
        ? "middle"
        : "start";
    const from = { start: left, middle: (left + right) / 2, end: right }[anchor];
    const [x, y] = toFigure(from, top + height / 2);
    const size = Number.parseFloat(style.fontSize) * scale;
    copy.append(
      svgElement(
        "text",
        {
          ...{ x, y: y + 0.35 * size, fill: style.color, "font-size": size },
          ...{ "font-family": style.fontFamily, "font-weight": style.fontWeight },
          ...{ "text-anchor": anchor, "data-group": groupOf(parent) },
        },
        node.textContent ?? "",
      ),
    );
  }
}

/**
 * What words of a table are: those of a group are thinned out together, as panel.js does it.
 * @param {Element} parent
 */
function groupOf(parent) {
  const cell = parent.closest("td, th");
  if (!cell) return parent.className;
  if (cell.closest("thead")) return "head";
  return cell.localName === "td" ? "cell" : "row";
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 */
export function svgElement(name, attributes, ...children) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/** @param {HTMLCanvasElement} canvas */
export function contextOf(canvas) {
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser gives no 2d context");
  return context;
}
