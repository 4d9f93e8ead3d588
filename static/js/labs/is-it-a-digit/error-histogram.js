/** Reconstruction errors of held-out digits as a histogram, with a threshold and marks on it. */

import { axisBottom, axisLeft, scaleLinear, select } from "d3";
import { element } from "../../widgets/dom.js";
import { binned, shareAbove, thresholdFor } from "./threshold.js";
import { createPlotTable } from "../../widgets/charts/chart-table.js";
import { followSteps } from "../../widgets/charts/step-cursor.js";

const WIDTH = 860;
const HEIGHT = 260;
const MARGIN = { top: 26, right: 16, bottom: 36, left: 52 };
const BINS = 60;
/** The axis ends where this share of the digits is beyond, and a quarter later. */
const BEYOND = 0.001;

/**
 * @param {ArrayLike<number>} errors from the smallest
 * @param {(threshold: number) => void} choose
 */
export function createErrorHistogram(errors, choose) {
  // Whole tenths: bins whose ends can be read.
  const width = Math.ceil((12.5 * thresholdFor(errors, BEYOND)) / BINS) / 10;
  const end = width * BINS;
  const counts = binned(errors, width, BINS);
  const label = `Reconstruction errors of ${errors.length.toLocaleString("en")} held-out pictures`;
  const frame = element("div", {
    ...{ class: "chart histogram", tabindex: 0, role: "application" },
    "aria-label": `${label}. Left and right go from bar to bar; Enter puts the threshold there.`,
  });
  const readout = element("p", { class: "readout" }, "\u00a0");
  const svg = select(frame)
    .append("svg")
    .attr("viewBox", `0 0 ${WIDTH} ${HEIGHT}`)
    .attr("role", "img")
    .attr("aria-label", label);
  const x = scaleLinear([0, end], [MARGIN.left, WIDTH - MARGIN.right]);
  const bottom = HEIGHT - MARGIN.bottom;
  const y = scaleLinear([0, Math.max(...counts)], [bottom, MARGIN.top]).nice(4);
  svg.append("g").attr("transform", `translate(${MARGIN.left} 0)`).call(axisLeft(y).ticks(4));
  svg.append("g").attr("transform", `translate(0 ${bottom})`).call(axisBottom(x).ticks(8));
  const axisName = () =>
    svg.append("text").attr("class", "axis-name").attr("text-anchor", "middle");
  axisName()
    .attr("x", (MARGIN.left + WIDTH - MARGIN.right) / 2)
    .attr("y", HEIGHT - 4)
    .text("squared error, summed over pixels");
  axisName()
    .attr("transform", `translate(10 ${(MARGIN.top + bottom) / 2}) rotate(-90)`)
    .text("held-out pictures");
  const bars = svg
    .append("g")
    .selectAll("rect")
    .data(counts)
    .join("rect")
    .attr("x", (_, bin) => x(bin * width) + 0.5)
    .attr("width", x(width) - x(0) - 1)
    .attr("y", (count) => y(count))
    .attr("height", (count) => bottom - y(count));
  const rug = svg.append("g");
  const limit = svg.append("line").attr("class", "limit");
  const own = svg.append("g").attr("class", "own-error").attr("display", "none");
  own
    .append("line")
    .attr("y1", MARGIN.top - 6)
    .attr("y2", bottom);
  const ownName = own.append("text").attr("y", MARGIN.top - 11);
  limit.attr("y1", MARGIN.top).attr("y2", bottom);

  /** @param {MouseEvent} event */
  function stepAt(event) {
    const matrix = /** @type {SVGSVGElement} */ (svg.node()).getScreenCTM();
    if (!matrix) return null;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const bin = Math.floor(x.invert(at.x) / width);
    return bin >= 0 && bin < BINS ? bin : null;
  }

  followSteps(frame, {
    count: () => BINS,
    stepAt,
    point(bin) {
      readout.setAttribute("aria-live", "polite");
      readout.textContent =
        bin === null
          ? "\u00a0"
          : `${edge(bin)} to ${edge(bin + 1)}: ${counts[bin].toLocaleString("en")} pictures; ${percent(shareAbove(errors, bin * width))} are above ${edge(bin)}`;
      bars.attr("data-here", (_, each) => (each === bin ? "" : null));
    },
    choose: (bin) => choose(Number(edge(bin))),
  });

  /** @param {number} bin */
  function edge(bin) {
    return (bin * width).toFixed(1);
  }
  /** @param {number} error */
  const within = (error) => x(Math.min(end, error));

  const table = createPlotTable({ summary: "Bars as a table", caption: label });
  table.show(
    ["error", "pictures", "share above its end"],
    counts.map((count, bin) => [
      `${edge(bin)} to ${edge(bin + 1)}`,
      count.toLocaleString("en"),
      percent(shareAbove(errors, (bin + 1) * width)),
    ]),
  );
  return {
    root: element(
      "div",
      { class: "stack" },
      element("div", { class: "scroll" }, frame),
      readout,
      table.root,
    ),
    /** The largest error on the axis. */
    end,
    /** @param {number} threshold */
    showThreshold(threshold) {
      limit.attr("x1", within(threshold)).attr("x2", within(threshold));
      bars.attr("class", (_, bin) => (bin * width >= threshold ? "bar-above" : "bar-below"));
    },
    /** @param {number | null} error of the drawing */
    showOwn(error) {
      own.attr("display", error === null ? "none" : null);
      if (error === null) return;
      own.select("line").attr("x1", within(error)).attr("x2", within(error));
      const right = within(error) > WIDTH / 2;
      ownName
        .attr("x", within(error) + (right ? -4 : 4))
        .attr("text-anchor", right ? "end" : "start")
        .text(`your drawing ${error.toFixed(1)}${error > end ? " →" : ""}`);
    },
    /** @param {readonly number[]} others errors of what is no digit */
    showOthers(others) {
      rug
        .selectAll("path")
        .data(others)
        .join("path")
        .attr("class", "other-error")
        .attr("d", (error) => `M${within(error)} ${bottom - 12}l-3.5 -8h7z`);
    },
  };
}

/** @param {number} share */
export function percent(share) {
  return `${(100 * share).toFixed(share < 0.01 ? 2 : 1)} %`;
}
