/**
 * The votes for a class as dots of a plane, and v moving through them iteration by iteration. Dots
 * are pointed at one by one, or chosen with a frame.
 */

import { choice, element } from "../../../widgets/dom.js";
import { primaryGrid } from "../../../network/receptive-fields.js";
import { countCapsules } from "../../../network/votes.js";
import { classNoun, shownDigit, switched, withSwitch } from "../../../state/state.js";
import { chooseVotes } from "./choosing.js";
import { createChoice } from "./chosen.js";
import { followPointerAndKeys } from "./pointer-and-keys.js";
import { countOutside, createPlanePicture } from "./picture.js";
import { createVoteTable } from "./table.js";
import {
  createVoteView,
  strongestFirst,
  strongestVotes,
  unitOf,
  votesMeant,
} from "./plane-data.js";
import { tellAxes, tellDots, tellOutside, tellPath, tellVote } from "./words.js";

const REACHES = ["2", "1", "0.5", "0.25"];

/** @param {import("../../../state/store.js").Scope} store */
export function mountVotesPlane(store) {
  const { model } = store.state;
  const { config, class_names: names } = model;
  const noun = classNoun(model);
  const grid = primaryGrid(config);
  const total = countCapsules(config);
  const reach = () => Number(switched(store.state, "plane"));
  const source = createVoteView(store, {
    arrived: show,
    failed: (error) => {
      const name = names[shownDigit(store.state)];
      words.axes.textContent = `The weights of ${noun} ${name} could not be loaded: ${error.message}`;
    },
  });
  /** @type {import("./plane-data.js").View | null} */
  let view = null;
  /** @type {import("./choosing.js").Frame | null} */
  let brush = null;

  const picture = createPlanePicture({ classes: config.classes, noun, sized: () => show() });
  const chosen = createChoice(store, () => setBrush(null));
  const table = createVoteTable(store, () => (view ? strongestVotes(view, config) : []));
  const zoom = choice(
    "How far the plane reaches",
    REACHES.map((value) => ({ value, text: `±${value}` })),
    (value) => store.update(withSwitch(store.state, "plane", value)),
  );
  const { root, words } = createPanel({ picture, zoom: zoom.root, choice: chosen.root, table });
  const hand = followPointerAndKeys(picture.root, store, {
    ...{ reach, scale: picture.scale },
    points: () => view?.points ?? new Float32Array(0),
    start: () => [view?.path[2 * view.iteration] ?? 0, view?.path[2 * view.iteration + 1] ?? 0],
    order: () => (view ? strongestFirst(view) : []),
    unit: (index) => unitOf(config, index, view?.digit ?? 0),
    brush: setBrush,
    hasBrush: () => brush !== null,
    cursor: (place) => picture.showCursor(place, reach()),
  });

  /** @param {import("./choosing.js").Frame | null} next */
  function setBrush(next) {
    brush = next;
    showChosen();
  }

  function show() {
    const digit = shownDigit(store.state);
    const name = names[digit];
    // Another class has another plane: a frame in it would mean something else.
    if (view && view.digit !== digit) brush = null;
    view = source.look();
    picture.root.setAttribute(
      "aria-label",
      `The ${total.toLocaleString("en")} votes for ${name} in a plane. Arrow keys move a cursor, with Shift they open a frame, Page Down goes to the next strongest vote, Home to v, Enter pins, Escape lets go.`,
    );
    zoom.show(switched(store.state, "plane"));
    picture.show({ view, reach: reach(), dark: store.state.dark });
    showChosen();
    showLinked();
    hand.refresh();
    if (!view) {
      words.axes.textContent = `The weights of ${noun} ${name} are on their way.`;
      return;
    }
    words.axes.textContent = tellAxes(view, model, noun);
    words.path.textContent = tellPath(view);
    words.dots.textContent = tellDots(view, config.classes);
    words.outside.textContent = tellOutside(countOutside(view, reach()));
    table.show();
  }

  function showChosen() {
    picture.showFrame(brush, reach());
    if (!view) return;
    const { trace, points, support, digit, iteration } = view;
    const positions = grid.rows * grid.columns;
    chosen.show(trace, brush && chooseVotes(points, brush, support, positions), {
      total,
      length: Math.hypot(...trace.slice("sums", iteration, digit)),
      name: names[digit],
    });
  }

  /** Rings the dots of whatever unit is selected, and tells the numbers of a single one. */
  function showLinked() {
    const meant = view ? votesMeant(config, store.state.linked) : [];
    picture.ring(view, meant, reach());
    words.readout.textContent =
      view && meant.length === 1 ? tellVote(view, meant[0], model) : "\u00a0";
  }

  store.watch(["trace", "digit", "iteration", "dark", "switches"], show);
  store.watch(["linked"], showLinked);
  return { root };
}

/**
 * Where the parts stand, and the words about them: beside the plane stands one of three things.
 * @param {{picture: ReturnType<typeof createPlanePicture>, zoom: HTMLElement, choice: HTMLElement,
 *   table: {root: HTMLElement, show: () => void}}} parts
 */
function createPanel({ picture, zoom, choice: chosen, table }) {
  const words = {
    axes: element("p", { class: "quiet" }),
    path: element("p", { class: "quiet number v-numbers" }),
    dots: element("p", { class: "quiet" }),
    outside: element("p", { class: "quiet" }),
    readout: element("p", { class: "readout", "aria-live": "polite" }),
  };
  const about = element("div", { class: "stack" }, words.axes, words.path, words.dots);
  const views = { frame: chosen, table: table.root, about };
  const beside = choice(
    "Beside the plane",
    /** @type {const} */ ([
      { value: "frame", text: "frame", title: "Votes that you choose with a frame" },
      { value: "table", text: "strongest", title: "The strongest votes as a table" },
      { value: "about", text: "numbers", title: "What the axes show, and where v goes" },
    ]),
    open,
  );

  /** @param {keyof typeof views} name */
  function open(name) {
    beside.show(name);
    for (const [each, view] of Object.entries(views)) view.hidden = each !== name;
    table.show();
  }
  open("frame");

  const root = element(
    "section",
    { class: "votes", "aria-label": "Votes in a plane" },
    element(
      "div",
      { class: "votes-left" },
      element("div", { class: "row" }, zoom, words.outside),
      picture.root,
      words.readout,
      picture.legend,
    ),
    element("div", { class: "votes-right" }, beside.root, chosen, table.root, about),
  );
  return { root, words };
}
