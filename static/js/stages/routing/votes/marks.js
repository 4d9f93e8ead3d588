/** What stands over the dots of the votes' plane: axes, v by iteration, the cursor and the frame. */

import { axisBottom, axisLeft, scaleLinear, select } from "d3";
import { isInside, MARGIN, riseOf } from "./plane-scale.js";

/** Numbers on the path that would lie closer than this to the one before are left out. */
const APART = 17;
/** Radius of the rings around dots that are meant. */
const RING = 6;

/** @typedef {import("d3").Selection<SVGSVGElement, unknown, null, undefined>} Svg */
/** @typedef {import("./plane-scale.js").PlaneScale} PlaneScale */

/** @param {Svg} svg */
export function createMarks(svg) {
  svg.attr("class", "vote-marks").attr("aria-hidden", "true").attr("role", null);
  const showAxes = createAxes(svg);
  const frame = svg.append("rect").attr("class", "brush");
  const rings = svg.append("path").attr("class", "rings").attr("fill", "none");
  const showPath = createPath(svg);
  const cursor = svg.append("path").attr("class", "cursor").attr("fill", "none");

  return {
    ...{ showAxes, showPath },
    /**
     * @param {[number, number][]} places of the dots that are meant
     * @param {number} reach
     * @param {PlaneScale} scale
     */
    ring(places, reach, { toX, toY }) {
      const d = places
        .filter(([x, y]) => isInside(x, y, reach))
        .map(([x, y]) => {
          const start = `M${toX(x, reach) - RING} ${toY(y, reach)}`;
          return `${start}a${RING} ${RING} 0 1 0 ${2 * RING} 0a${RING} ${RING} 0 1 0 ${-2 * RING} 0`;
        });
      rings.attr("d", d.join(""));
    },
    /**
     * @param {import("./choosing.js").Frame | null} brush
     * @param {number} reach
     * @param {PlaneScale} scale
     */
    showFrame(brush, reach, { toX, toY }) {
      frame.attr("display", brush ? null : "none");
      if (!brush) return;
      const [x, y] = [toX(brush.left, reach), toY(brush.top, reach)];
      frame
        .attr("x", x)
        .attr("y", y)
        .attr("width", toX(brush.right, reach) - x)
        .attr("height", toY(brush.bottom, reach) - y);
    },
    /**
     * @param {[number, number] | null} place
     * @param {number} reach
     * @param {PlaneScale} scale
     */
    showCursor(place, reach, { toX, toY }) {
      cursor.attr("display", place ? null : "none");
      if (!place) return;
      const [x, y] = [toX(place[0], reach), toY(place[1], reach)];
      cursor.attr("d", `M${x - 11} ${y}h7m8 0h7M${x} ${y - 11}v7m0 8v7`);
    },
  };
}

/**
 * The axes, and the lines of zero; returns what shows them for another reach.
 * @param {Svg} svg
 */
function createAxes(svg) {
  const bottom = svg.append("g");
  const left = svg.append("g");
  const zero = svg.append("path").attr("class", "zero").attr("fill", "none");
  const [across, up] = ["along the first axis", "along the second axis"].map((name) =>
    svg.append("text").attr("class", "axis-name").attr("text-anchor", "middle").text(name),
  );
  let drawn = "";

  return (/** @type {number} */ reach, /** @type {PlaneScale} */ scale) => {
    const { inner, right, bottom: base, toX, toY } = scale;
    const key = `${reach} ${inner}`;
    if (key === drawn) return;
    drawn = key;
    const rise = riseOf(reach);
    const x = scaleLinear([-reach, reach], [toX(-reach, reach), toX(reach, reach)]);
    const y = scaleLinear([-rise, rise], [toY(-rise, reach), toY(rise, reach)]);
    bottom.attr("transform", `translate(0 ${base})`).call(axisBottom(x).ticks(inner / 60));
    left.attr("transform", `translate(${MARGIN.left} 0)`).call(axisLeft(y).ticks(inner / 60));
    zero.attr("d", `M${MARGIN.left} ${y(0)}H${right}M${x(0)} ${MARGIN.top}V${base}`);
    across.attr("x", x(0)).attr("y", base + 34);
    up.attr("transform", `translate(10 ${y(0)}) rotate(-90)`);
  };
}

/**
 * The path of v, and a number at each iteration; returns what shows another one.
 * @param {Svg} svg
 */
function createPath(svg) {
  const lines = ["v-halo", "v-path"].map((name) =>
    svg.append("path").attr("class", name).attr("fill", "none"),
  );
  const marks = svg.append("g");

  /**
   * @param {Float32Array} points v of each iteration, x and y
   * @param {number} iteration the one shown
   * @param {number} reach
   * @param {PlaneScale} scale
   */
  return (points, iteration, reach, { toX, toY }) => {
    const places = Array.from({ length: points.length / 2 }, (_, index) => ({
      index,
      x: toX(points[2 * index], reach),
      y: toY(points[2 * index + 1], reach),
      inside: isInside(points[2 * index], points[2 * index + 1], reach),
    })).filter(({ inside }) => inside);
    const d = places.map(({ x, y }, index) => `${index ? "L" : "M"}${x} ${y}`).join("");
    for (const each of lines) each.attr("d", d);
    // The one shown is always numbered; of the others, those that have room.
    const numbered = places.filter(({ index }) => index === iteration);
    for (const place of places) {
      const free = numbered.every(({ x, y }) => Math.hypot(x - place.x, y - place.y) >= APART);
      if (free) numbered.push(place);
    }
    marks
      .selectAll("g")
      .data(numbered)
      .join((enter) => {
        const mark = enter.append("g");
        mark.append("circle");
        mark.append("text").attr("text-anchor", "middle").attr("dy", "0.35em");
        return mark;
      })
      .attr("class", "v-mark")
      .attr("data-shown", ({ index }) => (index === iteration ? "" : null))
      .attr("transform", ({ x, y }) => `translate(${x} ${y})`)
      .each(function show({ index }) {
        const mark = select(this);
        mark.select("circle").attr("r", index === iteration ? 9 : 7);
        mark.select("text").text(index + 1);
      });
  };
}
