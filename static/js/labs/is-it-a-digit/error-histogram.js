/** Reconstruction errors of held-out digits as a histogram, with a threshold and marks on it. */

import { scaleLinear } from "d3";
import { element } from "../../widgets/dom.js";
import { createChartTable } from "../../widgets/charts/chart-table.js";
import { followPlaces } from "../../widgets/charts/cursor.js";
import {
  createAxes,
  createFrame,
  createReadout,
  createUpright,
} from "../../widgets/charts/frame.js";
import { binned, percent, shareAbove, thresholdFor } from "./threshold.js";

const WIDTH = 860;
const HEIGHT = 260;
const AREA = { top: 26, right: WIDTH - 16, bottom: HEIGHT - 36, left: 52 };
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
  const edge = (/** @type {number} */ bin) => (bin * width).toFixed(1);
  const label = `Reconstruction errors of ${errors.length.toLocaleString("en")} held-out pictures`;
  const { frame, svg, root, at } = createFrame({
    ...{ kind: "histogram", label, width: WIDTH, height: HEIGHT },
    keys: "Left and right go from bar to bar; Enter puts the threshold there.",
  });
  const x = scaleLinear([0, end], [AREA.left, AREA.right]);
  const axes = createAxes(svg, {
    ...{ ...AREA, height: HEIGHT },
    ...{ across: "squared error, summed over pixels", up: "held-out pictures" },
  });
  const y = scaleLinear([0, Math.max(...counts)], [AREA.bottom, AREA.top]).nice(4);
  axes.drawUp(y, 4);
  axes.drawAcross(x, 8);
  const bars = svg
    .append("g")
    .selectAll("rect")
    .data(counts)
    .join("rect")
    .attr("x", (_, bin) => x(bin * width) + 0.5)
    .attr("width", x(width) - x(0) - 1)
    .attr("y", (count) => y(count))
    .attr("height", (count) => AREA.bottom - y(count));
  const marks = createMarks(svg, (error) => x(Math.min(end, error)), end);
  const readout = createReadout();

  followPlaces(frame, {
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

  const table = createChartTable({ summary: "Bars as a table", caption: label });
  table.show(
    ["error", "pictures", "share above its end"],
    counts.map((count, bin) => [
      `${edge(bin)} to ${edge(bin + 1)}`,
      count.toLocaleString("en"),
      percent(shareAbove(errors, (bin + 1) * width)),
    ]),
  );
  return {
    root: element("div", { class: "stack" }, root, readout.root, table.root),
    /** The largest error on the axis. */
    end,
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
 * @param {(error: number) => number} x
 * @param {number} end of the axis
 */
function createMarks(svg, x, end) {
  const rug = svg.append("g");
  const limit = createUpright(svg, "limit", AREA);
  const own = svg.append("g").attr("class", "own-error").attr("display", "none");
  const ownLine = own
    .append("line")
    .attr("y1", AREA.top - 6)
    .attr("y2", AREA.bottom);
  const ownName = own.append("text").attr("y", AREA.top - 11);
  return {
    /** @param {number} threshold */
    showLimit: (threshold) => limit(x(threshold)),
    /** @param {number | null} error of the drawing */
    showOwn(error) {
      own.attr("display", error === null ? "none" : null);
      if (error === null) return;
      ownLine.attr("x1", x(error)).attr("x2", x(error));
      const right = x(error) > WIDTH / 2;
      ownName
        .attr("x", x(error) + (right ? -4 : 4))
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
        .attr("d", (error) => `M${x(error)} ${AREA.bottom - 12}l-3.5 -8h7z`);
    },
  };
}
