/** The sections of an explanation as elements, which follow its numbers without being rebuilt. */

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
import { mathElement } from "../widgets/mathml.js";
import { createSquashCurve } from "../widgets/charts/squash-curve.js";

/**
 * @typedef {import("./explain/explanation.js").Section} Section
 *
 * @typedef {Object} Look
 * @property {boolean} dark
 * @property {(unit: import("../network/units.js").Unit) => void} follow pins the unit that a term comes from
 *
 * @typedef {Object} Shown
 * @property {HTMLElement} root
 * @property {(section: any, look: Look) => void} show the same section with other numbers
 */

/** @type {{[Type in Section["type"]]: (section: Extract<Section, {type: Type}>) => Shown}} */
const KINDS = {
  formula: createFormula,
  grid: createGrid,
  sum: createSum,
  facts: createFacts,
  bars: createBars,
  product: createProduct,
  squash: createSquashCurve,
  words: createWords,
};

/**
 * @param {Section} section
 * @returns {Shown}
 */
export function createSection(section) {
  return /** @type {(section: Section) => Shown} */ (KINDS[section.type])(section);
}

/**
 * The sections of whatever is explained.
 * @param {Look["follow"]} follow
 */
export function createSections(follow) {
  const root = element("div", { class: "explanation" });
  /** @type {Section[]} */
  let sections = [];
  /** @type {Shown[]} */
  let shown = [];
  return {
    root,
    /**
     * @param {Section[]} next
     * @param {boolean} dark
     */
    show(next, dark) {
      const fits =
        next.length === sections.length && next.every((one, i) => form(one) === form(sections[i]));
      if (!fits) {
        shown = next.map(createSection);
        root.replaceChildren(...shown.map((part) => part.root));
      }
      sections = next;
      shown.forEach((part, index) => part.show(next[index], { dark, follow }));
    },
  };
}

/**
 * A section's form: its element can show another section of the same form.
 * @param {Section} section
 */
function form(section) {
  switch (section.type) {
    case "formula":
      return section.label;
    case "grid":
      return `grid ${section.values.length} ${section.columns}`;
    case "sum":
      return `sum ${section.terms.length} ${section.then.length} ${section.rest !== null} ${section.bias !== null}`;
    case "facts":
      return `facts ${section.terms.length}`;
    case "bars":
      return `bars ${section.terms.length}`;
    case "product":
      return `product ${section.matrix.length} ${section.vector.length}`;
    default:
      return section.type;
  }
}

/** @param {import("./explain/explanation.js").FormulaSection} section */
function createFormula({ formula, label }) {
  return {
    root: element("div", { class: "explained-formula" }, mathElement(formula, label)),
    show() {},
  };
}

/** @returns {Shown} */
function createWords() {
  const root = element("p", { class: "quiet" });
  return { root, show: ({ text }) => void (root.textContent = text) };
}

/** @param {import("./explain/explanation.js").GridSection} first */
function createGrid(first) {
  const rows = first.values.length / first.columns;
  const cells = Array.from({ length: first.values.length }, () => element("td"));
  const name = element("caption", {});
  const table = element(
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
  );
  return {
    root: table,
    /** @type {(section: import("./explain/explanation.js").GridSection, look: Look) => void} */
    show(section, { dark }) {
      name.textContent = section.name;
      paintCells(cells, section.values, section, dark);
    },
  };
}

/**
 * Numbers in cells, on the colours that the pictures have.
 * @param {HTMLElement[]} cells
 * @param {ArrayLike<number>} values
 * @param {{palette: "ink" | "signed" | "positive", decimals: number}} options
 * @param {boolean} dark
 */
function paintCells(cells, values, { palette, decimals }, dark) {
  const signed = palette === "signed";
  const range = palette === "ink" ? [0, 1] : domain(Float32Array.from(values), { signed });
  const scale = signed ? (dark ? diverging.dark : diverging.light) : sequential;
  cells.forEach((cell, index) => {
    const value = values[index];
    // A zero is a dot: what matters is seen, and what is nothing stays quiet.
    const text = value === 0 ? "·" : print(value, decimals);
    if (cell.textContent !== text) cell.textContent = text;
    const t = position(value, /** @type {[number, number]} */ (range));
    const colours = palette === "ink" ? grey : scale;
    cell.style.background = css(colours, t);
    cell.style.color = textColor(colours, t);
  });
}

/** @param {import("./explain/explanation.js").SumSection} first */
function createSum(first) {
  const terms = first.terms.map(() => createLine());
  const rest = first.rest ? createLine("rest") : null;
  const bias = first.bias ? createLine("bias") : null;
  const total = createLine("total");
  const then = first.then.map(() => createLine("then"));
  const name = element("caption", {});
  const lines = [...terms, rest, bias, total, ...then].filter((each) => each !== null);
  const root = element(
    "table",
    { class: "explained-sum" },
    name,
    element("tbody", {}, ...lines.map(({ root: line }) => line)),
  );
  return {
    root,
    /** @type {(section: import("./explain/explanation.js").SumSection, look: Look) => void} */
    show(section, look) {
      const { decimals } = section;
      name.textContent = section.name;
      terms.forEach((line, index) =>
        line.show(section.terms[index], index ? "+" : "", decimals, look),
      );
      if (rest && section.rest) rest.show(section.rest, "+", decimals, look);
      if (bias && section.bias) bias.show(section.bias, "+", decimals, look);
      total.show(section.total, "=", decimals, look);
      then.forEach((line, index) => {
        const next = section.then[index];
        // What is divided or multiplied by is no result.
        line.show(next, /^[÷×]/.test(next.name) ? "" : "→", decimals, look);
      });
    },
  };
}

/** @param {import("./explain/explanation.js").FactsSection} first */
function createFacts(first) {
  const lines = first.terms.map(() => createLine("fact"));
  const name = element("caption", {});
  return {
    root: element(
      "table",
      { class: "explained-sum" },
      name,
      element("tbody", {}, ...lines.map(({ root: line }) => line)),
    ),
    /** @type {(section: import("./explain/explanation.js").FactsSection, look: Look) => void} */
    show(section, look) {
      name.textContent = section.name;
      lines.forEach((line, index) => line.show(section.terms[index], "", section.decimals, look));
    },
  };
}

/**
 * One term of a sum: its sign or step, its name, its number.
 * @param {string} [kind]
 */
function createLine(kind = "term") {
  const operator = element("td", { class: "operator", "aria-hidden": "true" });
  const name = createName();
  const input = element("span", { class: "number term-input", "data-value": "input" });
  const number = element("td", { class: "number", "data-value": kind });
  const heading = element(
    "th",
    { scope: "row" },
    element("span", { class: "term" }, name.root, input),
  );
  return {
    root: element("tr", { "data-line": kind }, operator, heading, number),
    /**
     * @param {import("./explain/explanation.js").Term} term
     * @param {string} sign
     * @param {number} decimals
     * @param {Look} look
     */
    show(term, sign, decimals, { follow }) {
      operator.textContent = sign;
      name.show(term, follow);
      input.textContent = term.input ?? "";
      number.textContent = print(term.value, term.decimals ?? decimals);
    },
  };
}

/**
 * A term's name, which leads to the unit that it comes from, where there is one. It stays the same
 * button while the terms change: who is on it stays there.
 */
function createName() {
  const root = element("span", { class: "term-name" });
  /** @type {HTMLButtonElement | null} */
  let button = null;
  let lead = () => {};
  return {
    root,
    /**
     * @param {import("./explain/explanation.js").Term} term
     * @param {Look["follow"]} follow
     */
    show({ name, unit }, follow) {
      if (!unit) {
        button = null;
        if (root.textContent !== name || root.firstElementChild) root.replaceChildren(name);
        return;
      }
      lead = () => follow(unit);
      if (!button) {
        button = element("button", { type: "button", class: "link", onclick: () => lead() });
        root.replaceChildren(button);
      }
      if (button.textContent !== name) button.textContent = name;
    },
  };
}

/** @param {import("./explain/explanation.js").BarsSection} first */
function createBars(first) {
  const caption = element("h3", {});
  const rows = first.terms.map(() => {
    const name = createName();
    const fill = element("span", { class: "bar-fill" });
    const number = element("span", { class: "number", "data-value": "bar" });
    const root = element(
      "li",
      {},
      name.root,
      element("span", { class: "bar-track", "aria-hidden": "true" }, fill),
      number,
    );
    return { root, name, fill, number };
  });
  const list = element("ul", { class: "explained-bars" }, ...rows.map(({ root }) => root));
  return {
    root: element("div", {}, caption, list),
    /** @type {(section: import("./explain/explanation.js").BarsSection, look: Look) => void} */
    show({ name, terms, signed, decimals }, { dark, follow }) {
      caption.textContent = name;
      list.toggleAttribute("data-signed", signed);
      const most = Math.max(1e-12, ...terms.map(({ value }) => Math.abs(value)));
      const palette = signed ? (dark ? diverging.dark : diverging.light) : sequential;
      rows.forEach((row, index) => {
        const { value } = terms[index];
        row.name.show(terms[index], follow);
        row.number.textContent = print(value, decimals);
        const share = Math.abs(value) / most;
        row.fill.style.left = `${signed ? (value < 0 ? 50 * (1 - share) : 50) : 0}%`;
        row.fill.style.width = `${(signed ? 50 : 100) * share}%`;
        const t = signed ? 0.5 + (value / most) * 0.4 : 0.5;
        row.fill.style.background = css(palette, t);
      });
    },
  };
}

/** @param {import("./explain/explanation.js").ProductSection} first */
function createProduct(first) {
  const columns = first.vector.length;
  const rows = first.result.length;
  const make = (/** @type {number} */ count) => Array.from({ length: count }, () => element("td"));
  const vector = make(columns);
  const matrix = make(rows * columns);
  const result = make(rows);
  const name = element("caption", {});
  const names = ["row", "row", "col"].map((scope) => element("th", { scope }));
  const root = element(
    "table",
    { class: "explained-grid explained-product number" },
    name,
    element(
      "tbody",
      {},
      element("tr", { class: "vector-row" }, names[1], ...vector, names[2]),
      ...Array.from({ length: rows }, (_, row) =>
        element(
          "tr",
          {},
          row === 0 ? names[0] : element("th", { scope: "row" }, ""),
          ...matrix.slice(row * columns, (row + 1) * columns),
          result[row],
        ),
      ),
    ),
  );
  return {
    root,
    /** @type {(section: import("./explain/explanation.js").ProductSection, look: Look) => void} */
    show(section, { dark }) {
      const { decimals } = section;
      const options = /** @type {const} */ ({ palette: "signed", decimals });
      name.textContent = section.name;
      names.forEach((each, index) => (each.textContent = section.names[index]));
      paintCells(vector, section.vector, options, dark);
      paintCells(matrix, section.matrix, options, dark);
      paintCells(result, section.result, options, dark);
    },
  };
}
