/** Formulas as plain data, and the MathML that shows them. */

const MATHML = "http://www.w3.org/1998/Math/MathML";

/**
 * A piece of a formula: a text is an operator, a number or a name (more than one letter stands
 * upright), a list stands in a row, an object is a form of its own.
 * @typedef {string | Formula[] | {sub: [Formula, Formula]} | {sup: [Formula, Formula]}
 *   | {frac: [Formula, Formula]} | {sum: [Formula, Formula]} | {hat: Formula} | {bold: string}} Formula
 */

/** The length of a vector. @param {Formula} of @returns {Formula} */
export const norm = (of) => ["‖", of, "‖"];

/**
 * @param {Formula} formula
 * @param {string} label the same in words, for those who hear it
 */
export function mathElement(formula, label) {
  const math = make("math", build(formula));
  math.setAttribute("display", "block");
  math.setAttribute("aria-label", label);
  return math;
}

/**
 * @param {Formula} formula
 * @returns {Element}
 */
function build(formula) {
  if (typeof formula === "string") return leaf(formula);
  if (Array.isArray(formula)) return make("mrow", ...formula.map(build));
  if ("sub" in formula) return make("msub", ...formula.sub.map(build));
  if ("sup" in formula) return make("msup", ...formula.sup.map(build));
  if ("frac" in formula) return make("mfrac", ...formula.frac.map(build));
  if ("hat" in formula) {
    const over = make("mover", build(formula.hat), leaf("ˆ"));
    over.setAttribute("accent", "true");
    return over;
  }
  if ("bold" in formula) {
    const name = leaf(formula.bold);
    name.setAttribute("class", "vector");
    return name;
  }
  const [index, body] = formula.sum;
  return make("mrow", make("munder", leaf("∑"), build(index)), build(body));
}

/** @param {string} text */
function leaf(text) {
  const tag = /^[\d.,]+$/.test(text) ? "mn" : /^[\p{L}′]+$/u.test(text) ? "mi" : "mo";
  const made = make(tag);
  made.textContent = text;
  // A bracket as tall as what it holds grows past the line, for one exponent or index.
  if ("()".includes(text)) made.setAttribute("stretchy", "false");
  return made;
}

/**
 * @param {string} tag
 * @param {...Element} children
 */
function make(tag, ...children) {
  const made = document.createElementNS(MATHML, tag);
  made.append(...children);
  return made;
}
