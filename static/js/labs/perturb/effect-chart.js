/** A small curve for each dimension and measure, in rows and columns, with their correlations. */

import { axisBottom, line, scaleLinear, select } from "d3";
import { signed } from "../../widgets/numbers.js";
import { stepInGrid } from "../../widgets/arrow-keys.js";
import { followPlaces } from "../../widgets/charts/cursor.js";
import { createFrame } from "../../widgets/charts/frame.js";
import { wordsOf } from "../../widgets/effect-words.js";
import { clearEffects, NAMES, rangesOf } from "../../network/effects.js";
import { MEASURES } from "../../network/picture-measures.js";

const CELL = { width: 104, height: 30, gap: 14 };
const LEFT = 28;
const TOP = 34;
const BOTTOM = 34;
/** Room for the words at the right. */
const WORDS = 250;
const RIGHT = LEFT + NAMES.length * (CELL.width + CELL.gap);

/** @param {number} column */
const leftOf = (column) => LEFT + column * (CELL.width + CELL.gap);
/** @param {number} row */
const topOf = (row) => TOP + row * CELL.height;

/** @typedef {{row: number, column: number}} Place of a curve: a dimension and a measure */
/** @typedef {import("d3").Selection<SVGGElement, unknown, null, undefined>} Group */

/**
 * @param {number} dimensions
 * @param {{point: (place: Place | null) => void, choose: (place: Place) => void}} actions
 */
export function createEffectChart(dimensions, { point, choose }) {
  const bottom = topOf(dimensions);
  const { frame, svg, root, at } = createFrame({
    ...{ kind: "readings", width: RIGHT + WORDS, height: bottom + BOTTOM },
    label: "Measures of the picture as each dimension is moved",
    keys: "Arrow keys go from curve to curve; Enter pins the dimension.",
  });
  const [heads, axes] = [svg.append("g"), svg.append("g")];
  const here = svg.append("rect").attr("class", "reading-here").attr("fill", "none");
  here.attr("width", CELL.width + 8).attr("height", CELL.height);
  const curves = svg.append("g").attr("fill", "none");
  const [numbers, rows] = [svg.append("g"), svg.append("g")];
  svg
    .append("text")
    .attr("class", "axis-name")
    .attr("x", leftOf(NAMES.length / 2))
    .attr("y", bottom + BOTTOM - 3)
    .attr("text-anchor", "middle")
    .text("change of the dimension");

  const size = { rows: dimensions, columns: NAMES.length };
  const placeOf = (/** @type {Place} */ { row, column }) => row * size.columns + column;
  const cellOf = (/** @type {number} */ place) => ({
    row: Math.floor(place / size.columns),
    column: place % size.columns,
  });
  followPlaces(frame, {
    count: () => size.rows * size.columns,
    placeAt(event) {
      const { x, y } = at(event) ?? { x: -1, y: -1 };
      const row = Math.floor((y - TOP) / CELL.height);
      const column = Math.floor((x - LEFT) / (CELL.width + CELL.gap));
      const inside = row >= 0 && row < size.rows && column >= 0 && column < size.columns;
      return inside ? placeOf({ row, column }) : null;
    },
    step(event, from) {
      const to = stepInGrid(event, cellOf(from), size);
      return to && placeOf(to);
    },
    point(place) {
      const cell = place === null ? null : cellOf(place);
      outline(cell);
      point(cell);
    },
    choose: (place) => choose(cellOf(place)),
  });

  /** @param {Place | null} cell */
  function outline(cell) {
    here.attr("display", cell ? null : "none");
    if (cell) here.attr("x", leftOf(cell.column) - 4).attr("y", topOf(cell.row));
  }

  outline(null);
  return {
    root,
    /**
     * @param {readonly import("../../network/effects.js").Effects[]} effects
     * @param {readonly number[]} offsets
     */
    show(effects, offsets) {
      const reach = offsets[offsets.length - 1];
      const x = scaleLinear([-reach, reach], [0, CELL.width]);
      const ranges = rangesOf(effects);
      drawHeads(heads, ranges);
      drawAxes(axes, x, reach, bottom);
      drawCells(
        curves,
        numbers,
        cellsOf(effects, ranges, (step) => x(offsets[step])),
      );
      drawRows(
        rows,
        effects.map((_, row) => wordsOf(effects, row)),
      );
      const words = effects.map((_, row) => `dimension ${row}: ${wordsOf(effects, row)}`);
      svg.attr("aria-label", `Readings: ${words.join("; ")}`);
    },
  };
}

/**
 * Above each column the measure and its range.
 * @param {Group} group
 * @param {ReturnType<typeof rangesOf>} ranges
 */
function drawHeads(group, ranges) {
  const words = NAMES.flatMap((name, column) => {
    const [low, high] = ranges[name].map((end) => signed(end, 1));
    const { title, unit } = MEASURES[name];
    return [
      { column, y: 12, text: title, look: "reading-head" },
      { column, y: 25, text: `${low} to ${high}${unit}`, look: null },
    ];
  });
  group
    .selectAll("text")
    .data(words)
    .join("text")
    .attr("class", ({ look }) => look)
    .attr("x", ({ column }) => leftOf(column))
    .attr("y", ({ y }) => y)
    .text(({ text }) => text);
}

/**
 * @param {Group} group
 * @param {import("d3").AxisScale<number>} x
 * @param {number} reach
 * @param {number} bottom
 */
function drawAxes(group, x, reach, bottom) {
  const axis = axisBottom(x)
    .tickValues([-reach, 0, reach])
    .tickSize(4)
    .tickFormat((value) => signed(Number(value), 2));
  group
    .selectAll("g.reading-axis")
    .data(NAMES)
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
}

/**
 * @param {readonly import("../../network/effects.js").Effects[]} effects
 * @param {ReturnType<typeof rangesOf>} ranges
 * @param {(step: number) => number} x of each offset
 */
function cellsOf(effects, ranges, x) {
  return effects.flatMap((each, row) => {
    const clear = new Set(clearEffects(effects, row).map(({ name }) => name));
    return NAMES.map((name, column) => {
      const y = scaleLinear(ranges[name], [CELL.height - 4, 4]);
      const path = line(
        /** @type {(value: number | null, step: number) => number} */ ((_, step) => x(step)),
        (value) => y(value ?? 0),
      ).defined((value) => value !== null);
      const { r, values } = each[name];
      return { row, column, r, clear: clear.has(name), path: path(values) };
    });
  });
}

/**
 * @param {Group} curves
 * @param {Group} numbers
 * @param {ReturnType<typeof cellsOf>} cells
 */
function drawCells(curves, numbers, cells) {
  const place = (/** @type {Place} */ { row, column }) =>
    `translate(${leftOf(column)} ${topOf(row)})`;
  curves
    .selectAll("path")
    .data(cells)
    .join("path")
    .attr("class", ({ clear }) => (clear ? "reading-clear" : "reading-faint"))
    .attr("transform", place)
    .attr("d", ({ path }) => path);
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
}

/**
 * Beside each row its dimension and what that does.
 * @param {Group} group
 * @param {readonly string[]} words
 */
function drawRows(group, words) {
  const texts = words.flatMap((text, row) => [
    { row, x: LEFT - 10, anchor: "end", text: String(row) },
    { row, x: RIGHT + 6, anchor: "start", text },
  ]);
  group
    .selectAll("text")
    .data(texts)
    .join("text")
    .attr("x", ({ x }) => x)
    .attr("y", ({ row }) => topOf(row + 0.5))
    .attr("dy", "0.34em")
    .attr("text-anchor", ({ anchor }) => anchor)
    .text(({ text }) => text);
}
