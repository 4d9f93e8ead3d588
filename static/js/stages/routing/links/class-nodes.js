/** The classes at the links' right: a node for each with its number beside it, one tab stop in all. */

import { presses, stepInList } from "../../../widgets/arrow-keys.js";

/** Characters of a class's name that its node holds. */
const LONGEST_NAME = 10;
/** Of a node, in CSS pixels; less where the diagram is low. */
const HEIGHT = 26;
/** Right of the nodes, for the numbers. */
const NUMBERS = 62;

/**
 * @typedef {Object} ClassView
 * @property {number} digit the class whose links are shown in colour
 * @property {boolean} blank whether nothing is drawn
 * @property {number | null} pressed the class that is looked at by choice
 * @property {string[]} numbers beside the classes
 * @property {string} numberName what they are
 */

/**
 * @param {import("d3").Selection<SVGSVGElement, unknown, null, undefined>} svg
 * @param {string[]} names
 * @param {{point: (digit: number | null) => void, press: (digit: number) => void}} actions
 */
export function createClassNodes(svg, names, { point, press }) {
  const labels = names.map((name) =>
    name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name,
  );
  const width = Math.max(28, 7.4 * Math.max(...labels.map(({ length }) => length)) + 16);
  const nodes = svg
    .append("g")
    .selectAll("g")
    .data(names)
    .join("g")
    .attr("class", "class-node")
    .attr("role", "button")
    .attr("tabindex", (_, index) => (index === 0 ? 0 : -1));
  const boxes = nodes
    .append("rect")
    .attr("x", -width / 2)
    .attr("width", width);
  nodes
    .append("text")
    .attr("class", "class-name")
    .attr("text-anchor", "middle")
    .attr("dy", "0.35em")
    .text((_, index) => labels[index]);
  const column = svg
    .append("text")
    .attr("class", "axis-name number-name")
    .attr("text-anchor", "end")
    .attr("aria-hidden", "true");
  // Beside the nodes, not in them: each node's name tells its number, after what it shows.
  const beside = svg
    .append("g")
    .attr("aria-hidden", "true")
    .selectAll("text")
    .data(names)
    .join("text")
    .attr("class", "class-length number")
    .attr("dy", "0.35em");

  nodes
    .on("focus", (_, name) => point(names.indexOf(name)))
    .on("blur", () => point(null))
    .on("keydown", (/** @type {KeyboardEvent} */ event, name) => {
      const digit = names.indexOf(name);
      const to = stepInList(event, digit, names.length);
      if (presses(event)) press(digit);
      else if (to === null) return;
      else {
        nodes.attr("tabindex", (_, index) => (index === to ? 0 : -1));
        /** @type {SVGGElement} */ (nodes.nodes()[to]).focus();
      }
      event.preventDefault();
    });

  return {
    /** Right of the links. */
    room: width + NUMBERS,
    /**
     * @param {unknown} _
     * @param {import("./layout.js").LinkLayout} layout
     */
    lay(_, { width: whole, right, digitY }) {
      const height = Math.max(1, Math.min(HEIGHT, digitY(1) - digitY(0) - 1));
      boxes
        .attr("y", -height / 2)
        .attr("height", height)
        .attr("rx", height / 2);
      column.attr("x", whole - 2).attr("y", 13);
      nodes.attr("transform", (_, digit) => `translate(${right + width / 2} ${digitY(digit)})`);
      beside.attr("x", right + width + 6).attr("y", (_, digit) => digitY(digit));
    },
    /** @param {ClassView} view */
    show({ digit, blank, pressed, numbers, numberName }) {
      nodes
        .attr("data-chosen", (_, index) => (index === digit && !blank ? "" : null))
        .attr("aria-pressed", (_, index) => String(index === pressed))
        .attr("aria-label", (name, index) => `${name}, ${numberName} ${numbers[index]}`);
      column.text(numberName);
      beside.nodes().forEach((node, index) => {
        const text = /** @type {SVGTextElement} */ (node);
        if (text.textContent !== numbers[index]) text.textContent = numbers[index];
      });
    },
    /** @param {readonly number[]} digits the classes that the selection is linked to */
    showLinked(digits) {
      nodes.attr("data-linked", (_, index) => (digits.includes(index) ? "" : null));
    },
  };
}
