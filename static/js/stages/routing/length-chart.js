/** How the length of every class's capsule changes from iteration to iteration. */

import { axisBottom, axisLeft, line, scaleLinear, select } from "d3";
import { element } from "../../widgets/dom.js";
import { sameUnit } from "../../network/units.js";
import { classNoun, shownDigit, shownIteration } from "../../state/state.js";
import { createLengthTable } from "./length-table.js";

const WIDTH = 420;
const HEIGHT = 150;
const MARGIN = { top: 10, right: 66, bottom: 34, left: 40 };
/** How far from a line it is still meant. */
const REACH = 14;
const LONGEST_NAME = 8;

/** @param {import("../../state/store.js").Scope} store */
export function mountLengthChart(store) {
  const { model } = store.state;
  const { class_names: names } = model;
  const noun = classNoun(model);
  const frame = element("div", { class: "chart", tabindex: 0, role: "application" });
  const readout = element("p", { class: "readout" });
  const table = createLengthTable(store);
  const svg = select(frame)
    .append("svg")
    .attr("viewBox", `0 0 ${WIDTH} ${HEIGHT}`)
    .attr("role", "img");
  const y = scaleLinear([0, 1], [HEIGHT - MARGIN.bottom, MARGIN.top]);
  svg.append("g").attr("transform", `translate(${MARGIN.left} 0)`).call(axisLeft(y).ticks(3));
  const bottom = svg.append("g").attr("transform", `translate(0 ${HEIGHT - MARGIN.bottom})`);
  const axisName = () =>
    svg.append("text").attr("class", "axis-name").attr("text-anchor", "middle");
  axisName()
    .attr("x", (MARGIN.left + WIDTH - MARGIN.right) / 2)
    .attr("y", HEIGHT - 4)
    .text("iteration");
  axisName()
    .attr("transform", `translate(9 ${(MARGIN.top + HEIGHT - MARGIN.bottom) / 2}) rotate(-90)`)
    .text("length ‖v‖");
  const here = svg
    .append("line")
    .attr("class", "here")
    .attr("y1", MARGIN.top)
    .attr("y2", HEIGHT - MARGIN.bottom);
  const lines = svg
    .append("g")
    .attr("fill", "none")
    .selectAll("path")
    .data(names)
    .join("path")
    .attr("data-line", (_, digit) => digit);
  const dots = svg.append("g");
  const labels = svg.append("g");

  let count = 0;
  let x = scaleLinear();
  /** Length of each class after each iteration. @type {number[][]} */
  let lengths = [];
  /** Classes from long to short, after the last iteration. @type {number[]} */
  let order = [];
  /** @type {number | null} */
  let pointed = null;
  /** @type {number | null} */
  let last = null; // the class that was pointed at last

  /** @param {number | null} digit */
  function point(digit) {
    if (pointed === digit) return;
    pointed = digit;
    last = digit ?? last;
    store.update({ pointed: digit === null ? null : { kind: "digit", digit } });
    readout.setAttribute("aria-live", "polite");
    showReadout();
  }

  /** @param {number | null} digit */
  function pin(digit) {
    if (digit === null) return;
    const unit = /** @type {const} */ ({ kind: "digit", digit });
    store.update({ pinned: sameUnit(unit, store.state.pinned) ? null : unit });
  }

  /** @param {MouseEvent} event */
  function digitAt(event) {
    const matrix = /** @type {SVGSVGElement} */ (svg.node()).getScreenCTM();
    if (!matrix || count === 0) return null;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const place = Math.min(count - 1, Math.max(0, x.invert(at.x) - 1));
    const before = Math.floor(place);
    const after = Math.min(count - 1, before + 1);
    const distances = lengths.map((own) =>
      Math.abs(y(own[before] + (place - before) * (own[after] - own[before])) - at.y),
    );
    const least = Math.min(...distances);
    return least > REACH ? null : distances.indexOf(least);
  }

  frame.addEventListener("pointermove", (event) => {
    if (event.pointerType !== "touch") point(digitAt(event));
  });
  frame.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") point(null);
  });
  frame.addEventListener("click", (event) => {
    point(digitAt(event));
    pin(pointed);
  });
  frame.addEventListener("focus", () => {
    if (frame.matches(":focus-visible")) point(last ?? order[0] ?? null);
  });
  frame.addEventListener("blur", () => point(null));
  frame.addEventListener("keydown", (event) => {
    const from = order.indexOf(last ?? order[0]);
    if (event.key === "Enter" || event.key === " ") pin(pointed);
    else if (event.key === "ArrowDown") point(order[Math.min(order.length - 1, from + 1)]);
    else if (event.key === "ArrowUp") point(order[Math.max(0, from - 1)]);
    else if (event.key === "Home") point(order[0]);
    else if (event.key === "End") point(order[order.length - 1]);
    else return;
    event.preventDefault();
  });

  function showReadout() {
    readout.textContent =
      pointed === null
        ? "\u00a0"
        : `${names[pointed]}: ${lengths[pointed].map((value) => value.toFixed(3)).join(", ")}`;
  }

  function showLinked() {
    const { linked } = store.state;
    lines.attr("data-linked", (_, digit) => (linked?.digits.includes(digit) ? "" : null));
  }

  /** @param {number} iterations */
  function lay(iterations) {
    count = iterations;
    x = scaleLinear([1, Math.max(2, count)], [MARGIN.left + 8, WIDTH - MARGIN.right]);
    bottom.call(
      axisBottom(x)
        .tickValues(Array.from({ length: count }, (_, index) => index + 1))
        .tickFormat((value) => String(value)),
    );
  }

  function show() {
    const { trace } = store.state;
    if (trace?.model !== model.name) return;
    if (count !== trace.iterations) lay(trace.iterations);
    const digit = shownDigit(store.state);
    lengths = names.map((_, index) =>
      Array.from({ length: count }, (_, iteration) =>
        Math.hypot(...trace.slice("digits", iteration, index)),
      ),
    );
    order = names
      .map((_, index) => index)
      .sort((one, other) => lengths[other][count - 1] - lengths[one][count - 1]);
    // The chosen one, and beside it the longest of the others.
    const rival = order.find((each) => each !== digit) ?? null;
    const draw = line(
      /** @type {(value: number, index: number) => number} */ ((_, index) => x(index + 1)),
      (value) => y(value),
    );
    lines
      .attr("class", (_, index) =>
        index === digit ? "link-own" : index === rival ? "line-rival" : "link-other",
      )
      .attr("d", (_, index) => draw(lengths[index]));
    const told = [digit, ...(rival === null ? [] : [rival])];
    dots
      .selectAll("circle")
      .data(told.flatMap((each) => lengths[each].map((value, at) => ({ each, value, at }))))
      .join("circle")
      .attr("class", ({ each }) => (each === digit ? "dot-own" : "dot-rival"))
      .attr("r", 3)
      .attr("cx", ({ at }) => x(at + 1))
      .attr("cy", ({ value }) => y(value));
    const places = labelPlaces(told.map((each) => y(lengths[each][count - 1])));
    labels
      .selectAll("text")
      .data(told)
      .join("text")
      .attr("class", (_, index) => (index === 0 ? "line-name" : "line-name rival-name"))
      .attr("dy", "0.34em")
      .attr("x", x(count) + 8)
      .attr("y", (_, index) => places[index])
      .text((each) =>
        names[each].length > LONGEST_NAME
          ? `${names[each].slice(0, LONGEST_NAME - 1)}…`
          : names[each],
      );
    const shown = x(shownIteration(store.state) + 1);
    here.attr("x1", shown).attr("x2", shown);
    svg.attr(
      "aria-label",
      `Length of ${names[digit]} by iteration: ${lengths[digit].map((value) => value.toFixed(3)).join(", ")}`,
    );
    table.show(lengths, order);
    if (pointed === null) return;
    readout.setAttribute("aria-live", "off");
    showReadout();
  }

  frame.setAttribute(
    "aria-label",
    `Length of each ${noun} by iteration. Up and down go from ${noun} to ${noun}, from the longest; Enter pins.`,
  );
  showReadout();
  store.watch(["trace", "digit", "iteration"], show);
  store.watch(["linked"], showLinked);
  return {
    root: element(
      "div",
      { class: "stack" },
      element("h3", {}, `Length of each ${noun} by iteration`),
      frame,
      readout,
      table.root,
    ),
  };
}

/**
 * Places of two labels that do not overlap.
 * @param {number[]} wanted
 */
function labelPlaces([first, second]) {
  const gap = 12;
  if (second === undefined || Math.abs(first - second) >= gap) return [first, second];
  const middle = (first + second) / 2;
  const up = first <= second ? -1 : 1;
  return [middle + (up * gap) / 2, middle - (up * gap) / 2];
}
