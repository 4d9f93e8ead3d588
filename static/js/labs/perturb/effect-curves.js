/** Small curves of what each dimension does to the picture's measures, with their correlations. */

import { axisBottom, line, scaleLinear, select } from "d3";
import { element } from "../../widgets/dom.js";
import { signed } from "../../widgets/numbers.js";
import { clearReadings, names, readingsOf } from "./effects.js";
import { MEASURES } from "./picture-measures.js";
import { createPlotTable } from "../../widgets/charts/chart-table.js";

const CELL = { width: 104, height: 30, gap: 14 };
const LEFT = 28;
const TOP = 34;
const BOTTOM = 34;
const WORDS = 250;

/** @typedef {ReturnType<typeof readingsOf>} Readings */

/** @param {import("../../state/store.js").Scope} store */
export function mountReadings(store) {
  const { image, config } = store.state.model;
  const { digit_dimensions: dimensions } = config;
  const measures = names();
  const width = LEFT + measures.length * (CELL.width + CELL.gap) + WORDS;
  const bottom = TOP + dimensions * CELL.height;
  /** @param {number} column */
  const leftOf = (column) => LEFT + column * (CELL.width + CELL.gap);
  const frame = element("div", {
    ...{ class: "chart readings", tabindex: 0, role: "application" },
    "aria-label":
      "Measures of the picture as each dimension is moved. Arrow keys go from curve to curve; Enter pins the dimension.",
  });
  const readout = element("p", { class: "readout" });
  const table = createPlotTable({
    summary: "Table of the readings",
    caption: "Correlation with the dimension, and change over the range",
  });
  const svg = select(frame)
    .append("svg")
    .attr("viewBox", `0 0 ${width} ${bottom + BOTTOM}`)
    .attr("role", "img")
    .attr("aria-label", "Readings");
  const heads = svg.append("g");
  const axes = svg.append("g");
  const here = svg.append("rect").attr("class", "reading-here").attr("fill", "none");
  const curves = svg.append("g").attr("fill", "none");
  const numbers = svg.append("g");
  const rows = svg.append("g");
  svg
    .append("text")
    .attr("class", "axis-name")
    .attr("x", leftOf(measures.length / 2))
    .attr("y", bottom + BOTTOM - 3)
    .attr("text-anchor", "middle")
    .text("change of the dimension");
  /** @type {Readings} */
  let readings = [];
  /** @type {{row: number, column: number} | null} */
  let cell = null;
  let last = { row: 0, column: 0 };

  /** @param {{row: number, column: number} | null} to */
  function point(to) {
    if (to?.row === cell?.row && to?.column === cell?.column) return;
    cell = to;
    last = to ?? last;
    readout.setAttribute("aria-live", "polite");
    store.update({ pointed: to && unitAt(to) });
    tell();
  }

  /**
   * @param {{row: number}} at
   * @returns {import("../../network/units.js").Unit}
   */
  function unitAt({ row }) {
    const { held, digit, trace } = store.state;
    return {
      kind: "dimension",
      digit: held?.digit ?? digit ?? trace?.prediction ?? 0,
      dimension: row,
    };
  }

  function tell() {
    here
      .attr("display", cell ? null : "none")
      .attr("x", leftOf(cell?.column ?? 0) - 4)
      .attr("y", TOP + (cell?.row ?? 0) * CELL.height)
      .attr("width", CELL.width + 8)
      .attr("height", CELL.height);
    readout.textContent = cell && readings.length > 0 ? describe(cell) : "\u00a0";
  }

  /** @param {{row: number, column: number}} at */
  function describe({ row, column }) {
    const { title, unit } = MEASURES[measures[column]];
    const { values, r, change } = readings[row][measures[column]];
    const found = values.filter((value) => value !== null);
    if (found.length === 0) return `dimension ${row}: too little ink to measure`;
    const [from, to] = [found[0], found[found.length - 1]].map((value) => signed(value, 2));
    return `dimension ${row}, ${title}: ${from} to ${to}${unit}, change ${signed(change, 2)}, r = ${signed(r, 3)}`;
  }

  /** @param {MouseEvent} event */
  function cellAt(event) {
    const matrix = /** @type {SVGSVGElement} */ (svg.node()).getScreenCTM();
    if (!matrix) return null;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const row = Math.floor((at.y - TOP) / CELL.height);
    const column = Math.floor((at.x - LEFT) / (CELL.width + CELL.gap));
    const inside = row >= 0 && row < dimensions && column >= 0 && column < measures.length;
    return inside ? { row, column } : null;
  }

  function pin() {
    if (cell) store.update({ pinned: unitAt(cell) });
  }

  frame.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "touch") point(cellAt(event));
  });
  frame.addEventListener("pointerleave", () => point(null));
  frame.addEventListener("click", (event) => {
    point(cellAt(event));
    pin();
  });
  frame.addEventListener("focus", () => {
    if (frame.matches(":focus-visible")) point(last);
  });
  frame.addEventListener("blur", () => point(null));
  frame.addEventListener("keydown", (event) => {
    const { row, column } = cell ?? last;
    const to = {
      ArrowDown: { row: Math.min(dimensions - 1, row + 1), column },
      ArrowUp: { row: Math.max(0, row - 1), column },
      ArrowRight: { row, column: Math.min(measures.length - 1, column + 1) },
      ArrowLeft: { row, column: Math.max(0, column - 1) },
      Home: { row: 0, column },
      End: { row: dimensions - 1, column },
    }[event.key];
    if (event.key === "Enter" || event.key === " ") pin();
    else if (to) point(to);
    else return;
    event.preventDefault();
  });
  tell();

  /** @param {readonly number[]} offsets */
  function draw(offsets) {
    const reach = offsets[offsets.length - 1];
    const x = scaleLinear([-reach, reach], [0, CELL.width]);
    const ranges = measures.map((name) => {
      const all = readings.flatMap((each) => each[name].values.filter((value) => value !== null));
      const [low, high] = all.length > 0 ? [Math.min(...all), Math.max(...all)] : [-1, 1];
      // A measure that hardly changes is a flat line, not noise at full height.
      const room = Math.max(0.5, high - low) / 2;
      return [(low + high) / 2 - room, (low + high) / 2 + room];
    });
    heads
      .selectAll("text")
      .data(
        measures.flatMap((name, column) => [
          { column, y: 12, text: MEASURES[name].title, strong: true },
          {
            column,
            y: 25,
            text: `${signed(ranges[column][0], 1)} to ${signed(ranges[column][1], 1)}${MEASURES[name].unit}`,
            strong: false,
          },
        ]),
      )
      .join("text")
      .attr("class", ({ strong }) => (strong ? "reading-head" : null))
      .attr("x", ({ column }) => leftOf(column))
      .attr("y", ({ y }) => y)
      .text(({ text }) => text);
    const axis = axisBottom(x)
      .tickValues([-reach, 0, reach])
      .tickSize(4)
      .tickFormat((value) => signed(Number(value), 2));
    axes
      .selectAll("g.reading-axis")
      .data(measures)
      .join("g")
      .attr("class", "reading-axis")
      .attr("transform", (_, column) => `translate(${leftOf(column)} ${bottom})`)
      .call(/** @type {(group: any) => void} */ (axis))
      // Beside the next axis there is no room for numbers around the ends.
      .each(function () {
        select(this)
          .selectAll(".tick text")
          .attr("text-anchor", (_, tick) => ["start", "middle", "end"][tick]);
      });
    const cells = readings.flatMap((each, row) =>
      measures.map((name, column) => {
        const y = scaleLinear(ranges[column], [CELL.height - 4, 4]);
        const path = line(
          /** @type {(value: number | null, at: number) => number} */ ((_, at) => x(offsets[at])),
          (value) => y(value ?? 0),
        ).defined((value) => value !== null);
        const clear = clearReadings(readings, row).some((found) => found.name === name);
        return { row, column, r: each[name].r, clear, d: path(each[name].values) };
      }),
    );
    /** @param {{row: number, column: number}} each */
    const place = ({ row, column }) => `translate(${leftOf(column)} ${TOP + row * CELL.height})`;
    curves
      .selectAll("path")
      .data(cells)
      .join("path")
      .attr("class", ({ clear }) => (clear ? "reading-clear" : "reading-faint"))
      .attr("transform", place)
      .attr("d", ({ d }) => d);
    numbers
      .selectAll("text")
      .data(cells)
      .join("text")
      .attr("class", ({ clear }) => (clear ? "reading-number clear" : "reading-number"))
      .attr("transform", place)
      .attr("x", CELL.width)
      .attr("y", ({ r }) => (r > 0 ? CELL.height - 4 : 11))
      .attr("text-anchor", "end")
      .text(({ r }) => signed(r, 2));
    rows
      .selectAll("text")
      .data(
        readings.flatMap((_, row) => [
          { row, x: LEFT - 10, anchor: "end", text: String(row) },
          { row, x: width - WORDS + 6, anchor: "start", text: wordsOf(row) },
        ]),
      )
      .join("text")
      .attr("x", ({ x: left }) => left)
      .attr("y", ({ row }) => TOP + (row + 0.5) * CELL.height)
      .attr("dy", "0.34em")
      .attr("text-anchor", ({ anchor }) => anchor)
      .text(({ text }) => text);
  }

  /** @param {number} row */
  function wordsOf(row) {
    const found = clearReadings(readings, row).slice(0, 2);
    if (found.length === 0) return "nothing clearly";
    return found
      .map(({ name, change }) => {
        const { title, unit } = MEASURES[name];
        return `${title} ${signed(change, 1)}${unit}`;
      })
      .join(", ");
  }

  return {
    root: element(
      "section",
      { class: "stack", "aria-label": "Readings" },
      element("h3", {}, "What each dimension does to the picture: measured readings"),
      element(
        "p",
        { class: "quiet lab-words" },
        "Each curve is one measure of the decoded pictures above: slant, width, height and stroke thickness of the ink, and where its middle lies. " +
          "The number is the correlation r with the dimension, −1 to 1; at the right, by how much the measure changes over the range, where the curve is straight (|r| ≥ 0.7) and the change is large beside that of other dimensions. " +
          "These are suggestions, not names: dimensions of capsules are not clean factors (Tawalbeh and Oramas, 2023), most change several measures at once, and another drawing may read otherwise.",
      ),
      element("div", { class: "scroll" }, frame),
      readout,
      table.root,
    ),
    /**
     * @param {Float32Array} pictures
     * @param {readonly number[]} offsets
     */
    show(pictures, offsets) {
      readings = readingsOf(pictures, offsets, image);
      draw(offsets);
      table.show(
        ["dimension", ...measures.flatMap((name) => [`${MEASURES[name].title}, r`, "change"])],
        readings.map((each, row) => [
          String(row),
          ...measures.flatMap((name) => [
            signed(each[name].r, 3),
            `${signed(each[name].change, 2)}${MEASURES[name].unit}`,
          ]),
        ]),
      );
      svg.attr(
        "aria-label",
        `Readings: ${readings.map((_, row) => `dimension ${row}: ${wordsOf(row)}`).join("; ")}`,
      );
      if (cell) readout.setAttribute("aria-live", "off");
      tell();
    },
  };
}
