/** The sections of an explanation as elements, which follow its numbers without being rebuilt. */

import { element } from "../widgets/dom.js";
import { mathElement } from "../widgets/mathml.js";
import { oneTabStop } from "../widgets/one-tab-stop.js";
import { createSquashCurve } from "../widgets/charts/squash-curve.js";
import { createGrid, createProduct } from "./grids.js";
import { createBars, createFacts, createSum } from "./lists.js";

/**
 * @typedef {import("./explain/explanation.js").Section} Section
 * @typedef {Exclude<Section, import("./explain/explanation.js").PartSection>} Content
 *
 * @typedef {Object} Look
 * @property {boolean} dark
 * @property {(unit: import("../network/units.js").Unit) => void} follow pins the unit that a term comes from
 *
 * @typedef {Object} Shown
 * @property {HTMLElement} root
 * @property {(section: any, look: Look) => void} show the same section with other numbers
 *
 * @typedef {{name: string, sections: Content[]}} Part what is shown together
 */

/** @type {{[Type in Content["type"]]: (section: Extract<Content, {type: Type}>) => Shown}} */
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
 * @param {Content} section
 * @returns {Shown}
 */
export function createSection(section) {
  return /** @type {(section: Content) => Shown} */ (KINDS[section.type])(section);
}

/**
 * The parts of whatever is explained, of which one is shown, and the tabs that choose it.
 * @param {Look["follow"]} follow
 */
export function createParts(follow) {
  const root = element("div", { class: "explanation" });
  const tabs = element("div", {
    class: "choice tabs",
    role: "tablist",
    "aria-label": "Parts of the explanation",
  });
  const stop = oneTabStop(tabs);
  /** @type {Part[]} */
  let parts = [];
  /** @type {{root: HTMLElement, contents: Shown[]}[]} */
  let made = [];
  /** The part that was chosen last: one of the same name is shown of the next unit too. */
  let wanted = "";

  function choose() {
    const shown = parts.find(({ name }) => name === wanted) ?? parts[0];
    made.forEach((each, index) => (each.root.hidden = parts[index] !== shown));
    for (const button of tabs.children)
      button.setAttribute("aria-selected", String(button.textContent === shown?.name));
  }

  /** @param {Part} part */
  function createPart({ name, sections }) {
    const contents = sections.map(createSection);
    const isFormula = (/** @type {unknown} */ _, /** @type {number} */ index) =>
      sections[index].type === "formula";
    const formulas = contents.filter(isFormula).map((each) => each.root);
    const others = contents.filter((each, at) => !isFormula(each, at)).map((each) => each.root);
    const panel = element(
      "div",
      { class: "explained-part", role: "tabpanel", "aria-label": name, tabindex: 0 },
      ...(formulas.length > 0
        ? [element("div", { class: "explained-formulas" }, ...formulas)]
        : []),
      ...others,
    );
    return { root: panel, contents };
  }

  /** @param {Part} part */
  function createTab({ name }) {
    const chosen = () => {
      wanted = name;
      choose();
    };
    return element("button", { type: "button", role: "tab", onclick: chosen }, name);
  }

  return {
    root,
    tabs,
    /**
     * @param {import("./explain/explanation.js").Explanation} explanation
     * @param {boolean} dark
     */
    show({ words, sections }, dark) {
      const next = inParts(sections);
      place(next)?.sections.push({ type: "words", text: words });
      if (formOf(next) !== formOf(parts)) {
        made = next.map(createPart);
        root.replaceChildren(...made.map((part) => part.root));
        tabs.replaceChildren(...(next.length > 1 ? next.map(createTab) : []));
        stop.settle();
      }
      parts = next;
      made.forEach(({ contents }, index) =>
        contents.forEach((each, at) => each.show(parts[index].sections[at], { dark, follow })),
      );
      choose();
    },
  };
}

/**
 * @param {Section[]} sections
 * @returns {Part[]}
 */
function inParts(sections) {
  /** @type {Part[]} */
  const parts = [];
  for (const section of sections) {
    if (section.type === "part") parts.push({ name: section.name, sections: [] });
    else {
      if (parts.length === 0) parts.push({ name: "The numbers", sections: [] });
      parts[parts.length - 1].sections.push(section);
    }
  }
  return parts;
}

/**
 * The part that says what the unit is, besides its numbers.
 * @param {Part[]} parts
 */
function place(parts) {
  const tellsHow = (/** @type {Part} */ { sections }) =>
    sections.some(({ type }) => type === "formula");
  return parts.find(({ name }) => name === "In short") ?? parts.find(tellsHow) ?? parts[0];
}

/**
 * The form of parts: their elements can show other parts of the same form.
 * @param {Part[]} parts
 */
function formOf(parts) {
  return parts.map(({ name, sections }) => [name, ...sections.map(form)].join()).join(";");
}

/** @param {Content} section */
function form(section) {
  switch (section.type) {
    case "formula":
      return section.label;
    case "grid":
      return `grid ${section.values.length} ${section.columns}`;
    case "sum": {
      const leading = [...section.terms, ...section.then].some(({ unit }) => unit);
      return `sum ${section.terms.length} ${section.then.length} ${section.rest !== null} ${section.bias !== null} ${leading}`;
    }
    case "facts":
      return `facts ${section.terms.length}`;
    case "bars":
      return `bars ${section.terms.length} ${section.terms.some(({ unit }) => unit)}`;
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
  const root = element("p", { class: "explained-words quiet" });
  return { root, show: ({ text }) => void (root.textContent = text) };
}
