/** Lists of numbers with their names: sums, facts, and bars. They go down, then on to the right. */

import { css, diverging, sequential } from "../graphics/color.js";
import { element } from "../widgets/dom.js";
import { print } from "../widgets/numbers.js";

/**
 * @typedef {import("./sections.js").Look} Look
 * @typedef {import("./explain/explanation.js").Term} Term
 */

/** @param {import("./explain/explanation.js").SumSection} first */
export function createSum(first) {
  const terms = first.terms.map(() => createLine());
  const rest = first.rest ? createLine("rest") : null;
  const bias = first.bias ? createLine("bias") : null;
  const total = createLine("total");
  const then = first.then.map(() => createLine("then"));
  const lines = [...terms, rest, bias, total, ...then].filter((each) => each !== null);
  const list = createList("explained-sum", [...first.terms, ...first.then], lines);
  return {
    ...list,
    /** @type {(section: import("./explain/explanation.js").SumSection, look: Look) => void} */
    show(section, look) {
      const { decimals } = section;
      list.name(section.name);
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
export function createFacts(first) {
  const lines = first.terms.map(() => createLine("fact"));
  const list = createList("explained-sum", first.terms, lines);
  return {
    ...list,
    /** @type {(section: import("./explain/explanation.js").FactsSection, look: Look) => void} */
    show(section, look) {
      list.name(section.name);
      lines.forEach((line, index) => line.show(section.terms[index], "", section.decimals, look));
    },
  };
}

/** @param {import("./explain/explanation.js").BarsSection} first */
export function createBars(first) {
  const rows = first.terms.map(() => {
    const name = createName();
    const fill = element("span", { class: "bar-fill" });
    const number = element("span", { class: "number", "data-value": "bar" });
    const track = element("span", { class: "bar-track", "aria-hidden": "true" }, fill);
    return { root: element("li", {}, name.root, track, number), name, fill, number };
  });
  const list = createList("explained-bars", first.terms, rows);
  return {
    ...list,
    /** @type {(section: import("./explain/explanation.js").BarsSection, look: Look) => void} */
    show({ name, terms, signed, decimals }, { dark, follow }) {
      list.name(name);
      list.items.toggleAttribute("data-signed", signed);
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

/**
 * @param {string} kind
 * @param {Term[]} terms those that may lead to units: their rows are as high as a finger needs
 * @param {{root: HTMLElement}[]} lines
 */
function createList(kind, terms, lines) {
  const items = element(
    "ul",
    { class: `explained-list ${kind}`, "data-leading": terms.some(({ unit }) => unit) },
    ...lines.map(({ root }) => root),
  );
  const caption = element("h4", { class: "explained-name" });
  return {
    root: element("div", { class: "explained" }, caption, items),
    items,
    /** @param {string} words */
    name: (words) => void (caption.textContent = words),
  };
}

/**
 * One term of a sum: its sign or step, its name, its number.
 * @param {string} [kind]
 */
function createLine(kind = "term") {
  const operator = element("span", { class: "operator", "aria-hidden": "true" });
  const name = createName();
  const input = element("span", { class: "number term-input", "data-value": "input" });
  const number = element("span", { class: "number", "data-value": kind });
  return {
    root: element("li", { "data-line": kind }, operator, name.root, input, number),
    /**
     * @param {Term} term
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
     * @param {Term} term
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
