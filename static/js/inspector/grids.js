/** Tables of coloured numbers: as they lie in a picture, and a matrix times a vector. */

import {
  css,
  diverging,
  domain,
  grey,
  position,
  sequential,
  textColor,
} from "../graphics/color.js";
import { element } from "../widgets/dom.js";
import { print } from "../widgets/numbers.js";

/** @typedef {import("./sections.js").Look} Look */

/** @param {import("./explain/explanation.js").GridSection} first */
export function createGrid(first) {
  const rows = first.values.length / first.columns;
  const cells = createCells(first.values.length);
  const name = element("caption", {});
  return {
    root: element(
      "table",
      { class: "explained-grid number" },
      name,
      element(
        "tbody",
        {},
        ...Array.from({ length: rows }, (_, row) =>
          element("tr", {}, ...cells.slice(row * first.columns, (row + 1) * first.columns)),
        ),
      ),
    ),
    /** @type {(section: import("./explain/explanation.js").GridSection, look: Look) => void} */
    show(section, { dark }) {
      name.textContent = section.name;
      paintCells(cells, section.values, section, dark);
    },
  };
}

/**
 * The vector stands to the left, a number beside each row that it is multiplied by; the result is the
 * sum of each column, below.
 * @param {import("./explain/explanation.js").ProductSection} first
 */
export function createProduct(first) {
  const [inputs, outputs] = [first.vector.length, first.result.length];
  const vector = createCells(inputs);
  const matrix = createCells(inputs * outputs);
  const result = createCells(outputs);
  const name = element("caption", {});
  const [matrixName, vectorName, resultName] = ["col", "col", "row"].map((scope) =>
    element("th", { scope }),
  );
  matrixName.colSpan = outputs;
  return {
    root: element(
      "table",
      { class: "explained-grid explained-product number" },
      name,
      element("thead", {}, element("tr", {}, vectorName, matrixName)),
      element(
        "tbody",
        {},
        ...vector.map((cell, row) =>
          element("tr", {}, cell, ...matrix.slice(row * outputs, (row + 1) * outputs)),
        ),
        element("tr", { class: "result-row" }, resultName, ...result),
      ),
    ),
    /** @type {(section: import("./explain/explanation.js").ProductSection, look: Look) => void} */
    show(section, { dark }) {
      const options = /** @type {const} */ ({ palette: "signed", decimals: section.decimals });
      name.textContent = section.name;
      const [w, u, v] = section.names;
      matrixName.textContent = `× ${w}`;
      vectorName.textContent = u;
      resultName.textContent = `${v} =`;
      paintCells(vector, section.vector, options, dark);
      const across = Float32Array.from(
        section.matrix,
        (_, index) => section.matrix[(index % outputs) * inputs + Math.floor(index / outputs)],
      );
      paintCells(matrix, across, options, dark);
      paintCells(result, section.result, options, dark);
    },
  };
}

/** @param {number} count */
function createCells(count) {
  return Array.from({ length: count }, () => element("td", {}));
}

/**
 * @param {HTMLElement[]} cells
 * @param {ArrayLike<number>} values
 * @param {Pick<import("./explain/explanation.js").GridSection, "palette" | "decimals" | "parts">} options
 * @param {boolean} dark
 */
function paintCells(cells, values, { palette, decimals, parts = 1 }, dark) {
  const signed = palette === "signed";
  const range = palette === "ink" ? [0, 1] : domain(Float32Array.from(values), { signed });
  const scale = signed ? (dark ? diverging.dark : diverging.light) : sequential;
  cells.forEach((cell, index) => {
    const value = values[index];
    // A zero is a dot: what matters is seen, and what is nothing stays quiet.
    const text = value === 0 ? "·" : print(parts * value, decimals);
    if (cell.textContent !== text) cell.textContent = text;
    const t = position(value, /** @type {[number, number]} */ (range));
    const colours = palette === "ink" ? grey : scale;
    cell.style.background = css(colours, t);
    cell.style.color = textColor(colours, t);
  });
}
