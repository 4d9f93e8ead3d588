/** The sweep: the kernel slides over the drawing cell by cell, and its map is made as it goes. */

import { choice, element } from "../../widgets/dom.js";

/** Cells a second. */
const SPEEDS = [
  { value: 4, text: "slow" },
  { value: 12, text: "medium" },
  { value: 40, text: "fast" },
];

/**
 * @param {import("../../state/store.js").Scope} store
 * @param {import("./colours.js").View} view
 * @param {{rows: number, columns: number}} size of a map
 * @param {() => void} changed told whenever `view.swept` has changed
 */
export function createSweep(store, view, { rows, columns }, changed) {
  const count = rows * columns;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let speed = 12;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  /** The unit that the sweep points at. @type {import("../../network/units.js").Unit | null} */
  let own = null;

  const play = button("▶ Slide the kernel", "", () => (timer === undefined ? start() : pause()));
  const back = button("◀", "One cell back", () => step(-1));
  const forth = button("▶", "One cell on", () => step(1));
  const end = button("■", "End the sweep and show the whole map", stop);
  const place = element("input", {
    type: "range",
    min: 0,
    max: count,
    step: 1,
    "aria-label": "Cells that the kernel has made",
    oninput: () => {
      const cells = place.valueAsNumber;
      pause();
      moveTo(cells);
    },
  });
  const speeds = choice("Cells a second", SPEEDS, (value) => {
    speed = value;
    speeds.show(value);
  });
  const words = element("span", { class: "quiet sweep-words" });

  /**
   * Shows the map as it is after some cells, and points at the newest of them.
   * @param {number} cells
   */
  function moveTo(cells) {
    view.swept = Math.min(count, Math.max(0, cells));
    // What was pinned would hide where the kernel is.
    if (view.swept > 0) {
      const newest = view.swept - 1;
      view.row = Math.floor(newest / columns);
      view.column = newest % columns;
      own = { kind: "conv1", map: view.map, row: view.row, column: view.column };
      store.update({ pinned: null, pointed: own });
    }
    show();
    changed();
  }

  /** @param {1 | -1} by */
  function step(by) {
    pause();
    moveTo((view.swept ?? 0) + by);
  }

  function start() {
    if (view.swept === null || view.swept === count) moveTo(0);
    next();
    show();
  }

  function next() {
    timer = setTimeout(() => {
      moveTo((view.swept ?? 0) + 1);
      if (view.swept === count) pause();
      else next();
    }, 1000 / speed);
  }

  function pause() {
    clearTimeout(timer);
    timer = undefined;
    show();
  }

  function stop() {
    pause();
    view.swept = null;
    if (store.state.pointed === own) store.update({ pointed: null });
    show();
    changed();
  }

  function show() {
    const { swept } = view;
    const playing = timer !== undefined;
    play.textContent = playing ? "❚❚ Pause" : swept === null ? "▶ Slide the kernel" : "▶ Go on";
    play.hidden = speeds.root.hidden = calm.matches;
    if (swept === count && !playing) play.textContent = "▶ Once more";
    back.disabled = swept === null || swept === 0;
    forth.disabled = swept === count;
    end.disabled = swept === null;
    place.value = String(swept ?? 0);
    words.textContent =
      swept === null
        ? calm.matches
          ? "Step the kernel over the drawing"
          : ""
        : `${swept} of ${count} cells`;
  }

  speeds.show(speed);
  show();
  calm.addEventListener("change", pause);
  store.onDispose(() => {
    calm.removeEventListener("change", pause);
    clearTimeout(timer);
    // Nothing is shown any more: the newest trace may be that of a network with fewer maps.
    if (store.state.pointed === own) store.update({ pointed: null });
  });
  // A unit that someone pins is to stay: the sweep waits.
  store.watch(["pinned"], () => {
    if (store.state.pinned && timer !== undefined) pause();
  });

  return {
    root: element(
      "div",
      { class: "row sweep", role: "group", "aria-label": "The kernel slides over the drawing" },
      play,
      back,
      forth,
      place,
      end,
      speeds.root,
      words,
    ),
    /** Whether the kernel moves by itself. */
    get playing() {
      return timer !== undefined;
    },
  };
}

/**
 * @param {string} text
 * @param {string} name what it does, where the text does not say that
 * @param {() => void} onclick
 */
function button(text, name, onclick) {
  const named = name ? { title: name, "aria-label": name } : {};
  return element("button", { type: "button", ...named, onclick }, text);
}
