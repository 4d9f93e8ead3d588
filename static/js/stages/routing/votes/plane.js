/**
 * The votes for a class as dots of a plane, and v moving through them iteration by iteration. Dots
 * are pointed at one by one, or chosen with a frame.
 */

import { diverging, domain, lookup } from "../../../graphics/color.js";
import { choice, element, loadStyles } from "../../../widgets/dom.js";
import { signed } from "../../../widgets/numbers.js";
import { primaryGrid } from "../../../network/receptive-fields.js";
import { countCapsules, placeName, placeOf } from "../../../network/votes.js";
import { classNoun, shownDigit, switched, withSwitch } from "../../../state/state.js";
import { createLegend } from "../../../widgets/legend.js";
import { chooseVotes } from "./choosing.js";
import { createChoice } from "./chosen.js";
import { createDots } from "./dots.js";
import { followHand } from "./pointer-and-keys.js";
import { isInside } from "./plane-scale.js";
import { createMarks } from "./marks.js";
import { createVoteTable } from "./table.js";
import { createVoteView } from "./plane-data.js";

const REACHES = [2, 1, 0.5, 0.25];
/** Share of the votes whose support lies within the colours. */
const MOST = 0.99;

/** @param {import("../../../state/store.js").Scope} store */
export function mountVotesPlane(store) {
  void loadStyles("tables");
  void loadStyles("stages/votes");
  const { model } = store.state;
  const { config, class_names: names } = model;
  const { classes, digit_dimensions: dimensions } = config;
  const noun = classNoun(model);
  const grid = primaryGrid(config);
  const positions = grid.rows * grid.columns;
  const total = countCapsules(config);
  const source = createVoteView(store, {
    arrived: show,
    failed: (error) => {
      const name = names[shownDigit(store.state)];
      axesWords.textContent = `The weights of ${noun} ${name} could not be loaded: ${error.message}`;
    },
  });
  let reach = Number(switched(store.state, "plane"));
  /** @type {import("./plane-data.js").View | null} */
  let view = null;
  /** @type {import("./choosing.js").Frame | null} */
  let brush = null;

  const title = element("h3", {});
  const axesWords = element("p", { class: "quiet" });
  const pathWords = element("p", { class: "quiet number v-numbers" });
  const sizeWords = element("p", { class: "quiet" });
  const outsideWords = element("p", { class: "quiet" });
  const readout = element("p", { class: "readout", "aria-live": "polite" });
  const dots = createDots("Votes as dots of a plane");
  const legend = createLegend(dots.canvas);
  const plane = element(
    "div",
    { class: "votes-plane", tabindex: 0, role: "application" },
    dots.canvas,
  );
  const marks = createMarks(plane);
  const chosen = createChoice(store, () => setBrush(null));
  const table = createVoteTable(store, strongest);
  const zoom = choice(
    "How far the plane reaches",
    REACHES.map((value) => ({ value, text: `±${value}` })),
    (value) => {
      store.update(withSwitch(store.state, "plane", String(value)));
      reach = value;
      paint();
    },
  );
  const root = element(
    "section",
    { class: "votes", "aria-label": "Votes in a plane" },
    element(
      "div",
      { class: "stack" },
      element("div", { class: "row" }, title, element("span", { class: "push" }, zoom.root)),
      plane,
      readout,
      legend.root,
      outsideWords,
    ),
    element("div", { class: "stack" }, axesWords, pathWords, sizeWords, chosen.root, table.root),
  );

  const hand = followHand(plane, store, {
    reach: () => reach,
    points: () => view?.points ?? new Float32Array(0),
    start: () => [view?.path[2 * view.iteration] ?? 0, view?.path[2 * view.iteration + 1] ?? 0],
    order: () => strongest().map(({ index }) => index),
    unit: unitOf,
    brush: setBrush,
    hasBrush: () => brush !== null,
    cursor: (place) => marks.showCursor(place, reach),
  });

  /**
   * @param {number} index
   * @returns {import("../../../network/units.js").Vote}
   */
  function unitOf(index) {
    return { kind: "vote", ...placeOf(config, index), digit: view?.digit ?? 0 };
  }

  /** Votes with their numbers, the strongest first. */
  function strongest() {
    if (!view) return [];
    const { points, support, couplings } = view;
    return Array.from(support, (_, index) => index)
      .sort((one, other) => Math.abs(support[other]) - Math.abs(support[one]))
      .map((index) => ({
        index,
        unit: unitOf(index),
        x: points[2 * index],
        y: points[2 * index + 1],
        coupling: couplings && couplings[index],
        support: support[index],
      }));
  }

  /** @param {import("./choosing.js").Frame | null} next */
  function setBrush(next) {
    brush = next;
    showChosen();
  }

  function show() {
    const digit = shownDigit(store.state);
    // Another class has another plane: a frame in it would mean something else.
    if (view && view.digit !== digit) brush = null;
    view = source.look();
    title.textContent = `The votes for ${names[digit]}, and v among them`;
    plane.setAttribute(
      "aria-label",
      `The ${total.toLocaleString("en")} votes for ${names[digit]} in a plane. Arrow keys move a cursor, with Shift they open a frame, Page Down goes to the next strongest vote, Home to v, Enter pins, Escape lets go.`,
    );
    paint();
    if (!view) {
      axesWords.textContent = `The weights of ${noun} ${names[digit]} are on their way.`;
      return;
    }
    const { share, path, couplings, trace } = view;
    const about = trace.isExact("primary") ? "" : "≈ ";
    axesWords.textContent = `The axes are the two directions in which the weights W of ${noun} ${names[digit]} let votes differ most, the same for every drawing. They show ${about}${(100 * share).toFixed(1)} % of how these ${total.toLocaleString("en")} votes spread in ${dimensions} dimensions; two directions taken at random would show about ${(200 / dimensions).toFixed(1)} %.`;
    pathWords.textContent = `v after iteration ${Array.from({ length: path.length / 2 }, (_, index) => `${index + 1}: (${signed(path[2 * index], 3)}, ${signed(path[2 * index + 1], 3)})`).join(", ")}`;
    sizeWords.textContent = couplings
      ? `A dot's area is its coupling c in iteration ${view.iteration + 1}: ${range(couplings)}, where ${(1 / classes).toFixed(3)} is even. Its colour is its support. The numbered circles are v.`
      : "Dots have their couplings' size again when the pen rests. Their colour is their support. The numbered circles are v.";
    table.show();
  }

  function paint() {
    zoom.show(reach);
    marks.showAxes(reach);
    if (view) {
      const colours = store.state.dark ? diverging.dark : diverging.light;
      const ends = rangeOfMost(view.support);
      const evenness = view.couplings?.map((coupling) => coupling * classes) ?? null;
      const { points, support } = view;
      dots.show({ points, support, range: ends, evenness, reach, palette: colours });
      marks.showPath(view.path, view.iteration, reach);
      const outside = support.reduce(
        (count, _, index) =>
          count + Number(!isInside(points[2 * index], points[2 * index + 1], reach)),
        0,
      );
      outsideWords.textContent =
        outside === 0
          ? "All votes lie within the plane that is shown."
          : `${outside} of the votes ${outside === 1 ? "lies" : "lie"} outside the plane that is shown.`;
      legend.show(lookup(colours), ends, `support, this ${noun}; 1 % are beyond the ends`);
    } else {
      dots.show(null);
      marks.showPath(new Float32Array(0), 0, reach);
    }
    showChosen();
    showLinked();
    hand.refresh();
  }

  function showChosen() {
    marks.showFrame(brush, reach);
    const { trace } = store.state;
    if (!view || !trace) return;
    const { points, support, digit, iteration } = view;
    chosen.show(trace, brush && chooseVotes(points, brush, support, positions), {
      total,
      length: Math.hypot(...trace.slice("sums", iteration, digit)),
      name: names[digit],
    });
  }

  /** Rings the dots of whatever unit is selected, and tells the numbers of a single one. */
  function showLinked() {
    const { linked } = store.state;
    /** @type {number[]} */
    const meant = [];
    if (view && linked && (linked.type !== null || linked.position)) {
      for (let index = 0; index < total; index++) {
        const { type, row, column } = unitOf(index);
        const at = linked.position;
        if (linked.type !== null && linked.type !== type) continue;
        if (at && (at.row !== row || at.column !== column)) continue;
        meant.push(index);
      }
    }
    const points = view?.points ?? [];
    marks.ring(
      meant.map((index) => [points[2 * index], points[2 * index + 1]]),
      reach,
    );
    readout.textContent = meant.length === 1 ? describe(meant[0]) : "\u00a0";
  }

  /** @param {number} index */
  function describe(index) {
    if (!view) return "";
    const { points, support, couplings, trace } = view;
    const about = trace.isExact("primary") ? "" : "≈ ";
    const coupling = couplings ? `, coupling ${couplings[index].toFixed(4)}` : "";
    return `${placeName(placeOf(config, index))} → ${names[view.digit]}: ${about}(${signed(points[2 * index], 3)}, ${signed(points[2 * index + 1], 3)})${coupling}, support ${signed(support[index], 4)}`;
  }

  store.watch(["trace", "digit", "iteration", "dark"], show);
  store.watch(["linked"], showLinked);
  return { root };
}

/**
 * The ends of what nearly all votes support: a single strong one would leave the others pale.
 * @param {Float64Array} support
 * @returns {[number, number]}
 */
function rangeOfMost(support) {
  const sizes = support.map(Math.abs).sort();
  return domain([sizes[Math.floor(MOST * (sizes.length - 1))]], { signed: true });
}

/** @param {Float32Array} values */
function range(values) {
  const [least, most] = [values, values].map((all, index) =>
    all.reduce((end, value) => (index ? Math.max(end, value) : Math.min(end, value)), all[0]),
  );
  return `${least.toFixed(3)} to ${most.toFixed(3)}`;
}
