/** What stands over the dots of the votes' plane: axes, v by iteration, the cursor and the frame. */

import { axisBottom, axisLeft, scaleLinear, select } from "d3";
import { HEIGHT, isInside, MARGIN, riseOf, toX, toY, WIDTH } from "./plane-scale.js";

/** Numbers on the path that would lie closer than this to the one before are left out. */
const APART = 17;

/** @param {HTMLElement} parent */
export function createMarks(parent) {
  const svg = select(parent)
    .append("svg")
    .attr("class", "vote-marks")
    .attr("viewBox", `0 0 ${WIDTH} ${HEIGHT}`)
    .attr("aria-hidden", "true");
  const bottom = svg.append("g").attr("transform", `translate(0 ${HEIGHT - MARGIN.bottom})`);
  const left = svg.append("g").attr("transform", `translate(${MARGIN.left} 0)`);
  const zero = svg.append("path").attr("class", "zero").attr("fill", "none");
  svg
    .append("text")
    .attr("class", "axis-name")
    .attr("x", (MARGIN.left + WIDTH - MARGIN.right) / 2)
    .attr("y", HEIGHT - 4)
    .attr("text-anchor", "middle")
    .text("along the first axis");
  svg
    .append("text")
    .attr("class", "axis-name")
    .attr("transform", `translate(7 ${(MARGIN.top + HEIGHT - MARGIN.bottom) / 2}) rotate(-90)`)
    .attr("text-anchor", "middle")
    .text("along the second axis");
  const frame = svg.append("rect").attr("class", "brush");
  const rings = svg.append("path").attr("class", "rings").attr("fill", "none");
  const halo = svg.append("path").attr("class", "v-halo").attr("fill", "none");
  const path = svg.append("path").attr("class", "v-path").attr("fill", "none");
  const marks = svg.append("g");
  const cursor = svg.append("path").attr("class", "cursor").attr("fill", "none");
  let drawn = 0;

  return {
    /** @param {number} reach */
    showAxes(reach) {
      if (reach === drawn) return;
      drawn = reach;
      const rise = riseOf(reach);
      const across = scaleLinear([-reach, reach], [toX(-reach, reach), toX(reach, reach)]);
      const up = scaleLinear([-rise, rise], [toY(-rise, reach), toY(rise, reach)]);
      bottom.call(axisBottom(across).ticks(5));
      left.call(axisLeft(up).ticks(5));
      const [x, y] = [toX(0, reach), toY(0, reach)];
      zero.attr(
        "d",
        `M${MARGIN.left} ${y}H${WIDTH - MARGIN.right}M${x} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}`,
      );
    },
    /**
     * @param {Float32Array} points v of each iteration, x and y
     * @param {number} iteration the one shown
     * @param {number} reach
     */
    showPath(points, iteration, reach) {
      const places = Array.from({ length: points.length / 2 }, (_, index) => ({
        index,
        x: toX(points[2 * index], reach),
        y: toY(points[2 * index + 1], reach),
        inside: isInside(points[2 * index], points[2 * index + 1], reach),
      })).filter(({ inside }) => inside);
      const d = places.map(({ x, y }, index) => `${index ? "L" : "M"}${x} ${y}`).join("");
      halo.attr("d", d);
      path.attr("d", d);
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
          select(this)
            .select("circle")
            .attr("r", index === iteration ? 9 : 7);
          select(this)
            .select("text")
            .text(index + 1);
        });
    },
    /**
     * @param {[number, number][]} places of the dots that are meant
     * @param {number} reach
     */
    ring(places, reach) {
      const r = 6;
      rings.attr(
        "d",
        places
          .filter(([x, y]) => isInside(x, y, reach))
          .map(([x, y]) => {
            const start = `M${toX(x, reach) - r} ${toY(y, reach)}`;
            return `${start}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
          })
          .join(""),
      );
    },
    /**
     * @param {import("./choosing.js").Frame | null} brush
     * @param {number} reach
     */
    showFrame(brush, reach) {
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
     */
    showCursor(place, reach) {
      cursor.attr("display", place ? null : "none");
      if (!place) return;
      const [x, y] = [toX(place[0], reach), toY(place[1], reach)];
      cursor.attr("d", `M${x - 11} ${y}h7m8 0h7M${x} ${y - 11}v7m0 8v7`);
    },
  };
}
