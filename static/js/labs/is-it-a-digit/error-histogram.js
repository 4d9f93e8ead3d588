/** Reconstruction errors of held-out digits as a histogram, with a threshold and marks on it. */

import { scaleLinear } from "d3";
import { createChartTable } from "../../widgets/charts/chart-table.js";
import { followPlaces } from "../../widgets/charts/cursor.js";
import { createAxes, createFrame, createUpright } from "../../widgets/charts/frame.js";
import { createReadout } from "../../widgets/readout.js";
import { binned, percent, shareAbove, thresholdFor } from "./threshold.js";

const MARGIN = { top: 26, right: 20, bottom: 38 };
const BINS = 60;
/** The axis ends where this share of the digits is beyond, and a quarter later. */
const BEYOND = 0.001;

/**
 * Where the axis ends.
 * @param {ArrayLike<number>} errors from the smallest
 */
export function lastError(errors) {
  return binWidth(errors) * BINS;
}

/**
 * Whole tenths: bins whose ends can be read.
 * @param {ArrayLike<number>} errors from the smallest
 */
function binWidth(errors) {
  return Math.ceil((12.5 * thresholdFor(errors, BEYOND)) / BINS) / 10;
}

/**
 * @param {ArrayLike<number>} errors from the smallest
 * @param {(threshold: number) => void} choose
 */
export function createErrorHistogram(errors, choose) {
  const width = binWidth(errors);
  const end = lastError(errors);
  const counts = binned(errors, width, BINS);
  const edge = (/** @type {number} */ bin) => (bin * width).toFixed(1);
  const label = `Reconstruction errors of ${errors.length.toLocaleString("en")} held-out pictures`;
  const { root, svg, at } = createFrame({
    ...{ kind: "histogram", label, height: 260, draw },
    keys: "Left and right go from bar to bar; Enter puts the threshold there.",
  });
  let x = scaleLinear([0, end], [0, 1]);
  const axes = createAxes(svg, {
    across: "squared error, summed over pixels",
    up: "held-out pictures",
  });
  const bars = svg.append("g").selectAll("rect").data(counts).join("rect");
  const marks = createMarks(svg, end);

  /** @param {import("../../widgets/charts/frame.js").Size} size */
  function draw(size) {
    const area = {
      ...MARGIN,
      right: size.width - MARGIN.right,
      bottom: size.height - MARGIN.bottom,
    };
    const y = scaleLinear([0, Math.max(...counts)], [area.bottom, area.top]).nice(4);
    const left = axes.drawUp(y, 4);
    x = scaleLinear([0, end], [left, area.right]);
    axes.drawAcross(x, area.bottom, 8);
    bars
      .attr("x", (_, bin) => x(bin * width) + 0.5)
      .attr("width", Math.max(1, x(width) - x(0) - 1))
      .attr("y", (count) => y(count))
      .attr("height", (count) => Math.max(0, area.bottom - y(count)));
    marks.draw(x, { ...area, left });
  }

  const readout = createReadout();

  followPlaces(root, {
    count: () => BINS,
    placeAt(event) {
      const bin = Math.floor(x.invert(at(event)?.x ?? Number.NaN) / width);
      return bin >= 0 && bin < BINS ? bin : null;
    },
    point(bin) {
      readout.tell(
        bin === null
          ? null
          : `${edge(bin)} to ${edge(bin + 1)}: ${counts[bin].toLocaleString("en")} pictures; ${percent(shareAbove(errors, bin * width))} are above ${edge(bin)}`,
      );
      bars.attr("data-here", (_, each) => (each === bin ? "" : null));
    },
    choose: (bin) => choose(Number(edge(bin))),
    drags: true,
  });

  const table = createChartTable({ summary: "Table", caption: label });
  table.show(
    ["error", "pictures", "share above its end"],
    counts.map((count, bin) => [
      `${edge(bin)} to ${edge(bin + 1)}`,
      count.toLocaleString("en"),
      percent(shareAbove(errors, (bin + 1) * width)),
    ]),
  );
  return {
    ...{ chart: root, readout: readout.root, table: table.root },
    /** @param {number} threshold */
    showThreshold(threshold) {
      marks.showLimit(threshold);
      bars.attr("class", (_, bin) => (bin * width >= threshold ? "bar-above" : "bar-below"));
    },
    showOwn: marks.showOwn,
    showOthers: marks.showOthers,
  };
}

/**
 * The marks on the axis: the threshold, the drawing, and what is no digit.
 * @param {import("../../widgets/charts/frame.js").Drawing} svg
 * @param {number} end of the axis
 */
function createMarks(svg, end) {
  const rug = svg.append("g");
  const limit = createUpright(svg, "limit");
  const own = svg.append("g").attr("class", "own-error");
  const ownLine = own.append("line");
  const ownName = own.append("text");
  /** @type {{threshold: number | null, error: number | null, others: readonly number[]}} */
  const shown = { threshold: null, error: null, others: [] };
  let scale = scaleLinear();
  /** @type {import("../../widgets/charts/frame.js").Area} */
  let area = { left: 0, right: 0, top: 0, bottom: 0 };
  const x = (/** @type {number} */ error) => scale(Math.min(end, error));

  function draw() {
    const { threshold, error, others } = shown;
    limit(threshold === null ? null : x(threshold), area);
    rug
      .selectAll("path")
      .data(others)
      .join("path")
      .attr("class", "other-error")
      .attr("d", (each) => `M${x(each)} ${area.bottom - 12}l-3.5 -8h7z`);
    own.attr("display", error === null ? "none" : null);
    if (error === null) return;
    ownLine.attr("y1", area.top - 6).attr("y2", area.bottom);
    ownLine.attr("x1", x(error)).attr("x2", x(error));
    const right = x(error) > (area.left + area.right) / 2;
    ownName
      .attr("x", x(error) + (right ? -4 : 4))
      .attr("y", area.top - 11)
      .attr("text-anchor", right ? "end" : "start")
      .text(`your drawing ${error.toFixed(1)}${error > end ? " →" : ""}`);
  }

  return {
    /** @param {typeof scale} newest @param {typeof area} place */
    draw(newest, place) {
      [scale, area] = [newest, place];
      draw();
    },
    /** @param {number} threshold */
    showLimit(threshold) {
      shown.threshold = threshold;
      draw();
    },
    /** @param {number | null} error of the drawing */
    showOwn(error) {
      shown.error = error;
      draw();
    },
    /** @param {readonly number[]} others errors of what is no digit */
    showOthers(others) {
      shown.others = others;
      draw();
    },
  };
}
