/** A small curve for each dimension and measure, in rows and columns, with their correlations. */

import { line, scaleLinear } from "d3";
import { signed } from "../../widgets/numbers.js";
import { stepInGrid } from "../../widgets/arrow-keys.js";
import { followPlaces } from "../../widgets/charts/cursor.js";
import { createFrame } from "../../widgets/charts/frame.js";
import { wordsOf } from "../../widgets/effect-words.js";
import { clearEffects, NAMES, rangesOf } from "../../network/effects.js";
import { MEASURES } from "../../network/picture-measures.js";

/** For the number of each row, and for the measures above their columns. */
const LEFT = 26;
const TOP = 34;
const BOTTOM = 18;
/** Between columns, and for the correlation beside each curve. */
const GAP = 12;
const NUMBER = 42;
/** CSS pixels of a line of text: rows that are lower go without numbers. */
const TEXT = 13;

/** @typedef {{row: number, column: number}} Place of a curve: a dimension and a measure */
/** @typedef {import("d3").Selection<SVGGElement, unknown, null, undefined>} Group */

/**
 * Where the cells are: each has its curve, and a correlation beside that.
 * @param {number} rows
 * @param {import("../../widgets/charts/frame.js").Size} size of the chart
 */
function placed(rows, { width, height }) {
  const cell = { width: (width - LEFT) / NAMES.length, height: (height - TOP - BOTTOM) / rows };
  const numbered = cell.height >= TEXT;
  return {
    ...{ cell, numbered },
    curve: cell.width - GAP - (numbered ? NUMBER : 0),
    /** Of so many rows one is named. */
    every: Math.max(1, Math.ceil(TEXT / cell.height)),
    left: (/** @type {number} */ column) => LEFT + column * cell.width,
    top: (/** @type {number} */ row) => TOP + row * cell.height,
  };
}

/**
 * @param {number} dimensions
 * @param {{point: (place: Place | null) => void, choose: (place: Place) => void}} actions
 */
export function createEffectChart(dimensions, { point, choose }) {
  const { root, svg, redraw, at } = createFrame({
    ...{ kind: "readings", height: TOP + BOTTOM + 20 * dimensions, draw },
    label: "Measures of the picture as each dimension is moved",
    keys: "Arrow keys go from curve to curve; Enter pins the dimension.",
  });
  const heads = svg.append("g");
  const outline = svg.append("rect").attr("class", "reading-here").attr("fill", "none");
  const curves = svg.append("g").attr("fill", "none");
  const [numbers, rows] = [svg.append("g"), svg.append("g")];
  const across = svg.append("text").attr("class", "axis-name");
  /** @type {readonly import("../../network/effects.js").Effects[]} */
  let effects = [];
  /** @type {readonly number[]} */
  let offsets = [];
  let places = placed(dimensions, { width: 0, height: 0 });
  /** @type {Place | null} */
  let here = null;

  const size = { rows: dimensions, columns: NAMES.length };
  const placeOf = (/** @type {Place} */ { row, column }) => row * size.columns + column;
  const cellOf = (/** @type {number} */ place) => ({
    row: Math.floor(place / size.columns),
    column: place % size.columns,
  });
  followPlaces(root, {
    count: () => size.rows * size.columns,
    placeAt(event) {
      const { x, y } = at(event) ?? { x: -1, y: -1 };
      const row = Math.floor((y - TOP) / places.cell.height);
      const column = Math.floor((x - LEFT) / places.cell.width);
      const inside = row >= 0 && row < size.rows && column >= 0 && column < size.columns;
      return inside ? placeOf({ row, column }) : null;
    },
    step(event, from) {
      const to = stepInGrid(event, cellOf(from), size);
      return to && placeOf(to);
    },
    point(place) {
      here = place === null ? null : cellOf(place);
      showHere();
      point(here);
    },
    choose: (place) => choose(cellOf(place)),
  });

  function showHere() {
    outline.attr("display", here ? null : "none");
    if (!here) return;
    outline.attr("x", places.left(here.column) - 4).attr("y", places.top(here.row));
    outline.attr("width", places.cell.width - 2).attr("height", places.cell.height);
  }

  /** @param {import("../../widgets/charts/frame.js").Size} room */
  function draw(room) {
    if (effects.length === 0) return;
    places = placed(dimensions, room);
    const ranges = rangesOf(effects);
    const reach = offsets[offsets.length - 1];
    drawHeads(heads, ranges, places);
    drawCells(curves, numbers, cellsOf(effects, ranges, offsets, places), places);
    drawRows(rows, dimensions, places);
    across.attr("x", LEFT).attr("y", room.height - 3);
    across.text(`Each curve: the dimension from ${signed(-reach)} to ${signed(reach)}`);
    showHere();
  }

  return {
    root,
    /**
     * @param {readonly import("../../network/effects.js").Effects[]} newest
     * @param {readonly number[]} steps of each dimension
     */
    show(newest, steps) {
      [effects, offsets] = [newest, steps];
      const words = effects.map((_, row) => `dimension ${row}: ${wordsOf(effects, row)}`);
      svg.attr("aria-label", `Readings: ${words.join("; ")}`);
      redraw();
    },
  };
}

/** @typedef {ReturnType<typeof placed>} Places */

/**
 * Above each column the measure and its range.
 * @param {Group} group
 * @param {ReturnType<typeof rangesOf>} ranges
 * @param {Places} places
 */
function drawHeads(group, ranges, places) {
  const words = NAMES.flatMap((name, column) => {
    const [low, high] = ranges[name].map((end) => signed(end, 1));
    const { short, unit } = MEASURES[name];
    return [
      { column, y: 12, text: `${short},${unit.padStart(2)}`, look: "reading-head" },
      { column, y: 27, text: `${low} to ${high}`, look: null },
    ];
  });
  group
    .selectAll("text")
    .data(words)
    .join("text")
    .attr("class", ({ look }) => look)
    .attr("x", ({ column }) => places.left(column))
    .attr("y", ({ y }) => y)
    .text(({ text }) => text);
}

/**
 * @param {readonly import("../../network/effects.js").Effects[]} effects
 * @param {ReturnType<typeof rangesOf>} ranges
 * @param {readonly number[]} offsets
 * @param {Places} places
 */
function cellsOf(effects, ranges, offsets, { cell, curve }) {
  const reach = offsets[offsets.length - 1];
  const x = scaleLinear([-reach, reach], [0, curve]);
  return effects.flatMap((each, row) => {
    const clear = new Set(clearEffects(effects, row).map(({ name }) => name));
    return NAMES.map((name, column) => {
      const y = scaleLinear(ranges[name], [cell.height - 2, 2]);
      const path = line(
        /** @type {(value: number | null, step: number) => number} */ (
          (_, step) => x(offsets[step])
        ),
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
 * @param {Places} places
 */
function drawCells(curves, numbers, cells, { cell, numbered, left, top }) {
  const place = (/** @type {Place} */ { row, column }) => `translate(${left(column)} ${top(row)})`;
  curves
    .selectAll("path")
    .data(cells)
    .join("path")
    .attr("class", ({ clear }) => (clear ? "reading-clear" : "reading-faint"))
    .attr("transform", place)
    .attr("d", ({ path }) => path);
  numbers
    .selectAll("text")
    .data(numbered ? cells : [])
    .join("text")
    .attr("class", ({ clear }) => (clear ? "reading-number clear" : "reading-number"))
    .attr("transform", place)
    .attr("x", cell.width - GAP)
    .attr("y", cell.height / 2)
    .attr("dy", "0.34em")
    .attr("text-anchor", "end")
    .text(({ r }) => signed(r, 2));
}

/**
 * Beside each row its dimension.
 * @param {Group} group
 * @param {number} count
 * @param {Places} places
 */
function drawRows(group, count, { top, every }) {
  group
    .selectAll("text")
    .data(Array.from({ length: Math.ceil(count / every) }, (_, place) => place * every))
    .join("text")
    .attr("x", LEFT - 10)
    .attr("y", (row) => top(row + 0.5))
    .attr("dy", "0.34em")
    .attr("text-anchor", "end")
    .text(String);
}
