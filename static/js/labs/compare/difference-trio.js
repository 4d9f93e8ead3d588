/** The same picture of A and of B, and B minus A: one cursor points at the same cell of all three. */

import { diverging, domain, lookup, sequential } from "../../graphics/color.js";
import { element } from "../../widgets/dom.js";
import { signed } from "../../widgets/numbers.js";
import { createPicture } from "../../widgets/picture.js";
import { createLegend } from "../../widgets/legend.js";
import { fitted } from "../fitted.js";

const NAMES = ["A", "B", "B − A"];

/**
 * @typedef {Object} TrioOptions
 * @property {string} label what is compared
 * @property {import("../../graphics/raster.js").TileLayout} layout
 * @property {(cell: import("../../widgets/picture.js").Cell) => string} place words for a cell
 * @property {ReturnType<typeof import("../told.js").createTold>} told
 * @property {(cell: import("../../widgets/picture.js").Cell) => import("../../network/units.js").Unit} [unit]
 * @property {import("../../network/units.js").Part} [part]
 * @property {boolean} [ink] whether it is shown as ink on paper
 * @property {boolean} [isSigned] whether values of A and B may be below zero
 * @property {string} words of the colours
 */

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {TrioOptions} options
 */
export function createTrio(store, options) {
  const { label, layout, place, told, unit, part, ink = false, isSigned = false, words } = options;
  /** @type {(ArrayLike<number> | null)[]} */
  let shown = [null, null, null];
  const pictures = NAMES.map((name, index) => {
    const picture = createPicture({
      ...{ label: `${label}, ${name}`, layout, told },
      describe: (cell) => `${place(cell)}: ${tell(cell)}`,
      point: (cell) => outline(cell, index),
      units: { store, part, unit },
    });
    picture.canvas.dataset.picture = `${label.toLowerCase().replaceAll(" ", "-")}-${index}`;
    return picture;
  });
  const both = createLegend(...(ink ? [] : [pictures[0].canvas, pictures[1].canvas]));
  const off = createLegend(pictures[2].canvas);

  /** @param {import("../../widgets/picture.js").Cell} cell */
  function tell({ index, row, column }) {
    const at = (index * layout.rows + row) * layout.columns + column;
    return shown
      .map((values, which) => {
        const value = values?.[at];
        if (value === undefined) return `${NAMES[which]} –`;
        return `${NAMES[which]} ${which === 2 || isSigned ? signed(value, 3) : value.toFixed(3)}`;
      })
      .join(", ");
  }

  /**
   * @param {import("../../widgets/picture.js").Cell | null} cell
   * @param {number} from the picture that is pointed at
   */
  function outline(cell, from) {
    pictures.forEach((picture, index) => {
      const box = cell && {
        ...{ tile: cell.index, row: cell.row, column: cell.column, height: 1, width: 1 },
        role: /** @type {const} */ ("here"),
      };
      picture.outline(box && index !== from ? [box] : []);
    });
  }

  return {
    label,
    /** @param {boolean} titled whether each picture's name stands above it */
    roots: (titled) =>
      pictures.map(({ root }, index) =>
        fitted(titled ? element("h3", {}, NAMES[index]) : null, root),
      ),
    legends: [both.root, off.root],
    /**
     * @param {Float32Array | null} a null where A has no such picture
     * @param {Float32Array} b
     * @param {[number, number]} [range] of the differences' colours; else their own
     */
    show(a, b, range) {
      const signedPalette = lookup(store.state.dark ? diverging.dark : diverging.light);
      const difference = a && differenceOf(a, b);
      shown = [a, b, difference];
      // Nothing is not 0: without an A there is no picture of it, nor of a difference.
      for (const root of [pictures[0].root, pictures[2].root, off.root]) {
        root.style.visibility = a ? "" : "hidden";
      }
      // One range for both: what looks alike is alike.
      const whole = domain(
        [...domain(a ?? b, { signed: isSigned }), ...domain(b, { signed: isSigned })],
        { signed: isSigned },
      );
      const palette = isSigned ? signedPalette : lookup(sequential);
      [a, b].forEach((values, index) => {
        const empty = new Float32Array(b.length);
        if (ink) pictures[index].paintImage(values ?? empty);
        else pictures[index].paint(values ?? empty, { palette, domain: whole });
      });
      const reach = range ?? rangeOf(difference);
      pictures[2].paint(difference ?? new Float32Array(b.length), {
        palette: signedPalette,
        domain: reach,
      });
      both.show(palette, whole, `${words}, both`);
      off.show(signedPalette, reach, "B − A");
    },
  };
}

/**
 * @param {ArrayLike<number>} a
 * @param {Float32Array} b
 */
export function differenceOf(a, b) {
  return Float32Array.from(b, (value, index) => value - a[index]);
}

/**
 * What the colours of differences reach to: one range for all of them.
 * @param {...(Float32Array | null)} differences
 */
export function rangeOf(...differences) {
  const ends = differences.map((each) => domain(each ?? [0], { signed: true, floor: 0.01 }));
  return domain(ends.flat(), { signed: true, floor: 0.01 });
}
